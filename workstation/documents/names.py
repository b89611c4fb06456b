"""The name field of the machine readable zone (ICAO 9303-3 4.6 and 4.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workstation.documents.layouts import FILLER


@dataclass(frozen=True, slots=True)
class MrzNames:
    """A name field, read.

    Attributes
    ----------
    primary, secondary : str
        Identifiers with single spaces between their components; ``secondary`` is empty for a single name.
    truncated : bool
        The last position holds a letter: possibly truncated, even where the name just fits.
    separators : int
        Double fillers inside the name; one parts the identifiers.
    leftover : str
        What stands after the fillers that end the name. It is no part of it: mostly a filler misread as K, L or C.
    """

    primary: str
    secondary: str
    truncated: bool
    separators: int
    leftover: str


def read_names(text: str) -> MrzNames:
    """Split a name field. Two fillers part the identifiers, three or more end the name. Never raises."""
    stripped = text.strip(FILLER)
    name, _, leftover = re.sub(f"{FILLER}{{3,}}", "\n", stripped, count=1).partition("\n")
    primary, _, secondary = name.partition(FILLER * 2)
    return MrzNames(
        primary=_spaced(primary),
        secondary=_spaced(secondary),
        truncated=text[-1:].isalpha(),
        separators=name.count(FILLER * 2),
        leftover=leftover,
    )


def write_names(primary: str, secondary: str) -> str:
    """The name as a zone prints it, without padding: apostrophes join, hyphens, commas and spaces part.

    Characters that a zone lacks are kept for the caller to refuse; transliteration is not done here.
    """
    return (FILLER * 2).join(each for each in (_printed(primary), _printed(secondary)) if each)


def _spaced(identifier: str) -> str:
    return " ".join(part for part in identifier.split(FILLER) if part)


def _printed(identifier: str) -> str:
    joined = re.sub(r"['’.]", "", identifier.upper())
    return FILLER.join(part for part in re.split(r"[\s,<-]+", joined) if part)
