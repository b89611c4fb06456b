"""A station without accounts, for windows that are not about people."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from workstation.accounts.idle import IdleLock
from workstation.accounts.roles import Actor, at_station
from workstation.clock import SystemClock
from workstation.errors import AccountError, WorkstationError
from workstation.review_steps import Offer

T = TypeVar("T")


def done(result: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(result)
    return future


def refused(error: WorkstationError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


class FakePeople:
    """One examiner's station, as ``workstation.people_desk.PeopleDesk`` is without accounts."""

    keeps_accounts = demands_sign_in = False

    def __init__(self) -> None:
        self.idle = IdleLock(SystemClock())
        self.signed_in: Actor = at_station("")

    def demonstrators(self) -> Future[tuple[()]]:
        return done(())

    def directory(self, role: object = None) -> Future[tuple[()]]:
        return done(())

    def add_demo(self) -> Future[Any]:
        return refused(AccountError("accounts-none"))


class FakeReview:
    """No step is offered; cases of this bench have no life of their own."""

    def offers(self) -> Future[tuple[Offer, ...]]:
        return done(())

    def queue(self, folder: Path | None = None) -> Future[tuple[()]]:
        return done(())

    def _not_here(self) -> Future[Any]:
        return refused(AccountError("accounts-none"))

    begin = submit = close = archive = purge = _not_here
