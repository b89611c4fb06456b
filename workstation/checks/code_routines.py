"""Bar codes that are no seals, beside the machine readable zone: the number or the whole zone that they repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workstation.cases.model import CheckOutcome
from workstation.checks.aggregation import Mode
from workstation.checks.cross_check import Origin, zone_source
from workstation.checks.detail import plain_facts
from workstation.checks.mrz_routines import Answer
from workstation.checks.seal_routines import beside
from workstation.documents.barcodes import BarCode
from workstation.documents.mrz import MrzError, parse
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.seals.vds import is_seal
from workstation.documents.seals.vds_nc import is_json_seal

AGAINST_CODE = "CMB.MRZ.BC"

_SURELY_CODES = frozenset({"PDF417"})
"""Told where they are seen and not decoded. The texture of a page looks like spoilt codes of any other kind."""
_SHORTEST_NUMBER = 6
"""Shorter ones may stand in a longer text by chance."""


def check_codes(codes: Sequence[BarCode], zone: MrzDocument | None) -> Iterator[tuple[Answer, Mode, BarCode]]:
    """What every bar code but seals says; it counts only where something of it could be compared.

    A code may be that of a stock of forms, so that another number in it is told and no difference.

    Parameters
    ----------
    zone : MrzDocument or None
        The printed zone of the same document.
    """
    for code in codes:
        if is_seal(code.content) or is_json_seal(code.content):
            continue
        if not code.error:
            for answer in _compared(code, zone):
                yield answer, Mode.OPTIONAL if "field" in answer.facts else Mode.EVALUATORY, code
        elif code.format in _SURELY_CODES:
            yield Answer(CheckOutcome.UNDETERMINED, "code_spoilt", {"code": code.format}), Mode.EVALUATORY, code


def _compared(code: BarCode, zone: MrzDocument | None) -> Iterator[Answer]:
    repeated = _zone_in(code.text)
    if repeated is not None:
        yield from beside(zone_source(Origin.SEAL, repeated), zone, "coded")
        return
    number = zone.document_number if zone is not None else ""
    if len(number) >= _SHORTEST_NUMBER and number in "".join(filter(str.isalnum, code.text.upper())):
        facts = {"field": "document_number", "coded": number, "zone": number, "pairing": "equal"}
        yield Answer(CheckOutcome.SUCCESSFUL, "zones_agree", facts | {"code": code.format})
        return
    facts = {"code": code.format, "coded": code.text or f"{len(code.content)} B"}
    yield Answer(CheckOutcome.UNDETERMINED, "not_comparable", plain_facts(facts))


def _zone_in(text: str) -> MrzDocument | None:
    """The zone that a text is, line by line; None where it is something else."""
    try:
        return parse(text.split()) if text else None
    except MrzError:
        return None
