"""Visible digital seals for non-constrained environments: signed JSON (ICAO TR VDS-NC 1.1).

``data`` is signed in the canonical form of RFC 8785; the signer's certificate travels inside, so its own trust must
come from a country signing authority that the station was given.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.trust import (
    SealStatus,
    SealVerdict,
    Trusted,
    certificate_statuses,
    read_certificate,
    signature_statuses,
)

LARGEST_BYTES = 16_384
"""More than the largest bar code holds several times over."""

_ALGORITHMS: Mapping[str, hashes.HashAlgorithm] = {
    "ES256": hashes.SHA256(),
    "ES384": hashes.SHA384(),
    "ES512": hashes.SHA512(),
}
_LONGEST_NAME = 39
_BETWEEN_NAMES = "  "
_NUMBERS = ("dn", "i")
"""Where a test and a vaccination name the travel document."""


@dataclass(frozen=True, slots=True)
class JsonSeal:
    """A seal of JSON, taken apart.

    Attributes
    ----------
    type, issuer : str
        ``icao.test``, ``icao.vacc`` and others; issuing state in three letters.
    version : int
    message : mapping
        What is certified, as sent.
    covered : bytes
        What the signature covers.
    algorithm : str
    certificate : x509.Certificate
    signature : bytes
        ``r`` and ``s``.
    """

    type: str
    version: int
    issuer: str
    message: Mapping[str, Any]
    covered: bytes
    algorithm: str
    certificate: x509.Certificate
    signature: bytes


def is_json_seal(data: bytes) -> bool:
    """The bytes look like a seal of JSON."""
    named = b'"sigvl"' in data or (b'"hdr"' in data and b'"msg"' in data)
    return len(data) <= LARGEST_BYTES and data.lstrip()[:1] == b"{" and named


def parse_json_seal(data: bytes) -> JsonSeal:
    """Take a seal of JSON apart.

    Raises
    ------
    SealError
        ``seal-json`` with the reason.
    """
    if len(data) > LARGEST_BYTES:
        raise SealError("seal-json", reason="too-long")
    try:
        whole = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
        content, signature = whole["data"], whole["sig"]
        header, message = content["hdr"], content["msg"]
        if not isinstance(message, dict):
            raise SealError("seal-json", reason="msg")
        seal = JsonSeal(
            type=_text(header["t"], "hdr.t"),
            version=int(header["v"]),
            issuer=_text(header["is"], "hdr.is"),
            message=message,
            covered=rfc8785.dumps(content),
            algorithm=_text(signature["alg"], "sig.alg"),
            certificate=read_certificate(_base64(signature["cer"], "sig.cer")),
            signature=_base64(signature["sigvl"], "sig.sigvl"),
        )
    except SealError:
        raise
    except RecursionError as error:
        raise SealError("seal-json", reason="too-deep") from error
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SealError("seal-json", reason=type(error).__name__) from error
    if seal.algorithm not in _ALGORITHMS or not seal.signature or len(seal.signature) % 2:
        raise SealError("seal-json", reason="sig")
    return seal


def json_holder(seal: JsonSeal) -> dict[str, str]:
    """Whom and which travel document a seal names, by field of the cross-check table (``pid`` of TR VDS-NC).

    The names count where they were surely not cut short; two blanks part the identifiers.
    """
    person = seal.message.get("pid")
    if not isinstance(person, dict):
        return {}

    def text(name: str) -> str:
        value = person.get(name)
        return value.strip() if isinstance(value, str) else ""

    names = text("n")
    found = {
        "names": names.upper().replace(_BETWEEN_NAMES, "<<", 1) if len(names) < _LONGEST_NAME else "",
        "document_number": next((number for each in _NUMBERS if (number := text(each))), ""),
        "date_of_birth": text("dob"),
        "sex": text("sex"),
    }
    return {name: value for name, value in found.items() if value}


def verify_json_seal(seal: JsonSeal, trusted: Trusted, *, today: date) -> SealVerdict:
    """Check the signature and whether the certificate inside was issued by an authority the station knows."""
    known = seal.certificate in trusted.signers
    found = list(certificate_statuses(seal.certificate, trusted, today, today))
    found.extend(signature_statuses(seal.certificate, seal.signature, seal.covered, _ALGORITHMS[seal.algorithm]))
    if not trusted.roots and not known:
        found.append(SealStatus.UNKNOWN_CERTIFICATE)
    return SealVerdict(tuple(found) or (SealStatus.VALID,), seal.certificate.subject.rfc4514_string())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two equal ones nobody can say which was signed."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise SealError("seal-json", reason="name-twice")
    return made


def _no_constant(name: str) -> None:
    raise SealError("seal-json", reason=name)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise SealError("seal-json", reason=name)
    return value


def _base64(value: object, name: str) -> bytes:
    text = _text(value, name)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealError("seal-json", reason=name) from error
