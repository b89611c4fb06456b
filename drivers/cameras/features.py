"""Features of a GenICam camera by their standard names (EMVA SFNC 2.7): what is there, and what it confirms.

No feature is taken for granted: a camera may lack any of them, refuse to have it written, or show another value than
was written. What cannot be read back is not confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Value = bool | int | float | str


class Features:
    """The features of one camera.

    Parameters
    ----------
    node_map : genicam.genapi.NodeMap
    refusals : tuple of exception types
        What the node map raises for a feature that cannot be read or written now.
    """

    def __init__(self, node_map: Any, refusals: tuple[type[Exception], ...]) -> None:
        self._node_map = node_map
        self._refusals = refusals

    def node(self, *names: str) -> Any:
        """The first of these features that the camera has and shows; None where it has none of them."""
        for name in names:
            node = getattr(self._node_map, name, None) if self._node_map.has_node(name) else None
            if node is not None and self.value(node) is not None:
                return node
        return None

    def value(self, node: Any) -> Value | None:
        """What a feature says now; None where it cannot be read."""
        value: Value | None = self._attempt(lambda: node.value)
        return value

    def text(self, *names: str) -> str:
        """The first of these features as text; empty where there is none."""
        node = self.node(*names)
        return "" if node is None else str(self.value(node)).strip()

    def number(self, name: str) -> int:
        """A whole number that every camera has."""
        return int(self.value(self.node(name)) or 0)

    def put(self, name: str, value: Value) -> Value | None:
        """Write a feature, and what the camera says it is afterwards; None where there is no such feature."""
        node = self.node(name)
        if node is None:
            return None
        if self.value(node) != value:
            self._attempt(lambda: setattr(node, "value", value))
        return self.value(node)

    def choices(self, name: str) -> tuple[str, ...]:
        """What an enumeration offers."""
        node = self.node(name)
        return () if node is None else tuple(self._attempt(lambda: node.symbolics) or ())

    def _attempt(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except self._refusals:
            return None
