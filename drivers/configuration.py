"""The configuration of a bench: a TOML file to values, with errors that name the line.

The shape of the file is documented in ``resources/benches/example.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from drivers.cameras.kinds import CAMERAS, ONLY_SOME_CAMERAS
from drivers.lights.lamps import LampChannel
from drivers.registry import CHIPS, LIGHTS, READERS, WHEELS
from drivers.transport import PortSelector
from drivers.wheels.wheel import FilterSlot
from workstation.devices import LightSetting
from workstation.errors import ConfigurationError, WorkstationError
from workstation.lights import find_light
from workstation.resources import RESOURCES

SIMULATED = "simulated"
"""As a port or the kind of a camera: a simulator inside this program."""

PCSC = "pcsc"
"""As the kind of a chip reader: one of the PC/SC service, which has no serial port."""

SIMULATED_BENCH = RESOURCES / "benches" / "simulated.toml"


@dataclass(frozen=True, slots=True)
class LightControllerConfig:
    """A light controller. ``model`` must be part of what the device calls itself; empty accepts any of its kind."""

    kind: str
    port: PortSelector
    channels: tuple[LampChannel, ...]
    model: str = ""


@dataclass(frozen=True, slots=True)
class CameraConfig:
    """A camera.

    Attributes
    ----------
    kind : str
        A code of ``drivers.cameras.kinds``.
    device : int or str
        Index or path of a UVC camera; index, serial number or name of a GenICam one.
    width, height : int or None
        Pixels asked for; None leaves the camera's own.
    px_per_mm : float or None
        Calibration on the glass; None means that nothing may be measured.
    white_balance_k : int
        Fixed colour temperature of a UVC camera.
    producer : str
        GenTL producer (``*.cti``) of a GenICam camera; empty searches ``GENICAM_GENTL64_PATH``.
    pixel_format : str
        PFNC name for a GenICam camera; empty takes what keeps most of what the sensor sees.
    """

    kind: str
    device: int | str = 0
    width: int | None = None
    height: int | None = None
    px_per_mm: float | None = None
    white_balance_k: int = 5000
    producer: str = ""
    pixel_format: str = ""


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """A document reader; ``model`` as for a light controller."""

    kind: str
    port: PortSelector
    model: str = ""


@dataclass(frozen=True, slots=True)
class FilterWheelConfig:
    """A filter wheel and what is in it; ``model`` as for a light controller."""

    kind: str
    port: PortSelector
    filters: tuple[FilterSlot, ...]
    model: str = ""


@dataclass(frozen=True, slots=True)
class ChipConfig:
    """A chip reader; ``model`` as for a light controller. ``port`` is None for one of the PC/SC service."""

    kind: str
    port: PortSelector | None
    model: str = ""


@dataclass(frozen=True, slots=True)
class BenchConfig:
    """Every device of one booth."""

    name: str
    light_controller: LightControllerConfig
    camera: CameraConfig
    reader: ReaderConfig | None = None
    filter_wheel: FilterWheelConfig | None = None
    chip: ChipConfig | None = None


Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """What a value must be. ``minimum`` and ``maximum`` are of numbers, ``choices`` of words."""

    types: tuple[type, ...]
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


_TEXT = (str,)
_WHOLE = (int,)
_NUMBER = (int, float)

_BENCH = {
    "name": _Key(_TEXT, required=True),
    "light_controller": _Key((dict,), required=True),
    "camera": _Key((dict,), required=True),
    "reader": _Key((dict,)),
    "filter_wheel": _Key((dict,)),
    "chip": _Key((dict,)),
}
_LIGHT_CONTROLLER = {
    "kind": _Key(_TEXT, required=True, choices=tuple(LIGHTS)),
    "port": _Key((str, dict), required=True),
    "model": _Key(_TEXT),
    "channels": _Key((list,), required=True),
}
_CHANNEL = {
    "channel": _Key(_WHOLE, required=True, minimum=1, maximum=64),
    "light": _Key(_TEXT, required=True),
    "percent": _Key(_NUMBER, minimum=1, maximum=100),
    "current_limit_ma": _Key(_NUMBER, minimum=1, maximum=20_000),
    "settle_ms": _Key(_NUMBER, required=True, minimum=0, maximum=60_000),
    "exposure_ms": _Key(_NUMBER, required=True, minimum=0.01, maximum=60_000),
    "gain_db": _Key(_NUMBER, minimum=0, maximum=60),
    "discard_frames": _Key(_WHOLE, minimum=0, maximum=100),
    "max_on_s": _Key(_NUMBER, minimum=0.1, maximum=3600),
    "filter": _Key(_TEXT),
}
_CAMERA = {
    "kind": _Key(_TEXT, required=True, choices=(SIMULATED, *CAMERAS)),
    "device": _Key((int, str), minimum=0, maximum=63),
    "width": _Key(_WHOLE, minimum=16, maximum=40_000),
    "height": _Key(_WHOLE, minimum=16, maximum=40_000),
    "px_per_mm": _Key(_NUMBER, minimum=0.5, maximum=1000),
    "white_balance_k": _Key(_WHOLE, minimum=2000, maximum=10_000),
    "producer": _Key(_TEXT),
    "pixel_format": _Key(_TEXT),
}
_READER = {
    "kind": _Key(_TEXT, required=True, choices=tuple(READERS)),
    "port": _Key((str, dict), required=True),
    "model": _Key(_TEXT),
}
_CHIP = {
    "kind": _Key(_TEXT, required=True, choices=(*CHIPS, PCSC)),
    "port": _Key((str, dict)),
    "model": _Key(_TEXT),
}
_FILTER_WHEEL = {
    "kind": _Key(_TEXT, required=True, choices=tuple(WHEELS)),
    "port": _Key((str, dict), required=True),
    "model": _Key(_TEXT),
    "filters": _Key((list,), required=True),
}
_FILTER = {
    "position": _Key(_WHOLE, required=True, minimum=1, maximum=64),
    "filter": _Key(_TEXT, required=True),
}
_PORT = {"usb": _Key(_TEXT, required=True), "serial": _Key(_TEXT)}

_TYPE_CODES = {
    str: "type-text",
    int: "type-whole-number",
    float: "type-number",
    dict: "type-table",
    list: "type-list",
}
_USB = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")
_ADDRESS = re.compile(r"/dev/\S+|COM\d+|socket://\S+|/\S+", re.IGNORECASE)


def load_bench(path: Path) -> BenchConfig:
    """Configuration of a bench from a file.

    Raises
    ------
    ConfigurationError
        The file cannot be read, is no TOML, or says something that cannot be; facts hold ``path``, ``line``,
        ``reason`` (a word) and what the sentence names.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            "configuration-unreadable", path=str(path), line=0, reason="unreadable", detail=error.strerror
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError("configuration-encoding", path=str(path), line=line, reason="encoding") from error
    return parse_bench(text, str(path))


