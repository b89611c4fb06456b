"""Pictures taken by other devices: which file of a folder is which light, and their import byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workstation.captures import Capture, CaptureRecord, Origin, sha256_hex
from workstation.devices import Clock
from workstation.errors import ConfigurationError, PictureError
from workstation.identifiers import new_id
from workstation.imaging.pictures import PictureFacts, decode, probe
from workstation.lights import Light, find_light, light, light_of_file

MAP_FILE = "lights.toml"
"""In the folder itself: one line a picture, ``"scan 3.tif" = "UV365"``."""

MAX_FILE_BYTES = 1_000_000_000
"""A case file cannot hold more in one picture (SQLITE_MAX_LENGTH as it is built everywhere)."""

_NAMES_NO_LIGHT = {"left-out-hidden", "left-out-not-a-file", "left-out-no-light", "left-out-by-map"}

_PLAUSIBLE_PX_PER_MM = (0.1, 10_000.0)


@dataclass(frozen=True, slots=True)
class FolderPicture:
    """A picture that will be imported. ``sha256`` is of the file as it was surveyed."""

    path: Path
    light: str
    facts: PictureFacts
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A name in the folder that will not be imported. ``reason`` is a code of ``resources/messages``."""

    name: str
    reason: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def error(self) -> PictureError:
        """Name and reason, for a sentence."""
        return PictureError("left-out", name=self.name, reason=PictureError(self.reason, **self.facts))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know although nothing is refused. ``code`` is one of ``resources/messages``."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FolderSurvey:
    """What a folder holds, in the order of the row of lights; ``left_out`` by name."""

    folder: Path
    chosen: tuple[FolderPicture, ...]
    left_out: tuple[LeftOut, ...]
    notices: tuple[Notice, ...]

    @property
    def without_resolution(self) -> tuple[FolderPicture, ...]:
        """Pictures whose files give no resolution to trust: ask for it, or measuring stays off."""
        return tuple(each for each in self.chosen if each.facts.px_per_mm is None)


