"""Full disks, killed programs, two programs, read-only places, and files that are no case or a hostile one."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, capture, finding, full_case, new_case

from workstation.cases.model import CaseSnapshot
from workstation.cases.store import CaseFile
from workstation.cases.verify import Problem, verify
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NOBODY = 65534


def open_case(path: Path, *, read_only: bool = False) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Somebody Else", read_only=read_only)


def opened(path: Path, *, read_only: bool = False) -> CaseSnapshot:
    with open_case(path, read_only=read_only) as case:
        return case.snapshot()


def attack(path: Path, *statements: str) -> None:
    """Change a file with SQL, as somebody could who drops the triggers first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    return path


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that another user may enter."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """File permissions count for root, too."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    yield
    os.setresuid(0, 0, 0)


# ---------------------------------------------------------------------- no case file


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "case-empty"),
        (b"this is no case file\n" * 500, "case-not-sqlite"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), "case-not-sqlite"),
        (b"SQLite format 3\0", "case-not-sqlite"),
        (bytes(8192), "case-not-sqlite"),
    ],
    ids=["empty", "text", "png", "magic only", "zeros"],
)
def test_not_sqlite(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.qdcase"
    path.write_bytes(content)
    for attempt in (open_case, verify, lambda path: open_case(path, read_only=True)):
        with pytest.raises(CaseFileDamaged, match=code) as caught:
            attempt(path)
        for language in LANGUAGES:
            assert str(path) in explain(caught.value, language)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["a.qdcase"]


def test_no_file(tmp_path: Path) -> None:
    for attempt in (open_case, verify):
        for path, code in ((tmp_path / "none.qdcase", "case-missing"), (tmp_path, "file-is-folder")):
            with pytest.raises(CaseFileError, match=code):
                attempt(path)
    assert not list(tmp_path.iterdir())


def test_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    attack(path, "PRAGMA application_id = 7", "CREATE TABLE finding (a)")
    for attempt in (open_case, verify):
        with pytest.raises(CaseFileDamaged, match="case-foreign"):
            attempt(path)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.6, 0.97])
def test_half_a_file(case_path: Path, part: float) -> None:
    whole = case_path.read_bytes()
    case_path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(CaseFileDamaged, match="case-damaged"):
        open_case(case_path)
    assert {each.what for each in verify(case_path).problems} == {"case-structure-damaged"}


def test_less_than_a_page(case_path: Path) -> None:
    case_path.write_bytes(case_path.read_bytes()[:4000])
    with pytest.raises(CaseFileDamaged):
        open_case(case_path)
    assert not verify(case_path).intact


# ---------------------------------------------------------------------- versions


def test_newer_version_opens_read_only(case_path: Path) -> None:
    before = opened(case_path)
    attack(case_path, "PRAGMA user_version = 99", "CREATE TABLE later (seq INTEGER PRIMARY KEY) STRICT")
    bytes_before = case_path.read_bytes()
    with open_case(case_path) as case:
        assert (case.read_only, case.too_new) == (True, True)
        assert case.snapshot().findings == before.findings
        with pytest.raises(CaseFileTooNew):
            case.sign_off()
    with pytest.raises(CaseFileTooNew):
        verify(case_path)
    assert case_path.read_bytes() == bytes_before


def test_newer_version_that_cannot_be_read(case_path: Path) -> None:
    attack(case_path, "PRAGMA user_version = 99", "ALTER TABLE finding RENAME COLUMN observed TO seen")
    with pytest.raises(CaseFileTooNew):
        open_case(case_path)


# ---------------------------------------------------------------------- read-only places


def test_file_that_may_not_be_written(common_folder: Path, unprivileged: None) -> None:
    check_read_only_place(common_folder, protected="file")


def test_folder_that_may_not_be_written(common_folder: Path, unprivileged: None) -> None:
    check_read_only_place(common_folder, protected="folder")


