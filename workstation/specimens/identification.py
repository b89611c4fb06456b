"""Which model a document may be: by its machine readable zone and by its picture, with reasons and scores.

A score orders proposals and says nothing of authenticity. No proposal means no reference, never a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register import register
from workstation.imaging.smoothed import RegionMm, smoothed
from workstation.specimens.library import Candidate, Library
from workstation.specimens.model import SpecimenModel, SpecimenPicture

MOST_PROPOSALS = 5
_WHITE = "WHITE"
_ZONE_REASONS = 5
_REGISTERED_PX = 1024
_LAID_AT_MOST = 3
_MARKS = 1500
_LEAST_PX = 64
_AGREE_PX = 4.0
_FEWEST_AGREEING = 15
_WEIGHT_OF_PICTURE = 0.6
"""Anybody can print a zone; few can print the form it stands on."""

_Marks = tuple[NDArray[np.float32], NDArray[np.uint8] | None]
"""Places, shape (N, 2), and what is around them, shape (N, 32)."""

Decoded = Callable[[SpecimenPicture], NDArray[Any]]
VariableMm = Callable[[SpecimenPicture], Sequence[RegionMm]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model that a document may be.

    Attributes
    ----------
    score : float
        0 to 1.
    reasons : tuple of str
        Codes of ``vocabulary/candidate_reason.toml``.
    page : str
        The side of the model that a picture lies on; empty where none does.
    likeness : float
        Confidence of that, 0 to 1.
    """

    model: SpecimenModel
    score: float
    reasons: tuple[str, ...]
    page: str = ""
    likeness: float = 0.0

    @property
    def by_zone(self) -> bool:
        """The zone speaks for it."""
        return "same_country" in self.reasons


class Identifier:
    """Knows the corners of every specimen's print, once it was asked.

    Parameters
    ----------
    library : Library
    decoded : callable
        Pixels of a specimen's picture.
    variable_mm : callable
        Places of a picture that differ from holder to holder; what lies there takes no part in a second try.
    """

    def __init__(self, library: Library, decoded: Decoded, variable_mm: VariableMm) -> None:
        self._library = library
        self._decoded = decoded
        self._variable_mm = variable_mm
        self._marks: dict[str, _Marks] = {}

    def propose(
        self, lines: Sequence[str], pictures: Sequence[NDArray[Any]], today: date | None = None
    ) -> tuple[Proposal, ...]:
        """Models that a document may be, the likeliest first; empty where nothing speaks for any.

        Parameters
        ----------
        lines : sequence of str
            Of the zone; empty where none was read.
        pictures : sequence of ndarray
            Sides of the document in white light.
        """
        by_zone = {each.model.model_id: each for each in self._library.candidates(lines, today)} if lines else {}
        laid: dict[str, tuple[str, float]] = {}
        for questioned in map(_small, pictures):
            for model, side in self._worth_laying(questioned):
                likeness = self._likeness(side, questioned)
                if likeness > laid.get(model.model_id, ("", 0.0))[1]:
                    laid[model.model_id] = side.page, likeness
        found = [
            _proposal(model, by_zone.get(model.model_id), laid.get(model.model_id), bool(pictures))
            for model in self._library.models()
            if model.model_id in by_zone or model.model_id in laid
        ]
        return tuple(sorted(found, key=lambda each: -each.score)[:MOST_PROPOSALS])

    def _worth_laying(self, questioned: NDArray[Any]) -> Iterator[tuple[SpecimenModel, SpecimenPicture]]:
        """Sides that share corners of their print with the picture, most first. Laying others takes seconds each."""
        if min(questioned.shape[:2]) < _LEAST_PX:
            return
        own = _marks(questioned)
        shared = [
            (_agreeing(self._marks_of(side), own), model.model_id, side.page, model, side)
            for model in self._library.models()
            for side in model.pictures
            if side.light == _WHITE
        ]
        for count, _, _, model, side in sorted(shared, key=lambda each: each[:3], reverse=True)[:_LAID_AT_MOST]:
            if count >= _FEWEST_AGREEING:
                yield model, side

    def _likeness(self, side: SpecimenPicture, questioned: NDArray[Any]) -> float:
        """Confidence of laying a picture on a side; 0 where it does not lie."""
        genuine = self._decoded(side)
        laid = register(_small(genuine), questioned)
        regions = () if laid.accepted else self._variable_mm(side)
        if regions:
            laid = register(_small(smoothed(genuine, regions, side.px_per_mm)), questioned)
        return float(laid.confidence) if laid.accepted else 0.0

    def _marks_of(self, side: SpecimenPicture) -> _Marks:
        if side.sha256 not in self._marks:
            self._marks[side.sha256] = _marks(_small(self._decoded(side)))
        return self._marks[side.sha256]


def _proposal(
    model: SpecimenModel, candidate: Candidate | None, laid: tuple[str, float] | None, seen: bool
) -> Proposal:
    reasons = candidate.reasons if candidate else ()
    page, likeness = laid or ("", 0.0)
    zone = len(reasons) / _ZONE_REASONS
    if laid:
        reasons = (*reasons, "picture_lies")
    elif seen:
        reasons = (*reasons, "picture_elsewhere")
    share = _WEIGHT_OF_PICTURE if seen else 0.0
    return Proposal(model, round((1 - share) * zone + share * likeness, 3), reasons, page, likeness)


def _small(pixels: NDArray[Any]) -> NDArray[Any]:
    share = _REGISTERED_PX / max(pixels.shape[:2])
    return (
        pixels
        if share >= 1
        else np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    )


def _marks(pixels: NDArray[Any]) -> _Marks:
    """Corners of what is printed, with their surroundings as bits."""
    grey = np.asarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    plain = grey if grey.dtype == np.uint8 else np.asarray(grey >> 8, np.uint8)
    points, bits = cv2.ORB.create(_MARKS).detectAndCompute(plain, None)
    places = np.array([each.pt for each in points], np.float32).reshape(-1, 2)
    return places, None if bits is None else np.asarray(bits, np.uint8)


def _agreeing(genuine: _Marks, questioned: _Marks) -> int:
    """Corners of two pictures that look alike and lie as one plane seen twice."""
    if genuine[1] is None or questioned[1] is None or min(len(genuine[0]), len(questioned[0])) < _FEWEST_AGREEING:
        return 0
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(genuine[1], questioned[1])
    if len(pairs) < _FEWEST_AGREEING:
        return 0
    there = genuine[0][[each.queryIdx for each in pairs]]
    here = questioned[0][[each.trainIdx for each in pairs]]
    _, held = cv2.findHomography(there, here, cv2.RANSAC, _AGREE_PX)
    return 0 if held is None else int(held.sum())
