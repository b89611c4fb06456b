"""UTO-IR-1-2023: the residence permit, a laser-engraved plastic card with a clear window, TD1."""

from __future__ import annotations

import cv2
import numpy as np

from drivers.simulation import materials, mrz, personalisation
from drivers.simulation.copies import Copy, Design, Layer, Page, Stage, TextField
from drivers.simulation.designs import common
from drivers.simulation.designs.common import MICRO, Band, Ground
from drivers.simulation.inks import INKS
from drivers.simulation.lettering import micro_line, on_circle, text
from drivers.simulation.linework import around, circle, curves, rosette_band
from drivers.simulation.motifs import disc, emblem
from drivers.simulation.sheet import Sheet, Stamp, encode

SIZE_MM = (85.6, 54.0)
CORNER_MM = 3.18
PORTRAIT = (4.6, 14.0, 22.5, 29.0)
GHOST = (68.5, 27.0, 11.6, 14.9)
ROSETTE = (50.0, 30.0)
DOVID = (27.0, 42.4)
WINDOW = (76.4, 17.6)
WINDOW_RADIUS = 4.4
IR_SPLIT = (75.0, 47.2)
BACK_ROSETTE = (64.5, 17.0)

FRONT_FIELDS = (
    TextField("surname", "Nomen / Surname", (31.0, 17.2), 1.6, 36),
    TextField("given_names", "Praenomina / Given names", (31.0, 22.6), 1.6, 36),
    TextField("sex", "Sexus / Sex", (31.0, 28.0), 1.6, 8),
    TextField("nationality_name", "Natio / Nationality", (41.0, 28.0), 1.6, 20),
    TextField("born", "Dies natalis / Date of birth", (31.0, 33.4), 1.6, 20),
    TextField("remarks", "Genus permissionis / Type of permit", (31.0, 38.8), 1.6, 34),
    TextField("expires", "Valet ad / Valid until", (37.5, 44.2), 1.6, 20),
    TextField("number", "", (81.0, 10.9), 1.8, 20, "right"),
)
NUMBER = tuple(each for each in FRONT_FIELDS if each.name == "number")
FRONT_DATA = tuple(each for each in FRONT_FIELDS if each.name != "number")
BACK_FIELDS = (
    TextField("place_of_birth", "Locus natalis / Place of birth", (17.0, 11.6), 1.5, 40),
    TextField("issued", "Datum / Date of issue", (17.0, 17.0), 1.5, 18),
    TextField("authority", "Auctoritas / Authority", (36.5, 17.0), 1.5, 16),
    TextField("personal_number", "Numerus personalis / Personal No.", (17.0, 22.4), 1.5, 28),
)
FRONT_GROUND = Ground(
    inks=(("olive", "sea"), ("ochre", "violet"), ("teal", "rose")),
    centre=ROSETTE,
    reach=15,
    change_mm=(18, 68),
    quiet=PORTRAIT,
    pitch_mm=0.66,
    line_mm=0.11,
)
BACK_GROUND = Ground(
    inks=(("violet", "ochre"), ("sea", "olive"), ("rose", "teal")),
    centre=BACK_ROSETTE,
    reach=12,
    change_mm=(14, 66),
    quiet=(2.0, 33.0, 81.6, 19.0),
    pitch_mm=0.66,
    line_mm=0.11,
)
FRONT_BANDS = (
    Band(2.6, 6.2, 8, 8, 4, "ochre"),
    Band(5.6, 9.6, 13, 9, 7, "sea"),
    Band(9.0, 13.4, 22, 8, 11, "olive"),
)
BACK_BANDS = (
    Band(2.2, 5.4, 8, 8, 4, "rose"),
    Band(4.9, 8.4, 14, 9, 7, "violet"),
    Band(7.9, 11.2, 24, 7, 8, "sea"),
)


