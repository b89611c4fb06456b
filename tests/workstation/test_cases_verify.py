"""Whatever is changed behind the program's back is found and named, and nothing else is."""

from __future__ import annotations

import os
import random
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, capture, exhibit, full_case, new_case

from workstation.cases import migrations
from workstation.cases.store import CaseFile
from workstation.cases.verify import Link, Problem, Verification, verify
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew
from workstation.messages import sentence
from workstation.vocabulary import LANGUAGES

INTACT = Verification(intact=True, problems=())


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Bytes of a small case with something in every table."""
    path = tmp_path_factory.mktemp("original") / "a.qdcase"
    full_case(path).close()
    assert verify(path) == INTACT
    return path.read_bytes()


@pytest.fixture
def path(original: bytes, tmp_path: Path) -> Path:
    copy = tmp_path / "a.qdcase"
    copy.write_bytes(original)
    return copy


def triggers(raw: sqlite3.Connection) -> dict[str, str]:
    return dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def test_a_head_that_a_report_printed_is_found_and_placed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        hashes = [each for (each,) in raw.execute("SELECT hash FROM audit_event ORDER BY seq")]
    last = len(hashes)
    for seq in (1, 3, last):
        assert verify(path, hashes[seq - 1]) == Verification(True, (), Link(seq, last))
    foreign = "ab" * 32
    missing = Problem("case-head-not-in-chain", f"audit_event {foreign}")
    assert verify(path, foreign) == Verification(False, (missing,))


def test_what_is_no_file_is_called_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    os.mkfifo(tmp_path / "pipe")
    for path, code in (
        (tmp_path, "file-is-folder"),
        (tmp_path / "pipe", "file-is-no-file"),
        (tmp_path / "round", "file-is-no-file"),
        (tmp_path / "gone", "case-missing"),
    ):
        with pytest.raises(CaseFileError) as caught:
            verify(path)
        assert caught.value.code == code


class Attacker:
    """Somebody with the file and an SQLite shell, who removes the triggers and puts them back."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, isolation_level=None)
        self._raw.execute("PRAGMA ignore_check_constraints = ON")
        # The attacker is not in a hurry for a disk that the tests throw away.
        self._raw.execute("PRAGMA synchronous = OFF")
        self._triggers = triggers(self._raw)
        for name in self._triggers:
            self._raw.execute(f"DROP TRIGGER {name}")

    def __enter__(self) -> sqlite3.Connection:
        return self._raw

    def __exit__(self, *_: object) -> None:
        for statement in self._triggers.values():
            self._raw.execute(statement)
        self._raw.close()


def one(path: Path, query: str) -> str:
    with closing(sqlite3.connect(path)) as raw:
        return str(raw.execute(query).fetchone()[0])


def whats(path: Path) -> set[str]:
    return {each.what for each in verify(path).problems}


# ---------------------------------------------------------------------- one kind of change at a time


