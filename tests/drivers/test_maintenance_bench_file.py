"""Whatever the guided set-up ends in, the bench file it writes is read back as it was meant, or is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.configuration import PCSC, SIMULATED, BenchConfig, parse_bench
from drivers.maintenance.bench_file import bench_text
from drivers.registry import CHIPS, LIGHTS, READERS
from drivers.transport import PortSelector
from workstation.devices import LightSetting
from workstation.errors import ConfigurationError
from workstation.lights import known_lights
from workstation.maintenance import BenchDraft, DraftChannel, PortDescription

LIGHT = LightSetting("UV365", percent=40, settle_ms=150, exposure_ms=400, gain_db=6, discard_frames=1, max_on_s=20)
USB = PortDescription("/dev/ttyUSB0", usb="0403:6001", serial="A10K4ZQ1", maker="FTDI", product="UART")
DRAFT = BenchDraft("Booth 3", "gardasoft-rt", USB, (DraftChannel(6, LIGHT, 500.0),))

speakable = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(str.strip)
addresses = st.from_regex(
    r"(/dev/[A-Za-z0-9/_-]{1,20}|COM[0-9]{1,3}|socket://[a-z0-9.]{1,9}:[0-9]{1,5})", fullmatch=True
)
ports = st.builds(
    PortDescription,
    address=addresses,
    usb=st.just("") | st.from_regex(r"[0-9a-f]{4}:[0-9a-f]{4}", fullmatch=True),
    serial=st.just("") | speakable,
    maker=speakable,
    product=speakable,
)


def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high) | st.integers(int(low) + 1, int(high)).map(float)


@st.composite
def channels(draw: st.DrawFn) -> tuple[DraftChannel, ...]:
    lights = draw(
        st.lists(st.sampled_from([each.code for each in known_lights()]), min_size=1, max_size=8, unique=True)
    )
    numbers = draw(st.lists(st.integers(1, 64), min_size=len(lights), max_size=len(lights), unique=True))
    return tuple(
        DraftChannel(
            number,
            LightSetting(
                light=light,
                percent=draw(amounts(1, 100)),
                settle_ms=draw(amounts(0, 2_000)),
                exposure_ms=draw(amounts(0.01, 2_000)),
                gain_db=draw(st.just(0.0) | amounts(0, 60)),
                discard_frames=draw(st.integers(0, 5)),
                max_on_s=draw(amounts(20, 3600)),
            ),
            draw(st.none() | amounts(1, 20_000)),
        )
        for number, light in zip(numbers, lights, strict=True)
    )


drafts = st.builds(
    BenchDraft,
    name=speakable,
    lights_kind=st.sampled_from(tuple(LIGHTS)),
    lights_port=ports,
    channels=channels(),
    camera=st.sampled_from(("", SIMULATED, "uvc")),
    camera_device=st.integers(0, 63) | speakable,
    px_per_mm=st.none() | amounts(0.5, 1000),
    reader_kind=st.sampled_from(("", *READERS)),
    reader_port=ports,
    chip_kind=st.sampled_from(("", *CHIPS)),
    chip_port=ports,
)


def selector(port: PortDescription) -> PortSelector:
    return PortSelector(usb=port.usb, serial=port.serial) if port.usb else PortSelector(address=port.address)


def means(read: BenchConfig, draft: BenchDraft) -> None:
    lights = read.light_controller
    assert (read.name, lights.kind, lights.port) == (draft.name, draft.lights_kind, selector(draft.lights_port))
    assert [(each.channel, each.setting, each.current_limit_ma) for each in lights.channels] == [
        (each.channel, each.setting, each.current_limit_ma) for each in draft.channels
    ]
    assert read.camera.kind == (draft.camera or SIMULATED)
    if read.camera.kind != SIMULATED:
        assert read.camera.device == draft.camera_device
    assert read.camera.px_per_mm == draft.px_per_mm
    for device, kind, port in (
        (read.reader, draft.reader_kind, draft.reader_port),
        (read.chip, draft.chip_kind, draft.chip_port),
    ):
        if kind:
            assert device is not None
            assert port is not None
            assert (device.kind, device.port) == (kind, selector(port))
        else:
            assert device is None


@given(drafts)
def test_a_draft_is_read_back_as_it_was_meant(draft: BenchDraft) -> None:
    means(parse_bench(bench_text(draft), "bench.toml"), draft)


def test_a_chip_reader_of_the_service_needs_no_port() -> None:
    read = parse_bench(bench_text(replace(DRAFT, chip_kind=PCSC)), "bench.toml")
    assert read.chip is not None
    assert (read.chip.kind, read.chip.port) == (PCSC, None)


def test_the_file_explains_itself() -> None:
    text = bench_text(replace(DRAFT, camera="uvc"))
    assert "[[light_controller.channels]]" in text
    assert 'port = { usb = "0403:6001", serial = "A10K4ZQ1" }' in text
    assert "/dev/ttyUSB0" in text
    assert "max_on_s = 20   # the lamp is switched off after so long" in text
    assert all(len(line) <= 118 for line in text.splitlines())


@pytest.mark.parametrize(
    ("reason", "draft"),
    [
        ("empty", replace(DRAFT, name=" ")),
        ("empty", replace(DRAFT, channels=())),
        ("choice", replace(DRAFT, lights_kind="lava-lamp")),
        ("port", replace(DRAFT, lights_port=PortDescription("somewhere"))),
        ("usb", replace(DRAFT, lights_port=PortDescription("/dev/ttyUSB0", usb="usb"))),
        ("duplicate", replace(DRAFT, channels=DRAFT.channels * 2)),
        ("unknown-light", replace(DRAFT, channels=(DraftChannel(1, replace(LIGHT, light="MOON")),))),
        ("range", replace(DRAFT, channels=(DraftChannel(1, replace(LIGHT, percent=float("nan"))),))),
        ("range", replace(DRAFT, channels=(DraftChannel(1, replace(LIGHT, exposure_ms=float("inf"))),))),
        ("too-short", replace(DRAFT, channels=(DraftChannel(1, replace(LIGHT, max_on_s=0.5)),))),
        ("missing-key", replace(DRAFT, reader_kind="elyctis-idbox")),
        ("missing-key", replace(DRAFT, chip_kind="pn532")),
        ("unknown-key", replace(DRAFT, chip_kind=PCSC, chip_port=USB)),
        ("encoding", replace(DRAFT, name="half a \ud800 character")),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(reason: str, draft: BenchDraft) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        bench_text(draft)
    assert refusal.value.facts["reason"] == reason
    assert isinstance(refusal.value.facts["line"], int)
    assert refusal.value.facts["line"] >= 1
