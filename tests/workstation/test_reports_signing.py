"""Signatures: two people, one after the other; judged by pyHanko's bottom line and by poppler's pdfsig."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from signing_material import (
    DAY,
    NOW,
    PASSPHRASE,
    erika,
    issued,
    key_of,
    loaded,
    made_case,
    opened,
    p12,
    printed_report,
    root,
    time_stamper,
    zhang,
)

from cryptography.hazmat.primitives.serialization import Encoding  # isort: skip
from pyhanko.pdf_utils import generic  # isort: skip
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # isort: skip
from pyhanko.pdf_utils.reader import PdfFileReader  # isort: skip
from pyhanko.sign.validation import validate_pdf_signature  # isort: skip

from workstation.errors import ConfigurationError, ReportError
from workstation.messages import explain
from workstation.reports import signing
from workstation.reports.archive import signed_fields
from workstation.reports.keys import SigningPolicy, load_certificates, load_key, load_policy
from workstation.reports.signatures import Trust, read_signatures
from workstation.reports.signing import Role, sign, trusting
from workstation.vocabulary import LANGUAGES

TRUST = SigningPolicy(roots=(root()[1],))


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with opened(made_case(tmp_path_factory.mktemp("case") / "a.qdcase")) as case:
        return printed_report(case)


@pytest.fixture(scope="module")
def once(unsigned: bytes) -> bytes:
    return sign(unsigned, key_of(erika()), Role.EXAMINER, at=NOW, language="en")


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return sign(once, key_of(zhang()), Role.SUPERVISOR, at=NOW, language="en")


def bottom_lines(pdf: bytes) -> list[bool]:
    embedded = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return [validate_pdf_signature(each, trusting(TRUST)).bottom_line for each in embedded]


def edited(pdf: bytes) -> bytes:
    """A page painted over by an incremental update, as an editor would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def problems(pdf: bytes) -> list[str]:
    return [each.problem for each in read_signatures(pdf, TRUST.roots)]


def test_two_people_sign_one_after_the_other(unsigned: bytes, once: bytes, twice: bytes) -> None:
    assert once.startswith(unsigned)
    assert twice.startswith(once)
    assert bottom_lines(twice) == [True, True]
    assert set(signed_fields(twice)) == {"Examiner", "Supervisor"}
    first, second = read_signatures(twice, TRUST.roots)
    assert (first.field, first.name, first.problem, first.trust) == ("Examiner", "Specimen, Erika", "", Trust.TRUSTED)
    assert (second.field, second.name, second.problem) == ("Supervisor", "样本·张三", "")
    assert second.certificate_sha256 == key_of(zhang()).fingerprint
    assert first.claimed_at is not None
    assert abs(first.claimed_at - NOW) < timedelta(hours=1)


def test_trust_is_said_apart(twice: bytes) -> None:
    assert [each.trust for each in read_signatures(twice)] == [Trust.NOT_CHECKED] * 2
    strangers = (issued("Another Root", authority=True)[1],)
    found = read_signatures(twice, strangers)
    assert [(each.problem, each.trust) for each in found] == [("", Trust.NOT_TRUSTED)] * 2


def test_the_signature_stands_in_its_place_on_the_page(unsigned: bytes, twice: bytes) -> None:
    page = next(
        page
        for page in PdfFileReader(BytesIO(twice)).root["/Pages"]["/Kids"]
        if len(page.get_object().get("/Annots", ())) == 2
    )
    for annotation in page.get_object()["/Annots"]:
        widget = annotation.get_object()
        left, bottom, right, top = (float(each) for each in widget["/Rect"])
        assert right - left > 100
        assert top - bottom > 20
        assert widget["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed")
def test_poppler_agrees(twice: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(twice)
    said = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "a.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said.split("Signature #2")[1]


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.85])
def test_one_changed_byte_breaks_them(twice: bytes, part: float) -> None:
    at = int(len(twice) * part)
    damaged = twice[:at] + bytes([twice[at] ^ 1]) + twice[at + 1 :]
    try:
        found = problems(damaged)
    except ReportError as error:
        found = [error.code]
    assert {"report-signature-broken", "report-unreadable", "report-signature-unreadable"} & set(found)


def test_a_page_edited_after_signing_is_found_though_every_byte_before_stands(once: bytes, twice: bytes) -> None:
    assert problems(edited(twice)) == ["report-changed-after-signature"] * 2
    assert bottom_lines(edited(twice)) == [False, False]
    assert problems(edited(once)) == ["report-changed-after-signature"]
    resigned = sign(edited(once), key_of(zhang()), Role.SUPERVISOR, at=NOW, language="en")
    assert problems(resigned) == ["report-changed-after-signature", ""]


def test_what_follows_the_last_signature_is_found(twice: bytes) -> None:
    assert problems(twice + b"\n% more\n")[-1] == "report-changed-after-signature"


def test_a_role_signs_once(once: bytes) -> None:
    with pytest.raises(ReportError, match="signing-already"):
        sign(once, key_of(zhang()), Role.EXAMINER, at=NOW, language="en")


