"""Where the physical items are, from receipt to return."""

from __future__ import annotations

from datetime import datetime

from workstation.accounts.permissions import operation
from workstation.cases import schema
from workstation.cases.handling import CustodyEvent, CustodyKind, Handover
from workstation.cases.ledger import Ledger
from workstation.cases.rows import current_exhibits, read_all, values_of
from workstation.cases.seals import Seals
from workstation.errors import CaseFileError
from workstation.identifiers import new_id
from workstation.vocabulary import Coded

#: What may happen first and after what. None: nothing is recorded yet.
FOLLOWS: dict[CustodyKind | None, frozenset[CustodyKind]] = {
    None: frozenset(CustodyKind),
    CustodyKind.DESTROYED: frozenset(),
    CustodyKind.RETURNED: frozenset({CustodyKind.RECEIVED}),
    **{
        kind: frozenset(CustodyKind)
        for kind in (CustodyKind.RECEIVED, CustodyKind.OPENED, CustodyKind.TRANSFERRED, CustodyKind.SEALED)
    },
}


class Custody:
    """The chain of custody of a case's exhibits. It goes on after the sign-off: items are still returned."""

    def __init__(self, ledger: Ledger, seals: Seals) -> None:
        self._ledger = ledger
        self._seals = seals

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("custody.record")
    def record(
        self,
        exhibit_id: str,
        kind: CustodyKind,
        *,
        happened_at: datetime | None = None,
        from_whom: str = "",
        to_whom: str = "",
        place: str = "",
        seal_no: str = "",
        witness: str = "",
        note: str = "",
    ) -> CustodyEvent:
        """Write down what happened to an item; None: now.

        Raises
        ------
        CaseFileError
            ``custody-no-exhibit``; ``custody-not-possible``: not after what happened last; ``custody-in-future``.
        """
        with self._ledger.writing() as chain:
            connection, now = self._ledger.connection, self._ledger.clock.now()
            if exhibit_id not in current_exhibits(connection):
                raise CaseFileError("custody-no-exhibit")
            if happened_at is not None and happened_at > now:
                raise CaseFileError("custody-in-future")
            before = [each.kind for each in read_all(connection, CustodyEvent) if each.exhibit_id == exhibit_id]
            last = before[-1] if before else None
            if kind not in FOLLOWS[last]:
                before_it, it = (Coded("custody_kind", each or "") for each in (last, kind))
                raise CaseFileError("custody-not-possible", last=before_it, kind=it)
            event = CustodyEvent(
                custody_id=new_id(now),
                exhibit_id=exhibit_id,
                kind=kind,
                from_whom=from_whom,
                to_whom=to_whom,
                place=place,
                seal_no=seal_no,
                witness=witness,
                note=note,
                happened_at=happened_at or now,
                created_at=now,
                created_by=self._ledger.actor.name,
            )
            chain.keep(schema.custody_event, values_of(event), "custody-recorded", event.custody_id)
            self._seals.close_with(chain, Handover.CUSTODY)
            return event
