"""Time of a frame while panning and zooming, beside other ways to show the same pictures in the same run."""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QGridLayout, QWidget

from ui.viewer.background import Background
from ui.viewer.benchmark_napari import napari_frames
from ui.viewer.blend import Blend, Mode
from ui.viewer.imageconv import FULL_WINDOW, to_qimage
from ui.viewer.painting import paint_picture
from ui.viewer.picture import Picture
from ui.viewer.pyramid import Pyramid, PyramidStore, halvings
from ui.viewer.view import PictureView
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Bytes, Scroll, reduced_for_screen

HEIGHT, WIDTH = 2800, 4000
SIZES = ((1600, 1000), (3840, 2160))
ROUNDS = 5
FRAMES = 16
BLENDS = (Mode.CURTAIN, Mode.OPACITY, Mode.DIFFERENCE)

PLACES = [(37.3 * (frame % 16), 23.7 * (frame % 11)) for frame in range(ROUNDS * FRAMES)]
"""Where a pan looks, frame by frame, away from the middle of the pictures."""

Move = Callable[[int], None]
Row = dict[str, Any]


def viewer() -> list[Row]:
    """Rows for 2 x 2 linked panes and for two pictures in one pane, at both sizes; median and p95 of a frame."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    pictures = [_page(seed) for seed in range(4)]
    rows: list[Row] = []
    for size in SIZES:
        rows += _panes(pictures, size)
        rows += _blends(pictures, size)
    application.processEvents()
    return rows + _quality()


def _quality() -> list[Row]:
    """A drawn guilloche at a fifth of its size, against the mean of every 5 x 5 pixels (what INTER_AREA gives)."""
    page = guilloche()
    truth = page.reshape(HEIGHT // 5, 5, WIDTH // 5, 5, 3).mean(axis=(1, 3))
    pyramid = Pyramid(Picture("guilloche", page, None, ""), FULL_WINDOW)
    pyramid.levels.extend(halvings(pyramid.levels[0]))
    view = Viewport(WIDTH / 5, HEIGHT / 5, WIDTH / 2, HEIGHT / 2, 0.2)
    moving = _painted(lambda painter: paint_picture(painter, view, pyramid, Scroll()))
    pyramid.sharpen(view.scale, reduced_for_screen(page, FULL_WINDOW, view.scale))
    at_rest = _painted(lambda painter: paint_picture(painter, view, pyramid, Scroll()))
    whole = QPixmap.fromImage(to_qimage(page))

    def usual(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(0.2, 0.2)
        painter.drawPixmap(0, 0, whole)

    peer = _psnr_db(_painted(usual), truth)
    shown = {"at rest": at_rest, "while it is zoomed": moving}
    return [
        _row(
            f"guilloche at 0.2x {when}, PSNR against INTER_AREA",
            _psnr_db(pixels, truth),
            "smooth QPixmap, as QGraphicsView",
            peer,
            "dB",
        )
        for when, pixels in shown.items()
    ]


def _painted(paint: Callable[[QPainter], None]) -> Bytes:
    image = QImage(WIDTH // 5, HEIGHT // 5, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT // 5, WIDTH // 5, 4)[..., 2::-1].copy()


def guilloche() -> Bytes:
    """Rosettes in three inks, lines 0.2, 0.25 and 0.32 mm apart at 32 px/mm, and a ground that fades."""
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    angle = np.arctan2(y - HEIGHT / 2, x - WIDTH / 2)
    radius = np.hypot(x - WIDTH / 2, y - HEIGHT / 2)
    inks = [
        210 + 35 * np.sin(2 * np.pi * (radius + 40 * np.sin(petals * angle)) / pitch_px) - radius / 60
        for pitch_px, petals in ((6.4, 9), (8.0, 14), (10.2, 23))
    ]
    return np.asarray(np.clip(np.rint(np.dstack(inks)), 0, 255), np.uint8)


def _psnr_db(shown: NDArray[Any], truth: NDArray[Any]) -> float:
    return float(10 * np.log10(255**2 / np.mean((shown.astype(np.float64) - truth) ** 2)))


def _page(seed: int) -> Picture:
    """Noise and fine lines: nothing that compresses or repeats."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    pixels[:: 7 + seed] //= 3
    pixels.flags.writeable = False
    return Picture(f"benchmark-{seed}", pixels, None, "")


def _pages() -> list[NDArray[np.uint8]]:
    return [_page(seed).pixels for seed in range(4)]


@contextmanager
def _own_views(
    pictures: list[Picture], size: tuple[int, int], columns: int
) -> Iterator[tuple[list[PictureView], Callable[[], None]]]:
    """Views, and what waits until every picture is as it stays while the views rest."""
    window = QWidget()
    background = Background(window)
    store = PyramidStore(background, window, kept_bytes=2 << 30)
    views = [PictureView(store) for _ in pictures]
    _lay_out(window, views, columns, size)
    for view, picture in zip(views, pictures, strict=True):
        view.set_picture(picture)
        view.fit_here()
    settle = partial(_settle, background, views)
    settle()
    yield views, settle
    background.close()
    window.close()


def _settle(background: Background, views: list[PictureView]) -> None:
    while background.busy or not all(each.resting for each in views):
        QApplication.processEvents()


def _paint_now(window: QWidget) -> None:
    """Paint what has changed, each view once: as the event loop would, at the end of a movement."""
    QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)