def parse_bench(text: str, path: str) -> BenchConfig:
    """Configuration of a bench from TOML text; ``path`` is for the errors. Raises as ``load_bench``."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise ConfigurationError(
            "configuration-syntax", path=path, line=line, reason="syntax", detail=str(error)
        ) from error
    return _Reader(text, path).bench(content)


class _Reader:
    """Values of one file; knows where everything stands."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path

    def bench(self, content: Mapping[str, Any]) -> BenchConfig:
        self._check(content, _BENCH, ())
        reader = content.get("reader")
        wheel = self._filter_wheel(content.get("filter_wheel"), ("filter_wheel",))
        lights = self._light_controller(content["light_controller"], ("light_controller",))
        self._check_filters(content["light_controller"]["channels"], wheel)
        return BenchConfig(
            name=content["name"],
            light_controller=lights,
            camera=self._camera(content["camera"], ("camera",)),
            reader=None if reader is None else self._document_reader(reader, ("reader",)),
            filter_wheel=wheel,
            chip=self._chip(content.get("chip"), ("chip",)),
        )

    def _filter_wheel(self, table: Mapping[str, Any] | None, where: Where) -> FilterWheelConfig | None:
        if table is None:
            return None
        self._check(table, _FILTER_WHEEL, where)
        filters = self._filters(table["filters"], (*where, "filters"))
        return FilterWheelConfig(
            table["kind"], self._port(table["port"], (*where, "port")), filters, table.get("model", "")
        )

    def _filters(self, rows: list[Any], where: Where) -> tuple[FilterSlot, ...]:
        if not rows:
            self._refuse("empty", where, key="filters")
        slots: list[FilterSlot] = []
        for number, row in enumerate(rows):
            here = (*where, number)
            if not isinstance(row, dict):
                self._refuse("type", here, key="filters", expected=_type_words((dict,)))
            self._check(row, _FILTER, here)
            slot = FilterSlot(row["position"], row["filter"])
            for key, mine, theirs in (
                ("position", slot.position, {each.position for each in slots}),
                ("filter", slot.name, {each.name for each in slots}),
            ):
                if mine in theirs:
                    self._refuse("duplicate", (*here, key), key=key, value=mine)
            slots.append(slot)
        return tuple(slots)

    def _check_filters(self, rows: list[Mapping[str, Any]], wheel: FilterWheelConfig | None) -> None:
        """With a wheel every light names its filter, without one none does: no picture through an unknown one."""
        known = [slot.name for slot in wheel.filters] if wheel else []
        for number, row in enumerate(rows):
            here = ("light_controller", "channels", number)
            if wheel and "filter" not in row:
                self._refuse("missing-key", here, key="filter")
            if "filter" in row and row["filter"] not in known:
                self._refuse("unknown-filter", (*here, "filter"), value=row["filter"], known=", ".join(known) or "-")

    def _light_controller(self, table: Mapping[str, Any], where: Where) -> LightControllerConfig:
        self._check(table, _LIGHT_CONTROLLER, where)
        rows = table["channels"]
        if not rows:
            self._refuse("empty", (*where, "channels"), key="channels")
        return LightControllerConfig(
            kind=table["kind"],
            port=self._port(table["port"], (*where, "port")),
            channels=self._channels(rows, (*where, "channels")),
            model=table.get("model", ""),
        )

    def _channels(self, rows: list[Any], where: Where) -> tuple[LampChannel, ...]:
        channels: list[LampChannel] = []
        for number, row in enumerate(rows):
            here = (*where, number)
            if not isinstance(row, dict):
                self._refuse("type", here, key="channels", expected=_type_words((dict,)))
            channel = self._channel(row, here)
            for key, mine, theirs in (
                ("channel", channel.channel, {each.channel for each in channels}),
                ("light", channel.setting.light, {each.setting.light for each in channels}),
            ):
                if mine in theirs:
                    self._refuse("duplicate", (*here, key), key=key, value=mine)
            channels.append(channel)
        return tuple(channels)

    def _channel(self, row: Mapping[str, Any], where: Where) -> LampChannel:
        self._check(row, _CHANNEL, where)
        light = find_light(row["light"])
        if light is None:
            self._refuse("unknown-light", (*where, "light"), key="light", value=row["light"])
        setting = LightSetting(
            light=light.code,
            percent=float(row.get("percent", 100)),
            settle_ms=float(row["settle_ms"]),
            exposure_ms=float(row["exposure_ms"]),
            gain_db=float(row.get("gain_db", 0)),
            discard_frames=row.get("discard_frames", 0),
            max_on_s=float(row.get("max_on_s", 60)),
            filter=row.get("filter", ""),
        )
        needed_s = (setting.settle_ms + setting.exposure_ms * (1 + setting.discard_frames)) / 1000
        if setting.max_on_s <= needed_s:
            self._refuse("too-short", (*where, "max_on_s"), key="max_on_s", value=setting.max_on_s, needed=needed_s)
        limit_ma = row.get("current_limit_ma")
        return LampChannel(row["channel"], setting, None if limit_ma is None else float(limit_ma))

    def _camera(self, table: Mapping[str, Any], where: Where) -> CameraConfig:
        self._check(table, _CAMERA, where)
        kind = CAMERAS.get(table["kind"])
        for name in table:
            if name in ONLY_SOME_CAMERAS and (kind is None or name not in kind.keys):
                known = ", ".join(key for key in _CAMERA if key not in ONLY_SOME_CAMERAS)
                self._refuse("unknown-key", (*where, name), key=name, known=known)
        return CameraConfig(**table)

    def _document_reader(self, table: Mapping[str, Any], where: Where) -> ReaderConfig:
        self._check(table, _READER, where)
        return ReaderConfig(table["kind"], self._port(table["port"], (*where, "port")), table.get("model", ""))

    def _chip(self, table: Mapping[str, Any] | None, where: Where) -> ChipConfig | None:
        if table is None:
            return None
        self._check(table, _CHIP, where)
        if table["kind"] == PCSC and "port" in table:
            known = ", ".join(key for key in _CHIP if key != "port")
            self._refuse("unknown-key", (*where, "port"), key="port", known=known)
        if table["kind"] != PCSC and "port" not in table:
            self._refuse("missing-key", where, key="port")
        port = self._port(table["port"], (*where, "port")) if "port" in table else None
        return ChipConfig(table["kind"], port, table.get("model", ""))

    def _port(self, value: str | Mapping[str, Any], where: Where) -> PortSelector:
        if isinstance(value, str):
            if value != SIMULATED and not _ADDRESS.fullmatch(value):
                self._refuse("port", where, key="port", value=value)
            return PortSelector(address=value)
        self._check(value, _PORT, where)
        if not _USB.fullmatch(value["usb"]):
            self._refuse("usb", (*where, "usb"), key="usb", value=value["usb"])
        return PortSelector(usb=value["usb"].lower(), serial=value.get("serial", ""))

    def _check(self, table: Mapping[str, Any], keys: Mapping[str, _Key], where: Where) -> None:
        for name, value in table.items():
            if name not in keys:
                self._refuse("unknown-key", (*where, name), key=name, known=", ".join(keys))
            self._check_value(name, value, keys[name], (*where, name))
        for name, key in keys.items():
            if key.required and name not in table:
                self._refuse("missing-key" if where else "missing-part", where, key=name)

    def _check_value(self, name: str, value: Any, key: _Key, where: Where) -> None:
        if type(value) not in key.types:
            self._refuse("type", where, key=name, expected=_type_words(key.types))
        if key.choices and value not in key.choices:
            self._refuse("choice", where, key=name, value=value, known=", ".join(key.choices))
        if isinstance(value, str) and not value.strip():
            self._refuse("empty", where, key=name)
        low, high = key.minimum, key.maximum
        if low is not None and high is not None and isinstance(value, int | float) and not low <= value <= high:
            self._refuse("range", where, key=name, value=value, minimum=low, maximum=high)

    def _refuse(self, reason: str, where: Where, **facts: object) -> NoReturn:
        raise ConfigurationError(
            f"configuration-{reason}", path=self._path, line=line_of(self._text, where), reason=reason, **facts
        )


