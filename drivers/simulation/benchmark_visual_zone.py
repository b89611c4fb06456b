"""``benchmark visual``: printed values of simulated documents, read right, wrong or not at all, and how fast.

Every copy is another holder's, worn, a little off its place under a dimmed lamp. White light alone stands beside
white and infrared, so that one sees what the second light is worth.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drivers.simulation.holders import Holder
from drivers.simulation.scenes import Scene, load_scene
from drivers.simulation.specimens import FIELDS, SPECIMENS
from drivers.simulation.variations import another_copy, captured
from workstation.documents.line_reader import LineReader, installed_reader
from workstation.documents.visual_dates import read_visual_date
from workstation.documents.visual_zone import FieldReading, read_fields
from workstation.imaging.pictures import decode
from workstation.imaging.register import register
from workstation.specimens.library import Library

COPIES = 20
KINDS = ("passport", "permit", "visa")
LIGHTS = ("WHITE", "IR850")
FIRST_SEED = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    pictures: Mapping[str, NDArray[Any]]
    to_picture: NDArray[np.float64]
    code: str


def visual_zone(copies: int = COPIES) -> list[dict[str, Any]]:
    """Rows: fields of genuine copies and altered dates, each right, wrong or not read; milliseconds a field.

    Empty where no OCR library is installed.
    """
    reader = installed_reader()
    if reader is None:
        return []
    library = Library([SPECIMENS])
    return [
        *_genuine(library, reader, copies),
        _altered(library, reader, copies),
    ]


def _genuine(library: Library, reader: LineReader, copies: int) -> Iterator[dict[str, Any]]:
    counts: dict[tuple[str, ...], Counter[str]] = {LIGHTS: Counter(), LIGHTS[:1]: Counter()}
    seconds = dict.fromkeys(counts, 0.0)
    for kind in KINDS:
        for scene, page in _pages(library, load_scene(f"uto-{kind}-genuine"), copies):
            for lights, count in counts.items():
                begun = time.perf_counter()
                for reading in _read(library, scene, page, lights, reader):
                    count[_verdict(reading, scene.holder)] += 1
                seconds[lights] += time.perf_counter() - begun
    both, white = counts[LIGHTS], counts[LIGHTS[:1]]
    for verdict in ("right", "wrong", "not read"):
        yield _row(f"{both.total()} fields of genuine copies: {verdict}", both[verdict], "fields", white[verdict])
    yield _row("a field", 1e3 * seconds[LIGHTS] / both.total(), "ms", 1e3 * seconds[LIGHTS[:1]] / white.total())


def _altered(library: Library, reader: LineReader, copies: int) -> dict[str, Any]:
    """Altered dates of expiry that do not read as the zone's."""
    told = seen = 0
    for kind in KINDS:
        for scene, page in _pages(library, load_scene(f"uto-{kind}-altered-date"), copies):
            for reading in _read(library, scene, page, LIGHTS, reader):
                if reading.field == "date_of_expiry":
                    seen += 1
                    told += _verdict(reading, scene.holder) == "wrong"
    return _row(f"{seen} altered dates of expiry: contradict the zone", told, "dates", None)


def _pages(library: Library, scene: Scene, copies: int) -> Iterator[tuple[Scene, _Page]]:
    for at in range(copies):
        copy = another_copy(scene, FIRST_SEED + at)
        for code in copy.pages:
            specimen = library.picture(copy.design.model_id, code, "WHITE")
            assert specimen is not None
            pictures = captured(copy.draw(code), LIGHTS, FIRST_SEED + at)
            laid = register(decode(library.read(specimen)), pictures["WHITE"])
            if laid.accepted:
                scale = np.diag([specimen.px_per_mm, specimen.px_per_mm, 1.0])
                yield copy, _Page(pictures, np.asarray(np.linalg.inv(laid.matrix) @ scale, np.float64), code)


def _read(
    library: Library, scene: Scene, page: _Page, lights: tuple[str, ...], reader: LineReader
) -> tuple[FieldReading, ...]:
    texts = [each for each in library.model(scene.design.model_id).texts if each.page == page.code]
    return read_fields({each: page.pictures[each] for each in lights}, texts, page.to_picture, reader)


def _verdict(reading: FieldReading, holder: Holder) -> str:
    if not reading.text:
        return "not read"
    key = next(name for name, field in FIELDS.items() if field == reading.field)
    truth = str(getattr(holder, key))
    if reading.field.startswith("date_"):
        return "right" if read_visual_date(reading.text) == {truth[2:4] + truth[5:7] + truth[8:]} else "wrong"
    return "right" if _letters(reading.text) == _letters(truth) else "wrong"


def _letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def _row(measure: str, value: float, unit: str, white: float | None) -> dict[str, Any]:
    return {
        "benchmark": "visual",
        "measure": measure,
        "value": value,
        "unit": unit,
        "peer": "" if white is None else "white light alone",
        "peer_value": white,
        "ratio": value / white if white else None,
    }
