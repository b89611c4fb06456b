"""Accounts: sign-in and its limits, keys behind passphrases, what administrators may and may not."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from case_material import SteppingClock
from hypothesis import given
from hypothesis import strategies as st

from workstation.accounts.idle import IdleLock
from workstation.accounts.keys import key_fingerprint, new_key, signature_holds
from workstation.accounts.model import demand_name
from workstation.accounts.passphrases import Cost, is_right, normalised, stored_hash, unwrap, wrap
from workstation.accounts.roles import ACCOUNT_ROLES, ALONE, NOBODY, Actor, Role, at_station
from workstation.accounts.store import (
    DEMO_MARK,
    DEMO_PASSPHRASE,
    FREE_FAILURES,
    LONGEST_WAIT_S,
    Accounts,
    wait_s,
)
from workstation.errors import AccountError, PermissionRefused

CHEAP = Cost(1, 8, 1)
SECRET = "correct horse battery"
KEY = new_key()


def refused(code: str) -> pytest.RaisesExc[Exception]:
    return pytest.raises((AccountError, PermissionRefused), match=rf"^{code}(\(|$)")


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def accounts(tmp_path: Path, clock: SteppingClock) -> Accounts:
    return Accounts(tmp_path / "station" / "accounts.sqlite", clock, CHEAP)


@pytest.fixture
def boss(accounts: Accounts) -> Actor:
    accounts.add(NOBODY, login="boss", name="Boss, Berta", roles=[Role.ADMINISTRATOR], passphrase=SECRET)
    return accounts.sign_in("boss", SECRET)


def examiner(accounts: Accounts, boss: Actor, login: str = "erika", name: str = "Examiner, Erika") -> Actor:
    accounts.add(boss, login=login, name=name, roles=[Role.EXAMINER], passphrase="given by the boss")
    return accounts.sign_in(login, "given by the boss", SECRET)


def test_the_default_cost_is_argon2id_as_rfc_9106_recommends() -> None:
    stored = stored_hash(SECRET, Cost())
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_right(SECRET, stored)
    assert not is_right(SECRET + " ", stored)


def test_nothing_of_a_passphrase_or_a_key_is_in_the_file(accounts: Accounts, boss: Actor, tmp_path: Path) -> None:
    path = tmp_path / "station" / "accounts.sqlite"
    assert SECRET.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert boss.signer is not None
    raw_key = boss.signer.key.private_bytes_raw()  # type: ignore[attr-defined]
    assert raw_key not in path.read_bytes()


def test_first_account_is_an_administrators_and_from_then_on_people_sign_in(accounts: Accounts) -> None:
    assert not accounts.demands_sign_in
    with refused("account-first"):
        accounts.add(NOBODY, login="a", name="A", roles=[Role.EXAMINER], passphrase=SECRET)
    assert not accounts.demands_sign_in
    accounts.add(NOBODY, login="a", name="A", roles=[Role.ADMINISTRATOR], passphrase=SECRET)
    assert accounts.demands_sign_in
    with refused("sign-in-needed"):
        accounts.add(NOBODY, login="b", name="B", roles=[Role.ADMINISTRATOR], passphrase=SECRET)
    with refused("role-has-no-account"):
        accounts.add(at_station("x"), login="b", name="B", roles=[Role.ADMINISTRATOR], passphrase=SECRET)


def test_a_passphrase_that_another_set_is_changed_at_the_first_sign_in(accounts: Accounts, boss: Actor) -> None:
    made = accounts.add(boss, login="erika", name="Examiner, Erika", roles=[Role.EXAMINER], passphrase="set by boss")
    assert made.must_change
    with refused("passphrase-must-change"):
        accounts.sign_in("erika", "set by boss")
    with refused("passphrase-same"):
        accounts.sign_in("erika", "set by boss", "set by boss")
    with refused("passphrase-short"):
        accounts.sign_in("erika", "set by boss", "short")
    erika = accounts.sign_in("erika", "set by boss", SECRET)
    assert erika.roles == {Role.EXAMINER}
    assert accounts.sign_in("erika", SECRET).account_id == erika.account_id
    assert not accounts.person("erika").must_change
    with refused("sign-in-refused"):
        accounts.sign_in("erika", "set by boss")


def test_a_key_stays_through_a_change_of_passphrase_and_not_through_a_reset(accounts: Accounts, boss: Actor) -> None:
    erika = examiner(accounts, boss)
    assert erika.signer is not None
    before = erika.signer.public_key_pem
    again = accounts.sign_in("erika", SECRET, "another passphrase")
    assert again.signer is not None
    assert again.signer.public_key_pem == before == accounts.person("erika").public_key
    message = b"a head"
    assert signature_holds("ed25519", before, "", again.signer.sign(message), message)
    assert not signature_holds("ed25519", before, "", again.signer.sign(message), b"another")
    accounts.reset(boss, "erika", "set by the boss")
    after = accounts.person("erika").public_key
    assert after != before
    # The administrator cannot take the old key along, and the history tells of the new one.
    told = [each for each in accounts.history(boss) if each.action == "account-reset"]
    assert told[0].detail == f"{key_fingerprint(before)} {key_fingerprint(after)}"


def test_wrong_passphrases_cost_time(accounts: Accounts, boss: Actor, clock: SteppingClock) -> None:
    examiner(accounts, boss)
    for _ in range(FREE_FAILURES):
        with refused("sign-in-refused"):
            accounts.sign_in("erika", "wrong passphrase")
    clock.sleep(-1)  # SteppingClock moves on by itself.
    with refused("sign-in-wait"):
        accounts.sign_in("erika", SECRET)
    clock.sleep(wait_s(FREE_FAILURES))
    accounts.sign_in("erika", SECRET)
    for _ in range(FREE_FAILURES):
        with refused("sign-in-refused"):
            accounts.sign_in("erika", "wrong passphrase")
    clock.sleep(-3600)
    with refused("sign-in-wait"):
        accounts.sign_in("erika", SECRET)
    assert [wait_s(n) for n in range(6)] == [0, 0, 0, 2, 4, 8]
    assert wait_s(10_000) == LONGEST_WAIT_S
    assert any(each.action == "sign-in-failed" for each in accounts.history(boss))


def test_guessing_at_once_gains_nothing(accounts: Accounts, boss: Actor) -> None:
    examiner(accounts, boss)
    codes: list[str] = []

    def guess() -> None:
        try:
            accounts.sign_in("erika", "wrong passphrase")
        except AccountError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    # The clock of this test moves a second a reading, so some waits pass meanwhile.
    assert codes.count("sign-in-wait") >= 4
    assert len(codes) == 12


def test_unknown_and_closed_accounts_are_refused_alike(accounts: Accounts, boss: Actor, clock: SteppingClock) -> None:
    examiner(accounts, boss)
    accounts.set_open(boss, "erika", False)
    with refused("sign-in-refused"):
        accounts.sign_in("nobody", SECRET)
    with refused("sign-in-refused"):
        accounts.sign_in("erika", SECRET)
    clock.sleep(60)
    accounts.set_open(boss, "erika", True)
    assert accounts.sign_in("erika", SECRET).login == "erika"


@pytest.mark.parametrize(
    "roles",
    [[], [Role.STATION], *([role, Role.EXAMINER] for role in ALONE), [Role.ADMINISTRATOR, Role.AUDITOR]],
)
def test_roles_that_do_not_stand_together(accounts: Accounts, boss: Actor, roles: list[Role]) -> None:
    examiner(accounts, boss)
    with refused("account-roles"):
        accounts.add(boss, login="x", name="X", roles=roles, passphrase=SECRET)
    with refused("account-roles"):
        accounts.assign(boss, "erika", roles)


def test_the_last_administrator_stays(accounts: Accounts, boss: Actor) -> None:
    with refused("account-last-administrator"):
        accounts.set_open(boss, "boss", False)
    with refused("account-last-administrator"):
        accounts.assign(boss, "boss", [Role.EXAMINER])
    accounts.add(boss, login="boss2", name="Boss, Second", roles=[Role.ADMINISTRATOR], passphrase="set by the boss")
    accounts.set_open(boss, "boss", False)


def test_names_are_told_apart_and_are_one_printed_line(accounts: Accounts, boss: Actor) -> None:
    examiner(accounts, boss)
    for login, name in (("erika", "Another"), ("another", "Examiner, Erika")):
        with refused("account-taken"):
            accounts.add(boss, login=login, name=name, roles=[Role.EXAMINER], passphrase=SECRET)
    for login in ("", "Erika", "1a", "a b", "a" * 33, "ä"):
        with refused("account-login"):
            accounts.add(boss, login=login, name="N", roles=[Role.EXAMINER], passphrase=SECRET)
    for secret, code in (
        ("short", "short"),
        ("x" * 2000, "long"),
        ("a" * 12, "is-name"),
        ("new-person", "is-name"),
    ):
        with refused(f"passphrase-{code}"):
            accounts.add(boss, login="new-person", name="N", roles=[Role.EXAMINER], passphrase=secret)


@given(st.text())
def test_a_name_is_a_line_or_refused(name: str) -> None:
    try:
        demand_name(name)
    except AccountError:
        return
    assert name == " ".join(name.split()) != ""
    assert len(name.splitlines()) == 1


@given(st.text(min_size=1, max_size=40))
def test_a_key_opens_with_its_passphrase_alone(passphrase: str) -> None:
    wrapped = wrap(KEY, passphrase, CHEAP)
    assert unwrap(wrapped, passphrase, CHEAP).public_key_pem == KEY.public_key_pem
    if normalised(passphrase + "x") != normalised(passphrase):
        with pytest.raises(AccountError):
            unwrap(wrapped, passphrase + "x", CHEAP)
    changed = bytes([wrapped[0] ^ 1]) + wrapped[1:]
    with pytest.raises(AccountError):
        unwrap(changed, passphrase, CHEAP)


def test_demonstration_accounts_are_marked_and_vanish_with_the_first_real_one(accounts: Accounts) -> None:
    made = accounts.add_demo()
    assert {role for each in made for role in each.roles} == set(ACCOUNT_ROLES)
    assert all(each.demo and each.name.startswith(DEMO_MARK) for each in made)
    assert set(accounts.add_demo()) == set(made)
    assert not accounts.demands_sign_in
    assert accounts.sign_in("demo-supervisor", DEMO_PASSPHRASE).roles == {Role.SUPERVISOR}
    accounts.add(NOBODY, login="boss", name="Boss", roles=[Role.ADMINISTRATOR], passphrase=SECRET)
    assert [each.login for each in accounts.directory()] == ["boss"]
    with refused("account-demo-refused"):
        accounts.add_demo()


def test_history_cannot_be_unwritten_by_accident(accounts: Accounts, boss: Actor, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "station" / "accounts.sqlite")) as raw:
        for statement in ("DELETE FROM history", "UPDATE history SET by = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)
    assert [each.action for each in accounts.history(boss)] == ["account-made"]


def test_a_damaged_file_lets_nobody_in(tmp_path: Path, clock: SteppingClock) -> None:
    path = tmp_path / "accounts.sqlite"
    path.write_bytes(b"not SQLite at all, but long enough to be looked at" * 100)
    accounts = Accounts(path, clock, CHEAP)
    for ask in (lambda: accounts.demands_sign_in, lambda: accounts.sign_in("a", SECRET), accounts.directory):
        with refused("accounts-unreadable"):
            ask()


def test_a_look_is_remembered_by_person_and_case(accounts: Accounts, boss: Actor) -> None:
    erika = examiner(accounts, boss)
    assert accounts.looked(erika, "c") is None
    accounts.note_look(erika, "c", 7, "a" * 64)
    accounts.note_look(erika, "c", 9, "b" * 64)
    assert accounts.looked(erika, "c") == (9, "b" * 64)
    assert accounts.looks(erika) == {"c": (9, "b" * 64)}
    assert accounts.looks(boss) == {}


def test_an_idle_station_locks_and_stays_locked(clock: SteppingClock) -> None:
    lock = IdleLock(clock, after_s=60)
    assert not lock.locked
    clock.sleep(59)
    lock.touch()
    clock.sleep(59)
    assert not lock.locked
    clock.sleep(2)
    lock.touch()
    assert lock.locked
    lock.unlock()
    assert not lock.locked
    lock.lock()
    assert lock.locked
