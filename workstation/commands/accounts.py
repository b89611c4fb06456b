"""``accounts ...``: who may sign in at this station, as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workstation.commands.station import Arguments, Result, Station, told
from workstation.errors import PermissionRefused

if TYPE_CHECKING:
    from workstation.accounts.model import Account


def _account(account: Account) -> Result:
    from workstation.accounts.keys import key_fingerprint

    row = told(account)
    row["key_sha256"] = key_fingerprint(row.pop("public_key"))
    return row


def accounts_list(station: Station, arguments: Arguments) -> list[Result]:
    """Every account, its roles and the fingerprint of its key."""
    return [_account(each) for each in station.accounts.everyone(station.acting(arguments))]


def accounts_add(station: Station, arguments: Arguments) -> Result:
    """Make an account. The first is an administrator's; from then on the station demands that people sign in."""
    from workstation.accounts.roles import NOBODY

    actor = station.acting(arguments) if station.accounts.demands_sign_in else NOBODY
    made = station.accounts.add(
        actor,
        login=arguments.login,
        name=arguments.name,
        roles=arguments.role,
        passphrase=station.secret(arguments.new_passphrase_from, arguments.login),
    )
    return _account(made)


def accounts_roles(station: Station, arguments: Arguments) -> Result:
    """Give an account other roles."""
    return _account(station.accounts.assign(station.acting(arguments), arguments.login, arguments.role))


def accounts_close(station: Station, arguments: Arguments) -> Result:
    """Close an account; what it did stays."""
    return _account(station.accounts.set_open(station.acting(arguments), arguments.login, False))


def accounts_open(station: Station, arguments: Arguments) -> Result:
    """Open a closed account again."""
    return _account(station.accounts.set_open(station.acting(arguments), arguments.login, True))


def accounts_reset(station: Station, arguments: Arguments) -> Result:
    """Set a passphrase that was forgotten; the account gets a new key, and chooses its own passphrase next."""
    secret = station.secret(arguments.new_passphrase_from, arguments.login)
    return _account(station.accounts.reset(station.acting(arguments), arguments.login, secret))


def accounts_passphrase(station: Station, arguments: Arguments) -> Result:
    """Change one's own passphrase."""
    if not arguments.account:
        raise PermissionRefused("sign-in-needed")
    old = station.secret(arguments.account_passphrase_from, arguments.account)
    actor = station.accounts.sign_in(
        arguments.account, old, station.secret(arguments.new_passphrase_from, arguments.account)
    )
    return {"login": actor.login, "name": actor.name}


def accounts_history(station: Station, arguments: Arguments) -> list[Result]:
    """What was done to accounts."""
    return [told(each) for each in station.accounts.history(station.acting(arguments))]


def accounts_demo(station: Station, arguments: Arguments) -> list[Result]:
    """Demonstration accounts, one a role, marked by their names; only where no real person has an account."""
    from workstation.accounts.store import DEMO_PASSPHRASE

    return [_account(each) | {"passphrase": DEMO_PASSPHRASE} for each in station.accounts.add_demo()]
