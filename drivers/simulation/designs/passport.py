"""UTO-P-1-2024: the passport's data page, paper under a laser-sensitive laminate, TD3."""

from __future__ import annotations

import numpy as np

from drivers.simulation import materials, mrz, personalisation
from drivers.simulation.copies import Copy, Design, Layer, Page, Stage, TextField
from drivers.simulation.lettering import micro_line, on_circle, text
from drivers.simulation.linework import (
    Field,
    around,
    blend_right,
    braid,
    circle,
    curves,
    lines,
    plane_mm,
    rosette_band,
    spirograph,
    weighted,
)
from drivers.simulation.motifs import emblem, perforation, star
from drivers.simulation.sheet import Stamp

SIZE_MM = (125.0, 88.0)
PORTRAIT = (6.0, 15.0, 34.0, 43.7)
GHOST = (102.0, 37.5, 17.0, 21.9)
ROSETTE = (80.0, 38.5)
DOVID = (40.5, 54.5)
WATERMARK = (110.0, 25.5)
REGISTER = (55.0, 61.0)
MICRO = "RESPVBLICAVTOPIENSIS·"

FIELDS = (
    TextField("document_code", "Typus / Type", (48.0, 18.6), width_mm=8),
    TextField("country", "Civitas / Code", (60.0, 18.6), width_mm=12),
    TextField("number", "Numerus syngraphi / Passport No.", (84.0, 18.6), 2.3, 32),
    TextField("surname", "Nomen / Surname", (48.0, 25.4), width_mm=46),
    TextField("given_names", "Praenomina / Given names", (48.0, 32.2), width_mm=46),
    TextField("nationality_name", "Natio / Nationality", (48.0, 39.0), width_mm=24),
    TextField("sex", "Sexus / Sex", (76.0, 39.0), width_mm=8),
    TextField("personal_number", "Numerus personalis / Personal No.", (84.0, 39.0), width_mm=17),
    TextField("born", "Dies natalis / Date of birth", (48.0, 45.8), width_mm=24),
    TextField("place_of_birth", "Locus natalis / Place of birth", (76.0, 45.8), width_mm=25),
    TextField("issued", "Datum / Date of issue", (48.0, 52.6), width_mm=24),
    TextField("authority", "Auctoritas / Authority", (76.0, 52.6), width_mm=25),
    TextField("expires", "Valet ad / Date of expiry", (48.0, 59.4), width_mm=24),
)
NUMBER = tuple(each for each in FIELDS if each.name == "number")
OTHERS = tuple(each for each in FIELDS if each.name != "number")


def _bump(x: Field, y: Field, at: tuple[float, float], reach: float) -> Field:
    return np.asarray(np.exp(-(((x - at[0]) ** 2 + (y - at[1]) ** 2) / np.float32(reach * reach))), np.float32)


def _background(copy: Copy) -> None:
    sheet = copy.sheet
    x, y = plane_mm(sheet)
    right = blend_right(sheet, 30, 95)
    swell = _bump(x, y, ROSETTE, 21) * np.float32(2.6)
    drift = np.sin(x / np.float32(9.0) + np.sin(y / np.float32(13.0))) * np.float32(0.9)
    first = lines((y / np.float32(1.05) + drift + swell).astype(np.float32), 0.17, sheet.px_per_mm)
    drift = np.sin(x / np.float32(11.0) - y / np.float32(17.0) + 2) * np.float32(1.2)
    second = lines(
        (y / np.float32(1.05) - drift - swell * np.float32(0.8)).astype(np.float32), 0.15, sheet.px_per_mm
    )
    slant = (
        (x * np.float32(0.82) + y * np.float32(0.57)) / np.float32(1.5) + np.sin((x - y) / np.float32(14.0))
    ).astype(np.float32)
    third = lines(slant, 0.12, sheet.px_per_mm)
    for coverage, left_ink, right_ink, strength in (
        (first, "sea", "rose", 0.85),
        (second, "olive", "ochre", 0.80),
        (third, "teal", "violet", 0.50),
    ):
        copy.print("background", left_ink, Stamp(weighted(coverage, 1 - right)), strength)
        copy.print("background", right_ink, Stamp(weighted(coverage, right)), strength)


