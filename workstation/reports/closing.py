"""The last part: signatures, every picture, every hash, and how to check them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from workstation.captures import CaptureRecord
from workstation.cases.exports import Export
from workstation.reports.context import Context
from workstation.reports.model import (
    Block,
    Commands,
    Facts,
    Figures,
    Heading,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from workstation.reports.typeset import spelled
from workstation.reports.wording import NOTHING, Wording

SIGNATURE_FIELDS = {"examiner": "Examiner", "supervisor": "Supervisor"}
"""Names of the fields of the PDF in which a role signs."""

_WRITTEN = {
    Export.REPORT: "exports.report",
    Export.SHEET: "exports.sheet",
    Export.CHECKS: "exports.checks",
    Export.CASE_UCO: "exports.case_uco",
    Export.STATISTICS: "exports.statistics",
    Export.VIEW: "exports.view",
    Export.ANIMATION: "exports.animation",
    Export.REDACTED: "exports.redacted",
}


def signatures(context: Context) -> Iterator[Block]:
    """Lines for the examiner, who verifies, and who releases."""
    words = context.words
    verified = context.snapshot.handling.verifications
    verifier = verified[-1].created_by if verified else ""
    names = {"examiner": context.snapshot.info.examiner, "verifier": verifier, "supervisor": ""}
    yield Heading(words("signatures.title"))
    yield Signatures(
        tuple((words(f"signatures.{role}"), name) for role, name in names.items()),
        (words("signatures.name"), words("signatures.date"), words("signatures.signature")),
        tuple(SIGNATURE_FIELDS.get(role, "") for role in names),
    )


def pictures(context: Context) -> Iterator[Block]:
    """Every capture as a picture, the reference under the same light after it."""
    words = context.words
    yield Heading(words("annex.pictures"), page_break=True)
    if not context.snapshot.captures:
        yield Paragraph(words("annex.pictures_none"))
    for capture in context.snapshot.captures:
        for figure in context.gallery.annex[capture.capture_id]:
            yield Figures((figure,))


def integrity(context: Context) -> Iterator[Block]:
    """Hashes in full, the head of the chain, how to verify, what was amended."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("annex.integrity"), page_break=True)
    if snapshot.captures:
        yield Heading(words("annex.hashes"), 2)
        rows = [
            (_picture(place, each, words), str(each.byte_length), each.sha256)
            for place, each in enumerate(snapshot.captures, start=1)
        ]
        yield _hashes(context, rows)
    specimens = context.gallery.specimens
    if specimens:
        yield Heading(words("annex.specimens"), 2)
        yield _hashes(
            context,
            [
                (f"{each.model_id} · {words.light(each.picture.light)}", NOTHING, each.picture.sha256)
                for each in specimens
            ],
        )
    yield Heading(words("annex.chain"), 2)
    yield Facts(
        (
            (words("annex.chain_seq"), str(snapshot.head.seq)),
            (words("annex.chain_time"), words.date(snapshot.head.at)),
        )
    )
    yield Table((words("annex.chain_head"),), (Row((snapshot.head.sha256,)),), (1,), machine=(0,))
    yield Paragraph(words("annex.chain_note"), small=True)
    yield Heading(words("annex.verify"), 2)
    name = shlex.quote(spelled(snapshot.path_name or "case.qdcase", words.language))
    yield Paragraph(words("annex.verify_program"))
    yield Commands((f".venv/bin/python main.py verify {name}",))
    if snapshot.captures:
        yield Paragraph(words("annex.verify_picture"))
        digest = snapshot.captures[0].sha256
        query = f"SELECT writefile('picture', bytes) FROM blob WHERE sha256 = '{digest}'"
        yield Commands((f'sqlite3 {name} "{query}"', "sha256sum picture"))
    yield Paragraph(words("annex.verify_chain"))
    yield Commands((f'sqlite3 {name} "SELECT hash FROM audit_event WHERE seq = {snapshot.head.seq}"',))
    yield from _exports(context)
    yield from _amendments(context)


def _exports(context: Context) -> Iterator[Block]:
    """Files that were written from the case before; nothing at all where there were none."""
    words, exports = context.words, context.sources.exports
    if not exports:
        return
    yield Heading(words("exports.title"), 2)
    rows = [
        Row(
            (
                words.time(each.at),
                words(_WRITTEN[Export(each.action)]),
                each.by or NOTHING,
                str(each.facts.get("sha256", NOTHING)),
            )
        )
        for each in exports
    ]
    columns = (words("exports.time"), words("exports.what"), words("exports.by"), words("exports.hash"))
    yield Table(columns, tuple(rows), (1.7, 1.9, 1.5, 6.5), machine=(3,))
    yield Paragraph(words("exports.note"), small=True)


def _picture(place: int, capture: CaptureRecord, words: Wording) -> str:
    named = f"{place} · {words.light(capture.light)}"
    return f"{named}\n{spelled(capture.source_name, words.language)}" if capture.source_name else named


def _hashes(context: Context, rows: list[tuple[str, str, str]]) -> Table:
    words = context.words
    return Table(
        (words("annex.file"), words("annex.bytes"), words("annex.hash")),
        tuple(Row(each) for each in rows),
        (2.2, 1.1, 6.5),
        machine=(2,),
        field=words("annex.hashes"),
    )


def _amendments(context: Context) -> Iterator[Block]:
    words, snapshot = context.words, context.snapshot
    yield Heading(words("annex.amendments"), 2)
    amended = [
        (words("findings.number", n=place), each.supersedes, each.reason, each.created_at, each.created_by)
        for place, each in enumerate(snapshot.findings, start=1)
        if each.supersedes
    ]
    amended += [
        (words("conclusion.title"), each.supersedes, "", each.created_at, each.created_by)
        for each in snapshot.conclusions
        if each.supersedes
    ]
    if not amended:
        yield Paragraph(words("annex.amendments_none"))
        return
    yield Paragraph(words.count("annex.amendments_count", len(amended)))
    header = ("entry", "replaces", "reason", "when")
    yield Table(
        tuple(words(f"annex.{each}") for each in header),
        tuple(
            Row((entry, replaced or NOTHING, reason or NOTHING, f"{words.time(when)}\n{who or NOTHING}"))
            for entry, replaced, reason, when, who in amended
        ),
        (1.6, 3.4, 3.2, 2),
        field=words("annex.amendments"),
    )
