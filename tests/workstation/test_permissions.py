"""One table says what a role may do, and no operation of the store stands outside of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from case_material import SteppingClock, full_case, info
from handling_material import person

from workstation.accounts import permissions
from workstation.accounts.permissions import FRESH, PERMISSIONS, demand
from workstation.accounts.roles import NOBODY, Actor, Role, at_station
from workstation.cases.custody import Custody
from workstation.cases.life import Life
from workstation.cases.queue import queue
from workstation.cases.review import Reviews
from workstation.cases.seals import Seals
from workstation.cases.store import CaseFile
from workstation.cases.verification import Verifications
from workstation.errors import PermissionRefused

ROOMS: dict[type, str] = {
    CaseFile: "",
    Life: "life",
    Custody: "custody",
    Reviews: "reviews",
    Verifications: "verifications",
    Seals: "seals",
}
#: What is no operation on a case: the file itself, who acts, what an operation is made of inside a transaction.
NO_OPERATION = {
    ("CaseFile", "close"),
    ("CaseFile", "demand"),
    ("CaseFile", "sign_off"),  # Nothing but ``life.sign_off``.
    *((room.__name__, "demand") for room in ROOMS),
    ("Life", "step"),
    ("Seals", "close_with"),
}
#: Operations that ask the table themselves, before there is a store, or with the new actor.
ASKED_INSIDE = {("CaseFile", "create"), ("CaseFile", "open"), ("CaseFile", "act_as")}


def public_methods() -> Iterator[tuple[type, str, Any]]:
    for room in ROOMS:
        for name, member in inspect.getmembers(room):
            if not name.startswith("_") and (inspect.isfunction(member) or inspect.ismethod(member)):
                yield room, name, member


OPERATIONS = [
    (room, name, member.operation) for room, name, member in public_methods() if hasattr(member, "operation")
]


def test_every_public_method_of_the_store_is_an_operation_of_the_table() -> None:
    unmarked = {(room.__name__, name) for room, name, member in public_methods() if not hasattr(member, "operation")}
    assert unmarked == NO_OPERATION | ASKED_INSIDE
    assert {operation for *_, operation in OPERATIONS} <= PERMISSIONS.keys()
    used = {operation for *_, operation in OPERATIONS} | {"case.create", "case.open", "queue.list"}
    assert used == {each for each in PERMISSIONS if not each.startswith(("accounts.", "library."))}
    assert PERMISSIONS.keys() >= FRESH
    assert len(OPERATIONS) > 35


def dummies(method: Callable[..., Any]) -> tuple[list[None], dict[str, None]]:
    """Arguments that would fail if they were ever looked at."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    required = [each for each in parameters if each.default is each.empty]
    positional = [None for each in required if each.kind is each.POSITIONAL_OR_KEYWORD]
    return positional, {each.name: None for each in required if each.kind is each.KEYWORD_ONLY}


@pytest.mark.parametrize(("room", "name", "operation"), OPERATIONS)
def test_nobody_else_gets_past_the_first_line(opened: CaseFile, room: type, name: str, operation: str) -> None:
    target = getattr(opened, ROOMS[room]) if ROOMS[room] else opened
    before = opened.head()
    for role in [*Role, None]:
        if role in PERMISSIONS[operation]:
            continue
        opened._ledger.actor = NOBODY if role is None else person(f"Some {role}", role)
        positional, named = dummies(getattr(room, name))
        with pytest.raises(PermissionRefused, match="sign-in-needed" if role is None else "role-may-not"):
            getattr(target, name)(*positional, **named)
    opened._ledger.actor = at_station("")
    assert opened.head() == before


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    with full_case(tmp_path_factory.mktemp("case") / "a.qdcase") as case:
        yield case


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TRAINER, Role.CURATOR])
def test_some_open_no_case_at_all(tmp_path: Path, role: Role) -> None:
    clock, actor = SteppingClock(), person("Somebody", role)
    full_case(tmp_path / "a.qdcase").close()
    before = (tmp_path / "a.qdcase").read_bytes()
    with pytest.raises(PermissionRefused, match="role-may-not"):
        CaseFile.open(tmp_path / "a.qdcase", clock=clock, actor=actor)
    with pytest.raises(PermissionRefused, match="role-may-not"):
        CaseFile.create(tmp_path / "b.qdcase", info(), clock=clock, actor=actor)
    with pytest.raises(PermissionRefused, match="role-may-not"):
        list(queue([tmp_path / "a.qdcase"], actor))
    assert (tmp_path / "a.qdcase").read_bytes() == before
    assert not (tmp_path / "b.qdcase").exists()


def test_an_administrator_may_no_operation_on_content() -> None:
    may = {each for each, roles in PERMISSIONS.items() if Role.ADMINISTRATOR in roles}
    assert {each for each in may if not each.startswith("accounts.")} == {"case.head"}


def test_an_auditor_reads_and_writes_nothing(tmp_path: Path) -> None:
    full_case(tmp_path / "a.qdcase").close()
    before = (tmp_path / "a.qdcase").read_bytes()
    auditor = person("Auditor, Ada", Role.AUDITOR)
    with CaseFile.open(tmp_path / "a.qdcase", clock=SteppingClock(), actor=auditor) as case:
        assert case.read_only
        assert case.snapshot().findings
        assert case.original(case.snapshot().captures[0].sha256)
        with pytest.raises(PermissionRefused):
            case.log("looked", "x", {})
        with pytest.raises(PermissionRefused):
            case.copy_to(tmp_path / "b.qdcase")
    assert (tmp_path / "a.qdcase").read_bytes() == before
    writes = {
        each for each, roles in PERMISSIONS.items() if Role.AUDITOR in roles and not each.startswith("accounts.")
    }
    assert writes == {"case.open", "case.read", "case.picture", "case.calibration", "case.head", "queue.list"}


def test_what_is_not_in_the_table_is_allowed_to_nobody() -> None:
    everything = Actor("All", "id", "all", frozenset(Role))
    with pytest.raises(PermissionRefused, match="role-may-not"):
        demand(everything, "case.shred")


def test_what_binds_others_needs_a_fresh_passphrase() -> None:
    clock = SteppingClock()
    boss = replace(person("Zhang", Role.SUPERVISOR), proved_at=clock.now())
    permissions.demand_fresh(boss, "life.sign_off", clock.now())
    for proved_at, now in ((None, clock.now()), (clock.now(), clock.now() + permissions.FRESH_FOR * 2)):
        with pytest.raises(PermissionRefused, match="sign-in-again"):
            permissions.demand_fresh(replace(boss, proved_at=proved_at), "life.sign_off", now)
    permissions.demand_fresh(replace(boss, proved_at=None), "case.read", clock.now())
