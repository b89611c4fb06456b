"""Does a PDF belong to its case, and does it say what the case says? Reads only; names what does not hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.cases.exports import Export
from workstation.cases.model import ChainHead
from workstation.cases.open_files import read_chosen
from workstation.cases.store import CaseFile
from workstation.cases.verify import Link, Problem
from workstation.devices import Clock
from workstation.errors import ReportError
from workstation.reports.archive import attachment, prints, signed_fields
from workstation.reports.machine_readable import (
    OF_THE_HANDLING,
    OF_THE_PRINTING,
    as_of_version,
    describe_case,
    differences,
    from_json,
)
from workstation.reports.signatures import Signature, Trust, read_signatures

if TYPE_CHECKING:
    from cryptography import x509

EXPORTED, SIGNED = Export.REPORT.value, "report-signed"
"""Actions of the audit chain that carry the hash of a report."""

_MOST_BYTES = 1 << 30
#: What differs between any two links, whatever happened to the case.
_MOVES_ON = {"report_id", "chain_head"}


@dataclass(frozen=True, slots=True)
class ReportVerification:
    """Whether a PDF holds; it does exactly when there is no problem.

    Attributes
    ----------
    report_id : str
        As the PDF has it; empty where it has none.
    link : Link or None
        Which link of the chain the report shows, and which is the last; None where it is no link of this chain.
    changed_since : tuple of str
        Parts of the case that are other now than the report says, such as ``findings``. No problem: the case went on.
    signatures : tuple of Signature or None
        None where nobody could read them.
    """

    problems: tuple[Problem, ...]
    report_id: str = ""
    link: Link | None = None
    changed_since: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] | None = None

    @property
    def outdated(self) -> bool:
        """What was found or concluded is other now; reviews, custody and seals go on after a report."""
        return bool(set(self.changed_since) - set(OF_THE_HANDLING))

    @property
    def holds(self) -> bool:
        """Nothing speaks against it."""
        return not self.problems


def verify_report(case: CaseFile, path: Path, *, roots: Sequence[x509.Certificate] = ()) -> ReportVerification:
    """Check a PDF against its case.

    Parameters
    ----------
    case : CaseFile
        Open; read only.
    roots : sequence of certificates
        Authorities to trust. A signature that leads to none of them is then a problem.

    Raises
    ------
    ReportError
        ``report-missing``: no file there. ``signing-not-installed``: it is signed, and nothing here can check that.
    CaseFileError
        The case cannot be read.
    """
    try:
        pdf = read_chosen(path, _MOST_BYTES)
    except OSError as error:
        raise ReportError("report-missing", path=path, reason=error.strerror) from error
    inspection = _Inspection(case, pdf, tuple(roots))
    problems = tuple(dict.fromkeys(inspection.problems()))
    return ReportVerification(
        problems, inspection.report_id, inspection.link, inspection.changed_since, inspection.signatures
    )


class _Inspection:
    """One pass over one PDF."""

    def __init__(self, case: CaseFile, pdf: bytes, roots: tuple[x509.Certificate, ...]) -> None:
        self._case, self._pdf, self._roots = case, pdf, roots
        self.report_id = ""
        self.link: Link | None = None
        self.changed_since: tuple[str, ...] = ()
        self.signatures: tuple[Signature, ...] | None = None

    def problems(self) -> Iterator[Problem]:
        """Everything that does not hold."""
        if self._is_another_export():
            yield Problem("report-is-another-export", "PDF")
            return
        parts = (self._of_log(), self._of_findings(), self._of_signatures())
        for part in parts:
            try:
                yield from part
            except ReportError as error:
                if error.code == "signing-not-installed":
                    raise
                yield Problem(error.code, str(error.facts.get("where", "PDF")))

    def _is_another_export(self) -> bool:
        """These very bytes left this case as something else than a report, as a comparison sheet does."""
        sha256 = hashlib.sha256(self._pdf).hexdigest()
        others = [each for each in Export if each is not Export.REPORT]
        return any(each.facts.get("sha256") == sha256 for each in self._case.logged(*others))

    def _of_log(self) -> Iterator[Problem]:
        """These very bytes were exported from this case."""
        sha256 = hashlib.sha256(self._pdf).hexdigest()
        if all(each.facts.get("sha256") != sha256 for each in self._case.logged(EXPORTED, SIGNED)):
            yield Problem("report-not-logged", f"SHA-256 {sha256}")

    def _of_findings(self) -> Iterator[Problem]:
        """The findings inside are those of the case at the link that the report names."""
        inside = attachment(self._pdf)
        if inside is None:
            yield Problem("report-no-attachment", "PDF")
            return
        told = from_json(inside)
        self.report_id = str(told.get("report_id", ""))
        now = describe_case(self._case.snapshot())
        case = told.get("case")
        if not isinstance(case, dict) or case.get("case_id") != now["case"]["case_id"]:
            yield Problem("report-of-another-case", self.report_id)
            return
        head = self._named_head(told)
        if head is None:
            yield Problem("report-head-not-in-chain", self.report_id)
            return
        self.link = Link(head.seq, now["chain_head"]["seq"])
        held = as_of_version(describe_case(self._case.snapshot(head.seq)), told["version"])
        told = {key: value for key, value in told.items() if key not in ("format", "version", *OF_THE_PRINTING)}
        for place in differences(told, held):
            yield Problem("report-differs", place)
        self.changed_since = tuple(
            part for part, value in now.items() if part not in _MOVES_ON and value != held.get(part, value)
        )
        if not prints(self._pdf, head.sha256):
            yield Problem("report-head-not-printed", head.sha256)

    def _named_head(self, told: Mapping[str, Any]) -> ChainHead | None:
        """The link that the attachment names, where the chain has it."""
        named = told.get("chain_head")
        if not isinstance(named, dict):
            return None
        seq = named.get("seq")
        if not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq <= self._case.head().seq:
            return None
        head = self._case.snapshot(seq).head
        return head if head.sha256 == named.get("sha256") else None

    def _of_signatures(self) -> Iterator[Problem]:
        """Every signature holds, and nothing was changed after the last."""
        self.signatures = read_signatures(self._pdf, self._roots) if signed_fields(self._pdf) else ()
        for each in self.signatures:
            if each.problem:
                yield Problem(each.problem, f"{each.field}: {each.name}")
            elif each.trust is Trust.NOT_TRUSTED:
                yield Problem("report-signature-untrusted", f"{each.field}: {each.name}")


def verify_report_file(
    case: Path, report: Path, *, clock: Clock, roots: Sequence[x509.Certificate] = ()
) -> ReportVerification:
    """As ``verify_report``, for a case that is not open."""
    with CaseFile.open(case, clock=clock, actor="", read_only=True) as opened:
        return verify_report(opened, report, roots=roots)
