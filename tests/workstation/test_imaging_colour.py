"""Which pictures have colours, and what those mean."""

import io

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from workstation.imaging.colour import (
    ColourProfile,
    false_colour,
    profile_of,
    profile_of_view,
    read_profile,
    shows_colours,
    srgb,
    to_srgb,
)
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind

PIXELS = np.random.default_rng(3).integers(0, 255, (40, 50, 3), np.uint8)


def wide() -> bytes:
    """A profile with other primaries than sRGB: red and green change places."""
    icc = bytearray(srgb().icc)
    tags = {bytes(icc[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(icc[128:132], "big"), 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    icc[red + 4 : red + 12], icc[green + 4 : green + 12] = icc[green + 4 : green + 12], icc[red + 4 : red + 12]
    return bytes(icc)


def files(icc: bytes | None) -> dict[str, bytes]:
    made = {}
    for kind in ("JPEG", "PNG"):
        target = io.BytesIO()
        Image.fromarray(PIXELS).save(target, kind, **({"icc_profile": icc} if icc else {}))
        made[kind] = target.getvalue()
    for name, pixels in (("TIFF", PIXELS), ("TIFF of 16 bits", PIXELS.astype(np.uint16) * 257)):
        target = io.BytesIO()
        tifffile.imwrite(target, pixels, photometric="rgb", compression="zstd", iccprofile=icc)
        made[name] = target.getvalue()
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "TIFF of 16 bits"])
def test_a_file_s_own_profile_is_read_and_srgb_assumed_where_there_is_none(kind: str):
    assert profile_of(files(None)[kind]) == srgb()
    assert srgb().assumed
    found = profile_of(files(wide())[kind])
    assert (found.icc, found.assumed) == (wide(), False)


def test_a_profile_that_is_none_is_not_taken():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for icc in (b"", b"no profile at all", srgb().icc[:200], lab, srgb().icc + bytes(5 * 2**20)):
        assert read_profile(icc) is None
    assert profile_of(files(b"no profile at all")["PNG"]) == srgb()
    assert profile_of(b"no picture") == srgb()


@given(st.binary(max_size=400), st.integers(0, 600))
def test_damaged_profiles_never_raise(noise: bytes, at: int):
    icc = srgb().icc
    for each in (noise, icc[:at] + noise + icc[at + len(noise) :]):
        found = read_profile(each)
        assert found is None or found.name.isprintable()
        if found is not None:
            assert to_srgb(PIXELS, found).shape == PIXELS.shape


def test_only_white_light_shows_the_colours_of_the_page():
    white = {"WHITE", "OBLIQUE_LEFT", "OBLIQUE_TOP", "TRANSMITTED", "COAXIAL"}
    others = {"UV365", "UV", "UV254", "IR850", "IR", "IR1100", "VIS600", "no light"}
    assert {each for each in white | others if shows_colours(each)} == white


def view(*lights: str) -> Recipe:
    return Recipe(tuple(Source(SourceKind.CAPTURE, f"{place:064d}", each) for place, each in enumerate(lights)))


def test_a_view_has_the_profile_that_all_its_pictures_have():
    other = ColourProfile("Other", b"other")
    assert profile_of_view(view("WHITE"), lambda _: other) is other
    assert profile_of_view(view("WHITE", "COAXIAL"), lambda _: other) == other
    assert profile_of_view(view("WHITE", "UV365"), lambda _: other) is None
    each = {"0" * 64: srgb(), "1".zfill(64): other}
    assert profile_of_view(view("WHITE", "COAXIAL"), lambda source: each[source.sha256]) is None


def test_a_coded_view_has_none():
    difference = OPERATIONS["difference"].step(0, 1)
    assert false_colour(difference)
    assert profile_of_view(view("WHITE", "WHITE").then(difference), lambda _: srgb()) is None


def test_for_paper_colours_become_srgb_and_srgb_stays_as_it_is():
    assert to_srgb(PIXELS, srgb()) is PIXELS
    swapped = ColourProfile("Swapped", wide())
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    assert to_srgb(red, swapped)[0, 0] == pytest.approx([0, 255, 0], abs=2)
    assert red[0, 0].tolist() == [255, 0, 0], "what was given is not touched"
