"""The sources of an exhibit as columns of the cross-check table, from what its case holds and its pictures show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workstation.cases.model import CheckResult, MrzRecord, Region, Shape
from workstation.checks.cross_check import Origin, Source, Value, zone_source
from workstation.checks.detail import stored_facts
from workstation.checks.optical_answers import stored_corners
from workstation.checks.visual_routines import AGAINST_ZONE
from workstation.documents.mrz import MrzError, parse
from workstation.documents.mrz_values import MrzDocument
from workstation.zone_sight import Sight

OWN_READER = "QDBench"
"""Device of a zone that was read from pictures begins so."""


def is_device(record: MrzRecord) -> bool:
    """A reader device sent it: no person typed it and no picture was read."""
    return record.source != "manual" and not record.device.startswith(OWN_READER)


def exhibit_sources(
    zones: Sequence[MrzRecord], results: Sequence[CheckResult], sight: Sight | None, typed: Mapping[str, str]
) -> tuple[Source, ...]:
    """Every source that is there, once.

    Parameters
    ----------
    zones : sequence of MrzRecord
        Of the exhibit, in the order of their coming. The printed zone is the last that was typed or read from
        pictures, else what the pictures show now; a guess is no source.
    results : sequence of CheckResult
        The latest run, for what was read of the visual zone.
    typed : mapping of str to str
        Values of the visual zone by field as the examiner typed them; they stand before what was read.
    """
    own = [each.lines for each in zones if not is_device(each)]
    seen = sight.zone if sight is not None and sight.zone is not None and not sight.zone.refused else None
    printed = _parsed(own[-1] if own else seen.lines if seen is not None else ())
    sent = _parsed(next((each.lines for each in reversed(zones) if is_device(each)), ()))
    found: list[Source] = []
    if printed is not None:
        found.append(_placed(zone_source(Origin.MRZ, printed), printed, sight))
    if sent is not None:
        found.append(zone_source(Origin.READER, sent))
    visual = _visual(results) | {name: Value(text) for name, text in typed.items() if text}
    if visual:
        found.append(Source(Origin.VISUAL, visual))
    if sight is not None and sight.seal is not None:
        found.append(sight.seal)
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


def _visual(results: Sequence[CheckResult]) -> dict[str, Value]:
    found = {}
    for each in results:
        facts = stored_facts(each.detail)
        if each.check != AGAINST_ZONE or not facts.get("printed"):
            continue
        name = "names" if facts["field"] in ("surname", "given_names") else facts["field"]
        corners = stored_corners(each)
        place = None
        if corners is not None:
            place = Region(Shape.POLYGON, tuple((float(x), float(y)) for x, y in corners))
        found[name] = Value(facts["printed"], None, each.capture_id or "", place, blanks=False)
    return found
