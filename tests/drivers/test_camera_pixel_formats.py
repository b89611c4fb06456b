"""PFNC pixel formats: packed here bit by bit as the standard draws them, unpacked by the table."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cameras.pixel_formats import FORMATS, best, decode
from workstation.errors import ProtocolError

MONO = sorted(name for name in FORMATS if name.startswith("Mono"))


def packed(name: str, values: list[int]) -> bytes:
    """Bytes of values, after the drawings of PFNC 2.4 chapter 6 and of GigE Vision 1.2 chapter 24."""
    bits = FORMATS[name].bits
    if name.endswith("Packed"):
        low = bits - 8
        pairs = [(*values[at : at + 2], 0)[:2] for at in range(0, len(values), 2)]
        whole = b"".join(
            bytes((a >> low, a & (1 << low) - 1 | (b & (1 << low) - 1) << 4, b >> low)) for a, b in pairs
        )
        return whole[: len(whole) - len(values) % 2]
    if name.endswith("p"):
        number = sum(value << place * bits for place, value in enumerate(values))
        return number.to_bytes((len(values) * bits + 7) // 8, "little")
    return b"".join(value.to_bytes((bits + 7) // 8, "little") for value in values)


@pytest.mark.parametrize("name", MONO)
@given(data=st.data())
def test_the_numbers_stay_as_they_came(name: str, data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 5))
    top = (1 << FORMATS[name].bits) - 1
    values = data.draw(st.lists(st.integers(0, top), min_size=width * height, max_size=width * height))
    tail = data.draw(st.binary(max_size=9))
    pixels = decode(name, packed(name, values) + tail, width, height)
    assert pixels.tolist() == np.reshape(values, (height, width)).tolist()
    assert pixels.dtype == (np.uint8 if top == 255 else np.uint16)
    assert not pixels.flags.writeable


@pytest.mark.parametrize("name", MONO)
@pytest.mark.parametrize("padding", [1, 4])
def test_padding_after_a_line_is_no_pixel(name: str, padding: int) -> None:
    top = (1 << FORMATS[name].bits) - 1
    lines = [[top, 1, 2, 3, top], [5, 6, top, 8, 9]]
    raw = b"".join(packed(name, line) + b"\xaa" * padding for line in lines)
    assert decode(name, raw, 5, 2, padding).tolist() == lines
    assert decode(name, raw[:-padding], 5, 2, padding).tolist() == lines


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.startswith(("Mono", "Bayer"))])
def test_colours_come_out_as_rgb_without_alpha(name: str) -> None:
    top = (1 << FORMATS[name].bits) - 1
    red, green, blue, alpha = top, top // 2, 3, 7
    order = {"RGB": (red, green, blue), "BGR": (blue, green, red)}[name[:3]]
    values = [*order, alpha][: FORMATS[name].components] * 6
    pixels = decode(name, packed(name, values), 3, 2)
    assert pixels.shape == (2, 3, 3)
    assert (pixels == (red, green, blue)).all()


@pytest.mark.parametrize("name", [name for name in FORMATS if name.startswith("Bayer")])
def test_the_mosaic_of_an_even_colour_is_that_colour(name: str) -> None:
    top = (1 << FORMATS[name].bits) - 1
    colour = {"R": top, "G": top // 3, "B": 2}
    first, second = name[5], name[6]
    rest = {"RG": "GB", "GR": "BG", "GB": "RG", "BG": "GR"}[first + second]
    lines = [[colour[first], colour[second]] * 4, [colour[rest[0]], colour[rest[1]]] * 4] * 4
    pixels = decode(name, packed(name, [value for line in lines for value in line]), 8, 8)
    assert (pixels[2:-2, 2:-2] == (colour["R"], colour["G"], colour["B"])).all()


@given(
    name=st.sampled_from(sorted(FORMATS)) | st.text(max_size=8),
    raw=st.binary(max_size=400),
    size=st.tuples(st.integers(-1, 12), st.integers(-1, 12)),
    padding=st.integers(-1, 6),
)
def test_any_bytes_are_a_picture_or_a_typed_error(name: str, raw: bytes, size: tuple[int, int], padding: int) -> None:
    width, height = size
    with contextlib.suppress(ProtocolError):
        assert decode(name, raw, width, height, padding).shape[:2] == (height, width)


def test_a_frame_that_is_a_byte_too_short_is_no_picture() -> None:
    for name in FORMATS:
        whole = packed(name, [1] * 8 * FORMATS[name].components)
        decode(name, whole, 4, 2)
        with pytest.raises(ProtocolError):
            decode(name, whole[:-1], 4, 2)


def test_a_frame_of_hostile_size_is_refused_before_memory_is_taken() -> None:
    with pytest.raises(ProtocolError):
        decode("Mono12p", b"\0" * 100, 2**31, 2**31)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (("Mono8", "Mono12", "Mono12p"), "Mono12"),
        (("Mono16", "BayerRG8"), "BayerRG8"),
        (("RGBa8", "Mono8"), "RGBa8"),
        (("BayerGB8", "BayerGB12Packed", "RGB8"), "BayerGB12Packed"),
        (("YUV422_8", "Coord3D_A16"), None),
        ((), None),
    ],
)
def test_the_format_that_keeps_most_is_chosen(offered: tuple[str, ...], chosen: str | None) -> None:
    assert best(offered) == chosen
