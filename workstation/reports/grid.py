"""A table that flows over pages: its head is repeated, its rows stay whole unless one is longer than a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from workstation.reports.typeset import Text

_SIDE, _ABOVE, _BELOW = 4.0, 2.5, 3.5


@dataclass(frozen=True, slots=True)
class GridRow:
    """Cells of one row; ``marked`` rows have a ground and an edge."""

    cells: tuple[Text, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class GridLook:
    """Colours of a table."""

    ground: Color
    rule: Color
    edge: Color


class Grid(Flowable):  # type: ignore[misc]
    """A table.

    Parameters
    ----------
    head : callable
        Makes the cells of the head; called once for each page.
    rows : sequence of GridRow
    shares : sequence of float
        Parts of the width.
    look : GridLook
    page_height : float
        Points that a page offers: only a row longer than that is divided.
    """

    def __init__(
        self,
        head: Callable[[], tuple[Text, ...]],
        rows: Sequence[GridRow],
        shares: Sequence[float],
        look: GridLook,
        page_height: float,
    ) -> None:
        super().__init__()
        self._head, self._rows, self._shares = head, tuple(rows), tuple(shares)
        self._look, self._page_height = look, page_height
        self._header = GridRow(head())
        self._widths: list[float] = []
        self._heights: list[float] = []
        self.spaceBefore, self.spaceAfter = 2, 8
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Widths from the shares, heights from the text."""
        total = sum(self._shares)
        self._widths = [available_width * share / total for share in self._shares]
        self._heights = [self._height_of(row) for row in (self._header, *self._rows)]
        self.width, self.height = available_width, sum(self._heights)
        return self.width, self.height

    def _height_of(self, row: GridRow) -> float:
        tallest = max(
            float(cell.wrap(width - 2 * _SIDE, 0)[1]) for cell, width in zip(row.cells, self._widths, strict=True)
        )
        return tallest + _ABOVE + _BELOW

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Rows that fit on this page, the rest on the next with the head repeated."""
        self.wrap(available_width, available_height)
        room = available_height - self._heights[0]
        fitting = 0
        for height in self._heights[1:]:
            if height > room:
                break
            room -= height
            fitting += 1
        here, rest = list(self._rows[:fitting]), list(self._rows[fitting:])
        if rest and self._heights[fitting + 1] + self._heights[0] > self._page_height:
            divided = self._divide(rest[0], room - _ABOVE - _BELOW)
            if divided is not None:
                here.append(divided[0])
                rest[0] = divided[1]
        if not here or not rest:
            return []
        return [self._part(here), self._part(rest)]

    def _divide(self, row: GridRow, room: float) -> tuple[GridRow, GridRow] | None:
        upper, lower = [], []
        for cell, width in zip(row.cells, self._widths, strict=True):
            parts = cell.divide(width - 2 * _SIDE, room)
            if parts is None:
                return None
            upper.append(parts[0])
            lower.append(parts[1])
        return GridRow(tuple(upper), row.marked), GridRow(tuple(lower), row.marked)

    def _part(self, rows: list[GridRow]) -> Grid:
        return Grid(self._head, rows, self._shares, self._look, self._page_height)

    def draw(self) -> None:
        """Draw grounds, rules and cells from the top down."""
        canvas, look = self.canv, self._look
        top = self.height
        for index, (row, height) in enumerate(zip((self._header, *self._rows), self._heights, strict=True)):
            bottom = top - height
            if index == 0 or row.marked:
                canvas.setFillColor(look.ground)
                canvas.rect(0, bottom, self.width, height, stroke=0, fill=1)
            if row.marked:
                canvas.setFillColor(look.edge)
                canvas.rect(0, bottom, 2.5, height, stroke=0, fill=1)
            x = 0.0
            for cell, width in zip(row.cells, self._widths, strict=True):
                cell_height = cell.wrap(width - 2 * _SIDE, 0)[1]
                cell.drawOn(canvas, x + _SIDE, top - _ABOVE - cell_height)
                x += width
            canvas.setStrokeColor(look.rule)
            canvas.setLineWidth(0.4)
            canvas.line(0, bottom, self.width, bottom)
            top = bottom
