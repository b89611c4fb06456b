"""FORMAT.md is true: its commands are run as printed, and it names every table, column and code there is."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
from case_material import full_case

from workstation.cases import __file__ as room
from workstation.cases import audit, migrations, schema, version_1
from workstation.cases.verify import verify

FORMAT = (Path(room).parent / "FORMAT.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", FORMAT, re.DOTALL)

#: Changing this means that every case file that exists looks altered. Add a migration instead.
SCHEMA_SHA256 = {
    1: "1e76ace898a3831ab8889b3952ecf4e5693134327427aef5d57d901384df510b",
    2: "3745bb9366fb14c74c7c36497b39e73127ce09b5343f747d3694f0b1b8c472d3",
    3: "ebe39124008733d7d19e0b3cc955afdad89f36770747ede9097d7876f02df766",
    4: "8e21d04d7686a3913356ee79ccaaca58383029c91f40dd40f1e5e403208704d7",
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "a b.qdcase"
    with full_case(path) as case:
        case.sign_off()
    return path


def stranger(case: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the commands of the document, as somebody would who trusts only sqlite3 and sha256sum."""
    for tool in ("sqlite3", "sha256sum", "openssl", "bash"):
        if shutil.which(tool) is None:
            assert not os.environ.get("CI"), f"{tool} is missing (apt-get install sqlite3 coreutils openssl)"
            pytest.skip(f"{tool} is not installed")
    folder.mkdir()
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(COMMANDS)],
        cwd=folder,
        env=os.environ | {"CASE": str(case)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_stranger_finds_an_untouched_case_intact(original: Path, tmp_path: Path) -> None:
    assert len(COMMANDS) == 5
    done = stranger(original, tmp_path / "check")
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(original)) as raw:
        seq, at, sha256 = raw.execute("SELECT seq, at, hash FROM audit_event ORDER BY seq DESC").fetchone()
    assert done.stdout.splitlines()[-1] == f"event {seq} of {at}: {sha256}"
    # The picture files that the commands write are the pictures.
    assert len(list((tmp_path / "check" / "pictures").iterdir())) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE rowid = 1",
        "DELETE FROM blob WHERE rowid = 1",
        "INSERT INTO blob VALUES (lower(hex(randomblob(32))), 1, x'00')",
        "UPDATE finding SET observed = observed || ' ' WHERE rowid = (SELECT min(rowid) FROM finding)",
        "UPDATE finding SET observed = observed || char(0) || 'x' WHERE rowid = (SELECT min(rowid) FROM finding)",
        "UPDATE conclusion SET limitations = ''",
        "DELETE FROM check_result WHERE rowid = (SELECT min(rowid) FROM check_result)",
        "INSERT INTO actor VALUES (9001, 'someone', 'Some One', NULL)",
        "UPDATE audit_event SET payload = '{}' WHERE seq = 1",
        "UPDATE audit_event SET prev_hash = hash WHERE seq = 4",
        "DELETE FROM audit_event WHERE seq = 1",
        "CREATE TABLE extra (a)",
    ],
)
def test_stranger_finds_a_change(original: Path, tmp_path: Path, change: str) -> None:
    case = tmp_path / "a.qdcase"
    shutil.copyfile(original, case)
    with closing(sqlite3.connect(case, isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(change)
        for _, statement in triggers:
            raw.execute(statement)
    assert stranger(case, tmp_path / "check").returncode != 0
    assert not verify(case).intact


def test_schema_of_a_version_never_changes() -> None:
    assert set(SCHEMA_SHA256) == set(range(1, migrations.current_version() + 1))
    for version, sha256 in SCHEMA_SHA256.items():
        assert migrations.schema_of(version).sha256 == sha256
    assert FORMAT.count(SCHEMA_SHA256[migrations.current_version()]) == 3


def test_header_is_as_described(original: Path) -> None:
    with closing(sqlite3.connect(original)) as raw:

        def pragma(name: str) -> object:
            return raw.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("application_id") == version_1.APPLICATION_ID == int.from_bytes(b"QDBC", "big") == 1363427907
        assert pragma("user_version") == migrations.current_version()
        assert pragma("page_size") == 8192
        assert pragma("encoding") == "UTF-8"
        assert pragma("journal_mode") == "delete"
        tables = raw.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        assert {name for name, strict in tables if not strict} == {"sqlite_schema"}
        for name, _ in tables:
            if name != "sqlite_schema":
                for verb in ("no_update", "no_delete"):
                    assert raw.execute(
                        "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?", (f"{name}_{verb}",)
                    ).fetchone()


def section(table: str) -> str:
    found = re.search(rf"### `{table}`.*?(?=\n##)", FORMAT, re.DOTALL)
    assert found, table
    return found[0]


NOW = migrations.schema_of(migrations.current_version())


@pytest.mark.parametrize("table", NOW.columns)
def test_every_column_is_described(table: str) -> None:
    for column in NOW.columns[table]:
        assert f"`{column}`" in section(table), column


def test_every_enumeration_is_printed() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        for statement in migrations.statements_of(migrations.current_version()):
            raw.execute(statement)
        for name, sql in raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            for codes in re.findall(r"\w+ IN \((?!0, 1\))(.*?)\)", sql):
                for code in re.findall(r"'([\w-]+)'|(\d+)", codes):
                    assert re.search(rf"\b{''.join(code)}\b", section(name)), (name, code)


def test_every_action_is_described(original: Path) -> None:
    with closing(sqlite3.connect(original)) as raw:
        actions = {action for (action,) in raw.execute("SELECT DISTINCT action FROM audit_event")}
    assert {"case-created", "finding-withdrawn", "signed-off"} <= actions
    for action in actions:
        assert f"`{action}`" in section("audit_event"), action


def test_tables_of_sqlalchemy_are_the_tables_of_the_file() -> None:
    columns = {table.name: tuple(column.name for column in table.columns) for table in schema.TABLES}
    assert columns == dict(NOW.columns)
    for kind, table in schema.TABLE_OF.items():
        names = {each.name for each in fields(kind)}
        assert {column.name for column in table.columns} - names <= {"seq", "region_mm", "content"}
        assert names <= {column.name for column in table.columns}


def test_example_of_the_hash_rule() -> None:
    example = "".join(
        f"{line.strip()}\n" for line in re.findall(r"(?:^    .*\n)+", FORMAT, re.MULTILINE)[0].splitlines()
    )
    row = {"seq": 2, "actor_id": "01a204d7-8070-71e9-b90b-c0838aa05abe", "name": "Example E", "later": None}
    assert audit.row_text("actor", row.items()) == example.encode()


def test_length_is_counted_in_bytes() -> None:
    assert audit.row_text("t", [("a", "印"), ("b", None), ("c", ""), ("d", 0)]) == "t\na=3:印\nc=0:\nd=1:0\n".encode()
