"""From probabilities of shapes to the text of a zone: field alphabets and check digits as evidence.

The likeliest shapes are always kept. A field's alphabet takes the likeliest character that the field may hold, if
the picture does not speak clearly against it; where O and 0, or I and 1, look alike in a number, the digit is taken;
an unknown code of a state gives way to a known one that the picture shows nearly as well;
a check digit that fails may change one character that it covers, if the picture leaves exactly one way. All of it is
listed. Nothing is filled in that the picture does not show.
"""

from __future__ import annotations

import math
import string
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.documents.countries import countries, find_country
from workstation.documents.layouts import FILLER, LAYOUTS, Layout, Span, foreign_layout, icao_layout
from workstation.documents.mrz import ALPHABET, CheckDigit, parse
from workstation.documents.mrz_values import MARKED, WITHOUT_MARK, check_digit
from workstation.documents.reading.model import Reason
from workstation.documents.reading.networks import SHAPES

_LETTERS, _DIGITS = string.ascii_uppercase, string.digits
_NEXT_TO_NOTHING = 1e-12
_NAMES = _LETTERS + MARKED + FILLER
_FIELD_ALPHABETS = {
    "issuer": _LETTERS + FILLER,
    "nationality": _LETTERS + FILLER,
    "names": _NAMES,
    "date_of_birth": _DIGITS + FILLER,
    "date_of_expiry": _DIGITS + FILLER,
    "sex": "MFX" + FILLER,
}
_ALIKE = ("0OQDU", "1IL", "2Z", "5S", "6G", "8B", "VY", "4A", "7T", "MN", "CG")
"""Shapes that print, blur and wear make one of."""
RARE_IN_NUMBERS = {"O": "0", "I": "1"}
NUMBERS = ("document_number", "optional_data")
_RARITY = 2.3
"""Natural logarithm of how much rarer (ten times) these letters are in numbers than the digits they look like."""
_CLEARLY = 7.0
"""Natural logarithm of how much likelier a shape must be, to stand against the alphabet of its field."""
_CLEARLY_ALIKE = 14.0
_CODES = ("issuer", "nationality")
_WITHIN_CODE, _WITHIN_OTHER_CODE = 3.5, 7.0
"""The same for an unknown code of a state to become a known one, and to become that of the other field."""
_STRANGE_CODES = 0.01
"""How often a code is none of the known ones, at most."""
_WITHIN = 4.5
"""The same for the one character that a failing check digit may change."""
_ALONE = 1.5
"""How much likelier that change must be than the next."""

