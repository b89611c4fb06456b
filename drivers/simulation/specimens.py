"""Make the pictures of the UTO family for the reference library: ``python -m drivers.simulation.specimens``.

For each model: its ``design.toml`` (what it is, whose copy is pictured, what to look for) and the drawing give
``model.toml`` and one picture a page and light, without noise and without shift.
"""

from __future__ import annotations

import argparse
import json
import logging
import tomllib
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2

from drivers.simulation.designs import DESIGNS
from drivers.simulation.holders import Holder
from drivers.simulation.optics import LAMPS, Picture, picture
from drivers.simulation.scenes import PX_PER_MM, Scene
from workstation.captures import sha256_hex
from workstation.resources import RESOURCES

SPECIMENS = RESOURCES / "specimens"
LIGHTS = ("WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850")
FIELDS = {
    "country": "issuer",
    "number": "document_number",
    "surname": "surname",
    "given_names": "given_names",
    "sex": "sex",
    "born": "date_of_birth",
    "issued": "date_of_issue",
    "expires": "date_of_expiry",
    "personal_number": "optional_data",
}
"""Fields of a design by what ``vocabulary/visual_field.toml`` calls them."""
LARGEST_BYTES = 1_150_000
QUALITIES = (92, 88, 84, 80, 76, 72, 68, 64, 60)

log = logging.getLogger(__name__)


def holder_of(row: dict[str, Any]) -> Holder:
    """The holder of a design file's ``[holder]``."""
    known = {each.name for each in fields(Holder)}
    return Holder(**{key: value for key, value in row.items() if key in known})


def specimen_scene(model_id: str, px_per_mm: float = PX_PER_MM) -> Scene:
    """The genuine specimen of a model, as its design file describes it."""
    design = tomllib.loads((SPECIMENS / model_id / "design.toml").read_text(encoding="utf-8"))
    holder = holder_of(design["holder"])
    return Scene(f"{model_id}-specimen", MappingProxyType({}), DESIGNS[model_id], holder, (), 1, px_per_mm)


def encoded(pixels: Picture) -> bytes:
    """A picture as JPEG, as good as its size allows."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    data = b""
    for quality in QUALITIES:
        data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])[
            1
        ].tobytes()
        if len(data) <= LARGEST_BYTES:
            break
    return data


def text_rows(model_id: str) -> list[dict[str, Any]]:
    """Where the values of the visual zone stand that a machine readable zone repeats."""
    return [
        {
            "field": FIELDS[each.name],
            "page": page.code,
            "region_mm": [
                each.at_mm[0] - (each.width_mm if each.align == "right" else 0),
                round(each.at_mm[1] - each.height_mm, 3),
                each.width_mm,
                each.height_mm,
            ],
        }
        for page in DESIGNS[model_id].pages.values()
        for each in page.fields
        if each.name in FIELDS
    ]


def make(model_id: str, folder: Path) -> None:
    """Draw a model, write its pictures and its ``model.toml`` into a folder that holds its ``design.toml``."""
    design = tomllib.loads((folder / "design.toml").read_text(encoding="utf-8"))
    scene = specimen_scene(model_id)
    (folder / "pictures").mkdir(exist_ok=True)
    rows = []
    for page in scene.pages:
        sheet = scene.draw(page)
        for light in LIGHTS:
            data = encoded(picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0))
            file = f"pictures/{page}-{light}.jpg"
            (folder / file).write_bytes(data)
            rows.append(
                {
                    "page": page,
                    "light": light,
                    "file": file,
                    "sha256": sha256_hex(data),
                    "px_per_mm": round(scene.px_per_mm, 3),
                    "width": sheet.width,
                    "height": sheet.height,
                }
            )
            log.info("%s %s %s: %d bytes", model_id, page, light, len(data))
    head = {"pages": list(scene.pages), **design["model"], "licence": "Apache-2.0", "generated": True}
    parts = [
        "# Written by python -m drivers.simulation.specimens from design.toml; change that, not this.",
        _table("[model]", head),
        *(_table("[[picture]]", row) for row in rows),
        *(_table("[[feature]]", row) for row in design["feature"]),
        *(_table("[[text]]", row) for row in text_rows(model_id)),
    ]
    (folder / "model.toml").write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def _table(header: str, row: dict[str, Any]) -> str:
    return "\n".join([header, *(f"{key} = {_value(value)}" for key, value in row.items())])


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def command(arguments: list[str] | None = None) -> None:
    """Make all models, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(DESIGNS)}; all when none is named")
    chosen = parser.parse_args(arguments).models or list(DESIGNS)
    for model_id in chosen:
        if model_id not in DESIGNS:
            parser.error(f"no model {model_id}")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for model_id in chosen:
        make(model_id, SPECIMENS / model_id)


if __name__ == "__main__":
    command()
