"""The benchmark command hands on what it was told: how much, and where a long run goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import main
from drivers.simulation import benchmark_checks


@pytest.mark.parametrize(("quick", "amount"), [((), (1000, 100)), (("--quick",), main.FEW_CHECKED)])
def test_a_long_run_is_taken_up_again_and_a_quick_one_stays_quick(
    quick: tuple[str, ...],
    amount: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[tuple[Any, ...]] = []

    def checks(genuine: int = 1000, attack: int = 100, **told: Any) -> list[dict[str, Any]]:
        asked.append((genuine, attack, told["resume"]))
        return []

    monkeypatch.setattr(benchmark_checks, "checks", checks)
    kept = tmp_path / "trials.jsonl"
    assert main.run(["benchmark", "checks", *quick, "--resume", str(kept), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert asked == [(*amount, kept)]
