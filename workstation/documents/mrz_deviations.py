"""Departures from the rules of ICAO 9303 that do not stop the reading of a zone, as a table."""

from __future__ import annotations

from collections.abc import Callable

from workstation.documents.countries import CodeKind, find_country
from workstation.documents.dates import DateState
from workstation.documents.layouts import FILLER, LAYOUTS
from workstation.documents.mrz_values import MARKED, CheckDigit, Deviation, MrzDocument, check_digit

_UNKNOWN_DATE = (DateState.UNKNOWN, DateState.PARTLY_UNKNOWN)
_CODE_KINDS = {CodeKind.DEPRECATED: "code_deprecated", CodeKind.NONSTANDARD: "code_nonstandard"}


def deviations(zone: MrzDocument) -> tuple[Deviation, ...]:
    """Every departure of a zone, in the order of the table; codes of ``vocabulary/mrz_deviation.toml``."""
    fields = {each.name: each for each in zone.fields}
    found = [(code, fields[name]) for code, name, applies in _RULES if applies(zone)]
    found += [(code, fields[name]) for name in ("issuer", "nationality") if (code := _of_code(fields[name].raw))]
    wrong = [
        Deviation(_of_check_digit(each), each.span, each.printed) for each in zone.check_digits if not each.holds
    ]
    return (*(Deviation(code, each.span, each.raw) for code, each in found), *wrong)


def _code_unusual(zone: MrzDocument) -> bool:
    return zone.field("document_code").raw[0] not in LAYOUTS[zone.format].document_codes


def _second_letter_v(zone: MrzDocument) -> bool:
    return zone.field("document_code").raw[1] == "V" and LAYOUTS[zone.format].document_codes != "V"


def _digit_in_names(zone: MrzDocument) -> bool:
    return any(character.isdigit() for character in zone.field("names").raw)


def _mark_in_names(zone: MrzDocument) -> bool:
    return any(character in MARKED for character in zone.field("names").raw)


def _leading_filler(zone: MrzDocument) -> bool:
    return zone.field("names").raw.startswith(FILLER) and bool(zone.names.primary)


_RULES: tuple[tuple[str, str, Callable[[MrzDocument], bool]], ...] = (
    ("document_code_unusual", "document_code", _code_unusual),
    ("document_code_second_v", "document_code", _second_letter_v),
    ("sex_x_printed", "sex", lambda zone: zone.field("sex").raw == "X"),
    ("sex_unknown_character", "sex", lambda zone: zone.sex not in ("M", "F", "X")),
    ("date_invalid", "date_of_birth", lambda zone: zone.date_of_birth.state is DateState.INVALID),
    ("date_invalid", "date_of_expiry", lambda zone: zone.date_of_expiry.state is DateState.INVALID),
    ("expiry_unknown", "date_of_expiry", lambda zone: zone.date_of_expiry.state in _UNKNOWN_DATE),
    ("names_empty", "names", lambda zone: not zone.names.primary),
    ("names_hold_digit", "names", _digit_in_names),
    ("names_hold_mark", "names", _mark_in_names),
    ("names_leading_filler", "names", _leading_filler),
    ("names_second_separator", "names", lambda zone: zone.names.separators > 1),
    ("names_leftover", "names", lambda zone: bool(zone.names.leftover)),
)


def _of_code(raw: str) -> str:
    """Code of the deviation of a code of state or nationality, empty where there is none."""
    country = find_country(raw)
    return _CODE_KINDS.get(country.kind, "") if country else "code_unknown"


def _of_check_digit(check: CheckDigit) -> str:
    """Code of the deviation of a check digit that does not hold."""
    if not check.printed.isdigit():
        return "check_digit_missing"
    is_long_number = check.name == "document_number" and len(check.covered) > 9
    with_filler = check.covered[:9] + FILLER + check.covered[9:]
    counted = is_long_number and check_digit(with_filler) == check.printed
    return "filler_counted" if counted else "check_digit_wrong"
