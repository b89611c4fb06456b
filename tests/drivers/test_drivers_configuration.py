"""The configuration of a bench: what is shipped is right, and what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.configuration import SIMULATED_BENCH, line_of, load_bench, parse_bench
from drivers.transport import PortSelector
from workstation.errors import ConfigurationError
from workstation.messages import explain
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

GOOD = """\
name = "Booth"
[light_controller]
kind = "gardasoft-rt"
port = { usb = "0403:6001", serial = "A1" }
model = "RT860F"

[[light_controller.channels]]
channel = 1
light = "white"
settle_ms = 60
exposure_ms = 20

[[light_controller.channels]]
channel = 6   # the UV bar
light = "UV365"
percent = 80
settle_ms = 150
exposure_ms = 400.5
max_on_s = 20
current_limit_ma = 500

[camera]
kind = "uvc"
device = "/dev/video2"
px_per_mm = 23.6

[reader]
kind = "elyctis-idbox"
port = "/dev/pts/3"
"""


def test_the_simulated_bench() -> None:
    bench = load_bench(SIMULATED_BENCH)
    table = {each.channel: each.setting for each in bench.light_controller.channels}
    assert {number: (each.light, each.exposure_ms) for number, each in table.items()} == {
        1: ("WHITE", 60),
        2: ("OBLIQUE_LEFT", 120),
        3: ("OBLIQUE_RIGHT", 120),
        4: ("TRANSMITTED", 200),
        5: ("COAXIAL", 80),
        6: ("UV365", 600),
        7: ("UV254", 900),
        8: ("IR850", 250),
    }
    assert all(60 <= each.settle_ms <= 150 for each in table.values())
    assert table[6].max_on_s <= 30
    assert table[7].max_on_s <= 30
    assert bench.camera.kind == "simulated"
    assert bench.reader is not None


def test_the_example_is_what_it_explains() -> None:
    bench = load_bench(RESOURCES / "benches" / "example.toml")
    assert bench.light_controller.port == PortSelector(usb="0403:6001", serial="A10K4ZQ1")
    assert bench.camera.white_balance_k == 5000


def test_every_value_arrives() -> None:
    bench = parse_bench(GOOD, "bench.toml")
    white, ultraviolet = bench.light_controller.channels
    assert bench.name == "Booth"
    assert bench.light_controller.model == "RT860F"
    assert bench.light_controller.port == PortSelector(usb="0403:6001", serial="A1")
    assert (white.setting.light, white.setting.percent, white.current_limit_ma) == ("WHITE", 100.0, None)
    assert (ultraviolet.channel, ultraviolet.setting.exposure_ms, ultraviolet.current_limit_ma) == (6, 400.5, 500.0)
    assert (bench.camera.device, bench.camera.px_per_mm, bench.camera.width) == ("/dev/video2", 23.6, None)
    assert bench.reader is not None
    assert bench.reader.port == PortSelector(address="/dev/pts/3")
    assert parse_bench(GOOD.split("[reader]")[0], "bench.toml").reader is None


WRONG = [
    ('name = "Booth"', 'name = "Booth"\ncolour = "red"', 2, "unknown-key"),
    ('name = "Booth"', "name = 3", 1, "type"),
    ('name = "Booth"', 'name = " "', 1, "empty"),
    ('name = "Booth"', 'name = "Booth', 1, "syntax"),
    ('name = "Booth"', 'name = "Booth"\nname = "Booth"', 2, "syntax"),
    ('kind = "gardasoft-rt"', 'kind = "gardasoft"', 3, "choice"),
    ('kind = "gardasoft-rt"', "", 2, "missing-key"),
    ('serial = "A1"', 'name = "ttyUSB0"', 4, "unknown-key"),
    ('usb = "0403:6001", ', "", 4, "missing-key"),
    ("0403:6001", "0403-6001", 4, "usb"),
    ("0403:6001", "0403", 4, "usb"),
    ('{ usb = "0403:6001", serial = "A1" }', '"ttyUSB0"', 4, "port"),
    ('{ usb = "0403:6001", serial = "A1" }', "7", 4, "type"),
    ("channel = 6 ", "channel = 1 ", 14, "duplicate"),
    ("channel = 6 ", "channel = 0 ", 14, "range"),
    ("channel = 6 ", "channel = 65 ", 14, "range"),
    ("channel = 6 ", "channel = true ", 14, "type"),
    ("channel = 6 ", "channel = 6.0 ", 14, "type"),
    ("channel = 6 ", "chanel = 6 ", 14, "unknown-key"),
    ("channel = 6 ", "", 13, "missing-key"),
    ("UV365", "ULTRA", 15, "unknown-light"),
    ("UV365", "WHITE", 15, "duplicate"),
    ("UV365", "VIS", 15, "duplicate"),
    ("percent = 80", "percent = 100.5", 16, "range"),
    ("percent = 80", "percent = 0", 16, "range"),
    ("percent = 80", "percent = nan", 16, "range"),
    ("percent = 80", "percent = inf", 16, "range"),
    ("percent = 80", 'percent = "80"', 16, "type"),
    ("settle_ms = 150", "settle_ms = -1", 17, "range"),
    ("settle_ms = 150", "", 13, "missing-key"),
    ("exposure_ms = 400.5", "exposure_ms = 0", 18, "range"),
    ("max_on_s = 20", "max_on_s = 0.5", 19, "too-short"),
    ("current_limit_ma = 500", "current_limit_ma = 500000", 20, "range"),
    ('kind = "uvc"', 'kind = "webcam"', 23, "choice"),
    ('device = "/dev/video2"', "device = -1", 24, "range"),
    ("px_per_mm = 23.6", "px_per_mm = 0", 25, "range"),
    ("px_per_mm = 23.6", "dpi = 600", 25, "unknown-key"),
    ('"elyctis-idbox"', '"elyctis"', 28, "choice"),
    ('"/dev/pts/3"', '"pts3"', 29, "port"),
    ("[camera]", "[camera", 22, "syntax"),
    ("[camera]", "[cameras]", 22, "unknown-key"),
    ("[camera]", "[camera]\n[camera]", 23, "syntax"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), WRONG)
def test_a_mistake_is_named_with_its_line(right: str, wrong: str, line: int, reason: str) -> None:
    assert GOOD.count(right) >= 1
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(GOOD.replace(right, wrong, 1), "bench.toml")
    error = caught.value
    assert (error.facts["path"], error.facts["line"], error.facts["reason"]) == ("bench.toml", line, reason)
    for language in LANGUAGES:
        sentence = explain(error, language)
        assert sentence != error.code
        assert "…" not in sentence
        assert str(line) in sentence


WHEEL = """\
[filter_wheel]
kind = "thorlabs-fw102c"
port = "simulated"

