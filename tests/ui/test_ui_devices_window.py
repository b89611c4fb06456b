"""The technician's window: every device with its state in words, its reason and what went before."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_devices import Technician, beside
from ui_fake_maintenance import FakeMaintenance, FakeSetUp, lost
from ui_fake_workbench import NOW, status
from ui_window import OpenWindow

from ui.actions import Fact
from ui.devices.looks import changes
from ui.devices.read_table import ReadTable
from ui.language import install_language
from workstation.devices import DeviceKind, DeviceState, DeviceStatus
from workstation.events import DeviceChanged
from workstation.maintenance import Maintenance, SetUp


@pytest.mark.parametrize(("protocol", "fake"), [(Maintenance, FakeMaintenance), (SetUp, FakeSetUp)])
def test_the_engine_in_memory_is_called_as_the_real_one(protocol: type, fake: type) -> None:
    wanted = {name: member for name, member in vars(protocol).items() if inspect.isfunction(member)}
    asked = {name: member for name, member in wanted.items() if not name.startswith("_")}
    assert asked
    for name, member in asked.items():
        theirs = inspect.signature(member).parameters.values()
        ours = inspect.signature(getattr(fake, name)).parameters.values()
        assert [(each.name, each.kind, each.default) for each in ours] == [
            (each.name, each.kind, each.default) for each in theirs
        ], name


def test_a_bench_that_answers_no_technician_has_no_such_window(open_window: OpenWindow) -> None:
    window = open_window()
    assert Fact.TECHNICIAN not in window.commands.desk.facts()
    assert not window.program.window.actions_by_key["devices"].isEnabled()


def test_it_stands_beside_the_examiner_and_blocks_nothing(open_window: OpenWindow) -> None:
    booth = open_window(technician=True)
    examiner = booth.program.window
    QTest.keyClick(examiner, Qt.Key.Key_F9)
    window = booth.commands._devices
    assert window is not None
    assert window.isVisible()
    assert QApplication.activeModalWidget() is None
    booth.capture()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert examiner.isVisible()
    booth.wait(lambda: booth.bench.engine.listeners == [])
    booth.act("devices")
    assert window.isVisible()
    assert len(booth.bench.engine.listeners) == 1


def test_lamps_go_off_from_here_too(open_window: OpenWindow) -> None:
    technician = beside(open_window)
    technician.window.activateWindow()
    technician.wait(technician.window.isActiveWindow)
    QTest.keyClick(technician.window, Qt.Key.Key_F8)
    technician.window.lamps_off.click()
    assert [name for name, _ in technician.bench.calls].count("lights_off") == 2


def test_the_end_of_the_program_ends_a_set_up_lamps_off(open_window: OpenWindow) -> None:
    booth = open_window(technician=True)
    booth.act("devices")
    window = booth.commands._devices
    assert window is not None
    technician = Technician(booth.qtbot, booth.bench, booth.commands.desk, window)
    wizard, lamps = technician.open_controller()
    wizard.next()
    wizard.look.rows[3].light.click()
    technician.wait(lambda: lamps.lit == 3)
    booth.program.shut_down()
    assert lamps.closed
    assert lamps.lit == 0


def test_every_device_with_symbol_word_and_identity(technician: Technician) -> None:
    table = technician.window.devices.table
    assert [table.text(row, 0) for row in range(3)] == ["✓ Ready"] * 3
    assert table.text(0, 1) == "Light controller"
    assert "Maker Model lights" in table.text(0, 2)
    assert "SIMULATED" in table.text(0, 2)
    assert table.key == "lights"


def test_a_lost_device_says_why_and_what_to_do(technician: Technician) -> None:
    devices = technician.window.devices
    assert devices.reason.isHidden()
    gone = lost(status(DeviceKind.LIGHTS))
    technician.engine.happen(status(DeviceKind.LIGHTS))
    technician.engine.happen(gone)
    technician.bench.post(DeviceChanged(gone))
    technician.wait(lambda: devices.table.text(0, 0) == "⚠ Connection lost")
    assert "The connection to lights was lost" in devices.reason.text()
    assert devices.history.text(0, 1) == "⚠ Connection lost"
    assert "looks for the device again" in devices.history.text(0, 2)
    assert devices.history.text(1, 1) == "✓ Ready"


def test_what_a_killed_program_leaves_lit_is_said_of_lamps_alone(technician: Technician) -> None:
    devices = technician.window.devices
    assert "killed" in devices.after_kill.text()
    assert devices.after_kill.isVisible()
    devices.table.take("camera")
    assert not devices.after_kill.isVisible()


def test_seconds_of_light_go_on(technician: Technician) -> None:
    technician.bench.bench.lights.seconds["UV365"] = 12.4
    technician.wait(lambda: technician.window.devices.table.text(0, 5) == "UV 365 12 s")


def test_the_device_in_hand_stays_in_hand(technician: Technician) -> None:
    devices = technician.window.devices
    devices.table.take("camera")
    technician.bench.post(DeviceChanged(lost(status(DeviceKind.READER))))
    technician.wait(lambda: devices.table.text(2, 0) == "⚠ Connection lost")
    assert devices.table.key == "camera"


def test_history_leaves_out_the_busy_times_between_commands() -> None:
    def at(second: int, state: DeviceState, reason: str = "") -> DeviceStatus:
        return replace(status(DeviceKind.LIGHTS, state, reason), at=NOW + timedelta(seconds=second))

    past = [
        at(0, DeviceState.OPENING),
        at(1, DeviceState.READY),
        at(2, DeviceState.BUSY),
        at(3, DeviceState.READY),
        at(4, DeviceState.READY, "lights-time-limit"),
        at(5, DeviceState.BUSY),
        at(6, DeviceState.LOST, "device-lost"),
        at(7, DeviceState.READY),
    ]
    assert [each.at.second for each in changes(past)] == [0, 1, 4, 6, 7]


def test_nothing_waits_in_the_thread_of_the_window(technician: Technician) -> None:
    window = technician.window
    window.devices.tabs.setCurrentWidget(window.devices.wire)
    window.ports.ask_who_is_there()
    technician.wait(lambda: not window.ports._asking)
    technician.open_controller()
    assert technician.engine.threads
    assert "MainThread" not in technician.engine.threads


def test_the_language_changes_while_it_is_open(technician: Technician) -> None:
    install_language("zh_CN")
    technician.wait(lambda: technician.window.windowTitle() == "设备 – QDBench")
    technician.wait(lambda: technician.window.devices.table.text(0, 0) == "✓ 就绪")
    assert technician.window.devices.table.content.headerData(0, Qt.Orientation.Horizontal) == "状态"
    install_language("en")


def test_a_table_keeps_the_row_in_hand(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    table = ReadTable(lambda: ("One", "Two"), wide=1)
    qtbot.addWidget(table)
    picked: list[str] = []
    table.picked.connect(lambda: picked.append(table.key))
    table.fill([("a", ("1", "x"), "plain"), ("b", ("2", "y"), "bad")])
    qtmodeltester.check(table.content)
    table.take("b")
    table.fill([("c", ("0", "w"), "plain"), ("b", ("2", "z"), "bad")])
    assert (table.key, table.text(1, 1)) == ("b", "z")
    assert picked == ["b"], "a change of the content is no choice of a person"
    table.fill([("c", ("0", "w"), "plain")])
    assert table.key in {"", "c"}


def test_a_long_history_is_shown_at_once(technician: Technician) -> None:
    """Five hundred states, which a bad cable makes in an hour, are told in one go and not row by row."""
    past = [lost(status(DeviceKind.LIGHTS)), status(DeviceKind.LIGHTS)] * 250
    fitted: list[int] = []
    history = technician.window.devices.history
    history._fitting.timeout.connect(lambda: fitted.append(1))
    for each in past:
        technician.engine.happen(each)
    technician.window.devices.refresh()
    technician.wait(lambda: fitted)
    assert len(history.content.rows) == 500
    assert len(fitted) < 10
