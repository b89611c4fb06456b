"""Scenes: one file names a model, a holder, and what was done to the document. ``README.md`` has the format."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drivers.simulation.changes import CHANGES, Change, field_of
from drivers.simulation.copies import Copy, Design, Making, Page, Stage
from drivers.simulation.designs import DESIGNS
from drivers.simulation.holders import Holder
from drivers.simulation.inks import INKS
from drivers.simulation.lettering import FONTS
from drivers.simulation.materials import PAPERS
from drivers.simulation.sheet import Sheet
from workstation.errors import ConfigurationError
from workstation.resources import RESOURCES

SCENES = RESOURCES / "scenes"
PX_PER_MM = 600 / 25.4
_Built = typing.TypeVar("_Built")
_KEYS = {"model", "seed", "names", "holder", "change"}


class SceneError(ConfigurationError):
    """A scene file is wrong. Facts hold ``path``, ``line`` and ``reason``."""

    default_code = "scene"


@dataclass(frozen=True)
class Scene:
    """One simulated document.

    Attributes
    ----------
    name : str
        File name without its ending.
    names : mapping of str to str
        What a person reads in the list, by language.
    """

    name: str
    names: Mapping[str, str]
    design: Design
    holder: Holder
    changes: tuple[Change, ...]
    seed: int
    px_per_mm: float = PX_PER_MM

    @property
    def model_id(self) -> str:
        """Model that the document is, or pretends to be."""
        return self.design.model_id

    @property
    def pages(self) -> tuple[str, ...]:
        """Sides that can be laid on the glass."""
        return tuple(self.design.pages)

    @cached_property
    def mrz(self) -> Mapping[str, tuple[str, ...]]:
        """Lines of the machine readable zone, by page."""
        lines = self.design.mrz(self.holder)
        return MappingProxyType({code: lines for code, page in self.design.pages.items() if page.has_mrz})

    def draw(self, page_code: str) -> Sheet:
        """Make one side: layers stage by stage, and after each stage what was done to it.

        Raises
        ------
        KeyError
            The document has no such side.
        """
        page = self.design.pages[page_code]
        changes = [each for each in self.changes if each.page in ("", page_code)]
        making = Making()
        for change in changes:
            making = change.plan(making)
        sheet = Sheet(page.size_mm, self.px_per_mm)
        copy = Copy(sheet, self.holder, making, self.design.mrz(self.holder), self.seed)
        for stage in Stage:
            for layer in page.layers:
                if layer.stage is stage and layer.name not in making.omit:
                    layer.draw(copy)
            for change in changes:
                if change.stage is stage:
                    change.act(copy, page)
        return sheet


def scene_names() -> tuple[str, ...]:
    """Names of the shipped scenes, in alphabetical order."""
    return tuple(sorted(path.stem for path in SCENES.glob("*.toml")))


def load_scene(name_or_path: str | Path, *, px_per_mm: float = PX_PER_MM) -> Scene:
    """The scene of that name, or of a file.

    Parameters
    ----------
    px_per_mm : float
        Resolution it is drawn and pictured at.

    Raises
    ------
    SceneError
        No such scene, or a file that is wrong; facts name file, line and reason.
    """
    text_name = str(name_or_path)
    path = Path(text_name) if text_name.endswith(".toml") else SCENES / f"{text_name}.toml"
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SceneError("scene-not-found", path=text_name, line=0, reason="unreadable") from error
    return _Reader(path, content).scene(px_per_mm)


class _Reader:
    def __init__(self, path: Path, content: str) -> None:
        self._path = path
        self._lines = content.splitlines()
        self._content = content

    def scene(self, px_per_mm: float) -> Scene:
        try:
            table = tomllib.loads(self._content)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else len(self._lines)
            raise SceneError("scene-syntax", path=str(self._path), line=line, reason=str(error)) from error
        for key in table:
            if key not in _KEYS:
                raise self._wrong("scene-unknown-key", key, key=key)
        design = self._design(table)
        seed = table.get("seed", 1)
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            raise self._wrong("scene-value", "seed", key="seed", value=seed)
        names = table.get("names", {})
        if not isinstance(names, dict) or not all(isinstance(each, str) for each in names.values()):
            raise self._wrong("scene-value", "names", key="names", value=names)
        holder = self._holder(table, design)
        rows = table.get("change", [])
        if not isinstance(rows, list):
            raise self._wrong("scene-value", "change", key="change", value=rows)
        changes = tuple(self._change(row, place, design) for place, row in enumerate(rows))
        return Scene(self._path.stem, MappingProxyType(names), design, holder, changes, seed, px_per_mm)

    def _design(self, table: dict[str, Any]) -> Design:
        model = table.get("model")
        if model is None:
            raise self._wrong("scene-missing-key", "", key="model")
        if not isinstance(model, str) or model not in DESIGNS:
            raise self._wrong("scene-choice", "model", key="model", value=model, choices=", ".join(DESIGNS))
        return DESIGNS[model]

    def _holder(self, table: dict[str, Any], design: Design) -> Holder:
        row = table.get("holder")
        if not isinstance(row, dict):
            raise self._wrong("scene-missing-key", "holder", key="holder")
        holder = self._build(Holder, row, "[holder]", 0)
        for key in ("born", "issued", "expires"):
            if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", getattr(holder, key)):
                raise self._wrong("scene-value", key, key=key, value=getattr(holder, key))
        for key, pattern in (
            ("surname", r"[A-Z][A-Z' -]*"),
            ("given_names", r"[A-Z' -]*"),
            ("number", r"[A-Z0-9]{1,9}"),
            ("personal_number", r"[A-Z0-9]{0,14}"),
            ("nationality", r"[A-Z]{1,3}"),
            ("sex", r"[MFX]"),
        ):
            if not re.fullmatch(pattern, getattr(holder, key)):
                raise self._wrong("scene-value", key, key=key, value=getattr(holder, key))
        design.mrz(holder)
        return holder

    def _change(self, row: object, place: int, design: Design) -> Change:
        if not isinstance(row, dict):
            raise self._wrong("scene-value", "change", key="change", value=row)
        row = dict(row)
        kind = row.pop("kind", None)
        header = "[[change]]"
        if kind is None:
            raise self._wrong("scene-missing-key", header, place, key="kind")
        if not isinstance(kind, str) or kind not in CHANGES:
            raise self._wrong(
                "scene-choice", "kind", place, header=header, key="kind", value=kind, choices=", ".join(CHANGES)
            )
        change = self._build(CHANGES[kind], row, header, place)
        pages: list[Page] = (
            [design.pages[change.page]] if change.page in design.pages else list(design.pages.values())
        )
        known_layers = {layer.name for page in design.pages.values() for layer in page.layers}
        choices: dict[str, tuple[str, ...]] = {
            "page": ("", *design.pages),
            "ink": tuple(INKS),
            "font": tuple(FONTS),
            "paper": tuple(PAPERS),
            "layers": tuple(sorted(known_layers)),
        }
        for key, allowed in choices.items():
            value = getattr(change, key, None)
            for each in value if isinstance(value, tuple) else (value,):
                if each is not None and each not in allowed:
                    raise self._wrong(
                        "scene-choice", key, place, header=header, key=key, value=each, choices=", ".join(allowed)
                    )
        name = getattr(change, "field", None)
        if name is not None and name != "perforation" and not any(field_of(page, name) for page in pages):
            names = ", ".join(dict.fromkeys(each.name for page in pages for each in page.fields))
            raise self._wrong("scene-choice", "field", place, header=header, key="field", value=name, choices=names)
        return typing.cast("Change", change)

    def _build(self, kind: type[_Built], row: dict[str, Any], header: str, place: int) -> _Built:
        hints = typing.get_type_hints(kind)
        known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key not in known:
                raise self._wrong("scene-unknown-key", key, place, header=header, key=key)
            fitted = _fitted(value, hints[key])
            if fitted is None:
                raise self._wrong("scene-value", key, place, header=header, key=key, value=value)
            values[key] = fitted
        for key, each in known.items():
            if key not in values and each.default is MISSING and each.default_factory is MISSING:
                raise self._wrong("scene-missing-key", header, place, key=key)
        return kind(**values)

    def _wrong(self, code: str, where: str, place: int = 0, /, *, header: str = "", **facts: object) -> SceneError:
        line = self._line_of(where, place, header)
        facts_text = ", ".join(f"{name} {value}" for name, value in facts.items())
        return SceneError(code, path=str(self._path), line=line, reason=f"{code}: {facts_text}", **facts)

    def _line_of(self, key: str, place: int, header: str) -> int:
        start = 0
        headers = [number for number, line in enumerate(self._lines) if line.strip() == (header or key)]
        if headers:
            start = headers[min(place, len(headers) - 1)]
        if key and not key.startswith("["):
            wanted = re.compile(rf"\s*\[*\s*\"?{re.escape(key)}\"?\s*(=|\]|\.)")
            for number in range(start, len(self._lines)):
                if wanted.match(self._lines[number]):
                    return number + 1
        return start + 1


def _fitted(value: object, hint: Any) -> object | None:
    """The value as the type of a field wants it, or None where it does not fit."""
    if isinstance(value, bool):
        return None
    if hint is float:
        return float(value) if isinstance(value, int | float) and abs(value) < 1e6 else None
    if hint in (int, str):
        return value if isinstance(value, hint) else None
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        wanted = typing.get_args(hint)
        if wanted[-1] is Ellipsis:
            wanted = (wanted[0],) * len(value)
        if len(wanted) != len(value):
            return None
        fitted = tuple(_fitted(each, inner) for each, inner in zip(value, wanted, strict=True))
        return None if any(each is None for each in fitted) else fitted
    return None
