"""``case encrypt``, ``case decrypt``, ``case rekey``; and how the command line comes by a key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.commands.station import Arguments, Result, Station
from workstation.errors import CaseFileError, WorkstationError
from workstation.messages import sentence

if TYPE_CHECKING:
    from workstation.cases.encryption import Key


def asking_for(arguments: Arguments) -> Callable[[Path], Key]:
    """Key of an encrypted file: from ``--key-file``, or typed at the terminal without echo."""

    def ask(path: Path) -> Key:
        from workstation.cases.encryption import Key

        if arguments.key_file is not None:
            return Key.from_file(arguments.key_file)
        if not sys.stdin.isatty():
            raise CaseFileError("case-encrypted", path=path)
        typed = _typed("ask-case-key", {"file": path.name}, arguments)
        if not typed:
            raise CaseFileError("case-key-lost", path=path)
        return Key(typed)

    return ask


def new_key(arguments: Arguments, file: Path | None, option: str) -> Key:
    """A key that is chosen now: from a file, or typed twice.

    Raises
    ------
    WorkstationError
        ``case-key-short``, ``case-key-differs``, ``case-key-unasked``; those of ``Key.from_file``.
    """
    from workstation.cases.encryption import Key

    if file is not None:
        key = Key.from_file(file)
    else:
        if not sys.stdin.isatty():
            raise WorkstationError("case-key-unasked", option=option)
        key = Key(_typed("ask-new-key", {}, arguments))
    key.demand_strong()
    if file is None and Key(_typed("ask-new-key-again", {}, arguments)) != key:
        raise WorkstationError("case-key-differs")
    return key


def _typed(code: str, facts: dict[str, object], arguments: Arguments) -> str:
    try:
        return getpass(sentence(code, facts, arguments.lang) + " ", sys.stderr)
    except EOFError:
        return ""


def case_encrypt(station: Station, arguments: Arguments) -> Result:
    """Write an encrypted copy of a case; the original stays."""
    _demand_encrypted(arguments.case, no=True)
    return _copied(station, arguments, new_key(arguments, arguments.key_file, "--key-file"))


def case_decrypt(station: Station, arguments: Arguments) -> Result:
    """Write a copy of an encrypted case that everybody can read; the original stays."""
    _demand_encrypted(arguments.case)
    return _copied(station, arguments, None)


def case_rekey(station: Station, arguments: Arguments) -> Result:
    """Give an encrypted case another key; copies made before keep theirs."""
    from workstation.accounts.permissions import demand
    from workstation.cases.encrypted_copies import change_key
    from workstation.cases.encryption import KEYRING

    demand(station.acting(arguments), "case.copy")
    _demand_encrypted(arguments.case)
    # Who cannot open it is not asked for another key.
    with station.case(arguments, read_only=True):
        KEYRING.demand(arguments.case)
    key = new_key(arguments, arguments.new_key_file, "--new-key-file")
    if key == KEYRING.known(arguments.case):
        raise CaseFileError("case-key-same", path=arguments.case)
    change_key(arguments.case, key)
    return {"case": str(arguments.case), "code": "said-case-rekeyed"}


def _copied(station: Station, arguments: Arguments, key: Key | None) -> Result:
    with station.case(arguments, read_only=True) as case:
        head = case.head()
        case.copy_with_key(arguments.out, key)
    return {
        "case": str(arguments.case),
        "written": str(arguments.out),
        "encrypted": key is not None,
        "head": {"seq": head.seq, "sha256": head.sha256},
        "code": "said-case-encrypted" if key else "said-case-decrypted",
    }


def _demand_encrypted(path: Path, *, no: bool = False) -> None:
    from workstation.cases.encryption import is_encrypted

    if path.is_file() and is_encrypted(path) is no:
        raise CaseFileError("case-encrypted-already" if no else "case-not-encrypted", path=path)