def check_read_only_place(folder: Path, protected: str) -> None:
    path = folder / "a.qdcase"
    as_owner(lambda: full_case(path).close())
    as_owner(lambda: path.chmod(0o444 if protected == "file" else 0o666))
    as_owner(lambda: folder.chmod(0o555 if protected == "folder" else 0o777))
    before = path.read_bytes()
    with open_case(path) as case:
        assert (case.read_only, case.too_new) == (True, False)
        assert case.snapshot().read_only
        assert case.original(case.snapshot().captures[0].sha256)
        with pytest.raises(CaseFileError, match="case-read-only"):
            case.sign_off()
    assert verify(path).intact
    if protected == "folder":
        with pytest.raises(CaseFileError, match="case-not-created"):
            new_case(folder / "b.qdcase")
    assert path.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == ["a.qdcase"]


def as_owner(work: Callable[[], object]) -> None:
    """Do one thing with the rights the test was started with."""
    now, _, started = os.getresuid()
    os.setresuid(started, started, started)
    work()
    os.setresuid(now, now, started)


def test_asked_for_read_only(case_path: Path) -> None:
    before = case_path.read_bytes()
    with open_case(case_path, read_only=True) as case:
        with pytest.raises(CaseFileError, match="case-read-only"):
            case.log("looked", "x", {})
        assert case.read_only
    assert case_path.read_bytes() == before


# ---------------------------------------------------------------------- two programs


HOLDER = """
import sys
from pathlib import Path
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
case = CaseFile.open(Path(sys.argv[1]), clock=SystemClock(), actor="other program")
print("open", flush=True)
for line in sys.stdin:
    case.log("looked", case.snapshot().info.case_id, {})
    print("logged", flush=True)
"""


def other_program(code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_open_in_another_program(case_path: Path) -> None:
    with other_program(HOLDER, str(case_path)) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        for _ in range(3):
            with pytest.raises(CaseFileError, match="case-open-elsewhere"):
                open_case(case_path)
            with open_case(case_path, read_only=True) as reader:
                seen = reader.head().seq
                other.stdin.write("more\n")
                other.stdin.flush()
                assert other.stdout.readline() == "logged\n"
                assert reader.head().seq > seen
            assert verify(case_path).intact
        other.kill()
        other.wait()
    opened(case_path)
    assert verify(case_path).intact


def test_open_twice_in_one_program(case_path: Path) -> None:
    with open_case(case_path) as first:
        with pytest.raises(CaseFileError, match="case-open-elsewhere"):
            open_case(case_path)
        assert opened(case_path, read_only=True).head == first.head()
        first.sign_off()
    opened(case_path)


def test_another_tool_is_writing(case_path: Path) -> None:
    with closing(sqlite3.connect(case_path, isolation_level=None)) as tool:
        tool.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseFileError, match="case-open-elsewhere"):
            open_case(case_path)


# ---------------------------------------------------------------------- full disks


def fill(case: CaseFile) -> CaseSnapshot:
    """Add pictures until there is no room; the last state that was shown as saved."""
    item = case.snapshot().exhibits[0].exhibit_id
    noise = random.Random(5)
    saved = case.snapshot()
    for number in range(1000):
        two = [capture(item, f"VIS{400 + number}", noise.randbytes(90_000)) for _ in range(2)]
        try:
            case.add_captures(two)
        except CaseFileError:
            break
        saved = case.snapshot()
    else:
        raise AssertionError("the disk never filled up")
    return saved


def check_after_full(case: CaseFile, saved: CaseSnapshot, code: str) -> None:
    item = saved.exhibits[0].exhibit_id
    with pytest.raises(CaseFileError, match=code) as caught:
        case.add_captures([capture(item, "IR", random.Random(6).randbytes(3_000_000))])
    assert str(case.path) in explain(caught.value, "zh_CN")
    assert case.snapshot() == saved
    assert len(saved.captures) % 2 == 1
    assert verify(case.path).intact


