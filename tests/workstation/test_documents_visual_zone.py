"""The visual zone: each field read where the model says, in the light that shows it; nothing made up."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workstation.documents.line_reader import LineReader, installed_reader
from workstation.documents.names import read_names
from workstation.documents.transliteration import Grade, compare_names
from workstation.documents.visual_dates import read_visual_date
from workstation.documents.visual_zone import FieldReading, read_fields
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenText

TEXT = SpecimenText("surname", "data_page", (10.0, 10.0, 30.0, 2.0))
MODELS = ("UTO-P-1-2024", "UTO-IR-1-2023", "UTO-VC-1-2022")


class Says:
    """Reads what a function of the strip's brightness gives; keeps every strip it saw."""

    def __init__(self, answer: Callable[[float], tuple[str, float]]) -> None:
        self._answer = answer
        self.seen: list[NDArray[np.uint8]] = []

    def read(self, strip: NDArray[np.uint8]) -> tuple[str, float]:
        self.seen.append(strip)
        return self._answer(float(strip.mean()))


def grey(value: int) -> NDArray[np.uint8]:
    return np.full((400, 500), value, np.uint8)


def read_one(pictures: dict[str, NDArray[np.uint8]], reader: Says) -> FieldReading:
    return read_fields(pictures, [TEXT], np.diag([10.0, 10.0, 1.0]), reader)[0]


@pytest.fixture(scope="module")
def reader() -> LineReader:
    found = installed_reader()
    if found is None:
        pytest.skip("rapidocr is not installed")
    return found


def specimen(model_id: str, reader: LineReader, pictures_of: tuple[str, ...]) -> dict[str, FieldReading]:
    library = Library()
    model, found = library.model(model_id), {}
    for page in {each.page for each in model.texts}:
        chosen = [each for each in model.pictures if each.page == page and each.light in pictures_of]
        pictures = {each.light: cv2.imread(str(each.path))[:, :, ::-1] for each in chosen}
        scale = chosen[0].px_per_mm
        texts = [each for each in model.texts if each.page == page]
        for each in read_fields(pictures, texts, np.diag([scale, scale, 1.0]), reader):
            found[each.field] = each
    return found


@pytest.mark.parametrize("model_id", MODELS)
def test_the_specimens_read_as_they_were_made(model_id: str, reader: LineReader) -> None:
    library = Library()
    design = tomllib.loads((library.folder(model_id) / "design.toml").read_text(encoding="utf-8"))
    holder = design["holder"]
    read = specimen(model_id, reader, ("WHITE", "IR850"))
    assert read["document_number"].text == holder["number"]
    assert read["surname"].text.replace(" ", "") == holder["surname"].replace(" ", "")
    assert read["given_names"].text.replace(" ", "") == holder["given_names"].replace(" ", "")
    for name, key in (("date_of_birth", "born"), ("date_of_issue", "issued"), ("date_of_expiry", "expires")):
        year, month, day = holder[key].split("-")
        assert read_visual_date(read[name].text) == {f"{year[2:]}{month}{day}"}


def test_a_line_that_slipped_is_still_read(reader: LineReader) -> None:
    picture = Library().picture("UTO-P-1-2024", "data_page", "IR850")
    assert picture is not None
    pixels = cv2.imread(str(picture.path))[:, :, ::-1]
    texts = [each for each in Library().model("UTO-P-1-2024").texts if each.field == "document_number"]
    for slipped_mm in (-0.6, 0.6):
        scale = picture.px_per_mm
        matrix = np.array([[scale, 0, 0], [0, scale, slipped_mm * scale], [0, 0, 1.0]])
        (read,) = read_fields({"IR850": pixels}, texts, matrix, reader)
        assert read.text == "UT0000000"
        expected = texts[0].region_mm[1] * scale
        assert abs(read.corners[0, 1] - expected) < 0.25 * scale


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_place_holds_no_value(level: int, reader: LineReader) -> None:
    (read,) = read_fields({"WHITE": grey(level)}, [TEXT], np.diag([10.0, 10.0, 1.0]), reader)
    assert read.text == ""


def test_what_is_not_sure_is_left_empty() -> None:
    read = read_one({"WHITE": grey(200)}, Says(lambda _: ("MAYBE", 0.9)))
    assert (read.text, read.confidence, read.differently) == ("", 0.9, None)


def test_the_other_light_helps_where_white_is_not_sure() -> None:
    says = Says(lambda mean: ("FICTA", 0.99) if mean < 150 else ("FIC", 0.8))
    read = read_one({"WHITE": grey(200), "IR850": grey(100)}, says)
    assert (read.text, read.light, read.differently) == ("FICTA", "IR850", None)


