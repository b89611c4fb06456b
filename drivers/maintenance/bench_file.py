"""A bench that was set up by hand, written as the TOML file that ``drivers.configuration`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator

from drivers.configuration import SIMULATED, parse_bench
from workstation.errors import ConfigurationError
from workstation.maintenance import BenchDraft, DraftChannel, PortDescription

_NAME = "bench.toml"

Value = str | float | None

_HEAD = """\
# A bench of QDBench, written by the guided set-up. It may be edited by hand: the example that is shipped with the
# program (resources/benches/example.toml) explains every key, and a mistake is refused with its line.
"""


def bench_text(draft: BenchDraft) -> str:
    """The bench file of a draft.

    Raises
    ------
    ConfigurationError
        The draft says something that cannot be; ``line`` counts in the text that would have been.
    """
    text = "\n".join(_lines(draft)) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise ConfigurationError("configuration-encoding", path=_NAME, line=line, reason="encoding") from error
    parse_bench(text, _NAME)
    return text


def _lines(draft: BenchDraft) -> Iterator[str]:
    yield _HEAD
    yield f"name = {_toml(draft.name)}"
    yield ""
    yield "[light_controller]"
    yield f"kind = {_toml(draft.lights_kind)}"
    yield from _port(draft.lights_port)
    if not draft.channels:
        yield "channels = []"
    for each in draft.channels:
        yield ""
        yield "[[light_controller.channels]]"
        yield from _channel(each)
    yield ""
    yield "[camera]"
    yield f"kind = {_toml(draft.camera or SIMULATED)}"
    if draft.camera not in ("", SIMULATED):
        yield f"device = {_toml(draft.camera_device)}"
    if draft.px_per_mm is not None:
        yield f"px_per_mm = {_toml(draft.px_per_mm)}"
    else:
        yield "# px_per_mm = 23.6   # measured with a scale on the glass; without it nothing can be measured in mm"
    for table, kind, port in (
        ("reader", draft.reader_kind, draft.reader_port),
        ("chip", draft.chip_kind, draft.chip_port),
    ):
        if kind:
            yield ""
            yield f"[{table}]"
            yield f"kind = {_toml(kind)}"
            if port is not None:
                yield from _port(port)


def _port(port: PortDescription) -> Iterator[str]:
    """A port by its USB identity where it has one: the names of ports change."""
    if not port.usb:
        yield f"port = {_toml(port.address)}"
        return
    serial = f", serial = {_toml(port.serial)}" if port.serial else ""
    yield f"# It was at {_toml(port.address)} when this was written; the USB identity stays when that changes."
    if not port.serial:
        yield "# The adapter has no serial number: it must be the only one of its sort on this computer."
    yield f"port = {{ usb = {_toml(port.usb)}{serial} }}"


def _channel(draft: DraftChannel) -> Iterator[str]:
    setting = draft.setting
    keys: tuple[tuple[str, Value, str], ...] = (
        ("channel", draft.channel, ""),
        ("light", setting.light, ""),
        ("percent", setting.percent, "of the current limit"),
        ("current_limit_ma", draft.current_limit_ma, "given to the channel before it may be lit"),
        ("settle_ms", setting.settle_ms, "from the confirmed lamp to the exposure"),
        ("exposure_ms", setting.exposure_ms, ""),
        ("gain_db", setting.gain_db or None, ""),
        ("discard_frames", setting.discard_frames or None, "thrown away before the one that is kept"),
        ("max_on_s", setting.max_on_s, "the lamp is switched off after so long"),
        ("filter", setting.filter or None, ""),
    )
    for key, value, comment in keys:
        if value is not None:
            yield f"{key} = {_toml(value)}" + (f"   # {comment}" if comment else "")


def _toml(value: str | float) -> str:
    """A value in TOML. JSON writes a string alike, but for DEL, which TOML wants escaped."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(int(value)) if float(value).is_integer() else repr(value)
