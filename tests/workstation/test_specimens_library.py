"""The reference library: what is right is found, what is wrong is named and stops nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstation.captures import sha256_hex
from workstation.documents.layouts import MrzFormat
from workstation.documents.mrz_writing import MrzContent, build
from workstation.errors import SpecimenError
from workstation.messages import explain
from workstation.specimens.library import SHIPPED, Library
from workstation.specimens.model_file import Problem, read_model
from workstation.vocabulary import LANGUAGES, vocabulary

MODEL = """\
[model]
country = "UTO"
type = "P<"
number = 1
year = 2024
names = { en = "Passport of Utopia", zh_CN = "乌托邦护照" }
size_mm = [125.0, 88]
mrz_format = "TD3"
pages = ["data_page", "bio_opposite"]
source = "Drawn for a test"
licence = "Apache-2.0"
generated = true
"""
PICTURE = """
[[picture]]
page = "data_page"
light = "{light}"
file = "pictures/data_page-{light}.png"
sha256 = "{sha256}"
px_per_mm = 2.0
width = 250
height = 176
"""
FEATURE = """
[[feature]]
id = "uv-fibres"
feature = "fibres_invisible"
page = "data_page"
lights = ["uv365", "UV254"]
level = 2
region_mm = [0, 0, 125.0, 88.0]
expected = { en = "Short fibres", zh_CN = "短纤维" }
"""
TEXT = """
[[text]]
field = "surname"
page = "data_page"
region_mm = [48.0, 23.5, 46.0, 1.9]
"""


def write_model(root: Path, text: str = MODEL, lights: tuple[str, ...] = ("WHITE", "UV365", "IR850")) -> Path:
    """A model folder with real pictures; returns its model.toml."""
    folder = root / f"model-{len(list(root.glob('*')))}"
    (folder / "pictures").mkdir(parents=True)
    for shade, light in enumerate(lights):
        page = np.full((176, 250, 3), 40 + 60 * shade, np.uint8)
        picture = folder / "pictures" / f"data_page-{light}.png"
        assert cv2.imwrite(str(picture), page)
        text += PICTURE.format(light=light, sha256=sha256_hex(picture.read_bytes()))
    path = folder / "model.toml"
    path.write_text(text + FEATURE, encoding="utf-8")
    return path


def problem_codes(library: Library) -> list[str]:
    return [each.code for each in library.problems()]


def test_a_model_as_its_file_says(tmp_path: Path) -> None:
    write_model(tmp_path)
    library = Library([tmp_path])
    assert library.problems() == ()
    model = library.model("UTO-P-1-2024")
    assert library.models() == (model,)
    assert model.names == {"en": "Passport of Utopia", "zh_CN": "乌托邦护照"}
    assert (model.size_mm, model.mrz_format, model.generated) == ((125.0, 88.0), "TD3", True)
    assert [(each.page, each.light, each.width) for each in model.pictures] == [
        ("data_page", "WHITE", 250),
        ("data_page", "UV365", 250),
        ("data_page", "IR850", 250),
    ]
    (feature,) = model.features
    assert (feature.lights, feature.region_mm) == (("UV365", "UV254"), (0.0, 0.0, 125.0, 88.0))


def test_pictures_come_in_the_light_asked_for_or_the_nearest_of_its_kind(tmp_path: Path) -> None:
    write_model(tmp_path)
    library = Library([tmp_path])

    def light_of(page: str, wanted: str) -> str | None:
        picture = library.picture("UTO-P-1-2024", page, wanted)
        return picture.light if picture else None

    assert light_of("data_page", "UV365") == "UV365"
    assert light_of("data_page", "UV254") == "UV365"
    assert light_of("data_page", "IR940") == "IR850"
    assert light_of("data_page", "VIS600") == "WHITE"
    assert light_of("data_page", "TRANSMITTED") is None
    assert light_of("bio_opposite", "WHITE") is None
    assert light_of("data_page", "no light") is None


def test_bytes_are_read_only_where_they_are_the_ones_named(tmp_path: Path) -> None:
    write_model(tmp_path)
    library = Library([tmp_path])
    picture = library.picture("UTO-P-1-2024", "data_page", "WHITE")
    assert picture is not None
    original = picture.path.read_bytes()
    assert library.read(picture) == original
    picture.path.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
    with pytest.raises(SpecimenError, match="specimen-damaged"):
        library.read(picture)
    picture.path.unlink()
    with pytest.raises(SpecimenError, match="specimen-unreadable") as caught:
        library.read(picture)
    assert all("…" not in explain(caught.value, language) for language in LANGUAGES)


def test_an_unknown_model_is_named(tmp_path: Path) -> None:
    library = Library([tmp_path])
    for ask in (library.model, lambda name: library.picture(name, "data_page", "WHITE")):
        with pytest.raises(SpecimenError, match="specimen-unknown-model"):
            ask("UTO-P-9")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    library = Library([tmp_path / "none"])
    assert (library.models(), library.problems()) == ((), ())


def variant(**changed: str) -> str:
    text = MODEL
    for key, value in changed.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} =") else line for line in text.splitlines()]
        text = "\n".join(line for line in lines if not line.endswith("= ")) + "\n"
    return text


def passport(**changed: str) -> tuple[str, ...]:
    usual = {
        "document_code": "P",
        "issuer": "UTO",
        "primary": "Eriksson",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "date_of_birth": "740812",
        "sex": "F",
        "date_of_expiry": "300415",
    }
    return build(MrzFormat.TD3, MrzContent(**(usual | changed)))


@pytest.fixture
def family(tmp_path: Path) -> Library:
    for changed in (
        {},
        {"year": "2015", "number": "2"},
        {"year": "2029", "number": "3"},
        {"year": "", "number": "4"},
        {"type": '"PD"', "number": "1"},
        {"type": '"I<"', "mrz_format": '"TD1"'},
        {"country": '"D"', "year": "2017"},
    ):
        write_model(tmp_path, variant(**changed), lights=())
    library = Library([tmp_path])
    assert library.problems() == ()
    return library


def test_find_narrows_by_country_type_and_year(family: Library) -> None:
    assert [each.model_id for each in family.find()] == [
        "D-P-1-2017",
        "UTO-I-1-2024",
        "UTO-P-3-2029",
        "UTO-P-1-2024",
        "UTO-P-2-2015",
        "UTO-P-4",
        "UTO-PD-1-2024",
    ]
    assert [each.model_id for each in family.find(country="D")] == ["D-P-1-2017"]
    assert {each.key.type for each in family.find(country="UTO", type="P")} == {"P<", "PD"}
    assert [each.model_id for each in family.find(country="UTO", year=2015)] == ["UTO-P-2-2015"]
    assert family.find(country="CHN") == ()


@pytest.mark.parametrize(
    ("changed", "today", "first"),
    [
        ({}, date(2026, 7, 1), "UTO-P-1-2024"),
        ({"date_of_expiry": "220101"}, date(2026, 7, 1), "UTO-P-2-2015"),
        ({"date_of_expiry": "350101"}, date(2030, 7, 1), "UTO-P-3-2029"),
        ({"date_of_expiry": "<<<<<<"}, date(2026, 7, 1), "UTO-P-1-2024"),
        ({"document_code": "PD"}, date(2026, 7, 1), "UTO-PD-1-2024"),
        ({"issuer": "D"}, date(2026, 7, 1), "D-P-1-2017"),
    ],
)
def test_a_zone_proposes_models_the_likeliest_first(
    family: Library, changed: dict[str, str], today: date, first: str
) -> None:
    found = family.candidates(passport(**changed), today)
    assert found[0].model.model_id == first
    assert all(each.model.key.type[0] == "P" for each in found)
    for candidate in found:
        assert set(candidate.reasons) <= set(vocabulary("candidate_reason").terms)
        assert {"same_country", "same_kind"} <= set(candidate.reasons)
    assert "newest_issue" in found[0].reasons


def test_a_card_does_not_propose_a_passport(family: Library) -> None:
    card = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA".ljust(30, "<"))
    assert [each.model.model_id for each in family.candidates(card)] == ["UTO-I-1-2024"]


@pytest.mark.parametrize("lines", [(), ("x",), ("IDFRA" + "<" * 31, "<" * 36)])
def test_lines_that_are_no_zone_propose_nothing(family: Library, lines: tuple[str, ...]) -> None:
    assert family.candidates(lines) == ()


# What goes wrong.


@pytest.mark.parametrize(
    ("wrong", "code", "line_holds"),
    [
        (MODEL.replace('"TD3"', '"TD9"'), "specimen-value", "mrz_format"),
        (MODEL.replace('"UTO"', '"utopia"'), "specimen-value", "country"),
        (MODEL.replace("number = 1", "number = 0"), "specimen-value", "number"),
        (MODEL.replace("number = 1", "number = true"), "specimen-value", "number"),
        (MODEL.replace("[125.0, 88]", "[125.0]"), "specimen-value", "size_mm"),
        (MODEL.replace("[125.0, 88]", "[nan, inf]"), "specimen-value", "size_mm"),
        (MODEL.replace(', zh_CN = "乌托邦护照"', ""), "specimen-value", "names"),
        (MODEL.replace('"data_page", ', '"nowhere", '), "specimen-value", "pages"),
        (MODEL.replace('licence = "Apache-2.0"\n', ""), "specimen-missing-key", "[model]"),
        (MODEL + 'colour = "red"\n', "specimen-unknown-key", "colour"),
        (MODEL.replace("[model]", "[modell]"), "specimen-unknown-key", "[modell]"),
        (MODEL.replace("number = 1", "number = "), "specimen-toml", "number"),
    ],
)
def test_a_wrong_model_is_left_out_named_with_its_line(
    tmp_path: Path, wrong: str, code: str, line_holds: str
) -> None:
    path = write_model(tmp_path, wrong)
    write_model(tmp_path, variant(number="2"))
    library = Library([tmp_path])
    assert [each.model_id for each in library.models()] == ["UTO-P-2-2024"]
    problem = library.problems()[0]
    assert (problem.code, problem.path) == (code, path)
    assert line_holds in path.read_text(encoding="utf-8").splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("pictures/data_page-UV365.png", "../model-1/pictures/data_page-UV365.png", "specimen-path-escapes"),
        ("pictures/data_page-UV365.png", "/etc/hostname", "specimen-path-escapes"),
        ("pictures/data_page-UV365.png", "pictures/none.png", "specimen-picture-missing"),
        ("pictures/data_page-UV365.png", "pictures", "specimen-picture-missing"),
        ("pictures/data_page-UV365.png", "a\\u0000b", "specimen-picture-missing"),
        ("pictures/data_page-UV365.png", "a" * 300, "specimen-picture-missing"),
        ('light = "UV365"', 'light = "MOONLIGHT"', "specimen-value"),
        ('light = "UV365"', 'light = "white"', "specimen-picture-twice"),
        ("px_per_mm = 2.0", "px_per_mm = 0", "specimen-value"),
        ("width = 250", "width = 2.5", "specimen-value"),
        ('page = "data_page"\nlight = "UV365"', 'page = "visa"\nlight = "UV365"', "specimen-page-not-in-model"),
        ('page = "data_page"\nlight = "UV365"', 'light = "UV365"', "specimen-missing-key"),
    ],
)
def test_a_wrong_picture_is_left_out_alone(tmp_path: Path, old: str, new: str, code: str) -> None:
    path = write_model(tmp_path)
    write_model(tmp_path, variant(number="2"))
    text = path.read_text(encoding="utf-8")
    at = text.index('[[picture]]\npage = "data_page"\nlight = "UV365"')
    before, (entry, separator, rest) = text[:at], text[at:].partition("\n\n")
    assert old in entry
    path.write_text(before + entry.replace(old, new, 1) + separator + rest, encoding="utf-8")
    library = Library([tmp_path])
    assert problem_codes(library) == [code]
    assert library.problems()[0].line > len(MODEL.splitlines())
    assert len(library.model("UTO-P-1-2024").pictures) == 2
    assert len(library.model("UTO-P-2-2024").pictures) == 3


def test_a_link_that_leads_out_of_the_folder_is_no_picture(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"another file")
    library_folder = tmp_path / "library"
    path = write_model(library_folder)
    picture = path.parent / "pictures" / "data_page-WHITE.png"
    picture.unlink()
    picture.symlink_to(outside)
    assert problem_codes(Library([library_folder])) == ["specimen-path-escapes"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("fibres_invisible", "magic", "specimen-value"),
        ("[0, 0, 125.0, 88.0]", "[0, 0, 125.1, 88.0]", "specimen-region-off-page"),
        ("[0, 0, 125.0, 88.0]", "[-1, 0, 5, 5]", "specimen-region-off-page"),
        ("[0, 0, 125.0, 88.0]", "[0, 0, 5, 0]", "specimen-value"),
        ("[0, 0, 125.0, 88.0]", "[nan, 0, 5, 5]", "specimen-value"),
        ('["uv365", "UV254"]', "[]", "specimen-value"),
        ('["uv365", "UV254"]', '["UV365", "SUN"]', "specimen-value"),
        ("level = 2", "level = 4", "specimen-value"),
        ('zh_CN = "短纤维"', 'zh_CN = ""', "specimen-value"),
    ],
)
def test_a_wrong_feature_is_left_out_alone(tmp_path: Path, old: str, new: str, code: str) -> None:
    path = write_model(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    library = Library([tmp_path])
    model = library.model("UTO-P-1-2024")
    assert (problem_codes(library), model.features, len(model.pictures)) == ([code], (), 3)


def test_two_features_of_one_id(tmp_path: Path) -> None:
    path = write_model(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + FEATURE, encoding="utf-8")
    library = Library([tmp_path])
    assert problem_codes(library) == ["specimen-entry-twice"]
    assert len(library.model("UTO-P-1-2024").features) == 1


@pytest.mark.parametrize(
    ("old", "new", "codes", "kept"),
    [
        ("", "", [], ["surname"]),
        ("surname", "shoe_size", ["specimen-value"], []),
        ("[48.0, 23.5, 46.0, 1.9]", "[100, 23.5, 46.0, 1.9]", ["specimen-region-off-page"], []),
        ('"data_page"', '"back"', ["specimen-page-not-in-model"], []),
        ("", TEXT, ["specimen-entry-twice"], ["surname"]),
    ],
)
def test_places_of_texts(tmp_path: Path, old: str, new: str, codes: list[str], kept: list[str]) -> None:
    path = write_model(tmp_path)
    text = TEXT.replace(old, new) if old else TEXT + new
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    library = Library([tmp_path])
    model = library.model("UTO-P-1-2024")
    assert (problem_codes(library), [each.field for each in model.texts]) == (codes, kept)
    assert (len(model.features), len(model.pictures)) == (1, 3)


def test_a_user_folder_cannot_replace_a_shipped_model(tmp_path: Path) -> None:
    write_model(tmp_path / "shipped")
    second = write_model(tmp_path / "own", variant(source='"another"'))
    library = Library([tmp_path / "shipped", tmp_path / "own"])
    assert library.model("UTO-P-1-2024").source == "Drawn for a test"
    assert [(each.code, each.path) for each in library.problems()] == [("specimen-model-twice", second)]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"", b"\x00"])
def test_files_that_are_no_toml_are_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken" / "model.toml"
    path.parent.mkdir()
    path.write_bytes(data)
    write_model(tmp_path)
    library = Library([tmp_path])
    assert len(library.models()) == 1
    assert [each.path for each in library.problems()] == [path]


@given(st.lists(st.sampled_from((MODEL + FEATURE).splitlines()), max_size=30), st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_is_a_model_or_a_list_of_problems(tmp_path: Path, lines: list[str], more: str) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes("\n".join([*lines, more]).encode("utf-8", "replace"))
    model, problems = read_model(path)
    assert model is not None or problems
    for each in problems:
        for language in LANGUAGES:
            told = each.text(language)
            assert each.code not in told
            assert "…" not in told


def test_a_problem_reads_as_file_line_and_sentence(tmp_path: Path) -> None:
    problem = Problem(tmp_path / "model.toml", 7, "specimen-unknown-key", {"name": "colour"})
    assert str(problem).startswith(f"{tmp_path / 'model.toml'}:7: The key “colour” is not known")
    assert "未知的键“colour”" in problem.text("zh_CN")


def test_the_shipped_library_is_whole() -> None:
    library = Library()
    assert SHIPPED.is_dir()
    assert [str(each) for each in library.problems()] == []
    for model in library.models():
        for picture in model.pictures:
            assert library.read(picture)