def test_untouched_in_every_state(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    case = new_case(path)
    assert verify(path) == INTACT
    case.close()
    assert verify(path) == INTACT
    with full_case(tmp_path / "b.qdcase") as case:
        case.sign_off()
        assert verify(case.path) == INTACT
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("VACUUM")
        raw.execute("REINDEX")
    assert verify(path) == INTACT


def test_verifying_changes_nothing(path: Path, original: bytes) -> None:
    stat_before = path.stat()
    assert verify(path) == INTACT
    assert path.read_bytes() == original
    assert path.stat().st_mtime_ns == stat_before.st_mtime_ns
    assert [each.name for each in path.parent.iterdir()] == ["a.qdcase"]


CHANGES = [
    ("UPDATE finding SET observed = 'nothing' WHERE seq = {}", "finding", "finding_id"),
    ("UPDATE finding SET region = replace(region, '10.5', '10.6') WHERE seq = {}", "finding", "finding_id"),
    ("UPDATE finding SET region_mm = NULL WHERE seq = {}", "finding", "finding_id"),
    ("UPDATE finding SET reason = 'x' || char(0) WHERE seq = {}", "finding", "finding_id"),
    ("UPDATE conclusion SET level = 'genuine' WHERE seq = {}", "conclusion", "conclusion_id"),
    ("UPDATE conclusion SET limitations = '' WHERE seq = {}", "conclusion", "conclusion_id"),
    ("UPDATE capture SET light = 'IR' WHERE seq = {}", "capture", "capture_id"),
    ("UPDATE capture SET origin = 'live' WHERE seq = {}", "capture", "capture_id"),
    ("UPDATE capture SET px_per_mm = '11.8110' WHERE seq = {}", "capture", "capture_id"),
    ("UPDATE case_info SET case_no = '2026-0043' WHERE seq = {}", "case_info", "case_id"),
    ("UPDATE exhibit SET description = 'another' WHERE seq = {}", "exhibit", "exhibit_id"),
    ("UPDATE check_result SET outcome = 'successful' WHERE seq = {}", "check_result", "result_id"),
    ("UPDATE mrz_record SET lines = replace(lines, 'ANNA', 'ANNE') WHERE seq = {}", "mrz_record", "mrz_id"),
    ("UPDATE equipment_use SET simulated = 0 WHERE seq = {}", "equipment_use", "seq"),
    ("UPDATE recipe SET content = replace(content, '2.0', '2.1') WHERE seq = {}", "recipe", "recipe_id"),
    ("UPDATE measurement SET value = '4.784' WHERE seq = {}", "measurement", "measurement_id"),
    ("UPDATE actor SET name = 'Somebody Else' WHERE seq = {}", "actor", "actor_id"),
]


@pytest.mark.parametrize(("statement", "table", "identifier"), CHANGES, ids=lambda part: str(part)[:48])
def test_changed_row_is_named(path: Path, statement: str, table: str, identifier: str) -> None:
    seq = one(path, f"SELECT min(seq) FROM {table}")
    name = one(path, f"SELECT {identifier} FROM {table} WHERE seq = {seq}")
    with Attacker(path) as raw:
        assert raw.execute(statement.format(seq)).rowcount == 1
    assert Problem("case-row-changed", f"{table} {name}") in verify(path).problems
    assert whats(path) <= {"case-row-changed", "case-structure-damaged"}


@pytest.mark.parametrize("table", [name for name in migrations.schema_of(3).columns if name != "blob"])
def test_removed_row_is_named(path: Path, table: str) -> None:
    with Attacker(path) as raw:
        raw.execute(f"DELETE FROM {table} WHERE seq = (SELECT min(seq) FROM {table})")
    expected = "case-event-missing" if table == "audit_event" else "case-row-missing"
    problems = verify(path).problems
    assert any(each.what == expected and each.where.startswith(table) for each in problems)


def test_inserted_rows_are_named(path: Path) -> None:
    with Attacker(path) as raw:
        raw.execute("INSERT INTO actor VALUES (9001, 'someone', 'Some One', NULL)")
        raw.execute("INSERT INTO blob VALUES (lower(hex(randomblob(32))), 3, x'010203')")
    problems = verify(path).problems
    assert Problem("case-row-without-event", "actor someone") in problems
    assert {"case-picture-without-capture", "case-picture-changed"} <= {each.what for each in problems}


def test_swapped_rows_are_named(path: Path) -> None:
    with Attacker(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        first, second = (row[0] for row in raw.execute("SELECT seq FROM finding ORDER BY seq LIMIT 2").fetchall())
        for old, new in ((first, 9000), (second, first), (9000, second)):
            raw.execute("UPDATE finding SET seq = ? WHERE seq = ?", (new, old))
    assert [each.what for each in verify(path).problems].count("case-row-changed") == 2


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-14T09:00:00.000Z'",
        "actor_id = 'x'",
        "action = 'looked'",
        "object_id = 'x'",
        "payload = '{{}} '",
    ],
)
def test_changed_event_is_named(path: Path, change: str) -> None:
    with Attacker(path) as raw:
        raw.execute(f"UPDATE audit_event SET {change.format()} WHERE seq = 5")
    assert Problem("case-event-changed", "audit_event 5") in verify(path).problems


