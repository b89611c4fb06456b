"""Case files made to harm whoever opens them."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from case_material import START, SteppingClock, full_case
from test_cases_verify import Attacker

from workstation.cases import connection, migrations
from workstation.cases.connection import sqlite_errors
from workstation.cases.limits import TOO_MUCH, unfit_rows
from workstation.cases.model import CaseSnapshot
from workstation.cases.open_files import HeldFile
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileError, RecipeError, WorkstationError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.operations.operation import ParameterKind
from workstation.imaging.pictures import decode
from workstation.imaging.recipe import MAX_STEPS, Source, parse_recipe
from workstation.imaging.replay import replay
from workstation.messages import explain
from workstation.reports.report import make_report
from workstation.specimens.library import Library
from workstation.vocabulary import LANGUAGES

HERE = Path(__file__).parent
TYPES = migrations.schema_of(migrations.current_version()).types


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("original") / "a.qdcase"
    full_case(path).close()
    return path.read_bytes()


@pytest.fixture
def case_path(tmp_path: Path, original: bytes) -> Path:
    path = tmp_path / "a.qdcase"
    path.write_bytes(original)
    return path


def opened(path: Path, *, read_only: bool = True) -> CaseFile:
    return CaseFile.open(path, clock=SteppingClock(), actor="Somebody Else", read_only=read_only)


def schema_rewritten(path: Path, statements: Sequence[str]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            raw.execute(statement)


# ---------------------------------------------------------------------- what SQLite may be asked


FORBIDDEN = {
    "another file": "ATTACH DATABASE '{folder}/stolen.db' AS other",
    "extension": "SELECT load_extension('{folder}/evil.so')",
    "reader of files": "SELECT readfile('/etc/hostname')",
    "writer of files": "SELECT writefile('{folder}/out', 'x')",
    "memory": "SELECT zeroblob(900000000)",
    "more memory": "SELECT hex(randomblob(400000000))",
    "schema": "UPDATE sqlite_master SET sql = ''",
    "writable schema": "PRAGMA writable_schema = ON",
    "no journal": "PRAGMA journal_mode = OFF",
    "write-ahead log": "PRAGMA journal_mode = WAL",
    "trust": "PRAGMA ignore_check_constraints = ON",
    "table": "CREATE TABLE more (a)",
    "temporary view": "CREATE TEMP VIEW finding AS SELECT 1",
    "virtual table": "CREATE VIRTUAL TABLE more USING fts5(a)",
    "trigger gone": "DROP TRIGGER finding_no_delete",
    "new column": "ALTER TABLE finding ADD COLUMN more TEXT",
    "copy": "VACUUM INTO '{folder}/copy.db'",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
@pytest.mark.parametrize("mode", ["ro", "rw"])
def test_statement_that_no_case_needs(tmp_path: Path, case_path: Path, statement: str, mode: str) -> None:
    before = case_path.read_bytes()
    with closing(connection.open_case(case_path, mode)) as raw:
        with pytest.raises(CaseFileError) as caught, sqlite_errors(case_path):
            raw.execute(statement.format(folder=tmp_path)).fetchall()
        assert caught.value.code in ("case-statement-strange", "case-damaged")
        (journal,) = raw.execute("PRAGMA journal_mode").fetchone()
        assert journal == "delete"
    assert case_path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.qdcase"]


def test_settings_of_an_open_case(case_path: Path) -> None:
    with closing(connection.open_case(case_path, "ro")) as raw:
        for name, value in (("trusted_schema", 0), ("cell_size_check", 1), ("mmap_size", 0)):
            # Where the system has no memory mapping the question has no answer.
            assert raw.execute(f"PRAGMA {name}").fetchone() in ((value,), None)
        for limit in (sqlite3.SQLITE_LIMIT_SQL_LENGTH, sqlite3.SQLITE_LIMIT_EXPR_DEPTH):
            assert raw.getlimit(limit) <= 200_000


# ---------------------------------------------------------------------- schema


STRANGE_SCHEMA: dict[str, tuple[list[str], str]] = {
    "trigger": (
        ["CREATE TRIGGER more AFTER INSERT ON finding BEGIN DELETE FROM actor; END"],
        "trigger more",
    ),
    "view": (["CREATE VIEW more AS SELECT * FROM finding"], "view more"),
    "view in the place of a table": (
        [
            "ALTER TABLE equipment_use RENAME TO hidden",
            "CREATE VIEW equipment_use AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS"
            " seq FROM n",
        ],
        "equipment_use",
    ),
    "virtual table": (["CREATE VIRTUAL TABLE more USING fts5(a)"], "table more"),
    "table of another program": (["CREATE TABLE more (a)"], "table more"),
    "generated column": (["ALTER TABLE finding ADD COLUMN more TEXT AS (hex(zeroblob(900)))"], "table finding"),
    "index on an expression": (["CREATE INDEX more ON finding (upper(observed))"], "index more"),
}


@pytest.mark.parametrize(("statements", "where"), STRANGE_SCHEMA.values(), ids=STRANGE_SCHEMA)
def test_strange_schema_is_named(case_path: Path, statements: list[str], where: str) -> None:
    schema_rewritten(case_path, statements)
    before = case_path.read_bytes()
    with pytest.raises(CaseFileDamaged, match="case-schema-changed") as caught:
        opened(case_path, read_only=False)
    for language in LANGUAGES:
        assert str(caught.value.facts["where"]) in explain(caught.value, language)
    found = verify(case_path).problems
    assert any(where in each.where for each in found if each.what == "case-schema-changed"), found
    assert case_path.read_bytes() == before


def test_index_that_never_ends_is_named_and_not_computed(case_path: Path) -> None:
    text = "CREATE INDEX more ON finding (length(replace(hex(zeroblob(400000000)), '0', '00')))"
    schema_rewritten(
        case_path,
        ["INSERT INTO sqlite_master SELECT 'index', 'more', 'finding', rootpage, '" + text.replace("'", "''") + "'"
         " FROM sqlite_master WHERE type = 'index' AND rootpage LIMIT 1"],
    )  # fmt: skip
    assert "index more" in {each.where for each in verify(case_path).problems}


# ---------------------------------------------------------------------- values


@pytest.mark.parametrize("row", ["text for a number", "bytes for text", "number for text"])
def test_value_of_another_type_is_named(case_path: Path, row: str) -> None:
    table, column, value = {
        "text for a number": ("capture", "width", "wide"),
        "bytes for text": ("finding", "observed", b"\xff\x00"),
        "number for text": ("mrz_record", "lines", 7),
    }[row]
    strict_off(case_path, table)
    with closing(sqlite3.connect(case_path)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(f"UPDATE {table} SET {column} = ?", (value,))
        for _, statement in triggers:
            raw.execute(statement)
    strict_on(case_path, table)
    for read_only in (True, False):
        with pytest.raises(CaseFileDamaged, match="case-value-type") as caught:
            opened(case_path, read_only=read_only)
        assert str(caught.value.facts["where"]).startswith(table)
    assert "case-value-type" in {each.what for each in verify(case_path).problems}


def strict_off(path: Path, table: str) -> None:
    """SQLite keeps the types of strict tables; another schema over the same pages does not."""
    loose = (
        "replace(replace(replace(sql, 'STRICT', ''), 'INTEGER NOT NULL', 'NOT NULL'), 'TEXT NOT NULL', 'NOT NULL')"
    )
    schema_rewritten(path, [f"UPDATE sqlite_master SET sql = {loose} WHERE type = 'table' AND name = '{table}'"])


def strict_on(path: Path, table: str) -> None:
    expected = migrations.schema_of(migrations.current_version()).listing
    sql = next(text for kind, name, _, text in expected if (kind, name) == ("table", table))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (sql, table))


NUMBERS = ["nan", "inf", "-inf", "1e999", "NaN", "x", ""]


@pytest.mark.parametrize("text", NUMBERS)
def test_number_that_is_none(case_path: Path, text: str) -> None:
    with Attacker(case_path) as raw:
        raw.execute("UPDATE measurement SET value = ?", (text,))
    with opened(case_path) as case, pytest.raises(CaseFileDamaged, match="case-damaged"):
        case.snapshot()


DEEP = "[" * 100_000 + "]" * 100_000
PAYLOADS = [DEEP, "{}", "null", "[[1]]", '[["a", 1e999]]', f"[[1, {10**400}]]", "[[NaN, 1]]", '"', '{"a": ' * 9000]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize(
    ("table", "column"), [("measurement", "points_px"), ("equipment_use", "lit_seconds"), ("finding", "region")]
)
def test_payload_that_is_none(case_path: Path, table: str, column: str, payload: str) -> None:
    with Attacker(case_path) as raw, suppress(sqlite3.IntegrityError):
        raw.execute(f"UPDATE {table} SET {column} = ?", (payload,))
    with opened(case_path) as case, suppress(CaseFileDamaged):
        read = case.snapshot()
        assert isinstance(read, CaseSnapshot)
    assert not verify(case_path).intact


def test_longest_text_is_not_read(case_path: Path) -> None:
    with Attacker(case_path) as raw:
        raw.execute("UPDATE finding SET observed = ?", ("x" * (65 << 20),))
    with pytest.raises(CaseFileError, match="case-value-large"):
        opened(case_path)
    assert not verify(case_path).intact


def test_more_content_than_the_file_is_long(case_path: Path) -> None:
    length = case_path.stat().st_size
    with closing(connection.open_case(case_path, "ro")) as raw:
        assert not list(unfit_rows(raw, length, TYPES))
        (found,) = unfit_rows(raw, 500, TYPES)
    assert found[0] == TOO_MUCH
    for language in LANGUAGES:
        assert found[1] in explain(CaseFileDamaged(found[0], path=case_path, where=found[1]), language)


def test_picture_that_claims_more_than_the_file_holds(case_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(case_path) as case:
        sha256 = case.snapshot().captures[0].sha256
        assert case.original(sha256)
        monkeypatch.setattr(HeldFile, "byte_length", lambda self: 1000)
        with pytest.raises(CaseFileDamaged, match="case-picture-length"):
            case.original(sha256)


# ---------------------------------------------------------------------- recipes


NUMBERS_KINDS = {ParameterKind.NUMBER, ParameterKind.WHOLE}
HOSTILE_NUMBERS = [10**10, -(10**10), 10**300, 10**400, 1e308]
HOSTILE_LISTS = [[], [0.0] * 9, [1e308] * 9, [-1e308, 1e308] * 8, [0.5] * 7, [0.0] * 100_000]


def _every_operation(kinds: set[ParameterKind], values: Sequence[object]) -> Iterator[str]:
    """Recipes with every operation, each parameter of those kinds set to each of the values in turn."""
    source = {"kind": "capture", "sha256": "0" * 64, "label": ""}
    for operation in OPERATIONS.values():
        for parameter in operation.parameters:
            for value in values if parameter.kind in kinds else ():
                chosen = {each.name: each.default for each in operation.parameters} | {parameter.name: value}
                step = {
                    "operation": operation.code,
                    "version": operation.version,
                    "inputs": list(range(operation.fewest)),
                    "parameters": chosen,
                }
                yield json.dumps({"format": 1, "sources": [source] * operation.fewest, "steps": [step]})


def test_every_number_of_every_operation_has_an_end() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    for text in _every_operation(NUMBERS_KINDS, HOSTILE_NUMBERS):
        with pytest.raises(RecipeError):
            replay(parse_recipe(text), lambda _: picture)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_fit_no_picture() -> None:
    picture = np.arange(32 * 32 * 3, dtype=np.uint8).reshape(32, 32, 3)
    for text in _every_operation({ParameterKind.NUMBERS}, HOSTILE_LISTS):
        # Either it makes a picture no larger than its limits say, or it says why not.
        with suppress(RecipeError):
            assert replay(parse_recipe(text), lambda _: picture).nbytes <= 1 << 20


def test_recipe_of_endless_length() -> None:
    source = {"kind": "capture", "sha256": "0" * 64, "label": ""}
    step = {"operation": "invert", "version": 1, "inputs": [0], "parameters": {}}
    for sources, steps in (([source], [step] * 1_000_000), ([source] * (MAX_STEPS + 1), [])):
        with pytest.raises(RecipeError, match="recipe-unreadable"):
            parse_recipe(json.dumps({"format": 1, "sources": sources, "steps": steps}))


def test_replay_keeps_no_picture_longer_than_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    source = Source(parse_recipe(_chain(0)).sources[0].kind, "0" * 64)
    assert source.label == ""
    monkeypatch.setattr("workstation.imaging.replay.MOST_BYTES", 3 * picture.nbytes)
    made = replay(parse_recipe(_chain(200)), lambda _: picture)
    assert made.shape == picture.shape
    with pytest.raises(RecipeError, match="recipe-needs-memory"):
        replay(parse_recipe(_chain(0, sources=4)), lambda _: picture)


def _chain(steps: int, sources: int = 1) -> str:
    gamma = OPERATIONS["gamma"]
    step = gamma.step(0, gamma=1.5)
    return json.dumps(
        {
            "format": 1,
            "sources": [{"kind": "capture", "sha256": "0" * 64, "label": ""}] * sources,
            "steps": [
                {
                    "operation": step.operation,
                    "version": step.version,
                    "inputs": [at],
                    "parameters": dict(step.parameters),
                }
                for at in range(steps)
            ],
        }
    )


# ---------------------------------------------------------------------- anything, anywhere


VALUES: list[object] = [
    None, 0, -1, 2**63 - 1, -(2**63), 1.5, "", "nan", "1e999", "x" * 200_000, "../../../../tmp/stolen", "/dev/zero",
    "a\0b", "\x1b[2J\r\n", "CON", "\u202egnp.exe", DEEP, "{}", "[]", '[[1e999, 1]]', b"", b"\xff\xfe", b"x" * 70_000,
]  # fmt: skip


def _mutate(path: Path, chance: random.Random) -> None:
    """Some cells of any table exchanged for anything, with triggers, checks, references and types switched off."""
    table = chance.choice(list(TYPES))
    strict_off(path, table)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        for _ in range(chance.choice([1, 1, 3])):
            column, value = chance.choice(list(TYPES[table])), chance.choice(VALUES)
            with suppress(sqlite3.Error):
                raw.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
        for _, statement in triggers:
            raw.execute(statement)
    strict_on(path, table)


def _use(path: Path, folder: Path, chance: random.Random) -> None:
    """All that somebody does with a case from elsewhere, each as far as it goes."""
    report = folder / "report.pdf"
    with suppress(WorkstationError):
        verify(path)
    with suppress(WorkstationError), opened(path, read_only=False) as case:
        case.log("report-exported", case.snapshot().info.case_id, {})
    with suppress(WorkstationError), opened(path) as case:
        read = case.snapshot()
        for each in read.recipes:
            with suppress(WorkstationError):
                replay(parse_recipe(each.content), lambda source: decode(case.original(source.sha256)))
        for record in read.captures:
            with suppress(WorkstationError):
                decode(case.original(record.sha256))
        for kept in read.calibrations:
            with suppress(WorkstationError):
                case.calibration(kept.calibration_id)
        made = make_report(
            read,
            original=lambda record: case.original(record.sha256),
            library=Library([]),
            language=chance.choice(LANGUAGES),
            printed_at=START,
        )
        report.write_bytes(made)


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(each, marks=pytest.mark.long) for each in range(6, 300))])
def test_mutated_rows_bring_nothing_but_errors_of_ours(tmp_path: Path, original: bytes, seed: int) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "a.qdcase"
    path.write_bytes(original)
    chance = random.Random(seed)
    _mutate(path, chance)
    _use(path, inside, chance)
    assert [each.name for each in tmp_path.iterdir()] == ["inside"]
    assert {each.name for each in inside.iterdir()} <= {"a.qdcase", "report.pdf"}
