"""Machine readable zones of the open case: read, pushed or typed, kept, checked, and what they identify.

Every call returns a Future at once; errors in it are ``WorkstationError``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workstation.cases.model import Exhibit, MrzRecord
from workstation.cases.stages import EDITABLE
from workstation.checks.desk import CheckDesk, keep_checks
from workstation.devices import Clock, DocumentReader, MrzReading
from workstation.errors import CaseFileError, WorkstationError
from workstation.events import Event, ZoneRead
from workstation.identifiers import new_id
from workstation.imaging.recipe import Source, SourceKind
from workstation.lights import LightClass, find_light
from workstation.open_case import OpenCase
from workstation.specimens.library import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.cases.store import CaseFile


CAMERA = "QDBench"
"""How the device is called where the program itself read the zone, from pictures."""


class ZoneDesk:
    """Zones of the document in the reader and what follows from them.

    Parameters
    ----------
    case : OpenCase
    reader : DocumentReader or None
    library : Library
        Reference specimens, for the likeliest model.
    clock : Clock
    hands : Executor
        The one thread that drives the devices.
    checks : CheckDesk
        Runs the checks after a zone was read.
    arithmetic : Executor
        Reads zones from pictures where no reader sent one.
    pixels : callable
        Pixels of a stored picture; on that thread.
    post : callable
        Takes ``ZoneRead`` for a zone that came unasked.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        reader: DocumentReader | None,
        library: Library,
        clock: Clock,
        hands: Executor,
        checks: CheckDesk,
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
        post: Callable[[Event], None],
    ) -> None:
        self._arithmetic = arithmetic
        self._pixels = pixels
        self._case = case
        self._reader = reader
        self._library = library
        self._clock = clock
        self._hands = hands
        self._checks = checks
        self._post = post

    def read_mrz(self, exhibit_id: str | None = None) -> Future[MrzRecord | None]:
        """Ask the document reader for the zone; None when it sees no document."""

        def work() -> MrzRecord | None:
            if self._reader is None:
                raise WorkstationError("reader-none")
            reading = self._read_zone()
            return None if reading is None else self._keep_mrz(exhibit_id, *reading).result()

        return self._hands.submit(work)

    def _read_zone(self) -> tuple[str, str, tuple[str, ...]] | None:
        """Source, device and lines of the zone in the reader; None without a reader or a document."""
        reading = self._reader.read_mrz() if self._reader is not None else None
        return None if reading is None else (self._reader_source(), reading.device, reading.lines)

    def _reader_source(self) -> str:
        identity = self._reader.status.identity if self._reader is not None else None
        return "simulated" if identity is not None and identity.simulated else "reader"

    def pushed(self, reading: MrzReading) -> None:
        """A document was laid on the reader; on the reader's thread, which never waits for the case file."""
        with contextlib.suppress(RuntimeError):  # the end has begun
            self._case.later(self._take_zone, reading)

    def _take_zone(self, reading: MrzReading) -> None:
        """Keep a zone that came unasked where it belongs to the open case, and tell everybody either way."""
        try:
            self._post(ZoneRead(reading, self._zone_of_case(reading)))
        except WorkstationError as error:
            self._post(ZoneRead(reading, None, error.code, error.facts))

    def _zone_of_case(self, reading: MrzReading) -> MrzRecord:
        """What the open case holds of a reading that nobody asked for; kept, checked and identified where it is new.

        Raises
        ------
        CaseFileError
            No case is open, it is finished, or its document is another one: a case is made for one document, and the
            next traveller's must not slip into it.
        """
        if self._case.file is None or self._case.snapshot is None:
            raise CaseFileError("reading-no-case")
        if self._case.snapshot.read_only or self._case.snapshot.handling.stage not in EDITABLE:
            raise CaseFileError("reading-case-finished", path=self._case.path)
        case, exhibit = self._case.ensure_exhibit(None)
        own = [each for each in self._case.snapshot.mrz if each.exhibit_id == exhibit]
        sent = [each for each in own if each.source != "manual" and not each.device.startswith(CAMERA)]
        known = next((each for each in sent if each.lines == reading.lines), None)
        if known is not None:
            return known
        if sent:
            raise CaseFileError("reading-other-document", path=case.path)
        record = MrzRecord(
            mrz_id=new_id(reading.read_at),
            exhibit_id=exhibit,
            source=self._reader_source(),
            device=reading.device,
            lines=reading.lines,
            read_at=reading.read_at,
        )
        case.add_mrz(record)
        self._likeliest_model(case, exhibit)
        keep_checks(case, exhibit, self._clock)
        if any(each.exhibit_id == exhibit for each in self._case.changed().captures):
            self._checks.run(exhibit, case)
        return record

    def identify(self, exhibit_id: str | None = None, *, ask_reader: bool = True) -> Future[Exhibit]:
        """Read the zone, choose the likeliest specimen if none is chosen, run every check.

        Parameters
        ----------
        ask_reader : bool
            False for pictures of another day: what lies on the reader now is another document. The zone is read from
            the pictures then, as it is where the reader sees none.
        """
        return self._hands.submit(self._identify, exhibit_id, ask_reader=ask_reader)

    def _identify(self, exhibit_id: str | None, *, ask_reader: bool) -> Exhibit:
        case, exhibit = self._case.later(self._case.ensure_exhibit, exhibit_id).result()
        reading = self._read_zone() if ask_reader else None
        if reading is not None and not self._holds_zone(exhibit, reading[2]):
            self._keep_mrz(exhibit, *reading, meant=case).result()
        elif reading is None and not self._holds_any(exhibit):
            for device, lines in self._arithmetic.submit(self._read_pictures, exhibit).result():
                self._keep_mrz(exhibit, "reader", device, lines, meant=case).result()
        identified = self._case.write(lambda it: self._likeliest_model(it, exhibit), case).result()
        self._checks.run(exhibit, case).result()
        return identified

    def _read_pictures(self, exhibit_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """Device and lines of the zone of each side, read in white light and in infrared; on the arithmetic thread.

        Where lights contradict each other, each light's own lines come before what they say together.
        """
        from workstation.checks.desk import newest_captures
        from workstation.documents.reading.lights import read_lights

        snapshot = self._case.snapshot
        captured = newest_captures(snapshot.captures, exhibit_id) if snapshot else {}
        kept: list[tuple[str, tuple[str, ...]]] = []
        for page in dict.fromkeys(side for side, _ in captured):
            own = {light: each for (side, light), each in captured.items() if side == page and _reads(light)}
            pictures = ((light, self._pixels(Source(SourceKind.CAPTURE, each.sha256))) for light, each in own.items())
            fused = read_lights(pictures)
            if fused is None:
                continue
            if any(each.contradicts for each in fused.disagreements):
                kept += [(_camera(light), each.lines) for light, each in fused.readings.items()]
            kept.append((_camera(*fused.readings), fused.lines))
        return kept

    def _holds_any(self, exhibit_id: str) -> bool:
        held = self._case.snapshot.mrz if self._case.snapshot else ()
        return any(each.exhibit_id == exhibit_id for each in held)

    def _holds_zone(self, exhibit_id: str, lines: tuple[str, ...]) -> bool:
        """The reader has sent these lines for this exhibit before."""
        held = self._case.snapshot.mrz if self._case.snapshot else ()
        return any((each.exhibit_id, each.lines) == (exhibit_id, lines) and each.source != "manual" for each in held)

    def _likeliest_model(self, case: CaseFile, exhibit_id: str) -> Exhibit:
        """The exhibit, with the likeliest specimen where none was chosen."""
        snapshot = case.snapshot()
        exhibit = next(each for each in snapshot.exhibits if each.exhibit_id == exhibit_id)
        zones = [each for each in snapshot.mrz if each.exhibit_id == exhibit_id]
        candidates = self._library.candidates(zones[-1].lines) if zones else ()
        if not candidates or exhibit.model_id:
            return exhibit
        chosen = replace(exhibit, model_id=candidates[0].model.model_id, model_ident_method="mrz")
        case.update_exhibit(chosen)
        return chosen

    def type_mrz(self, exhibit_id: str | None, lines: Sequence[str]) -> Future[MrzRecord]:
        """Keep lines that a person typed."""
        return self._keep_mrz(exhibit_id, "manual", "", tuple(lines))

    def _keep_mrz(
        self,
        exhibit_id: str | None,
        source: str,
        device: str,
        lines: tuple[str, ...],
        meant: CaseFile | None = None,
    ) -> Future[MrzRecord]:
        now = self._clock.now()

        def work() -> MrzRecord:
            if meant is not None:
                self._case.demand(meant)
            case, exhibit = self._case.ensure_exhibit(exhibit_id)
            record = MrzRecord(
                mrz_id=new_id(now),
                exhibit_id=exhibit,
                source=source,
                device=device,
                lines=lines,
                read_at=now,
            )
            case.add_mrz(record)
            self._case.changed()
            return record

        return self._case.later(work)


def _reads(light: str) -> bool:
    """White light and infrared show a zone as readers see it; ultraviolet adds what was printed over it."""
    found = find_light(light)
    return light == "WHITE" or (found is not None and found.light_class is LightClass.INFRARED)


def _camera(*lights: str) -> str:
    """The program and the lights it read under."""
    return f"{CAMERA}, {' + '.join(lights)}"
