"""Faces that nobody has: a head of smooth solids, lit like a bust, from one number.

Responsible for the tone of a portrait. Not responsible for how it is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]
Points = tuple[Field, Field, Field]
WIDTH, HEIGHT = 420, 540
_STEPS = 34


@dataclass(frozen=True, slots=True)
class _Face:
    width: float
    jaw: float
    chin: float
    nose_length: float
    nose_width: float
    eye_gap: float
    eye_size: float
    brow: float
    brow_tilt: float
    lips: float
    mouth: float
    cheek: float
    hair: int
    hair_tone: float
    skin_tone: float
    beard: float
    coat: int
    neck: float


def _face(seed: int) -> _Face:
    draw = np.random.default_rng(seed * 7919 + 17)

    def between(low: float, high: float) -> float:
        return float(draw.uniform(low, high))

    long_hair = seed % 2 == 1
    hair = (1, 3, 5)[seed // 2 % 3] if long_hair else (0, 2, 4)[seed // 2 % 3]
    return _Face(
        width=between(0.90, 0.97) if long_hair else between(0.95, 1.06),
        jaw=between(0.78, 0.92) if long_hair else between(0.95, 1.14),
        chin=between(0.82, 1.0) if long_hair else between(0.95, 1.2),
        nose_length=between(0.16, 0.25),
        nose_width=between(0.82, 1.0) if long_hair else between(0.95, 1.25),
        eye_gap=between(0.265, 0.305),
        eye_size=between(0.98, 1.12) if long_hair else between(0.86, 1.0),
        brow=between(0.5, 0.75) if long_hair else between(0.9, 1.35),
        brow_tilt=between(-0.06, 0.05),
        lips=between(1.0, 1.3) if long_hair else between(0.7, 1.0),
        mouth=between(0.17, 0.21),
        cheek=between(0.8, 1.2),
        hair=hair,
        hair_tone=between(0.06, 0.42),
        skin_tone=between(0.60, 0.86),
        beard=0.0 if long_hair else (0.0, 0.8, 0.35)[seed // 2 % 3],
        coat=int(draw.integers(0, 3)),
        neck=between(0.31, 0.34) if long_hair else between(0.38, 0.43),
    )


def _ellipsoid(p: Points, centre: tuple[float, float, float], radii: tuple[float, float, float]) -> Field:
    x, y, z = ((p[axis] - np.float32(centre[axis])) / np.float32(radii[axis]) for axis in range(3))
    near = np.sqrt(x * x + y * y + z * z)
    return np.asarray((near - 1) * np.float32(min(radii)))


def _capsule(
    p: Points, start: tuple[float, float, float], stop: tuple[float, float, float], radius: tuple[float, float]
) -> Field:
    line = [stop[axis] - start[axis] for axis in range(3)]
    length = sum(each * each for each in line)
    along = sum((p[axis] - np.float32(start[axis])) * np.float32(line[axis]) for axis in range(3)) / np.float32(
        length
    )
    along = np.clip(along, 0, 1)
    away = sum((p[axis] - np.float32(start[axis]) - along * np.float32(line[axis])) ** 2 for axis in range(3))
    return np.asarray(np.sqrt(away) - (radius[0] + (radius[1] - radius[0]) * along), np.float32)


def _join(a: Field, b: Field, soft: float) -> Field:
    share = np.clip(0.5 + 0.5 * (b - a) / np.float32(soft), 0, 1)
    return b + (a - b) * share - np.float32(soft) * share * (1 - share)


def _carve(a: Field, b: Field, soft: float) -> Field:
    return -_join(-a, b, soft)


def _head(face: _Face) -> Callable[[Points], Field]:
    w, j = face.width, face.jaw

    def solid(p: Points) -> Field:
        q: Points = (np.abs(p[0]), p[1], p[2])
        body = _ellipsoid(q, (0, -0.16, -0.06), (0.70 * w, 0.83, 0.80))
        body = _join(body, _ellipsoid(q, (0, 0.36, 0.12), (0.53 * j, 0.54, 0.50)), 0.22)
        body = _join(body, _ellipsoid(q, (0, 0.80, 0.36), (0.20 * face.chin, 0.13, 0.17)), 0.20)
        body = _join(body, _ellipsoid(q, (0.37 * w, 0.17, 0.46), (0.19, 0.17, 0.17 * face.cheek)), 0.18)
        body = _join(body, _ellipsoid(q, (0.19, -0.19, 0.585), (0.17, 0.05, 0.07)), 0.20)
        body = _carve(body, _ellipsoid(q, (face.eye_gap, -0.02, 0.80), (0.19, 0.11, 0.17)), 0.12)
        body = _join(body, _ellipsoid(q, (face.eye_gap, 0.0, 0.545), (0.135, 0.120, 0.125)), 0.035)
        tip = 0.02 + face.nose_length
        nose = _capsule(p, (0, -0.16, 0.66), (0, tip, 0.86), (0.052, 0.074 * face.nose_width))
        nose = _join(nose, _ellipsoid(p, (0, tip + 0.015, 0.87), (0.092 * face.nose_width, 0.078, 0.09)), 0.06)
        nose = _join(nose, _ellipsoid(q, (0.095 * face.nose_width, tip + 0.035, 0.79), (0.058, 0.052, 0.075)), 0.04)
        body = _join(body, nose, 0.07)
        body = _join(body, _ellipsoid(q, (0, 0.47, 0.56), (0.27, 0.19, 0.22)), 0.14)
        m = face.mouth
        body = _join(body, _ellipsoid(q, (0.05, 0.452, 0.762), (m * 0.80, 0.034 * face.lips, 0.052)), 0.03)
        body = _join(body, _ellipsoid(q, (0, 0.522, 0.756), (m * 0.76, 0.044 * face.lips, 0.058)), 0.03)
        body = _carve(body, _ellipsoid(q, (0, 0.484, 0.83), (m * 1.12, 0.012, 0.07)), 0.018)
        body = _join(body, _ellipsoid(q, (0.735 * w, 0.04, -0.05), (0.055, 0.175, 0.11)), 0.035)
        throat = _capsule(p, (0, 0.50, -0.16), (0, 1.30, -0.20), (face.neck, face.neck - 0.01))
        throat = _join(throat, _ellipsoid(q, (0.30, 1.50, -0.22), (0.55, 0.26, 0.26)), 0.22)
        return _join(body, throat, 0.06)

    return solid


def _hair(face: _Face) -> Callable[[Points], Field]:
    w = face.width
    lift = (0.045, 0.09, 0.07, 0.10, 0.02, 0.08)[face.hair]

    def solid(p: Points) -> Field:
        q: Points = (np.abs(p[0]), p[1], p[2])
        wave = np.float32(0.007) * np.sin(15 * p[0] + 5 * p[1]) + np.float32(0.004) * np.sin(34 * p[0] - 9 * p[1])
        cap = _ellipsoid(q, (0, -0.22, -0.12), (0.71 * w + lift, 0.85 + lift, 0.80 + lift)) + wave
        line = (-0.60, -0.62, -0.63, -0.52, -0.74, -0.64)[face.hair]
        part = np.float32((0.0, 0.10, 0.05, -0.06, 0.0, 0.0)[face.hair]) * p[0]
        opening = _ellipsoid((q[0], p[1] - part, p[2]), (0, line + 0.92, 0.66), (0.605 * w, 0.88, 0.80))
        cap = _carve(cap, opening, 0.05)
        ends = np.float32((0.02, 0.40, -0.04, 0.40, -0.06, 0.05)[face.hair])
        cap = -_join(-cap, ends - p[1] - np.float32(0.55) * p[2], 0.05)
        if face.hair in (1, 3):
            drop = 1.22 if face.hair == 1 else 0.55
            lock = _capsule(
                q, (0.585 * w, -0.25, -0.10), (0.62 * w, drop, -0.20), (0.175, 0.20 if face.hair == 1 else 0.15)
            )
            cap = _join(cap, lock + wave, 0.12)
        if face.hair == 5:
            cap = _join(cap, _ellipsoid(q, (0, -1.06, -0.20), (0.27, 0.20, 0.27)) + wave, 0.05)
        if face.hair == 2:
            sweep = _ellipsoid(p, (0.14, -0.72, 0.34), (0.52 * w, 0.17, 0.36)) + wave
            cap = _join(cap, sweep, 0.10)
        return cap

    return solid


def _coat(p: Points) -> Field:
    q: Points = (np.abs(p[0]), p[1], p[2])
    shoulders = _join(
        _ellipsoid(q, (0.46, 1.66, -0.28), (0.80, 0.46, 0.44)),
        _ellipsoid(q, (0.36, 1.50, -0.20), (0.34, 0.34, 0.34)),
        0.2,
    )
    throat = _ellipsoid(q, (0, 1.18, 0.32), (0.36, 0.46, 0.62))
    return _carve(shoulders, throat, 0.03)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A portrait.

    Attributes
    ----------
    tone : ndarray, shape (540, 420), float32
        Grey, 0 black .. 1 white, as a photographer would print it.
    rgb : ndarray, shape (540, 420, 3), float32
        In colour, 0..1, encoded for the screen.
    figure : ndarray, shape (540, 420), float32
        1 where the person is, 0 on the ground behind.
    """

    tone: Field
    rgb: Field
    figure: Field


