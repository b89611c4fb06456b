"""A supervisor's day on real windows, a real bench, real accounts and real case files, in both languages.

With ``QDBENCH_SCREENSHOTS`` set to a folder, what a person sees is kept there as pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from real_window import RealWindow

import main
from ui.people.account_dialogs import AccountDialog
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
from workstation.accounts.passphrases import Cost
from workstation.accounts.roles import Role
from workstation.cases.region import Region, Shape
from workstation.cases.stages import Stage
from workstation.cases.verify import verify
from workstation.review_steps import Step
from workstation.workbench import Workbench

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

FIRST, SECRET = "set by the administrator", "a passphrase of several words"
BOX = Region(Shape.RECTANGLE, ((100.0, 120.0), (360.0, 300.0)))


class Station(RealWindow):
    """A window on a simulated bench whose station keeps accounts."""

    about = "review"

    def open_workbench(self) -> Workbench:
        return main.open_workbench(
            f"simulated:{self.scene}", cases_dir=self.folder / "cases", accounts=main.open_accounts()
        )

    @property
    def gate(self) -> Any:
        return self.commands.gate

    @property
    def panel(self) -> Any:
        return self.commands.space.review

    @property
    def handling(self) -> Any:
        return self.desk.snapshot.handling

    def answer(self, kind: type[QWidget], **texts: str) -> None:
        dialog = self.dialog(kind)
        for name, text in texts.items():
            field = getattr(dialog, "texts", {}).get(name) or getattr(dialog, name)
            field.setPlainText(text) if hasattr(field, "setPlainText") else field.setText(text)
        self.keep_picture(kind.__name__, dialog)
        assert dialog.go.isEnabled()
        dialog.go.click()

    def sign_in(self, login: str, secret: str = SECRET, new: str = "") -> None:
        """By keyboard alone."""
        gate = self.gate
        self.wait(lambda: gate.up)
        QTest.keyClicks(gate.login, login)
        QTest.keyClicks(gate.passphrase, secret)
        QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
        if new:
            self.wait(lambda: not gate.new.isHidden())
            QTest.keyClicks(gate.new, new)
            QTest.keyClicks(gate.again, new)
            QTest.keyClick(gate.again, Qt.Key.Key_Return)
        self.wait(lambda: not gate.up and self.desk.person.login == login)

    def change_to(self, login: str) -> None:
        self.act("sign_out")
        self.sign_in(login)

    def step(self, step: Step, stage: Stage, dialog: type[QWidget] | None = None, **texts: str) -> None:
        self.wait(lambda: any(each.step is step and each.refusal is None for each in self.panel.offers))
        self.panel.steps[step].click()
        if dialog is not None:
            self.answer(dialog, **texts)
        self.wait(lambda: self.desk.snapshot is None or self.handling.stage is stage)

    def open_from_queue(self, case_no: str) -> None:
        self.act("queue")
        queue = self.commands._queue
        self.wait(lambda: queue.isVisible() and queue.rows)
        row = next(at for at, each in enumerate(queue.rows) if each.case_no == case_no)
        queue.table.setCurrentCell(row, 0)
        self.keep_picture("queue", queue)
        queue.open_it.click()
        self.wait(lambda: self.desk.snapshot is not None and self.desk.snapshot.info.case_no == case_no)
        self.wait(lambda: self.panel.offers)

    def draw(self, region: Region) -> None:
        self.wait(lambda: self.commands.space.pictures.shown["questioned"])
        self.commands.space.view.regionDrawn.emit("questioned", region)


@pytest.fixture(params=["en", "zh_CN"])
def station(
    request: pytest.FixtureRequest, opens: Callable[..., Station], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Station:
    monkeypatch.setattr(main, "USER_DATA", tmp_path / "data")
    monkeypatch.setattr(main, "USER_CONFIG", tmp_path / "config")
    monkeypatch.setattr("workstation.accounts.store.Cost", lambda: Cost(1, 8, 1))
    return opens(Station, language=request.param)


def with_people(station: Station) -> None:
    """The first account through the window, the others beside it."""
    assert not station.gate.up
    station.act("accounts")
    station.answer(AccountDialog, login="boss", name="Boss", new=SECRET, again=SECRET)
    station.wait(lambda: station.gate.up)
    station.keep_picture("gate")
    station.sign_in("boss")
    people = station.desk.bench.people
    both = {Role.EXAMINER, Role.SUPERVISOR}
    for login, roles in (("erika", {Role.EXAMINER}), ("paula", both), ("viktor", {Role.VERIFIER})):
        people.add(login=login, name=login.title(), roles=roles, passphrase=FIRST).result()
    station.act("accounts")
    window = station.commands._accounts_window
    station.wait(lambda: window.table.rowCount() == 4)
    station.keep_picture("accounts", window)
    station.act("lock")
    assert not window.isVisible()
    station.gate.other.click()
    station.wait(lambda: not station.gate.login.isHidden())
    for login in ("erika", "paula", "viktor"):
        station.sign_in(login, FIRST, SECRET)
        station.act("sign_out")


def examined(station: Station, case_no: str, login: str) -> None:
    """A case that somebody captured, concluded and submitted."""
    station.sign_in(login)
    bench = station.desk.bench
    path = station.folder / "cases" / f"{case_no}.qdcase"
    station.desk.switch_case(bench.create_case(path, case_no=case_no, examiner=bench.actor))
    station.wait(lambda: station.desk.snapshot is not None)
    station.desk.start_capture(("WHITE", "UV365"))
    station.wait(lambda: not station.desk.capturing and len(station.desk.captures()) == 2)
    item, picture = station.desk.exhibit_id, station.desk.captures()["UV365"]
    bench.record.save_finding(
        exhibit_id=item, capture_id=picture.capture_id, region=BOX, feature="uv_dull_controlled", light="UV365",
        method="uv", observation="present_deviates", significance="supports_false", observed="Paper glows.",
    ).result()  # fmt: skip
    bench.record.conclude(exhibit_id=item, scale="scale_status", level="falsified", reasoning="Paper.").result()
    station.wait(lambda: len(station.desk.snapshot.conclusions) == 1)
    station.act("to_review")
    station.act("custody")
    station.answer(CustodyDialog, from_whom="Booth 4", to_whom="Erika", seal_no="S-17")
    station.wait(lambda: len(station.handling.custody) == 1)
    station.step(Step.SUBMIT, Stage.AWAITING_REVIEW)


def test_a_supervisors_day(station: Station) -> None:
    with_people(station)
    examined(station, "2026-1", "erika")
    assert not station.window.actions_by_key["capture_all"].isEnabled()
    QTest.keyClick(station.window, Qt.Key.Key_F5)
    assert station.window.messages.text

    station.change_to("paula")
    station.open_from_queue("2026-1")
    station.wait(lambda: not station.panel.changed.isHidden())
    station.act("comment_region")
    station.draw(BOX)
    station.answer(CommentDialog, text="Compare the thread with the specimen.")
    station.wait(lambda: len(station.handling.comments) == 1)
    comment = station.handling.comments[0]
    assert comment.region == BOX
    station.keep_picture("comment")
    station.panel.comments.choose(comment.comment_id)
    station.act("ask_to_verify")
    dialog = station.dialog(VerifierDialog)
    assert dialog.person.choose("viktor")
    station.answer(VerifierDialog)
    station.wait(lambda: station.handling.open_requests)
    station.wait(lambda: station.panel.offers)

    path = station.desk.case_path
    station.change_to("viktor")
    station.commands.open_path(path)
    station.wait(lambda: station.desk.snapshot is not None and station.desk.snapshot.blind)
    assert station.desk.snapshot.findings == ()
    assert station.desk.snapshot.conclusions == ()
    assert station.commands.space.review.opinion.isVisibleTo(station.window)
    station.panel.opinion.add.click()
    station.draw(BOX)
    station.answer(SightDialog, observed="Dull under UV.")
    station.panel.opinion.level.choose("inconclusive")
    station.commands.space.show_tab("review")
    station.keep_picture("blind")
    station.panel.opinion.record.click()
    station.wait(lambda: not station.desk.snapshot.blind)
    points = {each.point: each.agreement for each in station.handling.compared}
    assert points["level"] == "differ"
    station.panel._area.ensureWidgetVisible(station.panel.points)
    station.keep_picture("compared")

    station.change_to("paula")
    station.open_from_queue("2026-1")
    station.panel.points.resolve.click()
    station.answer(ResolveDialog, position="falsified", reasoning="The thread is printed.")
    station.step(Step.RETURN, Stage.RETURNED, ReturnDialog, text="Say why the thread is printed.")
    station.keep_picture("returned")

    station.change_to("erika")
    station.commands.open_path(path)
    station.wait(lambda: station.desk.snapshot is not None and station.panel.offers)
    assert "Say why the thread" in station.panel.returned.text()
    station.panel.comments.choose(comment.comment_id)
    station.act("settle_comment")
    station.answer(SettleDialog, text="Done, see the reasoning.")
    station.wait(lambda: comment.comment_id in station.handling.settled)
    station.step(Step.SUBMIT, Stage.AWAITING_REVIEW)

    station.change_to("paula")
    station.open_from_queue("2026-1")
    station.step(Step.APPROVE_TECHNICAL, Stage.REVIEWED, ApproveDialog)
    from ui.dialogs.case_dialogs import SignOffDialog

    station.step(Step.SIGN_OFF, Stage.SIGNED_OFF, SignOffDialog)
    station.keep_picture("signed-off")
    QTest.keyClick(station.window, Qt.Key.Key_F5)
    assert station.window.messages.text
    station.step(Step.ISSUE, Stage.REPORTED, IssueDialog)
    station.act("issue_report")
    dialog = station.dialog(IssueDialog)
    assert not dialog.go.isEnabled()
    station.answer(IssueDialog, changed="A name was misspelt.")
    station.wait(lambda: len(station.handling.reports) == 2)
    station.wait(lambda: any(each.step is Step.CLOSE for each in station.panel.offers))
    station.step(Step.CLOSE, Stage.CLOSED)
    station.step(Step.ARCHIVE, Stage.ARCHIVED)
    station.wait(lambda: station.panel.refusal_of(Step.PURGE) is not None)
    station.act("retention")
    dialog = station.dialog(RetentionDialog)
    dialog.rule.choose("until_told")
    dialog.hold.setChecked(True)
    assert not dialog.go.isEnabled()
    station.answer(RetentionDialog, reason="Court file 12")
    station.wait(lambda: station.handling.retention is not None)
    station.wait(lambda: getattr(station.panel.refusal_of(Step.PURGE), "code", "") == "case-held")
    station.act("retention")
    dialog = station.dialog(RetentionDialog)
    dialog.hold.setChecked(False)
    station.answer(RetentionDialog, reason="Judgement is final")
    station.wait(lambda: not station.handling.retention.legal_hold)
    station.wait(lambda: station.panel.refusal_of(Step.PURGE) is None)
    station.act("purge_case")
    dialog = station.dialog(PurgeDialog)
    assert not dialog.go.isEnabled()
    station.answer(PurgeDialog, typed="2026-1")
    station.wait(lambda: station.desk.snapshot is None)
    assert verify(path).intact


def test_nobody_approves_their_own_case_through_the_window(station: Station) -> None:
    with_people(station)
    examined(station, "2026-2", "paula")
    station.wait(lambda: station.panel.refusal_of(Step.APPROVE_TECHNICAL) is not None)
    for key in ("approve_technical", "approve_administrative", "return_case"):
        station.window.messages.clear()
        station.act(key)
        assert "Paula" in station.window.messages.text
        assert QApplication.activeModalWidget() is None
    assert station.handling.reviews == ()
    station.keep_picture("own-case")
