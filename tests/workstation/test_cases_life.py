"""The life of a case from draft to tombstone, and who may take which step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from case_material import SteppingClock, capture, conclusion, exhibit, finding, full_case, new_case
from handling_material import archived, erika, opinion, peer, person, second, signed_off, submitted, zhang

from workstation.accounts.roles import Role
from workstation.cases.handling import Agreement, CustodyKind, Decision, Handover
from workstation.cases.model import CaseState
from workstation.cases.stages import EDITABLE, FINAL, STEPS, UNDER_REVIEW, Stage, steps_from
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileError, PermissionRefused


def refused(code: str) -> pytest.RaisesExc[Exception]:
    return pytest.raises((CaseFileError, PermissionRefused), match=rf"^{code}(\(|$)")


def test_the_whole_life(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    with archived(path) as case:
        handling = case.snapshot().handling
        assert [each.stage for each in handling.steps] == [
            Stage.IN_EXAMINATION,
            Stage.AWAITING_REVIEW,
            Stage.RETURNED,
            Stage.AWAITING_REVIEW,
            Stage.REVIEWED,
            Stage.SIGNED_OFF,
            Stage.REPORTED,
            Stage.CLOSED,
            Stage.ARCHIVED,
        ]
        assert handling.stage is Stage.ARCHIVED
        assert case.snapshot().info.state is CaseState.SIGNED_OFF
        assert [each.handover for each in handling.seals] == [
            Handover.CUSTODY,
            Handover.SUBMITTED,
            Handover.RETURNED,
            Handover.SUBMITTED,
            Handover.VERIFIED,
            Handover.REVIEWED,
            Handover.REVIEWED,
            Handover.SIGNED_OFF,
            Handover.ISSUED,
            Handover.ISSUED,
            Handover.CUSTODY,
            Handover.CLOSED,
            Handover.ARCHIVED,
        ]
        assert [each.version for each in handling.reports] == [1, 2]
        assert [each.decision for each in handling.reviews] == [Decision.RETURNED] + [Decision.APPROVED] * 3
    found = verify(path)
    assert found.intact, found.problems
    assert len(found.seals) == 13


def test_stages_are_parted() -> None:
    assert set(Stage) == EDITABLE | UNDER_REVIEW | FINAL
    assert not EDITABLE & UNDER_REVIEW
    assert not (EDITABLE | UNDER_REVIEW) & FINAL
    assert all(steps_from(stage) for stage in Stage if stage is not Stage.PURGED)


def allowed_by_triggers(raw: sqlite3.Connection, previous: Stage, stage: Stage, role: Role) -> bool:
    """Whether the table of steps in the file's own trigger has it; other triggers are put aside by the caller."""
    raw.execute("SAVEPOINT s")
    try:
        raw.execute("DELETE FROM case_stage")
        raw.execute("DELETE FROM case_info")
        guard = "x" if previous is Stage.DRAFT else previous
        if previous is not Stage.DRAFT:
            raw.execute("INSERT INTO case_stage VALUES (1, 'draft', ?, 'station', ?, '')", (guard, AT))
        raw.execute(STEP_TRIGGER)
        raw.execute("INSERT INTO case_stage VALUES (2, ?, ?, ?, ?, '')", (previous, stage, role, AT))
        return True
    except sqlite3.IntegrityError:
        return False
    finally:
        raw.execute("ROLLBACK TO s")


AT = "2026-03-14T09:26:53.589Z"
STEP_TRIGGER = ""


def test_the_file_knows_the_same_steps(tmp_path: Path) -> None:
    global STEP_TRIGGER
    new_case(tmp_path / "a.qdcase").close()
    with closing(sqlite3.connect(tmp_path / "a.qdcase", isolation_level=None)) as raw:
        triggers = dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
        STEP_TRIGGER = triggers["case_stage_step"]
        for name in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        roles = (Role.EXAMINER, Role.VERIFIER, Role.SUPERVISOR, Role.STATION)
        raw.execute("BEGIN")
        found = {
            (previous, stage, role)
            for previous, stage, role in product(Stage, Stage, roles)
            if allowed_by_triggers(raw, previous, stage, role)
        }
    assert found == {(*step, role) for step, roles in STEPS.items() for role in roles}


