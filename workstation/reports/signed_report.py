"""Reports signed for a case: the PDF at its place and the event in the chain, both or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workstation.captures import sha256_hex
from workstation.cases.exports import Export, note_export
from workstation.cases.store import CaseFile
from workstation.devices import Clock
from workstation.errors import ReportError, WorkstationError
from workstation.reports.archive import attachment, signed_fields
from workstation.reports.keys import SigningKey, SigningPolicy
from workstation.reports.machine_readable import from_json
from workstation.reports.signatures import read_signatures
from workstation.reports.signing import Role, sign
from workstation.reports.verify import SIGNED, verify_report
from workstation.whole_file import Kind, demand_replaceable, written_whole


def demand_unsigned(path: Path) -> None:
    """Refuse to print over a report that carries a signature.

    Raises
    ------
    WorkstationError
        ``report-is-signed``; those of ``demand_replaceable``.
    """
    demand_replaceable(path, Kind.REPORT)
    if not path.exists():
        return
    try:
        signed = signed_fields(path.read_bytes())
    except ReportError:
        return
    if signed:
        raise ReportError("report-is-signed", path=path)


def sign_new(
    case: CaseFile,
    path: Path,
    make: Callable[[], bytes],
    key: SigningKey,
    *,
    clock: Clock,
    language: str,
    policy: SigningPolicy,
) -> None:
    """Print a report, sign it as the examiner, and write it.

    Parameters
    ----------
    case : CaseFile
        Open for writing.
    make : callable
        The unsigned report.

    Raises
    ------
    WorkstationError
        ``report-is-signed``; those of ``sign`` and of the case file.
    """
    demand_unsigned(path)
    printed = make()
    signed = signed_by_examiner(printed, key, clock=clock, language=language, policy=policy)
    with written_whole(path, signed, Kind.REPORT):
        note_signed(case, printed, signed, key, language)


def signed_by_examiner(
    printed: bytes, key: SigningKey, *, clock: Clock, language: str, policy: SigningPolicy
) -> bytes:
    """A printed report with the examiner's signature, checked; raises as ``sign``."""
    return _signed(printed, key, Role.EXAMINER, clock=clock, language=language, policy=policy)


def note_signed(case: CaseFile, printed: bytes, signed: bytes, key: SigningKey, language: str) -> None:
    """Write into the chain that a report was printed, and signed by the examiner."""
    note_export(case, Export.REPORT, sha256_hex(printed), language=language)
    case.log(SIGNED, case.snapshot().info.case_id, _facts(signed, key, Role.EXAMINER))


def countersign(case: CaseFile, path: Path, key: SigningKey, *, clock: Clock, policy: SigningPolicy) -> None:
    """Sign a report as the supervisor, after the examiner and where it still says what the case says.

    Raises
    ------
    ReportError
        ``report-missing``; ``signing-report-unsound``: with what does not hold; ``signing-examiner-first``;
        ``signing-already``; ``signing-same-certificate``; ``signing-report-outdated``; those of ``sign``.
    """
    found = verify_report(case, path)
    if found.problems:
        reasons = tuple(WorkstationError(each.what, where=each.where) for each in found.problems)
        raise ReportError("signing-report-unsound", path=path, reasons=reasons)
    by_field = {each.field: each for each in found.signatures or ()}
    examiner = by_field.get(Role.EXAMINER.field)
    if examiner is None:
        raise ReportError("signing-examiner-first", path=path)
    if examiner.certificate_sha256 == key.fingerprint:
        raise ReportError("signing-same-certificate", name=key.name)
    if found.outdated:
        raise ReportError("signing-report-outdated", path=path)
    before = path.read_bytes()
    told = from_json(attachment(before) or b"")
    language = str(told["printed"]["language"])
    signed = _signed(before, key, Role.SUPERVISOR, clock=clock, language=language, policy=policy)
    with written_whole(path, signed, Kind.REPORT):
        case.log(SIGNED, case.snapshot().info.case_id, _facts(signed, key, Role.SUPERVISOR))


def _signed(pdf: bytes, key: SigningKey, role: Role, *, clock: Clock, language: str, policy: SigningPolicy) -> bytes:
    """The PDF with one more signature, checked before anybody relies on it."""
    signed = sign(pdf, key, role, at=clock.now(), language=language, policy=policy)
    for each in read_signatures(signed):
        if each.problem:
            raise ReportError("signing-failed", reason=WorkstationError(each.problem, where=each.field))
    return signed


def _facts(signed: bytes, key: SigningKey, role: Role) -> dict[str, object]:
    return {"sha256": sha256_hex(signed), "certificate_sha256": key.fingerprint, "role": role.value}