@pytest.mark.parametrize("white_sure", [0.98, 0.995])
def test_what_a_person_reads_stands_and_the_erased_value_beside_it(white_sure: float) -> None:
    says = Says(lambda mean: ("10 IUN 2026", 0.99) if mean < 150 else ("10 IUN 2034", white_sure))
    read = read_one({"WHITE": grey(200), "IR850": grey(100)}, says)
    assert (read.text, read.light) == ("10 IUN 2034", "WHITE")
    assert read.differently is not None
    assert read.differently.text == "10 IUN 2026"


def test_what_is_no_date_gives_way_to_what_is() -> None:
    date = SpecimenText("date_of_birth", "data_page", TEXT.region_mm)
    says = Says(lambda mean: ("31 OCT 1988", 0.95) if mean < 150 else ("31 OXT 1988", 0.99))
    (read,) = read_fields({"WHITE": grey(200), "IR850": grey(100)}, [date], np.diag([10.0, 10.0, 1.0]), says)
    assert (read.text, read.light, read.differently) == ("31 OCT 1988", "IR850", None)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("310CT1988", "31 OCT 1988"),
        ("31 0CT 1988", "31 OCT 1988"),
        ("15 A60 1988", ""),
        ("31 OCT 1988", "31 OCT 1988"),
        ("31 10 1988", "31 10 1988"),
        ("0CT 1988", ""),
    ],
)
def test_a_month_is_letters(said: str, text: str) -> None:
    date = SpecimenText("date_of_birth", "data_page", TEXT.region_mm)
    (read,) = read_fields({"WHITE": grey(200)}, [date], np.diag([10.0, 10.0, 1.0]), Says(lambda _: (said, 0.95)))
    assert read.text == text


def test_an_altered_date_needs_no_more_than_to_be_read() -> None:
    date = SpecimenText("date_of_expiry", "data_page", TEXT.region_mm)
    says = Says(lambda mean: ("10 IUN 2026", 0.97) if mean < 150 else ("10 IUN 2034", 0.88))
    (read,) = read_fields({"WHITE": grey(200), "IR850": grey(100)}, [date], np.diag([10.0, 10.0, 1.0]), says)
    assert (read.text, read.light) == ("10 IUN 2034", "WHITE")
    assert read.differently is not None


@pytest.mark.parametrize(("white", "infrared"), [("FIC", "FICTA"), ("QUIDA", "QUIDAM"), ("/V0028", "V0028")])
def test_what_a_pattern_left_over_is_no_other_value(white: str, infrared: str) -> None:
    says = Says(lambda mean: (infrared, 0.99) if mean < 150 else (white, 0.985))
    read = read_one({"WHITE": grey(200), "IR850": grey(100)}, says)
    assert (read.text, read.light, read.differently) == (infrared, "IR850", None)


def test_blanks_are_no_difference_between_lights() -> None:
    says = Says(lambda mean: ("MARIA LUCIA", 0.99) if mean < 150 else ("MARIALUCIA", 0.98))
    read = read_one({"WHITE": grey(200), "IR850": grey(100)}, says)
    assert (read.text, read.differently) == ("MARIA LUCIA", None)


def test_letters_alone_count_where_blanks_may_be_lost() -> None:
    zone = read_names("SPECIMEN<<VTOPIA<MARE<<<<<<<<<<<<<<<<<<")
    assert compare_names("SPECIMEN", "VTOPIAMARE", zone).grade is Grade.MISMATCH
    assert compare_names("SPECIMEN", "VTOPIAMARE", zone, blanks=False).grade is Grade.EQUAL
    assert compare_names("SPECIMEN", "VTOPIAMARIS", zone, blanks=False).grade is Grade.MISMATCH


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.lists(st.floats(-60, 60), min_size=6, max_size=6),
    tilt=st.tuples(st.floats(-2e-3, 2e-3), st.floats(-2e-3, 2e-3)),
    depth=st.sampled_from([np.uint8, np.uint16]),
    colour=st.booleans(),
)
def test_no_geometry_breaks_it(numbers: list[float], tilt: tuple[float, float], depth: type, colour: bool) -> None:
    matrix = np.array([numbers[:3], numbers[3:], [*tilt, 1.0]])
    shape = (60, 80, 3) if colour else (60, 80)
    says = Says(lambda _: ("X", 0.99))
    (read,) = read_fields({"WHITE": np.full(shape, 90, depth)}, [TEXT], matrix, says)
    assert read.text == "X"
    assert all(each.dtype == np.uint8 and each.ndim == 3 and each.shape[2] == 3 and each.size for each in says.seen)
