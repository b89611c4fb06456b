"""The bytes of a visible digital seal: header, message zone, signature (ICAO 9303-13 2.2 to 2.4).

Nothing is repaired: bytes that break the standard raise ``SealError``. Whether a seal is signed by whom it names says
``workstation.documents.seals.trust``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workstation.documents.seals.c40 import c40_length, decode_c40
from workstation.documents.seals.seal_errors import SealError

MAGIC = 0xDC
SIGNATURE_TAG = 0xFF
_VERSIONS = {0x02: 3, 0x03: 4}
_SIGNER_CHARACTERS = 4
_REFERENCE_CHARACTERS_3 = 5
_DATE_BYTES = 3


@dataclass(frozen=True, slots=True)
class SealHeader:
    """Who signed what, when.

    Attributes
    ----------
    version : int
        3 or 4.
    issuer : str
        Issuing state, fillers removed: ``D``, ``UTO``.
    signer : str
        Two letters of a country and two of its signer.
    certificate : str
        Reference to the signer's certificate, in hexadecimal digits.
    issued, signed : date
        Of the document, and of the signature.
    feature_definition, category : int
        Which profile the message follows; an odd category is ICAO's.
    """

    version: int
    issuer: str
    signer: str
    certificate: str
    issued: date
    signed: date
    feature_definition: int
    category: int


@dataclass(frozen=True, slots=True)
class SealFeature:
    """One tagged value of the message, as its bytes."""

    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal, taken apart.

    Attributes
    ----------
    raw : bytes
        As read from the bar code.
    header : SealHeader
    features : tuple of SealFeature
        In the order of the seal.
    covered : bytes
        What the signature covers: header and message zone.
    signature : bytes
        ECDSA, ``r`` and ``s`` one after the other, equally long.
    """

    raw: bytes
    header: SealHeader
    features: tuple[SealFeature, ...]
    covered: bytes
    signature: bytes

    def feature(self, tag: int) -> SealFeature | None:
        """The feature with a tag."""
        return next((each for each in self.features if each.tag == tag), None)


def is_seal(data: bytes) -> bool:
    """The bytes begin as a seal does."""
    return len(data) > 1 and data[0] == MAGIC and data[1] in _VERSIONS


def parse_seal(data: bytes) -> Seal:
    """Take a seal apart.

    Parameters
    ----------
    data : bytes
        Payload of the bar code.

    Raises
    ------
    SealError
        ``seal-format`` with the reason and the offset, ``seal-version``, ``seal-c40``.
    """
    reader = _Reader(data)
    if reader.byte() != MAGIC:
        raise SealError("seal-format", reason="magic", offset=0)
    version = _VERSIONS.get(code := reader.byte())
    if version is None:
        raise SealError("seal-version", version=f"0x{code:02x}")
    header = _header(reader, version)
    features: list[SealFeature] = []
    while True:
        at = reader.offset
        tag = reader.byte()
        value = reader.take(reader.length() if version == 4 else reader.byte())
        if tag == SIGNATURE_TAG:
            break
        if any(each.tag == tag for each in features):
            raise SealError("seal-format", reason="tag-twice", offset=at)
        features.append(SealFeature(tag, value))
    if not features:
        raise SealError("seal-format", reason="no-feature", offset=at)
    if not value or len(value) % 2:
        raise SealError("seal-format", reason="signature-length", offset=at)
    if reader.offset != len(data):
        raise SealError("seal-format", reason="bytes-after-signature", offset=reader.offset)
    return Seal(bytes(data), header, tuple(features), bytes(data[:at]), value)


def _header(reader: _Reader, version: int) -> SealHeader:
    issuer = decode_c40(reader.take(2)).rstrip()
    signer, certificate = _signer(reader, version)
    return SealHeader(
        version=version,
        issuer=issuer,
        signer=signer,
        certificate=certificate,
        issued=_date(reader),
        signed=_date(reader),
        feature_definition=reader.byte(),
        category=reader.byte(),
    )


def _signer(reader: _Reader, version: int) -> tuple[str, str]:
    """Signer and certificate reference, which version 4 gives a length of two hexadecimal digits."""
    at = reader.offset
    if version == 3:
        text = decode_c40(reader.take(c40_length(_SIGNER_CHARACTERS + _REFERENCE_CHARACTERS_3)))
        return text[:_SIGNER_CHARACTERS], text[_SIGNER_CHARACTERS:]
    start = decode_c40(reader.peek(4))
    try:
        characters = int(start[_SIGNER_CHARACTERS:], 16)
    except ValueError:
        raise SealError("seal-format", reason="certificate-length", offset=at) from None
    whole = len(start) + characters
    text = decode_c40(reader.take(c40_length(whole)))
    if len(text) != whole:
        raise SealError("seal-format", reason="certificate-length", offset=at)
    return text[:_SIGNER_CHARACTERS], text[len(start) :]


def _date(reader: _Reader) -> date:
    at = reader.offset
    digits = f"{int.from_bytes(reader.take(_DATE_BYTES), 'big'):08d}"
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        raise SealError("seal-format", reason="date", offset=at) from None


class _Reader:
    """Bytes from front to back, never past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.offset = 0

    def peek(self, count: int) -> bytes:
        if self.offset + count > len(self._data):
            raise SealError("seal-format", reason="truncated", offset=len(self._data))
        return bytes(self._data[self.offset : self.offset + count])

    def take(self, count: int) -> bytes:
        taken = self.peek(count)
        self.offset += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def length(self) -> int:
        """A length after DER (X.690 8.1.3), definite, in at most two more bytes."""
        at = self.offset
        first = self.byte()
        if first < 0x80:
            return first
        more = first & 0x7F
        if more not in (1, 2):
            raise SealError("seal-format", reason="length", offset=at)
        length = int.from_bytes(self.take(more), "big")
        if length < 0x80 or (more == 2 and length < 0x100):
            raise SealError("seal-format", reason="length", offset=at)
        return length
