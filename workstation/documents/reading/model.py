"""What was read from a picture, as frozen values: every character with its evidence, and every change named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workstation.documents.mrz import MrzDocument

Corner = tuple[float, float]


class Reason(StrEnum):
    """Why the text says something else than the likeliest shape."""

    FIELD_ALPHABET = "field_alphabet"
    RARE_IN_NUMBERS = "rare_in_numbers"
    KNOWN_CODE = "known_code"
    CHECK_DIGIT = "check_digit"


class Refusal(StrEnum):
    """Why lines that were seen are not given as a reading."""

    TOO_FAINT = "too_faint"
    CHECK_DIGITS = "check_digits"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Cell:
    """One character.

    Attributes
    ----------
    text : str
        What the reading says.
    raw : str
        The likeliest shape by itself.
    confidence : float
        Probability of ``text`` by its shape, 0 to 1; where a field holds letters alone, among letters.
    box : tuple of corners
        x and y in pixels of the picture as stored, clockwise from the top left of the upright character.
    among_twins : float
        Probability of ``text`` among the characters that a check digit takes for the same (F, P, Z and 5).
    """

    text: str
    raw: str
    confidence: float
    box: tuple[Corner, ...]
    among_twins: float = 1.0


@dataclass(frozen=True, slots=True)
class Substitution:
    """A character that the reading gives instead of the likeliest shape; positions count from 1.

    Attributes
    ----------
    raw_confidence, confidence : float
        Probabilities of both by shape.
    """

    line: int
    position: int
    raw: str
    text: str
    reason: Reason
    raw_confidence: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone of a picture.

    Attributes
    ----------
    cells : tuple of tuple of Cell
        One tuple for each line.
    substitutions : tuple of Substitution
        Every character where ``lines`` and ``raw_lines`` differ.
    document : MrzDocument or None
        The lines by the grammar; None for a known zone outside ICAO 9303, then ``foreign`` names it.
    refused : Refusal or None
        None for a reading. Otherwise a guess, kept for the examiner to look at and never to be given as read.
    """

    cells: tuple[tuple[Cell, ...], ...]
    substitutions: tuple[Substitution, ...]
    document: MrzDocument | None
    foreign: str
    refused: Refusal | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The text with its substitutions."""
        return tuple("".join(cell.text for cell in row) for row in self.cells)

    @property
    def raw_lines(self) -> tuple[str, ...]:
        """The likeliest shapes, nothing substituted."""
        return tuple("".join(cell.raw for cell in row) for row in self.cells)

    @property
    def type(self) -> str:
        """Layout of the zone, or the code of a known one outside ICAO 9303."""
        return self.document.format.value if self.document else self.foreign

    @property
    def confidences(self) -> tuple[float, ...]:
        """Of all characters."""
        return tuple(cell.confidence for row in self.cells for cell in row)

    @property
    def confidence(self) -> float:
        """Mean over the characters."""
        return sum(self.confidences) / len(self.confidences)
