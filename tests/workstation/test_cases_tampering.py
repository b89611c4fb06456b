"""Ten thousand seeded changes to a case that went through its whole life: each that changes something is found."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from handling_material import archived
from tampering import CHANGES, contents

from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileTooNew


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archived case with reviews, a blind verification, custody, seals and reports."""
    path = tmp_path_factory.mktemp("archived") / "a.qdcase"
    archived(path).close()
    return path.read_bytes()


def intact(path: Path) -> bool:
    try:
        return verify(path).intact
    except (CaseFileDamaged, CaseFileTooNew):
        return False


def campaign(path: Path, original: bytes, seeds: range) -> Counter[tuple[str, str]]:
    """How often each kind of change was reported, changed nothing, or was missed."""
    path.write_bytes(original)
    before, counted = contents(path), Counter[tuple[str, str]]()
    assert before
    assert intact(path)
    for seed in seeds:
        chance = random.Random(seed)
        kind = chance.choice(list(CHANGES))
        CHANGES[kind](path, original, chance)
        same = contents(path) == before
        found = not intact(path)
        counted[kind, "reported" if found else "unused bytes" if same else f"MISSED by seed {seed}"] += 1
        if path.read_bytes() == original:
            assert not found, f"seed {seed}: an alarm on an untouched file"
    return counted


def judge(counted: Counter[tuple[str, str]]) -> None:
    assert not [each for each in counted if each[1].startswith("MISSED")]
    assert {kind for kind, _ in counted} == set(CHANGES)


@pytest.mark.timeout(300)
def test_three_hundred_changes(original: bytes, tmp_path: Path) -> None:
    judge(campaign(tmp_path / "a.qdcase", original, range(300)))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_changes(original: bytes, tmp_path: Path) -> None:
    judge(campaign(tmp_path / "a.qdcase", original, range(10_000)))