_TWINS = {
    each: [SHAPES.index(other) for other in ALPHABET if check_digit(other) == check_digit(each)] for each in ALPHABET
}
"""Places among the shapes of what a check digit takes for the same: F, P, Z and 5 are one to it (ICAO 9303-3 4.9)."""

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Lines and what was changed in them: (line, position) from 1 to the reason."""

    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    changes: dict[tuple[int, int], Reason]
    alphabets: dict[tuple[int, int], str]
    """Places that hold letters alone, or digits that a check digit confirms: there an O is as sure as it is no other
    letter, a 0 as it is no other digit.
    """
    codes: dict[tuple[int, int], float]
    """Places of a known code of a state or of a document, and how sure the character is among the known codes."""


def decode(shapes: tuple[Probabilities, ...]) -> Decoded:
    """Text of lines from the probabilities of their cells, each shape (width, characters)."""
    raw = tuple("".join(SHAPES[best] for best in line.argmax(axis=1)) for line in shapes)
    layout = icao_layout(raw)
    if layout is None or foreign_layout(raw) is not None:
        return Decoded(raw, raw, {}, {}, {})
    shapes = _unmarked(shapes, layout)
    grid = [[SHAPES[best] for best in line.argmax(axis=1)] for line in shapes]
    changes = {
        (line, position): Reason.FIELD_ALPHABET
        for line, row in enumerate(raw, start=1)
        for position, character in enumerate(row, start=1)
        if character != grid[line - 1][position - 1]
    }
    for line, position, allowed in _alphabets(layout):
        chosen = _fitting(shapes[line - 1][position - 1], allowed)
        if chosen != grid[line - 1][position - 1]:
            grid[line - 1][position - 1] = chosen
            changes[line, position] = Reason.FIELD_ALPHABET
    for line, position in _numbers(layout):
        chosen = _usual(shapes[line - 1][position - 1])
        if chosen != grid[line - 1][position - 1]:
            grid[line - 1][position - 1] = chosen
            changes[line, position] = Reason.RARE_IN_NUMBERS
    for name in _CODES:
        for line, position, chosen in _known_code(grid, shapes, layout, name):
            grid[line - 1][position - 1] = chosen
            changes[line, position] = Reason.KNOWN_CODE
    _settle(grid, shapes, layout, changes)
    confirmed = {
        place for each in parse(_joined(grid)).check_digits if each.holds for place in covered_places(each, layout)
    }
    alphabets = {
        (line, at): each
        for line, at, each in _alphabets(layout)
        if each in (_LETTERS + FILLER, _NAMES) or (line, at) in confirmed
    }
    codes = {place: sure for name in _CODES for place, sure in _among_codes(grid, shapes, layout, name)}
    codes |= _among_kinds(grid[0][0], shapes[0][0], layout)
    return Decoded(_joined(grid), raw, changes, alphabets, codes)


def _unmarked(shapes: tuple[Probabilities, ...], layout: Layout) -> tuple[Probabilities, ...]:
    """The same with letters with a mark taken for those without, outside the names: only there some print them."""
    plain, names = tuple(line.copy() for line in shapes), layout.field("names").span
    for marked, letter in WITHOUT_MARK.items():
        of_marked, of_letter = SHAPES.index(marked), SHAPES.index(letter)
        for number, line in enumerate(plain, start=1):
            in_names = range(names.first - 1, names.last) if number == names.line else range(0)
            elsewhere = [at for at in range(len(line)) if at not in in_names]
            line[elsewhere, of_letter] += line[elsewhere, of_marked]
            line[elsewhere, of_marked] = _NEXT_TO_NOTHING
    return plain


def confidence(probabilities: Probabilities, text: str, allowed: str | None) -> float:
    """How sure a character is, 0 to 1, among those that are allowed."""
    held = float(probabilities[SHAPES.index(text)])
    if allowed is None or text not in allowed:
        return held
    return held / float(probabilities[[SHAPES.index(each) for each in allowed]].sum())


def among_twins(probabilities: Probabilities, text: str) -> float:
    """How sure a character is, 0 to 1, among those that are one to a check digit."""
    held = float(probabilities[SHAPES.index(text)])
    return held / max(held, float(probabilities[_TWINS[WITHOUT_MARK.get(text, text)]].sum()))


def _joined(grid: list[list[str]]) -> tuple[str, ...]:
    return tuple("".join(row) for row in grid)


def _alphabets(layout: Layout) -> list[tuple[int, int, str]]:
    """Line, position and allowed characters of every place whose field restricts them."""
    places = [(1, 1, layout.document_codes), (1, 2, _LETTERS + FILLER + "1")]
    for rule in layout.fields:
        if rule.name in _FIELD_ALPHABETS:
            places += [(rule.span.line, at, _FIELD_ALPHABETS[rule.name]) for at in _positions(rule.span)]
        if rule.check is not None:
            may_be_empty = rule.name in layout.filler_checks or (
                rule.name == "document_number" and layout.long_number_in
            )
            places.append((rule.check.line, rule.check.first, _DIGITS + (FILLER if may_be_empty else "")))
    if layout.composite_at is not None:
        places.append((layout.composite_at.line, layout.composite_at.first, _DIGITS))
    return places


def _positions(span: Span) -> range:
    return range(span.first, span.last + 1)


def _numbers(layout: Layout) -> list[tuple[int, int]]:
    """Places of numbers: document number and optional data."""
    rules = [rule for rule in layout.fields if rule.name.startswith(NUMBERS)]
    return [(rule.span.line, at) for rule in rules for at in _positions(rule.span)]


def _usual(probabilities: Probabilities) -> str:
    """The likeliest character of a number, letters that issuers avoid being rarer than the digits they look like."""
    best = SHAPES[int(probabilities.argmax())]
    if best not in RARE_IN_NUMBERS:
        return best
    twin = RARE_IN_NUMBERS[best]
    against = float(np.log(probabilities.max() / probabilities[SHAPES.index(twin)]))
    return twin if against < _RARITY else best


def _known_code(
    grid: list[list[str]], shapes: tuple[Probabilities, ...], layout: Layout, name: str
) -> Iterator[tuple[int, int, str]]:
    """The characters that make an unknown code of a state the one that the picture nearly shows as well."""
    span = layout.field(name).span
    places = list(_positions(span))
    held = "".join(grid[span.line - 1][at - 1] for at in places)
    if find_country(held.rstrip(FILLER)) is not None:
        return
    (beside,) = (layout.field(each).span for each in _CODES if each != name)
    other_code = "".join(grid[beside.line - 1][beside.first - 1 : beside.last])
    rows = [shapes[span.line - 1][at - 1] for at in places]
    ways = []
    for code in countries():
        wanted = code.ljust(len(places), FILLER)
        costs = [
            float(np.log(row[SHAPES.index(one)] / row[SHAPES.index(other)]))
            for row, one, other in zip(rows, held, wanted, strict=True)
        ]
        cost = sum(costs) * (_WITHIN_CODE / _WITHIN_OTHER_CODE if wanted == other_code else 1.0)
        if len(wanted) == len(places) and cost < _WITHIN_CODE + _ALONE:
            ways.append((cost, wanted))
    ways.sort()
    if ways and ways[0][0] < _WITHIN_CODE and (len(ways) == 1 or ways[1][0] - ways[0][0] > _ALONE):
        for at, one, other in zip(places, held, ways[0][1], strict=True):
            if one != other:
                yield span.line, at, other


def _among_codes(
    grid: list[list[str]], shapes: tuple[Probabilities, ...], layout: Layout, name: str
) -> Iterator[tuple[tuple[int, int], float]]:
    """How sure each character of a known code is: what the picture shows of all known codes that have it there."""
    span = layout.field(name).span
    places = list(_positions(span))
    held = "".join(grid[span.line - 1][at - 1] for at in places)
    if find_country(held.rstrip(FILLER)) is None:
        return
    rows = [shapes[span.line - 1][at - 1] for at in places]
    known = [each for code in countries() if len(each := code.ljust(len(places), FILLER)) == len(places)]
    shown = {
        each: math.prod(float(row[SHAPES.index(one)]) for row, one in zip(rows, each, strict=True)) for each in known
    }
    strange = _STRANGE_CODES * math.prod(float(row.max()) for row in rows)
    total = sum(shown.values()) + strange
    for place, at in enumerate(places):
        yield (span.line, at), sum(value for each, value in shown.items() if each[place] == held[place]) / total


def _among_kinds(held: str, probabilities: Probabilities, layout: Layout) -> dict[tuple[int, int], float]:
    """How sure the first letter is among those of zones of this size (ICAO 9303-4 to -7: a visa or none)."""
    size = (layout.lines, layout.width)
    known = {kind for each in LAYOUTS.values() if (each.lines, each.width) == size for kind in each.document_codes}
    if held not in known:
        return {}
    shown = sum(float(probabilities[SHAPES.index(each)]) for each in known)
    strange = _STRANGE_CODES * float(probabilities.max())
    return {(1, 1): float(probabilities[SHAPES.index(held)]) / (shown + strange)}


def _fitting(probabilities: Probabilities, allowed: str) -> str:
    """The likeliest allowed character, or the likeliest of all where it is clearly another."""
    best = SHAPES[int(probabilities.argmax())]
    if best in allowed:
        return best
    fitting = max(allowed, key=lambda each: probabilities[SHAPES.index(each)])
    alike = any(best in group and fitting in group for group in _ALIKE)
    against = float(np.log(probabilities.max() / probabilities[SHAPES.index(fitting)]))
    return fitting if against < (_CLEARLY_ALIKE if alike else _CLEARLY) else best


def _settle(
    grid: list[list[str]],
    shapes: tuple[Probabilities, ...],
    layout: Layout,
    changes: dict[tuple[int, int], Reason],
) -> None:
    """One change for each failing check digit of a field; then, if only the composite fails, one for it."""
    allowed = {(line, position): each for line, position, each in _alphabets(layout)}
    failing = [each for each in parse(_joined(grid)).check_digits if not each.holds]
    fields = [each for each in failing if each.name != "composite"]
    for check in fields or failing:
        options = []
        for line, position in covered_places(check, layout):
            held = grid[line - 1][position - 1]
            row = shapes[line - 1][position - 1]
            for candidate in allowed.get((line, position), ALPHABET):
                cost = float(np.log(row[SHAPES.index(held)] / row[SHAPES.index(candidate)]))
                cost += _RARITY * ((candidate in RARE_IN_NUMBERS) - (held in RARE_IN_NUMBERS))
                if candidate != held and cost < _WITHIN + _ALONE:
                    options.append((cost, line, position, candidate))
        holding = (each for each in sorted(options) if _holds(grid, *each[1:], check.name))
        first, second = next(holding, None), next(holding, None)
        if first is not None and first[0] < _WITHIN and (second is None or second[0] - first[0] > _ALONE):
            _, line, position, candidate = first
            grid[line - 1][position - 1] = candidate
            changes[line, position] = Reason.CHECK_DIGIT


def covered_places(check: CheckDigit, layout: Layout) -> list[tuple[int, int]]:
    """Line and position, from 1, of every character that a check digit vouches for, and of itself."""
    if check.name == "composite":
        spans = (*layout.composite, check.span)
    else:
        spans = (layout.field(check.name).span, check.span)
    return [(span.line, at) for span in spans for at in _positions(span)]


def _holds(grid: list[list[str]], line: int, position: int, candidate: str, name: str) -> bool:
    trial = [row.copy() for row in grid]
    trial[line - 1][position - 1] = candidate
    lines = _joined(trial)
    if icao_layout(lines) is None or foreign_layout(lines) is not None:
        return False
    check = parse(lines).check_digit(name)
    return check is not None and check.holds
