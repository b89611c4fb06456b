"""What a capture run will do, laid down before the first lamp is lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workstation.devices import LightSetting
from workstation.errors import CaptureError


@dataclass(frozen=True, slots=True)
class CaptureStep:
    """One light and how it is run."""

    setting: LightSetting

    @property
    def light(self) -> str:
        """Code of the light."""
        return self.setting.light

    @property
    def planned_ms(self) -> float:
        """Settle time and every exposure, the discarded ones too."""
        return self.setting.settle_ms + self.setting.exposure_ms * (1 + self.setting.discard_frames)


@dataclass(frozen=True, slots=True)
class CapturePlan:
    """Lights in the order they are taken, for one page of an exhibit."""

    page: str
    steps: tuple[CaptureStep, ...]

    @property
    def planned_ms(self) -> float:
        """What the run would last if nothing but settling and exposing took time."""
        return sum(step.planned_ms for step in self.steps)


def plan_for(settings: Sequence[LightSetting], lights: Sequence[str] | None, page: str) -> CapturePlan:
    """Plan for some of the lights a bench has, in the order asked for; None is all, in the bench's order.

    On a bench with a filter wheel, lights of one filter follow each other, filters in the order in which they come
    first: a wheel takes longer to turn than a lamp to settle. Pictures are shown in the order of the lights anyway.

    Raises
    ------
    CaptureError
        ``capture-light-missing``: the bench does not have that light.
        ``capture-light-too-long``: settling and exposing would outlast the lamp's longest on-time.
        ``capture-no-light``: nothing to take.
    """
    available = {setting.light: setting for setting in settings}
    wanted = tuple(available) if lights is None else tuple(dict.fromkeys(lights))
    missing = [light for light in wanted if light not in available]
    if missing:
        raise CaptureError("capture-light-missing", light=", ".join(missing), available=", ".join(available))
    if not wanted:
        raise CaptureError("capture-no-light")
    filters = list(dict.fromkeys(available[light].filter for light in wanted))
    steps = tuple(
        CaptureStep(available[light]) for light in sorted(wanted, key=lambda it: filters.index(available[it].filter))
    )
    for step in steps:
        if step.planned_ms > step.setting.max_on_s * 1000:
            raise CaptureError("capture-light-too-long", light=step.light, max_on_s=step.setting.max_on_s)
    return CapturePlan(page, steps)
