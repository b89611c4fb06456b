"""The one case file that is open, and the one thread that reads and writes it.

Everything that touches the file runs on that thread; whoever asks gets a ``concurrent.futures.Future``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workstation.accounts.roles import Actor, Role, at_station
from workstation.cases.model import CaseInfo, CaseSnapshot, Exhibit
from workstation.cases.stages import EDITABLE, FINAL
from workstation.devices import Clock
from workstation.errors import CaseFileError, WorkstationError
from workstation.events import CaseChanged, Event
from workstation.identifiers import new_id

if TYPE_CHECKING:
    from workstation.cases.encryption import Key
    from workstation.cases.exports import Export
    from workstation.cases.seals import TimeStamper
    from workstation.cases.store import CaseFile

T = TypeVar("T")


class OpenCase:
    """At most one case file at a time, kept by its writer thread.

    Parameters
    ----------
    clock : Clock
    cases_dir : Path
        Where a new case goes when nobody chose a place.
    actor : callable
        Who works here now; asked what they may do, and written to every row.
    stamper : TimeStamper or None
        Attests the time of countersigned heads.
    encrypts : bool
        Makes no new case without a key.
    post : callable
        Takes ``CaseChanged`` after every change, on the writer thread.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        cases_dir: Path,
        actor: Callable[[], Actor],
        post: Callable[[Event], None],
        stamper: TimeStamper | None = None,
        encrypts: bool = False,
    ) -> None:
        self.cases_dir = cases_dir
        self.encrypts = encrypts
        self._clock = clock
        self._actor = actor
        self._post = post
        self._stamper = stamper
        self._case: CaseFile | None = None
        self._snapshot: CaseSnapshot | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="case-writer")

    def later(self, work: Callable[..., T], *arguments: Any) -> Future[T]:
        """Run ``work`` on the writer thread."""
        return self._writer.submit(work, *arguments)

    @property
    def file(self) -> CaseFile | None:
        """The open case file, to be used on the writer thread only; elsewhere it says which case is meant."""
        return self._case

    @property
    def path(self) -> Path | None:
        """File of the open case."""
        return self._case.path if self._case else None

    @property
    def snapshot(self) -> CaseSnapshot | None:
        """The open case as it was last stored."""
        return self._snapshot

    def suggest(self) -> Future[tuple[Path, str]]:
        """Free file and case number for a new case, such as ``2026-11-22-003``."""
        return self.later(self._free)

    def _free(self) -> tuple[Path, str]:
        day = self._clock.now().astimezone().strftime("%Y-%m-%d")
        taken = {each.stem for each in self.cases_dir.glob(f"{day}-*.qdcase")}
        number = next(name for n in range(1, 1_000_000) if (name := f"{day}-{n:03d}") not in taken)
        return self.cases_dir / f"{number}.qdcase", number

    def create(self, path: Path, texts: dict[str, Any], key: Key | None = None) -> Future[CaseSnapshot]:
        """Make a case file with its first exhibit and open it; ``texts`` are fields of ``CaseInfo``."""
        return self.later(self._create, path, texts, key)

    def _create(self, path: Path, texts: dict[str, Any], key: Key | None = None) -> CaseSnapshot:
        from workstation.cases.store import CaseFile

        if self.encrypts and key is None:
            raise CaseFileError("case-new-needs-key", path=path)
        now = self._clock.now()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CaseFileError("file-not-written", path=path.parent, reason=error.strerror) from error
        info = CaseInfo(case_id=new_id(now), created_at=now, **texts)
        actor = self._actor()
        if not actor.name and Role.STATION in actor.roles:
            actor = at_station(info.examiner)
        first = [self._blank_exhibit()]
        return self._take(CaseFile.create(path, info, clock=self._clock, actor=actor, exhibits=first, key=key))

    def _take(self, case: CaseFile) -> CaseSnapshot:
        self._close()
        case.seals.stamper = self._stamper
        self._case = case
        return self.changed(_risk(case))

    def open(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> Future[CaseSnapshot]:
        """Open a case file; a newer or a locked one opens read-only or fails with the reason."""

        def work() -> CaseSnapshot:
            from workstation.cases.encryption import KEYRING
            from workstation.cases.store import CaseFile

            if self._case is not None and self._case.path.resolve() == path.resolve():
                self._close()
            if key is not None:
                KEYRING.keep(path, key)
            try:
                case = CaseFile.open(path, clock=self._clock, actor=self._actor(), read_only=read_only)
            except BaseException:
                KEYRING.forget(path)
                raise
            return self._take(case)

        return self.later(work)

    def close(self) -> Future[None]:
        """Close the open case, if any."""
        return self.later(self.close_now)

    def close_now(self) -> None:
        """Close the open case, if any, and tell everybody; on the writer thread only."""
        self._close()
        self._post(CaseChanged(None, None))

    def act_as(self, actor: Actor) -> None:
        """Go on with the open case, if any, as somebody else; on the writer thread only.

        Raises
        ------
        PermissionRefused
            They may not read it.
        """
        if self._case is not None:
            self._case.act_as(actor)
            self.changed()

    def _close(self) -> None:
        if self._case is not None:
            from workstation.cases.encryption import KEYRING

            self._case.close()
            KEYRING.forget(self._case.path)
        self._case = None
        self._snapshot = None

    def changed(self, risk: WorkstationError | None = None) -> CaseSnapshot:
        """Read the case anew and tell everybody; on the writer thread only."""
        assert self._case is not None
        self._snapshot = self._case.snapshot()
        self._post(CaseChanged(self._snapshot, self._case.path, risk))
        return self._snapshot

    def demand(self, meant: CaseFile | None = None) -> CaseFile:
        """The open case, which must be the one that is meant; on the writer thread only."""
        if self._case is None:
            raise CaseFileError("case-none-open")
        if meant not in (None, self._case):
            raise CaseFileError("case-changed")
        return self._case

    def write(self, work: Callable[[CaseFile], T], meant: CaseFile | None = None) -> Future[T]:
        """Run ``work`` in the writer thread on the open case, or on none but the one meant; then tell everybody."""

        def run() -> T:
            result = work(self.demand(meant))
            self.changed()
            return result

        return self.later(run)

    def ensure_exhibit(self, exhibit_id: str | None) -> tuple[CaseFile, str]:
        """Case and exhibit to work on; makes what is missing. On the writer thread only."""
        if self._case is None:
            path, case_no = self._free()
            self._create(path, {"case_no": case_no, "examiner": self._actor().name})
        assert self._snapshot is not None
        if self._snapshot.read_only:
            raise CaseFileError("case-read-only", path=self.demand().path)
        # Nobody lights a document for pictures that the case would not take.
        self.demand().demand("capture.store")
        stage = self._snapshot.handling.stage
        if stage not in EDITABLE:
            code = "case-signed-off" if stage in FINAL else "case-under-review"
            raise CaseFileError(code, path=self.demand().path)
        if not self._snapshot.exhibits:
            self.demand().add_exhibit(self._blank_exhibit())
            self.changed()
        return self.demand(), exhibit_id or self._snapshot.exhibits[-1].exhibit_id

    def _blank_exhibit(self) -> Exhibit:
        now = self._clock.now()
        return Exhibit(exhibit_id=new_id(now), exhibit_no="1", created_at=now)

    def note_export(
        self, what: Export, path: Path, meant: CaseFile | None, **facts: int | str
    ) -> Future[WorkstationError | None]:
        """Write into the case that is meant that a file was made of it; what speaks against it comes back."""
        from workstation.cases.exports import file_sha256, note_export

        def work() -> WorkstationError | None:
            try:
                note_export(self.demand(meant), what, file_sha256(path), **facts)
            except WorkstationError as error:
                return error
            self.changed()
            return None

        return self.later(work)

    def then_snapshot(self, work: Callable[[CaseFile], None]) -> Future[CaseSnapshot]:
        """Run ``work`` in the writer thread on the open case and give the case as it is then."""

        def run() -> CaseSnapshot:
            work(self.demand())
            return self.changed()

        return self.later(run)

    def original(self, sha256: str, meant: CaseFile | None = None) -> bytes:
        """Stored bytes of a picture, waited for; on any thread but the writer's."""
        return self.later(lambda: self.demand(meant).original(sha256)).result()

    def shutdown(self) -> None:
        """Close the case and join the thread."""
        self.later(self._close)
        self._writer.shutdown(wait=True)


def _risk(case: CaseFile) -> WorkstationError | None:
    """What to know about the place of a case that is written to."""
    from workstation.cases.shares import share_of

    share = "" if case.read_only else share_of(case.path)
    return CaseFileError("case-on-share", path=case.path, share=share) if share else None
