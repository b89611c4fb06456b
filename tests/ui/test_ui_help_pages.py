"""Every tool has a page in both languages, and what a page names exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QKeySequence

import ui
from drivers.simulation.help_pictures import ILLUSTRATIONS, LARGEST_BYTES, WIDTH_PX
from drivers.simulation.scenes import scene_names
from ui.actions import ACTIONS, BY_KEY
from ui.compare.dials import DIALS
from ui.help.markup import FIELD_KEYS, Markup, spoken
from ui.help.pages import FOLDER, contents, marks, search, source, steps, substituted, title
from ui.language import LANGUAGE_NAMES, install_language
from workstation.imaging.operations import OPERATIONS
from workstation.resources import RESOURCES
from workstation.vocabulary import vocabulary

PAGES = tuple(contents().pages)
LIGHTS = ("WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850")
#: Said by the pages that explain a tool; the pages of tasks say what a sight means instead.
CANNOT = {"en": ("**Cannot", "**Never"), "zh_CN": ("**不能", "**从不")}
MEANS = {"en": ("**Means**", "**Does not mean**"), "zh_CN": ("**说明**", "**不说明**")}
#: How a key looks where somebody wrote it down in place of its action.
WRITTEN_KEY = re.compile(r"[*`](?:(?:Ctrl|Shift|Alt)\+[^*`]+|F\d{1,2}|[A-Z])[*`]")


@pytest.fixture(params=LANGUAGE_NAMES)
def language(request: pytest.FixtureRequest, qapp: object) -> object:
    install_language(request.param)
    yield request.param
    install_language("en")


@pytest.mark.parametrize("field", ["actions", "operations", "widgets", "scenes"])
def test_nothing_is_explained_twice(field: str) -> None:
    named = Counter(code for page in contents().pages.values() for code in getattr(page, field))
    assert [code for code, times in named.items() if times > 1] == []


def test_every_tool_has_a_page() -> None:
    assert [each.key for each in ACTIONS if not contents().of_action(each.key)] == []
    assert [code for code in OPERATIONS if not contents().of_operation(code)] == []
    attacks = {each for each in scene_names() if "genuine" not in each}
    assert attacks == {scene for page in contents().pages.values() for scene in page.scenes}


def test_what_the_table_names_exists() -> None:
    classes = set(re.findall(r"^class (\w+)", "\n".join(_window_sources()), re.MULTILINE))
    for page in contents().pages.values():
        assert set(page.actions) <= set(BY_KEY)
        assert set(page.operations) <= set(OPERATIONS)
        assert set(page.widgets) <= classes
        assert page.group in contents().groups


def _window_sources() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in Path(ui.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("language_code", LANGUAGE_NAMES)
def test_files_and_table_name_the_same_pages(language_code: str) -> None:
    assert {path.stem for path in (FOLDER / language_code).glob("*.md")} == set(PAGES)
    headings = [title(page_id, language_code) for page_id in PAGES]
    assert len(set(headings)) == len(headings)
    assert all(source(page_id, language_code).startswith("# ") for page_id in PAGES)


@pytest.mark.parametrize("page_id", PAGES)
def test_both_languages_say_the_same(page_id: str) -> None:
    texts = [source(page_id, each) for each in LANGUAGE_NAMES]
    assert Counter(marks(texts[0])) == Counter(marks(texts[1]))
    assert steps(page_id, "en") == steps(page_id, "zh_CN")
    for sign in ("\n|", "\n- ", "](pictures/"):
        assert texts[0].count(sign) == texts[1].count(sign), sign


@pytest.mark.parametrize("page_id", PAGES)
def test_a_page_says_what_its_tool_cannot_show(page_id: str) -> None:
    group = contents().pages[page_id].group
    explains = group in {"look", "compare", "measure", "enhance"} and page_id not in {"turning", "partner"}
    for code in LANGUAGE_NAMES:
        text = source(page_id, code)
        assert group != "tasks" or all(each in text for each in MEANS[code])
        assert not explains or any(each in text for each in CANNOT[code])


@pytest.mark.parametrize("page_id", PAGES)
def test_keys_are_named_never_written(page_id: str) -> None:
    for code in LANGUAGE_NAMES:
        assert WRITTEN_KEY.findall(source(page_id, code)) == []


@pytest.mark.parametrize("page_id", PAGES)
def test_every_mark_can_be_said(language: str, page_id: str) -> None:
    page = Markup(LIGHTS).page(page_id)
    assert "{" not in page
    for action in contents().pages[page_id].actions:
        keys = BY_KEY[action].shortcuts
        if keys and page_id not in {"start"}:
            assert f"`{spoken(keys[0])}`" in page, action
    assert {each.about for each in marks(source(page_id, language)) if each.kind == "page"} <= set(PAGES)


@pytest.mark.parametrize("page_id", PAGES)
def test_parameters_stand_on_the_page_of_their_tool(page_id: str) -> None:
    """Those of one operation and of one way to compare; a page of several explains the one that is set by hand."""
    page = contents().pages[page_id]
    named = {(each.kind, each.about) for each in marks(source(page_id, "en"))}
    for code in page.operations:
        if len(page.operations) == 1 and page.group == "enhance":
            assert ("parameters", code) in named
    for mode, dials in DIALS.items():
        if page_id == mode and dials:
            assert ("dials", mode) in named


def test_a_table_of_parameters_says_units_defaults_and_reach(language: str) -> None:
    page = Markup().page("band-stop")
    name = vocabulary("parameter").name("longest_px", language)
    assert f"| {name} | 16 px | 2 – 5000 px |" in page
    assert "| 4 σ | 1 – 20 σ |" in Markup().page("beyond-noise")


def test_the_table_of_keys_holds_every_key(language: str) -> None:
    page = Markup().page("keys")
    for each in ACTIONS:
        for keys in each.shortcuts:
            assert f"`{spoken(keys)}`" in page


def test_light_keys_follow_the_bench(language: str) -> None:
    assert "`6`" in Markup(LIGHTS).page("photo-substitution")
    assert "`1`" in Markup(("UV365",)).page("photo-substitution")
    assert "`6`" not in Markup(("WHITE",)).page("photo-substitution")


def test_keys_of_fields_are_those_of_the_fields() -> None:
    sources = "\n".join(_window_sources())
    assert all(QKeySequence(keys).toString() == keys for keys in FIELD_KEYS.values())
    for keys in ("Ctrl+Return", "Ctrl+Up", "Ctrl+Down", "Del"):
        assert sources.count(f'"{keys}"') > 1, "named in the field that hears it, not in the help alone"


@pytest.mark.parametrize("each", ILLUSTRATIONS, ids=lambda each: each.name)
def test_pictures_are_small_and_shown(each: object) -> None:
    path = RESOURCES / "help" / "pictures" / f"{each.name}.jpg"
    assert path.stat().st_size < LARGEST_BYTES
    assert QImage(str(path)).width() == WIDTH_PX
    for code in LANGUAGE_NAMES:
        assert re.search(rf"!\[.+\]\(pictures/{each.name}\.jpg\)", source(each.name, code))


def test_no_picture_lies_about_unused() -> None:
    assert {path.stem for path in (FOLDER / "pictures").iterdir()} == {each.name for each in ILLUSTRATIONS}


def test_search_finds_headings_first() -> None:
    assert search("curtain", "en")[0] == "curtain"
    assert search("卷帘", "zh_CN")[0] == "curtain"
    assert search("BAND  residual", "en") == tuple(
        each for each in PAGES if all(word in source(each, "en").casefold() for word in ("band", "residual"))
    )
    assert search(" ", "en") == PAGES
    assert search("zyzzyva", "en") == ()


@given(st.text(max_size=200))
def test_any_text_is_searched_and_substituted(text: str) -> None:
    assert set(search(text, "en")) <= set(PAGES)
    said = substituted(text, dict.fromkeys(marks(text), "said"))
    assert list(marks(said)) == []
