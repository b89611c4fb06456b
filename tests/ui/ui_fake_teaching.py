"""The desks of models and lessons in memory: nothing is proposed, nothing was taught, nobody is a curator."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np

from workstation.specimens.model import SpecimenPicture

Later = Callable[..., Future[Any]]


class FakeSpecimens:
    """As ``workstation.specimens.desk.SpecimenDesk``."""

    def __init__(self, later: Later) -> None:
        self._later = later

    def propose(self, exhibit_id: str) -> Future[Any]:
        return self._later("propose", tuple, exhibit_id=exhibit_id)


class FakeTeaching:
    """As ``workstation.checks.teaching_desk.TeachingDesk``."""

    may_teach = False

    def __init__(self, later: Later) -> None:
        self._later = later

    def taught(self, model_id: str) -> Future[Any]:
        from workstation.checks.optical.taught import NOTHING_TAUGHT

        return self._later("taught", lambda: NOTHING_TAUGHT, model_id=model_id)

    def picture(self, picture: SpecimenPicture) -> Future[Any]:
        return self._later("specimen_pixels", lambda: np.full((88, 125, 3), 200, np.uint8), picture=picture)
