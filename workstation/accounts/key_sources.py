"""Where a person's key lies: in a file, or on a smart card or token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workstation.accounts.keys import load_person_key
from workstation.accounts.roles import HeadSigner
from workstation.accounts.token_uri import KeySource, TokenUri
from workstation.accounts.tokens import Token, Tries, open_token
from workstation.messages import sentence

#: Of what a passphrase or PIN is wanted.
Asked = Path | Token

_QUESTIONS = {Tries.FEW: "token-pin-asked-few", Tries.LAST: "token-pin-asked-last"}


def question_of(asked: Asked, language: str) -> str:
    """What to ask for, which says so where the next wrong PIN could lock the card."""
    if isinstance(asked, Path):
        return asked.name
    return sentence(_QUESTIONS.get(asked.tries, "token-pin-asked"), {"token": asked.label}, language)


@contextmanager
def open_person_key(source: KeySource, ask: Callable[[Asked], str]) -> Iterator[HeadSigner]:
    """The key with which somebody countersigns, unlocked until the block ends.

    Raises
    ------
    AccountError
        Those of ``load_person_key`` and of ``open_token``.
    """
    if isinstance(source, TokenUri):
        with open_token(source, ask) as held:
            yield held
    else:
        yield load_person_key(source, ask(source))