def test_database_is_full(case_path: Path) -> None:
    with open_case(case_path) as case:
        pages = case._ledger.raw.execute("PRAGMA page_count").fetchone()[0]
        case._ledger.raw.execute(f"PRAGMA max_page_count = {pages + 100}")
        saved = fill(case)
        check_after_full(case, saved, "case-disk-full")
        case._ledger.raw.execute("PRAGMA max_page_count = 1000000")
        case.save_finding(finding(saved.exhibits[0].exhibit_id))
        assert len(case.snapshot().findings) == len(saved.findings) + 1
    assert verify(case_path).intact


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small file system is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount command")
def test_disk_is_full(small_disk: Path) -> None:
    path = small_disk / "a.qdcase"
    with full_case(path) as case:
        saved = fill(case)
        check_after_full(case, saved, "case-disk-full")
        (small_disk / "rest").write_bytes(b"")
        with pytest.raises(CaseFileError, match="case-disk-full"):
            case.copy_to(small_disk / "copy.qdcase")
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(4 << 20))
    with pytest.raises(CaseFileError, match="case-disk-full"):
        new_case(small_disk / "b.qdcase")
    assert {each.name for each in small_disk.iterdir()} == {"a.qdcase", "rest", "filler"}
    assert opened(path, read_only=True).captures == saved.captures


def test_system_refuses_a_longer_file(case_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_case(case_path) as case:
        resource.setrlimit(resource.RLIMIT_FSIZE, (case_path.stat().st_size + 700_000, before[1]))
        try:
            saved = fill(case)
            check_after_full(case, saved, "case-disk-failed")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert opened(case_path) == saved


# ---------------------------------------------------------------------- killed in the middle


SAVER = """
import random, sys
from pathlib import Path
from case_material import capture, finding
from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
case = CaseFile.open(Path(sys.argv[1]), clock=SystemClock(), actor="")
item = case.snapshot().exhibits[0].exhibit_id
noise = random.Random(int(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(10_000):
    case.add_captures([capture(item, "WHITE", noise.randbytes(400_000)) for _ in range(3)])
    case.save_finding(finding(item))
    print(number + 1, flush=True)
"""


def test_killed_while_saving(case_path: Path) -> None:
    moments = random.Random(11)
    before = opened(case_path)
    for run in range(12):
        with other_program(SAVER, str(case_path), str(run)) as saver:
            assert saver.stdin
            assert saver.stdout
            assert saver.stdout.readline() == "ready\n"
            saver.stdin.write("go\n")
            saver.stdin.flush()
            with pytest.raises(subprocess.TimeoutExpired):
                saver.wait(moments.uniform(0.0, 0.12))
            saver.kill()
            shown = len(saver.stdout.read().splitlines())
        after = opened(case_path)
        assert len(after.captures) - len(before.captures) in {3 * shown, 3 * shown + 3}
        assert len(after.findings) - len(before.findings) in {shown, shown + 1}
        assert verify(case_path).problems == ()
        before = after


def test_interrupted_write_is_taken_back(case_path: Path, tmp_path: Path) -> None:
    before = opened(case_path)
    crashed = tmp_path / "crashed" / "a.qdcase"
    crashed.parent.mkdir()
    with open_case(case_path) as case:
        case._ledger.raw.execute("PRAGMA cache_size = 5")
        case._ledger.raw.execute("INSERT INTO blob VALUES (?, 500000, ?)", ("0" * 64, bytes(500_000)))
        for each in ("a.qdcase", "a.qdcase-journal"):
            shutil.copyfile(tmp_path / each, crashed.with_name(each))
    for attempt in (verify, lambda path: open_case(path, read_only=True)):
        with pytest.raises(CaseFileError, match="case-unfinished-write"):
            attempt(crashed)
    assert opened(crashed) == before
    assert verify(crashed).intact


# ---------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        (
            [
                "CREATE TRIGGER spy AFTER INSERT ON finding BEGIN INSERT INTO actor VALUES (1000, 'x', 'y'); END",
            ],
            "trigger spy",
        ),
        (["DROP TRIGGER finding_no_update"], "trigger finding_no_update"),
        (
            [
                "DROP TRIGGER finding_no_update",
                "CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT 1; END",
            ],
            "trigger finding_no_update",
        ),
        (["CREATE TABLE extra (a)"], "table extra"),
        (["CREATE VIEW extra AS SELECT 1"], "view extra"),
        (["CREATE INDEX extra ON finding (light)"], "index extra"),
    ],
    ids=["trigger", "trigger gone", "trigger emptied", "table", "view", "index"],
)
def test_strange_schema_is_refused_for_writing(case_path: Path, statements: list[str], where: str) -> None:
    before = opened(case_path)
    attack(case_path, *statements)
    with pytest.raises(CaseFileDamaged, match="case-schema-changed") as caught:
        open_case(case_path)
    assert where in explain(caught.value)
    assert opened(case_path, read_only=True).findings == before.findings
    assert Problem("case-schema-changed", where) in verify(case_path).problems