def survey(folder: Path, mapping: Mapping[str, str] | None = None) -> FolderSurvey:
    """Decide which file is which light. Every chosen picture has been decoded once: its import cannot fail on it.

    Parameters
    ----------
    folder : Path
        Its own files only, not those of folders in it.
    mapping : mapping of file name to light, or None
        From the import dialogue, in place of the folder's ``lights.toml``; either goes before the file names. An
        empty light leaves that file out.

    Raises
    ------
    PictureError
        ``folder-unreadable``.
    ConfigurationError
        ``lights-map``: the map is no TOML, names no light, or names a file that is not there.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise PictureError("folder-unreadable", path=str(folder), reason=error.strerror or "") from error
    named = _mapped_lights(folder, mapping, {entry.name for entry in entries})
    readable: list[FolderPicture] = []
    left_out: list[LeftOut] = []
    for entry in entries:
        outcome = _examine(entry, named)
        if isinstance(outcome, FolderPicture):
            readable.append(outcome)
        elif outcome is not None:
            left_out.append(outcome)
    chosen, ambiguous = _one_a_light(readable)
    return FolderSurvey(
        folder,
        tuple(sorted(chosen, key=_order)),
        tuple(sorted((*left_out, *ambiguous), key=lambda each: each.name)),
        tuple(_notices(chosen)),
    )


def demand_pictures(found: FolderSurvey) -> None:
    """Refuse a folder of which nothing can be imported.

    Raises
    ------
    PictureError
        ``folder-pictures-refused``, with the reason of each file that names a light; ``folder-without-pictures``:
        no file does.
    """
    if found.chosen:
        return
    refused = tuple(each.error for each in found.left_out if each.reason not in _NAMES_NO_LIGHT)
    if refused:
        raise PictureError("folder-pictures-refused", path=str(found.folder), reasons=refused)
    raise PictureError("folder-without-pictures", path=str(found.folder))


def import_pictures(
    found: FolderSurvey,
    *,
    exhibit_id: str,
    page: str,
    px_per_mm: float | None,
    clock: Clock,
    actor: str,
) -> Iterator[Capture]:
    """Captures of the chosen pictures, stored byte for byte as they lie in the folder. Each is read when it is asked
    for, so that no more than one is in memory.

    ``px_per_mm`` is what a person states; it serves the pictures whose files do not say. The time of a capture is
    that of its import, since times in files are not to be relied on.

    Raises
    ------
    PictureError
        ``picture-changed``: a file is not the one that was surveyed; ``picture-unreadable``: it is gone;
        while they are read. ``resolution-implausible``: the stated resolution is none, and see ``demand_pictures``;
        at once.
    """
    demand_pictures(found)
    lowest, highest = _PLAUSIBLE_PX_PER_MM
    if px_per_mm is not None and not lowest <= px_per_mm <= highest:
        raise PictureError("resolution-implausible", path=str(found.folder), px_per_mm=px_per_mm)
    return (_capture(each, exhibit_id, page, px_per_mm, clock, actor) for each in found.chosen)


def _capture(
    picture: FolderPicture, exhibit_id: str, page: str, stated: float | None, clock: Clock, actor: str
) -> Capture:
    stored = _read(picture.path)
    if sha256_hex(stored) != picture.sha256:
        raise PictureError("picture-changed", path=picture.path.name)
    facts, at = picture.facts, clock.now()
    source = "file" if facts.px_per_mm is not None else "stated" if stated is not None else "unknown"
    record = CaptureRecord(
        capture_id=new_id(at),
        exhibit_id=exhibit_id,
        page=page,
        light=picture.light,
        origin=Origin.FILE,
        sha256=picture.sha256,
        mime=facts.mime,
        byte_length=len(stored),
        width=facts.width,
        height=facts.height,
        channels=facts.channels,
        bit_depth=facts.bit_depth,
        px_per_mm=facts.px_per_mm if facts.px_per_mm is not None else stated,
        px_per_mm_source=source,
        source_name=picture.path.name,
        captured_at=at,
        captured_by=actor,
    )
    return Capture(record, stored)


def _mapped_lights(folder: Path, mapping: Mapping[str, str] | None, present: set[str]) -> dict[str, Light | None]:
    """Light by file name, None where the map leaves that file out."""
    path = folder / MAP_FILE
    rows: Mapping[str, object] = mapping if mapping is not None else _map_file(path)
    lights: dict[str, Light | None] = {}
    for name, code in rows.items():
        found = find_light(code) if isinstance(code, str) else None
        if name not in present or (found is None and code != ""):
            line = _line_of(path, name) if mapping is None else "-"
            raise ConfigurationError("lights-map", path=str(path), line=line, reason=f'"{name}" = "{code}"')
        lights[name] = found
    return lights


def _map_file(path: Path) -> dict[str, object]:
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise ConfigurationError("lights-map", path=str(path), line=line, reason=str(error)) from error


def _line_of(path: Path, name: str) -> int:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)


def _examine(entry: Path, named: Mapping[str, Light | None]) -> FolderPicture | LeftOut | None:
    """The picture, or why it is none of them; None for the map file itself."""
    if entry.name == MAP_FILE:
        return None
    if entry.name.startswith("."):
        return LeftOut(entry.name, "left-out-hidden")
    if not entry.is_file():
        return LeftOut(entry.name, "left-out-not-a-file")
    found = named.get(entry.name, light_of_file(entry))
    if found is None:
        return LeftOut(entry.name, "left-out-by-map" if entry.name in named else "left-out-no-light")
    try:
        data = _read(entry)
        facts = probe(data, entry.name)
        decode(data, entry.name)
    except PictureError as error:
        return LeftOut(entry.name, error.code, error.facts)
    return FolderPicture(entry, found.code, facts, sha256_hex(data))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PictureError("picture-file-too-large", path=path.name, max_mb=MAX_FILE_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise PictureError("picture-unreadable", path=path.name, reason=error.strerror or "") from error


def _one_a_light(readable: Iterable[FolderPicture]) -> tuple[list[FolderPicture], list[LeftOut]]:
    """Where two readable pictures claim one light neither is taken: the machine does not choose evidence."""
    pictures = list(readable)
    claims = Counter(each.light for each in pictures)
    chosen = [each for each in pictures if claims[each.light] == 1]
    rivals = [each for each in pictures if claims[each.light] > 1]
    return chosen, [_ambiguous(each, rivals) for each in rivals]


def _ambiguous(picture: FolderPicture, rivals: Iterable[FolderPicture]) -> LeftOut:
    others = [each.path.name for each in rivals if each.light == picture.light and each is not picture]
    facts: dict[str, object] = {"light": picture.light, "others": ", ".join(others)}
    return LeftOut(picture.path.name, "left-out-two-for-one-light", facts)


def _order(picture: FolderPicture) -> tuple[int, str]:
    return light(picture.light).order, picture.light


def _notices(chosen: Iterable[FolderPicture]) -> Iterable[Notice]:
    pictures = list(chosen)
    sizes = {f"{each.facts.width} × {each.facts.height}" for each in pictures}
    if len(sizes) > 1:
        yield Notice("pictures-differ-in-size", {"sizes": ", ".join(sorted(sizes))})
    scales = {each.facts.px_per_mm for each in pictures if each.facts.px_per_mm is not None}
    if len(scales) > 1:
        listed = ", ".join(f"{each:.2f}" for each in sorted(scales))
        yield Notice("pictures-differ-in-resolution", {"scales": listed})
    for each in pictures:
        if each.facts.orientation != 1:
            yield Notice("picture-orientation-not-applied", {"path": each.path.name})
        if each.facts.pages > 1:
            yield Notice("picture-first-page-only", {"path": each.path.name, "pages": each.facts.pages})
