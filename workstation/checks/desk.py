"""The check desk: every machine check on an exhibit of the open case, its results kept.

Pictures are measured on the thread for arithmetic; the case file is touched on its own. Errors in a future are
``WorkstationError``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.captures import CaptureRecord
from workstation.cases.exports import Export, Written
from workstation.cases.model import CaseSnapshot, CheckOutcome, CheckResult
from workstation.checks.detail import stored_facts
from workstation.devices import Clock
from workstation.errors import WorkstationError
from workstation.imaging.recipe import Source, SourceKind
from workstation.lights import LightClass, find_light
from workstation.open_case import OpenCase
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenModel, SpecimenPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.cases.store import CaseFile
    from workstation.checks.crops import Crops
    from workstation.checks.optical.page import LaidPage, ReferencePage
    from workstation.checks.optical.run import OpticalResult
    from workstation.checks.optical.taught import RegionMm, TaughtModel
    from workstation.documents.barcodes import BarCode
    from workstation.documents.line_reader import LineReader
    from workstation.documents.mrz_values import MrzDocument

_WHITE = "WHITE"
_KEPT_REFERENCES = 2
_KEPT_CODES = 8

Captured = Mapping[tuple[str, str], CaptureRecord]
"""The newest capture of an exhibit by side and light."""


class CheckDesk:
    """Runs checks.

    Parameters
    ----------
    case : OpenCase
    library : Library
    clock : Clock
    arithmetic : Executor
        The thread that decodes and measures.
    pixels : callable
        Pixels of a stored picture; on that thread.
    certificates_dir : Path or None
        Certificates of seal signers and of the authorities above them, in ``signers`` and ``roots``.
    line_reader : LineReader or None
        Reads printed values of the visual zone; None where no OCR library is installed.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        library: Library,
        clock: Clock,
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
        certificates_dir: Path | None = None,
        line_reader: LineReader | None = None,
    ) -> None:
        self._case = case
        self._library = library
        self._clock = clock
        self._arithmetic = arithmetic
        self._pixels = pixels
        self._certificates_dir = certificates_dir
        self._line_reader = line_reader
        self._references: OrderedDict[tuple[str, str], ReferencePage] = OrderedDict()
        self._codes: OrderedDict[str, tuple[BarCode, ...]] = OrderedDict()

    def prepare(self, capture: CaptureRecord) -> None:
        """Do what can be done for a picture that was just stored, while the next lamp burns."""
        with suppress(RuntimeError):  # the end has begun
            self._arithmetic.submit(self._prepare, capture)

    def _prepare(self, capture: CaptureRecord) -> None:
        from workstation.checks.optical.taught import load_taught

        with suppress(WorkstationError):  # said when the checks run
            self._of(capture)
            if capture.light != _WHITE:
                return
            self._codes_of(capture)
            snapshot = self._case.snapshot
            exhibits = snapshot.exhibits if snapshot else ()
            model_id = next((each.model_id for each in exhibits if each.exhibit_id == capture.exhibit_id), "")
            if model_id:
                model = self._library.model(model_id)
                taught = load_taught(self._library.folder(model_id))
                if any(each.page == capture.page for each in taught.checks):
                    self._reference(model, taught, capture.page)

    def run(self, exhibit_id: str | None = None, meant: CaseFile | None = None) -> Future[tuple[CheckResult, ...]]:
        """Run every check on an exhibit and keep the results, optical ones worst first."""
        return self._arithmetic.submit(self._run, exhibit_id, meant)

    def overrule(self, result_id: str, outcome: CheckOutcome, note: str) -> Future[CheckResult]:
        """Keep what the examiner says instead of a machine's result, beside it.

        Raises
        ------
        WorkstationError
            In the future: ``check-replaced``: a later run of the checks has taken its place.
        """
        from workstation.checks.judged import overruling

        def work(case: CaseFile) -> CheckResult:
            found = next((each for each in case.snapshot().checks if each.result_id == result_id), None)
            if found is None:
                raise WorkstationError("check-replaced")
            said = overruling(found, outcome, note, self._clock.now())
            case.add_checks([said])
            return said

        return self._case.write(work)

    def type_visual(self, exhibit_id: str, field: str, text: str) -> Future[CheckResult]:
        """Keep what a person reads in the visual zone, beside the zone; an empty text takes it back."""
        from workstation.checks.typed_visual import typed_value

        def work(case: CaseFile) -> CheckResult:
            snapshot, now = case.snapshot(), self._clock.now()
            own = [each.performed_at for each in snapshot.checks if each.exhibit_id == exhibit_id]
            zone = _zone_of(snapshot, exhibit_id)
            said = typed_value(exhibit_id, field, text, zone, now, max(own, default=now))
            case.add_checks([said])
            return said

        return self._case.write(work)

    def export_log(self, path: Path, *, personal: bool = False) -> Future[Written]:
        """Write the latest checks as XML aligned with BSI TR-03135; ``personal``: with what names the holder."""
        from workstation.checks.xml_log import check_log
        from workstation.whole_file import Kind, write_whole

        meant = self._case.file

        def written() -> Written:
            snapshot = self._case.later(lambda: self._case.demand(meant).snapshot()).result()
            write_whole(path, check_log(snapshot, self._clock.now(), personal=personal), Kind.CHECK_LOG)
            return Written(path, self._case.note_export(Export.CHECKS, path, meant, personal=int(personal)).result())

        return self._arithmetic.submit(written)

    def crops(self, result: CheckResult) -> Future[Crops | None]:
        """The place of a result on the questioned picture and on the specimen's, for the eye: uint8, RGB or grey."""
        return self._arithmetic.submit(self._crops, result)

    def _crops(self, result: CheckResult) -> Crops | None:
        from workstation.checks.crops import ReferencePicture, cut, stored_place
        from workstation.imaging.pictures import for_display

        snapshot = self._case.snapshot
        if snapshot is None or result.capture_id is None:
            return None
        place, sha256 = stored_place(result), stored_facts(result.detail).get("specimen", "")
        reference = None
        if place is not None and sha256:
            with suppress(WorkstationError):  # the library lost it: the questioned crop alone
                picture = self._library.picture_of_hash(sha256)
                pixels = self._pixels(Source(SourceKind.SPECIMEN, sha256))
                reference = ReferencePicture(pixels, picture.px_per_mm, place)
        found = cut(self._of(snapshot.capture(result.capture_id)), result, reference)
        if found is None:
            return None
        genuine = None if found.reference is None else for_display(found.reference)[0]
        return replace(found, questioned=for_display(found.questioned)[0], reference=genuine)

    def variable_mm(self, picture: SpecimenPicture) -> tuple[RegionMm, ...]:
        """Regions of a specimen's side that differ from holder to holder; empty where nothing usable was taught."""
        from workstation.checks.optical.taught import TaughtError, load_taught

        model = self._library.model_of(picture)
        try:
            return load_taught(self._library.folder(model.model_id)).variable_mm.get(picture.page, ())
        except TaughtError:
            return ()

    def _run(self, exhibit_id: str | None, meant: CaseFile | None) -> tuple[CheckResult, ...]:
        def begin() -> tuple[CaseFile, str, CaseSnapshot]:
            if meant is not None:
                self._case.demand(meant)
            case, exhibit = self._case.ensure_exhibit(exhibit_id)
            return case, exhibit, case.snapshot()

        case, exhibit, snapshot = self._case.later(begin).result()
        optical = self._optical(snapshot, exhibit)
        return self._case.write(lambda it: keep_checks(it, exhibit, self._clock, optical), case).result()

    def _optical(self, snapshot: CaseSnapshot, exhibit_id: str) -> tuple[CheckResult, ...]:
        from workstation.checks.optical.taught import NOTHING_TAUGHT, load_taught

        now = self._clock.now()
        captured = newest_captures(snapshot.captures, exhibit_id)
        exhibit = next(each for each in snapshot.exhibits if each.exhibit_id == exhibit_id)
        model = next((each for each in self._library.models() if each.model_id == exhibit.model_id), None)
        taught = NOTHING_TAUGHT if model is None else load_taught(self._library.folder(model.model_id))
        sides = {} if model is None else self._sides(model, taught, captured)
        if model is None or not taught.checks:
            found = self._without_model(exhibit_id, captured, now)
        else:
            found = self._with_model(exhibit_id, model, taught, sides, captured, now)
        zone = _zone_of(snapshot, exhibit_id)
        visual = self._visual(exhibit_id, model, zone, sides, captured, now)
        sent = _sent_lines(snapshot, exhibit_id)
        printed = self._printed_zone(exhibit_id, captured, bool(taught.checks), sent, now)
        return (*found, *printed, *visual, *self._seals(exhibit_id, zone, captured, now))

    def _printed_zone(
        self, exhibit_id: str, captured: Captured, taught: bool, sent: tuple[str, ...], now: datetime
    ) -> Iterator[CheckResult]:
        """What needs no model: how the zone is printed, and whether pictures and reader device say the same;
        brightness around it only where nothing was taught of it.
        """
        from workstation.checks.optical.zone_answers import zone_results

        for each in zone_results(exhibit_id, captured, self._of, now, sent):
            if not (taught and each.check.startswith("SSV.")):
                yield each

    def _visual(
        self,
        exhibit_id: str,
        model: SpecimenModel | None,
        zone: MrzDocument | None,
        sides: Mapping[str, LaidPage | None],
        captured: Captured,
        now: datetime,
    ) -> Iterator[CheckResult]:
        """What the visual zone prints, where the model says where it stands and somebody can read."""
        from workstation.checks.visual_answers import visual_not_read, visual_results

        if model is None:
            yield visual_not_read(exhibit_id, "no_reference", now)
            return
        if self._line_reader is None or not model.texts:
            yield visual_not_read(exhibit_id, "no_labelled_fields" if self._line_reader else "no_ocr", now)
            return
        laid = {page: side for page, side in sides.items() if side is not None}
        if not laid:
            yield visual_not_read(exhibit_id, "page_not_laid", now)
            return
        yield from visual_results(exhibit_id, model, zone, captured, laid, self._of, self._line_reader, now)

    def _seals(
        self, exhibit_id: str, zone: MrzDocument | None, captured: Captured, now: datetime
    ) -> Iterator[CheckResult]:
        """Digital seals and other bar codes of every side that was taken in white light."""
        from workstation.checks.code_routines import AGAINST_CODE, check_codes
        from workstation.checks.optical_answers import code_result, seal_result
        from workstation.checks.seal_routines import check_seals
        from workstation.documents.seals.trust import load_trusted

        whites = [each for (_, light), each in captured.items() if light == _WHITE]
        codes = [(each, code) for each in whites for code in self._codes_of(each)]
        if not codes:
            return
        trusted = load_trusted(self._certificates_dir)
        for capture, code in codes:
            for check, answer, seen in check_seals([code], zone, trusted, now.date()):
                yield seal_result(exhibit_id, capture, check, answer, seen, now)
            for answer, mode, seen in check_codes([code], zone):
                yield code_result(exhibit_id, capture, AGAINST_CODE, answer, mode, seen, now)

    def _codes_of(self, capture: CaptureRecord) -> tuple[BarCode, ...]:
        from workstation.documents.barcodes import read_barcodes

        if capture.sha256 not in self._codes:
            self._codes[capture.sha256] = read_barcodes(self._of(capture))
            while len(self._codes) > _KEPT_CODES:
                self._codes.popitem(last=False)
        return self._codes[capture.sha256]

    def _without_model(self, exhibit_id: str, captured: Captured, now: datetime) -> tuple[CheckResult, ...]:
        from workstation.checks.optical.free import page_glow
        from workstation.checks.optical_answers import dullness_result

        ultraviolet = [each for (_, light), each in captured.items() if _class_of(light) is LightClass.ULTRAVIOLET]
        return tuple(dullness_result(exhibit_id, each, page_glow(self._of(each)), now) for each in ultraviolet)

    def _with_model(
        self,
        exhibit_id: str,
        model: SpecimenModel,
        taught: TaughtModel,
        sides: Mapping[str, LaidPage | None],
        captured: Captured,
        now: datetime,
    ) -> tuple[CheckResult, ...]:
        from workstation.checks.optical.run import not_laid, run_taught
        from workstation.checks.optical_answers import taught_results

        results: list[OpticalResult] = []
        for page, laid in sides.items():
            checks = [each for each in taught.checks if each.page == page]
            results.extend(run_taught(laid, checks) if laid is not None else not_laid(checks))
        return tuple(taught_results(exhibit_id, model, tuple(results), captured, now))

    def _sides(self, model: SpecimenModel, taught: TaughtModel, captured: Captured) -> dict[str, LaidPage | None]:
        """Every side that was captured and has something to measure or read; None where it cannot be laid."""
        from workstation.checks.optical.page import lay_page

        sides: dict[str, LaidPage | None] = {}
        pages = [*(each.page for each in taught.checks), *(each.page for each in model.texts)]
        for page in dict.fromkeys(pages):
            wanted = {_WHITE, *(each.light for each in taught.checks if each.page == page)}
            seen = {light: each for (side, light), each in captured.items() if side == page and light in wanted}
            if _WHITE in seen:
                pictures = {light: self._of(each) for light, each in seen.items()}
                sides[page] = lay_page(pictures, self._reference(model, taught, page))
            elif seen:
                sides[page] = None
        return sides

    def _reference(self, model: SpecimenModel, taught: TaughtModel, page: str) -> ReferencePage:
        from workstation.checks.optical.page import reference_page

        key = model.model_id, page
        if key not in self._references:
            own = [each for each in model.pictures if each.page == page]
            pictures = {each.light: self._pixels(Source(SourceKind.SPECIMEN, each.sha256)) for each in own}
            self._references[key] = reference_page(pictures, own[0].px_per_mm, taught.variable_mm.get(page, ()))
        self._references.move_to_end(key)
        while len(self._references) > _KEPT_REFERENCES:
            self._references.popitem(last=False)
        return self._references[key]

    def _of(self, capture: CaptureRecord) -> NDArray[Any]:
        return self._pixels(Source(SourceKind.CAPTURE, capture.sha256))