@pytest.mark.parametrize(
    "statements",
    [
        [
            "PRAGMA writable_schema = ON",
            "DELETE FROM sqlite_master WHERE type = 'trigger'",
            "PRAGMA writable_schema = RESET",
            "ALTER TABLE finding RENAME TO kept",
            "CREATE VIEW finding AS WITH RECURSIVE f AS (SELECT 1 AS x UNION ALL SELECT x FROM f) SELECT x FROM f",
        ],
        ["ALTER TABLE finding ADD COLUMN more TEXT"],
        ["ALTER TABLE finding RENAME COLUMN observed TO seen"],
        ["PRAGMA foreign_keys = OFF", "DROP TABLE mrz_record"],
        ["PRAGMA foreign_keys = OFF", "DROP TABLE mrz_record", "CREATE TABLE mrz_record (seq, lines)"],
    ],
    ids=["endless view", "column more", "column renamed", "table gone", "types gone"],
)
def test_strange_tables_are_never_read(case_path: Path, statements: list[str]) -> None:
    attack(case_path, *statements)
    for read_only in (False, True):
        with pytest.raises(CaseFileDamaged, match="case-schema-changed"):
            open_case(case_path, read_only=read_only)
    problems = verify(case_path).problems
    assert any(each.what == "case-schema-changed" for each in problems)


HOSTILE_CELLS = [
    ("case_info", "state", "'draft '"),
    ("case_info", "created_at", "'yesterday'"),
    ("exhibit", "created_at", "'2026-13-77T00:00:00.000Z'"),
    ("capture", "origin", "'genuine'"),
    ("capture", "px_per_mm", "'many'"),
    ("finding", "region", "'[1'"),
    ("finding", "region", '\'{"shape":"circle","points_px":[]}\''),
    ("finding", "observed", "CAST(x'ff00fe' AS TEXT)"),
    ("conclusion", "modus", "'7'"),
    ("mrz_record", "lines", f"'{'[' * 100_000}'"),
    ("equipment_use", "lit_seconds", "'[[1]]'"),
]


@pytest.mark.parametrize(("table", "column", "value"), HOSTILE_CELLS, ids=lambda part: str(part)[:20])
def test_hostile_values_are_typed_errors(case_path: Path, table: str, column: str, value: str) -> None:
    with closing(sqlite3.connect(case_path)) as raw:
        trigger = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_no_update",)).fetchone()[0]
    attack(
        case_path,
        "PRAGMA ignore_check_constraints = ON",
        f"DROP TRIGGER {table}_no_update",
        f"UPDATE {table} SET {column} = {value}"
        f" WHERE seq = (SELECT max(seq) FROM {table} WHERE {column} IS NOT NULL)",
        trigger,
    )
    for read_only in (True, False):
        with pytest.raises(CaseFileDamaged, match="case-damaged"):
            opened(case_path, read_only=read_only)
    problems = verify(case_path).problems
    assert any(each.what == "case-row-changed" and each.where.startswith(table) for each in problems)


def test_chain_that_does_not_hold_is_not_extended(case_path: Path) -> None:
    with closing(sqlite3.connect(case_path)) as raw:
        trigger = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_event_no_update'").fetchone()[0]
    attack(
        case_path,
        "DROP TRIGGER audit_event_no_update",
        "UPDATE audit_event SET action = 'nothing' WHERE seq = (SELECT max(seq) FROM audit_event)",
        trigger,
    )
    with pytest.raises(CaseFileDamaged, match="case-chain-broken"):
        open_case(case_path)
    assert opened(case_path, read_only=True).findings
    assert not verify(case_path).intact


def test_write_ahead_log_is_turned_off(case_path: Path) -> None:
    attack(case_path, "PRAGMA journal_mode = WAL")
    with open_case(case_path) as case:
        assert case._ledger.raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        case.sign_off()
        assert [each.name for each in case_path.parent.iterdir() if each.is_file()] == ["a.qdcase"]
    assert verify(case_path).intact
