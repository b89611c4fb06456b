"""What was done with a case besides examining it: custody, reviews, verification, hand-overs, earlier reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workstation.accounts.keys import key_fingerprint
from workstation.reports.context import Context
from workstation.reports.model import Block, Heading, Paragraph, Row, Table
from workstation.reports.wording import NOTHING, Wording


def annex(context: Context) -> Iterator[Block]:
    """Nothing at all where nothing of it was recorded."""
    parts = [block for part in (_custody, _reviews, _verifications, _seals, _versions) for block in part(context)]
    if parts:
        yield Heading(context.words("handling.title"), page_break=True)
        yield from parts


def _custody(context: Context) -> Iterator[Block]:
    words, custody = context.words, context.snapshot.handling.custody
    if not custody:
        return
    numbers = {each.exhibit_id: each.exhibit_no for each in context.snapshot.exhibits}
    yield Heading(words("handling.custody"), 2)
    rows = [
        (
            words.time(each.happened_at),
            numbers.get(each.exhibit_id, NOTHING),
            words.name("custody_kind", each.kind),
            each.from_whom or NOTHING,
            each.to_whom or NOTHING,
            _said(each.place, each.seal_no, each.witness, each.note),
            each.created_by or NOTHING,
        )
        for each in custody
    ]
    yield _table(words, ("time", "item", "what", "from", "to", "place", "by"), rows, (13, 6, 13, 15, 15, 23, 15))


def _reviews(context: Context) -> Iterator[Block]:
    words, reviews = context.words, context.snapshot.handling.reviews
    if not reviews:
        return
    yield Heading(words("handling.reviews"), 2)
    rows = [
        (
            words.time(each.created_at),
            words.name("review_kind", each.kind),
            words.name("review_decision", each.decision),
            each.reasons or NOTHING,
            each.created_by,
        )
        for each in reviews
    ]
    yield _table(words, ("time", "what", "decision", "reasons", "by"), rows, (14, 18, 16, 34, 18))


def _verifications(context: Context) -> Iterator[Block]:
    words, handling = context.words, context.snapshot.handling
    for each in handling.verifications:
        yield Heading(words("handling.verification", name=each.created_by), 2)
        level = words.name(each.scale, each.level)
        yield Paragraph(words("handling.verified", level=level, date=words.date(each.created_at)))
        for said in filter(None, (each.reasoning, each.limitations)):
            yield Paragraph(said)
        rows = [
            (
                _point(words, point.point),
                _codes(words, each.scale, point.point, point.examiner),
                _codes(words, each.scale, point.point, point.verifier),
                words.name("agreement", point.agreement),
            )
            for point in handling.compared
            if point.verification_id == each.verification_id
        ]
        yield _table(words, ("point", "examiner", "verifier", "agreement"), rows, (22, 29, 29, 20))
        for left in handling.resolutions:
            if left.verification_id == each.verification_id:
                yield Paragraph(
                    words("handling.resolved", position=left.position, reasoning=left.reasoning, name=left.created_by)
                )
        yield Paragraph(words("handling.both_stay"), small=True)


def _seals(context: Context) -> Iterator[Block]:
    words, seals = context.words, context.snapshot.handling.seals
    if not seals:
        return
    yield Heading(words("handling.seals"), 2)
    rows = [
        (
            words.time(each.created_at),
            words.name("handover", each.handover),
            each.created_by,
            str(each.sealed_seq),
            key_fingerprint(each.public_key)[:32],
        )
        for each in seals
    ]
    yield _table(words, ("time", "what", "by", "event", "key"), rows, (14, 22, 20, 9, 35))
    yield Paragraph(words("handling.seals_note"), small=True)


def _versions(context: Context) -> Iterator[Block]:
    words, reports = context.words, context.snapshot.handling.reports
    if not reports:
        return
    yield Heading(words("handling.versions"), 2)
    rows = [
        (str(each.version), words.time(each.issued_at), each.issued_by or NOTHING, each.changed or NOTHING)
        for each in reports
    ]
    yield _table(words, ("version", "time", "by", "changed"), rows, (10, 16, 22, 52))


def _table(
    words: Wording, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], shares: tuple[float, ...]
) -> Table:
    return Table(tuple(words(f"handling.{each}") for each in columns), tuple(map(Row, rows)), shares)


def _said(*texts: str) -> str:
    return "; ".join(filter(None, texts)) or NOTHING


_POINTS = {
    "level": "handling.point_level",
    "fraud_types": "handling.point_fraud_types",
    "modus": "handling.point_modus",
}


def _point(words: Wording, point: str) -> str:
    kind, _, feature = point.partition(":")
    return words.name("feature", feature) if feature else words(_POINTS[kind])


def _codes(words: Wording, scale: str, point: str, told: str) -> str:
    title = {"level": scale, "fraud_types": "fraud_type", "modus": "modus"}.get(point)
    if title is not None:
        return words.names(title, tuple(told.split())) or NOTHING
    seen = (each.partition("/") for each in told.split())
    return (
        "; ".join(f"{words.name('observation', saw)} ({words.name('significance', means)})" for saw, _, means in seen)
        or NOTHING
    )
