"""A station with accounts from the command line and through the workbench: nobody approves their own case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import main
from workstation.accounts.model import Account
from workstation.accounts.passphrases import Cost
from workstation.accounts.roles import Role
from workstation.accounts.store import DEMO_PASSPHRASE, Accounts
from workstation.cases.handling import CustodyKind, Decision, ReviewKind
from workstation.cases.stages import Stage
from workstation.cases.store import CaseFile
from workstation.cases.verification import Opinion
from workstation.clock import SystemClock
from workstation.errors import AccountError, CaseFileError, PermissionRefused
from workstation.workbench import Workbench

Run = Callable[..., tuple[int, Any]]
SECRET = "a passphrase of several words"


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(main, "USER_DATA", tmp_path / "data")
    monkeypatch.setattr(main, "USER_CONFIG", tmp_path / "config")
    monkeypatch.setattr("workstation.accounts.store.Cost", lambda: Cost(1, 8, 1))
    for name, secret in (("FIRST", "set by the administrator"), ("SECRET", SECRET)):
        monkeypatch.setenv(name, secret)
    return tmp_path


@pytest.fixture
def run(station: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: object, as_: str = "") -> tuple[int, Any]:
        capsys.readouterr()
        who = ["--account", as_, "--account-passphrase-from", "env:SECRET"] if as_ else []
        code = main.run([*map(str, arguments), *who, "--json"])
        shown = capsys.readouterr()
        return code, json.loads(shown.out or shown.err.splitlines()[-1])

    return run_it


@pytest.fixture
def people(run: Run) -> None:
    """An administrator, two examiners who are supervisors too, and a verifier."""
    add = ("accounts", "add")
    new = ("--new-passphrase-from", "env:SECRET")
    assert run(*add, "boss", "--name", "Boss", "--role", "administrator", *new)[0] == 0
    both = ("examiner", "supervisor")
    for login, roles in (("erika", both), ("paula", both), ("viktor", ("verifier",))):
        options = [part for role in roles for part in ("--role", role)]
        made = run(*add, login, "--name", login.title(), *options, "--new-passphrase-from", "env:FIRST", as_="boss")
        assert made[0] == 0, made
        who = ("--account", login, "--account-passphrase-from", "env:FIRST")
        changed = main.run(["accounts", "passphrase", *who, *new])
        assert changed == 0


@pytest.fixture
def bench(station: Path) -> Iterator[Workbench]:
    made = main.open_workbench("simulated", cases_dir=station / "cases", accounts=main.open_accounts())
    yield made
    made.shutdown()


def concluded(bench: Workbench, path: Path, login: str) -> Path:
    """A case that somebody has concluded and submitted, through the workbench."""
    bench.people.sign_in(login, SECRET).result()
    case = bench.create_case(path, case_no="1", examiner=bench.actor).result()
    bench.record.conclude(exhibit_id=case.exhibits[0].exhibit_id, scale="scale_status", level="falsified").result()
    assert bench.snapshot is not None
    assert bench.snapshot.handling.stage is Stage.IN_EXAMINATION
    assert bench.review.submit().result().handling.stage is Stage.AWAITING_REVIEW
    return path


@pytest.mark.usefixtures("people")
def test_nobody_approves_their_own_case_and_another_does(station: Path, bench: Workbench, run: Run) -> None:
    path = concluded(bench, station / "a.qdcase", "erika")
    for kind in ReviewKind:
        with pytest.raises(PermissionRefused, match=r"review-own-case|case-step"):
            bench.review.decide(kind, Decision.APPROVED).result()
    with pytest.raises((PermissionRefused, CaseFileError), match="review-own-case"):
        bench.sign_off().result()
    bench.close_case().result()
    for kind in ("technical", "administrative", "supervisor"):
        code, refused = run("review", "approve", path, "--kind", kind, as_="erika")
        assert (code, refused["error"]) == (2, "review-own-case")
    assert run("case", "sign-off", path, as_="erika")[1]["error"] == "review-own-case"
    assert run("case", "show", path)[1]["error"] == "sign-in-needed"
    assert run("report", path, "--out", station / "a.pdf")[1]["error"] == "sign-in-needed"
    assert run("case", "show", path, as_="boss")[1]["error"] == "role-may-not"

    code, asked = run("review", "ask", path, "viktor", as_="paula")
    assert code == 0, asked
    code, seen = run("review", "blind", path, as_="viktor")
    assert (code, seen["blind"]) == (0, True)
    assert run("case", "show", path, as_="viktor")[1]["handling"]["reviews"] == []
    opinion = station / "opinion.json"
    opinion.write_text(json.dumps({"level": "inconclusive", "reasoning": "not enough light"}), encoding="utf-8")
    code, points = run("review", "record", path, "--opinion", opinion, as_="viktor")
    assert {each["point"]: each["agreement"] for each in points["points"]}["level"] == "differ"
    assert run("review", "return", path, "--reason", "Say why.", as_="paula")[1]["stage"] == "returned"
    assert run("case", "submit", path, as_="erika")[1]["stage"] == "awaiting_review"
    assert run("review", "approve", path, as_="paula")[1]["stage"] == "reviewed"
    assert run("review", "approve", path, "--kind", "supervisor", as_="paula")[1]["stage"] == "signed_off"
    code, found = run("verify", path)
    assert code == 0
    assert [each["name"] for each in found["seals"]] == ["Erika", "Viktor", "Paula", "Erika", "Paula", "Paula"]
    keys = {each["name"]: each["key_sha256"] for each in run("accounts", "list", as_="boss")[1]}
    assert all(keys[each["name"]] == each["key_sha256"] for each in found["seals"])

    assert run("report", path, "--out", station / "a.pdf", as_="paula")[0] == 0
    code, issued = run("case", "issue", path, "--report", station / "a.pdf", as_="paula")
    assert (code, issued["stage"], issued["issued"]["version"]) == (0, "reported", 1)
    assert (
        run("case", "issue", path, "--report", station / "a.pdf", as_="paula")[1]["error"] == "report-version-changed"
    )
    assert run("case", "custody", path, "--kind", "returned", "--to", "Embassy", as_="paula")[0] == 0
    assert run("case", "close", path, as_="paula")[1]["stage"] == "closed"
    assert run("case", "retain", path, "--rule", "months_6", "--until", "2020-01-01", as_="paula")[0] == 0
    assert run("case", "archive", path, as_="paula")[1]["stage"] == "archived"
    assert run("case", "purge", path, as_="paula")[1]["error"] == "purge-really"
    assert run("case", "purge", path, "--really", as_="paula")[1]["stage"] == "purged"
    code, found = run("verify", path)
    assert (code, found["purged"]) == (0, True)
    assert run("review", "queue", station, as_="paula")[1][0]["stage"] == "purged"


@pytest.mark.usefixtures("people")
def test_what_changed_since_the_last_look_and_a_past_that_was_exchanged(
    station: Path, bench: Workbench, run: Run
) -> None:
    path = concluded(bench, station / "a.qdcase", "erika")
    earlier = path.read_bytes()
    bench.review.comment("Look at the stamp.").result()
    bench.people.sign_out().result()
    assert run("review", "queue", station, as_="paula")[1][0]["new_events"] is None
    first = run("case", "changes", path, as_="paula")[1]
    assert {"concluded", "commented"} <= {each["action"] for each in first["changes"]}
    (row,) = run("review", "queue", station, as_="paula")[1]
    assert (row["new_events"], row["rewritten"], row["mine"]) == (0, False, False)
    assert run("review", "comment", path, "I did.", as_="erika")[0] == 0
    (row,) = run("review", "queue", station, as_="paula")[1]
    assert row["new_events"] > 0
    assert "commented" in {each["action"] for each in run("case", "changes", path, as_="paula")[1]["changes"]}
    path.write_bytes(earlier)
    (row,) = run("review", "queue", station, as_="paula")[1]
    assert row["rewritten"]
    (mine,) = run("review", "queue", station, as_="erika")[1]
    assert mine["mine"]


@pytest.mark.usefixtures("people")
def test_a_station_with_accounts_works_for_nobody_until_somebody_signs_in(bench: Workbench, station: Path) -> None:
    assert bench.people.demands_sign_in
    with pytest.raises(PermissionRefused, match="sign-in-needed"):
        bench.create_case(station / "a.qdcase", case_no="1").result()
    assert not (station / "a.qdcase").exists()
    with pytest.raises(AccountError, match="sign-in-refused"):
        bench.people.sign_in("erika", "wrong passphrase").result()
    concluded(bench, station / "a.qdcase", "erika")
    bench.people.sign_in("boss", SECRET).result()
    assert bench.snapshot is None
    bench.people.sign_in("paula", SECRET).result()
    assert bench.open_case(station / "a.qdcase").result().handling.stage is Stage.AWAITING_REVIEW
    assert len(bench.review.changes_since_look().result()) > 5
    bench.review.note_look().result()
    before = bench.review.changes_since_look().result()
    assert before == ()
    (row,) = bench.review.queue(station).result()
    assert row.path == station / "a.qdcase"
    bench.people.unlock(SECRET).result()
    assert bench.review.decide(ReviewKind.TECHNICAL, Decision.APPROVED).result().handling.stage is Stage.REVIEWED
    assert bench.sign_off().result().handling.stage is Stage.SIGNED_OFF
    bench.people.sign_out().result()
    assert bench.snapshot is None
    with pytest.raises(PermissionRefused, match="sign-in-needed"):
        bench.open_case(station / "a.qdcase").result()


def test_demonstration_accounts_try_every_role_out(station: Path, bench: Workbench) -> None:
    assert not bench.people.demands_sign_in
    made: tuple[Account, ...] = bench.people.add_demo().result()
    assert {role for each in made for role in each.roles} == set(Role) - {Role.STATION}
    bench.people.sign_in("demo-examiner", DEMO_PASSPHRASE).result()
    case = bench.create_case(station / "a.qdcase", case_no="1", examiner=bench.actor).result()
    item = case.exhibits[0].exhibit_id
    bench.review.record_custody(item, CustodyKind.RECEIVED, from_whom="Booth").result()
    bench.record.conclude(exhibit_id=item, scale="scale_status", level="falsified").result()
    bench.review.submit().result()
    bench.people.sign_in("demo-supervisor", DEMO_PASSPHRASE).result()
    asked = bench.review.ask_to_verify(item, "demo-verifier").result()
    bench.people.sign_in("demo-verifier", DEMO_PASSPHRASE).result()
    assert bench.snapshot is not None
    assert bench.snapshot.blind
    opinion = Opinion(scale="scale_status", scale_version=2, level="falsified")
    _, points = bench.review.verify_blind(asked.request_id, opinion).result()
    assert points[0].agreement == "agree"
    assert bench.snapshot.handling.compared == points
    bench.people.sign_out().result()
    assert bench.people.signed_in.roles == {Role.STATION}
    with CaseFile.open(station / "a.qdcase", clock=SystemClock(), actor="", read_only=True) as opened:
        assert all(each.created_by.startswith("DEMO ") for each in opened.snapshot().conclusions)
    assert isinstance(main.open_accounts(), Accounts)