def _type_words(types: tuple[type, ...]) -> tuple[WorkstationError, ...]:
    """What a value must be, told in the language of the message; a number covers whole ones."""
    named = [each for each in types if not (each is int and float in types)]
    return tuple(WorkstationError(_TYPE_CODES[each]) for each in named)


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(r"\s*([\w.\-\"' ]+?)\s*=\s*(.*)")
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[^.\s]+")


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def line_of(text: str, where: Where) -> int:
    """Line (from 1) on which a value stands, or the nearest table around it: ``tomllib`` tells values without
    lines.

    Parameters
    ----------
    where : tuple
        Keys from the top of the file; a number is the place in a list of tables.
    """
    places: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    table: Where = ()
    rows: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("{") and rows:
            counts[rows] = counts.get(rows, -1) + 1
            places[(*rows, counts[rows])] = number
            continue
        header = _HEADER.fullmatch(line)
        if header:
            table = _numbered(_parts(header[2]), counts, repeated=header[1] == "[[")
            places.setdefault(table, number)
            continue
        assignment = _ASSIGNMENT.match(line)
        if assignment:
            key = (*table, *_parts(assignment[1]))
            places.setdefault(key, number)
            rows = key if assignment[2].startswith("[") else ()
    return next((places[where[:end]] for end in range(len(where), 0, -1) if where[:end] in places), 1)


def _numbered(names: tuple[str, ...], counts: dict[Where, int], *, repeated: bool) -> Where:
    """Path of a table header, with the current place in every list of tables on the way."""
    path: Where = ()
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if repeated and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
