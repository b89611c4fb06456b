"""The edges of what is filled in can be seen in the dark: 3 : 1 on both sides (WCAG 2.2, 1.4.11)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.fields import INSET_PX, inset
from ui.style import apply_style

LEAST = 3.0


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    before = qapp.styleSheet()
    apply_style(qapp)
    yield
    qapp.setStyleSheet(before)


@pytest.mark.usefixtures("styled")
@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QDoubleSpinBox, QPlainTextEdit])
def test_the_edge_of_a_field_stands_out(qtbot: QtBot, kind: type[QWidget]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    down = QVBoxLayout(page)
    first, field = QLineEdit(), kind()
    down.addWidget(first)
    down.addWidget(field)
    page.resize(300, 200)
    page.show()
    first.setFocus()
    picture = field.grab().toImage()
    middle = picture.height() // 2
    edge, inside = (picture.pixelColor(x, middle) for x in (0, picture.width() - 4))
    outside = QApplication.palette().color(QPalette.ColorRole.Window)
    assert contrast(edge, inside) >= LEAST
    assert contrast(edge, outside) >= LEAST


@pytest.mark.usefixtures("styled")
def test_a_number_keeps_off_its_edge_and_is_not_cut(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    down = QVBoxLayout(page)
    first, field = QLineEdit(), inset(QDoubleSpinBox())
    field.setSuffix(" ppi")
    field.setRange(0, 20_000)
    field.setSpecialValueText("unknown: measuring stays off")
    down.addWidget(first)
    down.addWidget(field)
    page.show()
    first.setFocus()
    picture = field.grab().toImage()
    ground = picture.pixelColor(picture.width() // 2, 6)
    rows = range(6, picture.height() - 6)
    inked = [x for x in range(3, picture.width() - 3) if any(picture.pixelColor(x, y) != ground for y in rows)]
    assert min(inked) >= 6
    assert max(inked) <= picture.width() - 6
    needed = field.fontMetrics().horizontalAdvance(field.lineEdit().text())
    assert field.sizeHint().width() >= needed + 2 * INSET_PX
