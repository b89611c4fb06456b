"""Machine checks as they are printed: each with value, threshold, margin and place; of what failed, both crops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workstation.cases.model import CheckOutcome, CheckResult, Region, Shape
from workstation.checks.catalogue import MODES, overall
from workstation.checks.detail import describe
from workstation.checks.judged import Judged, judged, worst_first
from workstation.checks.optical_answers import stored_corners
from workstation.reports.context import Context
from workstation.reports.model import Band, Block, Figures, Heading, Panel, Paragraph, Row, Table, Tone
from workstation.reports.pictures import known_scale
from workstation.reports.wording import NOTHING, Wording, number
from workstation.vocabulary import vocabulary

# Only what is irregular is coloured (BSI TR-03135): a pass in green would read as "genuine".
_OUTCOME_TONE = {"irregular": Tone.BAD, "caution": Tone.OPEN}
_COLUMNS = ("check", "light", "result", "measured", "threshold", "margin", "reason")
_SHARES = (2.5, 1.2, 1.9, 1.55, 1.6, 1.15, 4.2)
_RESULT = 2
_OWN_COLUMN = frozenset({"margin"})


def outcome_words(outcome: CheckOutcome, words: Wording) -> str:
    """Symbol and word of an outcome; never a colour alone."""
    symbol = str(_extra(outcome).get("symbol", ""))
    return f"{symbol} {words.name('check_outcome', outcome.value)}".strip()


def _extra(outcome: CheckOutcome) -> Mapping[str, Any]:
    term = vocabulary("check_outcome").terms.get(outcome.value)
    return term.extra if term else {}


def check_facts(result: CheckResult, words: Wording) -> str:
    """Facts of a result in words."""
    return describe(result.detail, words.language) if result.detail else ""


def checks(context: Context) -> Iterator[Block]:
    """Machine checks, an item at a time, the worst first."""
    words = context.words
    yield Heading(words("checks.title"))
    yield Paragraph(words("checks.aids"))
    if not context.snapshot.checks:
        yield Paragraph(words("checks.none"))
    for exhibit in context.snapshot.exhibits:
        results = [each for each in context.snapshot.checks if each.exhibit_id == exhibit.exhibit_id]
        if not results:
            continue
        yield Heading(context.item(exhibit), 2)
        yield Panel(words("checks.overall"), (outcome_words(overall(results), words),))
        every = worst_first(judged(results))
        yield Table(
            tuple(words(f"checks.{each}") for each in _COLUMNS),
            tuple(_row(each, context) for each in every),
            _SHARES,
            field=words("checks.title"),
        )
        yield from _crops(every, context)


def _row(each: Judged, context: Context) -> Row:
    words, result = context.words, each.result
    mode = each.facts.get("mode", MODES.get(result.check, ""))
    said = [outcome_words(result.outcome, words)]
    if each.overruled is not None:
        said.append(words("checks.overruled", outcome=outcome_words(each.outcome, words)))
    why = [words.name("check_reason", result.reason)] if result.reason else []
    why += [describe(result.detail, words.language, _OWN_COLUMN)] if result.detail else []
    why += [place] if (place := _place(each, context)) else []
    why += [words("checks.note", note=each.note)] if each.note else []

    def measure(value: float | None) -> str:
        return NOTHING if value is None else f"{number(value)} {result.unit}".strip()

    tone = _OUTCOME_TONE.get(str(_extra(each.outcome).get("tone", "")))
    return Row(
        (
            "\n".join([words.name("check", result.check), *([words.name("check_mode", mode)] if mode else [])]),
            words.light(result.light, short=True),
            "\n".join(said),
            measure(result.measured),
            measure(result.threshold),
            NOTHING if each.margin is None else f"{each.margin:+.2f}",
            "\n".join(part for part in why if part) or NOTHING,
        ),
        tones=((_RESULT, tone),) if tone else (),
    )


def _place(each: Judged, context: Context) -> str:
    corners = stored_corners(each.result)
    if corners is None:
        return ""
    region = Region(Shape.POLYGON, tuple((float(x), float(y)) for x, y in corners))
    return context.words("checks.place", place=place_words(region, each.result.capture_id, context))


def place_words(region: Region, capture_id: str | None, context: Context) -> str:
    """Place and size of a region: in millimetres where the scale of its picture is known, else in pixels."""
    left, top, right, bottom = region.bounds_px()
    capture = next((each for each in context.snapshot.captures if each.capture_id == capture_id), None)
    scale = known_scale(capture.px_per_mm) if capture else None
    factor, key, digits = (1.0, "place_px", 0) if scale is None else (1 / scale, "place_mm", 1)
    values = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    said = {name: f"{value * factor:.{digits}f}" for name, value in values.items()}
    place = context.words(f"findings.{key}", **said)
    if region.shape is Shape.POINT:
        return place
    return context.words("findings.with_size", place=place, size=context.words(f"findings.{key}_size", **said))


def _crops(every: Sequence[Judged], context: Context) -> Iterator[Block]:
    """The places of what failed, questioned and reference."""
    words = context.words
    shown = [(each, made) for each in every if (made := context.gallery.checks.get(each.result.result_id))]
    if not shown:
        return
    yield Paragraph(words("checks.crops"))
    for each, figures in shown:
        result = each.result
        values = [number(value) for value in (result.measured, result.threshold) if value is not None]
        named = (outcome_words(result.outcome, words), words.name("check", result.check))
        said = (*named, words.light(result.light, short=True), " | ".join(values))
        yield Heading(" · ".join(part for part in said if part), 2)
        yield Band((Figures(figures),))
