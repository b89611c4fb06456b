"""The zone as the picture shows it beside what a reader device sent, and in white light, infrared and ultraviolet.

A disagreement is a finding of its own: it is kept with the place in the picture, and nothing is voted away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import CheckOutcome
from workstation.checks.cross_check import Origin, Pairing, cross_check, zone_source
from workstation.checks.mrz_routines import Answer
from workstation.checks.optical.glyphs import PITCH_MM
from workstation.checks.optical.zone_pictures import WHITE, ZonePictures
from workstation.documents.layouts import Span
from workstation.documents.mrz import MrzError, parse
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.reading.fuse import Disagreement, fuse
from workstation.documents.reading.model import ZoneReading
from workstation.documents.reading.reader import accepted, read_zones

AGAINST_READER, AGAINST_LIGHT, AGAINST_UV = "CMB.MRZ.READER", "CMB.MRZ.LIGHTS", "CMB.MRZ.UV"

_SURE = 0.9
"""Confidence of a character from which a field without a check digit counts as read."""
_AROUND_MM = 6.0
_HALF_LINE_MM = 2.0
_MOST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """One answer and where it stands.

    Attributes
    ----------
    light : str
        The picture that the place is in.
    corners : ndarray, shape (4, 2)
    """

    check: str
    answer: Answer
    light: str
    corners: NDArray[np.float64]


def agreements(side: ZonePictures, sent: Sequence[str]) -> Iterator[Agreement]:
    """What the picture of a zone says against a reader device and against another light.

    Parameters
    ----------
    side : ZonePictures
        A zone must have been found in it.
    sent : sequence of str
        Lines that the reader device sent of this document; empty where it sent none.
    """
    if sent:
        yield from _beside_reader(side, tuple(sent))
    if side.reading.refused is None:
        yield from _beside_light(side)
        yield from _under_ultraviolet(side)


def _beside_reader(side: ZonePictures, sent: tuple[str, ...]) -> Iterator[Agreement]:
    def told(answer: Answer, line: int = 1, first: int = 1, last: int | None = None) -> Agreement:
        return Agreement(AGAINST_READER, answer, side.read_in, _corners(side, line, first, last))

    seen, zone = side.reading.document, _parsed(sent)
    if side.reading.refused is not None:
        yield told(Answer(CheckOutcome.NOT_PERFORMED, "zone_not_read"))
    elif seen is None or zone is None or seen.format is not zone.format:
        same = side.reading.lines == sent
        outcome = CheckOutcome.SUCCESSFUL if same else CheckOutcome.UNDETERMINED
        yield told(Answer(outcome, "zones_agree" if same else "not_comparable"))
    elif side.reading.lines == sent:
        yield told(Answer(CheckOutcome.SUCCESSFUL, "zones_agree"))
    else:
        yield from _differing_fields(side, seen, zone, told)


def _differing_fields(
    side: ZonePictures, seen: MrzDocument, sent: MrzDocument, told: Callable[..., Agreement]
) -> Iterator[Agreement]:
    """Every field that differs; failed only where both are read surely."""
    sound = all(each.holds for each in sent.check_digits)
    places = {each.name: each.span for each in seen.fields}
    differing = 0
    for row in cross_check([zone_source(Origin.MRZ, seen), zone_source(Origin.READER, sent)]):
        if row.worst is not Pairing.MISMATCH:
            continue
        differing += 1
        span = places[row.field]
        cells = side.reading.cells[span.line - 1][span.first - 1 : span.last]
        sure = sound and min(each.confidence for each in cells) >= _SURE
        facts = {
            "field": row.field,
            "printed": row.cells[Origin.MRZ].text,
            "device": row.cells[Origin.READER].text,
            "pairing": Pairing.MISMATCH.value,
        }
        outcome = CheckOutcome.FAILED if sure else CheckOutcome.UNDETERMINED
        yield told(Answer(outcome, "zones_differ" if sure else "not_read_surely", facts), *_of(span))
    if not differing:  # a check digit or a filler alone
        pairs = zip(side.reading.lines, sent.lines, strict=True)
        line, position = next(
            (at + 1, place + 1)
            for at, (one, other) in enumerate(pairs)
            for place, (a, b) in enumerate(zip(one, other, strict=True))
            if a != b
        )
        facts = {"line": str(line), "position": str(position)}
        facts |= {"printed": seen.lines[line - 1][position - 1], "device": sent.lines[line - 1][position - 1]}
        yield told(Answer(CheckOutcome.UNDETERMINED, "zones_differ", facts), line, position, position)


def _of(span: Span) -> tuple[int, int, int]:
    return span.line, span.first, span.last


def _beside_light(side: ZonePictures) -> Iterator[Agreement]:
    """The same place under the other light; only what both show surely is a contradiction."""
    whole = _corners(side, 1, 1, None)
    other = WHITE if side.read_in == side.infrared else side.infrared
    if not other or not side.fits(other):
        yield Agreement(AGAINST_LIGHT, Answer(CheckOutcome.NOT_PERFORMED, "no_picture"), side.read_in, whole)
        return
    read = accepted(read_zones(_around(side, other)))
    if not read:
        yield Agreement(AGAINST_LIGHT, Answer(CheckOutcome.NOT_PERFORMED, "zone_not_read"), side.read_in, whole)
        return
    yield from _laid_together(side, AGAINST_LIGHT, other, read[0])


def _under_ultraviolet(side: ZonePictures) -> Iterator[Agreement]:
    """Nothing where it is not read: what glows over a zone often hides it."""
    light = side.ultraviolet
    read = accepted(read_zones(_around(side, light))) if light and side.fits(light) else ()
    if read:
        yield from _laid_together(side, AGAINST_UV, light, read[0])


def _laid_together(side: ZonePictures, check: str, other: str, read: ZoneReading) -> Iterator[Agreement]:
    whole = _corners(side, 1, 1, None)
    fused = fuse({side.read_in: side.reading, other: read})
    contradicting = [each for each in fused.disagreements if each.contradicts]
    for each in contradicting[:_MOST]:
        answer = Answer(CheckOutcome.FAILED, "lights_differ", _told(side, each))
        yield Agreement(check, answer, side.read_in, _corners(side, each.line, each.position, each.position))
    if contradicting:
        return
    if fused.other_layouts:
        answer = Answer(CheckOutcome.UNDETERMINED, "not_comparable")
    elif fused.disagreements:
        first = fused.disagreements[0]
        whole = _corners(side, first.line, first.position, first.position)
        answer = Answer(CheckOutcome.UNDETERMINED, "not_read_surely", _told(side, first))
    else:
        answer = Answer(CheckOutcome.SUCCESSFUL, "zones_agree")
    yield Agreement(check, answer, side.read_in, whole)


def _told(side: ZonePictures, place: Disagreement) -> dict[str, str]:
    shown = {WHITE: "white", side.infrared: "differently", side.ultraviolet: "ultraviolet"}
    said = {fact: place.readings[light].text for light, fact in shown.items() if light in place.readings}
    return {"line": str(place.line), "position": str(place.position)} | said


def _around(side: ZonePictures, light: str) -> NDArray[Any]:
    """The zone with a border in another picture: only this much is read again."""
    assert side.place is not None
    left, top, right, bottom = side.place.box
    box = (left - _AROUND_MM, top - _AROUND_MM, right + _AROUND_MM, bottom + _AROUND_MM)
    corners = side.place.corners(box)
    (first, upper), (last, lower) = corners.min(axis=0), corners.max(axis=0)
    return side.pictures[light][max(0, int(upper)) : int(lower) + 1, max(0, int(first)) : int(last) + 1]


def _corners(side: ZonePictures, line: int, first: int, last: int | None) -> NDArray[np.float64]:
    """Outline of characters of a line, counted from 1, where the zone was read; all of it without ``last``."""
    assert side.place is not None
    if last is None:
        return side.place.corners(side.place.box)
    row = side.place.middles[line - 1]
    begin, end = row[first - 1], row[min(last, len(row)) - 1]
    along, down = side.place.along * PITCH_MM / 2, side.place.down * _HALF_LINE_MM
    return np.array([begin - along - down, end + along - down, end + along + down, begin - along + down])


def _parsed(lines: tuple[str, ...]) -> MrzDocument | None:
    try:
        return parse(lines)
    except MrzError:
        return None
