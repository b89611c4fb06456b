"""A program that works on a case and is killed: one forked child for each seed, real files, real SIGKILL."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from case_material import SteppingClock, capture, finding
from handling_material import erika, peer

from workstation.cases.handling import Decision
from workstation.cases.store import CaseFile
from workstation.whole_file import Kind, written_whole

PDF = b"%PDF-1.7\n" + random.Random(1).randbytes(300_000) + b"\n%%EOF\n"
REPORT = "report.pdf"
_STARTS_S, _LONGEST_S = 20.0, 0.25

Shown = Iterator[str]
"""Ids that a program shows as saved, each after the operation that saved it has returned."""


def _opened(path: Path) -> tuple[CaseFile, str]:
    clock = SteppingClock()
    case = CaseFile.open(path, clock=clock, actor=erika(clock))
    return case, case.snapshot().exhibits[0].exhibit_id


def capturing(path: Path, seed: int) -> Shown:
    case, item = _opened(path)
    noise = random.Random(seed)
    yield "ready"
    while True:
        shot = capture(item, stored=noise.randbytes(noise.choice([300, 40_000])), captured_by="Examiner, Erika")
        case.add_captures([shot])
        yield shot.record.capture_id


def saving(path: Path, seed: int) -> Shown:
    case, item = _opened(path)
    yield "ready"
    while True:
        found = finding(item, created_by="Examiner, Erika")
        case.save_finding(found)
        yield found.finding_id


def reviewing(path: Path, seed: int) -> Shown:
    """Submitted by one, commented and returned by another, again and again."""
    case, item = _opened(path)
    clock = SteppingClock()
    case.save_finding(finding(item, created_by="Examiner, Erika"))
    yield "ready"
    while True:
        case.act_as(erika(clock))
        case.life.submit()
        case.act_as(peer(clock))
        yield case.reviews.comment("What is this?").comment_id
        case.reviews.technical(Decision.RETURNED, "Say more.")
        yield case.snapshot().handling.reviews[-1].review_id


def migrating(path: Path, seed: int) -> Shown:
    yield "ready"
    clock = SteppingClock()
    CaseFile.open(path, clock=clock, actor="Somebody Else").close()
    yield "migrated"


def exporting(path: Path, seed: int) -> Shown:
    case, _ = _opened(path)
    report, case_id = path.with_name(REPORT), case.snapshot().info.case_id
    yield "ready"
    while True:
        with written_whole(report, PDF, Kind.REPORT):
            case.log("report-exported", case_id, {"language": "en"})
        yield f"event {case.head().seq}"


def killed(work: Callable[[Path, int], Shown], path: Path, seed: int) -> list[str]:
    """Let the work run in a process of its own for a seeded while and kill it; what it had shown as saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            for shown in work(path, seed):
                os.write(writing, f"{shown}\n".encode())
        except BaseException as error:
            os.write(writing, f"failed: {error!r}\n".encode())
            raise
        finally:
            os._exit(1)
    os.close(writing)
    try:
        assert select.select([reading], [], [], _STARTS_S)[0], "the child never got ready"
        told = os.read(reading, 6)
        assert told == b"ready\n"
        time.sleep(random.Random(seed).uniform(0.0, _LONGEST_S))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading) as rest:
        return rest.read().splitlines()
