"""What every section of the report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CaseSnapshot, CaseState, Exhibit
from workstation.reports.gallery import Gallery
from workstation.reports.sources import ReportSources
from workstation.reports.wording import Wording


def report_id(snapshot: CaseSnapshot) -> str:
    """Case number and the link of the audit chain that a report shows."""
    head = snapshot.head
    return f"{snapshot.info.case_no}-{head.seq}-{head.sha256[:8]}"


def has_origin(snapshot: CaseSnapshot, origin: Origin) -> bool:
    """Whether any picture came that way; for ``SIMULATED`` also whether any device was simulated."""
    if origin is Origin.SIMULATED and (
        any(each.simulated for each in snapshot.equipment)
        or any(each.source == Origin.SIMULATED.value for each in snapshot.mrz)
    ):
        return True
    return any(each.origin is origin for each in snapshot.captures)


def is_draft(snapshot: CaseSnapshot) -> bool:
    """Not signed off."""
    return snapshot.info.state is not CaseState.SIGNED_OFF


def marks(snapshot: CaseSnapshot, words: Wording) -> str:
    """What every page must say of its pictures and of its state."""
    said = [words("head.draft_mark")] if is_draft(snapshot) else []
    said += [words(f"head.{each.value}") for each in (Origin.SIMULATED, Origin.FILE) if has_origin(snapshot, each)]
    return " · ".join(said)


@dataclass(frozen=True, slots=True)
class Context:
    """One case, in one language, at one time."""

    snapshot: CaseSnapshot
    sources: ReportSources
    words: Wording
    gallery: Gallery
    printed_at: datetime

    @property
    def draft(self) -> bool:
        """Not signed off."""
        return is_draft(self.snapshot)

    @property
    def report_id(self) -> str:
        """Case number and the link of the audit chain that the report shows."""
        return report_id(self.snapshot)

    def item(self, exhibit: Exhibit) -> str:
        """``Item 1``."""
        return self.words("items.item", no=exhibit.exhibit_no)

    def captures_of(self, exhibit: Exhibit) -> list[CaptureRecord]:
        """Pictures of an item."""
        return [each for each in self.snapshot.captures if each.exhibit_id == exhibit.exhibit_id]

    def has_origin(self, origin: Origin) -> bool:
        """Whether any picture came that way; for ``SIMULATED`` also whether any device was simulated."""
        return has_origin(self.snapshot, origin)

    def only_origin(self, origin: Origin) -> bool:
        """Whether every picture came that way."""
        return all(each.origin is origin for each in self.snapshot.captures)

    def number_of(self, capture_id: str) -> int:
        """Number of a picture in this report, from 1."""
        return next(
            place for place, each in enumerate(self.snapshot.captures, start=1) if each.capture_id == capture_id
        )

    def model_ids(self) -> tuple[str, ...]:
        """Reference models named by items and findings, in that order."""
        named = [each.model_id for each in self.snapshot.exhibits]
        named += [each.specimen_model_id for each in self.snapshot.findings]
        return tuple(dict.fromkeys(filter(None, named)))
