"""Lights, channels and combinations of lights in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.fields import light_name
from workstation.imaging.light_stack import GREY, Band
from workstation.imaging.spectra import Combination, CombinationKind

NAMED = 2


class SpectraWords(QObject):
    """In the language of the window."""

    def channel(self, channel: str) -> str:
        """Name of a channel; empty for a grey picture."""
        return {"red": self.tr("red"), "green": self.tr("green"), "blue": self.tr("blue")}.get(channel, "")

    def band(self, band: Band) -> str:
        """Light and channel."""
        light = light_name(band.light, short=True)
        return light if band.channel == GREY else f"{light} {self.channel(band.channel)}"

    def combination(self, combination: Combination) -> str:
        """What a combination is made of; of many lights those that weigh most."""
        names = [self.band(each) for each in combination.bands]
        if combination.kind is CombinationKind.BAND:
            return names[0]
        if combination.kind is CombinationKind.DIFFERENCE:
            return f"{names[0]} − {names[1]}"
        if combination.kind is CombinationKind.RATIO:
            return f"{names[0]} ÷ {names[1]}"
        heading = {
            CombinationKind.COMPONENT: self.tr("Component: {lights}"),
            CombinationKind.MIXTURE: self.tr("Fitted sum: {lights}"),
        }[combination.kind]
        return heading.format(lights=self._weights(combination, names))

    def _weights(self, combination: Combination, names: list[str]) -> str:
        strongest = sorted(zip(combination.weights, names, strict=True), key=lambda each: -abs(each[0]))
        said = [f"{'+' if weight >= 0 else '−'}{abs(weight):.2f} {name}" for weight, name in strongest[:NAMED]]
        return " ".join(said) + (" …" if len(strongest) > NAMED else "")
