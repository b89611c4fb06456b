"""Bar codes drawn here and read again: turned, inverted, faint, spoilt, several, absent."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from workstation.documents.barcodes import MOST_CODES, read_barcodes

SEAL = bytes((0xDC, 0x03, *range(120)))
KINDS = ("DataMatrix", "QRCode", "Aztec", "PDF417")


def drawn(kind: str, content: bytes | str, scale: int = 4) -> NDArray[np.uint8]:
    code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    return np.pad(np.asarray(code.to_image(scale=scale)), 60, constant_values=255)


@pytest.mark.parametrize(
    ("kind", "turn_deg"),
    [(kind, turn_deg) for kind in KINDS for turn_deg in (0, 90, 180, 3, 17) if (kind, turn_deg) != ("PDF417", 17)],
)
def test_bytes_come_back(kind: str, turn_deg: int) -> None:
    page = drawn(kind, SEAL)
    height, width = page.shape
    middle = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 0.9)
    side = int(1.3 * max(height, width))
    middle[:, 2] += (side - width) / 2, (side - height) / 2
    turned = np.asarray(cv2.warpAffine(page, middle, (side, side), borderValue=255), np.uint8)
    (code,) = read_barcodes(np.dstack([turned] * 3))
    assert (code.format, code.content, code.error) == (kind, SEAL, "")
    xs, ys = zip(*code.corners, strict=True)
    assert (turned[int(min(ys)) : int(max(ys)), int(min(xs)) : int(max(xs))] < 128).mean() > 0.1
    outside = turned.copy()
    outside[max(0, int(min(ys)) - 9) : int(max(ys)) + 10, max(0, int(min(xs)) - 9) : int(max(xs)) + 10] = 255
    assert (outside < 128).sum() <= 0.1 * (turned < 128).sum()


def test_faint_sixteen_bit_and_inverted() -> None:
    page = drawn("DataMatrix", SEAL)
    faint = (40_000 + page.astype(np.uint16) * 20).astype(np.uint16)
    assert read_barcodes(faint)[0].content == SEAL
    assert read_barcodes(255 - page)[0].content == SEAL


def test_text_and_linear_codes() -> None:
    (code,) = read_barcodes(drawn("Code128", "UTO123456", 3))
    assert (code.format, code.text, code.content) == ("Code128", "UTO123456", b"UTO123456")


def test_a_spoilt_code_is_told() -> None:
    page = drawn("DataMatrix", SEAL, 6)
    page[150:260, 150:300] = 255
    assert {each.error for each in read_barcodes(page)} <= {"checksum", "format"}
    assert all(each.content == b"" for each in read_barcodes(page))


def test_a_page_of_many_codes_is_bounded() -> None:
    one = drawn("QRCode", b"x", 2)[40:-40, 40:-40]
    page = np.tile(one, (9, 9))
    found = read_barcodes(page)
    assert 1 < len(found) <= MOST_CODES


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 400), (300, 300), (300, 300, 3), (20_000, 30)])
def test_nothing_in_a_picture_without_codes(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(7)
    assert read_barcodes(rng.integers(0, 256, shape, dtype=np.uint8)) == ()
