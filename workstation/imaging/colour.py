"""What the numbers of a picture mean as colours: its ICC profile, and whether it has colours at all.

Only pictures in white light show the colours of the page. Ultraviolet, infrared and narrow bands do not, nor does
what an operation coloured by a code: no profile ever applies to those. Stored pixels, recipes and hashes know none.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from workstation.errors import PictureError
from workstation.imaging.headers import probe
from workstation.imaging.recipe import Recipe, Source, SourceKind, Step
from workstation.lights import LightClass, find_light

MOST_PROFILE_BYTES = 4 * 2**20
"""Larger ones are not read; those of printers reach 3 MB."""

_TIFF_PROFILE_TAG = 34675
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_CODED = frozenset({"merge", "false-colour", "difference", "signed-difference", "beyond-noise"})
READING = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, AttributeError,
    ImageCms.PyCMSError,
)  # fmt: skip
"""What Pillow, tifffile and LittleCMS raise for damaged files and profiles."""


@dataclass(frozen=True, slots=True)
class ColourProfile:
    """What red, green and blue mean.

    Attributes
    ----------
    name : str
        As the profile describes itself.
    icc : bytes
        ICC.1 profile.
    assumed : bool
        The picture says nothing of its own that can be read; sRGB is taken for granted, and said to be.
    """

    name: str
    icc: bytes
    assumed: bool = False


@cache
def srgb() -> ColourProfile:
    """sRGB as ICC.1:2004 (4.2), which ISO 32000-1 knows, without the time at which it was made."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return ColourProfile("sRGB", icc[:8] + b"\x04\x20\0\0" + icc[12:24] + bytes(12) + icc[36:], assumed=True)


def read_profile(icc: bytes) -> ColourProfile | None:
    """A profile for red, green and blue, or None where the bytes are none."""
    # The first field is the length of the whole profile (ICC.1:2010 7.2.2); LittleCMS reads what is there.
    if len(icc) > MOST_PROFILE_BYTES or int.from_bytes(icc[:4], "big") > len(icc):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if profile.profile.xcolor_space.strip() != "RGB":
            return None
        name = " ".join(ImageCms.getProfileDescription(profile).split())
    except READING:
        return None
    return ColourProfile("".join(each for each in name if each.isprintable()) or "ICC", icc)


def profile_of(data: bytes) -> ColourProfile:
    """Profile inside a picture file; sRGB, ``assumed``, where there is none that can be read."""
    try:
        # What is refused by its header is given to no library.
        probe(data)
        icc = _tiff_profile(data) if data.startswith(_TIFF_MAGIC) else _profile(data)
    except (*READING, PictureError):
        icc = b""
    return read_profile(icc) or srgb()


def _profile(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        return bytes(image.info.get("icc_profile") or b"")


def _tiff_profile(data: bytes) -> bytes:
    import tifffile  # with imagecodecs 0.2 s, not needed for a start

    # The stream is closed too: pages and file hold each other, and with them all bytes until some later collection.
    with io.BytesIO(data) as stream, tifffile.TiffFile(stream) as file:
        return bytes(file.pages.first.tags.valueof(_TIFF_PROFILE_TAG, b""))


def shows_colours(light: str) -> bool:
    """True for white light of any geometry: what the camera saw there are the colours of the page."""
    found = find_light(light)
    return found is not None and found.light_class is LightClass.VISIBLE and found.wavelength_nm is None


def false_colour(step: Step) -> bool:
    """True for a step whose colours are a code, not the page's."""
    return step.operation in _CODED or step.parameters.get("show") == "normals"


def profile_of_view(recipe: Recipe, profile: Callable[[Source], ColourProfile]) -> ColourProfile | None:
    """The profile of the picture that a recipe makes.

    None where it shows no colours of the page: another light, colours that are a code, or pictures whose colours
    mean different things.
    """
    seen = [each for each in recipe.sources if each.kind is not SourceKind.CALIBRATION]
    if any(map(false_colour, recipe.steps)) or not all(shows_colours(each.label) for each in seen):
        return None
    found = {each.icc: each for each in map(profile, seen)}
    return next(iter(found.values())) if len(found) == 1 else None


def to_srgb(pixels: NDArray[np.uint8], profile: ColourProfile) -> NDArray[np.uint8]:
    """A copy for paper: relative colorimetric with black point compensation. sRGB stays as it is.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8, RGB
    """
    target = srgb()
    if profile.icc == target.icc:
        return pixels
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile.icc)),
            ImageCms.ImageCmsProfile(io.BytesIO(target.icc)),
            "RGB",
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except ImageCms.PyCMSError:
        return pixels
    picture = Image.fromarray(pixels)
    transform.apply_in_place(picture)
    return np.asarray(picture)
