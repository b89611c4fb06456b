"""Both languages are complete, and can be changed while the window works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)
from ui_window import Opened, OpenWindow

from ui import translations
from ui.language import current_language, ensure_chinese_font
from ui.main_window import plain
from workstation.devices import DeviceKind

# Names, units, keys and file patterns that read the same in every language.
SAME_EVERYWHERE = re.compile(
    r"(/\w|\w:\\)\S*|(WHITE|UV365|VIS600|IR)\.(jpg|tif|png)|\*?\.?qdcase|"
    r"QDBench|English|PDF|PNG|TIFF|UV|IR|CLAHE|MRZ|TD[123]|CLI/MLI|DOVID|CLI|MLI|B900|OCR-B|UTO\S*|nm|mm|px|ppi|SIMULATED|"
    r"F\d+|Ctrl\S*|Shift\S*|Alt\S*|Esc|Del|Return|Space|Enter|[A-Z]\b|x |y |camera|"
    r"passport \w+( \w+)?|id-\d+|[<A-Z0-9]{20,}"
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Every text that a person can read in a widget and below it."""
    for each in (widget, *widget.findChildren(QWidget)):
        name = f"{type(each).__name__} {each.objectName()}"
        if each.objectName() in {"ScrollLeftButton", "ScrollRightButton"}:
            continue  # Qt's own, switched off in the workspace
        yield name, each.toolTip()
        yield name, each.accessibleName()
        yield name, each.windowTitle()
        if isinstance(each, QLabel | QAbstractButton):
            yield name, each.text()
        if isinstance(each, QComboBox):
            yield from ((name, each.itemText(row)) for row in range(each.count()))
        if isinstance(each, QTabWidget):
            yield from ((name, each.tabText(tab)) for tab in range(each.count()))
        if isinstance(each, QListWidget):
            yield from ((name, each.item(row).text()) for row in range(each.count()))
        if isinstance(each, QLineEdit | QPlainTextEdit):
            yield name, each.placeholderText()
    for action in widget.findChildren(QAction):
        yield f"action {action.objectName()}", action.text()
        yield f"action {action.objectName()}", action.toolTip()


def english_left(widget: QWidget) -> set[tuple[str, str]]:
    def bare(text: str) -> str:
        without_tags = re.sub(r"<[^>]+>|&\w+;", " ", text)
        return SAME_EVERYWHERE.sub(" ", without_tags)

    return {(name, text) for name, text in texts(widget) if ENGLISH.search(bare(text))}


def fill(window: Opened) -> None:
    """A case in which every panel has something to say."""
    window.act("read_mrz")
    window.wait(lambda: window.commands.space.checks.rows.rows)
    window.choose_specimen()
    window.capture()
    window.commands.desk.look(light="WHITE")
    desk = window.commands.desk
    desk.keep(
        window.bench.record.save_finding(
            exhibit_id=desk.exhibit_id,
            capture_id=desk.capture.capture_id,
            region=None,
            feature="intaglio",
            light="WHITE",
            method="naked_eye",
            observation="absent",
            significance="supports_false",
        )
    )
    desk.keep(window.bench.record.conclude(exhibit_id=desk.exhibit_id, scale="scale_status", level="falsified"))
    window.bench.lose(DeviceKind.CAMERA)
    window.wait(lambda: desk.conclusion and desk.findings() and window.commands.space.bench_row.reasons.text())


def test_no_english_is_left_in_chinese(open_window: OpenWindow) -> None:
    window = open_window("zh_CN")
    assert english_left(window.program.window) == set()
    fill(window)
    window.act("new_finding")
    assert english_left(window.program.window) == set()


def test_the_walk_finds_english_in_english(open_window: OpenWindow) -> None:
    assert len(english_left(open_window("en").program.window)) > 150


@pytest.mark.parametrize(
    "key", ["new_case", "add_exhibit", "type_mrz", "import_pictures", "export_report", "sign_off", "about"]
)
def test_dialogs_speak_chinese(open_window: OpenWindow, key: str) -> None:
    window = open_window("zh_CN")
    window.open_case()
    window.act(key)
    dialog = window.dialog()
    assert english_left(dialog) == set()
    assert any(re.search(r"[\u4e00-\u9fff]", text) for _, text in texts(dialog))
    dialog.close()


