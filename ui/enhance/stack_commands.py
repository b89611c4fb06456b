"""What the action that joins captures does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ui.enhance.chain import Chain, Layer, chain_of
from ui.enhance.stack_dialog import StackChoice, StackDialog
from workstation.imaging.recipe import Recipe
from workstation.imaging.stacking import Stacked

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    Base = QObject
else:
    Base = object

COMPRESS = "compress-range"
LEAST_PX = 0.1
"""No less is claimed to a person."""


class StackCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow

    def do_stack(self) -> None:
        """Ask which captures are joined, and how."""
        desk, snapshot = self.desk, self.desk.snapshot
        every = snapshot.captures if snapshot else ()
        side = [each for each in every if each.exhibit_id == desk.exhibit_id and each.page == desk.page]
        dialog = StackDialog(tuple(reversed(side)), desk.light, self._window)
        dialog.wanted.connect(self._stack)
        dialog.open()

    def _stack(self, choice: StackChoice) -> None:
        self._window.messages.show_running(
            lambda: QCoreApplication.translate("StackCommands", "Joining the captures…")
        )
        making = self.desk.bench.comparison.stack(choice.kind, choice.captures, choice.exposures_ms)
        self.desk.ask(making, lambda made: self._show_stack(choice, made))

    def _show_stack(self, choice: StackChoice, made: Stacked) -> None:
        """In the place of the capture that gives the raster; K keeps it."""
        space = self.space
        by_hash = {each.sha256: each for each in choice.captures}
        capture = by_hash[made.recipe.sources[0].sha256]
        space.show_grid(False)
        space.compare.set_by_hand(False)
        space.compare.set_mode(None)
        space.studio.show_chain(capture, stack_chain(made.recipe))
        space.tabs.show()
        space.show_tab("enhance", focus=False)
        self._window.messages.show_notice(lambda: _said(len(choice.captures), made))


def stack_chain(recipe: Recipe) -> Chain:
    """The stack as what further steps go on from; how its range is compressed is a step of its own, with controls."""
    last = recipe.steps[-1]
    if last.operation != COMPRESS:
        return chain_of(recipe)
    return Chain((Layer(COMPRESS, dict(last.parameters)),), Recipe(recipe.sources, recipe.steps[:-1]))


def _said(count: int, made: Stacked) -> str:
    parts = [
        QCoreApplication.translate("StackCommands", "{count} captures joined; K keeps the view.").format(count=count)
    ]
    if made.residual_px is not None:
        text = QCoreApplication.translate("StackCommands", "They lie on each other to {residual} px.")
        parts.append(text.format(residual=f"{max(made.residual_px, LEAST_PX):.1f}"))
    if made.as_they_lie:
        text = QCoreApplication.translate(
            "StackCommands", "{count} of them could not be laid, too dark or too bright, and stand as they are."
        )
        parts.append(text.format(count=len(made.as_they_lie)))
    return " ".join(parts)
