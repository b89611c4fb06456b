"""What the tags of a seal mean, for each kind of document, as a table.

ICAO 9303-7 (visas), 9303-8 (emergency travel documents), BSI TR-03137-1 5 to 10 (German documents).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workstation.documents.seals.c40 import decode_c40
from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.vds import Seal

Decoder = Callable[[bytes], str]


def _utf8(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise SealError("seal-format", reason="utf-8", offset=0) from None


def _integer(value: bytes) -> str:
    return str(int.from_bytes(value, "big"))


def _duration(value: bytes) -> str:
    """Days, months, years (ICAO 9303-7 9.1.3): three bytes, of which three values are words of their own."""
    if len(value) != 3:
        raise SealError("seal-format", reason="duration", offset=0)
    return _DURATIONS.get(value, "{}-{}-{}".format(*value))


_DURATIONS = {
    b"\x00\x00\x00": "until-valid-until",
    b"\xff\xff\xff": "decided-at-border",
    b"\xfe\xfe\xfe": "transit-without-entry",
}


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """A tag of a profile: its name, how its bytes read, and the lengths of the zone's lines where it is a zone.

    A zone may end before its last line does: of a visa's second line the first 28 characters are kept.
    """

    name: str
    decode: Decoder
    zone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of sealed document.

    Attributes
    ----------
    code : str
        Its name in ``resources/vocabulary``-like codes.
    tags : mapping of int to FeatureRule
    required : frozenset of int
        Tags without which the seal breaks its profile; one of several zones is enough where ``any_of`` names them.
    any_of : frozenset of int
    """

    code: str
    tags: Mapping[int, FeatureRule]
    required: frozenset[int] = frozenset()
    any_of: frozenset[int] = field(default=frozenset())


_TD2 = (36, 36)
PROFILES: Mapping[tuple[int, int], Profile] = {
    (0x5D, 0x01): Profile(
        "visa",
        {
            0x01: FeatureRule("mrz", decode_c40, (44, 28)),
            0x02: FeatureRule("mrz", decode_c40, (36, 28)),
            0x03: FeatureRule("entries", _integer),
            0x04: FeatureRule("duration_of_stay", _duration),
            0x05: FeatureRule("passport_number", decode_c40),
            0x06: FeatureRule("visa_type", bytes.hex),
        },
        any_of=frozenset({0x01, 0x02}),
    ),
    (0x5E, 0x03): Profile(
        "emergency_travel_document", {0x02: FeatureRule("mrz", decode_c40, _TD2)}, frozenset({0x02})
    ),
    (0xFD, 0x02): Profile(
        "arrival_attestation",
        {0x02: FeatureRule("mrz", decode_c40, _TD2), 0x03: FeatureRule("register_number", decode_c40)},
        frozenset({0x02, 0x03}),
    ),
    (0xFC, 0x04): Profile(
        "social_insurance_card",
        {
            0x01: FeatureRule("insurance_number", decode_c40),
            0x02: FeatureRule("surname", _utf8),
            0x03: FeatureRule("first_name", _utf8),
            0x04: FeatureRule("name_at_birth", _utf8),
        },
        frozenset({0x01, 0x02, 0x03}),
    ),
    (0xFB, 0x06): Profile(
        "residence_permit",
        {0x02: FeatureRule("mrz", decode_c40, _TD2), 0x03: FeatureRule("passport_number", decode_c40)},
        frozenset({0x02, 0x03}),
    ),
    (0xFA, 0x06): Profile(
        "supplementary_sheet",
        {0x04: FeatureRule("mrz", decode_c40, _TD2), 0x05: FeatureRule("sheet_number", decode_c40)},
        frozenset({0x04, 0x05}),
    ),
    (0xF9, 0x08): Profile(
        "address_sticker",
        {
            0x01: FeatureRule("document_number", decode_c40),
            0x02: FeatureRule("municipality", decode_c40),
            0x03: FeatureRule("address", decode_c40),
        },
        frozenset({0x01, 0x02, 0x03}),
    ),
    (0xF8, 0x0A): Profile(
        "residence_sticker",
        {
            0x01: FeatureRule("document_number", decode_c40),
            0x02: FeatureRule("municipality", decode_c40),
            0x03: FeatureRule("postal_code", decode_c40),
        },
        frozenset({0x01, 0x02, 0x03}),
    ),
}
"""Profiles by feature definition and document type category."""


@dataclass(frozen=True, slots=True)
class SealContent:
    """What a seal says.

    Attributes
    ----------
    profile : str
        Code of the profile; empty for one that this version does not know.
    texts : mapping of str to str
        Features by name, the zone left out.
    zone : tuple of str
        Lines of the machine readable zone with fillers, the last perhaps cut short; empty without one.
    unknown_tags : tuple of int
        Tags that the profile lacks: allowed, and shown (``UNKNOWN_FEATURE``).
    """

    profile: str
    texts: Mapping[str, str]
    zone: tuple[str, ...]
    unknown_tags: tuple[int, ...]


def read_content(seal: Seal) -> SealContent:
    """Read the message of a seal by its profile.

    Raises
    ------
    SealError
        ``seal-feature-missing``, or a value that does not read as its profile says.
    """
    profile = PROFILES.get((seal.header.feature_definition, seal.header.category))
    if profile is None:
        return SealContent("", {}, (), tuple(each.tag for each in seal.features))
    present = {each.tag for each in seal.features}
    missing = profile.required - present
    if missing or (profile.any_of and not profile.any_of & present):
        raise SealError("seal-feature-missing", tags=", ".join(f"0x{each:02x}" for each in missing or profile.any_of))
    texts: dict[str, str] = {}
    zone: tuple[str, ...] = ()
    for each in seal.features:
        rule = profile.tags.get(each.tag)
        if rule is None:
            continue
        text = rule.decode(each.value)
        if rule.zone:
            zone = _lines(text, rule.zone)
        else:
            texts[rule.name] = text.rstrip()
    return SealContent(profile.code, texts, zone, tuple(each for each in sorted(present) if each not in profile.tags))


def _lines(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    if len(text) != sum(lengths):
        raise SealError("seal-format", reason="zone-length", offset=0)
    filled = text.replace(" ", "<")
    ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
    return tuple(filled[end - length : end] for end, length in zip(ends, lengths, strict=True))
