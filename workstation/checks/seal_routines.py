"""Checks of the bar codes of a page: digital seals, whether they are signed by whom they name, and what they say
beside the machine readable zone (BSI TR-03135-1 SEA; ICAO 9303-13 status codes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workstation.cases.model import CheckOutcome
from workstation.checks.cross_check import (
    VERDICTS,
    Origin,
    Source,
    Value,
    cross_check,
    pairing_of,
    partial_zone_source,
    zone_source,
)
from workstation.checks.detail import plain_facts
from workstation.checks.mrz_routines import Answer
from workstation.documents.barcodes import BarCode
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.seals.profiles import read_content
from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.trust import SealTrust, SealVerdict, Trusted, verify_seal
from workstation.documents.seals.vds import is_seal, parse_seal
from workstation.documents.seals.vds_nc import is_json_seal, json_holder, parse_json_seal, verify_json_seal

FORMAT, SIGNATURE, ZONE = "SEA.FORMAT", "SEA.SIGNATURE", "CMB.MRZ.SEAL"

_OUTCOMES = {
    SealTrust.TRUSTABLE: CheckOutcome.SUCCESSFUL,
    SealTrust.UNDECIDED: CheckOutcome.UNDETERMINED,
    SealTrust.MEDIUM: CheckOutcome.FAILED,
    SealTrust.HIGH: CheckOutcome.FAILED,
}
_REASONS = {
    SealTrust.TRUSTABLE: "seal_holds",
    SealTrust.UNDECIDED: "seal_signer_unknown",
    SealTrust.MEDIUM: "seal_does_not_hold",
    SealTrust.HIGH: "seal_does_not_hold",
}


def check_seals(
    codes: Sequence[BarCode], zone: MrzDocument | None, trusted: Trusted, today: date
) -> Iterator[tuple[str, Answer, BarCode]]:
    """Code of the check, its answer and the bar code, for every seal on a page; nothing for other bar codes.

    Parameters
    ----------
    zone : MrzDocument or None
        The printed zone of the same document.
    """
    for code in codes:
        if is_seal(code.content):
            yield from ((check, answer, code) for check, answer in _seal(code.content, zone, trusted, today))
        elif is_json_seal(code.content):
            yield from ((check, answer, code) for check, answer in _json_seal(code.content, zone, trusted, today))


def _seal(data: bytes, zone: MrzDocument | None, trusted: Trusted, today: date) -> Iterator[tuple[str, Answer]]:
    try:
        seal = parse_seal(data)
        content = read_content(seal)
    except SealError as error:
        yield FORMAT, _broken(error)
        return
    facts = {"profile": content.profile or "unknown", "issuer": seal.header.issuer}
    if content.unknown_tags:
        facts["tags"] = " ".join(f"0x{each:02x}" for each in content.unknown_tags)
    yield FORMAT, Answer(CheckOutcome.SUCCESSFUL, "seal_reads", facts)
    verdict = verify_seal(seal, trusted, today=today)
    yield SIGNATURE, _signed(verdict)
    if content.zone:
        yield from _against(partial_zone_source(content.zone, valid=None), zone)


def _json_seal(data: bytes, zone: MrzDocument | None, trusted: Trusted, today: date) -> Iterator[tuple[str, Answer]]:
    try:
        seal = parse_json_seal(data)
    except SealError as error:
        yield FORMAT, _broken(error)
        return
    facts = plain_facts({"profile": "vds_nc", "issuer": seal.issuer})
    yield FORMAT, Answer(CheckOutcome.SUCCESSFUL, "seal_reads", facts)
    yield SIGNATURE, _signed(verify_json_seal(seal, trusted, today=today))
    held = {name: Value(text) for name, text in json_holder(seal).items()}
    if held:
        yield from _against(Source(Origin.SEAL, held), zone)


def _broken(error: SealError) -> Answer:
    reason = str(error.facts.get("reason", error.facts.get("version", "")))
    return Answer(CheckOutcome.FAILED, "seal_breaks_rules", {"text": reason} if reason else {})


def _signed(verdict: SealVerdict) -> Answer:
    facts = {"status": " ".join(each.value for each in verdict.statuses)}
    return Answer(_OUTCOMES[verdict.trust], _REASONS[verdict.trust], facts)


def _against(sealed: Source, zone: MrzDocument | None) -> Iterator[tuple[str, Answer]]:
    yield from ((ZONE, each) for each in beside(sealed, zone, "sealed"))


def beside(sealed: Source, zone: MrzDocument | None, fact: str) -> Iterator[Answer]:
    """Every field that a seal or bar code carries beside the printed zone's; ``fact`` is the key of its value."""
    sources = [sealed] if zone is None else [zone_source(Origin.MRZ, zone), sealed]
    for row in cross_check(sources):
        told = row.cells.get(Origin.SEAL)
        if told is None:
            continue
        pairing = pairing_of(row, Origin.MRZ, Origin.SEAL)
        outcome, reason = VERDICTS[pairing]
        facts = {"field": row.field, fact: told.text, "pairing": pairing.value}
        if Origin.MRZ in row.cells:
            facts["zone"] = row.cells[Origin.MRZ].text
        yield Answer(outcome, reason, plain_facts(facts))