@lru_cache(maxsize=12)
def portrait(seed: int) -> Portrait:
    """The portrait of a seed; odd and even seeds differ in build and hair."""
    face = _face(seed)
    half = 1.06
    x = np.linspace(-half, half, WIDTH, dtype=np.float32)[None, :].repeat(HEIGHT, 0)
    y = (np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None] * (half * HEIGHT / WIDTH) + np.float32(0.10)).repeat(
        WIDTH, 1
    )
    head, hair = _head(face), _hair(face)

    def scene(p: Points) -> Field:
        return np.minimum(np.minimum(head(p), hair(p)), _coat(p))

    flat_x, flat_y = x.ravel(), y.ravel()
    z = np.full(flat_x.shape, 1.25, np.float32)
    alive = np.arange(flat_x.size)
    hit = np.zeros(flat_x.size, bool)
    for _ in range(_STEPS):
        gap = scene((flat_x[alive], flat_y[alive], z[alive]))
        hit[alive] |= gap < 0.003
        z[alive] -= np.maximum(gap, 0.0015) * 0.85
        alive = alive[(gap >= 0.003) & (z[alive] > -1.0)]
        if not alive.size:
            break
    hit[alive] = True
    figure = hit.reshape(x.shape)
    surface: Points = (flat_x, flat_y, z)
    at_hair, at_coat, at_head = hair(surface), _coat(surface), head(surface)
    is_hair = ((at_hair < at_head) & (at_hair < at_coat)).reshape(x.shape) & figure
    is_coat = ((at_coat <= at_hair) & (at_coat < at_head)).reshape(x.shape) & figure
    z2 = z.reshape(x.shape)
    normal = _normals(scene, surface, x.shape)
    light = _lit(normal, scene, surface, x.shape)
    albedo, colour = _painted(face, x, y, is_hair, is_coat, normal)
    shade = light * albedo
    backdrop = np.clip(0.96 - 0.06 * (y + 1.0) / 2 - 0.04 * x, 0, 0.985)
    soft = cv2.GaussianBlur(figure.astype(np.float32), (0, 0), 0.8)
    tone = np.asarray(np.clip(shade ** np.float32(0.72), 0, 1) * soft + backdrop * (1 - soft))
    tinted = np.clip((light[..., None] * colour) ** np.float32(0.75), 0, 1)
    ground = backdrop[..., None] * np.array([0.96, 0.98, 1.0], np.float32)
    rgb = tinted * soft[..., None] + ground * (1 - soft[..., None])
    for each in (tone, rgb, soft, z2):
        each.flags.writeable = False
    return Portrait(np.asarray(tone, np.float32), np.asarray(rgb, np.float32), soft)


