"""An examiner's work through the window, on a bench in memory."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_fake_workbench import LIGHTS, TD3
from ui_window import Opened

from ui.dialogs.case_dialogs import ExhibitDialog, MrzDialog, NewCaseDialog, SignOffDialog, WithdrawDialog, file_of
from ui.dialogs.file_dialogs import ImportDialog, ListDialog
from ui.dialogs.pdf_dialogs import ExportDialog, SheetDialog
from ui.panels.finding_form import method_for
from workstation.cases.model import CaseState, Region, Shape
from workstation.devices import DeviceKind
from workstation.errors import CaptureError
from workstation.lights import known_lights
from workstation.vocabulary import vocabulary

HELD_S = 10
BOX = Region(Shape.RECTANGLE, ((400.0, 120.0), (640.0, 300.0)))


def answer(window: Opened, kind: type) -> object:
    dialog = window.dialog()
    assert isinstance(dialog, kind)
    return dialog


def draw(window: Opened, region: Region = BOX, pane: str = "questioned") -> None:
    space = window.commands.space
    window.wait(lambda: space.pictures.shown["questioned"] == space.desk.capture.capture_id)
    space.view.regionDrawn.emit(pane, region)


def save_finding(window: Opened, observation: str = "absent") -> None:
    form = window.commands.space.findings.form
    if not form.feature.code:
        form.feature.choose("intaglio")
    form.observation.choose(observation)
    form.observation.activated.emit(0)
    before = len(window.commands.desk.findings())
    QTest.keyClick(form.observed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.wait(lambda: len(window.commands.desk.findings()) == before + 1)


# ---------------------------------------------------------------------- capture


def test_each_light_says_how_its_capture_goes(window: Opened) -> None:
    held, go = threading.Event(), threading.Event()

    def step(light: str) -> None:
        if light == LIGHTS[2]:
            held.set()
            go.wait(5)

    window.bench.step = step
    window.act("capture_all")
    buttons = window.commands.space.light_row.buttons
    window.wait(lambda: held.is_set() and buttons[LIGHTS[2]].word == "● exposing")
    assert [buttons[light].word for light in LIGHTS[:4]] == ["✓ done", "✓ done", "● exposing", "○ waiting"]
    assert not window.program.window.actions_by_key["capture_all"].isEnabled()
    go.set()
    window.wait(lambda: not window.commands.desk.capturing)
    assert {each.word for each in buttons.values()} == {"✓ captured"}


def test_escape_cancels_and_keeps_what_is_finished(window: Opened) -> None:
    go = threading.Event()
    window.bench.step = lambda light: go.wait(5) and None if light == LIGHTS[3] else None
    window.act("capture_all")
    window.wait(lambda: len(window.commands.desk.captures()) == 3)
    QTest.keyClick(window.program.window, Qt.Key.Key_Escape)
    go.set()
    window.wait(lambda: not window.commands.desk.capturing)
    assert window.called("cancel_capture")
    assert list(window.commands.desk.captures()) == list(LIGHTS[:4])


def test_refused_capture_is_told_and_can_be_tried_again(window: Opened) -> None:
    window.bench.fail_next = CaptureError("device-not-ready", device="camera", reason="unplugged")
    window.act("capture_all")
    window.wait(lambda: "camera is not ready" in window.program.window.messages.text)
    window.capture()


def test_keys_choose_lights_and_the_first_capture_makes_a_case(window: Opened) -> None:
    assert window.commands.desk.snapshot is None
    window.capture()
    assert window.program.window.case_text.text() == "Case 2026-11-22-001 · Draft"
    for key, light in (("3", LIGHTS[2]), ("0", LIGHTS[9])):
        QTest.keyClick(window.program.window, key)
        assert window.commands.desk.light == light
        assert window.commands.space.light_row.buttons[light].isChecked()
    window.act("next_light")
    assert window.commands.desk.light == LIGHTS[10]
    window.act("next_light")
    assert window.commands.desk.light == LIGHTS[0]
    window.act("previous_light")
    assert window.commands.desk.light == LIGHTS[10]


def test_space_on_the_pictures_captures(window: Opened) -> None:
    view = window.commands.space.view
    window.act("to_pictures")
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Space)
    window.wait(lambda: not window.commands.desk.capturing and window.commands.desk.capture)
    window.wait(lambda: view.active_view.hasFocus())
    assert len(window.called("capture")) == 1


def test_lost_device_says_why(window: Opened) -> None:
    window.bench.lose(DeviceKind.CAMERA)
    row = window.commands.space.bench_row
    window.wait(lambda: row.reasons.isVisible())
    assert "Camera" in row.reasons.text()
    assert any("⚠ Camera: Connection lost" in each.text() for each in row.states)


def test_lamps_off_is_one_key(window: Opened) -> None:
    QTest.keyClick(window.program.window, Qt.Key.Key_F8)
    window.wait(lambda: window.called("lights_off") and "Every lamp is off" in window.program.window.messages.text)


def test_zone_belongs_to_the_exhibit_that_was_captured(window: Opened) -> None:
    window.open_case()
    desk, go = window.commands.desk, threading.Event()
    captured = desk.exhibit_id
    desk.keep(window.bench.record.add_exhibit("2"))
    window.wait(lambda: len(desk.snapshot.exhibits) == 2)
    window.bench.step = lambda light: go.wait(5) and None
    window.act("capture_all")
    desk.look(exhibit_id=desk.snapshot.exhibits[1].exhibit_id)
    go.set()
    window.wait(lambda: window.called("identify"))
    assert window.called("identify") == [{"exhibit_id": captured}]


def test_turning_the_simulated_document(window: Opened) -> None:
    row = window.commands.space.bench_row
    row.pages.choose("back")
    row.pages.activated.emit(1)
    window.wait(lambda: window.bench.pages_laid == [("passport_genuine", "back")])
    assert window.commands.desk.page == "back"
    row.scenes.setCurrentIndex(1)
    row.scenes.activated.emit(1)
    window.wait(lambda: window.bench.pages_laid[-1] == ("passport_photo_substitution", ""))
    window.wait(lambda: window.commands.desk.page == "data_page")


# ---------------------------------------------------------------------- alive


def test_window_lives_while_a_call_takes_long(window: Opened) -> None:
    ticks: list[float] = []
    go = threading.Event()
    timer = QTimer()
    timer.setInterval(50)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    window.bench.delay = lambda: go.wait(HELD_S) and None
    timer.start()
    window.act("capture_all")
    window.commands.desk.keep(window.bench.zones.type_mrz(None, TD3))
    window.wait(lambda: len(ticks) >= 30)
    assert window.commands.desk.mrz is None
    go.set()
    window.wait(lambda: window.commands.desk.mrz is not None)
    timer.stop()
    assert max(later - sooner for sooner, later in pairwise(ticks)) < HELD_S / 2


def test_saved_is_said_after_the_commit_and_not_before(window: Opened) -> None:
    window.open_case()
    go = threading.Event()
    window.bench.delay = lambda: go.wait(5) and None
    field = window.commands.space.case.fields["agency"]
    window.commands.space.show_tab("case")
    field.setText("Border post")
    field.setModified(True)
    field.editingFinished.emit()
    heard: list[bool] = []
    window.commands.desk.bridge.call(lambda: heard.append(True))
    window.wait(lambda: heard)
    assert window.called("change_case") == [{"agency": "Border post"}]
    assert window.program.window.saved_text.text() == ""
    go.set()
    window.wait(lambda: window.program.window.saved_text.text().startswith("Saved "))


@pytest.mark.parametrize("way", ["quit", "shut_down", "export_report"])
def test_what_is_being_typed_is_stored_first(window: Opened, way: str) -> None:
    window.open_case()
    window.commands.space.show_tab("case")
    agency = window.commands.space.case.fields["agency"]
    agency.setFocus()
    QTest.keyClicks(agency, "Post 7")
    window.commands.space.case.question.setFocus()
    QTest.keyClicks(window.commands.space.case.question, "Is it genuine?")
    if way == "shut_down":
        window.program.shut_down()
    else:
        window.act(way)
    assert window.called("change_case") == [{"agency": "Post 7"}, {"question": "Is it genuine?"}]
    if way == "export_report":
        window.dialog().close()


def test_failed_commit_is_never_called_saved(window: Opened) -> None:
    window.open_case()
    window.bench.fail_next = window.bench.refuse("file-not-written")
    window.commands.desk.keep(window.bench.record.change_case(agency="x"))
    window.wait(lambda: "could not be written" in window.program.window.messages.text)
    assert window.program.window.saved_text.text() == ""


# ---------------------------------------------------------------------- findings


def test_drawn_region_becomes_a_finding_with_sensible_defaults(window: Opened) -> None:
    window.capture()
    window.choose_specimen()
    desk, form = window.commands.desk, window.commands.space.findings.form
    desk.look(light="UV365")
    draw(window)
    assert form.isVisible()
    assert (form.feature.code, form.light.code, form.method.code) == ("uv_fluorescent", "UV365", "uv")
    assert form.expected.text == "Yellow sun with twelve rays glows over the portrait."
    assert "30.0 × 22.5 mm" in form.place.text()
    form.observed.setPlainText("No sun.")
    save_finding(window)
    said = window.called("save_finding")[-1]
    assert said["region"] == BOX
    assert said["capture_id"] == desk.captures()["UV365"].capture_id
    assert (said["observation"], said["significance"]) == ("absent", "supports_false")
    assert said["specimen_model_id"] == "UTO-PP-1-2024"
    assert not form.isVisible()
    overlays = window.commands.space.view.view("questioned").overlays
    assert [(each.label, each.symbol) for each in overlays] == [("1", "✕")]


def test_region_belongs_to_the_picture_that_is_shown(window: Opened) -> None:
    """While the next picture is still being decoded, a person draws on the old one."""
    window.capture()
    desk, space = window.commands.desk, window.commands.space
    desk.look(light="WHITE")
    window.wait(lambda: space.pictures.shown["questioned"] == desk.captures()["WHITE"].capture_id)
    go = threading.Event()
    window.bench.delay = lambda: go.wait(5) and None
    desk.look(light="UV365")
    space.view.regionDrawn.emit("questioned", BOX)
    window.bench.delay = lambda: None
    go.set()
    assert space.findings.form.light.code == "WHITE"
    assert desk.light == "WHITE"
    save_finding(window)
    assert window.called("save_finding")[-1]["capture_id"] == desk.captures()["WHITE"].capture_id


def test_edit_supersedes_and_withdraw_asks_why(window: Opened) -> None:
    window.capture()
    draw(window)
    save_finding(window)
    desk = window.commands.desk
    first = desk.finding_id
    assert first
    window.act("edit_finding")
    assert window.commands.space.findings.form.observation.code == "absent"
    form = window.commands.space.findings.form
    form.observation.choose("present_conforms")
    form.save.click()
    window.wait(lambda: desk.finding_id not in {"", first})
    assert window.called("save_finding")[-1]["supersedes"] == first
    window.act("withdraw_finding")
    dialog = answer(window, WithdrawDialog)
    assert not dialog.go.isEnabled()
    dialog.reason.setText("wrong region")
    dialog.go.click()
    window.wait(lambda: not desk.findings())
    assert window.called("withdraw_finding")[-1]["reason"] == "wrong region"


def test_show_goes_back_to_light_and_place(window: Opened) -> None:
    window.capture()
    desk = window.commands.desk
    desk.look(light="IR850")
    draw(window)
    save_finding(window)
    desk.look(light="WHITE")
    window.act("show_finding")
    assert desk.light == "IR850"


def test_finding_begins_from_a_feature_of_the_specimen(window: Opened) -> None:
    window.capture()
    window.choose_specimen()
    window.commands.desk.look(light="WHITE")
    features = window.commands.space.findings.features
    assert features.count() == 2
    features.itemActivated.emit(features.item(0))
    form = window.commands.space.findings.form
    assert (form.isVisible(), form.feature.code) == (True, "two_colour_guilloche")
    form.leave.click()
    assert not form.isVisible()
    assert not window.called("save_finding")


@pytest.mark.parametrize("light", [each.code for each in known_lights()])
def test_method_of_every_light_is_a_term(light: str) -> None:
    assert method_for(light) in vocabulary("method")


# ---------------------------------------------------------------------- conclusion


def test_conclusion_is_one_level_with_types_and_modus(window: Opened) -> None:
    window.capture()
    panel = window.commands.space.conclusion
    window.commands.space.show_tab("conclusion")
    assert not panel.save.isEnabled()
    panel._level_buttons["falsified"].click()
    panel.fraud.choose("forged")
    panel.fraud.activated.emit(0)
    offered = {panel.modus.item(row).data(Qt.ItemDataRole.UserRole) for row in range(panel.modus.count())}
    assert offered == {each.code for each in vocabulary("modus") if each.extra["fraud_type"] == "forged"}
    panel.modus.item(0).setCheckState(Qt.CheckState.Checked)
    panel.reasoning.setPlainText("The photo was exchanged.")
    panel.save.click()
    window.wait(lambda: window.commands.desk.conclusion is not None)
    stored = window.commands.desk.conclusion
    assert (stored.level, stored.fraud_types, stored.modus) == ("falsified", ("forged",), ("photo_substitution",))
    assert "stored" in panel.standing.text()


def test_scale_is_printed_in_full(window: Opened) -> None:
    panel = window.commands.space.conclusion
    texts = {each.text() for each in panel.findChildren(type(panel.standing))}
    for entry in vocabulary("scale_status"):
        assert entry.code in panel._level_buttons
        assert entry.extra["limits_en"] in texts


# ---------------------------------------------------------------------- case


def test_new_case_needs_one_key(window: Opened) -> None:
    window.act("new_case")
    dialog = answer(window, NewCaseDialog)
    assert dialog.case_no.text() == "2026-11-22-001"
    dialog.examiner.setText("E. Example")
    QTest.keyClick(dialog.case_no, Qt.Key.Key_Return)
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("create_case")[-1]["case_no"] == "2026-11-22-001"
    assert window.program.settings.examiner == "E. Example"
    assert window.program.settings.recent[0].endswith("2026-11-22-001.qdcase")


def test_case_number_becomes_a_file_name_that_every_system_takes() -> None:
    assert file_of('BG/2026:"7"', Path("/c")) == Path("/c/BG_2026__7_.qdcase")
    assert file_of(" .. ", Path("/c")) == Path("/c/case.qdcase")


def test_exhibit_is_added_and_taken_in_hand(window: Opened) -> None:
    window.open_case()
    window.act("add_exhibit")
    dialog = answer(window, ExhibitDialog)
    assert dialog.number.text() == "2"
    dialog.go.click()
    window.wait(lambda: window.commands.desk.exhibit and window.commands.desk.exhibit.exhibit_no == "2")
    assert window.commands.space.bench_row.exhibits.currentText() == "2"


def test_zone_is_read_checked_and_names_its_specimen(window: Opened) -> None:
    window.act("read_mrz")
    document = window.commands.space.case.document
    rows = window.commands.space.checks.rows
    window.wait(lambda: rows.rows)
    assert document.lines.text() == "\n".join(TD3)
    assert "expired" in {each.result.reason for each in rows.rows}
    assert document.model.itemText(1).startswith("★ ")
    document.model.setCurrentIndex(1)
    document.model.activated.emit(1)
    window.wait(lambda: window.commands.desk.model is not None)
    assert window.called("change_exhibit")[-1]["model_ident_method"] == "manual"
    assert "Chosen by the examiner" in document.reason.text()


def test_specimen_is_found_by_country_type_and_year(window: Opened) -> None:
    window.open_case()
    document = window.commands.space.case.document
    document.year.choose("2019")
    document.year.activated.emit(0)
    assert [document.model.itemData(row) for row in range(document.model.count())] == ["", "UTO-PP-2-2019"]
    document.model.setCurrentIndex(1)
    document.model.activated.emit(1)
    window.wait(lambda: window.commands.desk.model is not None)
    assert window.called("change_exhibit")[-1]["model_ident_method"] == "manual"


def test_typed_zone_is_kept_as_typed(window: Opened) -> None:
    window.act("type_mrz")
    dialog = answer(window, MrzDialog)
    assert not dialog.go.isEnabled()
    dialog.lines.setPlainText(f"{TD3[0].lower()}\n\n  {TD3[1]}\n")
    dialog.go.click()
    window.wait(lambda: window.called("run_checks"))
    assert window.called("type_mrz")[-1]["lines"] == TD3


def test_import_asks_once_and_lists_what_was_left_out(window: Opened, tmp_path: Path) -> None:
    window.act("import_pictures")
    dialog = answer(window, ImportDialog)
    assert not dialog.go.isEnabled()
    dialog.folder.edit.setText(str(tmp_path))
    dialog.go.click()
    window.wait(lambda: isinstance(QApplication.activeModalWidget(), ListDialog))
    listed = answer(window, ListDialog)
    assert listed.table.item(0, 0).text() == "notes.txt"
    listed.close()
    said = window.called("import_pictures")[-1]
    assert (said["folder"], said["px_per_mm"]) == (tmp_path, None)
    assert window.program.window.messages.text.endswith("3 pictures imported.")
    assert "VIS600" in window.commands.space.light_row.buttons, "a light that only the case has gets a button too"


def test_stated_resolution_is_handed_on_in_pixels_per_millimetre(window: Opened, tmp_path: Path) -> None:
    window.act("import_pictures")
    dialog = answer(window, ImportDialog)
    dialog.folder.edit.setText(str(tmp_path))
    dialog.resolution_ppi.setValue(508.0)
    dialog.go.click()
    window.wait(lambda: window.called("import_pictures"))
    assert window.called("import_pictures")[-1]["px_per_mm"] == pytest.approx(20.0)
    window.wait(QApplication.activeModalWidget)
    window.dialog().close()


def test_export_asks_for_file_and_language(window: Opened, tmp_path: Path) -> None:
    window.open_case()
    window.act("export_report")
    dialog = answer(window, ExportDialog)
    assert dialog.language.code == "en"
    dialog.file.edit.setText(str(tmp_path / "out.pdf"))
    dialog.language.choose("zh_CN")
    dialog.go.click()
    window.wait(lambda: "Report written" in window.program.window.messages.text)
    assert window.called("export_report") == [{"path": tmp_path / "out.pdf", "language": "zh_CN", "sheet": False}]


def test_the_report_takes_the_comparison_sheet_along_where_it_is_wanted(window: Opened, tmp_path: Path) -> None:
    window.open_case()
    window.act("export_report")
    dialog = answer(window, ExportDialog)
    dialog.sheet.setChecked(True)
    dialog.go.click()
    window.wait(lambda: window.called("export_report"))
    assert window.called("export_report")[-1]["sheet"] is True


def test_a_sheet_is_of_whole_pages_or_of_the_finding_in_hand(window: Opened, tmp_path: Path) -> None:
    window.capture()
    window.act("export_sheet")
    dialog = answer(window, SheetDialog)
    assert not dialog.part.isEnabled(), "no finding is selected"
    dialog.file.edit.setText(str(tmp_path / "sheet.pdf"))
    dialog.go.click()
    window.wait(lambda: "Comparison sheet written" in window.program.window.messages.text)
    desk = window.commands.desk

    def save(observed: str) -> None:
        desk.keep(
            window.bench.record.save_finding(
                exhibit_id=desk.exhibit_id,
                capture_id=desk.capture.capture_id,
                region=Region(Shape.RECTANGLE, ((10.0, 10.0), (40.0, 30.0))),
                feature="uv_dull_controlled",
                light=desk.light,
                method="specimen_comparison",
                observation="present_deviates",
                significance="neutral",
                observed=observed,
            ),
            lambda finding: desk.select_finding(finding.finding_id),
        )
        window.wait(lambda: desk.finding is not None and desk.finding.observed == observed)

    save("first")
    save("second")
    window.act("export_sheet")
    dialog = answer(window, SheetDialog)
    dialog.part.setChecked(True)
    dialog.go.click()
    window.wait(lambda: len(window.called("export_sheet")) == 2)
    assert [each["finding"] for each in window.called("export_sheet")] == [None, 2]


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("way", ["import", "report"])
def test_case_stays_while_an_import_or_a_report_runs(window: Opened, tmp_path: Path, way: str, fails: bool) -> None:
    window.open_case()
    go, bench, commands = threading.Event(), window.bench, window.commands
    bench.delay = lambda: go.wait(5) and None
    bench.fail_next = bench.refuse() if fails else None
    if way == "import":
        commands._import(tmp_path, "data_page", None)
    else:
        commands._export(tmp_path / "out.pdf", "en", False)
    actions, messages = window.program.window.actions_by_key, window.program.window.messages
    held = ("new_case", "open_case", "close_case", "sign_off", "import_pictures", "export_report")
    assert not any(actions[key].isEnabled() for key in held)
    assert messages.text == {"import": "●  Importing pictures…", "report": "●  Making the report…"}[way]
    case = commands.desk.snapshot.info.case_id
    commands.open_path(tmp_path / "other.qdcase")
    assert not commands.desk.switching
    go.set()
    window.wait(lambda: all(actions[key].isEnabled() for key in held))
    assert not messages.text.startswith("●")
    assert commands.desk.snapshot.info.case_id == case
    if QApplication.activeModalWidget():
        window.dialog().close()


def test_sign_off_names_what_is_missing_then_freezes(window: Opened) -> None:
    window.open_case()
    window.act("sign_off")
    dialog = answer(window, SignOffDialog)
    assert "Exhibit 1 has no conclusion." in dialog.intro.text()
    dialog.go.click()
    desk, space = window.commands.desk, window.commands.space
    window.wait(lambda: desk.snapshot.info.state is CaseState.SIGNED_OFF)
    assert "signed off" in space.notice.text()
    assert space.notice.isVisible()
    assert all(field.isReadOnly() for field in space.case.fields.values())
    assert space.conclusion.reasoning.isReadOnly()
    assert not space.conclusion.save.isEnabled()
    enabled = window.program.window.actions_by_key
    assert not any(enabled[key].isEnabled() for key in ("capture_all", "new_finding", "import_pictures", "sign_off"))
    assert all(enabled[key].isEnabled() for key in ("export_report", "verify_case", "new_case", "zoom_in"))


def test_read_only_case_says_so(window: Opened) -> None:
    window.bench.open_read_only = True
    window.open_case()
    assert "reading only" in window.commands.space.notice.text()
    assert window.commands.space.notice.isVisible()


def test_case_that_cannot_be_opened_leaves_the_open_one(window: Opened) -> None:
    window.open_case()
    before = window.commands.desk.snapshot
    window.bench.fail_next = window.bench.refuse("case-none-open")
    window.commands.open_path(Path("/nowhere.qdcase"))
    window.wait(lambda: window.program.window.messages.text)
    assert window.commands.desk.snapshot is before
    assert window.program.window.actions_by_key["capture_all"].isEnabled()


def test_grid_and_full_screen_and_back(window: Opened) -> None:
    window.capture()
    window.act("grid")
    assert window.commands.space._grid
    window.commands.space.view.gridPicked.emit("UV254")
    assert window.commands.desk.light == "UV254"
    assert not window.program.window.actions_by_key["grid"].isChecked()
    window.act("full_screen")
    assert not window.commands.space.tabs.isVisible()
    assert window.commands.space.bench_row.banner.isVisible(), "SIMULATED stays in full screen"
    QTest.keyClick(window.program.window, Qt.Key.Key_Escape)
    assert window.commands.space.tabs.isVisible()
    assert not window.program.window.isFullScreen()
