"""Invented holders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who a simulated document names. Dates are ISO 8601.

    Attributes
    ----------
    portrait : int
        Seed of the face.
    signature : int
        Seed of the handwriting.
    """

    surname: str
    given_names: str
    nationality: str = "UTO"
    sex: str = "X"
    born: str
    place_of_birth: str = "PORT UTOPIA"
    number: str
    personal_number: str = ""
    issued: str
    expires: str
    authority: str = "AMAUROTUM"
    remarks: str = ""
    portrait: int = 1
    signature: int = 1
    document_code: str = "P"
    entries: str = "MVLT"
    country: str = "UTO"

    @property
    def nationality_name(self) -> str:
        """Nationality as the visual zone prints it."""
        return {"UTO": "VTOPIENSIS"}.get(self.nationality, self.nationality)


MONTHS = ("IAN", "FEB", "MAR", "APR", "MAI", "IUN", "IUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def printed_date(iso: str) -> str:
    """A date as the visual zone prints it: ``14 MAR 2031``."""
    return f"{iso[8:10]} {MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"
