"""The rules of a case's life, checked again from its rows: triggers can be taken away and put back."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workstation.accounts.keys import key_fingerprint
from workstation.accounts.roles import Role
from workstation.cases.audit import StoredValue
from workstation.cases.handling import Handover, HeadSeal
from workstation.cases.purged import purged_tables
from workstation.cases.stages import AUTHORED, FINAL, STEPS, UNDER_REVIEW, Stage
from workstation.cases.time_stamps import stamped_at
from workstation.identifiers import read_time

#: Nothing is added to these once a case is signed off.
FROZEN = frozenset(
    {
        "case_info",
        "exhibit",
        "capture",
        "calibration",
        "finding",
        "recipe",
        "measurement",
        "conclusion",
        "check_result",
        "mrz_record",
        "equipment_use",
    }
)
_JUDGED = frozenset({"review", "verification"})
_MOST_KEY_CHARACTERS = 1 << 16


@dataclass(frozen=True, slots=True)
class SealFound:
    """A seal whose signature holds; whose key it is has to be known from elsewhere.

    Attributes
    ----------
    key_sha256 : str
        Of the public key (SubjectPublicKeyInfo, DER).
    stamped_at : datetime or None
        As a time-stamp server said.
    """

    sealed_seq: int
    handover: str
    name: str
    key_sha256: str
    made_at: datetime
    stamped_at: datetime | None


class Life:
    """What the events of one chain did to a case, followed from its beginning.

    Parameters
    ----------
    connection : sqlite3.Connection
        Text comes as bytes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._stage = Stage.DRAFT
        self._authors: set[str] = set()
        self._case_id = ""
        self._links: dict[int, str] = {}
        self._steps = {row[0]: tuple(map(_text, row[1:])) for row in self._all("case_stage", "previous, stage, role")}
        self._wanted = {seq for (seq,) in connection.execute("SELECT sealed_seq FROM head_seal")}
        self._approvals = {
            seq
            for (seq,) in connection.execute(
                "SELECT seq FROM review WHERE kind = 'technical' AND decision = 'approved'"
            )
        }
        self._submitted = 0
        self.tombstone = next(self._all("tombstone", "pictures, removed"), None)
        self.seals: list[SealFound] = []

    def _all(self, table: str, columns: str) -> Iterator[tuple[int, ...]]:
        return iter(self._connection.execute(f"SELECT seq, {columns} FROM {table} ORDER BY seq").fetchall())

    def follow(self, event: Mapping[str, StoredValue]) -> Iterator[tuple[str, str]]:
        """Take in one event, in order; codes and places of what does not hold."""
        seq, table = event["seq"], _text(event["object_table"] or b"")
        if not isinstance(seq, int):
            raise TypeError("an event without a number")
        actor, where = _text(event["actor_id"]), f"audit_event {seq}"
        if seq == 1:
            self._case_id = _text(event["object_id"])
        if seq in self._wanted:
            self._links[seq] = _text(event["hash"])
        if table in FROZEN and event["action"] != b"signed-off":
            if self._stage in FINAL:
                yield "case-changed-after-sign-off", where
            elif self._stage in UNDER_REVIEW:
                yield "case-changed-under-review", where
        if event["action"] == b"signed-off" and self._stage not in FINAL:
            # Before version 4 no step stood beside it.
            self._stage = Stage.SIGNED_OFF
        if table in _JUDGED and actor in self._authors:
            yield "case-reviewed-by-author", where
        if table in AUTHORED:
            self._authors.add(actor)
        if seq in self._steps:
            yield from self._step(seq, actor, where, *self._steps[seq])

    def _step(
        self, seq: int, actor: str, where: str, previous: str, stage: str, role: str
    ) -> Iterator[tuple[str, str]]:
        before = self._stage
        roles = STEPS.get((before, Stage(stage)), ())
        if previous != before or Role(role) not in roles:
            yield "case-step-impossible", where
        if before in UNDER_REVIEW and actor in self._authors:
            yield "case-reviewed-by-author", where
        if stage == Stage.AWAITING_REVIEW:
            self._authors.add(actor)
            self._submitted = seq
        approved = any(self._submitted < each < seq for each in self._approvals)
        if stage == Stage.REVIEWED and not approved and not self.tombstone:
            yield "case-step-unapproved", where
        self._stage = Stage(stage)

    def judged_by_name(self) -> Iterator[tuple[str, str]]:
        """Reviews and verifications in the name of an author, whatever the chain says of who stored them."""
        for table in sorted(_JUDGED):
            for (seq,) in self._connection.execute(
                f"SELECT seq FROM {table} WHERE created_by IN"
                " (SELECT created_by FROM finding UNION SELECT created_by FROM conclusion)"
            ):
                yield "case-reviewed-by-author", f"audit_event {seq}"

    def sealed(self) -> Iterator[tuple[str, str]]:
        """Seals that do not hold; what those say that do is in ``seals``."""
        from workstation.cases.seals import seal_problem

        columns = ", ".join(each for each in HeadSeal.__dataclass_fields__)
        for row in self._connection.execute(f"SELECT {columns} FROM head_seal ORDER BY seq"):
            told = dict(zip(HeadSeal.__dataclass_fields__, row, strict=True))
            texts = {name: _text(value) for name, value in told.items() if not isinstance(value, int)}
            where = f"head_seal {texts['seal_id']}"
            if max(map(len, texts.values())) > _MOST_KEY_CHARACTERS:
                yield "case-seal-signature", where
                continue
            at = read_time(texts["created_at"])
            seal = HeadSeal(
                **{
                    **texts,
                    "handover": Handover(texts["handover"]),
                    "sealed_seq": told["sealed_seq"],
                    "created_at": at,
                }
            )
            if self._links.get(seal.sealed_seq) != seal.sealed_hash:
                yield "case-seal-other-link", where
            problem = seal_problem(seal, self._case_id)
            if problem:
                yield problem, where
            else:
                self.seals.append(_found(seal))

    def purged(self, sealed: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Where a tombstone stands: nothing of what it removed is left, and it says how much that was.

        Parameters
        ----------
        sealed : mapping
            Table to the number of its rows that the chain recorded.
        """
        assert self.tombstone is not None
        seq, pictures, removed = self.tombstone
        told = {name: round(count) for name, count in json.loads(_text(removed))}
        recorded = {table: sealed.get(table, 0) for table in purged_tables() if table != "blob" and sealed.get(table)}
        if told != {**recorded, **({"blob": len(json.loads(_text(pictures)))} if "blob" in told else {})}:
            yield "case-purge-other", f"tombstone {seq}"
        for table in purged_tables():
            (count,) = self._connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            if count:
                yield "case-purge-incomplete", table


def _found(seal: HeadSeal) -> SealFound:
    return SealFound(
        sealed_seq=seal.sealed_seq,
        handover=seal.handover,
        name=seal.created_by,
        key_sha256=key_fingerprint(seal.public_key),
        made_at=seal.created_at,
        stamped_at=stamped_at(b64decode(seal.time_stamp)) if seal.time_stamp else None,
    )


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