def test_a_time_stamp_and_what_is_needed_years_later(unsigned: bytes) -> None:
    stamped = sign(unsigned, key_of(erika()), Role.EXAMINER, at=NOW, language="en", time_stamper=time_stamper())
    (found,) = read_signatures(stamped, TRUST.roots)
    assert found.stamped_at is not None
    assert (found.problem, found.trust) == ("", Trust.TRUSTED)
    assert "/DSS" not in PdfFileReader(BytesIO(stamped)).root

    lasting = sign(
        unsigned, key_of(erika()), Role.EXAMINER, at=NOW, language="en", policy=TRUST, time_stamper=time_stamper()
    )
    assert "/DSS" in PdfFileReader(BytesIO(lasting)).root
    lasting = sign(
        lasting, key_of(zhang()), Role.SUPERVISOR, at=NOW, language="en", policy=TRUST, time_stamper=time_stamper()
    )
    assert [(each.problem, each.trust) for each in read_signatures(lasting, TRUST.roots)] == [("", Trust.TRUSTED)] * 2


def test_a_time_stamp_server_that_does_not_answer_signs_nothing(unsigned: bytes) -> None:
    policy = SigningPolicy(time_stamp_url="http://127.0.0.1:1/")
    with pytest.raises(ReportError, match="signing-time-stamp"):
        sign(unsigned, key_of(erika()), Role.EXAMINER, at=NOW, language="en", policy=policy)


def test_a_name_without_glyphs_is_spelled(unsigned: bytes) -> None:
    strange = key_of(issued("\u0645\u062d\u0645\u062f"))
    assert problems(sign(unsigned, strange, Role.EXAMINER, at=NOW, language="zh_CN")) == [""]


def test_no_report_cannot_be_signed() -> None:
    with pytest.raises(ReportError, match="report-unreadable"):
        sign(b"%PDF-1.7\nnothing", key_of(erika()), Role.EXAMINER, at=NOW, language="en")


# ---------------------------------------------------------------------- keys


def test_a_key_is_read_with_its_passphrase(tmp_path: Path) -> None:
    key = loaded(p12(tmp_path / "a.p12", zhang(), between=(root()[1],)))
    assert (key.name, key.fingerprint, len(key.between)) == ("样本·张三", key_of(zhang()).fingerprint, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_key_is_said(tmp_path: Path, language: str) -> None:
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    good = p12(tmp_path / "good.p12", erika())
    (tmp_path / "text.p12").write_text("no key")
    old = p12(tmp_path / "old.p12", issued("Gone", since=NOW - 9 * DAY, until=NOW - 8 * DAY))
    early = p12(tmp_path / "early.p12", issued("To come", since=NOW + DAY, until=NOW + 2 * DAY))
    alone = tmp_path / "alone.p12"
    alone.write_bytes(pkcs12.serialize_key_and_certificates(None, erika()[0], None, None, NoEncryption()))
    keyless = tmp_path / "keyless.p12"
    keyless.write_bytes(pkcs12.serialize_key_and_certificates(None, None, erika()[1], None, NoEncryption()))
    for path, passphrase, code in (
        (good, "wrong", "signing-key-unreadable"),
        (good, "", "signing-key-unreadable"),
        (tmp_path / "text.p12", PASSPHRASE, "signing-key-unreadable"),
        (tmp_path / "none.p12", PASSPHRASE, "signing-key-missing"),
        (old, PASSPHRASE, "signing-expired"),
        (early, PASSPHRASE, "signing-not-yet"),
        (alone, "", "signing-key-alone"),
        (keyless, "", "signing-certificate-alone"),
    ):
        with pytest.raises(ReportError) as caught:
            load_key(path, passphrase, NOW)
        assert caught.value.code == code
        said = explain(caught.value, language)
        assert path.name in said
        assert "…" not in said
        assert PASSPHRASE not in said


def test_the_policy_is_nothing_until_it_is_configured(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "signing.toml") == SigningPolicy()
    (tmp_path / "chain.pem").write_bytes(root()[1].public_bytes(Encoding.PEM) + erika()[1].public_bytes(Encoding.PEM))
    (tmp_path / "signing.toml").write_text('time_stamp_url = "http://stamps.invalid"\nchain = "chain.pem"\n')
    policy = load_policy(tmp_path / "signing.toml")
    assert (policy.time_stamp_url, policy.roots, policy.between) == (
        "http://stamps.invalid",
        (root()[1],),
        (erika()[1],),
    )


@pytest.mark.parametrize("text", ["passphrase = 'x'", "chain = 3", "time_stamp_url = ["])
def test_a_wrong_policy_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "signing.toml").write_text(text)
    with pytest.raises(ConfigurationError, match="signing-configuration"):
        load_policy(tmp_path / "signing.toml")


def test_roots_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("no certificate")
    with pytest.raises(ReportError, match="signing-roots-unreadable"):
        load_certificates(tmp_path / "roots.pem")


@pytest.mark.skipif(
    not all(shutil.which(each) for each in ("bash", "pdfsig", "pdfdetach", "openssl", "sha256sum")),
    reason="needs bash, poppler-utils, openssl and sha256sum",
)
def test_a_stranger_checks_a_signature_with_the_commands_of_the_page(twice: bytes, tmp_path: Path) -> None:
    page = (Path(signing.__file__).parent / "SIGNING.md").read_text(encoding="utf-8")
    commands = page.split("## Check it yourself")[1].split("```sh\n")[1].split("```")[0]

    def check(pdf: bytes) -> subprocess.CompletedProcess[str]:
        (tmp_path / "a.pdf").write_bytes(pdf)
        command = ["bash", "-euo", "pipefail", "-c", f"PDF=a.pdf\n{commands}"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    done = check(twice)
    assert done.returncode == 0, done.stderr
    assert key_of(erika()).fingerprint.upper() in done.stdout.replace(":", "")
    at = len(twice) // 3
    done = check(twice[:at] + bytes([twice[at] ^ 1]) + twice[at + 1 :])
    assert done.returncode != 0
