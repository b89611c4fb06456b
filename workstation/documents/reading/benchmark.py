"""How well zones are read: rendered pictures, the real ones beside the checkout, peers where they are installed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from workstation.documents.mrz import MrzError, parse
from workstation.documents.reading.benchmark_peers import PEERS, available
from workstation.documents.reading.reader import read_zones
from workstation.imaging.pictures import Pixels, decode

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
_TURNS = (90, 180, 270)
_SKEWS = (-25, -15, -8, -4, 4, 8, 15, 25)
_GROUND = 200
Reader = Callable[[Path, Pixels], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """What one reader made of a set of pictures.

    Attributes
    ----------
    exact : int
        Read without one wrong character.
    wrong : int
        Given as read, every check digit holding, and yet not what is printed.
    edits : int
        Characters to change, insert or remove in all lines; everything where nothing was read.
    """

    pictures: int
    exact: int
    read: int
    wrong: int
    edits: int
    characters: int
    median_ms: float
    p95_ms: float


def mrz(rendered: int) -> list[dict[str, Any]]:
    """Rows for the benchmark command; ``rendered`` pictures are drawn over all conditions."""
    rows = list(_rendered(rendered))
    truth = _real()
    if truth:
        rows += _real_rows(truth)
    return rows


def ours(path: Path, pixels: Pixels) -> Sequence[str]:
    """Lines of the first accepted zone."""
    found = read_zones(pixels)
    return found[0].lines if found and found[0].refused is None else ()


def score(reader: Reader, pictures: Iterable[tuple[Path, Pixels, tuple[str, ...]]]) -> Score:
    """Run a reader over pictures with their lines."""
    count = exact = read = wrong = edits = characters = 0
    times = []
    for path, pixels, lines in pictures:
        begun = time.perf_counter()
        got = tuple(reader(path, pixels))
        times.append((time.perf_counter() - begun) * 1000)
        count += 1
        exact += got == lines
        read += bool(got)
        wrong += got != lines and _digits_hold(got)
        edits += distance("".join(got), "".join(lines))
        characters += len("".join(lines))
    median, p95 = (float(np.percentile(times, share)) for share in (50, 95)) if times else (0.0, 0.0)
    return Score(count, exact, read, wrong, edits, characters, median, p95)


def _digits_hold(lines: tuple[str, ...]) -> bool:
    try:
        return bool(lines) and parse(lines).check_digits_hold
    except MrzError:
        return False


def distance(one: str, other: str) -> int:
    """Characters to change, insert or remove to make one text the other."""
    before = list(range(len(other) + 1))
    for row, character in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            now.append(min(now[-1] + 1, before[column] + 1, before[column - 1] + (character != wanted)))
        before = now
    return before[-1]


def _row(
    measure: str, value: float, unit: str, peer: str | None = None, other: float | None = None
) -> dict[str, Any]:
    ratio = value / other if other else None
    return {
        "benchmark": "mrz", "measure": measure, "value": value, "unit": unit,
        "peer": peer, "peer_value": other, "ratio": ratio,
    }  # fmt: skip


def _rendered(count: int) -> Iterable[dict[str, Any]]:
    from workstation.documents.reading.training import held_out

    each_time = max(1, count // len(held_out.CONDITIONS))
    for condition in held_out.CONDITIONS:
        pages = (held_out.render(condition, number) for number in range(each_time))
        found = score(ours, ((Path(), page.pixels, page.lines) for page in pages))
        yield _row(f"rendered, {condition.replace('_', ' ')}: exact", found.exact / found.pictures, "share")


def _real() -> list[tuple[Path, Pixels, tuple[str, ...]]]:
    folder = REAL / "mrz"
    if not folder.is_dir():
        return []
    table = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    paths = [(folder / row["file"], tuple(row["lines"])) for row in table]
    return [(path, decode(path.read_bytes(), str(path)), lines) for path, lines in paths]


def _real_rows(truth: list[tuple[Path, Pixels, tuple[str, ...]]]) -> Iterable[dict[str, Any]]:
    own = score(ours, truth)
    yield _row(f"{own.pictures} real pictures: exact", own.exact, "")
    yield _row("real: wrong behind check digits that hold", own.wrong, "")
    yield _row("real: characters wrong", 100 * own.edits / own.characters, "%")
    yield _row("real: median", own.median_ms, "ms")
    yield _row("real: p95", own.p95_ms, "ms")
    for name, reader in PEERS.items():
        if available(name):
            peer = score(reader, truth)
            yield _row("real: exact", own.exact, "", name, peer.exact)
            yield _row("real: wrong behind digits", own.wrong, "", name, peer.wrong)
            yield _row("real: median", own.median_ms, "ms", name, peer.median_ms)
    for degrees in _TURNS:
        turned = score(ours, ((path, np.rot90(pixels, degrees // 90), lines) for path, pixels, lines in truth))
        yield _row(f"real, turned by {degrees}: exact", turned.exact, "")
    for degrees in _SKEWS:
        skewed = score(ours, ((path, skew(pixels, degrees), lines) for path, pixels, lines in truth))
        yield _row(f"real, skewed by {degrees}: exact", skewed.exact, "")
    faces = sorted((REAL / "faces").glob("*.jpg")) + sorted((REAL / "multispectral" / "mstex_z35").glob("*.png"))
    none = score(ours, ((path, decode(path.read_bytes(), str(path)), ()) for path in faces))
    yield _row(f"{none.pictures} pictures without a zone: read", none.read, "")
    yield _row("without a zone: median", none.median_ms, "ms")


def skew(pixels: Pixels, degrees: float) -> Pixels:
    """The whole picture turned on grey ground."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return np.asarray(cv2.warpAffine(pixels, matrix, size, borderValue=(_GROUND, _GROUND, _GROUND)), np.uint8)
