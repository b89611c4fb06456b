"""What the action of the zone does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.workspace import Workspace
    from ui.zones.window import ZoneWindow
    from workstation.checks.cross_check import Origin, Row

    Base = QObject
else:
    Base = object


class ZoneCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow
    _zone: ZoneWindow | None = None

    def do_zone(self) -> None:
        """The zone character by character, beside the window."""
        from ui.zones.window import ZoneWindow

        if self._zone is None:
            self._zone = ZoneWindow(self.desk, self._window)
            self._zone.kept.connect(self._keep_zone)
            self._zone.wanted.connect(self._show_places)
        self._zone.show()
        self._zone.raise_()
        self._zone.activateWindow()
        self._zone.cells.setFocus()

    def _keep_zone(self, lines: list[str]) -> None:
        if self.desk.editable:
            kept = self.desk.bench.zones.type_mrz(self.desk.exhibit_id or None, lines)
            self.desk.keep(kept, lambda _: self._window.actions_by_key["run_checks"].trigger())

    def _show_places(self, row: Row, in_hand: Origin | None) -> None:
        """Every place of a field on one side of the document: framed, that of the source in hand in the middle."""
        placed = [(origin, each) for origin, each in row.cells.items() if each.capture_id and each.region is not None]
        snapshot = self.desk.snapshot
        if not placed or snapshot is None or self._zone is None:
            return
        placed.sort(key=lambda each: each[0] is not in_hand)
        front = snapshot.capture(placed[0][1].capture_id)
        self.desk.look(page=front.page, light=front.light)
        self.space.show_grid(False)
        names = self._zone.cross.names()
        places = [
            (names[origin], each.region)
            for origin, each in placed
            if each.region is not None and snapshot.capture(each.capture_id).page == front.page
        ]
        self.space.show_places(front.capture_id, places)

    def _end_zone(self) -> None:
        if self._zone is not None:
            self._zone.close()
            self._zone.deleteLater()
            self._zone = None
