"""Checks of the visual zone: each printed value against the machine readable zone, and the printed dates in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from workstation.cases.model import CheckOutcome
from workstation.checks.cross_check import VERDICTS, Origin, Source, Value, cross_check, pairing_of, zone_source
from workstation.checks.detail import plain_facts
from workstation.checks.mrz_routines import Answer
from workstation.documents.dates import MrzDate, read_date
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.visual_dates import read_visual_date
from workstation.documents.visual_zone import FieldReading

AGAINST_ZONE, DATES = "CMB.VIZ.MRZ", "CMB.VIZ.DATES"

_NAMES = ("surname", "given_names")


def visual_source(readings: Sequence[FieldReading]) -> Source:
    """What the visual zone says, as a column of the cross-check table; fields that were not read are left out.

    The names count only where both parts were read: a half would not be the name.
    """
    texts = {each.field: each.text for each in readings if each.text}
    values = {name: Value(text, blanks=False) for name, text in texts.items() if name not in _NAMES}
    if all(name in texts for name in _NAMES):
        values["names"] = Value("<<".join(texts[name] for name in _NAMES), blanks=False)
    return Source(Origin.VISUAL, values)


def against_zone(readings: Sequence[FieldReading], zone: MrzDocument | None) -> Iterator[tuple[Answer, FieldReading]]:
    """Every labelled field beside the zone's, with the reading whose place is shown (ICAO 9303-3 4.6, 4.7 and 6).

    What was not read surely is undetermined, never a difference. Fields that no zone carries are passed over.
    """
    visual = visual_source(readings)
    sources = [visual] if zone is None else [zone_source(Origin.MRZ, zone), visual]
    rows = {each.field: each for each in cross_check(sources)}
    for reading in readings:
        name = "names" if reading.field in _NAMES else reading.field
        if name not in rows or reading.field == "given_names":
            continue
        told = visual.values.get(name)
        if told is None:
            yield Answer(CheckOutcome.UNDETERMINED, "not_read_surely", {"field": name}), reading
            continue
        row = rows[name]
        pairing = pairing_of(row, Origin.MRZ, Origin.VISUAL)
        outcome, reason = VERDICTS[pairing]
        facts = {"field": name, "printed": told.text, "pairing": pairing.value}
        if Origin.MRZ in row.cells:
            facts["zone"] = row.cells[Origin.MRZ].text
        if reading.differently is not None:
            facts |= {"differently": reading.differently.text}
        yield Answer(outcome, reason, plain_facts(facts)), reading


def printed_dates(readings: Sequence[FieldReading], today: date) -> Iterator[tuple[Answer, FieldReading]]:
    """Whether birth, issue and expiry follow each other and the issue is not yet to come.

    Nothing where no date of issue is labelled.
    """
    by_field = {each.field: each for each in readings}
    shown = by_field.get("date_of_issue")
    if shown is None:
        return
    days = _days({name: each.text for name, each in by_field.items()}, today)
    born, issued, expires = (days.get(name) for name in ("date_of_birth", "date_of_issue", "date_of_expiry"))
    if issued is None or expires is None:
        yield Answer(CheckOutcome.UNDETERMINED, "no_date"), shown
        return
    facts = {"issued": issued.isoformat(), "date": expires.isoformat()}
    if born is not None:
        facts = {"born": born.isoformat(), **facts}
    follow = issued < expires and (born is None or born < issued)
    if issued > today:
        yield Answer(CheckOutcome.FAILED, "issued_in_future", facts), shown
    elif follow:
        yield Answer(CheckOutcome.SUCCESSFUL, "dates_agree", facts), shown
    else:
        yield Answer(CheckOutcome.FAILED, "dates_out_of_order", facts), shown


def _days(texts: Mapping[str, str], today: date) -> dict[str, date]:
    """Days by field, the century as printed or inferred; a text that may mean several days or none is left out."""
    infer: Mapping[str, Callable[[MrzDate], date | None]] = {
        "date_of_birth": lambda it: it.birth(today),
        "date_of_issue": lambda it: it.birth(today),
        "date_of_expiry": lambda it: it.expiry(today),
    }
    found = {name: _day(texts.get(name, ""), each) for name, each in infer.items()}
    return {name: day for name, day in found.items() if day is not None}


def _day(text: str, infer: Callable[[MrzDate], date | None]) -> date | None:
    meanings = read_visual_date(text)
    if len(meanings) != 1 or "X" in (six := next(iter(meanings))):
        return None
    year = re.search(rf"(?<!\d)\d\d{six[:2]}(?!\d)", text)
    if year is None:
        return infer(read_date(six))
    try:
        return date(int(year[0]), int(six[2:4]), int(six[4:]))
    except ValueError:
        return None
