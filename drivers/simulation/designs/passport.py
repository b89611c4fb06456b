"""UTO-P-1-2024: the passport's data page, paper under a laser-sensitive laminate, TD3."""

from __future__ import annotations

import numpy as np

from drivers.simulation import materials, mrz, personalisation
from drivers.simulation.copies import Copy, Design, Layer, Page, Stage, TextField
from drivers.simulation.designs import common
from drivers.simulation.designs.common import MICRO, Band, Ground
from drivers.simulation.lettering import micro_line, on_circle, text
from drivers.simulation.linework import around, braid, curves, rosette_band
from drivers.simulation.motifs import emblem, perforation

SIZE_MM = (125.0, 88.0)
PORTRAIT = (6.0, 15.0, 34.0, 43.7)
GHOST = (102.0, 34.4, 17.0, 21.9)
IR_SPLIT = (110.5, 61.6)
ROSETTE = (80.0, 38.5)
DOVID = (40.5, 54.5)
WATERMARK = (110.0, 25.5)
REGISTER = (55.0, 61.0)

FIELDS = (
    TextField("document_code", "Typus / Type", (48.0, 18.6), width_mm=8),
    TextField("country", "Civitas / Code", (60.0, 18.6), width_mm=12),
    TextField("number", "Numerus syngraphi / Passport No.", (84.0, 18.6), 2.3, 32),
    TextField("surname", "Nomen / Surname", (48.0, 25.4), width_mm=46),
    TextField("given_names", "Praenomina / Given names", (48.0, 32.2), width_mm=46),
    TextField("nationality_name", "Natio / Nationality", (48.0, 39.0), width_mm=24),
    TextField("sex", "Sexus / Sex", (76.0, 39.0), width_mm=5),
    TextField("personal_number", "Numerus personalis / Personal No.", (84.0, 39.0), width_mm=17),
    TextField("born", "Dies natalis / Date of birth", (48.0, 45.8), width_mm=24),
    TextField("place_of_birth", "Locus natalis / Place of birth", (76.0, 45.8), width_mm=25),
    TextField("issued", "Datum / Date of issue", (48.0, 52.6), width_mm=24),
    TextField("authority", "Auctoritas / Authority", (76.0, 52.6), width_mm=25),
    TextField("expires", "Valet ad / Date of expiry", (48.0, 59.4), width_mm=24),
)
NUMBER = tuple(each for each in FIELDS if each.name == "number")
OTHERS = tuple(each for each in FIELDS if each.name != "number")


GROUND = Ground(
    inks=(("sea", "rose"), ("olive", "ochre"), ("teal", "violet")),
    centre=ROSETTE,
    reach=21,
    change_mm=(30, 95),
    quiet=PORTRAIT,
)
BANDS = (
    Band(3.6, 9.0, 9, 9, 3, "violet"),
    Band(8.2, 13.8, 14, 10, 7, "sea"),
    Band(13.0, 18.4, 20, 11, 10, "rose"),
    Band(17.6, 21.5, 30, 7, 10, "olive"),
)


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
    common.rule(copy, "intaglio", "intaglio_blue", 16.0, 122.0, (12.0, 12.45))
    common.latent(copy, (82.0, 3.4, 10.5, 7.4), "VT", "intaglio_plum")


def _uv_print(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("uv_print", "uv_yellow", emblem(ROSETTE, 17.0, scale, 0.28), 0.9)
    common.waves(copy, "uv_print", ("uv_blue", "uv_green", "uv_blue", "uv_green"), 0, 125, 70.5, 4.3)
    places = ((10, 19), (34, 24), (14, 44), (30, 60), (52, 14), (116, 16), (102, 62), (120, 42))
    common.stars(copy, "uv_print", "uv_red", places)
    name = text("VTOPIA", (23.0, 40.5), 5.2, scale, font="serif_bold", align="middle", spacing_mm=0.8)
    copy.print("uv_print", "uv_two_colour", name, 0.9)
    short = text("UTO · 2024 · UTO", (80.0, 63.5), 2.6, scale, font="sans_bold", align="middle")
    copy.print("uv_print", "uv_short_green", short)
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
    Layer("back", Stage.PAPER, common.back_print),
    Layer("background", Stage.PRINT, lambda copy: common.ground(copy, "background", GROUND)),
    Layer("rosette", Stage.PRINT, lambda copy: common.rosette(copy, "rosette", ROSETTE, BANDS, "teal")),
    Layer("ir_split", Stage.PRINT, lambda copy: common.ir_split(copy, IR_SPLIT, 4.5, "teal")),
    Layer("form", Stage.PRINT, _form),
    Layer("register", Stage.PRINT, lambda copy: common.register(copy, REGISTER, 2.5, "rose")),
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
