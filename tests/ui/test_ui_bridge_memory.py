"""A picture that nobody looks at any longer is gone at once, without the garbage collector."""

import gc
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ui.bridge import Bridge
from workstation.imaging.pictures import decode, encode_lossless


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_delivered_result_is_not_kept(qtbot, no_collector):
    bridge, seen = Bridge(lambda _: None), []
    with ThreadPoolExecutor(1) as worker:
        future = worker.submit(np.zeros, 1000)
        bridge.when_done(future, lambda pixels: seen.append(weakref.ref(pixels)), lambda _: None)
        del future
        qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0]() is None


def test_the_bytes_of_a_decoded_tiff_are_not_kept(no_collector):
    data = encode_lossless(np.arange(64 * 64, dtype=np.uint16).reshape(64, 64))[0]
    before = sys.getrefcount(data)
    decode(data)
    assert sys.getrefcount(data) == before
