"""What a machine readable zone says, as frozen values, and the check digit."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import ClassVar

from workstation.documents.dates import MrzDate
from workstation.documents.layouts import FILLER, MrzFormat, Span
from workstation.documents.names import MrzNames
from workstation.errors import WorkstationError

ALPHABET = string.digits + string.ascii_uppercase + FILLER
WITHOUT_MARK = {"Ñ": "N"}
MARKED = "".join(WITHOUT_MARK)
"""Letters with a mark, which ICAO 9303-3 4.3 forbids in a zone; specimens print this one in names all the same."""
_VALUE = {character: value for value, character in enumerate(string.digits + string.ascii_uppercase)} | {FILLER: 0}
_WEIGHTS = (7, 3, 1)


class MrzError(WorkstationError):
    """Lines that are no machine readable zone of ICAO 9303, or content that fits into none.

    Facts of ``mrz-not-icao`` hold ``format``, a code of ``vocabulary/mrz_foreign.toml``.
    """

    default_code: ClassVar[str] = "mrz-unreadable"


@dataclass(frozen=True, slots=True)
class MrzField:
    """One field: where it stands, what is printed there, and the same without its padding."""

    name: str
    span: Span
    raw: str

    @property
    def text(self) -> str:
        """Without trailing fillers."""
        return self.raw.rstrip(FILLER)


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit.

    Attributes
    ----------
    name : str
        Field it protects, or ``composite``.
    span : Span
        Where it is printed.
    covered : str
        The characters it is computed over, in order.
    holds : bool
        ``printed`` is ``expected``, or a filler where the layout allows one.
    """

    name: str
    span: Span
    covered: str
    printed: str
    expected: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Deviation:
    """A departure that does not stop the reading; ``code`` is of ``vocabulary/mrz_deviation.toml``."""

    code: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class MrzDocument:
    """A zone, read.

    Attributes
    ----------
    lines : tuple of str
        Exactly as they were given.
    document_number : str
        Reassembled where it runs on into the optional data; without trailing fillers.
    optional_data : str
        What of the optional data is not part of the number; without trailing fillers.
    """

    format: MrzFormat
    lines: tuple[str, ...]
    fields: tuple[MrzField, ...]
    check_digits: tuple[CheckDigit, ...]
    names: MrzNames
    document_number: str
    optional_data: str
    date_of_birth: MrzDate
    date_of_expiry: MrzDate
    deviations: tuple[Deviation, ...] = ()

    def field(self, name: str) -> MrzField:
        """The field of that name.

        Raises
        ------
        KeyError
            This layout has none.
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    @property
    def document_code(self) -> str:
        """One or two letters, without filler."""
        return self.field("document_code").text

    @property
    def issuer(self) -> str:
        """Code of the issuing state or organisation, without fillers (``D``, ``UTO``)."""
        return self.field("issuer").text

    @property
    def nationality(self) -> str:
        """Code of the nationality, without fillers."""
        return self.field("nationality").text

    @property
    def sex(self) -> str:
        """``M``, ``F`` or ``X`` (printed as a filler, ICAO 9303-3 4.8); any other character as printed."""
        printed = self.field("sex").raw
        return "X" if printed == FILLER else printed

    def check_digit(self, name: str) -> CheckDigit | None:
        """The check digit of a field or of the composite, None where the layout has none."""
        return next((each for each in self.check_digits if each.name == name), None)

    @property
    def check_digits_hold(self) -> bool:
        """True if every check digit holds. Not a statement about the document."""
        return all(each.holds for each in self.check_digits)

    @property
    def access_key_input(self) -> str:
        """What the keys of basic access control are derived from (ICAO 9303-11 4.3.2), with computed digits."""
        number = self.document_number.ljust(9, FILLER)
        parts = (number, self.date_of_birth.text, self.date_of_expiry.text)
        return "".join(part + check_digit(part) for part in parts)


def check_digit(text: str) -> str:
    """Check digit of characters of a zone: weights 7, 3, 1 from the first, modulo 10 (ICAO 9303-3 4.9).

    Raises
    ------
    MrzError
        A character is none of a zone.
    """
    foreign = next((character for character in text if character not in _VALUE), None)
    if foreign is not None:
        raise MrzError("mrz-character", line=1, position=text.index(foreign) + 1, character=foreign)
    return str(sum(_VALUE[character] * _WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)
