"""Countersigned heads, time-stamps, purged cases: what verify and a stranger with openssl find."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from case_material import SteppingClock
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from handling_material import archived, signed_off, zhang
from hypothesis import given
from hypothesis import strategies as st
from signing_material import erika as erika_certificate
from signing_material import issued, p12, root
from test_cases_format import stranger
from test_cases_verify import Attacker, flip

from workstation.accounts.keys import load_person_key, new_key, signature_holds
from workstation.cases import migrations, version_4
from workstation.cases.audit import NO_HASH, event_hash, row_digest
from workstation.cases.store import CaseFile
from workstation.cases.time_stamps import TimeStampServer, request_for, stamp_problem, stamped_at, token_in
from workstation.cases.verify import verify
from workstation.errors import AccountError, CaseFileError

NEW_TABLES = tuple(version_4._TABLES)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "a.qdcase"
    archived(path).close()
    return path


@pytest.fixture(scope="module")
def purged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, clock = tmp_path_factory.mktemp("purged") / "a.qdcase", SteppingClock()
    with archived(path, clock) as case:
        case.act_as(zhang(clock))
        case.life.purge()
    return path


@pytest.fixture(params=["kept", "purged"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    copy = tmp_path / "a.qdcase"
    shutil.copyfile(request.getfixturevalue(request.param), copy)
    return copy


def whats(path: Path) -> set[str]:
    return {each.what for each in verify(path).problems}


def test_a_stranger_finds_a_reviewed_and_a_purged_case_intact(path: Path, tmp_path: Path) -> None:
    done = stranger(path, tmp_path / "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "check" / "seals").glob("*.statement"))) >= 13


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE head_seal SET statement = replace(statement, 'name ', 'name X') WHERE handover = 'signed_off'",
        "UPDATE head_seal SET created_by = 'Somebody Else' WHERE handover = 'signed_off'",
        "UPDATE head_seal SET public_key = (SELECT public_key FROM head_seal WHERE handover = 'submitted')",
        "UPDATE case_stage SET role = 'station'",
        "DELETE FROM case_stage WHERE stage = 'awaiting_review'",
    ],
)
def test_a_stranger_and_verify_find_a_change(path: Path, tmp_path: Path, change: str) -> None:
    with Attacker(path) as raw:
        raw.execute(change)
    assert not verify(path).intact
    assert stranger(path, tmp_path / "check").returncode != 0


def test_a_flipped_bit_in_any_new_cell_is_found(path: Path) -> None:
    import random

    chance, original = random.Random(4), path.read_bytes()
    filled = set()
    with closing(sqlite3.connect(path)) as raw:
        cells = [
            (table, rowid, column)
            for table in NEW_TABLES
            for (rowid,) in raw.execute(f"SELECT rowid FROM {table}").fetchall()
            for column in migrations.schema_of(4).columns[table]
        ]
    for table, rowid, column in chance.sample(cells, 70):
        path.write_bytes(original)
        with Attacker(path) as raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            before = raw.execute(f'SELECT "{column}" FROM {table} WHERE rowid = {rowid}').fetchone()[0]
            after = "x" if before is None else flip(before, chance)
            try:
                raw.execute(f'UPDATE OR ABORT {table} SET "{column}" = ? WHERE rowid = {rowid}', (after,))
            except sqlite3.IntegrityError:
                continue
        filled.add(table)
        assert not verify(path).intact, f"{table} {rowid} {column}: {before!r} became {after!r}"
    assert {"case_stage", "head_seal"} <= filled


def rechain(raw: sqlite3.Connection) -> None:
    """Compute every digest and hash of the file anew, as whoever can write to it can."""
    columns = {name: [row[1] for row in raw.execute(f"PRAGMA table_info({name})")] for name in _tables(raw)}
    before = NO_HASH
    for (seq,) in raw.execute("SELECT seq FROM audit_event ORDER BY seq").fetchall():
        names = columns["audit_event"]
        event = dict(
            zip(names, raw.execute("SELECT * FROM audit_event WHERE seq = ?", (seq,)).fetchone(), strict=True)
        )
        table = event["object_table"]
        row = raw.execute(f'SELECT * FROM "{table}" WHERE seq = ?', (seq,)).fetchone() if table else None
        if row is not None:
            event["row_sha256"] = row_digest(table, zip(columns[table], row, strict=True))
        event["prev_hash"] = before
        before = event["hash"] = event_hash(event)
        raw.execute(
            "UPDATE audit_event SET row_sha256 = ?, prev_hash = ?, hash = ? WHERE seq = ?",
            (event["row_sha256"], event["prev_hash"], event["hash"], seq),
        )


def _tables(raw: sqlite3.Connection) -> list[str]:
    return [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_a_rewritten_chain_is_betrayed_by_the_seals(kept: Path, tmp_path: Path) -> None:
    """The one change that hashes alone do not show: everything recomputed. Others' signatures do."""
    path = tmp_path / "a.qdcase"
    shutil.copyfile(kept, path)
    with Attacker(path) as raw:
        raw.execute("UPDATE finding SET observed = 'nothing unusual'")
        rechain(raw)
    assert whats(path) == {"case-seal-other-link"}
    with Attacker(path) as raw:
        raw.execute("UPDATE head_seal SET sealed_hash = (SELECT hash FROM audit_event WHERE seq = sealed_seq)")
        rechain(raw)
    assert "case-seal-statement" in whats(path)
    # What is left is to take the seals out, or to sign with keys of one's own: then the fingerprints differ.
    before = {each.key_sha256 for each in verify(kept).seals}
    forged = tmp_path / "b.qdcase"
    shutil.copyfile(kept, forged)
    with Attacker(forged) as raw:
        mine = new_key()
        raw.execute("UPDATE finding SET observed = 'nothing unusual'")
        for (seq,) in raw.execute("SELECT seq FROM head_seal ORDER BY seq").fetchall():
            rechain(raw)
            sealed = "(SELECT hash FROM audit_event WHERE seq = sealed_seq)"
            raw.execute(
                f"UPDATE head_seal SET statement = replace(statement, sealed_hash, {sealed}) WHERE seq = {seq}"
            )
            raw.execute(f"UPDATE head_seal SET sealed_hash = {sealed} WHERE seq = {seq}")
            (statement,) = raw.execute(f"SELECT statement FROM head_seal WHERE seq = {seq}").fetchone()
            signature = b64encode(mine.sign(statement.encode())).decode()
            raw.execute(
                f"UPDATE head_seal SET public_key = ?, signature = ? WHERE seq = {seq}",
                (mine.public_key_pem, signature),
            )
        rechain(raw)
    found = verify(forged)
    assert found.intact
    assert not before & {each.key_sha256 for each in found.seals}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE case_stage SET previous = 'draft' WHERE stage = 'signed_off'", "case-step-impossible"),
        ("UPDATE case_stage SET role = 'verifier' WHERE stage = 'closed'", "case-step-impossible"),
        (
            "UPDATE audit_event SET actor_id ="
            " (SELECT actor_id FROM audit_event WHERE object_table = 'capture' LIMIT 1)"
            " WHERE object_table = 'review'",
            "case-reviewed-by-author",
        ),
        ("UPDATE review SET created_by = 'Examiner, Erika'", "case-reviewed-by-author"),
        (
            "UPDATE audit_event SET actor_id ="
            " (SELECT actor_id FROM audit_event WHERE object_table = 'finding' LIMIT 1)"
            " WHERE object_table = 'verification'",
            "case-reviewed-by-author",
        ),
    ],
)
def test_rules_are_checked_even_where_every_hash_was_made_anew(
    kept: Path, tmp_path: Path, change: str, what: str
) -> None:
    path = tmp_path / "a.qdcase"
    shutil.copyfile(kept, path)
    with Attacker(path) as raw:
        raw.execute("DELETE FROM head_seal")
        raw.execute("UPDATE audit_event SET object_table = NULL, row_sha256 = NULL WHERE object_table = 'head_seal'")
        rechain(raw)
    assert verify(path).intact
    with Attacker(path) as raw:
        raw.execute(change)
        rechain(raw)
    assert what in whats(path)


