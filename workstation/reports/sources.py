"""What a report is made from besides the case itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import KeptRecipe, LoggedEvent
from workstation.software import SoftwareInfo
from workstation.specimens.model import SpecimenModel, SpecimenPicture

RgbPicture = NDArray[np.uint8]


def _no_model(model_id: str) -> SpecimenModel | None:
    return None


def _no_specimen(model_id: str, page: str, light: str) -> tuple[SpecimenPicture, RgbPicture] | None:
    return None


def _no_replay(kept: KeptRecipe) -> RgbPicture | None:
    return None


def _no_profile(picture: CaptureRecord | SpecimenPicture) -> str:
    return ""


def _no_time(record: CaptureRecord) -> str:
    return ""


def _no_alignment(questioned: RgbPicture, specimen: RgbPicture) -> NDArray[np.float64] | None:
    return None


@dataclass(frozen=True, slots=True)
class ReportSources:
    """Where pictures, reference models and versions come from.

    Attributes
    ----------
    pictures : callable
        Pixels of a capture for the eye: shape (H, W, 3), uint8, RGB. Called once for each capture.
    software : SoftwareInfo
    exports : tuple of LoggedEvent
        Files that were written from the case before.
    model : callable
        Reference model of an id, None where the library lacks it.
    specimen_picture : callable
        Specimen picture of model, page and light with its pixels (H, W, 3) uint8 RGB, None where there is none.
    align : callable
        Homography (3, 3) that takes pixels of the first picture to pixels of the second, None where the two cannot
        be registered; a finding's region is then found in the specimen by other means, and the caption says so.
    profile : callable
        Name of the colour profile from which the pixels of a picture in white light were brought to sRGB, empty where
        they are printed as they are stored.
    replay : callable
        The picture (H, W, 3) uint8 RGB that a kept recipe makes, None where it does not come out as it was kept.
    claimed_time : callable
        When the file of an imported picture says it was taken, empty where it does not say.
    """

    pictures: Callable[[CaptureRecord], RgbPicture]
    software: SoftwareInfo
    model: Callable[[str], SpecimenModel | None] = _no_model
    specimen_picture: Callable[[str, str, str], tuple[SpecimenPicture, RgbPicture] | None] = _no_specimen
    align: Callable[[RgbPicture, RgbPicture], NDArray[np.float64] | None] = _no_alignment
    claimed_time: Callable[[CaptureRecord], str] = _no_time
    replay: Callable[[KeptRecipe], RgbPicture | None] = _no_replay
    profile: Callable[[CaptureRecord | SpecimenPicture], str] = _no_profile
    exports: tuple[LoggedEvent, ...] = ()
