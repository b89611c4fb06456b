"""The bench in memory is called as the real one is, so that these tests fail when the interface changes."""

from __future__ import annotations

import inspect

import pytest
from ui_fake_workbench import FakeWorkbench

from workstation.checks.desk import CheckDesk
from workstation.copies.redact_desk import CopyDesk
from workstation.picture_desk import PictureDesk
from workstation.record_desk import RecordDesk
from workstation.workbench import Workbench
from workstation.zone_desk import ZoneDesk

SHARED = {
    name: member
    for owner in (Workbench, RecordDesk, ZoneDesk, CheckDesk, CopyDesk, PictureDesk)
    for name, member in inspect.getmembers(owner, inspect.isfunction)
    if not name.startswith("_") and hasattr(FakeWorkbench, name)
}


def parameters(method: object) -> list[tuple[str, object, object]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


def test_most_of_the_interface_is_shared() -> None:
    assert {
        "capture",
        "identify",
        "save_finding",
        "conclude",
        "picture",
        "export_report",
        "redact",
        "shutdown",
    } <= set(SHARED)


@pytest.mark.parametrize("name", sorted(SHARED))
def test_same_parameters(name: str) -> None:
    assert parameters(getattr(FakeWorkbench, name)) == parameters(SHARED[name])
