"""The place of a check on the questioned picture and on the specimen's, side by side at one size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.spoken import Panel
from ui.style import TONES
from ui.viewer.imageconv import to_qimage
from workstation.checks.crops import Crops

_GAP = 10


class CropsView(Panel):
    """Two pictures with the region framed; one where there is no reference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: list[QImage] = []
        self._inner = (0.0, 0.0, 1.0, 1.0)
        self._tone = QColor(TONES["mark"])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return len(self._images)

    def set_crops(self, crops: Crops | None, tone: str = "mark") -> None:
        """Show these; nothing where there are none."""
        found = [] if crops is None else [each for each in (crops.questioned, crops.reference) if each is not None]
        self._images = [to_qimage(each) for each in found]
        self._inner = crops.inner if crops is not None else self._inner
        self._tone = QColor(TONES[tone])
        self.setVisible(bool(found))
        self.update()

    def sizeHint(self) -> QSize:
        """A fifth of a small screen."""
        return QSize(320, 9 * self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pictures with their names above."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        names = (self.tr("Questioned"), self.tr("Specimen"))
        line = self.fontMetrics().lineSpacing()
        wide = (self.width() - _GAP) / 2
        for place, image in enumerate(self._images):
            room = QRectF(place * (wide + _GAP), line + 2, wide, self.height() - line - 2)
            painter.setPen(QColor(TONES["quiet"]))
            painter.drawText(QRectF(room.left(), 0, wide, line), Qt.AlignmentFlag.AlignLeft, names[place])
            scale = min(room.width() / image.width(), room.height() / image.height())
            at = QRectF(room.left(), room.top(), image.width() * scale, image.height() * scale)
            painter.drawImage(at, image)
            left, top, right, bottom = self._inner
            frame = QRectF(
                at.left() + left * at.width(),
                at.top() + top * at.height(),
                (right - left) * at.width(),
                (bottom - top) * at.height(),
            )
            painter.setPen(QPen(self._tone, 2))
            painter.drawRect(frame)