[[filter_wheel.filters]]
position = 1
filter = "CLEAR"

[[filter_wheel.filters]]
position = 4
filter = "LP715"
"""
FILTERED = GOOD.replace("exposure_ms = 20\n", 'exposure_ms = 20\nfilter = "CLEAR"\n').replace(
    "max_on_s = 20\n", 'max_on_s = 20\nfilter = "LP715"\n'
)


def test_filters_arrive() -> None:
    bench = parse_bench(FILTERED + WHEEL, "bench.toml")
    assert bench.filter_wheel is not None
    assert [(each.position, each.name) for each in bench.filter_wheel.filters] == [(1, "CLEAR"), (4, "LP715")]
    assert [each.setting.filter for each in bench.light_controller.channels] == ["CLEAR", "LP715"]
    assert parse_bench(GOOD, "bench.toml").light_controller.channels[0].setting.filter == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FILTERED, "unknown-filter"),
        (GOOD + WHEEL, "missing-key"),
        (FILTERED + WHEEL.replace("LP715", "LP830"), "unknown-filter"),
        (FILTERED + WHEEL.replace("LP715", "CLEAR"), "duplicate"),
        (FILTERED + WHEEL.replace("position = 4", "position = 1"), "duplicate"),
        (FILTERED + WHEEL.replace("position = 4", "position = 0"), "range"),
        (FILTERED + WHEEL.replace("thorlabs-fw102c", "thorlabs"), "choice"),
        (FILTERED + WHEEL.split("[[")[0], "missing-key"),
        (FILTERED + WHEEL.split("[[")[0] + "filters = []", "empty"),
        (FILTERED + WHEEL.split("[[")[0] + "filters = [1]", "type"),
    ],
)
def test_a_picture_through_an_unknown_filter_is_refused_here(text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(text, "bench.toml")
    assert caught.value.facts["reason"] == reason
    assert all("…" not in explain(caught.value, language) for language in LANGUAGES)


def with_camera(*lines: str) -> str:
    return GOOD.split("[camera]")[0] + "\n".join(("[camera]", *lines)) + "\n"


def test_a_genicam_camera_by_its_serial_number() -> None:
    text = with_camera(
        'kind = "genicam"', 'producer = "/opt/maker.cti"', 'device = "22938475"', 'pixel_format = "Mono12"'
    )
    camera = parse_bench(text, "bench.toml").camera
    assert (camera.kind, camera.device, camera.producer) == ("genicam", "22938475", "/opt/maker.cti")
    assert camera.pixel_format == "Mono12"
    assert parse_bench(with_camera('kind = "genicam"'), "bench.toml").camera.producer == ""


@pytest.mark.parametrize("kind", ["uvc", "simulated"])
@pytest.mark.parametrize("key", ["producer", "pixel_format"])
def test_what_only_a_genicam_camera_has_is_refused_elsewhere(kind: str, key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(with_camera(f'kind = "{kind}"', f'{key} = "x"'), "bench.toml")
    assert (caught.value.facts["reason"], caught.value.facts["key"]) == ("unknown-key", key)
    assert caught.value.facts["line"] == GOOD.split("[camera]")[0].count("\n") + 3


def test_no_camera_and_no_lights() -> None:
    for text, key in (('name = "x"', "light_controller"), (GOOD.split("[camera]")[0], "camera")):
        with pytest.raises(ConfigurationError) as caught:
            parse_bench(text, "bench.toml")
        assert (caught.value.facts["reason"], caught.value.facts["key"]) == ("missing-part", key)


@pytest.mark.parametrize("rows", ["[]", "[3]"])
def test_channels_are_tables(rows: str) -> None:
    text = GOOD.split("[[")[0] + f"channels = {rows}\n" + "[camera]" + GOOD.split("[camera]")[1]
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(text, "bench.toml")
    assert caught.value.facts["line"] == 7


def test_rows_in_a_list_have_lines_of_their_own() -> None:
    text = GOOD.split("[[")[0] + (
        "channels = [\n"
        '  { channel = 1, light = "WHITE", settle_ms = 1, exposure_ms = 1 },\n'
        '  { channel = 1, light = "UV365", settle_ms = 1, exposure_ms = 1 },\n'
        "]\n[camera]\nkind = 'uvc'\n"
    )
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(text, "bench.toml")
    assert (caught.value.facts["line"], caught.value.facts["reason"]) == (9, "duplicate")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "x"\n# Pr\xfcfung\n'.encode("latin-1"))
    for path, line, reason in (
        (tmp_path / "none.toml", 0, "unreadable"),
        (tmp_path, 0, "unreadable"),
        (latin, 2, "encoding"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            load_bench(path)
        assert (caught.value.facts["line"], caught.value.facts["reason"]) == (line, reason)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "bench.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load_bench(path).name == "Booth"


lines = st.lists(
    st.sampled_from([*GOOD.splitlines(), "x = [", "{ channel = 1 }", '"a.b".c = 1', "[[reader]]", "= 3"]),
    max_size=20,
)


@given(lines.map("\n".join) | st.text(max_size=200))
def test_any_text_is_a_bench_or_a_typed_error_with_a_line(text: str) -> None:
    try:
        bench = parse_bench(text, "bench.toml")
    except ConfigurationError as error:
        line = error.facts["line"]
    else:
        line = 1
        assert bench.light_controller.channels
    assert isinstance(line, int)
    assert 0 <= line <= text.count("\n") + len(text.splitlines()) + 1


def test_a_place_that_is_not_written_is_the_table_around_it() -> None:
    assert line_of(GOOD, ("camera", "width")) == 22
    assert line_of(GOOD, ("nothing",)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("[camera]", "[wheel]"), "there is no key “wheel”"),
        ('name = "Booth"', "bench.toml: “light_controller” is missing."),
        (GOOD.replace("channel = 6 ", 'channel = "6" '), "Allowed: a whole number."),
        (GOOD.replace("settle_ms = 150", 'settle_ms = "150"'), "Allowed: a number."),
        (GOOD.replace('name = "Booth"', "name = 3"), "line 1: “name” has a value of the wrong kind. Allowed: a text"),
        ('light_controller = 3\nname = "Booth"', "Allowed: a table."),
    ],
)
def test_the_sentence_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_bench(text, "bench.toml")
    assert said in explain(caught.value)
