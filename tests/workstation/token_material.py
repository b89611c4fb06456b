"""A smart card of SoftHSM 2, made for one test run, with a key and a certificate of somebody who does not exist."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("pkcs11", reason="keys on cards need the extra: pip install 'qdbench[token]'")

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, CertificateType, ObjectClass, lib
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from signing_material import Pair

PIN, OFFICER_PIN = "271828", "31415926"
_PLACES = (
    "/usr/lib/softhsm",
    "/usr/lib/x86_64-linux-gnu/softhsm",
    "/usr/lib/aarch64-linux-gnu/softhsm",
    "/usr/local/lib/softhsm",
)
MODULE = next((path for folder in _PLACES if (path := Path(folder) / "libsofthsm2.so").is_file()), None)


def demand_module() -> Path:
    """The module, or the test is skipped; where everything should be installed it fails instead."""
    if MODULE is None:
        if os.environ.get("CI") == "true":
            pytest.fail("libsofthsm2.so (softhsm2) is not installed")
        pytest.skip("libsofthsm2.so (softhsm2) is not installed")
    return MODULE


@cache
def store() -> Path:
    """Where the cards of this process lie: SoftHSM asks once, when it is loaded."""
    folder = Path(tempfile.mkdtemp(prefix="cards"))
    (folder / "tokens").mkdir()
    said = f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    (folder / "softhsm2.conf").write_text(said)
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    return folder


def new_card(label: str) -> None:
    """A card without keys, in the reader."""
    module = demand_module()
    store()
    asked = ("--init-token", "--free", "--label", label, "--so-pin", OFFICER_PIN, "--pin", PIN)
    tool = shutil.which("softhsm2-util")
    assert tool is not None
    subprocess.run((tool, *asked, "--module", str(module)), check=True, capture_output=True)
    library = lib(str(module))
    library.reinitialize()


def put_key(label: str, pair: Pair, *, key_id: bytes = b"\x01", name: str = "sign", certificate: bool = True) -> None:
    """A key and its certificate onto a card."""
    key, held = pair
    (token,) = lib(str(demand_module())).get_tokens(token_label=label)
    with token.open(rw=True, user_pin=PIN) as session:
        plain = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        attributes = (decode_rsa_private_key if isinstance(key, RSAPrivateKey) else decode_ec_private_key)(plain)
        session.create_object(
            attributes | {Attribute.TOKEN: True, Attribute.PRIVATE: True, Attribute.SENSITIVE: True,
                          Attribute.EXTRACTABLE: False, Attribute.SIGN: True, Attribute.ID: key_id,
                          Attribute.LABEL: name}
        )  # fmt: skip
        if certificate:
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,
                    Attribute.ID: key_id,
                    Attribute.LABEL: name,
                    Attribute.SUBJECT: held.subject.public_bytes(),
                    Attribute.VALUE: held.public_bytes(Encoding.DER),
                }
            )


@contextmanager
def pulled_out() -> Iterator[None]:
    """The card is not in the reader while the block runs; its sessions are gone with it."""
    library = lib(str(demand_module()))
    kept, away = store() / "tokens", store() / "away"
    kept.rename(away)
    kept.mkdir()
    library.reinitialize()
    try:
        yield
    finally:
        kept.rmdir()
        away.rename(kept)
        library.reinitialize()
