"""The sources of an exhibit as columns of the cross-check table, from what its case holds and its pictures show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workstation.cases.model import CheckOutcome, CheckResult, MrzRecord, Region, Shape
from workstation.checks.code_routines import AGAINST_CODE
from workstation.checks.cross_check import Origin, Source, Value, zone_source
from workstation.checks.detail import stored_facts
from workstation.checks.optical_answers import stored_corners
from workstation.checks.seal_routines import SIGNATURE
from workstation.checks.seal_routines import ZONE as AGAINST_SEAL
from workstation.checks.typed_visual import standing_typed
from workstation.checks.visual_routines import AGAINST_ZONE
from workstation.checks.zone_agreement import AGAINST_READER
from workstation.documents.mrz import MrzError, parse
from workstation.documents.mrz_values import MrzDocument
from workstation.zone_sight import Sight

OWN_READER = "QDBench"
"""Device of a zone that was read from pictures begins so."""
_NAMES = ("surname", "given_names")


def is_device(record: MrzRecord) -> bool:
    """A reader device sent it: no person typed it and no picture was read."""
    return record.source != "manual" and not record.device.startswith(OWN_READER)


def exhibit_sources(
    zones: Sequence[MrzRecord], results: Sequence[CheckResult], sight: Sight | None
) -> tuple[Source, ...]:
    """Every source that is there, once.

    Parameters
    ----------
    zones : sequence of MrzRecord
        Of the exhibit, in the order of their coming. The printed zone is the last that was typed or read from
        pictures, else what the pictures show now, else what the checks saw of them beside the reader device's; a
        guess is no source.
    results : sequence of CheckResult
        The latest run, for what was read of the visual zone, typed of it, and sealed.
    sight : Sight or None
        What the pictures show now, for the places of the zone; None where they are not looked at again.
    """
    own = [each.lines for each in zones if not is_device(each)]
    seen = sight.zone if sight is not None and sight.zone is not None and not sight.zone.refused else None
    printed = _parsed(own[-1] if own else seen.lines if seen is not None else ())
    sent = _parsed(next((each.lines for each in reversed(zones) if is_device(each)), ()))
    found: list[Source] = []
    if printed is not None:
        found.append(_placed(zone_source(Origin.MRZ, printed), printed, sight))
    elif sent is not None:
        found.extend(_seen_beside(sent, results))
    if sent is not None:
        found.append(zone_source(Origin.READER, sent))
    if visual := dict(_visual(results)):
        found.append(Source(Origin.VISUAL, visual))
    if sealed := dict(_sealed(results)):
        found.append(Source(Origin.SEAL, sealed))
    elif sight is not None and sight.seal is not None:
        found.append(sight.seal)
    elif coded := dict(_coded(results)):
        found.append(Source(Origin.SEAL, coded))
    return tuple(found)


def _parsed(lines: tuple[str, ...]) -> MrzDocument | None:
    try:
        return parse(lines) if lines else None
    except MrzError:
        return None


def _placed(source: Source, zone: MrzDocument, sight: Sight | None) -> Source:
    """Each value with its place in the picture, where the picture shows lines of this layout."""
    seen = sight.zone if sight is not None else None
    if seen is None or [len(row) for row in seen.rows] != [len(line) for line in zone.lines]:
        return source
    spans = {each.name: each.span for each in zone.fields}
    values = {
        name: replace(
            each,
            capture_id=seen.capture_id,
            region=seen.region(spans[name].line, spans[name].first, spans[name].last),
        )
        for name, each in source.values.items()
    }
    return replace(source, values=values)


def _seen_beside(sent: MrzDocument, results: Sequence[CheckResult]) -> Iterator[Source]:
    """The zone of the picture by what its comparison with the reader device's was: the same but where they differ."""
    compared = [each for each in results if each.check == AGAINST_READER and _compared(each)]
    if not compared:
        return
    whole = compared[0]
    source = zone_source(Origin.MRZ, sent, capture_id=whole.capture_id or "")
    values = dict(source.values)
    for each in compared:
        facts = stored_facts(each.detail)
        if "field" in facts:
            values[facts["field"]] = _value(each, facts["printed"])
    names = source.zone_names if values.get("names") == source.values.get("names") else None
    yield Source(Origin.MRZ, values, names)


def _compared(result: CheckResult) -> bool:
    return result.outcome is CheckOutcome.SUCCESSFUL or "printed" in stored_facts(result.detail)


def _visual(results: Sequence[CheckResult]) -> Iterator[tuple[str, Value]]:
    """What was read, then what a person typed in its place."""
    for each in results:
        facts = stored_facts(each.detail)
        if each.check == AGAINST_ZONE and facts.get("printed"):
            yield (
                "names" if facts["field"] in _NAMES else facts["field"],
                _value(each, facts["printed"], blanks=False),
            )
    for name, each in standing_typed(results).items():
        if text := stored_facts(each.detail).get("printed", ""):
            yield name, Value(text)


def _sealed(results: Sequence[CheckResult]) -> Iterator[tuple[str, Value]]:
    """What the first seal says, each value as valid as its signature."""
    told = [each for each in results if each.check == AGAINST_SEAL and "sealed" in stored_facts(each.detail)]
    places = [(each.capture_id, stored_facts(each.detail).get("region")) for each in told]
    signed = {
        (each.capture_id, stored_facts(each.detail).get("region")): each.outcome
        for each in results
        if each.check == SIGNATURE
    }
    for each, place in zip(told, places, strict=True):
        if place == places[0]:
            facts = stored_facts(each.detail)
            yield facts["field"], replace(_value(each, facts["sealed"]), valid=signed.get(place))


def _coded(results: Sequence[CheckResult]) -> Iterator[tuple[str, Value]]:
    """What the first bar code says that repeats something of the zone."""
    told = [each for each in results if each.check == AGAINST_CODE and "field" in stored_facts(each.detail)]
    for each in told:
        facts, first = stored_facts(each.detail), stored_facts(told[0].detail)
        if (each.capture_id, facts.get("region")) == (told[0].capture_id, first.get("region")):
            yield facts["field"], _value(each, facts["coded"])


def _value(result: CheckResult, text: str, *, blanks: bool = True) -> Value:
    corners = stored_corners(result)
    place = None
    if corners is not None:
        place = Region(Shape.POLYGON, tuple((float(x), float(y)) for x, y in corners))
    return Value(text, None, result.capture_id or "", place, blanks=blanks)
