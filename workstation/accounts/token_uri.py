"""Names of keys on smart cards and tokens: ``pkcs11:token=Card;id=%01?module-path=/usr/lib/opensc-pkcs11.so``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from workstation.errors import AccountError

SCHEME = "pkcs11:"

_IN_PATH = frozenset({"token", "serial", "manufacturer", "model", "object", "id", "type"})
_IN_QUERY = frozenset({"module-path"})
#: A PIN stands in no command line and in no settings file.
_SECRETS = frozenset({"pin-value", "pin-source"})
_MOST_CHARACTERS = 4096


@dataclass(frozen=True, slots=True)
class TokenUri:
    """Where a key lies (RFC 7512). What is empty may be anything, as long as one key alone fits.

    Attributes
    ----------
    module : Path
        The PKCS#11 library of the maker of the card.
    token, serial, manufacturer, model : str
        Of the card.
    key_label, key_id
        Of the private key on it.
    """

    module: Path
    token: str = ""
    serial: str = ""
    manufacturer: str = ""
    model: str = ""
    key_label: str = ""
    key_id: bytes = b""

    def __str__(self) -> str:
        said = {
            "token": self.token.encode(),
            "serial": self.serial.encode(),
            "manufacturer": self.manufacturer.encode(),
            "model": self.model.encode(),
            "object": self.key_label.encode(),
        }
        path = [f"{name}={quote(value, safe='')}" for name, value in said.items() if value]
        path += ["id=" + "".join(f"%{each:02X}" for each in self.key_id)] if self.key_id else []
        return f"{SCHEME}{';'.join(path)}?module-path={quote(str(self.module), safe='/:')}"


KeySource = Path | TokenUri


def key_source(text: str) -> KeySource:
    """Where a key lies, as somebody typed it: a file, or a key on a card.

    Raises
    ------
    AccountError
        Those of ``parse_token_uri``.
    """
    return parse_token_uri(text) if is_token_uri(text) else Path(text)


def is_token_uri(text: str) -> bool:
    """Whether a text names a key on a token, well or badly."""
    return text.lower().startswith(SCHEME)


def parse_token_uri(text: str) -> TokenUri:
    """Read the name of a key.

    Raises
    ------
    AccountError
        ``token-uri``: with the ``part`` that cannot be read; ``token-pin-in-uri``.
    """
    if not is_token_uri(text) or len(text) > _MOST_CHARACTERS:
        raise AccountError("token-uri", part=text[:80])
    path, _, query = text[len(SCHEME) :].partition("?")
    found: dict[str, bytes] = {}
    for parts, known in ((path.split(";"), _IN_PATH), (query.split("&"), _IN_QUERY)):
        for part in filter(None, parts):
            name, equals, value = part.partition("=")
            if name in _SECRETS:
                raise AccountError("token-pin-in-uri", part=name)
            if name not in known or name in found or not equals or not value:
                raise AccountError("token-uri", part=name)
            found[name] = unquote_to_bytes(value)
    try:
        said = {name: value.decode() for name, value in found.items() if name != "id"}
    except UnicodeDecodeError as error:
        raise AccountError("token-uri", part="UTF-8") from error
    if said.get("type", "private") not in ("private", "cert"):
        raise AccountError("token-uri", part="type")
    if not said.get("module-path") or "\0" in said["module-path"]:
        raise AccountError("token-uri", part="module-path")
    return TokenUri(
        module=Path(said["module-path"]),
        token=said.get("token", ""),
        serial=said.get("serial", ""),
        manufacturer=said.get("manufacturer", ""),
        model=said.get("model", ""),
        key_label=said.get("object", ""),
        key_id=found.get("id", b""),
    )
