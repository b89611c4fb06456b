"""What the actions on the life of a case and on its review do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.fields import light_name
from ui.panels.unsaved import unless_unsaved
from ui.review.dialogs import (
    ApproveDialog,
    CommentDialog,
    CustodyDialog,
    IssueDialog,
    PurgeDialog,
    ResolveDialog,
    RetentionDialog,
    ReturnDialog,
    SettleDialog,
    VerifierDialog,
)
from ui.review.opinion import SightDialog
from ui.review.queue_window import QueueWindow
from workstation.accounts.model import Account
from workstation.cases.custody import FOLLOWS
from workstation.cases.handling import Comment, CustodyKind, Decision, ReviewKind
from workstation.cases.queue import Summary, Unreadable
from workstation.cases.stages import EDITABLE, Stage
from workstation.review_steps import Step, why_frozen

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.review.signature_rows import SignatureRows
    from ui.settings import Settings
    from ui.workspace import Workspace
    from workstation.captures import CaptureRecord
    from workstation.cases.region import Region
    from workstation.signing_desk import Signing

    Base = QObject
else:
    Base = object


class ReviewCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow
    _settings: Settings
    _keep: Callable[..., Any]
    _take_tool: Callable[[str], None]
    _open: Callable[..., None]
    proved: Callable[..., None]
    act: Callable[[str], None]

    def _connect_review(self) -> None:
        self._queue: QueueWindow | None = None
        self._case_looked_at = ""
        panel = self.space.review
        panel.asked.connect(self._asked)
        panel.comments.jumped.connect(self._jump_to_comment)
        panel.comments.selected.connect(self.space.outline_again)
        panel.opinion.sightAsked.connect(self._draw_sight)
        panel.opinion.recorded.connect(self._record_opinion)
        self.desk.caseChanged.connect(self._look_at_case)
        self._window.refused.connect(self._say_why_frozen)

    def _detach_review(self) -> None:
        if self._queue is not None:
            self._queue.close()
            self._queue.deleteLater()

    def _asked(self, key: str) -> None:
        if key == "resolve":
            self._resolve()
        else:
            self.act(key)

    def _say_why_frozen(self, _key: str) -> None:
        """A key was pressed whose action rests because the case is frozen: say so instead of keeping silent."""
        snapshot = self.desk.snapshot
        why = why_frozen(snapshot, self.desk.person) if snapshot is not None else None
        if why is not None:
            self.desk.failed.emit(why)

    # ------------------------------------------------------------------ looking at a case

    def _look_at_case(self) -> None:
        """What changed since the person last looked, once for each time the case is opened."""
        snapshot, panel = self.desk.snapshot, self.space.review
        case_id = snapshot.info.case_id if snapshot else ""
        if case_id == self._case_looked_at:
            return
        self._case_looked_at = case_id
        panel.show_changes(None)
        if snapshot is None or snapshot.blind or not self.desk.person.is_account:
            return
        review = self.desk.bench.review
        self.desk.ask(review.changes_since_look(), panel.show_changes)
        self.desk.ask(review.note_look())

    def do_queue(self) -> None:
        """The supervisor's window, beside this one."""
        if self._queue is None:
            folder = Path(self._settings.queue_dir) if self._settings.queue_dir else self.desk.bench.cases_dir
            self._queue = QueueWindow(self.desk, folder, lambda chosen: self._keep(queue_dir=chosen))
            self._queue.opened.connect(self._open_from_queue)
        self._queue.show_it()

    def _open_from_queue(self, row: Summary | Unreadable) -> None:
        """For review; a case that somebody else still examines is opened for reading only."""
        read_only = isinstance(row, Summary) and _of_another(row)

        def open_it() -> None:
            self._open(row.path, read_only=read_only)

        self._window.raise_()
        self._window.activateWindow()
        self.space.show_tab("review")
        unless_unsaved(self.space.findings, self._window, open_it)

    def do_to_review(self) -> None:
        """The keyboard to the review."""
        self.space.tabs.show()
        self.space.show_tab("review")

    # ------------------------------------------------------------------ steps

    def _unless_refused(self, step: Step, do: Callable[[], None]) -> None:
        """Go on, or say at once what the store would say."""
        why = self.space.review.refusal_of(step)
        if why is not None:
            self.space.show_tab("review", focus=False)
            self.desk.failed.emit(why)
        else:
            do()

    def _decide(self, call: Callable[[], Future[Any]]) -> None:
        self.proved(call, lambda _: self._window.messages.clear())

    def do_begin_examination(self) -> None:
        """The first picture says it as well."""
        self._unless_refused(Step.BEGIN, lambda: self._decide(self.desk.bench.review.begin))

    def do_submit_case(self) -> None:
        """Hand over for review."""
        self._unless_refused(Step.SUBMIT, lambda: self._decide(self.desk.bench.review.submit))

    def _approve(self, step: Step, kind: ReviewKind) -> None:
        def ask() -> None:
            dialog = ApproveDialog(kind, self._window)
            dialog.wanted.connect(
                lambda text: self._decide(lambda: self.desk.bench.review.decide(kind, Decision.APPROVED, text))
            )
            dialog.open()

        self._unless_refused(step, ask)

    def do_approve_technical(self) -> None:
        """Method, findings and reasoning hold."""
        self._approve(Step.APPROVE_TECHNICAL, ReviewKind.TECHNICAL)

    def do_approve_administrative(self) -> None:
        """The case is complete."""
        self._approve(Step.APPROVE_ADMINISTRATIVE, ReviewKind.ADMINISTRATIVE)

    def do_return_case(self) -> None:
        """Back to its examiner, with reasons."""

        def ask() -> None:
            snapshot = self.desk.snapshot
            reviewed = snapshot is not None and snapshot.handling.stage is Stage.REVIEWED
            kind = ReviewKind.SUPERVISOR if reviewed else ReviewKind.TECHNICAL
            dialog = ReturnDialog(self._window)
            dialog.wanted.connect(
                lambda text: self._decide(lambda: self.desk.bench.review.decide(kind, Decision.RETURNED, text))
            )
            dialog.open()

        self._unless_refused(Step.RETURN, ask)

    def do_finish_case(self) -> None:
        """Nothing more is expected of it."""
        self._unless_refused(Step.CLOSE, lambda: self._decide(self.desk.bench.review.close))

    def do_archive_case(self) -> None:
        """Put it away."""
        self._unless_refused(Step.ARCHIVE, lambda: self._decide(self.desk.bench.review.archive))

    def do_issue_report(self) -> None:
        """Write the PDF and record it as issued."""

        def ask() -> None:
            snapshot, path = self.desk.snapshot, self.desk.case_path
            assert snapshot is not None
            version = len(snapshot.handling.reports) + 1
            proposed = path.with_name(f"{path.stem}-v{version}.pdf") if path else Path("report.pdf")
            dialog = IssueDialog(proposed, version, self._settings.card_module, self._window)
            dialog.signature.cardsAsked.connect(partial(self._read_cards, dialog.signature))
            dialog.wanted.connect(self._issue)
            dialog.open()

        self._unless_refused(Step.ISSUE, ask)

    def _read_cards(self, rows: SignatureRows, module: Path) -> None:
        self._keep(card_module=str(module))
        self.desk.ask(self.desk.bench.signing.keys_on(module), rows.show_keys, rows.show_refusal)

    def _issue(self, path: Path, language: str, changed: str, signing: Signing | None) -> None:
        bench = self.desk.bench
        self._window.messages.show_running(lambda: self.tr("Making the report…"))
        self.desk.work(
            bench.export_report(path, language) if signing is None else bench.signing.sign(path, language, signing),
            lambda _: self.desk.keep(bench.review.issue(path, language=language, changed=changed), self._issued),
        )

    def _issued(self, report: Any) -> None:
        self._window.messages.show_notice(
            lambda: self.tr("Version {version} of the report is issued.").format(version=report.version)
        )

    def do_purge_case(self) -> None:
        """Ask for the number of the case, typed."""

        def ask() -> None:
            assert self.desk.snapshot is not None
            dialog = PurgeDialog(self.desk.snapshot.info.case_no, self._window)
            dialog.wanted.connect(lambda: self.proved(self.desk.bench.review.purge, lambda _: self._purged()))
            dialog.open()

        self._unless_refused(Step.PURGE, ask)

    def _purged(self) -> None:
        self._window.messages.show_notice(
            lambda: self.tr("The case is purged: pictures and personal data are gone, the hashes are left.")
        )

    # ------------------------------------------------------------------ comments

    def do_comment(self) -> None:
        """On the case, or on the finding that is selected."""
        finding = self.desk.finding
        self._say_of("", None, None, about_id=finding.finding_id if finding else "")

    def _say_of(
        self,
        about: str,
        capture: CaptureRecord | None,
        region: Region | None,
        *,
        about_id: str = "",
        reply_to: str | None = None,
    ) -> None:
        dialog = CommentDialog(about or self._about_text(about_id), self._window)
        dialog.wanted.connect(
            lambda text: self.desk.keep(
                self.desk.bench.review.comment(
                    text,
                    capture_id=capture.capture_id if capture else None,
                    region=region,
                    about_id=about_id,
                    reply_to=reply_to,
                )
            )
        )
        dialog.open()

    def _about_text(self, about_id: str) -> str:
        return self.tr("On the selected finding") if about_id else self.tr("On the whole case")

    def do_comment_region(self) -> None:
        """Draw where, then say what."""
        self._draw("comment_region", self._comment_on)

    def _draw(self, key: str, take: Callable[[CaptureRecord, Region], None]) -> None:
        def taken(capture: CaptureRecord, region: Region) -> None:
            self._window.messages.clear()
            take(capture, region)

        self.space.show_grid(False)
        self._take_tool("pan")
        self._window.actions_by_key[key].setChecked(True)
        self.space.view.set_tool("rectangle")
        self.space.region_taker = taken
        self._window.messages.show_notice(lambda: self.tr("Draw the region on the picture; Esc lets it be."))

    def _comment_on(self, capture: CaptureRecord, region: Region) -> None:
        self.space.show_tab("review", focus=False)
        text = self.tr("On a region in {light}").format(light=light_name(capture.light))
        self._say_of(text, capture, region)

    def do_answer_comment(self) -> None:
        """In answer to the selected one."""
        thread = self.space.review.comments.beginning
        if thread is None:
            self.act("to_review")
            return
        self._say_of(f"“{thread.text}”", None, None, reply_to=thread.comment_id)

    def do_settle_comment(self) -> None:
        """Say how the selected one was settled."""
        thread = self.space.review.comments.beginning
        if thread is None:
            self.act("to_review")
            return
        dialog = SettleDialog(thread.text, self._window)
        dialog.wanted.connect(lambda text: self.desk.keep(self.desk.bench.review.settle(thread.comment_id, text)))
        dialog.open()

    def _jump_to_comment(self, comment: Comment) -> None:
        if comment.capture_id is None or self.desk.snapshot is None:
            return
        capture = self.desk.snapshot.capture(comment.capture_id)
        self.space.show_grid(False)
        self.desk.look(exhibit_id=capture.exhibit_id, page=capture.page, light=capture.light)
        if comment.region is not None:
            self.space.view.center_on("questioned", self.space.studio.to_shown(comment.region))

    # ------------------------------------------------------------------ blind verification

    def do_ask_to_verify(self) -> None:
        """Choose who examines the exhibit in hand blind."""

        def ask(people: tuple[Account, ...]) -> None:
            exhibit, me = self.desk.exhibit, self.desk.person
            if exhibit is None:
                return
            able = [it for it in people if it.roles & {"examiner", "verifier", "supervisor"} and it.login != me.login]
            dialog = VerifierDialog(exhibit.exhibit_no, tuple(able), self._window)
            dialog.wanted.connect(
                lambda login: self.desk.keep(self.desk.bench.review.ask_to_verify(exhibit.exhibit_id, login))
            )
            dialog.open()

        self._unless_refused(Step.ASK_TO_VERIFY, lambda: self.desk.ask(self.desk.bench.people.directory(), ask))

    def _draw_sight(self) -> None:
        self._draw("comment_region", self._ask_for_sight)

    def _ask_for_sight(self, capture: CaptureRecord, region: Region) -> None:
        self.space.show_tab("review", focus=False)
        dialog = SightDialog(capture, region, self._window)
        dialog.wanted.connect(self.space.review.opinion.add_sight)
        dialog.open()

    def _record_opinion(self, request_id: str, opinion: Any) -> None:
        self.desk.keep(self.desk.bench.review.verify_blind(request_id, opinion))

    def _resolve(self) -> None:
        made = self.space.review.points.verification
        if made is None:
            return
        dialog = ResolveDialog(self._window)
        dialog.wanted.connect(
            lambda position, reasoning: self.desk.keep(
                self.desk.bench.review.resolve(made.verification_id, position, reasoning)
            )
        )
        dialog.open()

    # ------------------------------------------------------------------ custody and retention

    def do_custody(self) -> None:
        """What happened to the exhibit in hand."""
        exhibit, snapshot = self.desk.exhibit, self.desk.snapshot
        if exhibit is None or snapshot is None:
            return
        before = [each.kind for each in snapshot.handling.custody if each.exhibit_id == exhibit.exhibit_id]
        may = FOLLOWS[before[-1] if before else None]
        dialog = CustodyDialog(exhibit.exhibit_no, tuple(each for each in CustodyKind if each in may), self._window)
        dialog.wanted.connect(
            lambda kind, at, texts: self.desk.keep(
                self.desk.bench.review.record_custody(exhibit.exhibit_id, CustodyKind(kind), happened_at=at, **texts)
            )
        )
        dialog.open()

    def do_retention(self) -> None:
        """How long it is kept, and whether it is held."""
        kept = self.desk.snapshot.handling.retention if self.desk.snapshot else None
        dialog = RetentionDialog(kept, self._window)
        dialog.wanted.connect(
            lambda rule, day, held, reason: self.desk.keep(
                self.desk.bench.review.retain(rule=rule, until=day, legal_hold=held, reason=reason)
            )
        )
        dialog.open()


def _of_another(row: Summary) -> bool:
    return row.stage in EDITABLE and not row.mine and row.stage is not Stage.DRAFT
