"""C40: text in two thirds of its length (ICAO 9303-13 2.4, BSI TR-03137-1 Annex B; values of ISO/IEC 16022)."""

from __future__ import annotations

from workstation.documents.seals.seal_errors import SealError

_ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_VALUE = 3
_PADDING = 0
_UNLATCH = 0xFE


def decode_c40(data: bytes) -> str:
    """Text of pairs of bytes; a filler of a machine readable zone comes as a space.

    Raises
    ------
    SealError
        ``seal-c40``: an odd length, a value that stands for no character, or padding before the end.
    """
    if len(data) % 2:
        raise SealError("seal-c40", reason="length")
    text: list[str] = []
    for first in range(0, len(data), 2):
        is_last = first + 2 == len(data)
        text.append(_pair(data[first], data[first + 1], is_last))
    return "".join(text)


def encode_c40(text: str) -> bytes:
    """Pairs of bytes; ``<`` becomes a space.

    Raises
    ------
    SealError
        ``seal-c40``: a character that is no capital letter, digit, space or ``<``.
    """
    plain = text.replace("<", " ")
    strange = next((each for each in plain if each not in _ALPHABET), None)
    if strange is not None:
        raise SealError("seal-c40", reason=f"character {strange!r}")
    values = [_ALPHABET.index(each) + _FIRST_VALUE for each in plain]
    whole = len(values) - len(values) % 3
    groups = [values[at : at + 3] for at in range(0, whole, 3)]
    rest = values[whole:]
    if len(rest) == 2:
        groups.append([*rest, _PADDING])
    data = b"".join((1600 * a + 40 * b + c + 1).to_bytes(2, "big") for a, b, c in groups)
    return data + bytes((_UNLATCH, ord(plain[-1]) + 1)) if len(rest) == 1 else data


def c40_length(characters: int) -> int:
    """Bytes that so many characters take."""
    return 2 * -(-characters // 3)


def _pair(high: int, low: int, is_last: bool) -> str:
    if high == _UNLATCH:
        character = chr(low - 1) if low else ""
        if not is_last or character not in _ALPHABET or not character:
            raise SealError("seal-c40", reason="unlatch")
        return character
    number = high * 256 + low - 1
    values = [number // 1600, number % 1600 // 40, number % 40]
    if is_last and values[2] == _PADDING:
        values.pop()
    if any(not _FIRST_VALUE <= value < _FIRST_VALUE + len(_ALPHABET) for value in values):
        raise SealError("seal-c40", reason="value")
    return "".join(_ALPHABET[value - _FIRST_VALUE] for value in values)