def _rosette(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    bounds = around(ROSETTE, 22)
    bands = (
        (3.6, 9.0, 9, 9, 3, "violet", 0.75),
        (8.2, 13.8, 14, 10, 7, "sea", 0.80),
        (13.0, 18.4, 20, 11, 10, "rose", 0.75),
        (17.6, 21.5, 30, 7, 10, "olive", 0.80),
    )
    for inner, outer, petals, strands, swell, ink, strength in bands:
        lace = rosette_band(ROSETTE, inner, outer, petals=petals, strands=strands, swell=swell, depth=0.28)
        copy.print("rosette", ink, curves(lace, bounds, 0.12, scale, closed=True), strength)
    heart = [
        spirograph(ROSETTE, 5.4, lobes=19, over=7, loop=0.42),
        spirograph(ROSETTE, 3.2, lobes=13, over=5, loop=0.38),
    ]
    copy.print("rosette", "teal", curves(heart, bounds, 0.13, scale, closed=True), 0.6)


def _ir_split(copy: Copy) -> None:
    """A compass rose of one colour and two inks: its right half stays in the infrared."""
    scale = copy.sheet.px_per_mm
    centre = (110.0, 61.0)
    bounds = around(centre, 4.6)
    lace = rosette_band(centre, 1.9, 4.3, petals=16, strands=7, swell=8) + [circle(centre, 4.5)]
    drawn = curves(lace, bounds, 0.16, scale, closed=True)
    points = star(centre, 3.4, scale)
    coverage = drawn.coverage.copy()
    rows = slice(points.top - drawn.top, points.top - drawn.top + points.coverage.shape[0])
    columns = slice(points.left - drawn.left, points.left - drawn.left + points.coverage.shape[1])
    coverage[rows, columns] = np.maximum(coverage[rows, columns], points.coverage)
    middle = copy.sheet.px(centre[0]) - drawn.left
    left, right = coverage.copy(), coverage.copy()
    left[:, middle:], right[:, :middle] = 0, 0
    copy.print("ir_split", "teal", Stamp(left, drawn.left, drawn.top))
    copy.print("ir_split", "teal_ir", Stamp(right, drawn.left, drawn.top))


def _form(copy: Copy) -> None:
    """Fine print of the form: zone rules, frame braid, microtext."""
    scale = copy.sheet.px_per_mm
    zone = curves(braid(3, 122, 67.6, 1.5, waves=26, strands=4), (2, 66, 121, 4), 0.14, scale)
    copy.print("form", "teal", zone, 0.9)
    copy.print("microtext", "label_blue", micro_line(MICRO, 3, 122, 66.35, 0.30, scale))
    copy.print("microtext", "label_blue", micro_line(MICRO, 48, 99, 20.05, 0.26, scale))
    copy.print("microtext", "label_blue", on_circle(MICRO, ROSETTE, 21.9, 0.30, scale), 0.9)
    left, top, width, height = PORTRAIT
    frame = [
        np.array([(left - 0.6, top - 0.6), (left + width + 0.6, top - 0.6)]),
        np.array([(left - 0.6, top + height + 0.6), (left + width + 0.6, top + height + 0.6)]),
    ]
    copy.print("form", "sea", curves(frame, (left - 2, top - 2, width + 4, height + 4), 0.18, scale), 0.8)
    personalisation.labels(copy, FIELDS)
    copy.print("labels", "label_blue", text("Signum / Signature", (76.0, 56.9), 0.78, scale))


def _register(copy: Copy) -> None:
    """Front half of the see-through register; the other half is on the back."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    ring = curves([circle(REGISTER, 2.5), circle(REGISTER, 2.2)], around(REGISTER, 2.6), 0.15, scale, closed=True)
    whole = star(REGISTER, 2.1, scale, points=8, inner=0.5)
    rows, columns = whole.coverage.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    sector = np.floor(np.degrees(np.arctan2(y - rows / 2, x - columns / 2)) / 45).astype(int) % 2 == 0
    front, behind = whole.coverage * sector, whole.coverage * ~sector
    copy.print("register", "rose", ring)
    copy.print("register", "rose", Stamp(front.astype(np.uint8), whole.left, whole.top))
    here, coverage = sheet.place(Stamp(behind.astype(np.uint8), whole.left, whole.top))
    sheet.back[here] = np.minimum(sheet.back[here], 255 - (coverage * 0.62).astype(np.uint8))


def _back_print(copy: Copy) -> None:
    """Guilloche of the other side, which only light from behind brings out, and softly."""
    sheet = copy.sheet
    x, y = plane_mm(sheet)
    phase = (y / np.float32(1.6) + np.sin(x / np.float32(6.0)) * np.float32(0.8)).astype(np.float32)
    sheet.back[:] = 255 - (lines(phase, 0.3, sheet.px_per_mm) * 0.09).astype(np.uint8)


def _intaglio(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("intaglio", "intaglio_blue", emblem((9.6, 8.0), 5.0, scale, 0.14))
    copy.print(
        "intaglio",
        "intaglio_blue",
        text("RESPVBLICA VTOPIENSIS", (17.0, 6.9), 2.35, scale, font="serif_bold", spacing_mm=0.22),
    )
    copy.print(
        "intaglio",
        "intaglio_blue",
        text("REPUBLIC OF UTOPIA", (17.0, 10.3), 1.45, scale, font="serif", spacing_mm=0.26),
    )
    copy.print(
        "intaglio",
        "intaglio_plum",
        text("SYNGRAPHVS", (119.5, 6.9), 2.35, scale, font="serif_bold", spacing_mm=0.22, align="right"),
    )
    copy.print(
        "intaglio",
        "intaglio_plum",
        text("PASSPORT", (119.5, 10.3), 1.45, scale, font="serif", spacing_mm=0.26, align="right"),
    )
    rules = [np.array([(16.0, 12.0), (122.0, 12.0)]), np.array([(16.0, 12.45), (122.0, 12.45)])]
    copy.print("intaglio", "intaglio_blue", curves(rules, (15, 11, 109, 3), 0.13, scale))
    _latent(copy)


def _latent(copy: Copy) -> None:
    """Latent image: raised lines that run across in the letters and down around them."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    box = (82.0, 3.4, 10.5, 7.4)
    left, top, width, height = sheet.px(box[0]), sheet.px(box[1]), sheet.px(box[2]), sheet.px(box[3])
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    word = text("VT", (box[0] + box[2] / 2, box[1] + 5.6), 4.2, scale, font="serif_bold", align="middle")
    inside = np.zeros((height, width), np.uint8)
    materials.overlay(inside, word, Stamp(inside, left, top))
    across = lines(rows / np.float32(0.34 * scale), 0.17, scale)
    down = lines(columns / np.float32(0.34 * scale), 0.17, scale)
    pattern = np.where(inside > 127, across, down).astype(np.uint8)
    copy.print("intaglio", "intaglio_plum", Stamp(pattern, left, top), 0.8)


def _uv_print(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("uv_print", "uv_yellow", emblem(ROSETTE, 17.0, scale, 0.28), 0.9)
    for place, ink in enumerate(("uv_blue", "uv_green", "uv_blue", "uv_green")):
        copy.print(
            "uv_print",
            ink,
            curves(
                braid(0, 125, 70.5 + place * 4.3, 3.2, waves=9 + place, strands=6),
                (0, 68 + place * 4.3, 125, 5),
                0.22,
                scale,
            ),
            0.7,
        )
    for x, y in ((10, 19), (34, 24), (14, 44), (30, 60), (52, 14), (116, 16), (102, 62), (120, 42)):
        copy.print("uv_print", "uv_red", star((x, y), 1.6, scale, points=5, inner=0.42))
    copy.print(
        "uv_print",
        "uv_two_colour",
        text("VTOPIA", (23.0, 40.5), 5.2, scale, font="serif_bold", align="middle", spacing_mm=0.8),
        0.9,
    )
    copy.print(
        "uv_print",
        "uv_short_green",
        text("UTO · 2024 · UTO", (80.0, 63.5), 2.6, scale, font="sans_bold", align="middle"),
    )
    ring = rosette_band(ROSETTE, 18.2, 21.6, petals=30, strands=6)
    copy.print("uv_print", "uv_orange", curves(ring, around(ROSETTE, 22), 0.2, scale, closed=True), 0.8)


def _tactile_number(copy: Copy) -> None:
    personalisation.data(copy, NUMBER, "laser_tactile")


def _perforation(copy: Copy) -> None:
    number = copy.making.texts.get("perforation", copy.holder.number)
    materials.holes(copy, perforation(number, (64.5, 62.2), 0.46, 0.30, copy.sheet.px_per_mm))


def _person(name: str, draw: object) -> Layer:
    return Layer(name, Stage.PERSON, draw)  # type: ignore[arg-type]


LAYERS = (
    Layer("paper", Stage.PAPER, lambda copy: materials.lay_paper(copy, "security")),
    Layer("watermark", Stage.PAPER, lambda copy: materials.watermark(copy, WATERMARK, 8.6)),
    Layer("thread", Stage.PAPER, lambda copy: materials.thread(copy, 44.6)),
    Layer(
        "fibres",
        Stage.PAPER,
        lambda copy: materials.fibres(
            copy, "fibres", ("uv_green", "uv_yellow", "uv_blue"), 26, salt=3, visible=False
        ),
    ),
    Layer(
        "visible_fibres",
        Stage.PAPER,
        lambda copy: materials.fibres(copy, "visible_fibres", ("rose", "sea"), 13, salt=4, visible=True),
    ),
    Layer("back", Stage.PAPER, _back_print),
    Layer("background", Stage.PRINT, _background),
    Layer("rosette", Stage.PRINT, _rosette),
    Layer("ir_split", Stage.PRINT, _ir_split),
    Layer("form", Stage.PRINT, _form),
    Layer("register", Stage.PRINT, _register),
    Layer("intaglio", Stage.PRINT, _intaglio),
    Layer("uv_print", Stage.PRINT, _uv_print),
    _person("portrait", lambda copy: personalisation.laser_portrait(copy, PORTRAIT)),
    _person("ghost", lambda copy: personalisation.ghost(copy, GHOST, "violet")),
    _person("data", lambda copy: personalisation.data(copy, OTHERS, "laser")),
    _person("number", _tactile_number),
    _person("signature", lambda copy: personalisation.handwriting(copy, 77.0, 61.0, 22.0, "laser")),
    _person("mrz", lambda copy: personalisation.zone(copy, 6.0, (73.1, 79.45))),
    _person("perforation", _perforation),
    Layer("laminate", Stage.COVER, materials.laminate),
    Layer("dovid", Stage.COVER, lambda copy: materials.kinegram(copy, DOVID, 7.6)),
    Layer("specimen", Stage.AFTER, lambda copy: personalisation.specimen(copy, (79.0, 40.0), 6.6, 18.0)),
)

DESIGN = Design(
    "UTO-P-1-2024",
    {"data_page": Page("data_page", SIZE_MM, LAYERS, FIELDS, PORTRAIT, has_mrz=True)},
    mrz.passport,
)
