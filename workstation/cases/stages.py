"""The life of a case, as one table of stages and of the steps between them.

The same table stands in the triggers of every file (``version_4``); a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from workstation.accounts.roles import Role


class Stage(StrEnum):
    """Where a case stands in its life."""

    DRAFT = "draft"
    IN_EXAMINATION = "in_examination"
    AWAITING_REVIEW = "awaiting_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED_OFF = "signed_off"
    REPORTED = "reported"
    CLOSED = "closed"
    ARCHIVED = "archived"
    PURGED = "purged"


#: Stages in which evidence, findings and conclusion may change.
EDITABLE = frozenset({Stage.DRAFT, Stage.IN_EXAMINATION, Stage.RETURNED})

#: Stages in which others look at it.
UNDER_REVIEW = frozenset({Stage.AWAITING_REVIEW, Stage.REVIEWED})

#: Stages after the sign-off.
FINAL = frozenset({Stage.SIGNED_OFF, Stage.REPORTED, Stage.CLOSED, Stage.ARCHIVED, Stage.PURGED})

_PEER = (Role.EXAMINER, Role.SUPERVISOR)
_LEAD = (Role.SUPERVISOR, Role.STATION)

#: Each step of a life, and as what somebody may take it. Only a station without accounts signs off alone.
STEPS: Mapping[tuple[Stage, Stage], tuple[Role, ...]] = MappingProxyType(
    {
        (Stage.DRAFT, Stage.IN_EXAMINATION): (Role.EXAMINER,),
        (Stage.IN_EXAMINATION, Stage.AWAITING_REVIEW): (Role.EXAMINER,),
        (Stage.RETURNED, Stage.AWAITING_REVIEW): (Role.EXAMINER,),
        (Stage.AWAITING_REVIEW, Stage.RETURNED): _PEER,
        (Stage.AWAITING_REVIEW, Stage.REVIEWED): _PEER,
        (Stage.REVIEWED, Stage.RETURNED): (Role.SUPERVISOR,),
        (Stage.REVIEWED, Stage.SIGNED_OFF): (Role.SUPERVISOR,),
        (Stage.DRAFT, Stage.SIGNED_OFF): (Role.STATION,),
        (Stage.SIGNED_OFF, Stage.REPORTED): (Role.EXAMINER, *_LEAD),
        (Stage.REPORTED, Stage.CLOSED): _LEAD,
        (Stage.CLOSED, Stage.ARCHIVED): _LEAD,
        (Stage.ARCHIVED, Stage.PURGED): _LEAD,
    }
)


def steps_from(stage: Stage) -> tuple[Stage, ...]:
    """Stages that may follow."""
    return tuple(after for before, after in STEPS if before is stage)


#: Tables whose rows make whoever stored them an author.
AUTHORED = ("capture", "finding", "recipe", "measurement", "conclusion", "mrz_record")
