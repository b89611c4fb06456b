"""UTO-VC-1-2022: the visa sticker, security paper with intaglio frame and a colour portrait, MRV-A."""

from __future__ import annotations

from drivers.simulation import materials, mrz, personalisation
from drivers.simulation.copies import Copy, Design, Layer, Page, Stage, TextField
from drivers.simulation.designs import common
from drivers.simulation.designs.common import MICRO, Band, Ground
from drivers.simulation.lettering import micro_line, on_circle, text
from drivers.simulation.linework import around, braid, curves, rosette_band
from drivers.simulation.motifs import emblem
from drivers.simulation.portraits import portrait

SIZE_MM = (120.0, 80.0)
PORTRAIT = (6.0, 14.5, 27.0, 34.7)
ROSETTE = (77.0, 33.0)
DOVID = (104.5, 24.0)
WATERMARK = (43.5, 50.8)
IR_SPLIT = (106.0, 45.0)

FIELDS = (
    TextField("document_code", "Genus / Type", (38.0, 19.0), 1.7, 10),
    TextField("entries", "Introitus / Entries", (52.0, 19.0), 1.7, 14),
    TextField("issued", "Valet ab / Valid from", (38.0, 25.4), 1.7, 22),
    TextField("expires", "Valet ad / Valid until", (62.0, 25.4), 1.7, 22),
    TextField("surname", "Nomen / Surname", (38.0, 31.8), 1.7, 46),
    TextField("given_names", "Praenomina / Given names", (38.0, 38.2), 1.7, 46),
    TextField("personal_number", "Numerus syngraphi / Passport No.", (38.0, 44.6), 1.7, 24),
    TextField("born", "Dies natalis / Date of birth", (68.0, 44.6), 1.7, 22),
    TextField("authority", "Data in / Issued at", (52.5, 51.0), 1.7, 26),
    TextField("remarks", "Notae / Remarks", (82.0, 51.0), 1.7, 30),
    TextField("number", "", (114.5, 13.6), 2.3, 26, "right"),
)
DATA = tuple(each for each in FIELDS if each.name != "number")
NUMBER = FIELDS[-1]
GROUND = Ground(
    inks=(("rose", "teal"), ("ochre", "sea"), ("violet", "olive")),
    centre=ROSETTE,
    reach=19,
    change_mm=(24, 100),
    quiet=PORTRAIT,
    pitch_mm=0.70,
    line_mm=0.12,
)
BANDS = (
    Band(3.2, 8.0, 9, 9, 3, "teal"),
    Band(7.4, 12.2, 15, 10, 5, "rose"),
    Band(11.6, 16.2, 22, 10, 11, "ochre"),
    Band(15.6, 19.0, 32, 7, 8, "violet"),
)


