"""Writing: every row goes in together with the event that seals it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, desc, insert, select
from sqlalchemy.types import TypeDecorator

from workstation.accounts.roles import Actor
from workstation.cases import schema
from workstation.cases.audit import NO_HASH, StoredValue, event_hash, row_digest
from workstation.cases.model import ChainHead
from workstation.devices import Clock
from workstation.errors import CaseFileError
from workstation.identifiers import new_id

#: Behind every link of a chain.
NEWEST = 2**63 - 1

_FACT = re.compile(r"[A-Za-z0-9_.:+-]{0,128}")

# Made once: every save asks for the end of the chain and for who acts.
_EVENT, _ACTOR = schema.audit_event.columns, schema.actor.columns
_LAST = (
    select(_EVENT.seq, _EVENT.hash, _EVENT.at)
    .where(_EVENT.seq <= bindparam("up_to"))
    .order_by(desc(_EVENT.seq))
    .limit(1)
)
_BY_ACCOUNT = select(_ACTOR.actor_id).where(_ACTOR.account_id == bindparam("account"))
_BY_NAME = select(_ACTOR.actor_id).where(_ACTOR.name == bindparam("known_as"), _ACTOR.account_id.is_(None))


def stored_values(table: Table, values: Mapping[str, object], dialect: Dialect) -> dict[str, StoredValue]:
    """Values as they stand in the columns of ``table``, in declared order."""

    def stored(column: Any) -> Any:
        value = values[column.name]
        return column.type.process_bind_param(value, dialect) if isinstance(column.type, TypeDecorator) else value

    return {column.name: stored(column) for column in table.columns}


def payload_text(facts: Mapping[str, object]) -> str:
    """Facts of an event as the JSON text that is stored.

    Raises
    ------
    ValueError
        A fact is neither a whole number nor a code, id or hash: names and document numbers stay out of the chain.
    """
    for key, value in facts.items():
        if not isinstance(value, int) and not (isinstance(value, str) and _FACT.fullmatch(value)):
            raise ValueError(f"{key} is no code, id, hash or whole number")
    return json.dumps(dict(facts), sort_keys=True, separators=(",", ":"))


def last_event(connection: Connection, up_to: int = NEWEST) -> ChainHead | None:
    """Last link of the chain, or the last up to a number; None in a file that is being made."""
    last = connection.execute(_LAST, {"up_to": up_to}).one_or_none()
    return ChainHead(*last) if last else None


class Chain:
    """The end of the audit chain during one transaction.

    Parameters
    ----------
    connection : Connection
        Inside a write transaction that the caller commits.
    actor : Actor
        Who acts. The chain itself only carries the id that the table ``actor`` gives them.
    """

    def __init__(self, connection: Connection, clock: Clock, actor: Actor) -> None:
        self._connection = connection
        self._clock = clock
        self._actor = actor
        last = last_event(connection)
        self._seq, self._hash = (last.seq, last.sha256) if last else (0, NO_HASH)

    def start(self, case_id: str, facts: Mapping[str, object]) -> None:
        """Write the first event of a new file."""
        actor_id = new_id(self._clock.now())
        self._event(actor_id, "case-created", case_id, payload=payload_text(facts))
        self._introduce(actor_id)

    def log(self, action: str, object_id: str, facts: Mapping[str, object]) -> None:
        """Append an event that keeps no row."""
        self._event(self._actor_id(), action, object_id, payload=payload_text(facts))

    def keep(self, table: Table, values: Mapping[str, object], action: str, object_id: str = "") -> None:
        """Append a row and the event that carries its digest. Without an id, the row is named by its ``seq``."""
        self._keep(self._actor_id(), table, values, action, object_id)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last event so far."""
        return self._seq, self._hash

    def _actor_id(self) -> str:
        known = self._connection.execute(
            _BY_ACCOUNT if self._actor.is_account else _BY_NAME,
            {"account": self._actor.account_id} if self._actor.is_account else {"known_as": self._actor.name},
        ).scalar_one_or_none()
        return known or self._introduce(new_id(self._clock.now()))

    def _introduce(self, actor_id: str) -> str:
        values = {"actor_id": actor_id, "name": self._free_name(), "account_id": self._actor.account_id or None}
        self._keep(actor_id, schema.actor, values, "actor-introduced", actor_id)
        return actor_id

    def _free_name(self) -> str:
        """Name of who acts, told apart from another's of the same name.

        Raises
        ------
        CaseFileError
            ``case-actor-is-account``: the name of somebody who signed in, used without signing in.
        """
        name = self._actor.name
        taken = set(self._connection.execute(select(schema.actor.columns.name)).scalars())
        if name not in taken:
            return name
        if not self._actor.is_account:
            raise CaseFileError("case-actor-is-account", name=name)
        free = (f"{name} ({told})" for told in (self._actor.login, self._actor.account_id))
        return next(each for each in free if each not in taken)

    def _keep(self, actor_id: str, table: Table, values: Mapping[str, object], action: str, object_id: str) -> None:
        seq = self._seq + 1
        row = {**values, "seq": seq}
        digest = row_digest(table.name, stored_values(table, row, self._connection.dialect).items())
        self._event(actor_id, action, object_id or str(seq), object_table=table.name, row_sha256=digest)
        self._connection.execute(insert(table), row)

    def _event(
        self,
        actor_id: str,
        action: str,
        object_id: str,
        *,
        object_table: str | None = None,
        row_sha256: str | None = None,
        payload: str = "{}",
    ) -> None:
        event: dict[str, object] = {
            "seq": self._seq + 1,
            "at": self._clock.now(),
            "actor_id": actor_id,
            "action": action,
            "object_table": object_table,
            "object_id": object_id,
            "row_sha256": row_sha256,
            "payload": payload,
            "prev_hash": self._hash,
            "hash": "",
        }
        sealed = event_hash(stored_values(schema.audit_event, event, self._connection.dialect))
        self._connection.execute(insert(schema.audit_event), {**event, "hash": sealed})
        self._seq, self._hash = self._seq + 1, sealed