def test_event_sealed_anew_breaks_the_chain(path: Path) -> None:
    from workstation.cases.audit import event_hash

    with Attacker(path) as raw:
        raw.execute("UPDATE audit_event SET action = 'looked' WHERE seq = 5")
        raw.row_factory = sqlite3.Row
        event = dict(raw.execute("SELECT * FROM audit_event WHERE seq = 5").fetchone())
        raw.execute("UPDATE audit_event SET hash = ? WHERE seq = 5", (event_hash(event),))
    assert verify(path).problems == (Problem("case-chain-broken", "audit_event 6"),)


def test_picture_changes_are_named(path: Path) -> None:
    sha256 = one(path, "SELECT sha256 FROM capture ORDER BY seq")
    capture_id = one(path, "SELECT capture_id FROM capture ORDER BY seq")
    where = f"blob {sha256} (capture {capture_id})"
    with Attacker(path) as raw:
        raw.execute("UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE sha256 = ?", (sha256,))
    assert verify(path).problems == (Problem("case-picture-changed", where),)
    with Attacker(path) as raw:
        raw.execute("UPDATE blob SET bytes = CAST(bytes || x'00' AS BLOB) WHERE sha256 = ?", (sha256,))
    assert {Problem("case-picture-changed", where), Problem("case-picture-length", where)} <= set(
        verify(path).problems
    )
    with CaseFile.open(path, clock=SteppingClock(), actor="") as case:
        with pytest.raises(CaseFileDamaged, match="case-picture-changed"):
            case.original(sha256)
        with pytest.raises(CaseFileDamaged, match="case-picture-missing"):
            case.original("0" * 64)
    with Attacker(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM blob WHERE sha256 = ?", (sha256,))
    assert Problem("case-picture-missing", where) in verify(path).problems


def test_rows_after_sign_off_are_named(path: Path) -> None:
    with CaseFile.open(path, clock=SteppingClock(), actor="") as case:
        case.sign_off()
        item = case.snapshot().exhibits[0]
    with Attacker(path) as raw:
        raw.execute("UPDATE case_info SET state = 'draft', signed_off_at = NULL")
        raw.execute("DELETE FROM case_stage")
    with CaseFile.open(path, clock=SteppingClock(), actor="") as case:
        case.update_exhibit(item)
    assert "case-changed-after-sign-off" in whats(path)


@pytest.mark.parametrize("version", [0, 1, 99])
def test_changed_version(path: Path, version: int) -> None:
    with Attacker(path) as raw:
        raw.execute(f"PRAGMA user_version = {version}")
    if version > migrations.current_version():
        with pytest.raises(CaseFileTooNew):
            verify(path)
    else:
        assert "case-schema-changed" in whats(path)


def test_every_problem_has_a_sentence(path: Path) -> None:
    with Attacker(path) as raw:
        raw.execute("UPDATE finding SET observed = 'nothing'")
    for problem in verify(path).problems:
        for language in LANGUAGES:
            assert problem.where in sentence(problem.what, {"where": problem.where}, language)


def test_every_code_that_verify_uses_has_a_sentence() -> None:
    import re

    from workstation.cases import verify as module

    codes = set(re.findall(r'Problem\(\s*"([a-z-]+)"', Path(str(module.__file__)).read_text(encoding="utf-8")))
    assert len(codes) >= 15
    for code in codes:
        for language in LANGUAGES:
            assert "finding 7" in sentence(code, {"where": "finding 7"}, language)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    with new_case(path) as case:
        item = exhibit()
        case.add_exhibit(item)
        case.add_captures([capture(item.exhibit_id, stored=random.Random(1).randbytes(24_000_000))])
    tracemalloc.start()
    assert verify(path) == INTACT
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


# ---------------------------------------------------------------------- campaigns of random damage


def flip_in_text(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    other = chr((ord(text[at]) ^ (1 << chance.randrange(6))) or 33)
    return text[:at] + other + text[at + 1 :]


def flip(value: object, chance: random.Random) -> object:
    """The same value with one bit changed."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8))
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
    assert isinstance(value, str)
    return flip_in_text(value, chance) if value else "x"


def every_cell(path: Path) -> list[tuple[str, int, str]]:
    cells = []
    with closing(sqlite3.connect(path)) as raw:
        for table, columns in migrations.schema_of(migrations.current_version()).columns.items():
            for (rowid,) in raw.execute(f"SELECT rowid FROM {table}").fetchall():
                cells += [(table, rowid, column) for column in columns]
    return cells


def test_a_flipped_bit_in_any_cell_is_found(path: Path, original: bytes) -> None:
    chance = random.Random(20260314)
    cells = every_cell(path)
    by_table: dict[str, list[tuple[str, int, str]]] = {}
    for cell in cells:
        by_table.setdefault(cell[0], []).append(cell)
    chosen = [cell for rows in by_table.values() for cell in chance.sample(rows, min(40, len(rows)))]
    assert len(chosen) > 200
    assert {table for table, _, _ in chosen} == set(migrations.schema_of(3).columns)
    for table, rowid, column in chosen:
        path.write_bytes(original)
        with Attacker(path) as raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            before = raw.execute(f'SELECT "{column}" FROM {table} WHERE rowid = {rowid}').fetchone()[0]
            after = "x" if before is None else flip(before, chance)
            try:
                raw.execute(f'UPDATE OR ABORT {table} SET "{column}" = ? WHERE rowid = {rowid}', (after,))
            except sqlite3.IntegrityError:
                continue  # The tables themselves refuse, such as a hash that another row has.
        problems = verify(path).problems
        assert problems, f"{table} {rowid} {column}: {before!r} became {after!r}"
        named = {each.where.split()[0] for each in problems}
        allowed = {table, "blob", "audit_event"} if table in {"blob", "capture"} else {table, "audit_event"}
        assert named & allowed, f"{table} {rowid} {column}: {problems}"


def contents(path: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """Everything in the tables, or None where SQLite cannot read it."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as raw:
            raw.text_factory = bytes
            found: dict[str, list[tuple[object, ...]]] = {
                table: raw.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY rowid").fetchall()
                for table in migrations.schema_of(migrations.current_version()).columns
            }
            found["schema"] = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
            return found
    except (sqlite3.Error, UnicodeDecodeError):  # the second where SQLite names what it cannot read
        return None


def test_a_flipped_bit_anywhere_in_the_file(path: Path, original: bytes) -> None:
    chance = random.Random(42)
    before = contents(path)
    changed = unchanged = 0
    for _ in range(360):
        at = chance.randrange(len(original))
        path.write_bytes(original[:at] + bytes([original[at] ^ (1 << chance.randrange(8))]) + original[at + 1 :])
        content_is_the_same = contents(path) == before
        try:
            intact = verify(path).intact
        except (CaseFileDamaged, CaseFileTooNew):
            intact = False
        if content_is_the_same:
            unchanged += 1
        else:
            changed += 1
            assert not intact, f"byte {at}"
    assert changed > 100
    assert unchanged > 20


@pytest.mark.parametrize("page", range(3))
def test_a_page_of_noise(path: Path, original: bytes, page: int) -> None:
    chance = random.Random(page)
    at = 8192 * (1 + page * 3)
    path.write_bytes(original[:at] + chance.randbytes(8192) + original[at + 8192 :])
    assert not verify(path).intact


def test_noise_never_ends_in_a_traceback(path: Path, original: bytes) -> None:
    chance = random.Random(7)

    def damaged() -> bytes:
        data = bytearray(original)
        for _ in range(chance.choice([1, 10, 300])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)

    attempts: list[Callable[[], object]] = [
        lambda: verify(path),
        lambda: CaseFile.open(path, clock=SteppingClock(), actor="", read_only=True).close(),
    ]
    refused = 0
    for _ in range(60):
        path.write_bytes(damaged())
        for attempt in attempts:
            try:
                attempt()
            except (CaseFileDamaged, CaseFileTooNew):
                refused += 1
    assert refused > 0
