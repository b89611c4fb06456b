"""Values of the visual zone that a person typed, beside the zone; kept as check results of their own.

The last word on a field stands; what it replaced stays in the file. Who typed stands in the audit chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.cross_check import (
    FIELDS,
    VERDICTS,
    Origin,
    Source,
    Value,
    cross_check,
    pairing_of,
    zone_source,
)
from workstation.checks.detail import plain_facts, stored_detail, stored_facts
from workstation.checks.judged import TYPED, typed_field
from workstation.documents.mrz_values import MrzDocument
from workstation.identifiers import new_id

REMOVED = "typed_removed"


def typed_value(
    exhibit_id: str, field: str, text: str, zone: MrzDocument | None, now: datetime, performed_at: datetime
) -> CheckResult:
    """What a person typed of a field beside the zone's; an empty text takes back what was typed before.

    Parameters
    ----------
    field : str
        Of ``cross_check.FIELDS``.
    performed_at : datetime
        Of the run of the checks that it joins.

    Raises
    ------
    ValueError
        No such field.
    """
    if field not in FIELDS:
        raise ValueError(f"no field {field}")
    facts = plain_facts({"field": field, "printed": text})
    outcome, reason = CheckOutcome.NOT_PERFORMED, REMOVED
    if facts["printed"]:
        visual = Source(Origin.VISUAL, {field: Value(facts["printed"])})
        rows = cross_check([visual] if zone is None else [zone_source(Origin.MRZ, zone), visual])
        row = next(each for each in rows if each.field == field)
        pairing = pairing_of(row, Origin.MRZ, Origin.VISUAL)
        outcome, reason = VERDICTS[pairing]
        facts["pairing"] = pairing.value
        if Origin.MRZ in row.cells:
            facts |= plain_facts({"zone": row.cells[Origin.MRZ].text})
    return CheckResult(
        result_id=new_id(now),
        exhibit_id=exhibit_id,
        check=TYPED,
        outcome=outcome,
        reason=reason,
        detail=stored_detail(facts | {"source": "manual", "mode": "optional"}),
        performed_at=performed_at,
    )


def standing_typed(results: Sequence[CheckResult]) -> dict[str, CheckResult]:
    """The last result of each field that was typed, in the order of the fields' first."""
    return {name: each for each in results if (name := typed_field(each))}


def typed_again(before: Sequence[CheckResult], zone: MrzDocument | None, now: datetime) -> Iterator[CheckResult]:
    """What was typed, for the next run of the checks, beside the zone as it is read now."""
    for name, each in standing_typed(before).items():
        if text := stored_facts(each.detail).get("printed", ""):
            yield typed_value(each.exhibit_id, name, text, zone, now, now)
