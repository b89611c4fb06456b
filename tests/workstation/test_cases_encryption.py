"""An encrypted case is the same case behind a key, and nothing of it lies about in the open."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import os
import pickle
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from case_material import SteppingClock, capture, exhibit, finding, full_case, info
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher
from test_cases_format import FORMAT, stranger

from workstation.accounts.roles import at_station
from workstation.cases import encrypted_copies, encryption, migrations
from workstation.cases.connection import connect, open_case
from workstation.cases.encrypted_copies import change_key, copy_with_key
from workstation.cases.encryption import KEYRING, Key, begins_encrypted, encrypts_new_cases, is_encrypted
from workstation.cases.glances import Glances
from workstation.cases.queue import Summary, Unreadable, queue
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.errors import CaseFileDamaged, CaseFileError, ConfigurationError, WorkstationError
from workstation.messages import explain
from workstation.open_case import OpenCase
from workstation.whole_file import write_whole

TEXT = "correct horse battery 电池"
KEY, OTHER = Key(TEXT), Key("another staple altogether")
#: What only who has the key may see: names, words of findings, the format itself, and the key.
MARKERS = (b"Grenzwache", b"Erika", b"passport, 32", b"audit_event", b"CREATE TABLE", b"SQLite format", TEXT.encode())
HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(autouse=True)
def _empty_keyring() -> Iterator[None]:
    yield
    with KEYRING.asking(_nobody):
        pass


def _nobody(path: Path) -> Key:
    raise AssertionError(path)


def opened(path: Path, key: Key | None = None, *, read_only: bool = False) -> CaseFile:
    if key is not None:
        KEYRING.keep(path, key)
    return CaseFile.open(path, clock=SteppingClock(), actor="Specimen, Erika", read_only=read_only)


def encrypted(path: Path) -> CaseFile:
    return CaseFile.create(path, info(), clock=SteppingClock(), actor="Specimen, Erika", key=KEY)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A plain case with something in every table, and its encrypted copy."""
    plain = tmp_path_factory.mktemp("material") / "plain.qdcase"
    full_case(plain).close()
    locked = plain.with_name("locked.qdcase")
    copy_with_key(plain, locked, KEY)
    return plain, locked


