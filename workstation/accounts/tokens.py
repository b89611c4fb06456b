"""Keys that stay on a smart card or token (PKCS#11): signed with there, by pyHanko's own signer, never read out.

The library of the card's maker is loaded into this process: it is trusted as the program is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workstation.accounts.token_uri import TokenUri
from workstation.errors import AccountError

if TYPE_CHECKING:
    from pyhanko.sign.pkcs11 import PKCS11Signer

_MOST_CERTIFICATES = 64
_LONGEST_CHAIN = 8


class Tries(Enum):
    """What a token says of its PIN: a flag of its information (PKCS#11 v2.40, 3.2)."""

    LOCKED = 0x00040000
    LAST = 0x00020000
    FEW = 0x00010000
    ENOUGH = 0


_TYPED_ON_READER = 0x00000100
_ASKS_FOR_PIN = 0x00000004
_WRONG_PIN = {
    Tries.LOCKED: "token-pin-locked",
    Tries.LAST: "token-pin-last",
    Tries.FEW: "token-pin-few",
    Tries.ENOUGH: "token-pin-wrong",
}
#: What the calls of PKCS#11 answer when nothing is left to talk to.
_GONE = (
    "DeviceRemoved",
    "TokenNotPresent",
    "TokenNotRecognised",
    "SessionHandleInvalid",
    "SessionClosed",
    "DeviceError",
)
_PIN_REFUSED = ("PinIncorrect", "PinInvalid", "PinLenRange", "ArgumentsBad")


@dataclass(frozen=True, slots=True)
class Token:
    """A card that is there.

    Attributes
    ----------
    tries : Tries
        Known before a PIN is asked for.
    asks_itself : bool
        The PIN is typed on the reader, and the program never sees it.
    """

    uri: TokenUri
    label: str
    tries: Tries
    asks_itself: bool


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token, unlocked until ``open_token`` ends. It countersigns heads as ``HeadSigner`` has it.

    Attributes
    ----------
    between : tuple of certificates
        Those on the token that lead from the certificate to its authority.
    """

    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...]
    signer: PKCS11Signer
    label: str

    @property
    def algorithm(self) -> str:
        """As ``HeadSigner`` has it."""
        return _algorithm(self.certificate, self.label)

    @property
    def public_key_pem(self) -> str:
        """PEM, SubjectPublicKeyInfo."""
        public = self.certificate.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def certificate_pem(self) -> str:
        """PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def sign(self, message: bytes) -> bytes:
        """Signature, made on the token.

        Raises
        ------
        AccountError
            ``token-gone``: it was pulled out; ``token-failed``.
        """
        with told(self.label):
            return asyncio.run(self.signer.async_sign_raw(message, "sha256"))


def find_token(uri: TokenUri) -> Token:
    """The token that is meant, before any PIN.

    Raises
    ------
    AccountError
        ``token-not-installed``; ``token-module-missing``: with the reason; ``token-missing``: none that fits is in
        a reader; ``token-which``: several fit.
    """
    return _described(uri, _found(uri))


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A key on a card that is there; ``name`` is whose, as its certificate has it."""

    uri: TokenUri
    name: str
    token: Token


def keys_on(uri: TokenUri) -> tuple[TokenEntry, ...]:
    """Keys of all tokens that fit and are there, as far as their certificates tell without a PIN.

    Raises
    ------
    AccountError
        As ``find_token``, but several tokens are welcome.
    """
    _demand_installed()
    from pkcs11 import Attribute, ObjectClass

    found: list[TokenEntry] = []
    for token in _fitting(uri):
        described = _described(uri, token)
        with told(token.label), token.open() as session:
            for each in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                try:
                    certificate = x509.load_der_x509_certificate(bytes(each[Attribute.VALUE]))
                except ValueError:
                    # Of another kind, or broken: it hides no other.
                    continue
                if not _is_authority(certificate):
                    named = TokenUri(uri.module, token.label, _text(token.serial), key_id=bytes(each[Attribute.ID]))
                    found.append(TokenEntry(named, _name_of(certificate), described))
    if not found:
        raise AccountError("token-missing", module=uri.module)
    return tuple(found)


@contextmanager
def open_token(uri: TokenUri, ask: Callable[[Token], str]) -> Iterator[TokenKey]:
    """The key, unlocked; locked again at the end.

    Parameters
    ----------
    ask : callable
        Gives the PIN of a token. It is not called where the PIN is typed on the reader, or none is wanted.

    Raises
    ------
    AccountError
        Those of ``find_token``; ``token-pin-wrong``, ``token-pin-few``, ``token-pin-last``: another wrong one locks
        the token; ``token-pin-locked``; ``token-key-missing``, ``token-key-which``, ``token-certificate-missing``,
        ``token-key-kind``; ``token-gone``, ``token-failed``.
    """
    _demand_installed()
    import pkcs11

    found = _found(uri)
    token = _described(uri, found)
    if token.tries is Tries.LOCKED:
        raise AccountError("token-pin-locked", token=token.label)
    pin: object = None
    if token.asks_itself:
        pin = pkcs11.PROTECTED_AUTH
    elif int(found.flags) & _ASKS_FOR_PIN:
        pin = ask(token)
    session = _unlocked(found, token, pin)
    try:
        with told(token.label):
            key = _key_of(session, uri, token.label)
        yield key
    finally:
        # Pulled out: nothing is left to lock.
        with suppress(pkcs11.PKCS11Error):
            session.close()


@contextmanager
def told(label: str) -> Iterator[None]:
    """Errors of PKCS#11 inside the block as sentences for people."""
    import pkcs11

    try:
        yield
    except pkcs11.PKCS11Error as error:
        name = type(error).__name__
        code = "token-gone" if name in _GONE else "token-failed"
        raise AccountError(code, token=label, reason=name) from error


def _unlocked(found: Any, token: Token, pin: object) -> Any:
    import pkcs11

    try:
        with told(token.label):
            return found.open(user_pin=pin) if pin is not None else found.open()
    except AccountError as error:
        refused = str(error.facts["reason"])
        if refused == "PinLocked":
            raise AccountError("token-pin-locked", token=token.label) from error
        if refused not in _PIN_REFUSED:
            raise
        try:
            left = _tries(int(found.slot.get_token().flags))
        except pkcs11.PKCS11Error:
            left = Tries.ENOUGH
        raise AccountError(_WRONG_PIN[left], token=token.label) from error


def _found(uri: TokenUri) -> Any:
    fitting = _fitting(uri)
    if not fitting:
        raise AccountError("token-missing", module=uri.module)
    if len(fitting) > 1:
        raise AccountError("token-which", known=", ".join(f"{each.label} ({_text(each.serial)})" for each in fitting))
    return fitting[0]


def _demand_installed() -> None:
    try:
        import pkcs11  # noqa: F401
        import pyhanko  # noqa: F401
    except ModuleNotFoundError as error:
        raise AccountError("token-not-installed") from error


def _fitting(uri: TokenUri) -> Sequence[Any]:
    """Tokens in the readers of the module that fit the name."""
    _demand_installed()
    import pkcs11

    if not uri.module.is_file():
        raise AccountError("token-module-missing", module=uri.module)
    try:
        slots = pkcs11.lib(str(uri.module)).get_slots(token_present=True)
    except pkcs11.PKCS11Error as error:
        raise AccountError("token-module-unfit", module=uri.module, reason=_reason(error)) from error
    present = []
    for slot in slots:
        try:
            present.append(slot.get_token())
        except pkcs11.PKCS11Error:
            # Pulled out in between, or a card of another maker.
            continue
    wanted = {"label": uri.token, "serial": uri.serial, "manufacturer_id": uri.manufacturer, "model": uri.model}
    return [
        each
        for each in present
        if each.label and all(not value or _text(getattr(each, name)) == value for name, value in wanted.items())
    ]


def _described(uri: TokenUri, token: Any) -> Token:
    flags = int(token.flags)
    return Token(uri, token.label, _tries(flags), bool(flags & _TYPED_ON_READER))


def _tries(flags: int) -> Tries:
    return next(each for each in Tries if flags & each.value == each.value)


def _key_of(session: Any, uri: TokenUri, label: str) -> TokenKey:
    from asn1crypto.x509 import Certificate
    from pkcs11 import Attribute, Mechanism, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    wanted: dict[Any, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}
    wanted |= {Attribute.LABEL: uri.key_label} if uri.key_label else {}
    wanted |= {Attribute.ID: uri.key_id} if uri.key_id else {}
    keys = list(session.get_objects(wanted))
    if not keys:
        raise AccountError("token-key-missing", token=label)
    if len(keys) > 1:
        raise AccountError("token-key-which", token=label, known=", ".join(map(_named, keys)))
    key_id, key_label = bytes(keys[0][Attribute.ID]), str(keys[0][Attribute.LABEL])
    same = {Attribute.ID: key_id} if key_id else {Attribute.LABEL: key_label}
    certificates = _certificates(session, same)
    if not certificates:
        raise AccountError("token-certificate-missing", token=label, key=_named(keys[0]))
    certificate = certificates[0]
    whole = {
        "rsa-sha256": Mechanism.SHA256_RSA_PKCS,
        "ecdsa-sha256": Mechanism.ECDSA_SHA256,
        "ed25519": Mechanism.EDDSA,
    }[_algorithm(certificate, label)]
    between = _leading_from(certificate, _certificates(session, {}))
    signer = PKCS11Signer(
        session,
        signing_cert=Certificate.load(certificate.public_bytes(Encoding.DER)),
        ca_chain=[Certificate.load(each.public_bytes(Encoding.DER)) for each in between],
        key_id=key_id or None,
        key_label=key_label or None,
        # Many cards sign a hash only, and leave the hashing to the computer.
        use_raw_mechanism=whole not in session.token.slot.get_mechanisms(),
    )
    # The handle of the key is fetched while the card is surely there.
    asyncio.run(signer.ensure_objects_loaded())  # type: ignore[no-untyped-call]
    return TokenKey(certificate, between, signer, label)


def _certificates(session: Any, wanted: dict[Any, Any]) -> tuple[x509.Certificate, ...]:
    from pkcs11 import Attribute, ObjectClass

    found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, **wanted}))
    try:
        return tuple(
            x509.load_der_x509_certificate(bytes(each[Attribute.VALUE])) for each in found[:_MOST_CERTIFICATES]
        )
    except ValueError as error:
        raise AccountError("token-failed", token=session.token.label, reason=str(error)) from error


def _leading_from(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Authorities above a certificate, the root left out: a reader trusts its own copy of that one."""
    by_subject = {each.subject: each for each in others if each.subject != each.issuer and each != certificate}
    chain: list[x509.Certificate] = []
    above = by_subject.get(certificate.issuer)
    while above is not None and above not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(above)
        above = by_subject.get(above.issuer)
    return tuple(chain)


def _name_of(certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _algorithm(certificate: x509.Certificate, label: str) -> str:
    match certificate.public_key():
        case ed25519.Ed25519PublicKey():
            return "ed25519"
        case ec.EllipticCurvePublicKey():
            return "ecdsa-sha256"
        case rsa.RSAPublicKey():
            return "rsa-sha256"
        case _:
            raise AccountError("token-key-kind", token=label)


def _named(key: Any) -> str:
    from pkcs11 import Attribute

    return f"{key[Attribute.LABEL]} (id={bytes(key[Attribute.ID]).hex()})"


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
