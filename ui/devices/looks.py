"""How the state of a device is shown: symbol, word and tone, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from ui.fields import light_name, term
from ui.language import current_language
from workstation.devices import DeviceIdentity, DeviceState, DeviceStatus
from workstation.maintenance import KindDescription
from workstation.messages import sentence

#: Symbol and tone of a state; its word always stands beside them.
LOOKS = {
    DeviceState.READY: ("✓", "plain"),
    DeviceState.BUSY: ("●", "mark"),
    DeviceState.OPENING: ("…", "quiet"),
    DeviceState.IDENTIFYING: ("…", "quiet"),
    DeviceState.CLOSED: ("○", "quiet"),
    DeviceState.ABSENT: ("○", "caution"),
    DeviceState.LOST: ("⚠", "bad"),
    DeviceState.FAULT: ("✕", "bad"),
}


def state_text(state: DeviceState) -> str:
    """Symbol and word of a state."""
    return f"{LOOKS[state][0]} {term('device_state', state)}"


def reason_text(status: DeviceStatus) -> str:
    """What happened and what to do; empty when all is well."""
    if not status.reason:
        return ""
    return sentence(status.reason, {"device": status.device, **status.facts}, current_language())


def changes(past: Iterable[DeviceStatus]) -> tuple[DeviceStatus, ...]:
    """States that tell something: without the busy ones and the ready ones between commands."""
    kept: list[DeviceStatus] = []
    for each in past:
        between = each.state is DeviceState.READY and not each.reason
        if each.state is DeviceState.BUSY or (between and kept and kept[-1].state is DeviceState.READY):
            continue
        kept.append(each)
    return tuple(kept)


def device_name(status: DeviceStatus) -> str:
    """What the device is, and its name on the bench."""
    kind = term("device_kind", status.kind)
    return kind if status.device == status.kind else f"{kind} ({status.device})"


def identity_text(identity: DeviceIdentity) -> str:
    """Maker and model."""
    return f"{identity.maker} {identity.model}".strip()


def after_kill_text(kinds: Iterable[KindDescription], status: DeviceStatus) -> str:
    """What becomes of its lamps when the program is killed or the cable pulled; empty for what has no lamps."""
    kin = [each for each in kinds if each.device is status.kind and each.after_kill]
    own = [each for each in kin if each.code == status.device]
    said = dict.fromkeys(each.after_kill for each in own or kin)
    return "\n".join(sentence(code, {"device": status.device}, current_language()) for code in said)


def lit_text(seconds: dict[str, float]) -> str:
    """Seconds that each light burnt."""
    burnt = {light: value for light, value in seconds.items() if value > 0}
    return ", ".join(f"{light_name(light, short=True)} {value:.0f} s" for light, value in burnt.items())


def clock_text(at: datetime, pattern: str = "yyyy-MM-dd HH:mm:ss") -> str:
    """A time as the clock of this computer shows it."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(round(at.timestamp() * 1000)), pattern)