def test_a_purge_that_is_none_is_found(kept: Path, purged: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    shutil.copyfile(purged, path)
    with Attacker(path) as raw:
        raw.execute("UPDATE tombstone SET removed = '[]'")
        rechain(raw)
    assert "case-purge-other" in whats(path)
    shutil.copyfile(kept, path)
    with Attacker(path) as raw:
        raw.execute("DELETE FROM finding")
    assert {"case-row-missing"} <= whats(path)
    shutil.copyfile(purged, path)
    with Attacker(path) as raw:
        raw.execute("INSERT INTO blob VALUES (lower(hex(zeroblob(32))), 1, x'00')")
    assert {"case-purge-incomplete"} <= whats(path)


# ---------------------------------------------------------------------- keys from files


def test_a_certificate_countersigns_as_well(tmp_path: Path) -> None:
    clock = SteppingClock()
    key = load_person_key(p12(tmp_path / "e.p12", erika_certificate(), "its passphrase"), "its passphrase")
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(replace(zhang(clock), signer=key))
        seal = case.seals.countersign()
    assert seal.algorithm == "ecdsa-sha256"
    assert x509.load_pem_x509_certificate(seal.certificate.encode()) == erika_certificate()[1]
    assert verify(case.path).intact
    done = stranger(case.path, tmp_path / "check")
    assert (done.returncode, done.stderr) == (0, "")
    for passphrase, name in (("wrong", "e.p12"), ("", "missing.pem")):
        with pytest.raises(AccountError, match="key-"):
            load_person_key(tmp_path / name, passphrase)


@given(st.binary(max_size=200), st.text(max_size=50))
def test_noise_is_no_signature(noise: bytes, text: str) -> None:
    key = KEY.public_key_pem
    assert not signature_holds("ed25519", key, "", noise, b"message")
    assert not signature_holds("ed25519", text, "", noise, b"message")
    assert not signature_holds(text, key, text, noise, b"message")


KEY = new_key()


# ---------------------------------------------------------------------- time-stamps, by openssl as the server


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An RFC 3161 authority made by openssl for this run."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = it\n[it]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n"
        "signer_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n"
        "accuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_chain = no\n",
        encoding="utf-8",
    )
    (folder / "serial").write_text("01\n")
    key, certificate = issued("Invented Clock of Utopia", root(), stamps=True)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(plain)
    (folder / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "root.pem").write_bytes(root()[1].public_bytes(Encoding.PEM))
    return folder


