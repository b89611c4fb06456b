"""A workbench in memory with the interface of ``workstation.workbench``: Futures done on a thread, no device.

It stands in for slow, failing and read-only benches; the end-to-end tests drive the real one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from ui_fake_calibration import FakeCalibration
from ui_fake_maintenance import FakeCamera, FakeLamps, FakeMaintenance
from ui_fake_people import FakePeople, FakeReview
from ui_fake_teaching import FakeSpecimens, FakeTeaching

from workstation.captures import CaptureRecord, Origin, sha256_hex
from workstation.cases.encryption import Key
from workstation.cases.exports import Written
from workstation.cases.model import (
    CaseInfo,
    CaseSnapshot,
    CaseState,
    ChainHead,
    CheckOutcome,
    CheckResult,
    Conclusion,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
    Region,
)
from workstation.clock import SystemClock
from workstation.comparison_desk import ComparisonDesk
from workstation.copies.redact import Wishes
from workstation.copies.redact_desk import Masked, NotCopied, RedactedWritten
from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus, LightSetting
from workstation.errors import CaptureError, CaseFileError, SpecimenError, WorkstationError
from workstation.events import (
    CaptureFinished,
    CapturePhase,
    CaptureProgressed,
    CaseChanged,
    DeviceChanged,
    ImportFinished,
    LeftOutPicture,
)
from workstation.imaging.colour import ColourProfile, srgb
from workstation.imaging.pictures import decode, encode_lossless
from workstation.imaging.recipe import Source
from workstation.maintenance_desk import MaintenanceDesk
from workstation.measuring import corrected, measurements, together
from workstation.specimens.model import ModelKey, SpecimenFeature, SpecimenModel, SpecimenPicture
from workstation.zone_sight import SightDesk

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LIGHTS = (
    "WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM", "TRANSMITTED", "COAXIAL",
    "UV365", "UV254", "IR850", "IR940",
)  # fmt: skip
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
PX_PER_MM = 8.0
SIZE_PX = (704, 1000)


@cache
def page_pixels(light: str, seed: int = 0) -> np.ndarray:
    """A page-like picture whose colour says its light."""
    height, width = SIZE_PX
    y, x = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    wave = 26 * np.outer(np.cos(y / 23), np.sin(x / 31 + np.pi * seed))
    base = {"U": (58, 40, 130), "I": (150, 150, 150), "T": (205, 190, 150)}.get(light[0], (222, 218, 205))
    pixels = np.clip(np.stack([wave + each for each in base], axis=-1), 0, 255).astype(np.uint8)
    pixels[80:420, 60:320] = np.clip(pixels[80:420, 60:320].astype(int) - 70, 0, 255)
    for line in (580, 630):
        pixels[line : line + 24, 60:940:20] = 20
    pixels.setflags(write=False)
    return pixels


def status(
    kind: DeviceKind, state: DeviceState = DeviceState.READY, reason: str = "", **facts: object
) -> DeviceStatus:
    identity = DeviceIdentity("Maker", f"Model {kind}", simulated=True)
    return DeviceStatus(str(kind), kind, state, NOW, identity, reason, dict(facts))


MODEL = SpecimenModel(
    key=ModelKey("UTO", "PP", 1, 2024),
    names={"en": "Utopia, ordinary passport 2024", "zh_CN": "乌托邦普通护照（2024）"},
    size_mm=(125.0, 88.0),
    mrz_format="TD3",
    pages=("data_page",),
    source="drawn for these tests",
    licence="CC0-1.0",
    generated=True,
    pictures=tuple(
        SpecimenPicture("data_page", light, Path(f"{light}.png"), f"{n:064x}", PX_PER_MM, 1000, 704)
        for n, light in enumerate(("WHITE", "UV365", "IR850", "TRANSMITTED"))
    ),
    features=(
        SpecimenFeature(
            "f1", "uv_fluorescent", "data_page", ("UV365",), 2, (40.0, 10.0, 60.0, 40.0),
            {
                "en": "Yellow sun with twelve rays glows over the portrait.",
                "zh_CN": "照片上方显现黄色荧光太阳图案，十二道光芒。",
            },
        ),
        SpecimenFeature(
            "f0", "uv_dull_controlled", "data_page", ("UV365",), 2, (0.0, 0.0, 125.0, 88.0),
            {"en": "The paper stays dark.", "zh_CN": "纸张保持暗色。"},
        ),
        SpecimenFeature(
            "f2", "two_colour_guilloche", "data_page", ("WHITE",), 1, (5.0, 5.0, 30.0, 30.0),
            {"en": "Fine lines, unbroken, two colours in register.", "zh_CN": "线条精细连续，双色套印准确。"},
        ),
        SpecimenFeature(
            "f3", "mrz_b900", "data_page", ("IR850", "WHITE"), 2, (5.0, 70.0, 115.0, 15.0),
            {"en": "Both lines stay black; the background vanishes.", "zh_CN": "两行机读字符保持黑色，底纹消失。"},
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class FakeCandidate:
    model: SpecimenModel
    reasons: tuple[str, ...] = ("same_country", "same_format")


class FakeLibrary:
    def models(self) -> tuple[SpecimenModel, ...]:
        return (
            MODEL,
            replace(MODEL, key=ModelKey("UTO", "PP", 2, 2019), names={"en": "Utopia, old", "zh_CN": "乌托邦旧版"}),
        )

    def model(self, model_id: str) -> SpecimenModel:
        for each in self.models():
            if each.model_id == model_id:
                return each
        raise SpecimenError("specimen-unknown-model", model=model_id)

    def find(
        self, *, country: str | None = None, type: str | None = None, year: int | None = None
    ) -> tuple[SpecimenModel, ...]:
        return tuple(
            each
            for each in self.models()
            if country in (None, each.key.country)
            and (type is None or each.key.type.startswith(type))
            and year in (None, each.key.year)
        )

    def candidates(self, lines: Sequence[str]) -> tuple[FakeCandidate, ...]:
        return (FakeCandidate(MODEL),) if lines and lines[0].startswith("P<UTO") else ()

    def picture(self, model_id: str, page: str, light: str) -> SpecimenPicture | None:
        pictures = [each for each in self.model(model_id).pictures if each.page == page]
        exact = next((each for each in pictures if each.light == light), None)
        return exact or next((each for each in pictures if each.light[:2] == light[:2]), None)


class FakeDevice:
    def __init__(self, kind: DeviceKind) -> None:
        self.status = status(kind)
        self.name = str(kind)


class FakeLights(FakeDevice):
    def settings(self) -> tuple[LightSetting, ...]:
        return tuple(LightSetting(each, 80.0, 50.0, 20.0) for each in LIGHTS)


class FakeOpenCase:
    """Takes a note of every export."""

    file = None

    def note_export(self, *_: object, **__: object) -> Future[None]:
        noted: Future[None] = Future()
        noted.set_result(None)
        return noted


class FakeWorkbench:
    """``step`` runs before every stored light of a capture; tests replace it to hold a capture still."""

    def __init__(
        self, cases_dir: Path, *, reader: bool = True, simulated: bool = True, technician: bool = False
    ) -> None:
        self.devices = {kind: FakeDevice(kind) for kind in (DeviceKind.CAMERA, DeviceKind.READER)}
        self.devices[DeviceKind.LIGHTS] = FakeLights(DeviceKind.LIGHTS)
        self.pages_laid: list[tuple[str, str]] = []
        self.beats = 0
        self.bench = SimpleNamespace(
            name="test bench",
            simulated=simulated,
            lights=self.devices[DeviceKind.LIGHTS],
            camera=self.devices[DeviceKind.CAMERA],
            reader=self.devices[DeviceKind.READER] if reader else None,
            scenes=("passport_genuine", "passport_photo_substitution") if simulated else (),
            pages=(lambda: ("data_page", "back")) if simulated else None,
            lay=self.lay if simulated else None,
            laid=(lambda: (self.pages_laid or [("passport_genuine", "data_page")])[-1]) if simulated else None,
            keep_alive=self._beat,
            devices=lambda: tuple(
                self.devices[kind] for kind in (DeviceKind.LIGHTS, DeviceKind.CAMERA, DeviceKind.READER)
            ),
        )
        self.library = FakeLibrary()
        self.record = self.zones = self.pictures = self.checks = self.copies = self
        self.specimens, self.teaching = FakeSpecimens(self._later), FakeTeaching(self._later)
        self.people, self.review = FakePeople(), FakeReview()
        self.snapshot: CaseSnapshot | None = None
        self.case_path: Path | None = None
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.fail_next: BaseException | None = None
        self.delay: Callable[[], None] = lambda: None
        self.step: Callable[[str], None] = lambda light: None
        self.open_read_only = False
        self.encrypts_new_cases = False
        self.key_of_cases: Key | None = None
        self.stopped = False
        self._cases_dir = cases_dir
        self._listeners: list[Callable[[Any], None]] = []
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="fake-writer")
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="fake-hands")
        self._cancel = threading.Event()
        self._ids = count(1)
        self.engine = FakeMaintenance(lambda: NOW)
        self.maintenance = self._technician() if technician else None
        self.calibration = FakeCalibration(LIGHTS, self.lay)
        self.sights = SightDesk(
            snapshot=lambda: self.snapshot,
            arithmetic=self._pool,
            pixels=lambda source: decode(self._stored(source)),
        )
        self.comparison = ComparisonDesk(
            case=FakeOpenCase(),
            executor=self._pool,
            stored=self._stored,
            pixels=lambda source: decode(self._stored(source)),
            snapshot=lambda: self.snapshot,
            keep=self._keep_recipe,
            siblings=lambda picture: (picture,),
            clock=SystemClock(),
            actor=lambda: "",
        )

    def warm_up(self) -> None:
        """Nothing of this one has to be loaded."""

    # -- helpers

    def _technician(self) -> MaintenanceDesk:
        self.bench.lights = FakeLamps(LIGHTS, status(DeviceKind.LIGHTS))
        self.bench.camera = FakeCamera(status(DeviceKind.CAMERA), lambda: NOW)
        self.bench.wheel = None
        self.devices |= {DeviceKind.LIGHTS: self.bench.lights, DeviceKind.CAMERA: self.bench.camera}
        return MaintenanceDesk(
            self.engine,
            bench=self.bench,
            clock=SystemClock(),
            hands=self._hands,
            capturing=threading.Lock(),
            cancel=self._cancel,
        )

    def _stored(self, source: Source) -> bytes:
        """The bytes of a picture; the delay and the next failure of the bench hold for them too."""
        self.delay()
        error, self.fail_next = self.fail_next, None
        if error is not None:
            raise error
        captures = self.snapshot.captures if self.snapshot else ()
        questioned = next((each.light for each in captures if each.sha256 == source.sha256), None)
        specimen = next((each.light for each in MODEL.pictures if each.sha256 == source.sha256), "WHITE")
        pixels = page_pixels(questioned, 3) if questioned else page_pixels(specimen)
        return encode_lossless(pixels, PX_PER_MM)[0]

    def _keep_recipe(self, recipe: KeptRecipe) -> Future[KeptRecipe]:
        self.calls.append(("keep_recipe", {"title": recipe.title, "exhibit_id": recipe.exhibit_id}))
        self._changed(recipes=(*self.snapshot.recipes, recipe))
        kept: Future[KeptRecipe] = Future()
        kept.set_result(recipe)
        return kept

    def _beat(self) -> None:
        self.beats += 1

    def _id(self) -> str:
        return f"id-{next(self._ids):04d}"

    def post(self, event: object) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _later(
        self, name: str, work: Callable[[], Any], pool: ThreadPoolExecutor | None = None, **said: Any
    ) -> Future[Any]:
        self.calls.append((name, said))
        error, self.fail_next = self.fail_next, None

        def run() -> Any:
            self.delay()
            if error is not None:
                raise error
            return work()

        return (pool or self._pool).submit(run)

    def _changed(self, **changes: Any) -> CaseSnapshot:
        assert self.snapshot is not None
        self.snapshot = replace(self.snapshot, **changes)
        self.post(CaseChanged(self.snapshot, self.case_path))
        return self.snapshot

    def subscribe(self, listener: Callable[[Any], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def start(self) -> None:
        self.calls.append(("start", {}))

    # -- case

    @property
    def cases_dir(self) -> Path:
        return self._cases_dir

    def free_case(self) -> tuple[Path, str]:
        return self._cases_dir / "2026-11-22-001.qdcase", "2026-11-22-001"

    def suggest_case(self) -> Future[tuple[Path, str]]:
        return self._later("suggest_case", self.free_case)

    def _make(self, path: Path, **texts: str) -> CaseSnapshot:
        exhibit = Exhibit(exhibit_id=self._id(), exhibit_no="1", created_at=NOW)
        info = CaseInfo(case_id=self._id(), created_at=NOW, **texts)
        self.case_path = path
        self.snapshot = CaseSnapshot(
            info=info, exhibits=(exhibit,), captures=(), findings=(), conclusions=(), checks=(), mrz=(),
            equipment=(), head=ChainHead(1, "0" * 64, NOW), read_only=self.open_read_only,
        )  # fmt: skip
        return self._changed()

    def create_case(
        self,
        path: Path,
        *,
        case_no: str,
        examiner: str = "",
        agency: str = "",
        exam_site: str = "",
        question: str = "",
        key: Key | None = None,
    ) -> Future[CaseSnapshot]:
        texts = {
            "case_no": case_no, "examiner": examiner, "agency": agency, "exam_site": exam_site, "question": question,
        }  # fmt: skip
        return self._later("create_case", lambda: self._make(path, **texts), path=path, key=key, **texts)

    def open_case(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> Future[CaseSnapshot]:
        def work() -> CaseSnapshot:
            if self.key_of_cases not in (None, key):
                raise CaseFileError("case-encrypted" if key is None else "case-key-wrong", path=path)
            return self._make(path, case_no=path.stem)

        return self._later("open_case", work, path=path, read_only=read_only, key=key)

    def close_case(self) -> Future[None]:
        def work() -> None:
            self.snapshot, self.case_path = None, None
            self.post(CaseChanged(None, None))

        return self._later("close_case", work)

    def change_case(self, **texts: str | None) -> Future[CaseSnapshot]:
        said = {key: text for key, text in texts.items() if text is not None}
        return self._later("change_case", lambda: self._changed(info=replace(self.snapshot.info, **said)), **said)

    def add_exhibit(self, exhibit_no: str, description: str = "") -> Future[Exhibit]:
        def work() -> Exhibit:
            exhibit = Exhibit(exhibit_id=self._id(), exhibit_no=exhibit_no, description=description, created_at=NOW)
            self._changed(exhibits=(*self.snapshot.exhibits, exhibit))
            return exhibit

        return self._later("add_exhibit", work, exhibit_no=exhibit_no)

    def change_exhibit(self, exhibit_id: str, **texts: str | None) -> Future[Exhibit]:
        said = {key: text for key, text in texts.items() if text is not None}

        def work() -> Exhibit:
            changed = [
                replace(each, **said) if each.exhibit_id == exhibit_id else each for each in self.snapshot.exhibits
            ]
            self._changed(exhibits=tuple(changed))
            return next(each for each in changed if each.exhibit_id == exhibit_id)

        return self._later("change_exhibit", work, exhibit_id=exhibit_id, **said)

    def choose_model(self, exhibit_id: str, model_id: str, method: str) -> Future[Exhibit]:
        return self.change_exhibit(exhibit_id, model_id=model_id, model_ident_method=method)

    def sign_off(self) -> Future[CaseSnapshot]:
        return self._later(
            "sign_off",
            lambda: self._changed(info=replace(self.snapshot.info, state=CaseState.SIGNED_OFF, signed_off_at=NOW)),
        )

    # -- bench

    def _ensure(self, exhibit_id: str | None) -> str:
        if self.snapshot is None:
            path, number = self.free_case()
            self._make(path, case_no=number)
        return exhibit_id or self.snapshot.exhibits[-1].exhibit_id

    def record_of(self, light: str, page: str, exhibit_id: str, origin: Origin) -> CaptureRecord:
        capture_id = self._id()
        return CaptureRecord(
            capture_id=capture_id, exhibit_id=exhibit_id, page=page, light=light, origin=origin,
            sha256=sha256_hex(capture_id.encode()),
            mime="image/png", byte_length=10, width=1000, height=704, channels=3, bit_depth=8, px_per_mm=PX_PER_MM,
            px_per_mm_source="calibration", captured_at=NOW, captured_by="",
        )  # fmt: skip

    def capture(
        self, *, page: str, exhibit_id: str | None = None, lights: Sequence[str] | None = None
    ) -> Future[CaptureFinished]:
        wanted = tuple(lights or LIGHTS)
        self._cancel.clear()

        def work() -> CaptureFinished:
            exhibit, stored = self._ensure(exhibit_id), []
            for index, light in enumerate(wanted):
                if self._cancel.is_set():
                    break
                for phase in (CapturePhase.ON, CapturePhase.SETTLING, CapturePhase.EXPOSING):
                    self.post(CaptureProgressed(light, index, len(wanted), phase))
                self.step(light)
                stored.append(self.record_of(light, page, exhibit, Origin.SIMULATED))
                self._changed(captures=(*self.snapshot.captures, stored[-1]))
                self.post(CaptureProgressed(light, index, len(wanted), CapturePhase.DONE))
            finished = CaptureFinished(tuple(stored), self._cancel.is_set())
            self.post(finished)
            return finished

        return self._later("capture", work, self._hands, page=page, lights=lights)

    def cancel_capture(self) -> None:
        self.calls.append(("cancel_capture", {}))
        self._cancel.set()

    def lights_off(self) -> Future[None]:
        self._cancel.set()
        return self._later("lights_off", lambda: None)

    def _keep_mrz(self, exhibit_id: str | None, source: str, lines: Sequence[str]) -> MrzRecord:
        record = MrzRecord(
            mrz_id=self._id(),
            exhibit_id=self._ensure(exhibit_id),
            source=source,
            device="",
            lines=tuple(lines),
            read_at=NOW,
        )
        self._changed(mrz=(*self.snapshot.mrz, record))
        return record

    def read_mrz(self, exhibit_id: str | None = None) -> Future[MrzRecord | None]:
        return self._later("read_mrz", lambda: self._keep_mrz(exhibit_id, "simulated", TD3))

    def identify(self, exhibit_id: str | None = None, *, ask_reader: bool = True) -> Future[Exhibit]:
        def work() -> Exhibit:
            assert self.snapshot is not None
            return next(each for each in self.snapshot.exhibits if each.exhibit_id == self._ensure(exhibit_id))

        return self._later("identify", work, exhibit_id=exhibit_id)

    def type_mrz(self, exhibit_id: str | None, lines: Sequence[str]) -> Future[MrzRecord]:
        return self._later("type_mrz", lambda: self._keep_mrz(exhibit_id, "manual", lines), lines=tuple(lines))

    def lay(self, scene: str, page: str) -> Future[None]:
        return self._later("lay", lambda: self.pages_laid.append((scene, page)), scene=scene, page=page)

    def import_pictures(
        self, folder: Path, *, page: str, exhibit_id: str | None = None, px_per_mm: float | None = None
    ) -> Future[ImportFinished]:
        def work() -> ImportFinished:
            exhibit = self._ensure(exhibit_id)
            records = tuple(
                self.record_of(light, page, exhibit, Origin.FILE) for light in ("WHITE", "UV365", "VIS600")
            )
            self._changed(captures=(*self.snapshot.captures, *records))
            finished = ImportFinished(records, (LeftOutPicture("notes.txt", "folder-without-pictures", {}),))
            self.post(finished)
            return finished

        return self._later("import_pictures", work, folder=folder, page=page, px_per_mm=px_per_mm)

    # -- pictures

    def picture(self, capture_id: str) -> Future[np.ndarray]:
        return self._later("picture", lambda: page_pixels(self._light(capture_id), 3), capture_id=capture_id)

    def _light(self, capture_id: str) -> str:
        if self.snapshot is None:
            raise WorkstationError("case-none-open")
        return self.snapshot.capture(capture_id).light

    def _thumb(self, light: str, longest_px: int) -> np.ndarray:
        step = max(1, 1000 // longest_px)
        return np.ascontiguousarray(page_pixels(light)[::step, ::step])

    def thumbnail(self, capture_id: str, longest_px: int) -> Future[np.ndarray]:
        return self._later("thumbnail", lambda: self._thumb(self._light(capture_id), longest_px))

    def profile(self, sha256: str) -> ColourProfile | None:
        return srgb()

    def specimen_picture(self, picture: SpecimenPicture) -> Future[np.ndarray]:
        return self._later("specimen_picture", lambda: page_pixels(picture.light))

    def specimen_thumbnail(self, picture: SpecimenPicture, longest_px: int) -> Future[np.ndarray]:
        return self._later("specimen_thumbnail", lambda: self._thumb(picture.light, longest_px))

    # -- record

    def save_finding(
        self,
        *,
        exhibit_id: str,
        capture_id: str | None,
        region: Region | None,
        feature: str,
        light: str,
        method: str,
        observation: str,
        significance: str,
        observed: str = "",
        expected: str = "",
        specimen: SpecimenPicture | None = None,
        specimen_model_id: str = "",
        supersedes: str | None = None,
        recipe_id: str = "",
    ) -> Future[Finding]:
        said: dict[str, Any] = {
            "exhibit_id": exhibit_id, "capture_id": capture_id, "region": region, "feature": feature, "light": light,
            "method": method, "observation": observation, "significance": significance, "observed": observed,
            "expected": expected, "specimen_model_id": specimen_model_id, "supersedes": supersedes,
            "recipe_id": recipe_id,
        }  # fmt: skip

        def work() -> Finding:
            finding = Finding(
                finding_id=self._id(),
                created_at=NOW,
                created_by="",
                specimen_sha256=specimen.sha256 if specimen else "",
                **said,
            )
            kept = [each for each in self.snapshot.findings if each.finding_id != said.get("supersedes")]
            self._changed(findings=(*kept, finding))
            return finding

        return self._later("save_finding", work, **said)

    def withdraw_finding(self, finding_id: str, reason: str) -> Future[Finding]:
        def work() -> Finding:
            current = next(each for each in self.snapshot.findings if each.finding_id == finding_id)
            self._changed(findings=tuple(each for each in self.snapshot.findings if each is not current))
            return replace(current, withdrawn=True, reason=reason)

        return self._later("withdraw_finding", work, finding_id=finding_id, reason=reason)

    def save_measurement(
        self,
        *,
        capture_id: str,
        kind: str,
        points_px: Sequence[tuple[float, float]],
        zoom: float = 1.0,
        note: str = "",
    ) -> Future[tuple[Measurement, ...]]:
        said = {"capture_id": capture_id, "kind": kind, "points_px": tuple(points_px), "zoom": zoom, "note": note}

        def work() -> tuple[Measurement, ...]:
            capture = self.snapshot.capture(capture_id)
            made = measurements(kind, points_px, capture, zoom=zoom, note=note, now=SystemClock().now(), actor="")
            self._changed(measurements=(*self.snapshot.measurements, *made))
            return made

        return self._later("save_measurement", work, **said)

    def _correct(self, measurement_id: str, note: str, withdrawn: bool) -> tuple[Measurement, ...]:
        old = together(self.snapshot.measurements, measurement_id)
        rest = tuple(each for each in self.snapshot.measurements if each not in old)
        now = SystemClock().now()
        made = tuple(corrected(each, now=now, actor="", note=note, withdrawn=withdrawn) for each in old)
        self._changed(measurements=rest if withdrawn else (*rest, *made))
        return made

    def note_measurement(self, measurement_id: str, note: str) -> Future[tuple[Measurement, ...]]:
        said = {"measurement_id": measurement_id, "note": note}
        return self._later("note_measurement", lambda: self._correct(measurement_id, note, False), **said)

    def withdraw_measurement(self, measurement_id: str, reason: str) -> Future[tuple[Measurement, ...]]:
        said = {"measurement_id": measurement_id, "reason": reason}
        return self._later("withdraw_measurement", lambda: self._correct(measurement_id, reason, True), **said)

    def conclude(
        self,
        *,
        exhibit_id: str,
        scale: str,
        level: str,
        reasoning: str = "",
        limitations: str = "",
        fraud_types: Sequence[str] = (),
        modus: Sequence[str] = (),
    ) -> Future[Conclusion]:
        texts = {"reasoning": reasoning, "limitations": limitations}

        def work() -> Conclusion:
            conclusion = Conclusion(
                conclusion_id=self._id(), exhibit_id=exhibit_id, scale=scale, scale_version=1, level=level,
                fraud_types=tuple(fraud_types), modus=tuple(modus), created_at=NOW, created_by="", **texts,
            )  # fmt: skip
            rest = [each for each in self.snapshot.conclusions if each.exhibit_id != exhibit_id]
            self._changed(conclusions=(*rest, conclusion))
            return conclusion

        return self._later("conclude", work, level=level, fraud_types=tuple(fraud_types), modus=tuple(modus), **texts)

    def run(self, exhibit_id: str | None = None, meant: Any = None) -> Future[tuple[CheckResult, ...]]:
        def work() -> tuple[CheckResult, ...]:
            exhibit = exhibit_id or self.snapshot.exhibits[-1].exhibit_id
            told = (
                ("OPT.MRZ.CD", CheckOutcome.SUCCESSFUL, "check_digit_holds"),
                ("CMB.EXP", CheckOutcome.FAILED, "expired"),
                ("OPT.MRZ.IR", CheckOutcome.NOT_PERFORMED, "no_routine"),
            )
            results = tuple(
                CheckResult(
                    result_id=self._id(),
                    exhibit_id=exhibit,
                    check=check,
                    outcome=outcome,
                    reason=reason,
                    performed_at=NOW,
                )
                for check, outcome, reason in told
            )
            self._changed(checks=(*self.snapshot.checks, *results))
            return results

        return self._later("run_checks", work)

    def export_report(self, path: Path, language: str, *, sheet: bool = False) -> Future[Written]:
        return self._later("export_report", lambda: Written(path), path=path, language=language, sheet=sheet)

    def export_sheet(self, path: Path, language: str, finding: int | None = None) -> Future[Written]:
        return self._later("export_sheet", lambda: Written(path), path=path, language=language, finding=finding)

    def verify(self) -> Future[Any]:
        return self._later("verify", lambda: SimpleNamespace(intact=True, problems=()))

    def copy_with_key(self, path: Path, key: Key) -> Future[tuple[Path, Path]]:
        return self._later("copy_with_key", lambda: (self.case_path or path, path), path=path, key=key)

    def redact(self, folder: Path, language: str, wishes: Wishes) -> Future[RedactedWritten]:
        made = RedactedWritten(
            folder, (Masked(1, "WHITE", 0.42, "UTO-PP-1-2024"),), (NotCopied(2, "UV365", "not-laid"),)
        )
        return self._later("redact", lambda: made, folder=folder, language=language, wishes=wishes)

    # -- end

    def lose(self, kind: DeviceKind) -> None:
        self.post(DeviceChanged(status(kind, DeviceState.LOST, "device-lost", device=str(kind))))

    def refuse(self, code: str = "capture-running") -> WorkstationError:
        return CaptureError(code)

    def shutdown(self) -> None:
        self.stopped = True
        self._cancel.set()
        if self.maintenance is not None:
            self.maintenance.stop()
        self.calibration.shutdown()
        self._hands.shutdown(wait=True, cancel_futures=True)
        if self.maintenance is not None:
            self.maintenance.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
