"""The supervisor's queue: what comes first, what each row says, and that nothing is cut on a small scaled screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui_fake_people import done
from ui_window import Opened

from ui.language import install_language
from ui.review.queue_window import QueueWindow
from workstation.cases.queue import Summary, Unreadable
from workstation.cases.stages import Stage
from workstation.errors import CaseFileError

NOW = datetime.now(UTC)
#: A screen of 1280 x 800 at 150 %.
SMALL = (853, 533)
EXAMINER = 2


def summary(number: int, stage: Stage, **changes: object) -> Summary:
    values: dict[str, object] = {
        "path": Path(f"/cases/2026-{number}.qdcase"),
        "case_id": str(number),
        "case_no": f"2026-{number}",
        "examiner": "Specimen, Erika Maria",
        "stage": stage,
        "stage_since": NOW - timedelta(hours=number),
        "seq": 9,
        "sha256": "0" * 64,
        "changed_at": NOW,
        "findings": 3,
        "levels": ("falsified",),
        "comments": 1,
        "legal_hold": False,
        "mine": False,
        "asked": 0,
        "new_events": 0,
        "rewritten": False,
    }
    return Summary(**{**values, **changes})  # type: ignore[arg-type]


UNREADABLE = Unreadable(Path("/cases/torn.qdcase"), CaseFileError("case-missing", path="torn.qdcase"))
ROWS = (
    summary(1, Stage.IN_EXAMINATION),
    summary(2, Stage.REVIEWED, new_events=None),
    summary(3, Stage.AWAITING_REVIEW, rewritten=True, mine=True, asked=1, legal_hold=True, new_events=4),
    summary(4, Stage.AWAITING_REVIEW),
    summary(5, Stage.PURGED, levels=()),
    UNREADABLE,
)


@pytest.fixture
def queue(window: Opened) -> QueueWindow:
    window.bench.review.queue = lambda folder=None: done(ROWS)  # type: ignore[assignment]
    window.act("queue")
    shown = window.commands._queue
    assert shown is not None
    window.wait(lambda: shown.isVisible() and len(shown.rows) == len(ROWS))
    return shown


def choose(queue: QueueWindow, number: int) -> None:
    row = next(at for at, each in enumerate(queue.rows) if isinstance(each, Summary) and each.case_id == str(number))
    queue.table.setCurrentCell(row, 0)


def test_what_waits_longest_stands_first_and_what_cannot_be_read_above_it(queue: QueueWindow) -> None:
    assert queue.rows[0] is UNREADABLE
    assert [each.case_id for each in queue.rows if isinstance(each, Summary)] == ["4", "3", "2", "5", "1"]
    queue.waiting_only.setChecked(True)
    assert [each.case_id for each in queue.rows if isinstance(each, Summary)] == ["4", "3", "2"]


def test_an_exchanged_past_is_said_first(queue: QueueWindow) -> None:
    choose(queue, 3)
    lines = queue.detail.text().splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("⚠")
    choose(queue, 2)
    assert queue.detail.text().startswith("●")


def test_enter_opens_what_can_be_opened_and_nothing_else(queue: QueueWindow, window: Opened) -> None:
    choose(queue, 4)
    with window.qtbot.waitSignal(queue.opened) as heard:
        QTest.keyClick(queue.table, Qt.Key.Key_Return)
    assert heard.args[0].case_id == "4"
    for row in (0, len(queue.rows) - 2):
        queue.table.setCurrentCell(row, 0)
        assert not queue.open_it.isEnabled()
        assert queue.detail.text()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_at_150_percent(queue: QueueWindow, window: Opened, language: str) -> None:
    install_language(language)
    queue.resize(*SMALL)
    choose(queue, 3)
    window.wait(lambda: queue.width() == SMALL[0])
    assert queue.minimumSizeHint().width() <= SMALL[0]
    assert queue.minimumSizeHint().height() <= SMALL[1]
    table = queue.table
    window.wait(lambda: table.horizontalScrollBar().maximum() == 0)
    for column in range(table.columnCount()):
        assert column == EXAMINER or table.columnWidth(column) >= table.sizeHintForColumn(column)
    window.wait(lambda: queue.detail.height() >= queue.detail.heightForWidth(queue.detail.width()))
