"""A chip with a small file tree: SELECT and READ BINARY, and nothing secret. Every byte in it is invented."""

from __future__ import annotations

from collections.abc import Mapping

EMRTD = bytes.fromhex("a0000002471001")
"""Application of a travel document, ICAO 9303-10 3.4."""

OK, NOT_FOUND, WRONG_LENGTH = b"\x90\x00", b"\x6a\x82", b"\x67\x00"
WRONG_OFFSET, WRONG_PARAMETERS, UNKNOWN_INSTRUCTION = b"\x6b\x00", b"\x6a\x86", b"\x6d\x00"
END_REACHED = b"\x62\x82"

_SELECT, _READ_BINARY = 0xA4, 0xB0
_ZONE = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"

EF_COM, EF_DG1, EF_DG2 = 0x011E, 0x0101, 0x0102
FILES: Mapping[int, bytes] = {
    EF_COM: bytes.fromhex("6014 5f0104 30313037 5f3606 303430303030 5c02 6175"),
    EF_DG1: b"\x61\x5b\x5f\x1f\x58" + _ZONE,
    EF_DG2: b"\x75\x82\x03\xe8" + bytes(each * 7 & 0xFF for each in range(1000)),
}
"""Files by identifier: contents, the zone of the specimen of ICAO 9303-4, and 1000 bytes of nothing."""


class SimulatedChip:
    """A chip that anybody may read.

    Parameters
    ----------
    files : mapping
        Contents by file identifier; the short identifier is the low five bits.
    """

    def __init__(self, files: Mapping[int, bytes] = FILES) -> None:
        self._files = files
        self.reset()

    def reset(self) -> None:
        """Lose what was selected, as without a field."""
        self._in_application = False
        self._file: int | None = None

    def answer(self, apdu: bytes) -> bytes:
        """Response to a short command APDU, with its status bytes."""
        if len(apdu) < 4:
            return WRONG_LENGTH
        instruction, p1, p2 = apdu[1], apdu[2], apdu[3]
        if instruction == _SELECT:
            return self._select(p1, apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b"")
        if instruction == _READ_BINARY:
            return self._read(p1, p2, apdu[4:])
        return UNKNOWN_INSTRUCTION

    def _select(self, p1: int, name: bytes) -> bytes:
        if p1 == 0x04:
            self.reset()
            self._in_application = name == EMRTD
            return OK if self._in_application else NOT_FOUND
        if p1 != 0x02:
            return WRONG_PARAMETERS
        wanted = int.from_bytes(name, "big")
        if not self._in_application or len(name) != 2 or wanted not in self._files:
            return NOT_FOUND
        self._file = wanted
        return OK

    def _read(self, p1: int, p2: int, expected: bytes) -> bytes:
        if len(expected) != 1:
            return WRONG_LENGTH
        if p1 & 0x80:
            short = next((each for each in self._files if each & 0x1F == p1 & 0x1F), None)
            if not self._in_application or short is None:
                return NOT_FOUND
            self._file, offset = short, p2
        else:
            offset = p1 << 8 | p2
        if self._file is None:
            return NOT_FOUND
        content = self._files[self._file]
        if offset >= len(content):
            return WRONG_OFFSET
        wanted = expected[0] or 256
        found = content[offset : offset + wanted]
        return found + (OK if len(found) == wanted else END_REACHED)
