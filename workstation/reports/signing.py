"""Signatures on a report: PAdES (ETSI EN 319 142-1) by pyHanko. ``SIGNING.md`` says what one says and what not.

Everything here is bytes in and bytes out. The network is used only where a policy names a time-stamp server.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from workstation.accounts.tokens import TokenKey, told
from workstation.errors import ReportError
from workstation.messages import sentence
from workstation.reports.keys import SigningKey, SigningPolicy, demand_installed
from workstation.reports.stamp import stamp

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, Signer
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator import ValidationContext

_TIME_STAMP_WITHIN_S = 20


class Role(StrEnum):
    """As what somebody signs; the name of the field is its title."""

    EXAMINER = "examiner"
    SUPERVISOR = "supervisor"

    @property
    def field(self) -> str:
        """Name of the signature field of the PDF."""
        return self.value.title()


def sign(
    pdf: bytes,
    key: SigningKey,
    role: Role,
    *,
    at: datetime,
    language: str,
    policy: SigningPolicy | None = None,
    time_stamper: TimeStamper | None = None,
) -> bytes:
    """The PDF with one more signature, as an addition that leaves every byte before it as it was.

    PAdES B-B; B-T where the policy names a time-stamp server, B-LT where it also holds the roots.

    Parameters
    ----------
    at : datetime
        Aware; printed in the place of the signature.
    language : str
        ``en`` or ``zh_CN``, of what is printed there.
    time_stamper : TimeStamper or None
        Used in place of the policy's server.

    Raises
    ------
    ReportError
        ``signing-not-installed``; ``signing-already``: that role has signed; ``report-unreadable``;
        ``signing-time-stamp``: the server gave none; ``signing-failed``: with the reason.
    AccountError
        ``token-gone``, ``token-failed``.
    """
    demand_installed()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError, PdfReadError
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko_certvalidator.errors import PathError

    policy = policy or SigningPolicy()
    if time_stamper is None and policy.time_stamp_url:
        time_stamper = HTTPTimeStamper(policy.time_stamp_url, timeout=_TIME_STAMP_WITHIN_S)
    long_term = time_stamper is not None and bool(policy.roots)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if any(filled for name, filled, _ in enumerate_sig_fields(writer) if name == role.field):
            raise ReportError("signing-already", role=role.value)
        with TemporaryDirectory() as folder:
            signer = PdfSigner(
                _metadata(role, trusting(policy, key) if long_term else None),
                _signer(key, policy),
                timestamper=time_stamper,
                stamp_style=_appearance(writer, key, role, at, language, Path(folder) / "stamp.pdf"),
            )
            with told(key.key.label) if isinstance(key.key, TokenKey) else nullcontext():
                return bytes(signer.sign_pdf(writer).getvalue())
    except TimestampRequestError as error:
        raise ReportError("signing-time-stamp", url=policy.time_stamp_url, reason=str(error)) from error
    except PdfReadError as error:
        raise ReportError("report-unreadable") from error
    except (SigningError, PdfError, PathError, ValueError, OSError) as error:
        raise ReportError("signing-failed", reason=str(error)) from error


def trusting(policy: SigningPolicy, key: SigningKey | None = None) -> ValidationContext:
    """What certificates are checked against: the policy's roots, nothing fetched."""
    from pyhanko_certvalidator import ValidationContext

    others = (*policy.between, *(key.between if key else ()))
    return ValidationContext(
        trust_roots=[_as_asn1(each) for each in policy.roots],
        other_certs=[_as_asn1(each) for each in others],
        crls=list(policy.revocation_lists),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _metadata(role: Role, validation: ValidationContext | None) -> PdfSignatureMetadata:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(
        field_name=role.field,
        reason=role.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        # The first signature forbids every later change but further signatures.
        certify=role is Role.EXAMINER,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=validation is not None,
        validation_context=validation,
    )


def _signer(key: SigningKey, policy: SigningPolicy) -> Signer:
    from asn1crypto.keys import PrivateKeyInfo
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if isinstance(key.key, TokenKey):
        key.key.signer.cert_registry.register_multiple([_as_asn1(each) for each in policy.between])
        return key.key.signer
    plain = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_as_asn1(each) for each in (*key.between, *policy.between)])
    return SimpleSigner(
        signing_cert=_as_asn1(key.certificate), signing_key=PrivateKeyInfo.load(plain), cert_registry=store
    )


def _appearance(
    writer: IncrementalPdfFileWriter, key: SigningKey, role: Role, at: datetime, language: str, path: Path
) -> StaticStampStyle | None:
    """What stands in the field; nothing where the PDF has no place for it."""
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.stamp import StaticStampStyle

    places = [field.get_object() for name, _, field in enumerate_sig_fields(writer) if name == role.field]
    if not places:
        return None
    left, bottom, right, top = (float(each) for each in places[0]["/Rect"])
    note = sentence("signature-note", {}, language)
    path.write_bytes(stamp(key.name, key.fingerprint, at, (right - left, top - bottom), note, language))
    middle = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))
    return StaticStampStyle.from_pdf_file(str(path), border_width=0, background_layout=middle)


def _as_asn1(certificate: x509.Certificate) -> Any:
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    return Certificate.load(certificate.public_bytes(Encoding.DER))
