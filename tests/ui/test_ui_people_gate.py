"""The cover: what it hides, what it lets through, what it says; against real accounts and a real people's desk."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui_window import Opened

from workstation.accounts.passphrases import Cost
from workstation.accounts.roles import ACCOUNT_ROLES, NOBODY, Role
from workstation.accounts.store import Accounts
from workstation.clock import SystemClock
from workstation.people_desk import PeopleDesk

SECRET = "a passphrase of several words"


class TurnedClock(SystemClock):
    """The real time, and what a test adds to it."""

    added_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.added_s

    def now(self) -> datetime:
        return datetime.now(UTC)


class NoCase:
    """What the people's desk asks of the open case, done at once on the bench's own writer."""

    def __init__(self, window: Opened) -> None:
        self.later = window.bench._pool.submit
        self.act_as = self.close_now = lambda *_: None


@pytest.fixture
def station(window: Opened, tmp_path: Path) -> SimpleNamespace:
    """A window whose bench keeps accounts: nobody is signed in yet."""
    clock = TurnedClock()
    accounts = Accounts(tmp_path / "accounts.sqlite", clock, Cost(1, 8, 1))
    boss = accounts.add(NOBODY, login="boss", name="Boss", roles={Role.ADMINISTRATOR}, passphrase=SECRET).actor()
    accounts.add(boss, login="erika", name="Erika", roles={Role.EXAMINER}, passphrase="set by the administrator")
    accounts.sign_in("erika", "set by the administrator", SECRET)
    window.open_case()
    window.capture()
    commands = window.commands
    window.bench.people = PeopleDesk(
        accounts,
        NoCase(window),  # type: ignore[arg-type]
        clock=clock,
        station_name="",
        capturing=threading.Lock(),
        post=lambda event: commands.desk.bridge.post(event),
    )
    commands.desk.person = window.bench.people.signed_in
    commands.desk.attached.emit()
    return SimpleNamespace(window=window, commands=commands, gate=commands.gate, clock=clock, accounts=accounts)


def signed_in(station: SimpleNamespace, login: str = "erika", secret: str = SECRET) -> None:
    gate = station.gate
    QTest.keyClicks(gate.login, login)
    QTest.keyClicks(gate.passphrase, secret)
    QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)


def entered(station: SimpleNamespace) -> None:
    signed_in(station)
    station.window.wait(lambda: not station.gate.up)


def test_nothing_is_reached_until_somebody_signs_in(station: SimpleNamespace) -> None:
    gate, window = station.gate, station.window.program.window
    assert gate.up
    assert gate.geometry() == window.rect()
    assert not station.commands.space.isVisible()
    enabled = {key for key, action in window.actions_by_key.items() if action.isEnabled()}
    assert enabled <= {"lamps_off", "stop", "quit"}
    assert "lamps_off" in enabled
    assert window.windowTitle() == "QDBench"
    entered(station)
    assert station.commands.space.isVisible()
    assert window.actions_by_key["capture_all"].isEnabled()


def test_a_refusal_never_says_which_word_was_wrong_and_the_wait_is_counted(station: SimpleNamespace) -> None:
    gate = station.gate
    signed_in(station, "nobody-here")
    station.window.wait(gate.trouble.text)
    unknown = gate.trouble.text()
    gate.login.clear()
    signed_in(station, "erika", "wrong passphrase")
    station.window.wait(lambda: not gate.passphrase.text())
    assert gate.trouble.text() == unknown
    for _ in range(3):
        gate.passphrase.clear()
        QTest.keyClicks(gate.passphrase, "wrong passphrase")
        QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
        station.window.wait(lambda: not gate.passphrase.text())
    assert " s " in gate.trouble.text()
    QTest.keyClicks(gate.passphrase, SECRET)
    assert not gate.go.isEnabled()
    station.window.wait(gate.go.isEnabled, timeout_ms=12_000)
    assert gate.trouble.text() == ""
    QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
    station.window.wait(lambda: not gate.up)


def test_the_station_locks_itself_and_what_was_open_comes_back(station: SimpleNamespace) -> None:
    entered(station)
    window, commands, gate = station.window, station.commands, station.gate
    window.act("add_exhibit")
    dialog = window.dialog()
    station.clock.added_s = 301
    commands.presence.look()
    assert gate.up
    assert "Erika" in gate.title.text()
    assert gate.login.isHidden()
    assert not dialog.isVisible()
    QTest.keyClicks(gate.passphrase, "wrong passphrase")
    QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
    window.wait(gate.trouble.text)
    assert gate.up
    QTest.keyClicks(gate.passphrase, SECRET)
    QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
    window.wait(lambda: not gate.up)
    assert dialog.isVisible()
    dialog.close()


def test_a_key_keeps_the_station_open(station: SimpleNamespace) -> None:
    entered(station)
    station.clock.added_s = 200
    QTest.keyClick(station.window.program.window, Qt.Key.Key_Shift)
    station.clock.added_s = 400
    station.commands.presence.look()
    assert not station.gate.up


def test_a_capture_goes_on_behind_the_cover(station: SimpleNamespace) -> None:
    entered(station)
    window, desk = station.window, station.commands.desk
    hold, taken = threading.Event(), len(desk.snapshot.captures)
    window.bench.step = lambda _: hold.wait(10)
    window.act("capture_all")
    window.wait(lambda: desk.capturing)
    window.act("lock")
    assert station.gate.up
    assert window.program.window.actions_by_key["stop"].isEnabled()
    hold.set()
    window.wait(lambda: not desk.capturing)
    assert len(desk.snapshot.captures) == taken + len(desk.bench_lights())
    assert station.gate.up


def test_demonstration_accounts_are_marked(window: Opened, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.sqlite", SystemClock(), Cost(1, 8, 1))
    commands = window.commands
    window.bench.people = PeopleDesk(
        accounts,
        NoCase(window),  # type: ignore[arg-type]
        clock=SystemClock(),
        station_name="",
        capturing=threading.Lock(),
        post=lambda event: commands.desk.bridge.post(event),
    )
    window.act("demo_accounts")
    gate = commands.gate
    window.wait(lambda: len(gate.demo) == len(ACCOUNT_ROLES))
    gate.demo[0].click()
    window.wait(lambda: not gate.up)
    from ui.people.status import PersonStatus

    status = window.program.window.findChild(PersonStatus)
    assert status is not None
    assert status.text().startswith("⚠ DEMO")
    assert status.isVisible()
