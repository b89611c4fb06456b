"""One outcome for many results (BSI TR-03135-1 5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.detail import stored_facts
from workstation.checks.judged import Judged, judged


class Mode(StrEnum):
    """How a check counts: always, where it ran, or never (it is only logged)."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    EVALUATORY = "evaluatory"


_STRONGEST_FIRST = (
    CheckOutcome.FAILED,
    CheckOutcome.ABORTED,
    CheckOutcome.UNDETERMINED,
    CheckOutcome.SUCCESSFUL,
    CheckOutcome.NOT_SUPPORTED,
)


def aggregate(results: Sequence[CheckResult], modes: Mapping[str, Mode]) -> CheckOutcome:
    """The outcome of all results together.

    Any that failed makes it failed; else any aborted, aborted; else any undetermined, undetermined; else one
    successful is enough; where all are not supported it is that. Evaluatory results are left out. A mandatory check
    that was not performed counts as undetermined, any other such check not at all; ``NOT_PERFORMED`` where nothing
    counts. Where the examiner overruled a result, theirs counts in its place.

    Parameters
    ----------
    results : sequence of CheckResult
    modes : mapping
        Mode by check, where a result does not name its own; a check that it lacks is mandatory.
    """
    counted = {
        _counted(each, stored_mode(each.result) or modes.get(each.result.check, Mode.MANDATORY))
        for each in judged(results)
    }
    return next((outcome for outcome in _STRONGEST_FIRST if outcome in counted), CheckOutcome.NOT_PERFORMED)


def _counted(result: Judged, mode: Mode) -> CheckOutcome | None:
    if mode is Mode.EVALUATORY:
        return None
    if result.outcome is CheckOutcome.NOT_PERFORMED:
        return CheckOutcome.UNDETERMINED if mode is Mode.MANDATORY else None
    return result.outcome


def stored_mode(result: CheckResult) -> Mode | None:
    """How a taught check counts, as its result keeps it; None for any other."""
    mode = stored_facts(result.detail).get("mode", "")
    return Mode(mode) if mode in set(Mode) else None
