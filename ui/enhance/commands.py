"""What the actions on the picture in hand do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from ui.compare.keep_dialog import KeepDialog
from ui.compare.pair import prepared_recipe
from ui.enhance.export import CaptionWords, ExportPictureDialog, proposed_path
from ui.enhance.holding import Holding
from ui.viewer.blend import Mode
from ui.written import written_text
from workstation.imaging.recipe import Recipe

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.workspace import Workspace
    from workstation.cases.exports import Written

    Base = QObject
else:
    Base = object


class EnhanceCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow

    def _connect_enhance(self) -> None:
        actions, studio = self._window.actions_by_key, self.space.studio
        Holding(self._window, {Qt.Key.Key_U: actions["untouched"], Qt.Key.Key_Z: actions["loupe"]})
        self._caption_words = CaptionWords(self)
        self.space.enhance.asked.connect(lambda key: actions[key].trigger())
        studio.changed.connect(lambda: actions["untouched"].setChecked(studio.untouched))

    def do_to_enhance(self) -> None:
        """The keyboard to the steps."""
        self.space.tabs.show()
        self.space.show_tab("enhance")

    def do_undo(self) -> None:
        """The last step back."""
        self.space.studio.undo()

    def do_redo(self) -> None:
        """Forward again."""
        self.space.studio.redo()

    def do_untouched(self) -> None:
        """The capture itself, or what was made of it."""
        self.space.studio.set_untouched(self._window.actions_by_key["untouched"].isChecked())

    def do_turn_right(self) -> None:
        """Clockwise."""
        self.space.studio.turn(1)

    def do_turn_left(self) -> None:
        """Anticlockwise."""
        self.space.studio.turn(-1)

    def do_mirror(self) -> None:
        """Left and right change places."""
        self.space.studio.mirror()

    def do_loupe(self) -> None:
        """On or off."""
        self.space.loupe.set_on(self._window.actions_by_key["loupe"].isChecked())

    def do_loupe_power(self) -> None:
        """The next power."""
        self.space.loupe.step_power()

    def do_millimetres(self) -> None:
        """Grid on or off."""
        on = self._window.actions_by_key["millimetres"].isChecked()
        for each in self.space.grids:
            each.set_on(on)
        self.space.wall.set_millimetres(on)

    def do_crosshair(self) -> None:
        """In both panes, or none."""
        for each in (self.space.view, self.space.wall):
            each.set_crosshair(self._window.actions_by_key["crosshair"].isChecked())

    def do_kept_views(self) -> None:
        """The list of kept views."""
        self.space.tabs.show()
        self.space.show_tab("enhance", focus=False)
        self.space.enhance.show_kept()
        self.space.enhance.kept.list.setFocus()

    def keep_enhanced(self) -> None:
        """Ask for the title of the view of the picture in hand."""
        studio, exhibit_id = self.space.studio, self.desk.exhibit_id
        recipe = studio.recipe_to_keep()
        if recipe is None:
            return
        dialog = KeepDialog(studio.title(recipe), self._window)
        dialog.wanted.connect(lambda title: self.desk.keep(studio.keep(recipe, title, exhibit_id)))
        dialog.open()

    def do_export_view(self) -> None:
        """Ask where the picture goes."""
        capture = self.space.studio.capture
        recipes = self._recipes_shown()
        if capture is None or not recipes:
            return
        proposed = proposed_path(self.desk, capture, ".png" if len(recipes) == 1 else ".gif")
        dialog = ExportPictureDialog(proposed, self._window)

        def export(path: Path) -> None:
            about = self.desk, self.space.studio, capture
            self._window.messages.show_running(
                lambda: QCoreApplication.translate("EnhanceCommands", "Writing the picture…")
            )
            comparison = self.desk.bench.comparison
            if len(recipes) > 1:
                captions = self._caption_words.captions(*about, recipes)
                writing = comparison.export_blink(recipes, path, captions, self.space.compare.beat_ms)
            else:
                writing = comparison.export(recipes[0], path, self._caption_words.caption(*about, recipes[0]))
            self.desk.ask(writing, self._picture_written)

        dialog.wanted.connect(export)
        dialog.open()

    def _recipes_shown(self) -> tuple[Recipe, ...]:
        """The recipe of what is on the screen; two while two pictures blink."""
        compare, pair = self.space.compare, self.space.compare.pair
        if compare.mode is Mode.BLINK and pair is not None and pair.shown is not None:
            return prepared_recipe(pair, second=False), prepared_recipe(pair, second=True)
        shown = compare.recipe or self.space.studio.recipe_to_keep()
        return () if shown is None else (shown,)

    def _picture_written(self, written: Written) -> None:
        self._window.messages.show_notice(
            lambda: written_text(QCoreApplication.translate("EnhanceCommands", "Picture written: {path}"), written)
        )
