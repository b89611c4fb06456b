"""Every taught check on a laid page: value, threshold, margin, region. Pure; nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import CheckOutcome
from workstation.checks.optical.page import LaidPage
from workstation.checks.optical.patch import Patch
from workstation.checks.optical.routines import Needs
from workstation.checks.optical.taught import TaughtCheck


@dataclass(frozen=True, slots=True, eq=False)
class OpticalResult:
    """What one check found.

    Attributes
    ----------
    measured, margin : float or None
        None where it was not performed.
    reason : str
        Code of ``vocabulary/check_reason.toml``.
    corners : ndarray or None, shape (4, 2), float64
        The region in pixels of the questioned picture, clockwise from the top left.
    """

    check: TaughtCheck
    outcome: CheckOutcome
    reason: str
    measured: float | None = None
    margin: float | None = None
    corners: NDArray[np.float64] | None = None


def run_taught(page: LaidPage, checks: Sequence[TaughtCheck]) -> tuple[OpticalResult, ...]:
    """Run every check of one side; results in the order of the checks."""
    return tuple(_run(page, each) for each in checks)


def worst_first(results: Sequence[OpticalResult]) -> tuple[OpticalResult, ...]:
    """Failed first, the furthest from its threshold in front; then what could not be told; then the rest."""
    order = {
        outcome: at
        for at, outcome in enumerate(
            (CheckOutcome.FAILED, CheckOutcome.ABORTED, CheckOutcome.UNDETERMINED, CheckOutcome.NOT_PERFORMED)
        )
    }
    return tuple(
        sorted(
            results,
            key=lambda each: (order.get(each.outcome, len(order)), each.margin if each.margin is not None else 2.0),
        )
    )


def not_laid(checks: Sequence[TaughtCheck]) -> tuple[OpticalResult, ...]:
    """Results where the page could not be laid on the specimen: nothing was measured, nothing is said of it."""
    return tuple(OpticalResult(each, CheckOutcome.UNDETERMINED, "page_not_laid") for each in checks)


def measure(page: LaidPage, check: TaughtCheck) -> float | None:
    """The value of a check; None where a picture it needs is missing."""
    patch = page.patch(check.light, check.region_mm, check.border_mm)
    return None if patch is None or _missing(patch, check) else check.how.measure(patch)


def _run(page: LaidPage, check: TaughtCheck) -> OpticalResult:
    corners = region_corners(page, check)
    measured = measure(page, check)
    if measured is None:
        return OpticalResult(check, CheckOutcome.NOT_PERFORMED, "no_picture", corners=corners)
    margin = check.margin(measured)
    outcome = CheckOutcome.SUCCESSFUL if margin >= 0 else CheckOutcome.FAILED
    reason = "as_genuine" if margin >= 0 else "unlike_genuine"
    return OpticalResult(check, outcome, reason, measured, margin, corners)


def region_corners(page: LaidPage, check: TaughtCheck) -> NDArray[np.float64]:
    """The region of a check on the questioned picture."""
    left, top, width, height = (each * page.px_per_mm for each in check.region_mm)
    corners = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    laid = np.column_stack([corners, np.ones(4)]) @ page.to_questioned.T
    return np.asarray(laid[:, :2] / laid[:, 2:])


def _missing(patch: Patch, check: TaughtCheck) -> bool:
    have: Mapping[Needs, bool] = {
        Needs.REFERENCE: patch.reference is not None,
        Needs.WHITE: patch.white is not None,
    }
    return not all(have[each] for each in check.how.needs)
