"""RFC 3161 time-stamps over a message: asking a server, and checking a token. Nothing is asked unless configured."""

from __future__ import annotations

import hashlib
import secrets
import urllib.request
from datetime import datetime
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from asn1crypto import algos, cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from workstation.errors import CaseFileError

_ANSWER_WITHIN_S = 10.0
_MOST_BYTES = 1 << 20
_GRANTED = {"granted", "granted_with_mods"}
_DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class TimeStampServer:
    """An RFC 3161 server over HTTP (RFC 3161 3.4)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def stamp(self, message: bytes) -> bytes:
        """Token (DER) over the SHA-256 of the message.

        Raises
        ------
        CaseFileError
            ``time-stamp-failed``: no answer, a refusal, or an answer about something else.
        """
        nonce = secrets.randbits(63)
        body = request_for(message, nonce)
        try:
            if urlsplit(self._url).scheme not in ("http", "https"):
                raise ValueError("not http")
            asked = urllib.request.Request(
                self._url, body, {"Content-Type": "application/timestamp-query"}, method="POST"
            )
            with urllib.request.urlopen(asked, timeout=_ANSWER_WITHIN_S) as answer:
                token = token_in(answer.read(_MOST_BYTES), nonce)
        except (URLError, OSError, ValueError, TypeError, KeyError) as error:
            raise CaseFileError("time-stamp-failed", url=self._url, reason=str(error)) from error
        problem = stamp_problem(token, message)
        if problem:
            raise CaseFileError("time-stamp-failed", url=self._url, reason=problem)
        return token


def request_for(message: bytes, nonce: int) -> bytes:
    """Time-stamp query (DER) that asks for the server's certificate."""
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": hashlib.sha256(message).digest(),
        }
    )
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def token_in(answer: bytes, nonce: int) -> bytes:
    """Token of a server's answer.

    Raises
    ------
    ValueError, TypeError, KeyError
        It is none, was refused, or answers another question.
    """
    read = tsp.TimeStampResp.load(answer, strict=True)
    status = read["status"]["status"].native
    if status not in _GRANTED:
        raise ValueError(f"the server answered {status}")
    token = read["time_stamp_token"]
    if _info(token)["nonce"].native != nonce:
        raise ValueError("the answer is to another question")
    return bytes(token.dump())


def stamped_at(token: bytes) -> datetime:
    """Time that a token states.

    Raises
    ------
    ValueError, TypeError, KeyError
        It is no token.
    """
    at = _info(cms.ContentInfo.load(token, strict=True))["gen_time"].native
    assert isinstance(at, datetime)
    return at


def stamp_problem(token: bytes, message: bytes) -> str | None:
    """Code of what does not hold of a token; None where it is a sound signature over that message.

    Who signed it is not asked: ``openssl ts -verify`` with the server's authority does (``FORMAT.md``).
    """
    try:
        content = cms.ContentInfo.load(token, strict=True)
        info = _info(content)
        imprint = info["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha256":
            return "case-stamp-unreadable"
        if imprint["hashed_message"].native != hashlib.sha256(message).digest():
            return "case-stamp-other"
        return None if _signed(content["content"]) else "case-stamp-signature"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UnsupportedAlgorithm):
        return "case-stamp-unreadable"


def _info(content: Any) -> Any:
    if content["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    inside = content["content"]["encap_content_info"]
    if inside["content_type"].native != "tst_info":
        raise ValueError("no time-stamp")
    return inside["content"].parsed


def _signed(signed: Any) -> bool:
    """Whether one signer's signature holds over its attributes, and these over the content (RFC 5652 5.4)."""
    (signer,) = signed["signer_infos"]
    attributes = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    digest_name = signer["digest_algorithm"]["algorithm"].native
    content = signed["encap_content_info"]["content"].contents
    if attributes["content_type"][0].native != "tst_info":
        return False
    if attributes["message_digest"][0].native != hashlib.new(digest_name, content).digest():
        return False
    serial = signer["sid"].chosen["serial_number"].native
    certificates = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
    certificate = next(each for each in certificates if each.serial_number == serial)
    # What is signed is the SET OF, not the implicitly tagged field.
    message = b"\x31" + signer["signed_attrs"].dump()[1:]
    try:
        _verify(certificate.public_key(), signer["signature"].native, message, _DIGESTS[digest_name]())
    except InvalidSignature:
        return False
    return True


def _verify(public: Any, signature: bytes, message: bytes, digest: hashes.HashAlgorithm) -> None:
    match public:
        case rsa.RSAPublicKey():
            public.verify(signature, message, padding.PKCS1v15(), digest)
        case ec.EllipticCurvePublicKey():
            public.verify(signature, message, ec.ECDSA(digest))
        case ed25519.Ed25519PublicKey():
            public.verify(signature, message)
        case _:
            raise UnsupportedAlgorithm("a key of another kind")
