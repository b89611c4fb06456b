"""A PDF against its case: what belongs together holds, and every other pair is refused by name."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from case_material import conclusion, finding, new_case
from pypdf import PdfReader, PdfWriter
from signing_material import (
    PASSPHRASE,
    erika,
    key_of,
    made_case,
    opened,
    p12,
    printed_report,
    root,
    zhang,
)

from cryptography.hazmat.primitives.serialization import Encoding  # isort: skip

import main
from workstation.captures import sha256_hex
from workstation.cases.exports import Export, note_export, note_export_of
from workstation.clock import SystemClock
from workstation.errors import ReportError
from workstation.reports.archive import attachment
from workstation.reports.keys import SigningKey, SigningPolicy
from workstation.reports.machine_readable import FILE_NAME, from_json
from workstation.reports.signed_report import countersign, demand_unsigned, sign_new
from workstation.reports.verify import ReportVerification, verify_report_file

CLOCK = SystemClock()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return made_case(tmp_path / "a.qdcase")


def exported(case: Path, name: str = "a.pdf") -> Path:
    with opened(case) as open_case:
        pdf = printed_report(open_case)
    path = case.with_name(name)
    path.write_bytes(pdf)
    assert note_export_of(case, Export.REPORT, sha256_hex(pdf), clock=CLOCK, actor="", language="en") is None
    return path


def signed(case: Path, key: SigningKey | None = None, name: str = "s.pdf") -> Path:
    path = case.with_name(name)
    with opened(case) as open_case:
        sign_new(
            open_case,
            path,
            lambda: printed_report(open_case),
            key or key_of(erika()),
            clock=CLOCK,
            language="en",
            policy=SigningPolicy(),
        )
    return path


def signed_again(case: Path, path: Path, key: SigningKey | None = None) -> None:
    with opened(case) as open_case:
        countersign(open_case, path, key or key_of(zhang()), clock=CLOCK, policy=SigningPolicy())


def found(case: Path, path: Path) -> ReportVerification:
    return verify_report_file(case, path, clock=CLOCK)


def codes(case: Path, path: Path) -> list[str]:
    return [each.what for each in found(case, path).problems]


def with_attachment(pdf: bytes, data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    del writer.root_object["/Names"]
    writer.add_attachment(FILE_NAME, data)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_report_holds_and_says_which_link_it_shows(case: Path) -> None:
    path = exported(case)
    answer = found(case, path)
    assert answer.holds
    assert answer.link is not None
    assert answer.link.seq < answer.link.last
    assert (answer.changed_since, answer.signatures) == ((), ())


def test_an_earlier_link_is_in_order_and_says_what_changed_since(case: Path) -> None:
    path = exported(case)
    with opened(case) as open_case:
        held = open_case.snapshot()
        open_case.save_finding(finding(held.exhibits[0].exhibit_id, observed="seen later"))
        standing = held.conclusions[0]
        open_case.conclude(conclusion(standing.exhibit_id, supersedes=standing.conclusion_id, level="inconclusive"))
    answer = found(case, path)
    assert answer.problems == ()
    assert answer.changed_since == ("findings", "conclusions")
    with opened(case) as open_case:
        open_case.sign_off()
    assert found(case, path).changed_since == ("case", "findings", "conclusions", "stages")


def test_a_report_that_nobody_logged_is_named(case: Path) -> None:
    with opened(case) as open_case:
        path = case.with_name("a.pdf")
        path.write_bytes(printed_report(open_case))
    assert codes(case, path) == ["report-not-logged"]


def test_a_sheet_of_the_case_is_called_another_export_and_no_changed_report(case: Path) -> None:
    path = exported(case)
    other = path.with_name("sheet.pdf")
    other.write_bytes(path.read_bytes() + b"\n")
    assert codes(case, other) == ["report-not-logged"]
    with opened(case) as open_case:
        note_export(open_case, Export.SHEET, sha256_hex(other.read_bytes()), language="en")
    assert codes(case, other) == ["report-is-another-export"]
    assert codes(case, path) == []


def test_the_report_of_another_case_is_named(case: Path) -> None:
    path = exported(case)
    other = made_case(case.with_name("other.qdcase"))
    assert codes(other, path) == ["report-not-logged", "report-of-another-case"]


def test_a_swapped_attachment_is_named(case: Path) -> None:
    path = exported(case)
    pdf = path.read_bytes()
    told = from_json(attachment(pdf) or b"")
    told["findings"][0]["significance"] = "supports_genuine"
    path.write_bytes(with_attachment(pdf, json.dumps(told).encode()))
    answer = found(case, path)
    assert [(each.what, each.where) for each in answer.problems][1:] == [
        ("report-differs", "findings/1/significance")
    ]
    path.write_bytes(with_attachment(pdf, b"{}"))
    assert codes(case, path) == ["report-not-logged", "report-attachment-unreadable"]


def test_pages_of_another_link_are_named(case: Path) -> None:
    first = exported(case)
    second = exported(case, "b.pdf")
    swapped = with_attachment(first.read_bytes(), attachment(second.read_bytes()) or b"")
    first.write_bytes(swapped)
    assert codes(case, first) == ["report-not-logged", "report-head-not-printed"]


@pytest.mark.parametrize("change", [{"seq": 10**6}, {"seq": 3}, {"seq": "3"}, {"seq": True}, {"sha256": "0" * 64}])
def test_a_head_that_is_no_link_is_named(case: Path, change: dict[str, object]) -> None:
    path = exported(case)
    told = from_json(attachment(path.read_bytes()) or b"")
    told["chain_head"] |= change
    path.write_bytes(with_attachment(path.read_bytes(), json.dumps(told).encode()))
    assert codes(case, path) == ["report-not-logged", "report-head-not-in-chain"]


def test_a_pdf_of_another_program_is_named(case: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    path = case.with_name("a.pdf")
    writer.write(path)
    assert codes(case, path) == ["report-not-logged", "report-no-attachment"]
    path.write_text("text")
    assert codes(case, path) == ["report-not-logged", "report-unreadable"]
    with pytest.raises(ReportError, match="report-missing"):
        found(case, case.with_name("none.pdf"))


def test_two_signatures_hold_and_the_chain_knows_them_without_names(case: Path) -> None:
    path = signed(case)
    assert found(case, path).holds
    signed_again(case, path)
    answer = found(case, path)
    assert answer.holds
    assert [each.name for each in answer.signatures or ()] == ["Specimen, Erika", "样本·张三"]
    with opened(case) as open_case:
        events = open_case.logged("report-signed")
    assert [(each.facts["role"], each.facts["certificate_sha256"]) for each in events] == [
        ("examiner", key_of(erika()).fingerprint),
        ("supervisor", key_of(zhang()).fingerprint),
    ]
    assert set(events[0].facts) == {"sha256", "certificate_sha256", "role"}


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_changed_byte_of_a_signed_report_is_named(case: Path, part: float) -> None:
    path = signed(case)
    pdf = path.read_bytes()
    at = int(len(pdf) * part)
    path.write_bytes(pdf[:at] + bytes([pdf[at] ^ 4]) + pdf[at + 1 :])
    answer = codes(case, path)
    assert answer[0] == "report-not-logged"
    assert {"report-signature-broken", "report-signature-unreadable", "report-unreadable"} & set(answer)


def test_a_signature_that_the_case_does_not_know_is_named(case: Path) -> None:
    path = signed(case)
    aside = path.read_bytes()
    signed_again(case, path)
    path.write_bytes(aside)
    assert found(case, path).holds
    from workstation.reports.signing import Role, sign

    path.write_bytes(sign(aside, key_of(zhang()), Role.SUPERVISOR, at=CLOCK.now(), language="en"))
    assert codes(case, path) == ["report-not-logged"]


def test_a_supervisor_signs_only_what_holds(case: Path) -> None:
    path = exported(case)
    with pytest.raises(ReportError, match="signing-examiner-first"):
        signed_again(case, path)
    path = signed(case)
    before = path.read_bytes()
    with pytest.raises(ReportError, match="signing-same-certificate"):
        signed_again(case, path, key_of(erika()))
    path.write_bytes(before + b"\n")
    with pytest.raises(ReportError, match="signing-report-unsound"):
        signed_again(case, path)
    path.write_bytes(before)
    with opened(case) as open_case:
        open_case.save_finding(finding(open_case.snapshot().exhibits[0].exhibit_id, observed="seen later"))
    with pytest.raises(ReportError, match="signing-report-outdated"):
        signed_again(case, path)
    assert path.read_bytes() == before


def test_a_signed_report_is_never_printed_over(case: Path) -> None:
    demand_unsigned(exported(case))
    path = signed(case)
    with pytest.raises(ReportError, match="report-is-signed"):
        demand_unsigned(path)


def test_an_empty_case_has_a_report_that_holds(tmp_path: Path) -> None:
    new_case(tmp_path / "empty.qdcase").close()
    assert found(tmp_path / "empty.qdcase", exported(tmp_path / "empty.qdcase")).holds


# ---------------------------------------------------------------------- command line


def test_the_command_line_signs_and_verifies(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "USER_CONFIG", case.parent)
    monkeypatch.setenv("PASS", PASSPHRASE)
    folder, pdf = case.parent, case.with_name("out.pdf")
    keys = {"examiner": p12(folder / "e.p12", erika()), "supervisor": p12(folder / "s.p12", zhang())}
    roots = folder / "roots.pem"
    roots.write_bytes(root()[1].public_bytes(Encoding.PEM))

    def run(*arguments: object, code: int = 0) -> str:
        capsys.readouterr()
        assert main.run([str(each) for each in arguments]) == code
        shown = capsys.readouterr()
        return shown.out or shown.err

    def sign_as(role: str, *more: str, code: int = 0) -> str:
        sign = ("--sign", keys[role], "--as", role, "--passphrase-from", "env:PASS")
        return run("report", case, "--out", pdf, *sign, *more, code=code)

    assert "Sign" in run("report", case, "--out", pdf, "--sign", keys["examiner"], code=2)
    assert "cannot be opened" in sign_as("supervisor", code=2)
    assert json.loads(sign_as("examiner", "--json"))["signed"]["role"] == "examiner"
    assert "主管" in sign_as("supervisor", "--lang", "zh_CN")
    assert "carries a signature" in run("report", case, "--out", pdf, code=2)
    assert "carries a signature" in sign_as("examiner", code=2)
    assert "not checked against a trust list" in run("verify", case, "--report", pdf)
    told = json.loads(run("verify", case, "--report", pdf, "--trust", roots, "--json"))
    assert (told["intact"], told["problems"], told["report"]["holds"]) == (True, [], True)
    assert [each["trust"] for each in told["report"]["signatures"]] == ["trusted", "trusted"]
    assert set(json.loads(run("verify", case, "--json"))) == {"intact", "problems"}
    assert "--report" in run("verify", case, "--trust", roots, code=2)

    pdf.write_bytes(pdf.read_bytes().replace(b"Examiner", b"Exahiner", 1))
    told = json.loads(run("verify", case, "--report", pdf, "--json", code=1))
    assert told["intact"]
    assert not told["report"]["holds"]
    assert "不符" in run("verify", case, "--report", pdf, "--lang", "zh_CN", code=1)


def test_a_plain_report_is_logged_and_holds(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = case.with_name("plain.pdf")
    assert main.run(["report", str(case), "--out", str(pdf)]) == 0
    assert main.run(["verify", str(case), "--report", str(pdf)]) == 0
    assert "no electronic signature" in capsys.readouterr().out


def test_a_report_of_a_case_that_is_open_elsewhere_is_made_and_says_that_nobody_logged_it(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = case.with_name("plain.pdf")
    with opened(case):
        assert main.run(["report", str(case), "--out", str(pdf)]) == 0
    assert "no record" in capsys.readouterr().err
    assert main.run(["verify", str(case), "--report", str(pdf)]) == 1


@pytest.mark.parametrize("source", ["terminal", "env:NO_SUCH_NAME", "fd:9999", "fd:x", "file:x"])
def test_a_passphrase_that_cannot_be_had_is_refused(
    source: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = p12(case.with_name("e.p12"), erika())
    arguments = ["report", case, "--out", case.with_name("x.pdf"), "--sign", key, "--as", "examiner"]
    assert main.run([str(each) for each in (*arguments, "--passphrase-from", source)]) == 2
    assert source in capsys.readouterr().err
    assert not case.with_name("x.pdf").exists()
