"""What was found: findings, conclusion, limitations."""

from __future__ import annotations

from collections.abc import Iterator

from workstation.captures import Origin
from workstation.cases.model import Conclusion, Exhibit, Finding
from workstation.imaging.colour import shows_colours
from workstation.reports.checks import place_words
from workstation.reports.context import Context
from workstation.reports.model import (
    Block,
    Bullets,
    Facts,
    Figures,
    FindingHead,
    Heading,
    Panel,
    Paragraph,
    Row,
    Table,
    Tone,
)
from workstation.reports.pictures import known_scale
from workstation.reports.wording import NOTHING, Wording
from workstation.vocabulary import vocabulary

SIGNIFICANCE_TONE = {"supports_genuine": Tone.GOOD, "supports_false": Tone.BAD}
_CHOSEN, _NOT_CHOSEN = "●", "○"


def findings(context: Context) -> Iterator[Block]:
    """One block a finding, in the order in which they were made."""
    words = context.words
    yield Heading(words("findings.title"))
    standing = context.snapshot.findings
    if not standing:
        yield Paragraph(words("findings.none"))
    several = len(context.snapshot.exhibits) > 1
    for place, finding in enumerate(standing, start=1):
        exhibit = next((each for each in context.snapshot.exhibits if each.exhibit_id == finding.exhibit_id), None)
        title = words.name("feature", finding.feature)
        if several and exhibit is not None:
            title = f"{context.item(exhibit)} · {title}"
        head = words("findings.number", n=place)
        yield FindingHead(
            head,
            title,
            words.name("significance", finding.significance),
            SIGNIFICANCE_TONE.get(finding.significance, Tone.NEUTRAL),
        )
        yield Facts(tuple(_finding_rows(finding, context)), field=head)
        figures = context.gallery.findings.get(finding.finding_id)
        yield Figures(figures) if figures else Paragraph(words("findings.no_picture"), small=True)


def _finding_rows(finding: Finding, context: Context) -> Iterator[tuple[str, str]]:
    words = context.words
    yield words("findings.light"), words.light(finding.light)
    yield words("findings.method"), words.name("method", finding.method)
    yield words("findings.observation"), words.name("observation", finding.observation)
    yield words("findings.observed"), finding.observed or NOTHING
    yield words("findings.expected"), finding.expected or NOTHING
    if finding.region is not None:
        yield words("findings.place"), place_words(finding.region, finding.capture_id, context)
    if finding.specimen_model_id:
        compared = finding.specimen_model_id
        if finding.specimen_sha256:
            digest = finding.specimen_sha256[:16] + "…"
            compared = words("findings.compared_picture", model=compared, hash=digest)
        yield words("findings.compared"), compared
    if finding.withdrawn:
        yield words("annex.reason"), words("findings.withdrawn", reason=finding.reason or NOTHING)
    elif finding.reason:
        yield words("annex.reason"), words("findings.corrected", reason=finding.reason)
    recorded = words("findings.recorded_by", date=words.date(finding.created_at), name=finding.created_by or NOTHING)
    yield words("findings.recorded"), recorded


def conclusion(context: Context) -> Iterator[Block]:
    """The conclusion on each item, with its scale in full."""
    words = context.words
    yield Heading(words("conclusion.title"))
    by_exhibit = {each.exhibit_id: each for each in context.snapshot.conclusions}
    for exhibit in context.snapshot.exhibits:
        yield Heading(context.item(exhibit), 2)
        concluded = by_exhibit.get(exhibit.exhibit_id)
        if concluded is None:
            yield Paragraph(words("conclusion.none"))
        else:
            yield from _concluded(concluded, exhibit, context)


def _concluded(concluded: Conclusion, exhibit: Exhibit, context: Context) -> Iterator[Block]:
    words = context.words
    primary, further = concluded.fraud_types[:1], concluded.fraud_types[1:]
    yield Panel(words("conclusion.level"), (words.name(concluded.scale, concluded.level),), strong=True)
    rows = []
    if primary:
        rows.append((words("conclusion.fraud_type"), words.names("fraud_type", primary)))
    if further:
        rows.append((words("conclusion.fraud_types_more"), words.names("fraud_type", further)))
    if concluded.modus:
        rows.append((words("conclusion.modus"), words.names("modus", concluded.modus)))
    rows.append((words("conclusion.reasoning"), concluded.reasoning or NOTHING))
    given = words("findings.recorded_by", date=words.date(concluded.created_at), name=concluded.created_by or NOTHING)
    rows.append((words("conclusion.given"), given))
    yield Facts(tuple(rows), field=f"{words('conclusion.title')}, {context.item(exhibit)}")
    yield from _scale(concluded, words)


def _scale(concluded: Conclusion, words: Wording) -> Iterator[Block]:
    try:
        scale = vocabulary(concluded.scale)
    except FileNotFoundError:
        yield Paragraph(words("conclusion.scale_missing", scale=concluded.scale), small=True)
        return
    language, header = words.language, scale.header
    title = str(header.get(f"title_{language}", concluded.scale))
    yield Heading(words("conclusion.scale", title=title, version=header["version"]), 2)
    if f"explanation_{language}" in header:
        yield Paragraph(str(header[f"explanation_{language}"]), small=True)
    if header["version"] != concluded.scale_version:
        said = {"version": concluded.scale_version, "printed": header["version"]}
        yield Paragraph(words("conclusion.scale_other", **said), small=True)
    yield Table(
        (words("conclusion.chosen"), words("conclusion.meaning"), words("conclusion.limits")),
        tuple(
            Row(
                (
                    _CHOSEN if term.code == concluded.level else _NOT_CHOSEN,
                    term.name(language),
                    str(term.extra.get(f"limits_{language}", NOTHING)),
                ),
                marked=term.code == concluded.level,
            )
            for term in scale
        ),
        (0.9, 3, 6),
    )


def limitations(context: Context) -> Iterator[Block]:
    """What the report does not say: the examiner's own words first, then what follows from how it was made."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("limitations.title"))
    own = tuple(each.limitations for each in snapshot.conclusions if each.limitations)
    points = [words("limitations.scope")]
    points += [
        words(f"limitations.{each.value}") for each in (Origin.SIMULATED, Origin.FILE) if context.has_origin(each)
    ]
    unknown = sum(known_scale(each.px_per_mm) is None for each in snapshot.captures)
    if unknown:
        points.append(words.count("limitations.scale", unknown))
    points += [words("limitations.reference", no=each.exhibit_no) for each in snapshot.exhibits if not each.model_id]
    if any(shows_colours(each.light) for each in snapshot.captures):
        points.append(words("limitations.white_colour"))
    points += [words("limitations.chip"), words("limitations.uv_colour"), words("limitations.uncertainty")]
    yield Bullets((*own, *points), field=words("limitations.title"))
