"""A case made into a report model: the outline, and nothing of its looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from workstation.cases.model import CaseSnapshot
from workstation.reports import checks, closing, comparison_sheet, front, handling, processing, results
from workstation.reports.context import Context, marks
from workstation.reports.gallery import Gallery
from workstation.reports.model import Block, Heading, ReportModel
from workstation.reports.sources import ReportSources
from workstation.reports.wording import Wording

Section = Callable[[Context], Iterator[Block]]

NUMBERED: tuple[Section, ...] = (
    front.request,
    front.items,
    front.question,
    front.data,
    front.equipment,
    front.methods,
    front.reference,
    results.findings,
    checks.checks,
    processing.measurements,
    results.conclusion,
    results.limitations,
    closing.signatures,
)
ANNEXES: tuple[Section, ...] = (handling.annex, closing.pictures, processing.views, closing.integrity)


def build(
    snapshot: CaseSnapshot, sources: ReportSources, *, language: str, printed_at: datetime, sheet: bool = False
) -> ReportModel:
    """What is printed of a case.

    Parameters
    ----------
    snapshot : CaseSnapshot
    sources : ReportSources
    language : str
        ``en`` or ``zh_CN``.
    printed_at : datetime
        Aware; the only clock of a report.
    sheet : bool
        With the comparison sheet as an annex.

    Raises
    ------
    ReportError
        The language has no report, or a picture cannot be printed.
    """
    words = Wording(language)
    context = Context(snapshot, sources, words, Gallery(snapshot, sources, words), printed_at)
    blocks: list[Block] = [*front.notices(context), *front.summary(context)]
    for place, section in enumerate(NUMBERED, start=1):
        blocks.extend(_numbered(section(context), place))
    for annex in ANNEXES:
        blocks.extend(annex(context))
    if sheet:
        blocks.extend(comparison_sheet.annex(snapshot, sources, words))
    info = snapshot.info
    key = "draft" if context.draft else "signed"
    state = words(f"head.state_{key}", date=words.date(info.signed_off_at))
    facts = {"report_id": context.report_id, "case_no": info.case_no}
    return ReportModel(
        language=language,
        title=words("head.title"),
        subtitle=words("head.subtitle", state=state, printed=words.date(printed_at), **facts),
        agency=info.agency,
        agency_field=words("case.agency"),
        case_field=words("case.case_no"),
        running_head=(words("head.running", case_no=info.case_no), marks(snapshot, words)),
        footer=words("head.footer", **facts),
        page_number=words("head.page", page="{page}", pages="{pages}"),
        watermark=words("head.watermark") if context.draft else "",
        report_id=context.report_id,
        printed_at=printed_at,
        blocks=tuple(blocks),
    )


def _numbered(section: Iterator[Block], place: int) -> Iterator[Block]:
    for block in section:
        if isinstance(block, Heading) and block.level == 1:
            yield replace(block, text=f"{place}  {block.text}")
        else:
            yield block
