"""The redacted copy: nothing personal in any byte of it, nothing of the original below a mask, nothing guessed."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import case_material as made
import cv2
import handling_material
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import StreamObject

import main
from drivers.simulation.scenes import load_scene
from drivers.simulation.variations import captured
from workstation.accounts.roles import at_station
from workstation.cases.exports import Export
from workstation.cases.model import MrzRecord, Region, Shape
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.checks.optical.taught import load_taught
from workstation.checks.typed_visual import typed_value
from workstation.clock import SystemClock
from workstation.copies.redact import RedactedCopy, Wishes, redacted_copy, texts_of
from workstation.copies.redact_desk import CopyDesk, Masked, RedactedWritten
from workstation.copies.redact_masks import FILL_8, TILE_PX, Mask, as_png, burned, covered
from workstation.copies.redact_regions import personal_places
from workstation.copies.redact_words import GAP, Known, known_words, without_persons
from workstation.errors import CaseFileError
from workstation.identifiers import new_id
from workstation.open_case import OpenCase
from workstation.vocabulary import LANGUAGES

PX_PER_MM = 12.0
PORTRAIT_MM = (6.0, 15.0, 34.0, 43.7)
LIGHTS = ("WHITE", "OBLIQUE_LEFT")


def png(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels[..., ::-1])[1].tobytes()


@pytest.fixture(scope="module")
def pictures() -> dict[str, np.ndarray]:
    scene = load_scene("uto-passport-counterfeit", px_per_mm=PX_PER_MM)
    return dict(captured(scene.draw("data_page"), LIGHTS, 5))


def case_of(path: Path, pictures: dict[str, np.ndarray], model_id: str = "UTO-P-1-2024") -> Path:
    scene = load_scene("uto-passport-counterfeit", px_per_mm=PX_PER_MM)
    with made.new_case(path) as case:
        item = made.exhibit(model_id=model_id, received_from="Polizeiposten Musterdorf")
        case.add_exhibit(item)
        taken = []
        for light, pixels in pictures.items():
            size = {"width": pixels.shape[1], "height": pixels.shape[0], "px_per_mm": PX_PER_MM}
            taken.append(made.capture(item.exhibit_id, light, png(pixels), **size, source_name="ERIKSSON.png"))
        case.add_captures(taken)
        lines = tuple(scene.design.mrz(scene.holder))
        case.add_mrz(
            MrzRecord(
                mrz_id=new_id(made.START),
                exhibit_id=item.exhibit_id,
                source="manual",
                device="",
                lines=lines,
                read_at=made.START,
            )
        )
        holder = scene.holder
        said = f"Photo of {holder.surname}, {holder.number}, born {holder.born}; seen by Specimen. Ink is dull."
        region = Region(Shape.RECTANGLE, ((600.0, 30.0), (760.0, 90.0)))
        case.save_finding(
            made.finding(item.exhibit_id, taken[0].record.capture_id, region=region, observed=said, light="WHITE")
        )
    return path


def copy_of(path: Path, wishes: Wishes = Wishes()) -> RedactedCopy:  # noqa: B008
    with CaseFile.open(path, clock=SystemClock(), actor="", read_only=True) as case:
        return redacted_copy(case.snapshot(), lambda it: case.original(it.sha256), main.open_library(), wishes)


def every_byte(folder: Path) -> bytes:
    """Names and contents of all files, streams of the PDF unpacked, and its text in plain characters."""
    parts = []
    for path in sorted(folder.iterdir()):
        parts += [path.name.encode(), path.read_bytes()]
    sheet = PdfReader(folder / "sheet.pdf")
    for number in range(1, int(sheet.trailer["/Size"])):
        found = sheet.get_object(number)
        parts += [repr(found).encode(), found.get_data() if isinstance(found, StreamObject) else b""]
    return b"\n".join(parts).upper()


def text_of(sheet: Path) -> str:
    """What a reader of the PDF can select and copy, without blanks: a line may break within a name."""
    pages = PdfReader(sheet).pages
    return "".join("".join(page.extract_text().split()) for page in pages).upper()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, pictures: dict[str, np.ndarray]) -> Path:
    return case_of(tmp_path_factory.mktemp("redact") / "ERIKSSON.qdcase", pictures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_byte_of_the_copy_is_personal_and_the_case_says_that_it_was_made(
    language: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "copy"
    told = ["--include-text"] if language == "en" else []
    assert main.run(["--lang", language, "redact", str(case), "--out", str(out), *told]) == 0
    holder = load_scene("uto-passport-counterfeit").holder
    zone = load_scene("uto-passport-counterfeit").design.mrz(holder)
    found = every_byte(out)
    personal = [holder.surname, *holder.given_names.split(), holder.number, holder.born, holder.expires, *zone]
    personal += ["ERIKSSON", "Specimen, Erika", "Erika", "Beispielstadt", "2026-0042", "Musterdorf", str(case)]
    assert [each for each in personal if each.upper().encode() in found] == []
    read = text_of(out / "sheet.pdf")
    assert {"en": "REDACTEDCOPY", "zh_CN": "脱敏副本"}[language] in read
    assert [each for each in personal if "".join(each.upper().split()) in read] == []
    listed = json.loads((out / "index.json").read_text(encoding="utf-8"))
    for name, sha256 in listed["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == sha256
    assert {each.name for each in out.iterdir()} == {*listed["files"], "index.json"}
    assert [each["masked_by"] for each in listed["pictures"]] == ["model"] * len(LIGHTS)
    (finding,) = listed["findings"]
    assert ("Ink is dull" in finding.get("text", "")) is (language == "en")
    with CaseFile.open(case, clock=SystemClock(), actor="", read_only=True) as opened:
        entry = opened.logged(Export.REDACTED)[-1]
    assert entry.facts["sha256"] == hashlib.sha256((out / "index.json").read_bytes()).hexdigest()
    assert verify(case).intact
    assert main.run(["--lang", language, "redact", str(case), "--out", str(out)]) == 2
    assert str(out) in capsys.readouterr().err


def test_the_portrait_is_flat_under_every_light_and_pattern_is_open(case: Path) -> None:
    copy = copy_of(case)
    left, top, width, height = (round(each * PX_PER_MM) for each in PORTRAIT_MM)
    for each in copy.pictures:
        assert (each.pixels[top : top + height, left : left + width] == FILL_8).all()
        assert (each.pixels != FILL_8).any(axis=2).mean() > 0.1
    assert len(copy.pictures) == len(LIGHTS)


def test_a_dark_picture_is_left_out_and_named(tmp_path: Path, pictures: dict[str, np.ndarray]) -> None:
    dark = np.zeros_like(pictures["WHITE"])
    copy = copy_of(case_of(tmp_path / "a.qdcase", {"WHITE": pictures["WHITE"], "UV365": dark}))
    assert [each.record.light for each in copy.pictures] == ["WHITE"]
    assert [(each.record.light, each.why) for each in copy.left_out] == [("UV365", "not-laid")]


def test_a_zone_that_stands_elsewhere_leaves_the_picture_out(
    tmp_path: Path, pictures: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = (20.0, 20.0), (900.0, 20.0), (900.0, 60.0), (20.0, 60.0)
    monkeypatch.setattr("workstation.copies.redact.personal_marks", lambda _: ([Mask("zone", stray)], [stray]))
    copy = copy_of(case_of(tmp_path / "a.qdcase", {"WHITE": pictures["WHITE"]}))
    assert copy.pictures == ()
    assert [each.why for each in copy.left_out] == ["zone-elsewhere"]


def test_without_a_model_all_is_masked_but_what_the_examiner_opens(
    tmp_path: Path, pictures: dict[str, np.ndarray]
) -> None:
    path = case_of(tmp_path / "a.qdcase", {"WHITE": pictures["WHITE"]}, model_id="")
    (picture,) = copy_of(path).pictures
    assert (picture.by, picture.why, picture.share) == ("whole", "no-model", 1.0)
    assert (picture.pixels == FILL_8).all()
    (picture,) = copy_of(path, Wishes(shown=frozenset({1}))).pictures
    open_px = (picture.pixels != FILL_8).any(axis=2)
    assert open_px[40:80, 620:740].mean() > 0.9
    open_px[30:90, 600:760] = False
    assert not open_px.any()
    with pytest.raises(CaseFileError, match="redact-finding"):
        copy_of(path, Wishes(shown=frozenset({2})))


def test_hidden_wins_over_shown_and_codes_over_any_text(tmp_path: Path, pictures: dict[str, np.ndarray]) -> None:
    path = case_of(tmp_path / "a.qdcase", {"WHITE": pictures["WHITE"]}, model_id="")
    with CaseFile.open(path, clock=SystemClock(), actor="") as case:
        (picture,) = case.snapshot().captures
        inner = Region(Shape.RECTANGLE, ((640.0, 40.0), (720.0, 80.0)))
        case.save_finding(made.finding(picture.exhibit_id, picture.capture_id, region=inner, light="WHITE"))
        snapshot = case.snapshot()
        strange = replace(snapshot, captures=(replace(picture, page="../../Erika Specimen"),))
        wishes = Wishes(shown=frozenset({1}), hidden=frozenset({2}))
        copy = redacted_copy(strange, lambda it: case.original(it.sha256), main.open_library(), wishes)
    (picture,) = copy.pictures
    assert (picture.pixels[40:80, 640:720] == FILL_8).all()
    assert (picture.pixels != FILL_8).any()
    assert picture.name == "001-other-WHITE.png"


def test_all_below_the_data_is_masked_for_the_signature_that_no_model_places() -> None:
    library = main.open_library()
    taught = load_taught(library.folder("UTO-IR-1-2023"))
    places = personal_places(library.model("UTO-IR-1-2023"), taught, "front")
    (below,) = (each.region_mm for each in places if each.kind == "below")
    assert below[0] == 0.0
    assert below[1] < 46.0
    assert below[1] + below[3] == library.model("UTO-IR-1-2023").size_mm[1]


def test_a_finding_that_is_hidden_is_masked_under_every_light(case: Path) -> None:
    for each in copy_of(case, Wishes(hidden=frozenset({1}))).pictures:
        assert (each.pixels[34:86, 604:756] == FILL_8).all()


@given(st.binary(min_size=48, max_size=48), st.sampled_from([np.uint8, np.uint16]))
def test_what_stood_below_a_mask_changes_no_byte(noise: bytes, depth: type[np.uint8] | type[np.uint16]) -> None:
    one = np.arange(64 * 80 * 3).reshape(64, 80, 3).astype(depth)
    other = one.copy()
    other[20:24, 20:24] = np.frombuffer(noise, np.uint8).reshape(4, 4, 3)
    closed = covered((80, 64), [Mask("variable", ((20.0, 20.0), (23.0, 20.0), (23.0, 23.0), (20.0, 23.0)))])
    assert closed.sum() == TILE_PX * TILE_PX
    assert as_png(burned(one, closed), {"Light": "WHITE"}) == as_png(burned(other, closed), {"Light": "WHITE"})


def test_opened_places_give_no_tile_that_reaches_beyond_them() -> None:
    inside = (10.0, 10.0), (60.0, 10.0), (60.0, 60.0), (10.0, 60.0)
    zone = Mask("zone", ((34.0, 34.0), (40.0, 34.0), (40.0, 40.0), (34.0, 40.0)))
    closed = covered((80, 80), [Mask("whole", ()), zone], [inside])
    assert not closed[16:32, 16:48].any()
    assert closed[32:48, 32:48].all()
    assert closed[:16].all()
    assert closed[48:].all()


@given(st.text(max_size=60))
def test_known_words_and_numbers_never_stay(text: str) -> None:
    said = without_persons(
        f"{text} ERIKSSON, L898902C3 12 AUG 1974 1974-08-12 {text}", Known(frozenset({"eriksson"}))
    )
    assert not any(each in said for each in ("ERIKSSON,", "L898902C3", "1974"))
    assert GAP in said


def test_other_words_stay() -> None:
    text = "The lines 0.12 mm wide are broken; 墨水在红外下消失。"
    assert without_persons(text, Known(frozenset({"erika"}))) == text


def test_whoever_worked_on_the_case_and_every_typed_value_is_known(tmp_path: Path) -> None:
    """A reviewer, a verifier and whoever commented need not have written a finding."""
    with handling_material.archived(tmp_path / "a.qdcase") as case:
        snapshot = case.snapshot()
    done = snapshot.handling
    people = {each.created_by for each in (*done.comments, *done.reviews, *done.requests, *done.resolutions)}
    people |= {each.changed_by for each in done.steps} | {each.verifier for each in done.requests}
    wrote = {each.created_by for each in (*snapshot.findings, *snapshot.conclusions)}
    assert len(people - wrote) >= 3
    item = snapshot.exhibits[0].exhibit_id
    typed = [typed_value(item, *each, None, made.START, made.START) for each in TYPED.items()]
    known = known_words(replace(snapshot, checks=(*snapshot.checks, *typed)))
    for name in (*people, "JOHANSSON", "Johansson", "Eva Lisa", "Ruritanian"):
        said = without_persons(f"As {name} says, dull ink.", known)
        assert not any(part in said for part in name.replace(",", " ").split())
        assert said.endswith("dull ink.")


TYPED = {"names": "JOHANSSON<<EVA LISA", "nationality": "RURITANIAN", "sex": "F"}


def test_names_of_the_question_and_of_descriptions_are_known_and_its_other_words_stay(tmp_path: Path) -> None:
    question = "Was the portrait of Frau O'Brien-Müller replaced? 持有人王芳称照片未换。"
    told = made.info(question=question)
    with CaseFile.create(tmp_path / "a.qdcase", told, clock=made.SteppingClock(), actor="Specimen, Erika") as case:
        item = made.exhibit(description="passport of Ngo Van An, bought from Kovács", condition="worn")
        case.add_exhibit(item)
        text = "The portrait was replaced. Müller, MÜLLER and brien; Ngo and Kovács's stamp. 王芳的照片已换。"
        case.save_finding(made.finding(item.exhibit_id, observed=text))
        ((_, said),) = texts_of(case.snapshot())
    for name in ("Müller", "MÜLLER", "Ngo", "Kovács", "王芳"):
        assert name not in said
    for words in ("The portrait was replaced.", "stamp", "照片已换"):
        assert words in said
    # Written small it could be any word: whoever passes the text on reads it.
    assert "brien" in said


def test_the_desk_writes_the_copy_of_the_open_case(tmp_path: Path, pictures: dict[str, np.ndarray]) -> None:
    path = case_of(tmp_path / "a.qdcase", {"WHITE": pictures["WHITE"]}, model_id="")
    actor = at_station("Specimen, Erika")
    opened = OpenCase(clock=SystemClock(), cases_dir=tmp_path, actor=lambda: actor, post=lambda _: None)
    with ThreadPoolExecutor(1) as arithmetic:
        desk = CopyDesk(opened, library=main.open_library(), clock=SystemClock(), arithmetic=arithmetic)
        opened.open(path).result()
        told = desk.redact(tmp_path / "copy", "en", Wishes(texts=True)).result()
        with pytest.raises(CaseFileError, match="redact-folder-exists"):
            desk.redact(tmp_path / "copy", "en", Wishes()).result()
        opened.shutdown()
    assert told == RedactedWritten(tmp_path / "copy", (Masked(1, "WHITE", 1.0, "", "no-model"),), ())
    with CaseFile.open(path, clock=SystemClock(), actor="", read_only=True) as case:
        entry = case.logged(Export.REDACTED)[-1]
    assert entry.facts["sha256"] == hashlib.sha256((tmp_path / "copy" / "index.json").read_bytes()).hexdigest()
    assert entry.facts["texts"] == 1