def _form(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print(
        "form", "teal", curves(braid(3, 117, 58.2, 1.5, waves=24, strands=4), (2, 56, 116, 5), 0.14, scale), 0.9
    )
    copy.print("microtext", "label_blue", micro_line(MICRO, 3, 117, 56.9, 0.30, scale))
    copy.print("microtext", "label_blue", on_circle(MICRO, ROSETTE, 19.4, 0.30, scale), 0.9)
    personalisation.labels(copy, FIELDS, height_mm=0.74)


def _intaglio(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("intaglio", "intaglio_plum", emblem((9.2, 7.6), 4.8, scale, 0.14))
    title = text("VISVM · VISA", (17.0, 7.2), 3.0, scale, font="serif_bold", spacing_mm=0.45)
    copy.print("intaglio", "intaglio_plum", title)
    state = text(
        "RESPVBLICA VTOPIENSIS · REPUBLIC OF UTOPIA", (17.0, 10.7), 1.25, scale, font="serif", spacing_mm=0.12
    )
    copy.print("intaglio", "intaglio_plum", state)
    common.rule(copy, "intaglio", "intaglio_plum", 16.0, 80.0, (12.0, 12.4))
    side = [curve[:, ::-1] for curve in braid(4, 55, 117.3, 1.7, waves=13, strands=4)]
    copy.print("intaglio", "intaglio_plum", curves(side, (115, 3, 4.6, 53), 0.15, scale))
    common.latent(copy, (66.5, 3.2, 11.5, 7.6), "VT", "intaglio_plum")


def _uv_print(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("uv_print", "uv_orange", emblem(ROSETTE, 14.6, scale, 0.26), 0.9)
    ring = rosette_band(ROSETTE, 15.6, 19.0, petals=28, strands=7, swell=7)
    copy.print("uv_print", "uv_green", curves(ring, around(ROSETTE, 20), 0.2, scale, closed=True), 0.85)
    common.waves(copy, "uv_print", ("uv_yellow", "uv_blue", "uv_red"), 0, 120, 63.0, 5.2)
    common.stars(copy, "uv_print", "uv_blue", ((10, 18), (28, 16), (12, 40), (30, 46), (48, 14), (104, 8), (98, 52)))
    name = text("VISVM", (20.0, 33.5), 4.6, scale, font="serif_bold", align="middle", spacing_mm=0.7)
    copy.print("uv_print", "uv_two_colour", name, 0.9)
    short = text("UTO · 2022 · UTO", (77.0, 55.6), 2.4, scale, font="sans_bold", align="middle")
    copy.print("uv_print", "uv_short_red", short)


def _portrait(copy: Copy) -> None:
    left, top = copy.moved(PORTRAIT[:2])
    face = portrait(copy.holder.portrait)
    personalisation.colour_portrait(copy.sheet, face.rgb, (left, top, PORTRAIT[2], PORTRAIT[3]))


def _number(copy: Copy) -> None:
    """Letterpress number, red in white light and under ultraviolet, pressed into the sheet."""
    scale = copy.sheet.px_per_mm
    value = personalisation.value_of(copy, "number")
    stamp = text(value, NUMBER.at_mm, NUMBER.height_mm, scale, font="serif_bold", spacing_mm=0.2, align=NUMBER.align)
    copy.print("number", "letterpress_red", stamp)
    copy.sheet.raise_by(stamp, -16.0)


LAYERS = (
    Layer("paper", Stage.PAPER, lambda copy: materials.lay_paper(copy, "visa")),
    Layer("watermark", Stage.PAPER, lambda copy: materials.watermark(copy, WATERMARK, 5.4)),
    Layer(
        "fibres",
        Stage.PAPER,
        lambda copy: materials.fibres(copy, "fibres", ("uv_red", "uv_yellow", "uv_blue"), 24, salt=3, visible=False),
    ),
    Layer(
        "visible_fibres",
        Stage.PAPER,
        lambda copy: materials.fibres(copy, "visible_fibres", ("teal", "violet"), 12, salt=4, visible=True),
    ),
    Layer("back", Stage.PAPER, common.back_print),
    Layer("background", Stage.PRINT, lambda copy: common.ground(copy, "background", GROUND)),
    Layer("rosette", Stage.PRINT, lambda copy: common.rosette(copy, "rosette", ROSETTE, BANDS, "sea")),
    Layer("ir_split", Stage.PRINT, lambda copy: common.ir_split(copy, IR_SPLIT, 4.4, "rose")),
    Layer("form", Stage.PRINT, _form),
    Layer("intaglio", Stage.PRINT, _intaglio),
    Layer("uv_print", Stage.PRINT, _uv_print),
    Layer("number", Stage.PRINT, _number),
    Layer("portrait", Stage.PERSON, _portrait),
    Layer("data", Stage.PERSON, lambda copy: personalisation.data(copy, DATA, "b900")),
    Layer("mrz", Stage.PERSON, lambda copy: personalisation.zone(copy, 6.0, (65.1, 71.45))),
    Layer("dovid", Stage.COVER, lambda copy: materials.kinegram(copy, DOVID, 8.2)),
    Layer("specimen", Stage.AFTER, lambda copy: personalisation.specimen(copy, (74.0, 33.5), 6.0, 18.0)),
)

DESIGN = Design(
    "UTO-VC-1-2022",
    {"visa": Page("visa", SIZE_MM, LAYERS, FIELDS, PORTRAIT, has_mrz=True)},
    mrz.visa,
)
