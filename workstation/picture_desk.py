"""Pictures of the open case and of the specimens: stored bytes, pixels, thumbnails.

Every call but ``stored`` returns a Future at once; errors in it are ``WorkstationError``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from importlib import import_module
from typing import TYPE_CHECKING

from workstation.decoded import Decoded
from workstation.errors import CaseFileError
from workstation.imaging.recipe import Source, SourceKind
from workstation.open_case import OpenCase
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenPicture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workstation.imaging.colour import ColourProfile


class PictureDesk:
    """Decodes what the window shows and what recipes begin with, each picture once while there is room.

    Parameters
    ----------
    case : OpenCase
    library : Library
    executor : Executor
        The thread that decodes what somebody waits to see. It is not the one of the arithmetic: a light comes while
        pictures are laid on each other or checked.
    """

    def __init__(self, case: OpenCase, *, library: Library, executor: Executor) -> None:
        self._case = case
        self._library = library
        self._executor = executor
        self._decoded = Decoded()
        self._profiles: dict[str, ColourProfile] = {}

    def _sha256(self, capture_id: str) -> str:
        snapshot = self._case.snapshot
        if snapshot is None:
            raise CaseFileError("case-none-open")
        return snapshot.capture(capture_id).sha256

    def _original(self, capture_id: str) -> bytes:
        sha256 = self._sha256(capture_id)
        return self._opened(self._case.original(sha256), sha256)

    def _specimen(self, picture: SpecimenPicture) -> bytes:
        return self._opened(self._library.read(picture), picture.sha256)

    def profile(self, sha256: str) -> ColourProfile | None:
        """What the colours of a picture mean; None until it was decoded."""
        return self._profiles.get(sha256)

    def _opened(self, data: bytes, sha256: str) -> bytes:
        from workstation.imaging.colour import profile_of

        if sha256 not in self._profiles:
            self._profiles[sha256] = profile_of(data)
        return data

    def stored(self, source: Source) -> bytes:
        """Bytes of what a recipe begins with; on any thread but the writer's."""
        if source.kind is SourceKind.SPECIMEN:
            return self._library.read(self._library.picture_of_hash(source.sha256))
        return self._case.original(source.sha256)

    def warm_up(self) -> None:
        """Load what opens a case and decodes a picture, about 0.5 s, while nobody waits for it."""
        for name in ("workstation.cases.store", "tifffile", "imagecodecs"):
            self._executor.submit(import_module, name)

    def pixels(self, source: Source) -> NDArray[np.uint8] | NDArray[np.uint16]:
        """Pixels of what a recipe begins with; on any thread but the writer's."""
        return self._pixels(source.sha256, lambda: self.stored(source))

    def _pixels(self, sha256: str, stored: Callable[[], bytes]) -> NDArray[np.uint8] | NDArray[np.uint16]:
        from workstation.imaging.pictures import decode

        return self._decoded.pixels(sha256, lambda: decode(stored()))

    def picture(self, capture_id: str) -> Future[NDArray[np.uint8] | NDArray[np.uint16]]:
        """Pixels of a capture as they are stored: RGB or grey, uint8 or uint16, read-only."""

        def work() -> NDArray[np.uint8] | NDArray[np.uint16]:
            return self._pixels(self._sha256(capture_id), lambda: self._original(capture_id))

        return self._executor.submit(work)

    def thumbnail(self, capture_id: str, longest_px: int) -> Future[NDArray[np.uint8]]:
        """Small RGB uint8 picture of a capture."""

        def work() -> NDArray[np.uint8]:
            from workstation.imaging.pictures import decode_at, for_display

            return for_display(decode_at(self._original(capture_id), longest_px))[0]

        return self._executor.submit(work)

    def specimen_picture(self, picture: SpecimenPicture) -> Future[NDArray[np.uint8] | NDArray[np.uint16]]:
        """Pixels of a reference picture, its hash verified first."""

        return self._executor.submit(lambda: self._pixels(picture.sha256, lambda: self._specimen(picture)))

    def specimen_thumbnail(self, picture: SpecimenPicture, longest_px: int) -> Future[NDArray[np.uint8]]:
        """Small RGB uint8 picture of a reference picture."""

        def work() -> NDArray[np.uint8]:
            from workstation.imaging.pictures import decode_at, for_display

            return for_display(decode_at(self._specimen(picture), longest_px))[0]

        return self._executor.submit(work)
