"""A lesson: a routine on a place of a genuine specimen, and what it learns from captures.

Captures lie in folders, one document a folder, pictures named by their light (``WHITE.jpg``, ``UV365.png``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from workstation.checks.aggregation import Mode
from workstation.checks.optical.learning import learn, wilson
from workstation.checks.optical.page import ReferencePage, lay_page
from workstation.checks.optical.routines import ROUTINES
from workstation.checks.optical.run import measure
from workstation.checks.optical.taught import RegionMm, TaughtCheck, TaughtError
from workstation.errors import WorkstationError
from workstation.imaging.pictures import decode
from workstation.lights import light_of_file

FEWEST_GENUINE = 5
_WHITE = "WHITE"


@dataclass(frozen=True, slots=True)
class Learning:
    """A check with its learned threshold, and the values it was learned from.

    Attributes
    ----------
    genuine, false : tuple of float
        One value a document.
    left_out : tuple of str
        Documents that could not be laid on the specimen or lack a picture, by folder.
    """

    check: TaughtCheck
    genuine: tuple[float, ...]
    false: tuple[float, ...]
    left_out: tuple[str, ...]

    @property
    def false_alarm_rate(self) -> tuple[float, float]:
        """Interval of the share of genuine documents that it rejects (Wilson, 95 percent)."""
        return wilson(self.check.false_alarms, self.check.genuine)

    @property
    def detection_rate(self) -> tuple[float, float] | None:
        """The same of the false documents that it catches; None where there were none."""
        return wilson(self.check.caught, self.check.suspect) if self.check.suspect else None


def unlearned(
    *,
    check_id: str,
    routine: str,
    page: str,
    light: str,
    zone: str,
    region_mm: RegionMm,
    border_mm: float = 1.0,
    mode: Mode = Mode.OPTIONAL,
    feature: str = "",
) -> TaughtCheck:
    """A check that has not learned yet."""
    return TaughtCheck(
        id=check_id,
        feature=feature,
        routine=routine,
        page=page,
        light=light,
        zone=zone,
        region_mm=region_mm,
        border_mm=border_mm,
        mode=mode,
        threshold=0.0,
        typical=1.0 if ROUTINES[routine].genuine_high else -1.0,
        genuine=0,
        false_alarms=0,
        suspect=0,
        caught=0,
    )


def learned(lesson: TaughtCheck, genuine: Sequence[float], false: Sequence[float]) -> TaughtCheck:
    """The lesson with the threshold that follows from values.

    Raises
    ------
    TaughtError
        Fewer than five genuine values: ``lesson-too-few``; one shows nothing at all: ``lesson-nothing-there``.
    """
    if len(genuine) < FEWEST_GENUINE:
        raise TaughtError("lesson-too-few", found=len(genuine), wanted=FEWEST_GENUINE)
    if lesson.how.genuine_high and min(genuine) <= lesson.how.least:
        raise TaughtError("lesson-nothing-there", value=f"{lesson.how.least:g}", unit=lesson.how.unit)
    found = learn(genuine, false, genuine_high=lesson.how.genuine_high, least=lesson.how.least)
    return replace(
        lesson,
        threshold=round(found.threshold, 5),
        typical=round(found.typical, 5),
        genuine=len(genuine),
        false_alarms=found.false_alarms,
        suspect=len(false),
        caught=found.caught,
    )


def learn_from(lesson: TaughtCheck, reference: ReferencePage, genuine: Path, false: Path | None = None) -> Learning:
    """Measure every document of the folders and learn.

    Raises
    ------
    TaughtError
        ``lesson-no-documents``: a folder holds no document; ``lesson-too-few``.
    """
    values: dict[bool, list[float]] = {True: [], False: []}
    left_out: list[str] = []
    for folder, kind in ((genuine, True), (false, False)):
        for name, pictures in documents(folder, lesson.light) if folder is not None else ():
            laid = lay_page(pictures, reference) if _WHITE in pictures else None
            value = None if laid is None else measure(laid, lesson)
            if value is None:
                left_out.append(name)
            else:
                values[kind].append(value)
    check = learned(lesson, values[True], values[False])
    return Learning(check, tuple(values[True]), tuple(values[False]), tuple(left_out))


def documents(folder: Path, light: str) -> Iterator[tuple[str, Mapping[str, NDArray[Any]]]]:
    """Name and pictures in white and in one other light of every document in a folder, in the order of names.

    Raises
    ------
    TaughtError
        ``lesson-no-documents``.
    """
    try:
        folders = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        folders = []
    if not folders:
        raise TaughtError("lesson-no-documents", path=folder)
    for each in folders:
        named = {found.code: path for path in sorted(each.iterdir()) if (found := light_of_file(path))}
        pictures = {}
        for code in {_WHITE, light} & named.keys():
            try:
                pictures[code] = decode(named[code].read_bytes())
            except (OSError, WorkstationError):
                pictures = {}
                break
        yield each.name, pictures