def _front_form(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("form", "intaglio_green", emblem((9.4, 7.2), 4.4, scale, 0.13))
    title = text("RESPVBLICA VTOPIENSIS", (15.6, 6.2), 1.9, scale, font="serif_bold", spacing_mm=0.16)
    copy.print("form", "intaglio_green", title)
    below = text("PERMISSIO COMMORANDI · RESIDENCE PERMIT", (15.6, 9.6), 1.2, scale, font="serif", spacing_mm=0.10)
    copy.print("form", "intaglio_green", below)
    common.rule(copy, "form", "intaglio_green", 15.4, 66.0, (11.2, 11.5), 0.11)
    copy.print("microtext", "label_blue", micro_line(MICRO, 31.0, 64.5, 46.2, 0.26, scale))
    copy.print("microtext", "label_blue", on_circle(MICRO, ROSETTE, 13.8, 0.27, scale), 0.9)
    personalisation.labels(copy, FRONT_FIELDS, height_mm=0.68)
    copy.print("labels", "label_blue", text("Signum / Signature", (31.0, 47.9), 0.68, scale))


def _back_form(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    personalisation.labels(copy, BACK_FIELDS, height_mm=0.68)
    copy.print("form", "intaglio_green", emblem(BACK_ROSETTE, 4.4, scale, 0.13))
    copy.print("microtext", "label_blue", micro_line(MICRO, 3.0, 82.6, 31.6, 0.26, scale))
    copy.print("microtext", "label_blue", on_circle(MICRO, BACK_ROSETTE, 11.5, 0.27, scale), 0.9)
    note = text("PERMISSIO COMMORANDI · RESIDENCE PERMIT", (5.0, 6.4), 1.2, scale, font="serif_bold", spacing_mm=0.08)
    copy.print("form", "intaglio_green", note)
    found = "Si hanc chartam inveneris, redde auctoritati. / If found, please return to the authority."
    copy.print("labels", "label_blue", text(found, (5.0, 27.4), 0.62, scale))


def _front_uv(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    copy.print("uv_print", "uv_green", emblem(ROSETTE, 10.6, scale, 0.22), 0.9)
    ring = rosette_band(ROSETTE, 11.2, 13.6, petals=24, strands=6)
    copy.print("uv_print", "uv_red", curves(ring, around(ROSETTE, 14), 0.17, scale, closed=True), 0.85)
    common.stars(copy, "uv_print", "uv_yellow", ((8, 18), (23, 20), (12, 34), (70, 8), (80, 31), (34, 51)), 1.2)
    name = text("VTOPIA", (15.8, 29.5), 3.6, scale, font="serif_bold", align="middle", spacing_mm=0.5)
    copy.print("uv_print", "uv_two_colour", name, 0.9)
    short = text("IR · 2023", (50.0, 51.4), 2.2, scale, font="sans_bold", align="middle")
    copy.print("uv_print", "uv_short_red", short)
    common.waves(copy, "uv_print", ("uv_blue",), 0, 85.6, 12.6, 2.4)


def _back_uv(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    common.waves(copy, "uv_print", ("uv_blue", "uv_green", "uv_orange"), 0, 85.6, 36.0, 6.3)
    ring = rosette_band(BACK_ROSETTE, 7.8, 11.2, petals=20, strands=7, swell=5)
    copy.print("uv_print", "uv_yellow", curves(ring, around(BACK_ROSETTE, 12), 0.18, scale, closed=True), 0.85)
    copy.print("uv_print", "uv_red", emblem(BACK_ROSETTE, 6.4, scale, 0.2), 0.9)
    short = text("UTO", (28.0, 21.0), 5.0, scale, font="serif_bold", align="middle")
    copy.print("uv_print", "uv_short_green", short, 0.9)


def _window(copy: Copy, centre: tuple[float, float]) -> None:
    """A clear window: the dark box shows through it, light passes, and a laser wrote in it."""
    sheet = copy.sheet
    clear = disc(centre, WINDOW_RADIUS, sheet.px_per_mm)
    here, coverage = sheet.place(clear)
    share = coverage.astype(np.float32) / 255
    for plane, level in (
        (sheet.colour, 0.055),
        (sheet.infrared, 0.055),
        (sheet.glow_365, 0.0005),
        (sheet.glow_254, 0.0005),
    ):
        plane[here] = plane[here] * (1 - share[..., None]) + encode(level) * share[..., None]
    sheet.passage[here] = sheet.passage[here] * (1 - share) + 250 * share
    sheet.back[here] = np.maximum(sheet.back[here], coverage)
    sheet.clear[here] = np.maximum(sheet.clear[here], coverage)
    rim = curves([circle(centre, WINDOW_RADIUS)], around(centre, WINDOW_RADIUS), 0.16, sheet.px_per_mm, closed=True)
    sheet.print(rim, INKS["slate"])
    sheet.raise_by(clear, -6.0)
    mark = emblem(centre, WINDOW_RADIUS * 0.82, sheet.px_per_mm, 0.14)
    there, shape = sheet.place(mark)
    frosted = shape.astype(np.float32) / 255 * 0.8
    for plane in (sheet.colour, sheet.infrared):
        plane[there] = plane[there] * (1 - frosted[..., None]) + encode(0.42) * frosted[..., None]
    sheet.passage[there] = sheet.passage[there] * (1 - 0.55 * frosted)


def round_corners(sheet: Sheet) -> None:
    """Beyond the rounded corners lies the felt of the box, or the lamp behind."""
    radius = CORNER_MM * sheet.px_per_mm
    x = np.arange(sheet.width, dtype=np.float32)[None, :] + np.float32(0.5)
    y = np.arange(sheet.height, dtype=np.float32)[:, None] + np.float32(0.5)
    across = np.maximum(np.maximum(radius - x, x - (sheet.width - radius)), 0)
    down = np.maximum(np.maximum(radius - y, y - (sheet.height - radius)), 0)
    outside = np.clip(np.hypot(across, down) - np.float32(radius) + np.float32(0.5), 0, 1)
    hole = np.asarray(outside * 255, np.uint8)
    kept = cv2.merge([255 - hole] * 3)
    for plane, floor in ((sheet.colour, 0.02), (sheet.infrared, 0.02), (sheet.glow_365, 0.0), (sheet.glow_254, 0.0)):
        bare = cv2.convertScaleAbs(cv2.merge([hole] * 3), alpha=encode(floor) / 255)
        plane[:] = cv2.add(cv2.multiply(plane, kept, scale=1 / 255), bare)
    sheet.retro[:] = cv2.multiply(sheet.retro, 255 - hole, scale=1 / 255)
    sheet.passage[:] = cv2.max(sheet.passage, hole)
    sheet.back[:] = cv2.max(sheet.back, hole)
    sheet.clear[:] = cv2.max(sheet.clear, hole)


def _signature(copy: Copy) -> None:
    personalisation.handwriting(copy, 33.0, 51.8, 20.0, "laser")


def _number(copy: Copy) -> None:
    scale = copy.sheet.px_per_mm
    for each in NUMBER:
        value = personalisation.value_of(copy, each.name)
        font = copy.font("data", "sans_bold")
        stamp = text(value, copy.moved(each.at_mm), each.height_mm, scale, font=font, align=each.align)
        copy.print("number", "laser_tactile", stamp)


def _embossing(copy: Copy) -> None:
    """Letters pressed into the surface, without ink."""
    sheet = copy.sheet
    word = text("VTOPIA", (60.0, 50.6), 2.2, sheet.px_per_mm, font="serif_bold", align="middle", spacing_mm=0.3)
    soft = cv2.GaussianBlur(word.coverage, (0, 0), max(0.5, 0.04 * sheet.px_per_mm))
    sheet.raise_by(Stamp(soft, word.left, word.top), 30.0)


def _card(copy: Copy) -> None:
    materials.lay_paper(copy, "card")


def _shape(copy: Copy) -> None:
    round_corners(copy.sheet)


FRONT = (
    Layer("paper", Stage.PAPER, _card),
    Layer("back", Stage.PAPER, common.back_print),
    Layer("background", Stage.PRINT, lambda copy: common.ground(copy, "background", FRONT_GROUND)),
    Layer("rosette", Stage.PRINT, lambda copy: common.rosette(copy, "rosette", ROSETTE, FRONT_BANDS, "violet", 0.10)),
    Layer("ir_split", Stage.PRINT, lambda copy: common.ir_split(copy, IR_SPLIT, 3.6, "olive")),
    Layer("form", Stage.PRINT, _front_form),
    Layer("register", Stage.PRINT, lambda copy: common.register(copy, (66.0, 41.4), 1.9, "rose")),
    Layer("uv_print", Stage.PRINT, _front_uv),
    Layer("window", Stage.PRINT, lambda copy: _window(copy, WINDOW)),
    Layer("embossing", Stage.PRINT, _embossing),
    Layer("portrait", Stage.PERSON, lambda copy: personalisation.laser_portrait(copy, PORTRAIT)),
    Layer("ghost", Stage.PERSON, lambda copy: personalisation.ghost(copy, GHOST, "slate", 0.36)),
    Layer("data", Stage.PERSON, lambda copy: personalisation.data(copy, FRONT_DATA, "laser")),
    Layer("number", Stage.PERSON, _number),
    Layer("signature", Stage.PERSON, _signature),
    Layer("laminate", Stage.COVER, lambda copy: materials.laminate(copy, 12.0)),
    Layer("dovid", Stage.COVER, lambda copy: materials.kinegram(copy, DOVID, 5.4)),
    Layer("specimen", Stage.AFTER, lambda copy: personalisation.specimen(copy, (49.5, 30.5), 4.6, 18.0)),
    Layer("shape", Stage.AFTER, _shape),
)
BACK = (
    Layer("paper", Stage.PAPER, _card),
    Layer("back", Stage.PAPER, common.back_print),
    Layer("background", Stage.PRINT, lambda copy: common.ground(copy, "background", BACK_GROUND)),
    Layer(
        "rosette", Stage.PRINT, lambda copy: common.rosette(copy, "rosette", BACK_ROSETTE, BACK_BANDS, "teal", 0.10)
    ),
    Layer("ir_split", Stage.PRINT, lambda copy: common.ir_split(copy, (45.4, 24.4), 3.2, "ochre")),
    Layer("form", Stage.PRINT, _back_form),
    Layer("uv_print", Stage.PRINT, _back_uv),
    Layer("window", Stage.PRINT, lambda copy: _window(copy, (SIZE_MM[0] - WINDOW[0], WINDOW[1]))),
    Layer("data", Stage.PERSON, lambda copy: personalisation.data(copy, BACK_FIELDS, "laser")),
    Layer("mrz", Stage.PERSON, lambda copy: personalisation.zone(copy, 5.0, (35.95, 42.3, 48.65))),
    Layer("laminate", Stage.COVER, lambda copy: materials.laminate(copy, 12.0)),
    Layer("specimen", Stage.AFTER, lambda copy: personalisation.specimen(copy, (34.0, 18.5), 3.4, 14.0)),
    Layer("shape", Stage.AFTER, _shape),
)

DESIGN = Design(
    "UTO-IR-1-2023",
    {
        "front": Page("front", SIZE_MM, FRONT, FRONT_FIELDS, PORTRAIT),
        "back": Page("back", SIZE_MM, BACK, BACK_FIELDS, has_mrz=True),
    },
    mrz.permit,
)