def test_language_changes_while_working_and_comes_back(window: Opened) -> None:
    fill(window)
    window.act("new_finding")
    frame, space = window.program.window, window.commands.space
    window.wait(lambda: space.pictures.shown["questioned"] == space.desk.capture.capture_id)
    window.wait(frame.zoom_text.text)  # it follows the picture
    # Widgets that were replaced are children until the event loop deletes them.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    before = sorted(text for _, text in texts(frame))
    frame.choose_language("zh_CN")
    window.wait(lambda: english_left(frame) == set())
    assert frame.actions_by_key["capture_all"].text() == "采集全部光源(&A)"
    assert space.tabs.tabText(0) == "机器检查"
    assert window.program.settings.language == "zh_CN"
    frame.choose_language("en")
    window.wait(lambda: sorted(text for _, text in texts(frame)) == before)


def test_what_was_typed_and_chosen_survives_a_change_of_language(window: Opened) -> None:
    fill(window)
    window.act("new_finding")
    form, panel = window.commands.space.findings.form, window.commands.space.conclusion
    form.feature.choose("microprint")
    form.observed.setPlainText("half a sentence")
    panel._level_buttons["inconclusive"].setChecked(True)
    panel.reasoning.setPlainText("half a thought")
    window.program.window.choose_language("zh_CN")
    assert (form.feature.code, form.observed.text) == ("microprint", "half a sentence")
    assert (panel.level, panel.reasoning.text) == ("inconclusive", "half a thought")


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 picture imported."),
        ("en", 0, "0 pictures imported."),
        ("en", 7, "7 pictures imported."),
        ("zh_CN", 1, "已导入 1 幅图像。"),
        ("zh_CN", 7, "已导入 7 幅图像。"),
    ],
)
def test_plural_forms(window: Opened, language: str, count: int, text: str) -> None:
    window.program.window.choose_language(language)
    assert window.commands.tr("%n picture(s) imported.", "", count) == text


def test_qts_own_words_are_chinese_too(window: Opened) -> None:
    window.program.window.choose_language("zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_mnemonics_are_stripped_for_buttons() -> None:
    assert plain("导出 PDF 报告(&E)…") == "导出 PDF 报告"
    assert plain("&Export PDF report…") == "Export PDF report"


def test_unknown_language_falls_back_to_english(open_window: OpenWindow) -> None:
    open_window("tlh")
    assert current_language() == "en"


def test_chinese_font_is_brought_where_the_system_has_none(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = qapp.font()
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda *_: []))
    ensure_chinese_font()
    assert any("Noto Sans SC" in family for family in qapp.font().families())
    qapp.setFont(before)


# ---------------------------------------------------------------------- the check that CI runs


def test_translations_are_in_step() -> None:
    assert translations.problems() == []


def test_check_names_an_unfinished_a_missing_and_a_stale_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(translations.FOLDER, tmp_path / "translations")
    path = tmp_path / "translations" / "qdbench_zh_CN.ts"
    content = path.read_text("utf-8")
    broken = content.replace(
        "<translation>检验所见</translation>", '<translation type="unfinished"></translation>', 1
    )
    broken = broken.replace("<source>Dismiss</source>", "<source>Dismissed</source>", 1)
    assert broken.count("Dismissed") == 1
    path.write_text(broken, "utf-8")
    monkeypatch.setattr(translations, "FOLDER", tmp_path / "translations")
    assert translations.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "not translated: Dismiss" in told
    assert "not translated: Findings" in told
    assert "not in step" in told


@pytest.mark.parametrize(
    "call", ['self.tr(f"{n} pictures")', 'self.tr("a" + "b")', "self.tr(text)", 'f"{self.tr("never seen")}"']
)
def test_check_finds_texts_that_no_look_up_can_match(tmp_path: Path, call: str) -> None:
    path = tmp_path / "part.py"
    quoted = call.replace('f"{self.tr("never seen")}"', "f\"{self.tr('never seen')}\"")
    path.write_text(f"class Part:\n    def say(self, n, text):\n        return {quoted}\n", "utf-8")
    assert len(list(translations.unfindable(path, {"Part": {"seen"}}))) == 1


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(["--all"]) == 2
    assert "usage" in capsys.readouterr().err
