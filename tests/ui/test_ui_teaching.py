"""The curator's window and the list of models, driven by keys on a real bench without a screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drivers.bench import simulated_bench
from ui.desk import Desk
from ui.language import install_language
from ui.teaching.proposals import Compared, ProposalsDialog
from ui.teaching.window import TeachingWindow
from workstation.accounts.roles import Role
from workstation.cases.model import Region, Shape
from workstation.checks.optical.taught import load_taught
from workstation.clock import SystemClock
from workstation.imaging.pictures import decode
from workstation.specimens.identification import Proposal
from workstation.specimens.library import SHIPPED, Library
from workstation.workbench import Workbench

MODEL = "UTO-IR-1-2023"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    shutil.copytree(SHIPPED / MODEL, tmp_path / "library" / MODEL)
    bench = Workbench(
        bench=simulated_bench("uto-permit-genuine", SystemClock()).bench,
        library=Library([tmp_path / "library"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    made = Desk()
    made.attach(bench)
    yield made
    made.detach()
    bench.shutdown()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[TeachingWindow]:
    install_language("en")
    made = TeachingWindow(desk)
    made.show()
    qtbot.waitUntil(lambda: made.view.picture is not None and made.kept.count() > 0, timeout=15_000)
    yield made
    made.close()
    made.shutdown()
    made.deleteLater()


def choose(window: TeachingWindow, **codes: str) -> None:
    for name, code in codes.items():
        box = getattr(window.form, name)
        assert box.choose(code), (name, code)
        box.activated.emit(box.currentIndex())


@pytest.fixture
def captures(desk: Desk, tmp_path: Path) -> Path:
    """Five fronts in white and ultraviolet, a little brighter each."""
    library = desk.bench.library
    for light in ("WHITE", "UV365"):
        picture = library.picture(MODEL, "front", light)
        assert picture is not None
        small = cv2.resize(decode(library.read(picture)), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
        for at in range(5):
            (tmp_path / "genuine" / f"{at}").mkdir(parents=True, exist_ok=True)
            pixels = np.clip(small.astype(int) + (at if light == "UV365" else 0), 0, 255).astype(np.uint8)
            cv2.imwrite(str(tmp_path / "genuine" / f"{at}" / f"{light}.png"), pixels[..., ::-1])
    return tmp_path / "genuine"


def test_a_check_is_marked_learned_and_kept(window: TeachingWindow, desk: Desk, captures: Path, qtbot: QtBot) -> None:
    choose(window, page="front", light="UV365", routine="glow", zone="FU")
    qtbot.waitUntil(lambda: "UV365" in window.view.picture.title if window.view.picture else False)
    assert not window.learn.isEnabled()
    assert "Mark the place" in window.hint.text()
    picture = window.form.picture
    assert picture is not None
    scale = picture.px_per_mm
    window.view.regionDrawn.emit(Region(Shape.RECTANGLE, ((30 * scale, 5 * scale), (80 * scale, 45 * scale))))
    assert window.form.region_mm == (30.0, 5.0, 50.0, 40.0)
    assert window.view.overlays[0].points_px[1] == pytest.approx((80 * scale, 45 * scale))
    assert "name" in window.hint.text()
    window.form.name.setFocus()
    QTest.keyClicks(window.form.name, "front-dull")
    assert "folder" in window.hint.text()
    window.form.take_folder(captures, genuine=True)
    assert window.learn.isEnabled()
    assert not window.keep.isEnabled()
    window.learn.click()
    qtbot.waitUntil(window.keep.isEnabled, timeout=20_000)
    assert "0 of 5" in window.result.text()
    assert "0.0% to 43.4%" in window.result.text()
    assert "Not known how many false" in window.result.text()
    assert "5 genuine" in window.values.accessibleName()
    before = window.kept.count()
    window.keep.click()
    qtbot.waitUntil(lambda: window.kept.count() == before + 1, timeout=10_000)
    (kept,) = (each for each in load_taught(desk.bench.library.folder(MODEL)).checks if each.id == "front-dull")
    assert (kept.genuine, kept.routine, kept.region_mm) == (5, "glow", (30.0, 5.0, 50.0, 40.0))
    window.kept.setCurrentRow(before)
    window.forget.click()
    qtbot.waitUntil(lambda: window.kept.count() == before, timeout=10_000)


def test_too_little_to_learn_from_is_said_in_the_window(window: TeachingWindow, tmp_path: Path, qtbot: QtBot) -> None:
    choose(window, page="front", light="UV365", routine="glow")
    window.form.take_region((30.0, 5.0, 50.0, 40.0))
    window.form.name.setText("x")
    window.form.take_folder(tmp_path / "library", genuine=True)
    window.learn.click()
    qtbot.waitUntil(window.messages.isVisible, timeout=20_000)
    qtbot.waitUntil(window.learn.isEnabled)
    assert not window.keep.isEnabled()


def test_another_edit_takes_back_what_was_learned(window: TeachingWindow, captures: Path, qtbot: QtBot) -> None:
    choose(window, page="front", light="UV365", routine="glow")
    window.form.take_region((30.0, 5.0, 50.0, 40.0))
    window.form.name.setText("front-dull")
    window.form.take_folder(captures, genuine=True)
    window.learn.click()
    qtbot.waitUntil(window.keep.isEnabled, timeout=20_000)
    window.form.border.setValue(2.0)
    assert not window.keep.isEnabled()
    assert not window.result.isVisible()


def test_who_is_no_curator_may_look_and_not_teach(window: TeachingWindow, desk: Desk) -> None:
    actor = desk.bench.people.signed_in
    desk.bench.teaching._actor = lambda: replace(actor, roles=frozenset({Role.EXAMINER}))
    window.form.edited.emit()
    assert not window.learn.isEnabled()
    assert "Only a curator" in window.hint.text()


def test_routines_follow_the_light(window: TeachingWindow) -> None:
    choose(window, page="front", light="IR850")
    codes = [window.form.routine.itemData(at) for at in range(window.form.routine.count())]
    assert "ink_contrast" in codes
    assert "glow" not in codes


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_text_follows_the_language_and_fits(window: TeachingWindow, qtbot: QtBot, language: str) -> None:
    window.resize(1280, 800)
    install_language(language)
    try:
        qtbot.waitUntil(lambda: (window.learn.text() == "&Learn thresholds") == (language == "en"))
        for child in window.findChildren(QWidget):
            if child.isVisible() and child.inherits("QPushButton"):
                assert child.width() >= child.minimumSizeHint().width(), child.text()  # type: ignore[attr-defined]
    finally:
        install_language("en")


@pytest.fixture
def proposals(desk: Desk) -> tuple[Proposal, ...]:
    (model,) = desk.bench.library.models()
    return Proposal(model, 0.93, ("same_country", "picture_lies"), "front", 0.9), Proposal(
        model, 0.2, ("same_country",)
    )


def test_enter_takes_the_model_in_hand(proposals: tuple[Proposal, ...]) -> None:
    dialog = ProposalsDialog(proposals, Compared(1, True, 1))
    taken: list[Proposal] = []
    dialog.chosen.connect(taken.append)
    dialog.show()
    assert "0.93" in dialog.table.item(0, 1).text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert taken == [proposals[1]]


@pytest.mark.parametrize(
    ("compared", "why", "what_now"),
    [
        (Compared(0, True, 1), ("holds no models",), "choose a model"),
        (Compared(3, False, 0), ("none of the 3 models", "none was read yet", "none was taken yet"), "Read the zone"),
        (Compared(3, True, 2), ("no model is of its state", "2 compared"), "Examine without a reference"),
    ],
)
def test_no_reference_is_said_with_why_and_nothing_can_be_taken(
    qtbot: QtBot, compared: Compared, why: tuple[str, ...], what_now: str
) -> None:
    dialog = ProposalsDialog((), compared)
    dialog.show()
    said = dialog.said.text()
    assert said.startswith("No reference")
    assert all(each in said for each in (*why, "says nothing against the document", what_now)), said
    assert not dialog.take.isVisible()
    dialog.close()
