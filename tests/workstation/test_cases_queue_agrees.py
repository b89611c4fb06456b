"""What a queue says of a file is what the whole file says, at every stage and where it is damaged."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from case_material import SteppingClock, finding, full_case
from handling_material import erika, opinion, peer, person, second, submitted, zhang

from workstation.accounts.roles import Actor, Role, at_station
from workstation.cases.authors import is_author
from workstation.cases.handling import Decision
from workstation.cases.queue import Summary, Unreadable, queue
from workstation.cases.stages import Stage
from workstation.cases.store import CaseFile
from workstation.errors import WorkstationError
from workstation.identifiers import read_time

ANYONE = (
    erika(SteppingClock()),
    peer(SteppingClock()),
    person("Verifier, Viktor", Role.VERIFIER, Role.EXAMINER),
    zhang(SteppingClock()),
    at_station("Specimen, Erika"),
    at_station("Typist"),
    person("Auditor, Ada", Role.AUDITOR),
)
DAMAGED = 120


def _life(case: CaseFile, clock: SteppingClock) -> Iterator[None]:
    """From submitted to purged, stopping at each stage."""
    yield
    case.act_as(zhang(clock))
    item = case.snapshot().exhibits[0]
    case.verifications.request(item.exhibit_id, second(clock))
    case.reviews.comment("Is this a fold?")
    case.reviews.technical(Decision.RETURNED, "The stamp is not described.")
    yield
    case.act_as(erika(clock))
    case.life.submit()
    case.act_as(second(clock))
    (asked,) = case.verifications.asked_of_me()
    case.verifications.record(asked.request_id, opinion())
    case.act_as(peer(clock))
    case.reviews.administrative(Decision.APPROVED)
    case.reviews.technical(Decision.APPROVED)
    yield
    case.act_as(zhang(clock))
    verified = case.snapshot().handling.verifications[0]
    case.verifications.resolve(verified.verification_id, "falsified", "The second light decides.")
    case.life.sign_off()
    yield
    case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
    yield
    case.life.close()
    yield
    case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=True, reason="A court asked for it.")
    case.life.archive()
    yield
    case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=False, reason="The court is done.")
    case.life.purge()
    yield


@pytest.fixture(scope="module")
def every_stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder, clock = tmp_path_factory.mktemp("stages"), SteppingClock()
    draft, begun, living = (folder / f"{name}.qdcase" for name in ("draft", "begun", "living"))
    full_case(draft).close()
    shutil.copyfile(draft, begun)
    with CaseFile.open(begun, clock=clock, actor=erika(clock)) as case:
        item = case.snapshot().exhibits[0]
        case.save_finding(finding(item.exhibit_id, feature="stamp", created_by="Examiner, Erika"))
    made = [draft, begun]
    with submitted(living, clock) as case:
        for place, _ in enumerate(_life(case, clock)):
            made.append(folder / f"stage-{place}.qdcase")
            shutil.copyfile(living, made[-1])
    return tuple(made)


def _told_by_the_whole(path: Path, actor: Actor) -> dict[str, object]:
    with CaseFile.open(path, clock=SteppingClock(), actor="", read_only=True) as case:
        whole = case.snapshot()
        handling = whole.handling
        (made_at,) = case._ledger.raw.execute("SELECT at FROM audit_event WHERE seq = 1").fetchone()
        asked = [each for each in handling.open_requests if each.verifier_id == actor.account_id]
        sees = actor.roles & {Role.SUPERVISOR, Role.AUDITOR, Role.STATION} and not asked
        return {
            "case_id": whole.info.case_id,
            "stage": handling.stage,
            "stage_since": handling.steps[-1].changed_at if handling.steps else read_time(made_at),
            "seq": whole.head.seq,
            "sha256": whole.head.sha256,
            "changed_at": whole.head.at,
            "findings": len(whole.findings),
            "levels": tuple(each.level for each in whole.conclusions) if sees else (),
            "comments": len(handling.comments),
            "legal_hold": bool(handling.retention and handling.retention.legal_hold),
            "mine": is_author(case._ledger.connection, actor),
            "asked": len(asked),
        }


def _assert_buried(row: Summary) -> None:
    """There is nothing left to list of a purged case but the end of its chain."""
    with CaseFile.open(row.path, clock=SteppingClock(), actor="", read_only=True) as case:
        assert (row.seq, row.sha256) == (case.head().seq, case.head().sha256)
    assert (row.case_no, row.findings, row.levels, row.comments) == ("2026-0042", 0, (), 0)


def _told_by_the_queue(row: Summary) -> dict[str, object]:
    names = (
        "case_id", "stage", "stage_since", "seq", "sha256", "changed_at", "findings", "levels", "comments",
        "legal_hold", "mine", "asked",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


@pytest.mark.parametrize("actor", ANYONE, ids=lambda actor: actor.name)
def test_a_queue_says_of_every_stage_what_the_whole_file_says(every_stage: tuple[Path, ...], actor: Actor) -> None:
    rows = list(queue(every_stage, actor))
    assert [each.path for each in rows] == list(every_stage)
    for row in rows:
        assert isinstance(row, Summary)
        if row.stage is Stage.PURGED:
            _assert_buried(row)
            continue
        assert _told_by_the_queue(row) == _told_by_the_whole(row.path, actor)


def test_the_trial_reaches_every_stage(every_stage: tuple[Path, ...]) -> None:
    stages = [each.stage for each in queue(every_stage, zhang(SteppingClock())) if isinstance(each, Summary)]
    assert set(stages) == set(Stage)
    assert len(stages) == len(every_stage)


def test_damaged_files_are_listed_with_their_reason_or_as_the_whole_file_says(
    every_stage: tuple[Path, ...], tmp_path: Path
) -> None:
    random_ = random.Random(20261123)
    actor, sound = zhang(SteppingClock()), every_stage[6].read_bytes()
    paths = [tmp_path / f"{place:03d}.qdcase" for place in range(DAMAGED)]
    for path in paths:
        damaged = bytearray(sound)
        for _ in range(40):
            damaged[random_.randrange(len(damaged))] ^= 1 << random_.randrange(8)
        path.write_bytes(bytes(damaged[: random_.choice((len(damaged), len(damaged), len(damaged) // 2, 100, 1))]))
    rows = list(queue(paths, actor))
    assert [each.path for each in rows] == paths
    agreeing = 0
    for row in rows:
        if isinstance(row, Unreadable):
            assert row.error.code
            continue
        try:
            whole = _told_by_the_whole(row.path, actor)
        except WorkstationError:
            continue
        assert _told_by_the_queue(row) == whole
        agreeing += 1
    assert agreeing
    assert any(isinstance(each, Unreadable) for each in rows)
