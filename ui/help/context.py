"""Which page a person needs: that of the tool that has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.help.pages import FIRST, contents
from ui.workspace import Workspace


def page_for(focus: QWidget | None, space: Workspace) -> str:
    """Page of the part of the window that has the focus; on the pictures, of what is done with them."""
    widget = focus
    while widget is not None:
        if widget is space.view:
            return _on_the_pictures(space)
        if widget is space.tabs.tabBar():
            widget = space.tabs.currentWidget()
        if widget is space.enhance and (found := _of_the_step(space)):
            return found
        if found := contents().of_widget(type(widget).__name__):
            return found
        widget = widget.parentWidget()
    return FIRST


def _of_the_step(space: Workspace) -> str:
    layers, place = space.studio.chain.layers, space.enhance.steps.place
    return contents().of_operation(layers[place].operation) if 0 <= place < len(layers) else ""


def _on_the_pictures(space: Workspace) -> str:
    """What is being set, drawn or measured comes before the way to compare that it is done in."""
    if space.compare.by_hand:
        return contents().of_action("set_points")
    if space.spectra.placing:
        return contents().of_action("place_a")
    if space.measuring.kind:
        return contents().of_action("measure_distance")
    if space.compare.mode is not None:
        return contents().of_action(space.compare.mode.replace("-", "_"))
    return "lights" if space.desk.captures() else FIRST
