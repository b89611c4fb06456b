"""The checks in the window: what is irregular comes to the front with its light, its place and its crop.

With ``QDBENCH_SCREENSHOTS`` set to a folder, what the window shows is kept there as pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from drivers.simulation.scenes import scene_names
from ui.app import Program
from ui.checks.log_dialog import CheckLogDialog
from ui.checks.overrule import OverruleDialog
from ui.language import install_language
from ui.style import apply_style
from ui.workspace import TABS
from workstation.cases.model import CheckOutcome
from workstation.cases.verify import verify
from workstation.checks.judged import judged
from workstation.checks.xml_log import NAMESPACE
from workstation.devices import DeviceState

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

ATTACKS = tuple(each for each in scene_names() if "genuine" not in each)
NOTE = "The toner is the issuer's own; letter of 3 May"


class Booth:
    """A window at which every light of one document was captured."""

    def __init__(self, qtbot: QtBot, scene: str, language: str, folder: Path) -> None:
        self.qtbot, self.scene, self.language = qtbot, scene, language
        self.program = Program(
            lambda: main.open_workbench(f"simulated:{scene}", cases_dir=folder / "cases"),
            language=language,
            settings_file=folder / "window.json",
        )
        self.window = self.program.window
        self.window.resize(1280, 800)
        with qtbot.waitSignal(self.window.painted, timeout=10_000):
            self.window.show()
        self.program.furnish()
        self.wait(lambda: self.desk.workbench is not None)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.desk.bench.bench.devices()))

    @property
    def desk(self):
        return self.program.commands.desk

    @property
    def space(self):
        return self.program.commands.space

    @property
    def panel(self):
        return self.space.checks

    def wait(self, holds: Callable[[], object], seconds: int = 90) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=seconds * 1000)

    def act(self, key: str) -> None:
        """As soon as it is offered: what was written before may still be noted in the case."""
        action = self.window.actions_by_key[key]
        self.wait(action.isEnabled)
        action.trigger()

    def capture(self) -> None:
        """Every side that can be laid on the glass: the zone of a card stands on its back."""
        for side in self.desk.pages():
            self.desk.turn(side)
            self.wait(lambda side=side: self.desk.page == side)
            self.act("capture_all")
            self.wait(lambda: not self.desk.capturing and len(self.desk.captures()) == 8)

    def keep_picture(self, name: str) -> None:
        wanted = os.environ.get("QDBENCH_SCREENSHOTS")
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            self.window.grab().save(str(Path(wanted) / f"{self.language}-{self.scene}-{name}.png"))


@pytest.fixture
def booth(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[str, str], Booth]]:
    before, opened = qapp.styleSheet(), list[Booth]()
    apply_style(qapp)

    def at(scene: str, language: str = "en") -> Booth:
        opened.append(Booth(qtbot, scene, language, tmp_path))
        return opened[-1]

    yield at
    for each in opened:
        each.program.shut_down()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


def the_worst_is_in_front(at: Booth) -> None:
    """A failed check stands first, its light and its place are shown, and its crop."""
    panel, space = at.panel, at.space
    # The zone is judged as soon as it is read, the pictures when the last of them is there.
    at.wait(lambda: panel.in_hand is not None and panel.in_hand.result.capture_id is not None)
    worst = panel.rows.rows[0]
    assert worst.outcome is CheckOutcome.FAILED
    assert panel.in_hand == worst
    assert space.tabs.currentIndex() == TABS.index("checks")
    capture = at.desk.snapshot.capture(worst.result.capture_id)
    assert (at.desk.page, at.desk.light) == (capture.page, capture.light)
    at.wait(lambda: space.pictures.shown["questioned"] == capture.capture_id)
    at.wait(lambda: panel.crops.count >= 1)
    assert [each.symbol for each in space._checked()] == ["×"]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scene", ATTACKS)
def test_every_attack_comes_to_the_front(booth: Callable[[str, str], Booth], scene: str, language: str) -> None:
    at = booth(scene, language)
    at.capture()
    the_worst_is_in_front(at)
    at.keep_picture("checks")


def test_the_examiner_overrules_and_both_stay(booth: Callable[[str], Booth]) -> None:
    at = booth("uto-passport-counterfeit")
    at.capture()
    the_worst_is_in_front(at)
    panel, worst = at.panel, at.panel.in_hand
    at.act("overrule")
    at.wait(lambda: isinstance(QApplication.activeModalWidget(), OverruleDialog))
    dialog = QApplication.activeModalWidget()
    assert not dialog.go.isEnabled(), "a reason is due"
    assert dialog.outcome.choose("successful")
    QTest.keyClicks(dialog.reason, NOTE)
    dialog.go.click()
    at.wait(lambda: panel.in_hand is not None and panel.in_hand.overruled is not None)
    assert panel.in_hand.result == worst.result
    assert panel.in_hand.outcome is CheckOutcome.SUCCESSFUL
    at.keep_picture("overruled")

    path = at.desk.case_path
    at.act("close_case")
    at.wait(lambda: at.desk.snapshot is None)
    assert verify(path).intact
    at.program.commands.open_path(path)
    at.wait(lambda: at.desk.snapshot is not None)
    (kept,) = [each for each in judged(at.desk.snapshot.checks) if each.overruled is not None]
    assert (kept.result, kept.note) == (worst.result, NOTE)


def test_next_irregular_goes_round_and_nobody_is_interrupted(booth: Callable[[str], Booth]) -> None:
    at = booth("uto-passport-counterfeit")
    at.act("capture_all")
    at.wait(lambda: not at.desk.capturing and len(at.desk.captures()) == 8)
    at.desk.look(light="COAXIAL")
    at.wait(lambda: at.panel.rows.rows and at.panel.rows.rows[0].result.capture_id)
    assert at.desk.light == "COAXIAL", "somebody has begun to look"
    failed = [each for each in at.panel.rows.rows if each.outcome is CheckOutcome.FAILED]
    assert len(failed) > 1
    seen = []
    for _ in range(len(failed) + 1):
        at.act("next_failed")
        seen.append(at.panel.in_hand)
    assert seen == [*failed, failed[0]]


def test_the_log_leaves_the_holder_out_unless_it_is_asked_for(booth: Callable[[str], Booth], tmp_path: Path) -> None:
    at = booth("uto-visa-altered-date", "zh_CN")
    at.capture()
    the_worst_is_in_front(at)
    at.keep_picture("checks")
    for personal in (False, True):
        at.act("export_checks")
        at.wait(lambda: isinstance(QApplication.activeModalWidget(), CheckLogDialog))
        dialog, path = QApplication.activeModalWidget(), tmp_path / f"log-{personal}.xml"
        dialog.file.edit.setText(str(path))
        dialog.personal.setChecked(personal)
        dialog.go.click()
        at.wait(path.exists)
        root = ElementTree.parse(path).getroot()
        assert root.get("personal-data") == ("included" if personal else "left-out")
        worst = at.panel.rows.rows[0].result
        first = root.find(f".//{{{NAMESPACE}}}check-result")
        assert (first.get("check"), first.get("measured")) == (worst.check, repr(worst.measured))
