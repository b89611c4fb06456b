"""The pages of the help as data: which there are, which tools each explains, what is written on it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from workstation.resources import RESOURCES

FOLDER = RESOURCES / "help"
FIRST = "start"
_MARK = re.compile(r"\{([a-z_]+)(?::([A-Za-z0-9_./-]+))?\}")
_LISTS = ("actions", "operations", "widgets", "scenes")
_STEP = re.compile(r"^\d+\. ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a page that the program says: ``{curtain}`` its key, ``{light:UV365}`` a light.

    Attributes
    ----------
    kind : str
        Key of an action, or what ``ui.help.markup`` says: a light, a place, a table of parameters.
    about : str
        What stands behind the colon; empty where nothing does.
    """

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page.

    Attributes
    ----------
    page_id : str
        Name of its file in every language.
    group : str
        Heading it stands under in the list.
    actions, operations, widgets : tuple of str
        Actions of the window, operations of recipes, and classes of widgets that it explains.
    scenes : tuple of str
        Simulated documents on which its steps show what it tells of.
    """

    page_id: str
    group: str
    actions: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    widgets: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """All pages in the order of the list, names of their groups, and names of places on a page of a document."""

    pages: Mapping[str, HelpPage]
    groups: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Mapping[str, str]]

    def _of(self, field: str, code: str) -> str:
        return next((each.page_id for each in self.pages.values() if code in getattr(each, field)), "")

    def of_action(self, key: str) -> str:
        """Page that explains an action; empty where none does."""
        return self._of("actions", key)

    def of_operation(self, code: str) -> str:
        """Page that explains an operation; empty where none does."""
        return self._of("operations", code)

    def of_widget(self, class_name: str) -> str:
        """Page that explains a part of the window; empty where none does."""
        return self._of("widgets", class_name)


@cache
def contents() -> Contents:
    """What ``resources/help/pages.toml`` lists."""
    table = tomllib.loads((FOLDER / "pages.toml").read_text(encoding="utf-8"))
    pages = {
        name: HelpPage(name, row["group"], *(tuple(row.get(each, ())) for each in _LISTS))
        for name, row in table["page"].items()
    }
    return Contents(*(MappingProxyType(each) for each in (pages, table["group"], table["place"])))


@cache
def source(page_id: str, language: str) -> str:
    """Markdown of a page with its marks, as it is written."""
    return (FOLDER / language / f"{page_id}.md").read_text(encoding="utf-8")


def title(page_id: str, language: str) -> str:
    """Heading of a page."""
    return source(page_id, language).partition("\n")[0].removeprefix("# ").strip()


def marks(text: str) -> Iterator[Mark]:
    """Every mark of a text, in order."""
    return (Mark(found[1], found[2] or "") for found in _MARK.finditer(text))


def steps(page_id: str, language: str) -> tuple[tuple[Mark, ...], ...]:
    """Marks of every numbered step of a page; the steps are what a person does."""
    lines = source(page_id, language).splitlines()
    return tuple(tuple(marks(line)) for line in lines if _STEP.match(line))


def search(wanted: str, language: str) -> tuple[str, ...]:
    """Pages that hold every word, those that have them in the heading first; all of them for no word."""
    words = wanted.casefold().split()
    ranked = []
    for place, page_id in enumerate(contents().pages):
        text, head = source(page_id, language).casefold(), title(page_id, language).casefold()
        if all(word in text for word in words):
            ranked.append((not all(word in head for word in words), place, page_id))
    return tuple(page_id for _, _, page_id in sorted(ranked)) if words else tuple(contents().pages)


def substituted(text: str, said: Mapping[Mark, str]) -> str:
    """A text with its marks said."""
    return _MARK.sub(lambda found: said[Mark(found[1], found[2] or "")], text)
