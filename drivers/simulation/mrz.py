"""Machine readable zones of the invented holders."""

from __future__ import annotations

from drivers.simulation.holders import Holder
from workstation.documents.layouts import MrzFormat
from workstation.documents.mrz_writing import MrzContent, build

UTOPIA = "UTO"


def passport(holder: Holder) -> tuple[str, ...]:
    """TD3, two lines of 44 (ICAO 9303-4)."""
    return build(MrzFormat.TD3, _content(holder, "P"))


def permit(holder: Holder) -> tuple[str, ...]:
    """TD1, three lines of 30 (ICAO 9303-5)."""
    return build(MrzFormat.TD1, _content(holder, "IR"))


def visa(holder: Holder) -> tuple[str, ...]:
    """MRV-A, two lines of 44 (ICAO 9303-7); the optional field names the passport."""
    return build(MrzFormat.MRV_A, _content(holder, "VC"))


def _content(holder: Holder, document_code: str) -> MrzContent:
    return MrzContent(
        document_code=document_code,
        issuer=UTOPIA,
        primary=holder.surname,
        secondary=holder.given_names,
        document_number=holder.number,
        nationality=holder.nationality,
        date_of_birth=_date(holder.born),
        sex=holder.sex,
        date_of_expiry=_date(holder.expires),
        optional_data=holder.personal_number,
    )


def _date(iso: str) -> str:
    return iso[2:4] + iso[5:7] + iso[8:10]