class Answering:
    """A time-stamp server on a real socket; ``spoil`` changes what it answers."""

    def __init__(self, folder: Path) -> None:
        self.spoil: bytes | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                (folder / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
                command = "openssl ts -reply -config tsa.cnf -section it -queryfile q.tsq -out r.tsr"
                subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
                answer = (folder / "r.tsr").read_bytes() if outer.spoil is None else outer.spoil
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def clock_server(authority: Path) -> Iterator[Answering]:
    server = Answering(authority)
    yield server
    server.stop()


def test_a_hand_over_is_time_stamped_and_openssl_agrees(
    tmp_path: Path, clock_server: Answering, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SteppingClock()
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        case.seals.stamper = TimeStampServer(clock_server.url)
        seal = case.seals.countersign()
    token = b64decode(seal.time_stamp)
    assert stamp_problem(token, seal.statement.encode()) is None
    found = verify(case.path)
    assert found.intact, found.problems
    assert found.seals[-1].stamped_at == stamped_at(token)
    monkeypatch.setenv("TSA", str(authority / "root.pem"))
    done = stranger(case.path, tmp_path / "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert stamp_problem(token, b"another message") == "case-stamp-other"
    broken = token[:-3] + bytes([token[-3] ^ 1]) + token[-2:]
    assert stamp_problem(broken, seal.statement.encode()) == "case-stamp-signature"


def test_a_server_that_fails_stops_no_hand_over_and_the_chain_says_so(
    tmp_path: Path, clock_server: Answering
) -> None:
    clock = SteppingClock()
    with signed_off(tmp_path / "a.qdcase", clock) as case:
        case.act_as(zhang(clock))
        first = TimeStampServer(clock_server.url)
        for spoiled in (b"", b"not DER", first.stamp(b"x")):
            clock_server.spoil = spoiled
            with pytest.raises(CaseFileError, match="time-stamp-failed"):
                first.stamp(b"message")
        for url in ("file:///etc/passwd", "http://127.0.0.1:1/", "nonsense"):
            with pytest.raises(CaseFileError, match="time-stamp-failed"):
                TimeStampServer(url).stamp(b"message")
        case.seals.stamper = first
        assert case.seals.countersign().time_stamp == ""
        (missing,) = case.logged("time-stamp-missing")
        assert missing.facts == {"reason": "time-stamp-failed"}
    assert verify(case.path).intact


def test_an_answer_to_another_question_is_refused(authority: Path) -> None:
    (authority / "q2.tsq").write_bytes(request_for(b"message", 7))
    command = "openssl ts -reply -config tsa.cnf -section it -queryfile q2.tsq -out r2.tsr"
    subprocess.run(command.split(), cwd=authority, check=True, capture_output=True)
    answer = (authority / "r2.tsr").read_bytes()
    assert stamp_problem(token_in(answer, 7), b"message") is None
    with pytest.raises(ValueError, match="another question"):
        token_in(answer, 8)


@given(st.binary(max_size=300))
def test_noise_is_no_time_stamp(noise: bytes) -> None:
    assert stamp_problem(noise, b"message") == "case-stamp-unreadable"


def test_read_only_and_older_files_have_their_say(tmp_path: Path) -> None:
    with signed_off(tmp_path / "a.qdcase") as case:
        before = case.head()
    with CaseFile.open(case.path, clock=SteppingClock(), actor="", read_only=True) as case:
        with pytest.raises(CaseFileError, match="case-read-only"):
            case.life.issue_report(sha256="1" * 64, language="en", chain_head=before.sha256)
        assert case.head() == before