def _lay_out(window: QWidget, views: list[Any], columns: int, size: tuple[int, int]) -> None:
    grid = QGridLayout(window)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    for place, view in enumerate(views):
        grid.addWidget(view, place // columns, place % columns)
    window.resize(*size)
    window.show()
    QApplication.processEvents()


def _moves(views: list[PictureView], at_fit: bool) -> Move:
    """Frame by frame: a pan at fit, or a zoom in and out about a wandering place. The views move together."""
    fit = views[0].fit_scale()

    def move(frame: int) -> None:
        scale = fit if at_fit else fit * 1.25 ** (frame % 12)
        across, down = PLACES[frame]
        centre = WIDTH / 2 + across, HEIGHT / 2 + down
        for view in views:
            view.set_viewport(centre, scale)
        _paint_now(views[0].window())

    return move


def _panes(pictures: list[Picture], size: tuple[int, int]) -> list[Row]:
    label = f"{size[0]} x {size[1]}"
    with _own_views(pictures, size, 2) as (views, _), _graphics_views(pictures, size) as smooth:
        ways = {
            "own": _moves(views, at_fit=True),
            "zoom": _moves(views, at_fit=False),
            "smooth": smooth,
            "memcpy": _memcpy(size),
        }
        times = _measured(ways)
    memcpy, peer = _median(times["memcpy"]), _median(times["smooth"])
    own = _median(times["own"])
    napari = napari_frames(_pages, size, PLACES)
    beside = [_row(f"pan at fit, median, {label}", own, "napari, in OpenGL", _median(napari))] if napari else []
    return [
        _row(f"pan at fit, median, {label}", own, "memcpy of the viewport", memcpy),
        _row(f"pan at fit, median, {label}", own, "smooth QGraphicsView", peer),
        *beside,
        _row(f"pan at fit, p95, {label}", _p95(times["own"]), "smooth QGraphicsView", _p95(times["smooth"])),
        _row(f"zoom, median, {label}", _median(times["zoom"]), "memcpy of the viewport", memcpy),
        _row(f"zoom, p95, {label}", _p95(times["zoom"]), "memcpy of the viewport", memcpy),
    ]


def _blends(pictures: list[Picture], size: tuple[int, int]) -> list[Row]:
    """Two pictures in one pane that fills the window."""
    label = f"{size[0]} x {size[1]}"
    with _own_views(pictures[:1], size, 1) as ((view,), settle):
        ways: dict[str, Move] = {"memcpy": _memcpy(size)}
        for mode in BLENDS:
            ways[mode] = _blended(view, pictures[1], Blend(mode), _moves([view], at_fit=True))
        for way in ways.values():
            way(0)
        settle()
        times = _measured(ways)
    memcpy = _median(times["memcpy"])
    return [_row(f"{mode}, p95, {label}", _p95(times[mode]), "memcpy of the viewport", memcpy) for mode in BLENDS]


def _blended(view: PictureView, second: Picture, blend: Blend, move: Move) -> Move:
    def step(frame: int) -> None:
        view.set_second(second, blend)
        move(frame)

    return step


@contextmanager
def _graphics_views(pictures: list[Picture], size: tuple[int, int]) -> Iterator[Move]:
    """The usual way: a pixmap in a smooth ``QGraphicsView``, without reduced levels."""
    window = QWidget()
    views: list[QGraphicsView] = []
    for picture in pictures:
        scene = QGraphicsScene(window)
        item = scene.addPixmap(QPixmap.fromImage(to_qimage(picture.pixels)))
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        view = QGraphicsView(scene)
        view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        view.setSceneRect(-WIDTH, -HEIGHT, 3 * WIDTH, 3 * HEIGHT)
        views.append(view)
    _lay_out(window, views, 2, size)
    fit = min(views[0].viewport().width() / WIDTH, views[0].viewport().height() / HEIGHT)

    def move(frame: int) -> None:
        for view in views:
            view.resetTransform()
            view.scale(fit, fit)
            view.centerOn(QPointF(WIDTH / 2 + PLACES[frame][0], HEIGHT / 2 + PLACES[frame][1]))
            view.viewport().update()
        _paint_now(window)

    yield move
    window.close()


def _memcpy(size: tuple[int, int]) -> Move:
    """Copies of buffers that no cache holds, as the pixels of a frame that was just made are not held either."""
    width, height = size
    count = max(2, (256 << 20) // (width * height * 4))
    sources = [np.full((height, width, 4), place, np.uint8) for place in range(count)]
    target = np.empty_like(sources[0])
    turn = itertools.count()
    return lambda _: np.copyto(target, sources[next(turn) % count])


def _measured(ways: dict[str, Move]) -> dict[str, list[float]]:
    """Milliseconds of every frame of every way, the ways in turn."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        for frame in range(4):
            way(frame)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            way(FRAMES // 2)
            for frame in range(FRAMES):
                begun = time.perf_counter()
                way(frame)
                times[name].append(1000 * (time.perf_counter() - begun))
    return times


def _median(times: list[float]) -> float:
    return statistics.median(times)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]


def _row(measure: str, value: float, peer: str, peer_value: float, unit: str = "ms") -> Row:
    return {
        "benchmark": "viewer",
        "measure": measure,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peer_value": peer_value,
        "ratio": value / peer_value,
    }
