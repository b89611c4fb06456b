"""The curator's desk: lessons for the reference specimens, learned from folders of captures and kept with the model.

Every call returns a Future at once; errors in it are ``WorkstationError``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.accounts.permissions import allowed, demand
from workstation.accounts.roles import Actor
from workstation.imaging.recipe import Source, SourceKind
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenPicture
from workstation.whole_file import write_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.checks.optical.lessons import Learning
    from workstation.checks.optical.taught import TaughtCheck, TaughtModel

TEACH = "library.teach"
_REMARK = "Kept by the curator's window; lessons learned from captures, each with its error rates."


class TeachingDesk:
    """Teaches checks.

    Parameters
    ----------
    library : Library
    arithmetic : Executor
        The thread that decodes and measures.
    pixels : callable
        Pixels of a stored picture; on that thread.
    actor : callable
        Who works here now; must be a curator, or sit at a station without accounts.
    """

    def __init__(
        self,
        library: Library,
        *,
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
        actor: Callable[[], Actor],
    ) -> None:
        self._library = library
        self._arithmetic = arithmetic
        self._pixels = pixels
        self._actor = actor

    @property
    def may_teach(self) -> bool:
        """Whether who works here may change what is taught."""
        return allowed(self._actor(), TEACH)

    def taught(self, model_id: str) -> Future[TaughtModel]:
        """Every check of a model."""
        return self._arithmetic.submit(self._taught, model_id)

    def picture(self, picture: SpecimenPicture) -> Future[NDArray[Any]]:
        """Pixels of a specimen's picture."""
        return self._arithmetic.submit(self._pixels, Source(SourceKind.SPECIMEN, picture.sha256))

    def learn(self, model_id: str, lesson: TaughtCheck, genuine: Path, false: Path | None = None) -> Future[Learning]:
        """What a lesson learns from captures; nothing is kept.

        Raises
        ------
        WorkstationError
            In the future: no document in a folder, too few that lie on the specimen; who asks may not teach.
        """
        return self._arithmetic.submit(self._learn, model_id, lesson, genuine, false)

    def keep(self, model_id: str, check: TaughtCheck) -> Future[TaughtModel]:
        """Keep a learned check with its model, in place of one of the same name.

        Raises
        ------
        WorkstationError
            In the future: the file cannot be written; who asks may not teach.
        """
        return self._arithmetic.submit(self._keep, model_id, check)

    def forget(self, model_id: str, check_id: str) -> Future[TaughtModel]:
        """Take a check away from its model. Raises as ``keep``."""
        return self._arithmetic.submit(self._forget, model_id, check_id)

    def _taught(self, model_id: str) -> TaughtModel:
        from workstation.checks.optical.taught import load_taught

        return load_taught(self._library.folder(model_id))

    def _learn(self, model_id: str, lesson: TaughtCheck, genuine: Path, false: Path | None) -> Learning:
        from workstation.checks.optical.lessons import learn_from
        from workstation.checks.optical.page import reference_page

        demand(self._actor(), TEACH)
        model, taught = self._library.model(model_id), self._taught(model_id)
        own = [each for each in model.pictures if each.page == lesson.page]
        pictures = {each.light: self._pixels(Source(SourceKind.SPECIMEN, each.sha256)) for each in own}
        reference = reference_page(pictures, own[0].px_per_mm, taught.variable_mm.get(lesson.page, ()))
        return learn_from(lesson, reference, genuine, false)

    def _keep(self, model_id: str, check: TaughtCheck) -> TaughtModel:
        taught = self._taught(model_id)
        others = [each for each in taught.checks if each.id != check.id]
        return self._write(model_id, replace(taught, checks=(*others, check)))

    def _forget(self, model_id: str, check_id: str) -> TaughtModel:
        taught = self._taught(model_id)
        kept = tuple(each for each in taught.checks if each.id != check_id)
        return self._write(model_id, replace(taught, checks=kept))

    def _write(self, model_id: str, taught: TaughtModel) -> TaughtModel:
        from workstation.checks.optical.taught import FILE, as_toml

        demand(self._actor(), TEACH)
        path = self._library.folder(model_id) / FILE
        write_whole(path, as_toml(taught, _REMARK).encode())
        return self._taught(model_id)
