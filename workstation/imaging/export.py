"""A view as a file for other programs: picture and caption to see, and inside it how to make it again."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from workstation.errors import PictureError
from workstation.imaging.caption import Caption, captioned
from workstation.imaging.colour import READING
from workstation.imaging.replay import SOFTWARE
from workstation.imaging.views import Pixels

FORMAT = 1
KEYWORD = "QDBench"
"""Under which a PNG holds what is said of it; a TIFF holds it as its description, a GIF as its comment."""

SUFFIXES = (".png", ".tif", ".tiff")
BLINK_SUFFIXES = (".gif", ".png")
_MM_PER_INCH = 25.4
_PNG_HEAD = 33
"""Bytes of signature and first chunk."""

_NEEDED = {"width": int, "height": int, "grey": bool, "image_sha256": str, "software": str, "recipe": dict}


def picture_file(image: Pixels, caption: Caption, suffix: str) -> bytes:
    """A PNG or TIFF of the captioned picture, of as many bits as the picture has, with all that ``said_of`` says.

    Raises
    ------
    PictureError
        ``picture-suffix``: another kind of file.
    """
    if suffix not in SUFFIXES:
        raise PictureError("picture-suffix", suffix=suffix, known=", ".join(SUFFIXES))
    write = _png if suffix == ".png" else _tiff
    return write(captioned(image, caption), caption, json.dumps(said_of(image, caption), ensure_ascii=False))


def said_of(image: Pixels, caption: Caption) -> dict[str, Any]:
    """What the metadata of an exported picture hold, so that it can be made again and compared."""
    return {
        "format": FORMAT,
        "caption": list(caption.lines),
        "width": image.shape[1],
        "height": image.shape[0],
        "grey": image.ndim == 2,
        "px_per_mm": caption.px_per_mm,
        "colours": caption.profile.name if caption.profile else None,
        "colours_assumed": caption.profile.assumed if caption.profile else None,
        "image_sha256": caption.image_sha256,
        "software": SOFTWARE,
        "recipe": json.loads(caption.recipe.to_json()),
    }


def _png(sheet: Pixels, caption: Caption, said: str) -> bytes:
    done, encoded = cv2.imencode(".png", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    if not done:
        raise PictureError("picture-suffix", suffix=".png", known=", ".join(SUFFIXES))
    # Pillow writes no colour of 16 bits, OpenCV no metadata: the chunks go in behind the first (ISO 15948, 5.6).
    facts = PngInfo()
    if caption.px_per_mm:
        per_metre = round(caption.px_per_mm * 1000)
        facts.add(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    if caption.profile:
        facts.add(b"iCCP", b"ICC\0\0" + zlib.compress(caption.profile.icc))
    facts.add_itxt("Description", "\n".join(caption.lines))
    facts.add_itxt(KEYWORD, said)
    whole = encoded.tobytes()
    return whole[:_PNG_HEAD] + b"".join(_chunk(*each[:2]) for each in facts.chunks) + whole[_PNG_HEAD:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _tiff(sheet: Pixels, caption: Caption, said: str) -> bytes:
    import tifffile

    dots = (caption.px_per_mm or 0) * _MM_PER_INCH
    target = io.BytesIO()
    tifffile.imwrite(
        target,
        sheet,
        photometric="rgb",
        compression="deflate",
        predictor=True,
        # ImageDescription is ASCII (TIFF 6.0 section 8); JSON can say everything in it.
        description=json.dumps(json.loads(said)),
        resolution=(dots, dots) if dots else (1, 1),
        resolutionunit="INCH" if dots else "NONE",
        iccprofile=caption.profile.icc if caption.profile else None,
        metadata=None,
        software=False,
    )
    return target.getvalue()


def blink_file(
    images: Sequence[NDArray[np.uint8]], captions: Sequence[Caption], period_ms: int, suffix: str
) -> bytes:
    """An animation that shows the pictures in turn, for ever: GIF (256 colours) or animated PNG (every colour).

    Every picture has its own strip; the metadata hold what each of them says.

    Raises
    ------
    PictureError
        ``picture-suffix``.
    """
    if suffix not in BLINK_SUFFIXES:
        raise PictureError("picture-suffix", suffix=suffix, known=", ".join(BLINK_SUFFIXES))
    sheets = [captioned(*each) for each in zip(images, captions, strict=True)]
    height = max(map(len, sheets))
    # A strip may have a line more than the other.
    below = [np.full((height - len(each), *each.shape[1:]), 255, np.uint8) for each in sheets]
    frames = [Image.fromarray(np.concatenate(each)) for each in zip(sheets, below, strict=True)]
    each_said = [said_of(*each) for each in zip(images, captions, strict=True)]
    said = json.dumps({"format": FORMAT, "period_ms": period_ms, "frames": each_said}, ensure_ascii=False)
    facts = PngInfo()
    facts.add_itxt(KEYWORD, said)
    inside: dict[str, Any] = {"comment": said.encode()} if suffix == ".gif" else {"pnginfo": facts}
    target = io.BytesIO()
    frames[0].save(
        target,
        "GIF" if suffix == ".gif" else "PNG",
        save_all=True,
        append_images=frames[1:],
        duration=period_ms,
        loop=0,
        **inside,
    )
    return target.getvalue()


def said_in(data: bytes, path: str = "") -> dict[str, Any]:
    """What the metadata of an exported PNG or TIFF hold; see ``said_of``.

    Raises
    ------
    PictureError
        ``picture-not-exported``: it holds nothing of the kind.
    """
    try:
        said = json.loads(_metadata(data))
        if said["format"] != FORMAT or any(type(said[name]) is not kind for name, kind in _NEEDED.items()):
            raise ValueError(f"format {said['format']!r}")
    except (*READING, RecursionError) as error:
        raise PictureError("picture-not-exported", path=path) from error
    return dict(said)


def _metadata(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            return str(image.info[KEYWORD])
    import tifffile

    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return str(file.pages.first.description)
