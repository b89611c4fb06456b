"""Decoded pictures: one array for everything that looks at a picture, and room that is not exceeded."""

import gc
import sys

import numpy as np
import pytest

from workstation.decoded import Decoded
from workstation.errors import PictureError
from workstation.imaging.colour import profile_of
from workstation.imaging.pictures import decode, encode_lossless


def picture(value):
    return np.full((10, 10), value, np.uint8)


def kept(decoded, sha256):
    made = []
    decoded.pixels(sha256, lambda: made.append(sha256) or picture(0))
    return not made


def test_everybody_gets_the_same_array():
    decoded = Decoded()
    first = decoded.pixels("a", lambda: picture(1))
    assert decoded.pixels("a", lambda: picture(2)) is first


def test_the_one_not_looked_at_for_longest_goes_first():
    decoded = Decoded(bytes_kept=300)
    for name in "abc":
        decoded.pixels(name, lambda: picture(0))
    assert kept(decoded, "a")
    decoded.pixels("d", lambda: picture(0))
    assert kept(decoded, "a")
    assert not kept(decoded, "b")


def test_two_that_are_compared_stay_however_large():
    decoded = Decoded(bytes_kept=50)
    for name in "abc":
        decoded.pixels(name, lambda: picture(0))
    assert kept(decoded, "b")
    assert kept(decoded, "c")
    assert not kept(decoded, "a")


def test_what_cannot_be_decoded_is_asked_again():
    decoded = Decoded()

    def damaged():
        raise PictureError("picture-damaged", path="")

    with pytest.raises(PictureError):
        decoded.pixels("a", damaged)
    assert decoded.pixels("a", lambda: picture(7))[0, 0] == 7


@pytest.mark.parametrize("read", [decode, profile_of])
def test_the_stored_bytes_go_without_waiting_for_a_collection(read):
    data = encode_lossless(np.zeros((70, 50, 3), np.uint16))[0]
    gc.disable()
    try:
        before = sys.getrefcount(data)
        read(data)
        assert sys.getrefcount(data) == before
    finally:
        gc.enable()
