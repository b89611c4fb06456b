"""What signatures a report carries, and whether they hold. Whom to trust is said apart from what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from workstation.errors import ReportError
from workstation.reports.keys import SigningPolicy, demand_installed, fingerprint_of, name_of
from workstation.reports.quiet import quiet
from workstation.reports.signing import trusting

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

#: What reading a file that means harm may raise.
_UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, NotImplementedError,
    OverflowError, MemoryError, OSError,
)  # fmt: skip


class Trust(StrEnum):
    """Whether the certificate was checked against a list of trusted authorities, and what came of it."""

    NOT_CHECKED = "not_checked"
    TRUSTED = "trusted"
    NOT_TRUSTED = "not_trusted"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature on a report.

    Attributes
    ----------
    field : str
        Name of the signature field: ``Examiner``, ``Supervisor``, or another that some program made.
    name, certificate_sha256 : str
        Of the certificate.
    claimed_at : datetime or None
        When the signer's computer says it was made.
    stamped_at : datetime or None
        When the time-stamp server says it was; None without a time-stamp that holds.
    problem : str
        Code of ``resources/messages/signing.toml`` where it does not hold, empty where it does.
    trust : Trust
    """

    field: str
    name: str
    certificate_sha256: str
    claimed_at: datetime | None
    stamped_at: datetime | None
    problem: str
    trust: Trust


def read_signatures(pdf: bytes, roots: Sequence[x509.Certificate] = ()) -> tuple[Signature, ...]:
    """Every signature in the order in which they were made.

    Parameters
    ----------
    roots : sequence of certificates
        Authorities to trust; with none given, trust is ``NOT_CHECKED``.

    Raises
    ------
    ReportError
        ``signing-not-installed``; ``report-unreadable``; ``report-signature-unreadable``.
    """
    demand_installed()
    from pyhanko.pdf_utils.reader import PdfFileReader

    with _readable("report-unreadable"):
        embedded = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    last = len(embedded) - 1
    return tuple(_checked(each, tuple(roots), is_last=place == last) for place, each in enumerate(embedded))


def _checked(embedded: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...], *, is_last: bool) -> Signature:
    from cryptography import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    with _readable("report-signature-unreadable"):
        status = validate_pdf_signature(embedded, trusting(SigningPolicy(roots=roots)), key_usage_settings=usage)
        certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
        stamped = status.timestamp_validity
        holds = stamped is not None and stamped.intact and stamped.valid
        return Signature(
            field=str(embedded.field_name),
            name=name_of(certificate),
            certificate_sha256=fingerprint_of(certificate),
            claimed_at=embedded.self_reported_timestamp,
            stamped_at=stamped.timestamp if stamped is not None and holds else None,
            problem=_problem(status, is_last),
            trust=_trust(status) if roots else Trust.NOT_CHECKED,
        )


def _trust(status: PdfSignatureStatus) -> Trust:
    return Trust.TRUSTED if status.bottom_line else Trust.NOT_TRUSTED


def _problem(status: PdfSignatureStatus, is_last: bool) -> str:
    """Everything of the validator's bottom line but whom to trust, and that nothing follows the last signature."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel

    stamped = status.timestamp_validity
    if not (status.intact and status.valid) or (stamped is not None and not (stamped.intact and stamped.valid)):
        return "report-signature-broken"
    level = status.modification_level
    allowed = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE or level is ModificationLevel.LTA_UPDATES
    if (
        level is None
        or level > allowed
        or not status.docmdp_ok
        or not status.seed_value_ok
        or (is_last and not whole)
    ):
        return "report-changed-after-signature"
    return ""


@contextmanager
def _readable(code: str) -> Iterator[None]:
    from pyhanko.pdf_utils.misc import PdfError

    try:
        with quiet("pyhanko", "pyhanko_certvalidator"):
            yield
    except (PdfError, *_UNREADABLE) as error:
        raise ReportError(code) from error