def _normals(scene: Callable[[Points], Field], at: Points, shape: tuple[int, ...]) -> Field:
    step = np.float32(0.006)
    x, y, z = at
    here = scene(at)
    parts = [scene((x + step, y, z)) - here, scene((x, y + step, z)) - here, scene((x, y, z + step)) - here]
    normal = np.stack(parts, axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + np.float32(1e-6)
    smooth = cv2.GaussianBlur(normal.reshape(*shape, 3), (0, 0), 0.9)
    return np.asarray(smooth, np.float32)


def _lit(normal: Field, scene: Callable[[Points], Field], at: Points, shape: tuple[int, ...]) -> Field:
    def lamp(x: float, y: float, z: float) -> Field:
        towards = np.array([x, y, z], np.float32)
        towards /= np.linalg.norm(towards)
        return np.maximum(normal @ towards, 0)

    key, fill, rim = lamp(-0.42, -0.38, 0.85), lamp(0.75, 0.1, 0.7), lamp(0.15, 0.55, 0.85)
    flat = normal.reshape(-1, 3)
    hollow = np.ones(at[0].shape, np.float32)
    for reach, weight in ((0.05, 0.9), (0.13, 0.7), (0.26, 0.45)):
        gap = scene(tuple(at[axis] + flat[:, axis] * np.float32(reach) for axis in range(3)))  # type: ignore[arg-type]
        hollow -= np.float32(weight) * np.clip(reach - gap, 0, reach) / np.float32(reach) * np.float32(0.36)
    hollow = np.clip(hollow, 0.2, 1).reshape(shape)
    gloss = key**14
    light = (0.26 + 0.58 * key + 0.28 * fill + 0.16 * rim) * hollow + 0.06 * gloss
    return np.asarray(light * 1.16, np.float32)


def _spot(x: Field, y: Field, cx: float, cy: float, rx: float, ry: float, edge: float = 0.15) -> Field:
    near = np.sqrt(((x - np.float32(cx)) / np.float32(rx)) ** 2 + ((y - np.float32(cy)) / np.float32(ry)) ** 2)
    return np.clip((1 - near) / np.float32(edge) + np.float32(0.5), 0, 1)


def _painted(
    face: _Face, x: Field, y: Field, is_hair: NDArray[Any], is_coat: NDArray[Any], normal: Field
) -> tuple[Field, Field]:
    """Albedo in grey and in colour: what paint, not shape, makes dark or light."""
    rough = np.random.default_rng(int(face.width * 1e6)).normal(size=x.shape).astype(np.float32)
    skin = np.full(x.shape, face.skin_tone, np.float32) * (1 + 0.012 * cv2.GaussianBlur(rough, (0, 0), 1.0))
    colour = skin[..., None] * np.array([1.16, 0.93, 0.80], np.float32)

    def lay(where: Field, tone: float, rgb: tuple[float, float, float]) -> None:
        nonlocal skin, colour
        skin = skin + (tone - skin) * where
        colour = colour + (np.array(rgb, np.float32) - colour) * where[..., None]

    hair = face.hair_tone
    hair_rgb = (hair * 1.25 + 0.02, hair * 0.92, hair * 0.62)
    cheeks = _spot(np.abs(x), y, 0.36, 0.22, 0.26, 0.2, 1.2) * 0.16
    lay(cheeks, face.skin_tone * 0.93, (face.skin_tone * 1.22, face.skin_tone * 0.74, face.skin_tone * 0.68))
    if face.beard:
        low = np.clip((y - 0.28 - 0.35 * np.clip(0.5 - np.abs(x), 0, 1)) / 0.10, 0, 1) * np.clip(
            (1.02 - y) / 0.12, 0, 1
        )
        above = _spot(np.abs(x), y, 0.06, 0.375, 0.24, 0.055, 0.5)
        mouth = _spot(x, y, 0, 0.485, face.mouth * 1.1, 0.075, 0.4)
        grain = 0.75 + 0.25 * np.clip(cv2.GaussianBlur(rough, (0, 0), sigmaX=0.7, sigmaY=2.0) * 2, -1, 1)
        beard = np.maximum(low, above) * (1 - mouth) * grain * np.float32(face.beard)
        lay(np.asarray(beard, np.float32), hair * 1.1, hair_rgb)
    lips = np.maximum(
        _spot(x, y, 0, 0.452, face.mouth * 0.98, 0.034 * face.lips, 0.5),
        _spot(x, y, 0, 0.522, face.mouth * 0.80, 0.044 * face.lips, 0.5),
    )
    warm = 0.75 if face.eye_size > 1 else 0.45
    lay(
        lips * np.float32(warm),
        face.skin_tone * 0.62,
        (face.skin_tone * 0.98, face.skin_tone * 0.46, face.skin_tone * 0.44),
    )
    lay(_spot(x, y, 0, 0.485, face.mouth * 1.05, 0.011, 0.8) * 0.75, 0.10, (0.20, 0.08, 0.07))
    for side in (-1.0, 1.0):
        cx = side * face.eye_gap
        e = face.eye_size
        across = (x - np.float32(cx)) / np.float32(0.125 * e)
        lid = np.float32(-0.062 * e) * np.clip(1 - across**2, 0, None) + np.float32(0.006)
        under = np.float32(0.046 * e) * np.clip(1 - across**2, 0, None) + np.float32(0.006)
        inside = np.clip((y - lid) / 0.010 + 0.5, 0, 1) * np.clip((under - y) / 0.010 + 0.5, 0, 1)
        inside = inside * np.clip((1 - np.abs(across)) / 0.06, 0, 1)
        shade = 0.62 + 0.38 * np.clip((y - lid) / 0.05, 0, 1)
        lay(np.asarray(inside, np.float32), 0.86, (0.90, 0.88, 0.86))
        iris = _spot(x, y, cx, -0.008, 0.056 * e, 0.056 * e, 0.12) * inside
        lay(iris, 0.22, (0.24, 0.22, 0.17) if face.hair_tone < 0.22 else (0.25, 0.34, 0.42))
        lay(_spot(x, y, cx, -0.008, 0.026 * e, 0.026 * e, 0.2) * inside, 0.03, (0.03, 0.03, 0.03))
        skin = skin * (1 - inside * (1 - shade))
        colour = colour * (1 - inside * (1 - shade))[..., None]
        lay(_spot(x, y, cx - 0.018, -0.030, 0.012, 0.012, 0.4) * inside, 1.1, (1.1, 1.1, 1.1))
        lash = np.exp(-(((y - lid) / np.float32(0.011)) ** 2)) * np.clip((1.06 - np.abs(across)) / 0.1, 0, 1)
        lay(np.asarray(lash, np.float32) * np.float32(0.9), 0.06, (0.07, 0.05, 0.05))
        fold = np.exp(-(((y - lid + np.float32(0.036)) / np.float32(0.010)) ** 2)) * np.clip(
            (1.0 - np.abs(across)) / 0.2, 0, 1
        )
        lay(np.asarray(fold, np.float32) * np.float32(0.38), face.skin_tone * 0.4, (0.30, 0.20, 0.17))
        below = np.exp(-(((y - under) / np.float32(0.008)) ** 2)) * np.clip((1.0 - np.abs(across)) / 0.2, 0, 1)
        lay(np.asarray(below, np.float32) * np.float32(0.35), face.skin_tone * 0.45, (0.36, 0.22, 0.19))
        outward = side * (x - np.float32(cx))
        arch = (
            np.float32(-0.150)
            - np.float32(0.038) * (1 - ((outward - 0.02) / 0.17) ** 2)
            + np.float32(face.brow_tilt) * outward
        )
        thick = np.float32(0.026 * face.brow) * np.clip(1.05 - (outward + 0.15) / 0.36, 0.15, 1)
        brow = np.clip(1.15 - np.abs(y - arch) / thick, 0, 1) * np.clip(
            (0.185 - np.abs(outward - 0.012)) / 0.03, 0, 1
        )
        strokes = 0.68 + 0.32 * np.sin(outward * 210 + y * 120)
        lay(
            np.asarray(brow * strokes, np.float32) * np.float32(0.9),
            max(hair * 0.8, 0.05),
            (hair_rgb[0] * 0.8, hair_rgb[1] * 0.8, hair_rgb[2] * 0.8),
        )
        tip = 0.02 + face.nose_length
        lay(
            _spot(x, y, side * 0.048 * face.nose_width, tip + 0.082, 0.030 * face.nose_width, 0.014, 0.7) * 0.72,
            0.10,
            (0.16, 0.07, 0.06),
        )
    flow = cv2.GaussianBlur(rough, (0, 0), sigmaX=0.7, sigmaY=9.0) * 3.2
    locks = cv2.GaussianBlur(rough, (0, 0), sigmaX=3.0, sigmaY=26.0) * 14.0
    arc = np.clip(1 - np.abs(normal[..., 1] + 0.45) / 0.3, 0, 1)
    sheen = np.clip(0.86 + 0.22 * flow + 0.20 * locks + 0.34 * arc, 0.25, 2.0)
    hair_mask = is_hair.astype(np.float32)
    skin = skin * (1 - hair_mask) + hair_mask * hair * 1.35 * sheen
    colour = colour * (1 - hair_mask[..., None]) + (hair_mask * 1.35 * sheen)[..., None] * np.array(
        hair_rgb, np.float32
    )
    _dress(face, x, y, is_coat, skin, colour)
    return np.asarray(skin, np.float32), np.asarray(colour, np.float32)


def _dress(face: _Face, x: Field, y: Field, is_coat: NDArray[Any], skin: Field, colour: Field) -> None:
    weave = 1 + 0.05 * np.sin(160 * x) * np.sin(160 * y)
    coat_rgb = ((0.10, 0.13, 0.22), (0.26, 0.12, 0.14), (0.12, 0.18, 0.15))[face.coat]
    skin[is_coat] = (0.14 * weave)[is_coat]
    colour[is_coat] = (np.array(coat_rgb, np.float32) * weave[..., None])[is_coat]
    opening = is_coat & (np.abs(x) < np.clip((1.62 - y) * 0.52, 0, 1))
    skin[opening], colour[opening] = 0.80, (0.80, 0.81, 0.84)
    lapel = is_coat & (np.abs(np.abs(x) - np.clip((1.64 - y) * 0.53, 0, 1) - 0.012) < 0.014)
    skin[lapel], colour[lapel] = 0.06, (0.05, 0.05, 0.07)
