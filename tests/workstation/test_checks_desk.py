"""Every machine check on pictures in a case: seals, ultraviolet without a model, taught checks of the model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import test_checks_optical_zone as drawn_zone
import tifffile
import zxingcpp
from cryptography.hazmat.primitives.serialization import Encoding
from seal_material import KEY, ROOT, sealed, signer_of

from drivers.bench import simulated_bench
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.catalogue import overall
from workstation.checks.detail import stored_facts
from workstation.checks.optical_answers import stored_corners
from workstation.clock import SystemClock
from workstation.reports.machine_readable import describe_case
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

LINES = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated_bench("uto-passport-photo-substitution", SystemClock()).bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
        certificates_dir=tmp_path / "certificates",
    )
    yield made
    made.shutdown()


def imported(bench: Workbench, folder: Path, **pictures: np.ndarray) -> None:
    folder.mkdir()
    for light, pixels in pictures.items():
        tifffile.imwrite(folder / f"{light}.tif", pixels)
    bench.import_pictures(folder, page="data_page", px_per_mm=10.0).result()


def of(results: tuple[CheckResult, ...], check: str) -> CheckResult:
    return next(each for each in results if each.check == check)


def test_a_seal_in_a_picture_is_verified_and_held_beside_the_zone(bench: Workbench, tmp_path: Path) -> None:
    for part, certificate in (("signers", signer_of(KEY)), ("roots", ROOT)):
        (tmp_path / "certificates" / part).mkdir(parents=True)
        (tmp_path / "certificates" / part / "one.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (tmp_path / "certificates" / "roots" / "broken.cer").write_bytes(b"no certificate")
    page = np.full((880, 1250, 3), 225, np.uint8)
    code = np.asarray(zxingcpp.create_barcode(sealed(KEY), zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=4))
    page[100 : 100 + code.shape[0], 900 : 900 + code.shape[1]] = code[..., None]
    imported(bench, tmp_path / "in", WHITE=page)
    bench.zones.type_mrz(None, LINES).result()
    results = bench.checks.run().result()
    assert of(results, "SEA.FORMAT").outcome is CheckOutcome.SUCCESSFUL
    assert of(results, "SEA.SIGNATURE").outcome is CheckOutcome.SUCCESSFUL
    assert of(results, "CMB.MRZ.SEAL").outcome is CheckOutcome.SUCCESSFUL
    corners = stored_corners(of(results, "SEA.FORMAT"))
    assert corners is not None
    assert np.abs(corners.mean(axis=0) - [900 + code.shape[1] / 2, 100 + code.shape[0] / 2]).max() < 20
    assert bench.verify().result().intact


@pytest.mark.parametrize(
    ("level", "outcome"), [(30, CheckOutcome.SUCCESSFUL), (190, CheckOutcome.FAILED)], ids=["dull", "bright"]
)
def test_without_a_model_only_dullness_is_measured(
    bench: Workbench, tmp_path: Path, level: int, outcome: CheckOutcome
) -> None:
    page = np.full((880, 1250, 3), (20, 20, level), np.uint8)
    imported(bench, tmp_path / "in", WHITE=np.full((880, 1250, 3), 225, np.uint8), UV365=page)
    results = bench.checks.run().result()
    assert of(results, "SSV.UV.BR.FU").outcome is outcome
    assert of(results, "SSV.UV.BR.FU").measured == pytest.approx((level / 255) ** 2)
    assert [each.check for each in results].count("SSV.UV.BR.FU") == 1
    visual = of(results, "CMB.VIZ.MRZ")
    assert (visual.outcome, visual.reason) == (CheckOutcome.NOT_PERFORMED, "no_reference")
    assert not [each for each in results if each.check.startswith("SSV.") and each.check != "SSV.UV.BR.FU"]


@pytest.mark.real_data
def test_the_real_page_is_dull_though_its_lamp_leaks_blue(bench: Workbench, tmp_path: Path, real_data: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for light in ("WHITE", "UV", "IR"):
        shutil.copy(real_data / "multispectral" / "belarus2006" / f"{light}.jpg", folder / f"{light}.jpg")
    bench.import_pictures(folder, page="data_page").result()
    assert of(bench.checks.run().result(), "SSV.UV.BR.FU").outcome is CheckOutcome.SUCCESSFUL


def test_after_a_capture_the_check_that_fails_worst_comes_first(bench: Workbench) -> None:
    bench.start()
    assert bench.capture(page="data_page").result().error is None
    bench.zones.identify().result()
    snapshot = bench.snapshot
    assert snapshot is not None
    latest = max(each.performed_at for each in snapshot.checks)
    results = tuple(each for each in snapshot.checks if each.performed_at == latest)
    first = results[0]
    assert first.outcome is CheckOutcome.FAILED
    assert stored_facts(first.detail)["lesson"] in {
        "photo-dull",
        "portrait-infrared",
        "laminate-over-photo",
        "photo-edge",
        "photo-edge-oblique",
        "uv-word-254",
        "uv-word-365",
    }
    assert snapshot.capture(first.capture_id or "").light == first.light
    assert overall(results) is CheckOutcome.FAILED
    assert of(results, "OPT.MRZ.CD").outcome is CheckOutcome.SUCCESSFUL


def test_a_reader_device_that_contradicts_the_picture_is_kept_and_reported(bench: Workbench, tmp_path: Path) -> None:
    page = drawn_zone.page()
    grey = np.repeat(page[..., None], 3, axis=2)
    bench.start()
    sent = bench.zones.read_mrz().result()
    assert sent is not None
    assert sent.lines != drawn_zone.LINES
    imported(bench, tmp_path / "in", WHITE=grey, IR850=grey)
    results = bench.checks.run().result()
    differing = {stored_facts(each.detail)["field"]: each for each in results if each.check == "CMB.MRZ.READER"}
    assert {"names", "document_number", "date_of_birth"} <= differing.keys()
    number = differing["document_number"]
    assert (number.outcome, number.reason) == (CheckOutcome.FAILED, "zones_differ")
    facts = stored_facts(number.detail)
    assert facts["printed"] == "L898902C3"
    assert facts["device"] in sent.lines[1]
    assert stored_corners(number) is not None
    assert of(results, "CMB.MRZ.LIGHTS").outcome is CheckOutcome.SUCCESSFUL

    assert bench.checks.type_visual(number.exhibit_id, "sex", "M").result().outcome is not CheckOutcome.NOT_PERFORMED
    again = bench.checks.run().result()
    assert stored_facts(of(again, "CMB.VIZ.TYPED").detail)["printed"] == "M", "a new run keeps what was typed"
    snapshot = bench.snapshot
    assert snapshot is not None
    (told,) = describe_case(snapshot)["cross_check"]
    present = {each["source"] for each in told["sources"] if each["present"]}
    assert present == {"mrz", "reader", "visual"}
    row = next(each for each in told["rows"] if each["field"] == "document_number")
    pairs = {(each["first"], each["second"]): each["pairing"] for each in row["pairs"]}
    assert pairs["mrz", "reader"] == "mismatch"
    assert pairs["mrz", "chip"] == "source_absent"
    assert {each["source"]: each["capture_id"] for each in row["cells"]} == {"mrz": number.capture_id, "reader": None}
    assert bench.verify().result().intact
