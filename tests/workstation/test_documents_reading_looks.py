"""Second looks: lines that were cut or not found come back, squeezed print is read, and the work is bounded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from workstation.documents.reading import networks, reader
from workstation.documents.reading.geometry import TextLine
from workstation.documents.reading.looks import framed
from workstation.documents.reading.model import Refusal
from workstation.documents.reading.training import held_out
from workstation.documents.reading.zones import read_lines, zone_of


def _lines(page: held_out.Page) -> list[TextLine]:
    found = []
    for (left, y), (right, _) in page.middles:
        middle, reach = (left + right) / 2, (right - left) / 2 + page.capital_px / 2
        found.append(TextLine((float(middle), float(y)), 0.0, (0.0, 0.0, 0.0), -reach, reach, page.capital_px))
    return found


@pytest.mark.parametrize("missing", [0, 1, -1], ids=["first", "second", "last"])
def test_a_line_that_was_not_found_comes_back_by_the_surest(missing: int) -> None:
    page = held_out.render("clean", 0)
    lines = _lines(page)
    del lines[missing]
    zone = zone_of(framed(page.pixels, read_lines(page.pixels, tuple(lines))))
    assert zone is not None
    assert zone.lines == page.lines


def test_lines_cut_at_their_beginning_are_made_whole() -> None:
    page = held_out.render("clean", 0)
    cut = tuple(replace(line, start=line.start + 3.5 * page.capital_px) for line in _lines(page))
    once = framed(page.pixels, read_lines(page.pixels, cut))
    zone = zone_of(framed(page.pixels, once))
    assert zone is not None
    assert zone.lines == page.lines


def _visa_of_44() -> held_out.Page:
    pages = (held_out.render("clean", number) for number in range(100))
    return next(each for each in pages if each.lines[0].startswith("V") and len(each.lines[0]) == 44)


def test_a_visa_cut_to_the_size_of_the_smaller_one_is_no_reading_until_its_end_is_seen() -> None:
    page = _visa_of_44()
    (left, _), (right, _) = page.middles[0]
    # Strips have room for two characters more.
    ten_px = 10.0 * (right - left) / 43
    cut = tuple(replace(line, end=line.end - ten_px) for line in _lines(page))
    lines = read_lines(page.pixels, cut)
    zone = zone_of(lines)
    assert zone is not None
    assert zone.lines == tuple(line[:36] for line in page.lines)
    assert zone.refused is Refusal.CUT_OFF
    whole = zone_of(framed(page.pixels, framed(page.pixels, lines)))
    assert whole is not None
    assert whole.lines == page.lines
    assert whole.refused is None


@pytest.mark.parametrize("stretch", [0.7, 1.4])
def test_a_picture_stored_squeezed_or_stretched_is_read(stretch: float) -> None:
    page = held_out.render("clean", 1)
    stored = cv2.resize(page.pixels, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_AREA)
    zones = reader.accepted(reader.read_zones(np.asarray(stored, np.uint8)))
    assert [each.lines for each in zones] == [page.lines]


def test_a_picture_that_cannot_be_read_costs_a_bounded_number_of_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    read = networks.characters_of

    def counted(strip: np.ndarray) -> np.ndarray:
        nonlocal looks
        looks += 1
        return read(strip)

    monkeypatch.setattr(networks, "characters_of", counted)
    page = held_out.render("noisy", 2).pixels
    rng = np.random.default_rng(5)
    drowned = np.clip(page.astype(np.float64) + rng.normal(0, 90, page.shape), 0, 255).astype(np.uint8)
    reader.read_zones(drowned)
    assert looks < 250


def test_opencv_and_onnxruntime_give_the_same_answers() -> None:
    pytest.importorskip("onnxruntime")
    planes = np.random.default_rng(3).normal(0, 1, (1, 32, 256)).astype(np.float32)
    path: Path = networks.RESOURCES / "models" / "mrz_recogniser.onnx"
    answers = [run(path)(planes[:, None]) for run in (networks.by_opencv, networks.by_onnxruntime)]
    np.testing.assert_allclose(answers[0], answers[1], atol=2e-3)
