"""Reading ``model.toml`` (see ``FORMAT.md``): what is right becomes a model, what is wrong a problem."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workstation.documents.layouts import MrzFormat
from workstation.lights import find_light
from workstation.messages import sentence
from workstation.specimens.model import ModelKey, SpecimenFeature, SpecimenModel, SpecimenPicture, SpecimenText
from workstation.vocabulary import LANGUAGES, vocabulary

MODEL_FILE = "model.toml"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a model file. ``code`` and ``facts`` make the sentence; ``line`` is 0 where unknown."""

    path: Path
    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """File, line and what is wrong there."""
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {sentence(self.code, self.facts, language)}"

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key must hold; ``accepts`` gets the value that ``tomllib`` read."""

    accepts: Callable[[Any], bool]
    wanted: str
    required: bool = True


def read_model(path: Path) -> tuple[SpecimenModel | None, tuple[Problem, ...]]:
    """The model of a file and what is wrong with it.

    A wrong ``[model]`` table gives no model; a wrong picture, feature or text is left out. No picture is opened here.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as error:
        return None, (Problem(path, 0, "specimen-file-unreadable", {"reason": error.strerror or str(error)}),)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        return None, (Problem(path, int(line[1]) if line else 0, "specimen-toml", {"reason": str(error)}),)
    reader = _Reader(path, text)
    return reader.model(content), tuple(reader.problems)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._lines = text.splitlines()

    def model(self, content: dict[str, Any]) -> SpecimenModel | None:
        for name in content.keys() - {"model", "picture", "feature", "text"}:
            self._report("specimen-unknown-key", (name, 0), name, name=name)
        table = content.get("model")
        if not isinstance(table, dict):
            self._report("specimen-missing-table", ("model", 0), "", name="[model]")
            return None
        if not self._fits(table, _MODEL, ("model", 0)):
            return None
        size_mm = (float(table["size_mm"][0]), float(table["size_mm"][1]))
        pages = tuple(table["pages"])
        return SpecimenModel(
            key=ModelKey(table["country"], table["type"], table["number"], table.get("year")),
            names={language: table["names"][language] for language in LANGUAGES},
            size_mm=size_mm,
            mrz_format=table["mrz_format"],
            pages=pages,
            source=table["source"],
            licence=table["licence"],
            generated=table["generated"],
            pictures=tuple(self._pictures(content.get("picture", []), pages)),
            features=tuple(self._features(content.get("feature", []), pages, size_mm)),
            texts=tuple(self._texts(content.get("text", []), pages, size_mm)),
        )

    def _pictures(self, rows: object, pages: tuple[str, ...]) -> Iterator[SpecimenPicture]:
        folder = self._path.parent.resolve()
        seen: set[tuple[str, str]] = set()
        for row, where in self._rows(rows, "picture", _PICTURE, pages):
            light = find_light(row["light"])
            assert light is not None
            file = _resolved(folder / row["file"])
            if file is not None and not file.is_relative_to(folder):
                self._report("specimen-path-escapes", where, "file", file=row["file"])
            elif file is None or not file.is_file():
                self._report("specimen-picture-missing", where, "file", file=row["file"])
            elif (row["page"], light.code) in seen:
                self._report("specimen-picture-twice", where, "light", page=row["page"], light=light.code)
            else:
                seen.add((row["page"], light.code))
                yield SpecimenPicture(
                    page=row["page"],
                    light=light.code,
                    path=file,
                    sha256=row["sha256"],
                    px_per_mm=float(row["px_per_mm"]),
                    width=row["width"],
                    height=row["height"],
                )

    def _features(
        self, rows: object, pages: tuple[str, ...], size_mm: tuple[float, float]
    ) -> Iterator[SpecimenFeature]:
        seen: set[str] = set()
        for row, where in self._rows(rows, "feature", _FEATURE, pages):
            region_mm = self._on_page(row["region_mm"], size_mm, where, row["id"])
            if region_mm is None:
                continue
            if row["id"] in seen:
                self._report("specimen-entry-twice", where, "id", id=row["id"])
            else:
                seen.add(row["id"])
                yield SpecimenFeature(
                    feature_id=row["id"],
                    feature=row["feature"],
                    page=row["page"],
                    lights=tuple(found.code for name in row["lights"] if (found := find_light(name))),
                    level=row["level"],
                    region_mm=region_mm,
                    expected={language: row["expected"][language] for language in LANGUAGES},
                )

    def _texts(self, rows: object, pages: tuple[str, ...], size_mm: tuple[float, float]) -> Iterator[SpecimenText]:
        seen: set[str] = set()
        for row, where in self._rows(rows, "text", _TEXT, pages):
            region_mm = self._on_page(row["region_mm"], size_mm, where, row["field"])
            if region_mm is None:
                continue
            if row["field"] in seen:
                self._report("specimen-entry-twice", where, "field", id=row["field"])
            else:
                seen.add(row["field"])
                yield SpecimenText(row["field"], row["page"], region_mm)

    def _on_page(
        self, region: list[float], size_mm: tuple[float, float], where: tuple[str, int], name: str
    ) -> tuple[float, float, float, float] | None:
        left, top, width, height = (float(each) for each in region)
        if left < 0 or top < 0 or left + width > size_mm[0] or top + height > size_mm[1]:
            self._report("specimen-region-off-page", where, "region_mm", id=name)
            return None
        return left, top, width, height

    def _rows(
        self, rows: object, table: str, keys: Mapping[str, _Key], pages: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, Any], tuple[str, int]]]:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._report("specimen-value", (table, 0), "", key=table, wanted=f"[[{table}]]")
            return
        for index, row in enumerate(rows):
            where = (table, index)
            if not self._fits(row, keys, where):
                continue
            if row["page"] not in pages:
                self._report("specimen-page-not-in-model", where, "page", page=row["page"])
                continue
            yield row, where

    def _fits(self, row: dict[str, Any], keys: Mapping[str, _Key], where: tuple[str, int]) -> bool:
        before = len(self.problems)
        for name in row.keys() - keys.keys():
            self._report("specimen-unknown-key", where, name, name=name)
        for name, key in keys.items():
            if name not in row:
                if key.required:
                    self._report("specimen-missing-key", where, "", name=name)
            elif not key.accepts(row[name]):
                self._report("specimen-value", where, name, key=name, wanted=key.wanted)
        return len(self.problems) == before

    def _report(self, code: str, where: tuple[str, int], at: str, /, **facts: object) -> None:
        self.problems.append(Problem(self._path, _line_of(self._lines, where, at), code, facts))


