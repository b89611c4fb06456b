"""A supervisor's queue: many files at a glance, none changed, none trusted."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from case_material import SteppingClock, full_case
from handling_material import archived, erika, person, second, submitted, zhang
from hypothesis import given
from hypothesis import strategies as st
from test_cases_verify import Attacker

from workstation.accounts.roles import Role, at_station
from workstation.cases.glances import Glance, Glances
from workstation.cases.queue import Summary, Unreadable, case_files, queue
from workstation.cases.stages import Stage
from workstation.cases.store import CaseFile
from workstation.errors import PermissionRefused

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("queue")
    clock = SteppingClock()
    full_case(made / "a.qdcase").close()
    with submitted(made / "b.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        case.act_as(zhang(clock))
        case.verifications.request(item.exhibit_id, second(clock))
    with archived(made / "c.qdcase", clock) as case:
        case.act_as(zhang(clock))
        case.life.purge()
    (made / "d.qdcase").write_bytes(gzip.decompress((HERE / "version_1.qdcase.gz").read_bytes()))
    (made / "e.qdcase").write_text("no case at all")
    (made / "f.version-3.qdcase").write_text("a copy that a migration kept")
    return made


def look(folder: Path, *arguments: object) -> dict[str, Summary | Unreadable]:
    return {each.path.name: each for each in queue(case_files(folder), *arguments)}  # type: ignore[arg-type]


def test_where_every_case_stands(folder: Path) -> None:
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    boss = zhang(SteppingClock())
    rows = look(folder, boss)
    stages = {name: each.stage for name, each in rows.items() if isinstance(each, Summary)}
    assert stages == {
        "a.qdcase": Stage.DRAFT,
        "b.qdcase": Stage.AWAITING_REVIEW,
        "c.qdcase": Stage.PURGED,
        "d.qdcase": Stage.SIGNED_OFF,
    }
    broken = rows["e.qdcase"]
    assert isinstance(broken, Unreadable)
    assert broken.error.code == "case-not-sqlite"
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    waiting = rows["b.qdcase"]
    assert isinstance(waiting, Summary)
    assert (waiting.case_no, waiting.findings, waiting.mine, waiting.asked) == ("2026-0042", 2, False, 0)
    with CaseFile.open(waiting.path, clock=SteppingClock(), actor="", read_only=True) as case:
        assert (waiting.seq, waiting.sha256) == (case.head().seq, case.head().sha256)
        assert waiting.findings == len(case.snapshot().findings)
        assert waiting.stage_since == case.snapshot().handling.steps[-1].changed_at


def test_whose_case_it_is(folder: Path) -> None:
    clock = SteppingClock()
    mine = look(folder, erika(clock))["b.qdcase"]
    assert isinstance(mine, Summary)
    assert mine.mine
    asked = look(folder, person("Verifier, Viktor", Role.VERIFIER, Role.EXAMINER))["b.qdcase"]
    assert isinstance(asked, Summary)
    assert (asked.asked, asked.mine) == (1, False)
    drawn = look(folder, at_station("Specimen, Erika"))["a.qdcase"]
    assert isinstance(drawn, Summary)
    assert drawn.mine


def test_a_file_that_has_not_changed_is_not_opened_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "cases"
    shutil.copytree(folder, copy)
    clock = SteppingClock()
    first = look(copy, zhang(clock), {}, Glances(tmp_path / "queue.json"))
    assert (tmp_path / "queue.json").stat().st_mode & 0o077 == 0
    opened: list[Path] = []
    from workstation.cases import queue as module

    real = module.open_case
    monkeypatch.setattr(module, "open_case", lambda path, mode: (opened.append(path), real(path, mode))[1])
    again = look(copy, zhang(clock), {}, Glances(tmp_path / "queue.json"))
    assert [each.name for each in opened] == ["e.qdcase"]
    opened.clear()
    readable = {name for name, each in first.items() if isinstance(each, Summary)}
    assert {name: again[name] for name in readable} == {name: first[name] for name in readable}
    with CaseFile.open(copy / "a.qdcase", clock=clock, actor="Specimen, Erika") as case:
        case.reviews.comment("One more.")
    (copy / "d.qdcase").unlink()
    later = look(copy, zhang(clock), {}, Glances(tmp_path / "queue.json"))
    assert sorted(each.name for each in opened) == ["a.qdcase", "e.qdcase"]
    changed = later["a.qdcase"]
    assert isinstance(changed, Summary)
    assert changed.comments == 1
    assert "d.qdcase" not in (tmp_path / "queue.json").read_text(encoding="utf-8")


def test_what_changed_since_a_look(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.qdcase"
    shutil.copyfile(folder / "b.qdcase", path)
    boss = zhang(SteppingClock())
    (row,) = queue([path], boss)
    assert isinstance(row, Summary)
    assert (row.new_events, row.rewritten) == (None, False)
    with closing(sqlite3.connect(path)) as raw:
        (earlier,) = raw.execute("SELECT hash FROM audit_event WHERE seq = ?", (row.seq - 3,)).fetchone()
    for seen, told in (
        ((row.seq, row.sha256), (0, False)),
        ((row.seq - 3, earlier), (3, False)),
        ((row.seq - 3, "0" * 64), (3, True)),
        ((row.seq + 5, "0" * 64), (0, True)),
    ):
        (found,) = queue([path], boss, {row.case_id: seen})
        assert isinstance(found, Summary)
        assert (found.new_events, found.rewritten) == told


def test_a_view_in_the_place_of_a_table_is_not_read(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.qdcase"
    shutil.copyfile(folder / "b.qdcase", path)
    with Attacker(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("CREATE VIEW harm AS SELECT 1")
    (row,) = queue([path], zhang(SteppingClock()))
    assert isinstance(row, Unreadable)
    assert row.error.code == "case-schema-changed"


@given(st.binary(max_size=400))
def test_a_damaged_memory_only_costs_time(noise: bytes) -> None:
    GLANCES.write_bytes(noise)
    assert Glances(GLANCES).known(Path("a"), "stamp") is None


@pytest.fixture(scope="module", autouse=True)
def glances_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    global GLANCES
    GLANCES = tmp_path_factory.mktemp("glances") / "queue.json"


GLANCES = Path()


def test_a_thousand_known_files_are_not_opened(folder: Path, tmp_path: Path) -> None:
    data = (folder / "b.qdcase").read_bytes()[:4096]
    many = [tmp_path / f"{n:04d}.qdcase" for n in range(1000)]
    glances = Glances(tmp_path / "queue.json")
    with_stamp = look(folder, zhang(SteppingClock()))["b.qdcase"]
    assert isinstance(with_stamp, Summary)
    from workstation.cases.glances import stamp_of

    for each in many:
        each.write_bytes(data)
        glances.remember(
            each,
            stamp_of(each),
            Glance(
                case_id=with_stamp.case_id, case_no="1", examiner="", stage="awaiting_review",
                stage_since="2026-03-14T09:26:53.589Z", seq=1, sha256="0" * 64,
                changed_at="2026-03-14T09:26:53.589Z", findings=0, levels=(), comments=0, legal_hold=False,
                author_names=(), author_accounts=(), asked_accounts=(),
            ),
        )  # fmt: skip
    glances.save(many)
    rows = list(queue(many, zhang(SteppingClock()), {}, Glances(tmp_path / "queue.json")))
    # Their first pages alone would not open.
    assert all(isinstance(each, Summary) for each in rows)
    assert len(rows) == 1000


def test_nobody_without_the_role_looks(folder: Path) -> None:
    with pytest.raises(PermissionRefused, match="role-may-not"):
        look(folder, person("Boss", Role.ADMINISTRATOR))


def test_a_conclusion_is_told_to_those_alone_who_would_not_be_asked_to_conclude_anew(folder: Path) -> None:
    clock = SteppingClock()
    told = look(folder, zhang(clock))["b.qdcase"]
    verifying = look(folder, replace(second(clock), roles=frozenset({Role.EXAMINER})))["b.qdcase"]
    assert isinstance(told, Summary)
    assert isinstance(verifying, Summary)
    assert len(told.levels) == 1
    assert verifying.levels == ()
