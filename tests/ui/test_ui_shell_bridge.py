"""Other threads reach the window in order, in its own thread, and never after it closed."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from ui.bridge import Bridge
from workstation.errors import Cancelled, CaseFileError, WorkstationError


class Emitter(QObject):
    fired = Signal(int)


def test_twenty_thousand_signals_survive(qtbot: QtBot) -> None:
    """PySide6 6.12 on Python 3.11 aborts here: each emit drops a reference to ``True``."""
    emitter, heard = Emitter(), []
    emitter.fired.connect(heard.append)
    for number in range(20_000):
        assert emitter.fired.emit(number)
    assert heard == list(range(20_000))


def test_events_of_four_threads_arrive_in_order_in_this_thread(qtbot: QtBot) -> None:
    heard: list[tuple[int, int]] = []
    threads_heard: set[int] = set()

    def hear(event: tuple[int, int]) -> None:
        heard.append(event)
        threads_heard.add(threading.get_ident())

    bridge = Bridge(hear)

    def post(who: int) -> None:
        for number in range(2_000):
            bridge.post((who, number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, range(4)))
    qtbot.waitUntil(lambda: len(heard) == 8_000, timeout=10_000)
    assert threads_heard == {threading.get_ident()}
    for who in range(4):
        assert [number for each, number in heard if each == who] == list(range(2_000))


def _settle(qtbot: QtBot, future: Future[Any]) -> list[Any]:
    told: list[Any] = []
    bridge = Bridge(told.append)
    bridge.when_done(
        future, lambda result: told.append(("result", result)), lambda error: told.append(("error", error))
    )
    qtbot.waitUntil(lambda: bool(told))
    return told


def test_result_is_delivered(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    future.set_result(7)
    assert _settle(qtbot, future) == [("result", 7)]


def test_expected_error_is_delivered_as_it_is(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    error = CaseFileError("case-none-open")
    future.set_exception(error)
    assert _settle(qtbot, future) == [("error", error)]


def test_bug_is_logged_and_delivered_as_unexpected(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    future: Future[int] = Future()
    future.set_exception(ZeroDivisionError("a bug"))
    [(kind, error)] = _settle(qtbot, future)
    assert (kind, error.code) == ("error", "unexpected")
    assert "ZeroDivisionError" in caplog.text


def test_cancelled_future_says_so(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    future.cancel()
    [(_, error)] = _settle(qtbot, future)
    assert isinstance(error, Cancelled)


def test_a_listener_that_fails_does_not_lose_the_rest(qtbot: QtBot) -> None:
    heard: list[int] = []

    def hear(event: int) -> None:
        if event == 1:
            raise ValueError("the first is bad")
        heard.append(event)

    bridge = Bridge(hear)
    with qtbot.captureExceptions() as caught:
        for event in (1, 2, 3):
            bridge.post(event)
        qtbot.waitUntil(lambda: heard == [2, 3])
    assert [kind for kind, _, _ in caught] == [ValueError]


def test_nothing_arrives_after_the_end(qtbot: QtBot) -> None:
    heard: list[object] = []
    bridge = Bridge(heard.append)
    bridge.post("queued before the end")
    bridge.close()
    bridge.post("after the end")
    future: Future[int] = Future()
    bridge.when_done(future, heard.append, heard.append)
    future.set_exception(WorkstationError("cancelled"))
    later: list[object] = []
    marker = Bridge(later.append)
    marker.post("queued behind everything above")
    qtbot.waitUntil(lambda: bool(later))
    assert heard == []
