"""A document laid on the reader: its zone comes unasked over a real line, and goes where it belongs or nowhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.bench import SimulatedBench, simulated_bench
from tests.drivers.test_drivers_bench import Stage
from workstation.cases.model import CheckOutcome
from workstation.clock import SystemClock
from workstation.events import Event, ZoneRead
from workstation.messages import sentence
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.vocabulary import LANGUAGES
from workstation.workbench import Workbench

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 30.0
FIRST = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
SECOND = ("P<UTOSMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X000000013UTO8001014M3001019<<<<<<<<<<<<<<06")


class Zones:
    """What the workbench says of documents on the reader."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.said: list[ZoneRead] = []

    def hear(self, event: Event) -> None:
        if isinstance(event, ZoneRead):
            with self._changed:
                self.said.append(event)
                self._changed.notify_all()

    def next(self, count: int) -> ZoneRead:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.said) >= count, PATIENCE_S), self.said
            return self.said[count - 1]


@pytest.fixture
def simulated() -> SimulatedBench:
    return simulated_bench("passport", SystemClock(), stage=Stage())


@pytest.fixture
def workbench(simulated: SimulatedBench, tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(
        bench=simulated.bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    yield made
    made.shutdown()


def lay(simulated: SimulatedBench, lines: tuple[str, ...]) -> None:
    assert simulated.reader_simulator is not None
    simulated.reader_simulator.lay(lines)


def started(workbench: Workbench, simulated: SimulatedBench) -> Zones:
    """A bench that runs with an empty reader that is armed; what it says comes to the one returned."""
    zones = Zones()
    workbench.subscribe(zones.hear)
    workbench.start()
    # The document that lay there before anybody asked is told first, or the reader is asked and says it.
    zones.next(1)
    lay(simulated, ())
    zones.said.clear()
    return zones


def test_it_shows_up_in_the_open_case_without_a_click(
    workbench: Workbench, simulated: SimulatedBench, tmp_path: Path
) -> None:
    zones = started(workbench, simulated)
    workbench.create_case(tmp_path / "a.qdcase", case_no="1").result()
    lay(simulated, FIRST)
    told = zones.next(1)
    snapshot = workbench.snapshot
    assert snapshot is not None
    (record,) = snapshot.mrz
    assert (told.record, told.reason) == (record, "")
    assert (record.lines, record.source) == (FIRST, "simulated")
    assert "Elyctis" in record.device
    outcomes = {each.check: each.outcome for each in snapshot.checks}
    assert CheckOutcome.SUCCESSFUL in outcomes.values()


def test_the_same_document_again_is_the_same_record(
    workbench: Workbench, simulated: SimulatedBench, tmp_path: Path
) -> None:
    zones = started(workbench, simulated)
    workbench.create_case(tmp_path / "a.qdcase", case_no="1").result()
    lay(simulated, FIRST)
    first = zones.next(1)
    lay(simulated, SECOND)
    other = zones.next(2)
    assert (other.record, other.reason) == (None, "reading-other-document")
    assert other.reading.lines == SECOND
    lay(simulated, FIRST)
    assert zones.next(3).record == first.record
    workbench.zones.identify().result()
    assert workbench.snapshot is not None
    assert [each.lines for each in workbench.snapshot.mrz] == [FIRST]


def test_what_the_examiner_typed_does_not_keep_the_reading_out(
    workbench: Workbench, simulated: SimulatedBench, tmp_path: Path
) -> None:
    zones = started(workbench, simulated)
    workbench.create_case(tmp_path / "a.qdcase", case_no="1").result()
    workbench.zones.type_mrz(None, SECOND).result()
    lay(simulated, FIRST)
    assert zones.next(1).record is not None
    assert workbench.snapshot is not None
    assert [each.lines for each in workbench.snapshot.mrz] == [SECOND, FIRST]


def test_nothing_is_kept_where_no_case_is_open(
    workbench: Workbench, simulated: SimulatedBench, tmp_path: Path
) -> None:
    zones = started(workbench, simulated)
    lay(simulated, FIRST)
    told = zones.next(1)
    assert (told.record, told.reason, told.reading.lines) == (None, "reading-no-case", FIRST)
    assert workbench.snapshot is None
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize("signed_off", [True, False])
def test_nothing_is_added_to_a_finished_case(
    workbench: Workbench, simulated: SimulatedBench, tmp_path: Path, signed_off: bool
) -> None:
    zones = started(workbench, simulated)
    path = tmp_path / "a.qdcase"
    workbench.create_case(path, case_no="1").result()
    if signed_off:
        workbench.sign_off().result()
    else:
        workbench.close_case().result()
        workbench.open_case(path, read_only=True).result()
    lay(simulated, FIRST)
    assert zones.next(1).reason == "reading-case-finished"
    assert workbench.snapshot is not None
    assert workbench.snapshot.mrz == ()


@pytest.mark.parametrize("reason", ["reading-no-case", "reading-case-finished", "reading-other-document"])
def test_a_reading_that_is_not_kept_says_what_to_do(reason: str) -> None:
    assert len({sentence(reason, {}, language) for language in (*LANGUAGES,)} - {reason}) == len(LANGUAGES)