def _resolved(path: Path) -> Path | None:
    """The path without links and steps up; None where no file can have such a name."""
    try:
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        return None
    return path.resolve()


def _line_of(lines: list[str], where: tuple[str, int], key: str) -> int:
    """Line of a key in the so many-th table of a name; of the table's header where the key has none; else 0."""
    table, index = where
    header = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*\]\]?")
    starts = [number for number, line in enumerate(lines, start=1) if header.match(line)]
    if len(starts) <= index:
        named = (number for number, line in enumerate(lines, start=1) if re.match(rf"\s*{re.escape(table)}\b", line))
        return next(named, 0)
    start = starts[index]
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.lstrip().startswith("["):
            break
        if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return start


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _numbers(count: int) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        return isinstance(value, list) and len(value) == count and all(map(_is_number, value))

    return accepts


def _in_list(title: str) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        return isinstance(value, str) and value in vocabulary(title)

    return accepts


def _all_of(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def every(value: Any) -> bool:
        return isinstance(value, list) and bool(value) and all(map(accepts, value))

    return every


def _matches(pattern: str) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        return isinstance(value, str) and re.fullmatch(pattern, value) is not None

    return accepts


def _is_light(value: object) -> bool:
    return isinstance(value, str) and find_light(value) is not None


def _is_mrz_format(value: object) -> bool:
    return isinstance(value, str) and value in ("", *MrzFormat)


def _is_translated(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == set(LANGUAGES) and all(map(_is_text, value.values()))


def _is_positive_size(value: object) -> bool:
    return _numbers(2)(value) and all(each > 0 for each in value)  # type: ignore[attr-defined]


def _is_region(value: object) -> bool:
    return _numbers(4)(value) and value[2] > 0 and value[3] > 0  # type: ignore[index]


_TRANSLATED = _Key(_is_translated, '{ en = "...", zh_CN = "..." }')
_MODEL: Mapping[str, _Key] = {
    "country": _Key(_matches(r"[A-Z]{1,3}"), "an ICAO code such as UTO"),
    "type": _Key(_matches(r"[A-Z][A-Z<]"), "the first two characters of the MRZ, such as P<"),
    "number": _Key(_is_count, "a whole number from 1"),
    "year": _Key(lambda value: _is_count(value) and 1900 <= value <= 2200, "a year", required=False),
    "names": _TRANSLATED,
    "size_mm": _Key(_is_positive_size, "[width, height] in millimetres"),
    "mrz_format": _Key(_is_mrz_format, 'TD1, TD2, TD3, MRV-A, MRV-B or ""'),
    "pages": _Key(_all_of(_in_list("page")), "codes of vocabulary/page.toml"),
    "source": _Key(_is_text, "text"),
    "licence": _Key(_is_text, "text"),
    "generated": _Key(lambda value: isinstance(value, bool), "true or false"),
}
_PICTURE: Mapping[str, _Key] = {
    "page": _Key(_in_list("page"), "a code of vocabulary/page.toml"),
    "light": _Key(_is_light, "a light such as UV365"),
    "file": _Key(_is_text, "a path inside the model's folder"),
    "sha256": _Key(_matches(r"[0-9a-f]{64}"), "64 lower-case hexadecimal digits"),
    "px_per_mm": _Key(lambda value: _is_number(value) and value > 0, "pixels per millimetre"),
    "width": _Key(_is_count, "pixels"),
    "height": _Key(_is_count, "pixels"),
}
_FEATURE: Mapping[str, _Key] = {
    "id": _Key(_is_text, "text"),
    "feature": _Key(_in_list("feature"), "a code of vocabulary/feature.toml"),
    "page": _Key(_in_list("page"), "a code of vocabulary/page.toml"),
    "lights": _Key(_all_of(_is_light), 'a list of lights such as ["UV365"]'),
    "level": _Key(lambda value: _is_count(value) and value <= 3, "1, 2 or 3"),
    "region_mm": _Key(_is_region, "[left, top, width, height] in millimetres"),
    "expected": _TRANSLATED,
}
_TEXT: Mapping[str, _Key] = {
    "field": _Key(_in_list("visual_field"), "a code of vocabulary/visual_field.toml"),
    "page": _Key(_in_list("page"), "a code of vocabulary/page.toml"),
    "region_mm": _Key(_is_region, "[left, top, width, height] in millimetres"),
}
