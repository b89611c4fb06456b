"""Undo and redo without limit: what was in hand before is kept as it was."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.enhance.chain import Chain


@dataclass(frozen=True, slots=True)
class History:
    """What is in hand, what was before it, and what was taken back."""

    now: Chain = field(default_factory=Chain)
    past: tuple[Chain, ...] = ()
    future: tuple[Chain, ...] = ()

    def then(self, chain: Chain) -> History:
        """Another chain in hand; what was taken back is gone."""
        return self if chain == self.now else History(chain, (*self.past, self.now))

    def undone(self) -> History:
        """One step back, where there is one."""
        return History(self.past[-1], self.past[:-1], (self.now, *self.future)) if self.past else self

    def redone(self) -> History:
        """One step forward again, where there is one."""
        return History(self.future[0], (*self.past, self.now), self.future[1:]) if self.future else self
