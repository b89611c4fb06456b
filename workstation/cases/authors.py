"""Who wrote what a review looks at. The same rule stands in the triggers of every file (``version_4``)."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from workstation.accounts.roles import Actor
from workstation.cases import schema
from workstation.cases.stages import AUTHORED, Stage
from workstation.errors import PermissionRefused


def is_author(connection: Connection, actor: Actor) -> bool:
    """Whether the actor stored evidence, findings or a conclusion, by account or by name, or submitted the case."""
    event, who = schema.audit_event.columns, schema.actor.columns
    same = [who.name == actor.name]
    if actor.is_account:
        same.append(who.account_id == actor.account_id)
    stored = (
        select(event.seq)
        .join(schema.actor, who.actor_id == event.actor_id)
        .where(event.object_table.in_(AUTHORED))
        .where(or_(*same))
    )
    finding, conclusion, step = (table.columns for table in (schema.finding, schema.conclusion, schema.case_stage))
    named = (
        select(finding.seq).where(finding.created_by == actor.name),
        select(conclusion.seq).where(conclusion.created_by == actor.name),
        select(step.seq).where(step.stage == Stage.AWAITING_REVIEW, step.changed_by == actor.name),
    )
    return any(connection.execute(each.limit(1)).first() for each in (stored, *named))


def demand_other(connection: Connection, actor: Actor) -> None:
    """Refuse whoever would review or verify their own case.

    Raises
    ------
    PermissionRefused
        ``review-own-case``.
    """
    if is_author(connection, actor):
        raise PermissionRefused("review-own-case", name=actor.name)


def has_unnamed_author(connection: Connection) -> bool:
    """Whether a finding or a conclusion names nobody: then nobody can be told apart from its author."""
    return any(
        connection.execute(select(table.columns.seq).where(table.columns.created_by == "").limit(1)).first()
        for table in (schema.finding, schema.conclusion)
    )
