"""The redacted copy of the open case."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.cases.exports import Export
from workstation.devices import Clock
from workstation.errors import WorkstationError
from workstation.open_case import OpenCase
from workstation.specimens.library import Library

if TYPE_CHECKING:
    from workstation.copies.redact import LeftOut, MaskedPicture, Wishes


@dataclass(frozen=True, slots=True)
class Masked:
    """A picture that went into a copy: the part that is masked; model and reason as of ``MaskedPicture``."""

    number: int
    light: str
    share: float
    model_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class NotCopied:
    """A picture that is not in a copy, and why: ``not-laid`` or ``zone-elsewhere``."""

    number: int
    light: str
    why: str


@dataclass(frozen=True, slots=True)
class RedactedWritten:
    """A redacted copy as it was written.

    Attributes
    ----------
    no_entry : WorkstationError or None
        As in ``workstation.cases.exports.Written``.
    """

    folder: Path
    pictures: tuple[Masked, ...]
    left_out: tuple[NotCopied, ...]
    no_entry: WorkstationError | None = None


class CopyDesk:
    """What of the open case goes to colleagues elsewhere."""

    def __init__(self, case: OpenCase, *, library: Library, clock: Clock, arithmetic: Executor) -> None:
        self._case, self._library, self._clock, self._arithmetic = case, library, clock, arithmetic

    def redact(self, folder: Path, language: str, wishes: Wishes) -> Future[RedactedWritten]:
        """Write masked pictures, sheet and index into a new folder, whole or absent; the chain keeps its hash.

        Fails with ``redact-empty``, ``redact-finding``, ``redact-folder-exists`` or ``redact-not-written``.
        """
        from workstation.copies.redact import redacted_copy
        from workstation.copies.redact_folder import INDEX, demand_new, written

        meant = self._case.file

        def work() -> RedactedWritten:
            demand_new(folder)
            snapshot = self._case.later(lambda: self._case.demand(meant).snapshot()).result()
            copy = redacted_copy(snapshot, lambda it: self._case.original(it.sha256, meant), self._library, wishes)
            written(copy, folder, language, self._clock.now())
            facts = {"pictures": len(copy.pictures), "texts": int(wishes.texts)}
            no_entry = self._case.note_export(Export.REDACTED, folder / INDEX, meant, **facts).result()
            return RedactedWritten(
                folder, tuple(map(_masked, copy.pictures)), tuple(map(_not_copied, copy.left_out)), no_entry
            )

        return self._arithmetic.submit(work)


def _masked(each: MaskedPicture) -> Masked:
    return Masked(each.number, each.record.light, each.share, each.model_id, each.why)


def _not_copied(each: LeftOut) -> NotCopied:
    return NotCopied(each.number, each.record.light, each.why)
