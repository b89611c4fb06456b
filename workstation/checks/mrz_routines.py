"""Checks of a machine readable zone alone. None of them needs a model or a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from workstation.cases.model import CheckOutcome, MrzRecord
from workstation.documents.dates import DateState, MrzDate
from workstation.documents.mrz import MrzDocument, MrzError, parse


@dataclass(frozen=True, slots=True)
class Answer:
    """What a routine found; ``facts`` are keys of ``vocabulary/check_detail.toml``."""

    outcome: CheckOutcome
    reason: str
    facts: dict[str, str] = field(default_factory=dict)
    measured: float | None = None
    threshold: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines as recorded, and what they are: a zone, or the error that says why not."""

    record: MrzRecord
    zone: MrzDocument | MrzError


Routine = Callable[[MrzDocument, date], Iterator[Answer]]


def readings(records: Sequence[MrzRecord]) -> tuple[Reading, ...]:
    """The newest reading of each layout; lines that are no zone only where nothing newer is one."""
    newest: dict[str, Reading] = {}
    for record in sorted(records, key=lambda each: each.read_at):
        try:
            zone = parse(record.lines)
        except MrzError as error:
            newest[""] = Reading(record, error)
        else:
            newest.pop("", None)
            newest[zone.format] = Reading(record, zone)
    return tuple(newest.values())


def no_zone(error: MrzError) -> Answer:
    """The answer of every routine where the lines are no zone of ICAO 9303."""
    if error.code == "mrz-not-icao":
        return Answer(CheckOutcome.NOT_SUPPORTED, "mrz_not_icao", {"foreign": str(error.facts["format"])})
    return Answer(CheckOutcome.UNDETERMINED, "mrz_unreadable")


def layout_and_codes(zone: MrzDocument, today: date) -> Iterator[Answer]:
    """Departures from ICAO 9303 other than check digits. An unknown code is a question, not a failure."""
    others = [each for each in zone.deviations if each.code not in _CHECK_DIGIT_DEVIATIONS]
    for each in others:
        facts = {"deviation": each.code, "line": str(each.span.line), "position": str(each.span.first)}
        yield Answer(CheckOutcome.UNDETERMINED, "mrz_deviates", facts | {"text": each.text})
    if not others:
        yield Answer(CheckOutcome.SUCCESSFUL, "layout_conforms", {"format": zone.format})


def check_digits(zone: MrzDocument, today: date) -> Iterator[Answer]:
    """Each check digit, printed and expected (ICAO 9303-3 4.9)."""
    codes = {each.span: each.code for each in zone.deviations if each.code in _CHECK_DIGIT_DEVIATIONS}
    for each in zone.check_digits:
        reason = "check_digit_holds" if each.holds else codes[each.span]
        outcome = CheckOutcome.SUCCESSFUL if each.holds else CheckOutcome.FAILED
        yield Answer(outcome, reason, {"field": each.name, "printed": each.printed, "expected": each.expected})


def expiry(zone: MrzDocument, today: date) -> Iterator[Answer]:
    """Whether the date of expiry is past; the day itself is still valid (BSI TR-03135-1, date of expiry)."""
    day = zone.date_of_expiry.expiry(today)
    if day is None:
        yield Answer(CheckOutcome.UNDETERMINED, "no_date", {"text": zone.date_of_expiry.text})
        return
    left = (day - today).days
    outcome, reason = (CheckOutcome.SUCCESSFUL, "not_expired") if left >= 0 else (CheckOutcome.FAILED, "expired")
    yield Answer(outcome, reason, {"date": day.isoformat()}, measured=float(left), threshold=0.0, unit="d")


def dates(zone: MrzDocument, today: date) -> Iterator[Answer]:
    """Whether both dates are possible and follow each other, as far as two-digit years can tell."""
    born, ends = zone.date_of_birth.birth(today), zone.date_of_expiry.expiry(today)
    impossible = [
        name
        for name, printed, day in (
            ("date_of_birth", zone.date_of_birth, born),
            ("date_of_expiry", zone.date_of_expiry, ends),
        )
        if _impossible(printed, day)
    ]
    for name in impossible:
        yield Answer(CheckOutcome.FAILED, "date_impossible", {"field": name, "text": zone.field(name).raw})
    if impossible:
        return
    if born is None or ends is None:
        yield Answer(CheckOutcome.UNDETERMINED, "no_date")
    elif born > ends:
        facts = {"born": born.isoformat(), "date": ends.isoformat()}
        yield Answer(CheckOutcome.UNDETERMINED, "dates_unusual", facts)
    else:
        yield Answer(CheckOutcome.SUCCESSFUL, "dates_agree", {"born": born.isoformat(), "date": ends.isoformat()})


_CHECK_DIGIT_DEVIATIONS = frozenset({"check_digit_missing", "check_digit_wrong", "filler_counted"})


def _impossible(printed: MrzDate, day: date | None) -> bool:
    return printed.state is DateState.INVALID or (printed.state is DateState.KNOWN and day is None)
