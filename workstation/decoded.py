"""Decoded pictures, kept once for everything that looks at them: panes, comparisons, recipes, spectra."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

BYTES_KEPT = 300_000_000
KEPT_AT_LEAST = 2
"""A comparison goes back and forth between two, however large they are."""


class Decoded:
    """Read-only arrays by the SHA-256 of the stored bytes, the latest last, while there is room."""

    def __init__(self, bytes_kept: int = BYTES_KEPT) -> None:
        self._bytes_kept = bytes_kept
        self._pictures: OrderedDict[str, NDArray[Any]] = OrderedDict()
        self._lock = Lock()

    def pixels(self, sha256: str, decode: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The picture with this hash, decoded where it is not kept. Errors are those of ``decode``."""
        with self._lock:
            found = self._pictures.pop(sha256, None)
            if found is None:
                # The oldest goes first: while the new one is decoded there is no room for it.
                self._make_room(KEPT_AT_LEAST - 1)
                found = decode()
            self._pictures[sha256] = found
            self._make_room(KEPT_AT_LEAST)
            return found

    def _make_room(self, at_least: int) -> None:
        while len(self._pictures) > at_least and self._byte_length() > self._bytes_kept:
            self._pictures.popitem(last=False)

    def _byte_length(self) -> int:
        return sum(each.nbytes for each in self._pictures.values())
