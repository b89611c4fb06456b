"""The bench in memory is called as the real one is, so that these tests fail when the interface changes."""

from __future__ import annotations

import inspect

import pytest
from ui_fake_workbench import FakeWorkbench

from workstation.workbench import Workbench

SHARED = sorted(
    name
    for name, member in inspect.getmembers(Workbench, inspect.isfunction)
    if not name.startswith("_") and hasattr(FakeWorkbench, name)
)


def parameters(method: object) -> list[tuple[str, object, object]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


def test_most_of_the_interface_is_shared() -> None:
    assert {"capture", "identify", "save_finding", "conclude", "export_report", "shutdown"} <= set(SHARED)


@pytest.mark.parametrize("name", SHARED)
def test_same_parameters(name: str) -> None:
    assert parameters(getattr(FakeWorkbench, name)) == parameters(getattr(Workbench, name))
