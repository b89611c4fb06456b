"""What holds for a plain case from elsewhere holds for an encrypted one: the guard, and the length of a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock, full_case

from workstation.cases import limits, migrations
from workstation.cases.connection import open_case, sqlite_errors
from workstation.cases.encrypted_copies import copy_with_key
from workstation.cases.encryption import KEYRING, Key
from workstation.cases.limits import demand_fit, schema_writable
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileError

KEY = Key("correct horse battery 电池")
TYPES = migrations.schema_of(migrations.current_version()).types


@pytest.fixture(params=["plain", "encrypted"])
def case_path(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    if request.param == "encrypted":
        copy_with_key(path, tmp_path / "b.qdcase", KEY)
        path = tmp_path / "b.qdcase"
        KEYRING.keep(path, KEY)
    yield path
    KEYRING.forget(path)


def test_the_guard_comes_back_after_the_schema_was_written(case_path: Path) -> None:
    with closing(open_case(case_path, "rw")) as raw:
        with schema_writable(raw):
            raw.execute("CREATE TABLE more (a)")
        with pytest.raises(CaseFileError), sqlite_errors(case_path):
            raw.execute("DROP TABLE more")


def test_a_connection_that_was_closed_meanwhile_needs_no_guard(case_path: Path) -> None:
    raw = open_case(case_path, "rw")
    with schema_writable(raw):
        raw.close()


def test_a_row_that_is_too_long_is_refused_before_it_is_read(
    case_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaseFile.open(case_path, clock=SteppingClock(), actor="", read_only=True) as case:
        longest = max(len(each.observed.encode()) for each in case.snapshot().findings)
    assert longest > 10
    monkeypatch.setattr(limits, "MOST_ROW_BYTES", 10)
    with closing(open_case(case_path, "ro")) as raw, pytest.raises(CaseFileError) as caught, sqlite_errors(case_path):
        demand_fit(raw, case_path, TYPES)
    assert caught.value.code in ("case-value-large", "case-too-much")
    with pytest.raises(CaseFileError):
        CaseFile.open(case_path, clock=SteppingClock(), actor="", read_only=True)
    assert not verify(case_path).intact