def rows(path: Path, key: Key | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every value of every row with its type and its number, through SQL alone."""
    if key is not None:
        KEYRING.keep(path, key)
    with closing(open_case(path, "ro")) as raw:
        tables = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        found = {name: raw.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall() for name in tables}
        found[""] = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        found["header"] = [(raw.execute(f"PRAGMA {name}").fetchone()) for name in ("application_id", "user_version")]
        return {name: [tuple((type(value), value) for value in row) for row in each] for name, each in found.items()}


def in_the_open(folder: Path) -> list[tuple[str, bytes]]:
    """Which files of a folder show anything that only the case should know."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [(each.name, marker) for each in files for marker in MARKERS if marker in each.read_bytes()]


# ---------------------------------------------------------------------- copies


def test_a_copy_with_a_key_and_back_holds_every_row_and_the_same_head(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    plain, locked = material
    back = tmp_path / "back.qdcase"
    KEYRING.keep(locked, KEY)
    copy_with_key(locked, back, None)
    before = rows(plain)
    assert len(before["audit_event"]) > 20
    assert len(before["blob"]) >= 2
    assert rows(locked, KEY) == before
    assert rows(back) == before
    assert [verify(each).intact for each in (plain, locked, back)] == [True, True, True]
    assert is_encrypted(locked)
    assert not is_encrypted(plain)
    assert not is_encrypted(back)


def test_a_copy_is_refused_where_there_is_nothing_to_do_or_nothing_sound_to_copy(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    plain, locked = material
    KEYRING.keep(locked, KEY)
    for source, key, code in ((plain, None, "case-not-encrypted"), (locked, OTHER, "case-encrypted-already")):
        with pytest.raises(CaseFileError) as refused:
            copy_with_key(source, tmp_path / "new.qdcase", key)
        assert refused.value.code == code
    altered = tmp_path / "altered.qdcase"
    altered.write_bytes(plain.read_bytes())
    with closing(sqlite3.connect(altered, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER finding_no_update")
    with pytest.raises(CaseFileError) as refused:
        copy_with_key(altered, tmp_path / "new.qdcase", KEY)
    assert refused.value.code == "case-copy-not-intact"
    with pytest.raises(CaseFileError) as refused:
        copy_with_key(plain, locked, KEY)
    assert refused.value.code == "file-exists"
    assert [each.name for each in tmp_path.iterdir()] == ["altered.qdcase"]


def test_a_copy_that_did_not_come_out_the_same_is_taken_away(
    material: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, _ = material

    def forgetful(raw: sqlite3.Connection, draft: Path, key: Key | None) -> tuple[int, str]:
        exported = export(raw, draft, key)
        return exported[0] + 1, exported[1]

    export = encrypted_copies._export
    monkeypatch.setattr(encrypted_copies, "_export", forgetful)
    with pytest.raises(CaseFileError) as refused:
        copy_with_key(plain, tmp_path / "new.qdcase", KEY)
    assert refused.value.code == "case-copy-differs"
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- work in an encrypted case


def test_an_encrypted_case_is_made_worked_in_copied_and_opened_again(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.qdcase", tmp_path / "copy.qdcase"
    with encrypted(path) as case:
        item = exhibit(description="passport, 32 pages")
        case.add_exhibit(item)
        case.add_captures([capture(item.exhibit_id, "WHITE")])
        before = case.snapshot()
        case.copy_to(copy)
        with pytest.raises(CaseFileError) as refused:
            opened(path, KEY)
        assert refused.value.code == "case-open-elsewhere"
        assert verify(path, case.head().sha256).intact
    with opened(path, KEY) as again, opened(copy, KEY) as second:
        assert again.snapshot().captures == second.snapshot().captures == before.captures
        assert again.original(before.captures[0].sha256) == second.original(before.captures[0].sha256)
        again.sign_off()
    assert verify(path).intact
    assert in_the_open(tmp_path) == []


INTRUDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workstation.cases.connection import connect, hold
from workstation.cases.encryption import Key

key = sys.stdin.readline()
print("got in" if hold(connect(Path(sys.argv[2]), "rw", Key(key) if key else None)) else "held")
"""


@pytest.mark.parametrize(("key", "other"), [(None, KEY), (KEY, None)], ids=["plain", "encrypted"])
def test_a_case_of_which_a_copy_was_made_is_still_held(tmp_path: Path, key: Key | None, other: Key | None) -> None:
    """Two libraries of SQLite know nothing of each other's locks, and closing a file lets go of those of both."""
    path = tmp_path / "a.qdcase"
    with CaseFile.create(path, info(), clock=SteppingClock(), actor="Specimen, Erika", key=key) as case:
        case.copy_with_key(tmp_path / "copy.qdcase", other)
        assert verify(path).intact
        assert is_encrypted(path) is (key is not None)
        tried = subprocess.run(
            [sys.executable, "-c", INTRUDER, str(ROOT), str(path)],
            input=key.reveal() if key else "",
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert tried.stdout == "held\n"
        case.add_exhibit(exhibit())
    assert verify(path).intact


def test_what_the_tables_refuse_is_said_as_of_a_plain_case(tmp_path: Path) -> None:
    with encrypted(tmp_path / "a.qdcase") as case:
        with pytest.raises(CaseFileError) as refused:
            case.save_finding(finding("nothing of that name"))
        assert refused.value.code == "case-entry-refused"
        case.add_exhibit(exhibit())
    assert verify(tmp_path / "a.qdcase").intact


def test_an_older_case_is_brought_up_to_date_and_its_kept_copy_is_encrypted_too(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain" / "old.qdcase", tmp_path / "old.qdcase"
    plain.parent.mkdir()
    plain.write_bytes(gzip.decompress((HERE / "version_1.qdcase.gz").read_bytes()))
    copy_with_key(plain, path, KEY)
    plain.unlink()
    with opened(path, KEY) as case:
        assert len(case.snapshot().captures) == 3
    kept = tmp_path / "old.version-1.qdcase"
    KEYRING.keep(kept, KEY)
    assert verify(kept).intact
    assert verify(path).intact
    with closing(open_case(path, "ro")) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (migrations.current_version(),)
    assert in_the_open(tmp_path) == []


def test_purging_takes_the_encrypted_copies_of_migrations_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    with encrypted(path) as case:
        case.copy_to(tmp_path / "a.version-1.qdcase")
        case.copy_to(tmp_path / "other.version-1.qdcase")
        case.sign_off()
        case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
        case.life.close()
        case.life.archive()
        case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=False, reason="")
        case.life.purge()
        assert case.tombstone() is not None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.qdcase", "other.version-1.qdcase"]
    assert verify(path).purged


WORKER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from case_material import SteppingClock, capture, exhibit, info
from workstation.cases.encryption import Key
from workstation.cases.store import CaseFile

case = CaseFile.create(
    Path(sys.argv[3]), info(), clock=SteppingClock(), actor="Specimen, Erika", key=Key(sys.stdin.readline().strip())
)
item = exhibit(description="passport, 32 pages")
case.add_exhibit(item)
case.add_captures([capture(item.exhibit_id, "WHITE")])
print("open", flush=True)
sys.stdin.readline()
with case._ledger.transaction():
    raw = case._ledger.raw
    raw.set_authorizer(lambda *_: 0)
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("PRAGMA defer_foreign_keys = ON")
    for place in range(1000, 1060):
        raw.execute("INSERT INTO actor (seq, actor_id, name) VALUES (?, ?, ?)", (place, str(place), place * "Erika "))
    print("written", flush=True)
    sys.stdin.readline()
"""


def test_nothing_lies_in_the_open_while_it_is_worked_in_nor_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    command = [sys.executable, "-c", WORKER, str(ROOT), str(HERE), str(path)]
    environment = os.environ | {"SQLITE_TMPDIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(f"{TEXT}\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == "open\n"
        assert in_the_open(tmp_path) == []
        worker.stdin.write("go on\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == "written\n"
        assert path.with_name("a.qdcase-journal").stat().st_size > 512
        assert in_the_open(tmp_path) == []
        worker.kill()
    assert in_the_open(tmp_path) == []
    with opened(path, KEY) as case:
        assert len(case.snapshot().captures) == 1
    assert verify(path).intact


def test_text_that_is_no_text_is_damage_here_too(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    encrypted(path).close()
    with closing(connect(path, "rw", KEY)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("DROP TRIGGER case_info_no_update")
        raw.execute("UPDATE case_info SET agency = CAST(x'ff' AS TEXT)")
        raw.execute("CREATE TRIGGER case_info_no_update BEFORE UPDATE ON case_info BEGIN SELECT 1; END")
    with pytest.raises(CaseFileDamaged) as refused:
        seen(path, KEY)
    assert refused.value.code == "case-damaged"
    assert not verify(path).intact


# ---------------------------------------------------------------------- in the window


def test_the_open_case_keeps_its_key_and_forgets_it_when_it_is_closed(tmp_path: Path) -> None:
    desk = OpenCase(
        clock=SteppingClock(),
        cases_dir=tmp_path,
        actor=lambda: at_station("Erika"),
        post=lambda _: None,
        encrypts=True,
    )
    path = tmp_path / "a.qdcase"
    try:
        for call in (
            lambda: desk.create(path, {"case_no": "1"}).result(),
            lambda: desk.later(desk.ensure_exhibit, None).result(),
        ):
            with pytest.raises(CaseFileError) as refused:
                call()
            assert refused.value.code == "case-new-needs-key"
        assert list(tmp_path.iterdir()) == []
        desk.create(path, {"case_no": "1"}, KEY).result()
        assert KEYRING.known(path) == KEY
        assert desk.later(lambda: verify(path).intact).result()
        desk.close().result()
        assert KEYRING.known(path) is None
        for key, code in ((None, "case-encrypted"), (OTHER, "case-key-wrong")):
            with pytest.raises(CaseFileError) as refused:
                desk.open(path, key=key).result()
            assert refused.value.code == code
            assert KEYRING.known(path) is None
        desk.open(path, key=KEY).result()
        assert desk.snapshot is not None
        assert desk.snapshot.info.case_no == "1"
    finally:
        desk.shutdown()
    assert KEYRING.known(path) is None


# ---------------------------------------------------------------------- the key


def seen(path: Path, key: Key | None) -> None:
    """Everything in a case that a person looks at."""
    with opened(path, key, read_only=True) as case:
        for each in case.snapshot().captures:
            case.original(each.sha256)


def test_another_key_no_key_a_damaged_file_and_a_missing_library_are_told_apart(
    material: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, locked = material
    damaged = tmp_path / "damaged.qdcase"
    data = bytearray(locked.read_bytes())
    for place in range(3 * 4096, len(data), 4096):
        data[place] ^= 1
    damaged.write_bytes(data)
    told: dict[str, CaseFileError] = {}

    def refused(code: str, path: Path, key: Key | None) -> None:
        KEYRING.forget(path)
        with pytest.raises(CaseFileError) as error:
            seen(path, key)
        assert error.value.code == code
        told[code] = error.value

    refused("case-encrypted", locked, None)
    refused("case-key-wrong", locked, OTHER)
    assert KEYRING.known(locked) is None
    refused("case-damaged", damaged, KEY)
    assert not verify(damaged).intact
    monkeypatch.setattr(encryption, "_MODULE", "sqlcipher_that_is_not_there")
    refused("case-encryption-missing", locked, KEY)
    assert not encryption.installed()
    told["case-key-lost"] = CaseFileError("case-key-lost", path=locked)
    for language in ("en", "zh_CN"):
        said = {explain(each, language) for each in told.values()}
        assert len(said) == len(told) == 5
        assert not any(TEXT in each or "{" in each for each in said)


def test_damage_at_the_beginning_looks_like_another_key_and_the_sentence_says_so(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.qdcase"
    data = bytearray(material[1].read_bytes())
    data[100] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(CaseFileError) as error:
        opened(damaged, KEY)
    assert error.value.code == "case-key-wrong"
    assert "damaged" in explain(error.value, "en")


def test_another_key_for_a_case(material: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    path.write_bytes(material[1].read_bytes())
    before = rows(path, KEY)
    with opened(path, KEY), pytest.raises(CaseFileError) as refused:
        change_key(path, OTHER)
    assert refused.value.code == "case-open-elsewhere"
    change_key(path, OTHER)
    assert rows(path, OTHER) == before
    assert verify(path).intact
    KEYRING.forget(path)
    with pytest.raises(CaseFileError) as refused:
        opened(path, KEY)
    assert refused.value.code == "case-key-wrong"
    with pytest.raises(CaseFileError) as refused:
        change_key(material[0], OTHER)
    assert refused.value.code == "case-not-encrypted"


REKEYER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workstation.cases.encrypted_copies import change_key
from workstation.cases.encryption import KEYRING, Key

path, old, new = Path(sys.argv[2]), Key(sys.stdin.readline().strip()), Key(sys.stdin.readline().strip())
KEYRING.keep(path, old)
print("ready", flush=True)
sys.stdin.readline()
change_key(path, new)
"""


def test_killed_while_the_key_changes_it_opens_with_the_one_or_with_the_other(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    path, moments = tmp_path / "a.qdcase", random.Random(7)
    journal = path.with_name("a.qdcase-journal")
    expected = rows(material[1], KEY)
    for run in range(4):
        path.write_bytes(material[1].read_bytes())
        command = [sys.executable, "-c", REKEYER, str(ROOT), str(path)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as worker:
            assert worker.stdin
            assert worker.stdout
            worker.stdin.write(f"{TEXT}\n{OTHER.reveal()}\n")
            worker.stdin.flush()
            assert worker.stdout.readline() == "ready\n"
            worker.stdin.write("go\n")
            worker.stdin.flush()
            if run % 2:
                with suppress(subprocess.TimeoutExpired):
                    worker.wait(moments.uniform(0.1, 0.6))
            else:
                # The journal is there as long as pages are written anew.
                while not journal.exists() and worker.poll() is None:
                    pass
            worker.kill()
        assert in_the_open(tmp_path) == []
        fits = []
        for key in (KEY, OTHER):
            with suppress(CaseFileError):
                opened(path, key).close()
                fits.append(key)
        assert len(fits) == 1
        assert rows(path, fits[0]).keys() == expected.keys()
        KEYRING.keep(path, fits[0])
        assert verify(path).intact


def test_a_key_shows_itself_to_nobody() -> None:
    assert TEXT not in f"{KEY} {KEY!r} {[KEY]} {CaseFileError('case-key-wrong', key=KEY)}"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
    assert Key("Ａkey of nine") == Key("Akey of nine")
    assert KEY != TEXT


@pytest.mark.parametrize("text", ["", "123456789", "a" * 40])
def test_a_key_that_is_guessed_soon_is_not_chosen(text: str) -> None:
    with pytest.raises(WorkstationError) as refused:
        Key(text).demand_strong()
    assert refused.value.code == "case-key-short"


def test_a_key_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{TEXT}\r\nsecond line", encoding="utf-8")
    assert Key.from_file(file) == KEY
    file.write_text(TEXT, encoding="utf-8-sig")
    assert Key.from_file(file) == KEY
    file.write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").write_text("\n")
    for wrong, code in (
        (file, "case-key-file"),
        (tmp_path / "empty", "case-key-file"),
        (tmp_path / "missing", "case-key-unreadable"),
        (tmp_path, "case-key-unreadable"),
    ):
        with pytest.raises(WorkstationError) as refused:
            Key.from_file(wrong)
        assert refused.value.code == code
    file.write_text("a" * 3000)
    with pytest.raises(WorkstationError) as refused:
        Key.from_file(file)
    assert refused.value.code == "case-key-long"


def test_a_key_is_asked_for_once_and_forgotten_in_the_end(material: tuple[Path, Path]) -> None:
    _, locked = material
    asked: list[Path] = []

    def ask(path: Path) -> Key:
        asked.append(path)
        return KEY

    with KEYRING.asking(ask):
        opened(locked, read_only=True).close()
        assert verify(locked).intact
        assert asked == [locked]
    assert KEYRING.known(locked) is None


# ---------------------------------------------------------------------- what an encrypted file looks like


@given(st.binary(min_size=0, max_size=64), st.integers(0, 255))
def test_what_is_no_noise_does_not_look_encrypted(begins: bytes, filled: int) -> None:
    assert not begins_encrypted(begins + bytes([filled]) * 5000)
    assert not begins_encrypted(b"SQLite format 3\0" + random.Random(filled).randbytes(5000))


def test_a_plain_case_that_begins_with_a_page_of_a_picture_is_damaged_not_encrypted(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "a.qdcase"
    written = material[0].read_bytes()
    path.write_bytes(random.Random(3).randbytes(8192) + written[8192:])
    assert begins_encrypted(path.read_bytes()[:4096])
    assert not is_encrypted(path)
    with pytest.raises(CaseFileDamaged):
        verify(path)


@given(st.integers(0, 2**32))
def test_noise_looks_encrypted(seed: int) -> None:
    assert begins_encrypted(random.Random(seed).randbytes(4096))


def test_nothing_is_written_over_an_encrypted_case(material: tuple[Path, Path]) -> None:
    before = material[1].read_bytes()
    with pytest.raises(WorkstationError) as refused:
        write_whole(material[1], b"{}")
    assert refused.value.code == "file-is-case"
    assert material[1].read_bytes() == before


def test_a_station_says_whether_new_cases_are_encrypted(tmp_path: Path) -> None:
    file = tmp_path / "cases.toml"
    assert not encrypts_new_cases(file)
    for text, expected in (("encrypt_new = true", True), ("encrypt_new = false", False), ("", False)):
        file.write_text(text)
        assert encrypts_new_cases(file) is expected
    for text in ("encrypt_new = 'yes'", "encrypt_knew = true", "encrypt_new ="):
        file.write_text(text)
        with pytest.raises(ConfigurationError) as refused:
            encrypts_new_cases(file)
        assert refused.value.code == "cases-configuration"


# ---------------------------------------------------------------------- other ways in


def test_a_queue_lists_it_as_encrypted_and_remembers_nothing_of_it(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    plain, locked = material
    remembered = tmp_path / "glances.json"
    station = at_station("X")
    KEYRING.forget(locked)
    rows = list(queue([plain, locked], station, glances=Glances(remembered)))
    assert isinstance(rows[0], Summary)
    assert isinstance(rows[1], Unreadable)
    assert rows[1].error.code == "case-encrypted"
    KEYRING.keep(locked, KEY)
    rows = list(queue([plain, locked], station, glances=Glances(remembered)))
    assert isinstance(rows[1], Summary)
    assert rows[1].sha256 == rows[0].sha256
    assert "locked" not in remembered.read_text()


# ---------------------------------------------------------------------- without SQLCipher


def test_the_commands_of_the_format_make_a_plain_copy_that_its_other_commands_check(
    material: tuple[Path, Path], tmp_path: Path
) -> None:
    """What a stranger types into ``sqlcipher``, run by the same library; then ``sqlite3`` and ``sha256sum``."""
    (printed,) = re.findall(r"```sql\n(.*?)```", FORMAT, re.DOTALL)
    plain = tmp_path / "plain.qdcase"
    with closing(sqlcipher.connect(str(material[1]), isolation_level=None)) as raw:
        for command in printed.replace("the key", TEXT).replace("plain.qdcase", str(plain)).strip().splitlines():
            raw.execute(command).fetchall()
    done = stranger(plain, tmp_path / "check")
    assert done.returncode == 0, done.stderr
    assert rows(plain) == rows(material[0])


def test_the_format_says_enough_to_decrypt_it_without_sqlcipher(material: tuple[Path, Path], tmp_path: Path) -> None:
    """By the numbers of FORMAT.md alone, with another implementation of AES, HMAC and PBKDF2."""
    data, page_bytes = material[1].read_bytes(), 4096
    salt = data[:16]
    key = hashlib.pbkdf2_hmac("sha512", TEXT.encode(), salt, 256_000, 32)
    seal = hashlib.pbkdf2_hmac("sha512", key, bytes(each ^ 0x3A for each in salt), 2, 32)
    plain = bytearray()
    for number, start in enumerate(range(0, len(data), page_bytes), 1):
        page = data[start : start + page_bytes]
        text, vector, tag = page[16 if number == 1 else 0 : -80], page[-80:-64], page[-64:]
        assert hmac.digest(seal, text + vector + number.to_bytes(4, "little"), "sha512") == tag
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        opened_page = decryptor.update(text) + decryptor.finalize()
        plain += (b"SQLite format 3\0" if number == 1 else b"") + opened_page + bytes(80)
    decrypted = tmp_path / "decrypted.qdcase"
    decrypted.write_bytes(plain)
    assert verify(decrypted).intact
    assert rows(decrypted) == rows(material[0])
