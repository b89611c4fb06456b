"""The sheet of a redacted copy: its pictures, what was masked and by what, what was found, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.captures import Origin
from workstation.copies.redact import MaskedPicture, RedactedCopy
from workstation.reports.archive import archived
from workstation.reports.model import (
    Block,
    Facts,
    Figure,
    Figures,
    Heading,
    Notice,
    Paragraph,
    ReportModel,
    Row,
    Table,
)
from workstation.reports.pdf import lay_out
from workstation.reports.pictures import HALF_MM, known_scale, print_picture, scale_bar
from workstation.reports.wording import Wording, number

_HASH_PREFIX = 12


def sheet(copy: RedactedCopy, language: str, printed_at: datetime) -> bytes:
    """A PDF of the copy. Nothing but masked pixels, codes and hashes go into it, and texts where they were wished."""
    words, head = Wording(language), copy.snapshot.head
    link = head.sha256[:_HASH_PREFIX]
    model = ReportModel(
        language=language,
        title=words("redacted.title"),
        subtitle=words("redacted.subtitle", link=link, printed=words.date(printed_at)),
        agency="",
        agency_field="",
        case_field=words("redacted.title"),
        running_head=(words("redacted.title"), words("redacted.mark")),
        footer=words("redacted.footer", link=link),
        page_number=words("head.page", page="{page}", pages="{pages}"),
        watermark="",
        report_id=link,
        printed_at=printed_at,
        blocks=tuple(_blocks(copy, words)),
    )
    return archived(lay_out(model))


def _blocks(copy: RedactedCopy, words: Wording) -> Iterator[Block]:
    for origin in (Origin.SIMULATED, Origin.FILE):
        if any(each.record.origin is origin for each in copy.pictures):
            yield Notice(words(f"sheet.notice_{origin.value}"))
    yield Heading(words("redacted.masked"))
    yield Paragraph(words("redacted.about"))
    for by in sorted({(each.by, each.why, each.model_id) for each in copy.pictures}):
        numbers = ", ".join(str(each.number) for each in copy.pictures if (each.by, each.why, each.model_id) == by)
        key = f"redacted.by_{(by[1] or by[0]).replace('-', '_')}"
        yield Paragraph(words(key, pictures=numbers, model=by[2]))
    for left in copy.left_out:
        light = words.light(left.record.light)
        why = words(f"redacted.left_{left.why.replace('-', '_')}")
        yield Paragraph(words("redacted.left", n=left.number, light=light, why=why))
    yield Facts(((words("redacted.head"), f"{copy.snapshot.head.seq} · {copy.snapshot.head.sha256}"),))
    yield Heading(words("redacted.pictures"))
    for start in range(0, len(copy.pictures), 2):
        yield Figures(tuple(_figure(each, words) for each in copy.pictures[start : start + 2]))
    yield Heading(words("redacted.findings"))
    yield from _findings(copy, words)


def _figure(each: MaskedPicture, words: Wording) -> Figure:
    record = each.record
    shown = _rgb(each.pixels)
    picture = print_picture(shown, HALF_MM)
    scale = known_scale(record.px_per_mm)
    parts = [
        words("redacted.picture", n=each.number, side=words.name("page", record.page)),
        words("redacted.share", percent=round(100 * each.share)),
        words("figure.hash", hash=record.sha256[:_HASH_PREFIX]),
    ]
    badge = "" if record.origin is Origin.LIVE else words(f"head.{record.origin.value}")
    note = words("figure.scale_unknown") if scale is None else words("figure.scale_small", px_per_mm=number(scale))
    box = (0, 0, shown.shape[1], shown.shape[0])
    return Figure(
        words.light(record.light),
        badge,
        " · ".join(parts),
        HALF_MM,
        picture,
        (),
        scale_bar(scale, box, picture),
        note,
    )


def _rgb(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    plain = np.asarray(pixels if pixels.dtype == np.uint8 else pixels >> 8, np.uint8)
    if plain.ndim == 2:
        plain = np.asarray(cv2.cvtColor(plain, cv2.COLOR_GRAY2RGB), np.uint8)
    return plain


def _findings(copy: RedactedCopy, words: Wording) -> Iterator[Block]:
    found = copy.snapshot.findings
    if not found:
        yield Paragraph(words("redacted.none"))
        return
    numbers = {each.capture_id: at for at, each in enumerate(copy.snapshot.captures, start=1)}
    rows = tuple(
        Row(
            (
                str(at),
                words.name("feature", each.feature),
                words.light(each.light),
                words.name("observation", each.observation),
                words.name("significance", each.significance),
                str(numbers.get(each.capture_id or "", "")),
            )
        )
        for at, each in enumerate(found, start=1)
    )
    header = tuple(words(f"redacted.column_{name}") for name in ("n", "feature", "light", "seen", "for", "picture"))
    yield Table(header, rows, (0.05, 0.27, 0.2, 0.22, 0.17, 0.09))
    for at, text in copy.texts:
        yield Paragraph(words("redacted.text", n=at, text=text), field=words("redacted.findings"))
