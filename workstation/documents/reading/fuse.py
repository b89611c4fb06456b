"""Readings of one zone under several lights, laid together: what they agree on, and where they differ.

A difference is a finding of its own. Ink that vanishes or appears under a light changes what is read there, so
nothing is voted away: the fused text is a proposal, and every place of disagreement is listed with all its readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workstation.documents.reading.model import Cell, ZoneReading

_SURE = 0.9
"""Confidence from which two different characters contradict each other, and do not merely read badly."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place that lights read differently; positions count from 1.

    Attributes
    ----------
    readings : mapping of light to Cell
    contradicts : bool
        At least two different characters are read surely: the print differs between the lights.
    """

    line: int
    position: int
    readings: Mapping[str, Cell]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class FusedReading:
    """Several readings as one.

    Attributes
    ----------
    lines : tuple of str
        In each place the character with the most confidence over the lights; a proposal where lights disagree.
    agreeing : int
        Places that all lights read alike.
    disagreements : tuple of Disagreement
    readings : mapping of light to ZoneReading
        The evidence, untouched.
    other_layouts : tuple of str
        Lights whose reading has other lines than the most, so that it cannot be laid beside them.
    """

    lines: tuple[str, ...]
    agreeing: int
    disagreements: tuple[Disagreement, ...]
    readings: Mapping[str, ZoneReading]
    other_layouts: tuple[str, ...]

    @property
    def agreement(self) -> float:
        """Share of the places that all lights read alike, 0 to 1."""
        return self.agreeing / (self.agreeing + len(self.disagreements))


def fuse(readings: Mapping[str, ZoneReading]) -> FusedReading:
    """Lay readings of the same zone together by light.

    Parameters
    ----------
    readings : mapping of light to ZoneReading
        At least one.

    Raises
    ------
    ValueError
        No reading was given.
    """
    if not readings:
        raise ValueError("nothing to fuse")
    sizes = {light: tuple(len(row) for row in each.cells) for light, each in readings.items()}
    weight = {
        size: sum(readings[light].confidence for light in sizes if sizes[light] == size) for size in sizes.values()
    }
    chosen = max(weight, key=lambda size: weight[size])
    beside = {light: each for light, each in readings.items() if sizes[light] == chosen}
    lines, disagreements, agreeing = [], [], 0
    for line, width in enumerate(chosen):
        text = ""
        for position in range(width):
            cells = {light: each.cells[line][position] for light, each in beside.items()}
            text += _proposed(cells)
            if len({cell.text for cell in cells.values()}) == 1:
                agreeing += 1
            else:
                sure = {cell.text for cell in cells.values() if cell.confidence >= _SURE}
                disagreements.append(Disagreement(line + 1, position + 1, cells, len(sure) > 1))
        lines.append(text)
    others = tuple(light for light in readings if light not in beside)
    return FusedReading(tuple(lines), agreeing, tuple(disagreements), dict(readings), others)


def _proposed(cells: Mapping[str, Cell]) -> str:
    total: dict[str, float] = {}
    for cell in cells.values():
        total[cell.text] = total.get(cell.text, 0.0) + cell.confidence
    return max(total, key=lambda each: total[each])
