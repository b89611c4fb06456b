"""The cross-check of every source of an item, cell by cell, on paper and for programs.

A source that is absent is no mismatch; the chip's column stands ready and says that it was not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from workstation.cases.model import CaseSnapshot, CheckOutcome, Exhibit
from workstation.checks.cross_check import Origin, Pairing, Row, Source, cross_check
from workstation.checks.exhibit_sources import exhibit_sources
from workstation.reports import model
from workstation.reports.checks import outcome_words, place_words
from workstation.reports.context import Context
from workstation.reports.model import Block, Heading, Paragraph, Table, Tone
from workstation.reports.wording import NOTHING, Wording

KEY = "cross_check"
_SIGNS = {
    Pairing.EQUAL: "=",
    Pairing.EQUAL_AFTER_TRANSLITERATION: "≈",
    Pairing.COMPATIBLE_TRUNCATED: "…",
    Pairing.MISMATCH: "×",
    Pairing.NOT_COMPARABLE: "?",
}
_TONES = {Pairing.MISMATCH: Tone.BAD, Pairing.NOT_COMPARABLE: Tone.OPEN}
_SOURCES = {
    Origin.MRZ: "cross.mrz",
    Origin.READER: "cross.reader",
    Origin.VISUAL: "cross.visual",
    Origin.SEAL: "cross.seal",
    Origin.CHIP: "cross.chip",
}
_SHARES = (2.2, 2.3, 2.3, 2.3, 2.3, 1.4, 4.4)


def stored_sources(snapshot: CaseSnapshot, exhibit_id: str) -> tuple[Source, ...]:
    """What the case file holds of each source of an exhibit, without looking at the pictures again."""
    zones = [each for each in snapshot.mrz if each.exhibit_id == exhibit_id]
    results = [each for each in snapshot.checks if each.exhibit_id == exhibit_id]
    return exhibit_sources(zones, results, None)


def source_validity(source: Source) -> CheckOutcome | None:
    """What a source's own check digits or signature say together; None where it has none."""
    said = [each.valid for each in source.values.values() if each.valid is not None]
    worst_first = (CheckOutcome.FAILED, CheckOutcome.UNDETERMINED, CheckOutcome.SUCCESSFUL)
    return next((each for each in worst_first if each in said), None)


def table(exhibit: Exhibit, context: Context) -> Iterator[Block]:
    """Every field through every source, each pair of them, and where what differs stands."""
    words, sources = context.words, stored_sources(context.snapshot, exhibit.exhibit_id)
    if not sources:
        return
    present = {each.origin: each for each in sources}
    rows = cross_check(sources)
    several = len(context.snapshot.exhibits) > 1
    yield Heading(f"{context.item(exhibit)}: {words('cross.title')}" if several else words("cross.title"), 2)
    yield Paragraph(words("cross.intro"))
    yield Table(
        (words("cross.field"), *(words(_SOURCES[origin]) for origin in Origin), words("cross.pairs")),
        (_validity(present, words), *(_row(each, present, words) for each in rows)),
        _SHARES,
        field=words("cross.title"),
    )
    if places := "\n".join(_places(rows, context)):
        yield Paragraph(places)


def _validity(present: dict[Origin, Source], words: Wording) -> model.Row:
    def told(origin: Origin) -> str:
        if origin not in present:
            return words("cross.not_read") if origin is Origin.CHIP else words("cross.absent")
        valid = source_validity(present[origin])
        return NOTHING if valid is None else outcome_words(valid, words)

    return model.Row((words("cross.own"), *(told(origin) for origin in Origin), words("cross.own_means")))


def _row(row: Row, present: dict[Origin, Source], words: Wording) -> model.Row:
    def cell(origin: Origin) -> str:
        value = row.cells.get(origin)
        if value is None:
            return NOTHING if origin in present else words("cross.absent")
        valid = "" if value.valid is None else outcome_words(value.valid, words).partition(" ")[0]
        return f"{valid} {value.text}".strip()

    said = [
        f"{sign} {words(_SOURCES[each.first])} / {words(_SOURCES[each.second])}: "
        f"{words.name('pairing', each.pairing.value)}"
        for each in row.pairs
        if (sign := _SIGNS.get(each.pairing))
    ]
    tone = _TONES.get(row.worst)
    return model.Row(
        (
            words.name("mrz_field", row.field),
            *(cell(origin) for origin in Origin),
            "\n".join(said) or words("cross.alone"),
        ),
        tones=((len(Origin) + 1, tone),) if tone else (),
    )


def _places(rows: Sequence[Row], context: Context) -> Iterator[str]:
    """Where what differs stands, for every source that was read in a picture."""
    words = context.words
    for row in rows:
        if row.worst is not Pairing.MISMATCH:
            continue
        for origin, value in row.cells.items():
            if value.capture_id and value.region is not None:
                yield words(
                    "cross.place",
                    field=words.name("mrz_field", row.field),
                    source=words(_SOURCES[origin]),
                    picture=context.number_of(value.capture_id),
                    place=place_words(value.region, value.capture_id, context),
                )


def describe_cross_check(snapshot: CaseSnapshot) -> list[dict[str, Any]]:
    """The same for programs: validity, places and pairs; what is printed and who is named stays on the page."""
    return [_described(exhibit, stored_sources(snapshot, exhibit.exhibit_id)) for exhibit in snapshot.exhibits]


def _described(exhibit: Exhibit, sources: tuple[Source, ...]) -> dict[str, Any]:
    present = {each.origin: each for each in sources}
    return {
        "exhibit_id": exhibit.exhibit_id,
        "sources": [
            {
                "source": origin.value,
                "present": origin in present,
                "valid": source_validity(present[origin]) if origin in present else None,
            }
            for origin in Origin
        ],
        "rows": [
            {
                "field": row.field,
                "cells": [
                    {
                        "source": origin.value,
                        "valid": value.valid,
                        "capture_id": value.capture_id or None,
                        "region": value.region,
                    }
                    for origin, value in row.cells.items()
                ],
                "pairs": [
                    {
                        "first": each.first.value,
                        "second": each.second.value,
                        "pairing": each.pairing.value,
                        "national_spelling": each.national_spelling,
                    }
                    for each in row.pairs
                ],
            }
            for row in cross_check(sources)
        ],
    }