def keep_checks(
    case: CaseFile, exhibit_id: str, clock: Clock, optical: Sequence[CheckResult] = ()
) -> tuple[CheckResult, ...]:
    """Run the checks that need no pixels, join the optical results and store all; on the thread of the case file."""
    from workstation.checks.catalogue import run_checks
    from workstation.checks.judged import carried
    from workstation.checks.typed_visual import typed_again

    snapshot = case.snapshot()
    results = run_checks(
        exhibit_id,
        [each for each in snapshot.mrz if each.exhibit_id == exhibit_id],
        [each for each in snapshot.captures if each.exhibit_id == exhibit_id],
        clock,
        optical,
    )
    before = [each for each in snapshot.checks if each.exhibit_id == exhibit_id]
    now, zone = results[0].performed_at, _zone_of(snapshot, exhibit_id)
    kept = (*results, *carried(before, results, now), *typed_again(before, zone, now))
    case.add_checks(kept)
    return kept


def newest_captures(captures: Sequence[CaptureRecord], exhibit_id: str) -> dict[tuple[str, str], CaptureRecord]:
    """The newest capture of an exhibit by side and light."""
    own = sorted((each for each in captures if each.exhibit_id == exhibit_id), key=lambda each: each.captured_at)
    return {(each.page, each.light): each for each in own}


def _class_of(light: str) -> LightClass | None:
    found = find_light(light)
    return found.light_class if found else None


def _sent_lines(snapshot: CaseSnapshot, exhibit_id: str) -> tuple[str, ...]:
    """The newest lines that a reader device sent of an exhibit."""
    from workstation.checks.exhibit_sources import is_device

    own = [each.lines for each in snapshot.mrz if each.exhibit_id == exhibit_id and is_device(each)]
    return own[-1] if own else ()


def _zone_of(snapshot: CaseSnapshot, exhibit_id: str) -> MrzDocument | None:
    """The newest zone that was read of an exhibit."""
    from workstation.checks.mrz_routines import readings
    from workstation.documents.mrz import MrzError

    read = readings([each for each in snapshot.mrz if each.exhibit_id == exhibit_id])
    return next((each.zone for each in read if not isinstance(each.zone, MrzError)), None)