def test_a_station_without_accounts_signs_off_alone_and_the_file_says_so(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        case.sign_off()
        (step,) = case.snapshot().handling.steps
        assert (step.previous, step.stage, step.role) == (Stage.DRAFT, Stage.SIGNED_OFF, Role.STATION)
        case.life.issue_report(sha256="0" * 64, language="en", chain_head=case.head().sha256)
        case.life.close()
        case.life.archive()
        assert case.snapshot().handling.seals == ()
    assert verify(case.path).intact


def test_nothing_changes_under_review(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        for attempt in (
            lambda: case.save_finding(finding(item.exhibit_id, created_by="Examiner, Erika")),
            lambda: case.add_captures([capture(item.exhibit_id, captured_by="Examiner, Erika")]),
            lambda: case.conclude(conclusion(item.exhibit_id, created_by="Examiner, Erika")),
            lambda: case.update_exhibit(item),
            lambda: case.update_info(case.snapshot().info),
        ):
            with refused("case-under-review"):
                attempt()
        with refused("case-step"):
            case.life.submit()
        before = case.head()
    # Nor through SQLite, as long as the triggers stand.
    with closing(sqlite3.connect(case.path, isolation_level=None)) as raw:
        for table in ("exhibit", "capture", "finding", "conclusion", "mrz_record", "check_result", "case_info"):
            columns = [row[0] for row in raw.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            others = ", ".join(f'"{name}"' for name in columns if name != "seq")
            with pytest.raises(sqlite3.IntegrityError, match="not open for changes"):
                raw.execute(f"INSERT INTO {table} (seq, {others}) SELECT 9999, {others} FROM {table} LIMIT 1")
    with CaseFile.open(case.path, clock=clock, actor="", read_only=True) as again:
        assert again.head() == before


def test_nobody_reviews_their_own_case(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        everything = frozenset({Role.EXAMINER, Role.SUPERVISOR, Role.VERIFIER})
        author = replace(erika(clock), roles=everything)
        namesake = replace(author, account_id="another", login="erika2")
        typist = replace(author, name="Specimen, Erika", account_id="third", login="third")
        for actor in (author, namesake, typist):
            case.act_as(replace(actor, proved_at=clock.now()))
            for kind in (case.reviews.technical, case.reviews.administrative, case.reviews.supervisor):
                with refused("review-own-case"):
                    kind(Decision.RETURNED, "reasons")
            with refused("review-own-case"):
                case.reviews.technical(Decision.APPROVED)
            with refused("review-own-case"):
                case.verifications.request(item.exhibit_id, actor)
        assert case.snapshot().handling.stage is Stage.AWAITING_REVIEW
        case.act_as(peer(clock))
        case.reviews.technical(Decision.APPROVED)
        case.act_as(replace(author, proved_at=clock.now()))
        for release in (case.life.sign_off, case.sign_off, lambda: case.reviews.supervisor(Decision.APPROVED)):
            with refused("review-own-case"):
                release()
        assert case.snapshot().handling.stage is Stage.REVIEWED
    assert verify(case.path).intact


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO review SELECT {seq}, 'r', 'technical', 'approved', '', 'supervisor', '{at}', '{name}'",
        "INSERT INTO case_stage SELECT {seq}, 'awaiting_review', 'returned', 'supervisor', '{at}', '{name}'",
        "INSERT INTO verification SELECT {seq}, 'v', 'q', '{item}', 's', 1, 'l', '', '', '[]', '[]', '[]',"
        " '{at}', '{name}'",
    ],
)
@pytest.mark.parametrize("name", ["Somebody Else", "Examiner, Erika", "Specimen, Erika"])
def test_the_file_itself_refuses_an_author_as_reviewer(tmp_path: Path, statement: str, name: str) -> None:
    submitted(tmp_path / "a.qdcase").close()
    with closing(sqlite3.connect(tmp_path / "a.qdcase", isolation_level=None)) as raw:
        raw.execute("BEGIN")
        raw.execute("DROP TRIGGER verification_as_requested")
        (author,) = raw.execute("SELECT actor_id FROM actor WHERE name = 'Examiner, Erika'").fetchone()
        (seq,) = raw.execute("SELECT max(seq) + 1 FROM audit_event").fetchone()
        raw.execute(
            "INSERT INTO audit_event SELECT ?, at, ?, 'x', NULL, '', NULL, '{}', hash, hash FROM audit_event LIMIT 1",
            (seq, author),
        )
        (item,) = raw.execute("SELECT exhibit_id FROM exhibit").fetchone()
        with pytest.raises(sqlite3.IntegrityError, match="their own case"):
            raw.execute(statement.format(seq=seq, at=AT, name=name, item=item))


def test_returned_with_reasons_and_approved_anew(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        case.act_as(peer(clock))
        with refused("review-needs-reasons"):
            case.reviews.technical(Decision.RETURNED, "  ")
        case.reviews.technical(Decision.RETURNED, "Say more of the stamp.")
        assert case.snapshot().handling.stage is Stage.RETURNED
        with refused("case-not-under-review"):
            case.reviews.technical(Decision.APPROVED)
        case.act_as(erika(clock))
        item = case.snapshot().exhibits[0]
        case.save_finding(finding(item.exhibit_id, feature="stamp", created_by="Examiner, Erika"))
        case.life.submit()
        case.act_as(peer(clock))
        case.reviews.technical(Decision.APPROVED)
        case.act_as(zhang(clock))
        case.reviews.supervisor(Decision.RETURNED, "The limits are missing.")
        assert case.snapshot().handling.stage is Stage.RETURNED
    assert verify(case.path).intact


def test_a_sign_off_needs_an_approval_and_a_fresh_passphrase(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        with refused("case-step"):
            case.life.sign_off()
        case.reviews.technical(Decision.APPROVED)
        clock.sleep(301)
        with refused("sign-in-again"):
            case.life.sign_off()
        case.act_as(replace(zhang(clock), proved_at=None))
        with refused("sign-in-again"):
            case.life.sign_off()
        case.act_as(zhang(clock))
        case.life.sign_off()
        assert case.snapshot().info.signed_off_by == zhang(clock).name


def test_what_is_submitted_is_concluded_and_signed_by_name(tmp_path: Path) -> None:
    clock = SteppingClock()
    new_case(tmp_path / "a.qdcase").close()
    with CaseFile.open(tmp_path / "a.qdcase", clock=clock, actor="") as case:
        item = exhibit()
        case.add_exhibit(item)
        case.save_finding(finding(item.exhibit_id, created_by=""))
        case.act_as(erika(clock))
        case.life.begin()
        with refused("case-nothing-concluded"):
            case.life.submit()
        case.conclude(conclusion(item.exhibit_id, created_by="Examiner, Erika"))
        with refused("case-author-unknown"):
            case.life.submit()


def test_nobody_writes_in_the_name_of_another(tmp_path: Path) -> None:
    clock = SteppingClock()
    with full_case(tmp_path / "a.qdcase") as case:
        item = case.snapshot().exhibits[0]
    with CaseFile.open(case.path, clock=clock, actor=erika(clock)) as case:
        with refused("actor-changed"):
            case.save_finding(finding(item.exhibit_id))
        assert case.snapshot().handling.stage is Stage.DRAFT
    with CaseFile.open(case.path, clock=clock, actor="Examiner, Erika") as case, refused("case-actor-is-account"):
        case.log("looked", "x", {})


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    clock = SteppingClock()
    with full_case(tmp_path / "a.qdcase") as case:
        for login in ("first", "second"):
            actor = replace(person("Specimen, Erika", Role.SUPERVISOR), account_id=f"id-{login}", login=login)
            case.act_as(actor)
    with closing(sqlite3.connect(case.path)) as raw:
        names = raw.execute("SELECT name, account_id FROM actor ORDER BY seq").fetchall()
    assert names == [
        ("Specimen, Erika", None),
        ("Specimen, Erika (first)", "id-first"),
        ("Specimen, Erika (second)", "id-second"),
    ]
    assert clock.monotonic() == 0
    assert verify(case.path).intact


# ---------------------------------------------------------------------- blind verification


def test_a_verifier_sees_evidence_and_nothing_of_what_was_said(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        whole = case.snapshot()
        case.act_as(zhang(clock))
        case.reviews.comment("I doubt the stamp.")
        case.verifications.request(whole.exhibits[0].exhibit_id, second(clock))
        case.act_as(second(clock))
        seen = case.snapshot()
        assert seen.blind
        assert {each.sha256 for each in seen.captures} == {each.sha256 for each in whole.captures}
        assert len(case.original(seen.captures[0].sha256)) == seen.captures[0].byte_length
        assert case.calibration(seen.calibrations[0].calibration_id)
        text = repr(seen)
        for said in ("falsified", "guilloche", "stamp", "Erika", "brighter", "counterfeit"):
            assert said in repr(whole) or said == "stamp"
            assert said not in text, said
        for hidden in (lambda: case.changes(0), lambda: case.logged("report-exported")):
            with refused("case-blind"):
                hidden()
        with refused("role-may-not"):
            case.copy_to(tmp_path / "b.qdcase")
        assert not (tmp_path / "b.qdcase").exists()
        earlier = case.snapshot(whole.head.seq)
        assert earlier.blind or earlier.findings == ()
        (asked,) = case.verifications.asked_of_me()
        verified, points = case.verifications.record(asked.request_id, opinion())
        after = case.snapshot()
        assert not after.blind
        assert after.findings == whole.findings
        with refused("verification-not-asked"):
            case.verifications.record(asked.request_id, opinion(level="falsified"))
    assert {each.point: each.agreement for each in points} == {
        "level": Agreement.DIFFER,
        "fraud_types": Agreement.AGREE,
        "modus": Agreement.EXAMINER_ONLY,
        "feature:background_print": Agreement.AGREE,
        "feature:stamp": Agreement.EXAMINER_ONLY,
        "feature:laminate": Agreement.VERIFIER_ONLY,
    }
    assert verified.level == "inconclusive"
    assert verify(case.path).intact


def test_an_examiner_who_was_asked_is_as_blind(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        case.act_as(zhang(clock))
        case.verifications.request(item.exhibit_id, peer(clock))
    with CaseFile.open(case.path, clock=clock, actor=peer(clock)) as case:
        assert case.snapshot().blind
        assert case.snapshot().findings == ()
        with refused("case-blind"):
            case.copy_to(tmp_path / "b.qdcase")
    with CaseFile.open(case.path, clock=clock, actor=peer(clock), read_only=True) as case:
        assert case.snapshot().blind


def test_who_has_looked_is_not_asked_and_who_was_not_asked_does_not_look(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        case.act_as(peer(clock))
        case.act_as(zhang(clock))
        with refused("verification-not-blind"):
            case.verifications.request(item.exhibit_id, peer(clock))
        case.act_as(second(clock))
        for look in (case.snapshot, lambda: case.original("0" * 64), case.verifications.asked_of_me):
            if look == case.verifications.asked_of_me:
                assert look() == ()
            else:
                with refused("verification-not-asked"):
                    look()


def test_a_sign_off_waits_for_the_verifier(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "a.qdcase", clock) as case:
        item = case.snapshot().exhibits[0]
        case.act_as(zhang(clock))
        case.verifications.request(item.exhibit_id, second(clock))
        case.reviews.technical(Decision.APPROVED)
        with refused("case-verification-open"):
            case.life.sign_off()
        case.act_as(second(clock))
        case.verifications.record(case.verifications.asked_of_me()[0].request_id, opinion())
        case.act_as(zhang(clock))
        case.life.sign_off()


# ---------------------------------------------------------------------- custody, reports, retention, purge


def test_custody(tmp_path: Path) -> None:
    clock = SteppingClock()
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        item = case.snapshot().exhibits[0].exhibit_id
        with refused("custody-no-exhibit"):
            case.custody.record("nothing", CustodyKind.RECEIVED)
        with refused("custody-in-future"):
            case.custody.record(item, CustodyKind.SEALED, happened_at=clock.now() + timedelta(days=1))
        case.custody.record(item, CustodyKind.RETURNED, to_whom="Owner")
        with refused("custody-not-possible"):
            case.custody.record(item, CustodyKind.OPENED)
        case.custody.record(item, CustodyKind.RECEIVED)
        case.custody.record(item, CustodyKind.DESTROYED, witness="Peer, Paula")
        for kind in CustodyKind:
            with refused("custody-not-possible"):
                case.custody.record(item, kind)
        assert [each.kind for each in case.snapshot().handling.custody][-1] is CustodyKind.DESTROYED


def test_a_later_report_says_what_changed(tmp_path: Path) -> None:
    clock = SteppingClock()
    with submitted(tmp_path / "b.qdcase", clock) as case, refused("case-not-signed-off"):
        case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        with refused("case-head-not-in-chain"):
            case.life.issue_report(sha256="1" * 64, language="en", chain_head="f" * 64)
        case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
        assert case.snapshot().handling.stage is Stage.REPORTED
        with refused("report-version-changed"):
            case.life.issue_report(sha256="2" * 64, language="en", chain_head=case.head().sha256, changed=" ")
        second_version = case.life.issue_report(
            sha256="2" * 64, language="en", chain_head=case.head().sha256, changed="Page 3 was missing."
        )
        assert second_version.version == 2
        item = case.snapshot().exhibits[0]
        with refused("role-may-not"):
            case.save_finding(finding(item.exhibit_id))
        case.act_as(erika(clock))
        with refused("case-signed-off"):
            case.save_finding(finding(item.exhibit_id, created_by="Examiner, Erika"))


def test_purge_leaves_hashes_and_nothing_of_a_person(tmp_path: Path) -> None:
    clock = SteppingClock()
    path = tmp_path / "a.qdcase"
    with archived(path, clock) as case:
        pictures = sorted({each.sha256 for each in case.snapshot().captures})
        pixels = case.original(pictures[0])[:64]
        kept_copy = path.with_name("a.version-3.qdcase")
        case.act_as(zhang(clock))
        case.copy_to(kept_copy)
        (tmp_path / "b.version-3.qdcase").write_bytes(b"another's")
        case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=True, reason="Court of Utopia, 7/26")
        with refused("case-held"):
            case.life.purge()
        with refused("retention-needs-reason"):
            case.life.retain(rule="years_1", until=None, legal_hold=False, reason="")
        case.life.retain(rule="years_1", until=date(2030, 1, 1), legal_hold=False, reason="lifted")
        with refused("case-kept-until"):
            case.life.purge()
        case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=False, reason="")
        head = case.head()
        tombstone = case.life.purge()
        assert tombstone.pictures == tuple(pictures)
        assert tombstone.chain_head == head.sha256
        with refused("case-purged"):
            case.snapshot()
        with refused("case-purged"):
            case.log("looked", "x", {})
    data = path.read_bytes()
    for gone in (
        pixels,
        b"ERIKSSON",
        "墨水".encode(),
        b"guilloche",
        b"Embassy",
    ):
        assert gone not in data, gone
    assert not kept_copy.exists()
    assert (tmp_path / "b.version-3.qdcase").exists()
    found = verify(path)
    assert found.intact, found.problems
    assert found.purged
    assert verify(path, head.sha256).link is not None
    with CaseFile.open(path, clock=clock, actor=zhang(clock)) as case:
        assert case.tombstone() == tombstone
        with refused("case-purged"):
            case.snapshot()


def test_what_the_law_keeps_is_kept_by_the_file_too(tmp_path: Path) -> None:
    clock = SteppingClock()
    with archived(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        case.life.retain(rule="years_1", until=None, legal_hold=True, reason="held")
    with (
        closing(sqlite3.connect(case.path, isolation_level=None)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="must be kept"),
    ):
        raw.execute(
            "INSERT INTO case_stage VALUES (1, 'archived', 'purged', 'supervisor', '2099-01-01T00:00:00.000Z', '')"
        )


def test_a_case_is_purged_only_from_the_archive_and_under_a_rule(tmp_path: Path) -> None:
    clock = SteppingClock()
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        with refused("case-step"):
            case.life.purge()
        case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
        case.life.close()
        case.life.archive()
        with refused("case-no-retention"):
            case.life.purge()
