"""GenTL producers: the maker's libraries (``*.cti``) through which GenICam cameras are reached.

Responsible for: where a producer lies, which cameras it shows, opening one of them for this program alone.

Not responsible for: what is asked of a camera (``drivers.cameras.genicam``).

A producer may be loaded once in a process; whoever holds a camera of it holds the producer.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workstation.errors import DeviceNotFound, DeviceStateError

SEARCH_PATH = "GENICAM_GENTL64_PATH"
"""Folders of producers, set by the maker's installer (EMVA GenTL 1.6, 3.1)."""

_held: set[Path] = set()
_holding = threading.Lock()

# Harvesters logs with a traceback what is told here as an error.
_quiet = logging.getLogger(f"{__name__}.harvesters")
_quiet.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera as its producer lists it. Empty text where the producer does not say."""

    id: str
    maker: str
    model: str
    serial: str
    version: str
    user_name: str


@dataclass(frozen=True, slots=True)
class OpenCamera:
    """A camera that this program alone may use.

    Attributes
    ----------
    acquirer : harvesters.core.ImageAcquirer
    info : CameraInfo
    release : callable
        Gives camera and producer back; safe to call twice.
    """

    acquirer: Any
    info: CameraInfo
    release: Any


def producers(path: str = "") -> tuple[Path, ...]:
    """Producer files: this one, or those in the folders of ``GENICAM_GENTL64_PATH``, by name.

    Raises
    ------
    DeviceNotFound
        ``camera-no-producer``: there is none.
    """
    if path:
        found = [Path(path)] if Path(path).is_file() else []
    else:
        folders = [Path(each) for each in os.environ.get(SEARCH_PATH, "").split(os.pathsep) if each]
        found = [each for folder in folders if folder.is_dir() for each in sorted(folder.glob("*.cti"))]
    if not found:
        raise DeviceNotFound("camera-no-producer", producer=path or f"${SEARCH_PATH}")
    return tuple(found)


def open_camera(device: int | str, producer: str = "") -> OpenCamera:
    """Open a camera for this program alone.

    Parameters
    ----------
    device : int or str
        Place in the list of the producers, from 0; or its serial number, its own name or the name its owner gave it.
    producer : str
        Path of a producer; empty searches ``GENICAM_GENTL64_PATH``.

    Raises
    ------
    DeviceNotFound
        ``camera-no-producer``, ``camera-not-found``, or ``camera-ambiguous``: two answer to that name.
    DeviceStateError
        ``camera-taken``: another program has it. ``camera-genicam-missing``: the extra is not installed.
    """
    with contextlib.ExitStack() as undo:
        harvester = undo.enter_context(_loaded(producers(producer)))
        listed = [(_info(each), each) for each in harvester.device_info_list]
        place = _place([info for info, _ in listed], device)
        from genicam import gentl

        try:
            with _own_interrupt():
                acquirer = harvester.create(place)
        except (gentl.ResourceInUseException, gentl.AccessDeniedException, gentl.BusyException) as error:
            raise DeviceStateError("camera-taken", camera=str(device)) from error
        except gentl.GenericException as error:
            raise DeviceNotFound("camera-not-found", camera=str(device), detail=str(error)) from error
        return OpenCamera(acquirer, listed[place][0], undo.pop_all().close)


def list_cameras(producer: str = "") -> tuple[CameraInfo, ...]:
    """Cameras that the producers show; none of them is opened. Raises as ``open_camera``."""
    with _loaded(producers(producer)) as harvester:
        return tuple(_info(each) for each in harvester.device_info_list)


@contextlib.contextmanager
def _loaded(files: tuple[Path, ...]) -> Iterator[Any]:
    """The producers with their lists of cameras, held until the end."""
    try:
        from harvesters.core import Harvester
    except ImportError as error:
        raise DeviceStateError("camera-genicam-missing", detail=str(error)) from error
    mine = {each.resolve() for each in files}
    with _holding:
        if _held & mine:
            raise DeviceStateError("camera-taken", camera=", ".join(each.name for each in files))
        _held.update(mine)
    try:
        harvester = Harvester(logger=_quiet)
        try:
            for each in files:
                harvester.add_file(str(each))
            harvester.update()
            yield harvester
        finally:
            harvester.reset()
    finally:
        with _holding:
            _held.difference_update(mine)


@contextlib.contextmanager
def _own_interrupt() -> Iterator[None]:
    """Harvesters takes Ctrl-C for itself when it opens a camera on the main thread; here it is given back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    mine = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, mine)


def _place(cameras: list[CameraInfo], device: int | str) -> int:
    """Index of the one camera that is meant; which of two is never guessed."""
    if isinstance(device, int):
        places = [device] if device < len(cameras) else []
    else:
        places = [at for at, it in enumerate(cameras) if device in (it.serial, it.id, it.user_name)]
    if not places:
        raise DeviceNotFound("camera-not-found", camera=str(device))
    if len(places) > 1:
        raise DeviceNotFound(
            "camera-ambiguous", camera=str(device), found=", ".join(cameras[each].id for each in places)
        )
    return places[0]


def _info(listed: Any) -> CameraInfo:
    from genicam import gentl

    def say(name: str) -> str:
        try:
            return str(getattr(listed, name) or "")
        except gentl.GenericException:
            return ""

    return CameraInfo(
        say("id_"), say("vendor"), say("model"), say("serial_number"), say("version"), say("user_defined_name")
    )
