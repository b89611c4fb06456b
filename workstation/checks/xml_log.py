"""The checks of a case as XML: aligned with the log of BSI TR-03135-1, not conforming to it.

Results, modes, checks and their addresses are the guideline's; its schema files were not at hand, so elements stand
in a namespace of this program and nobody should take the log for one that was validated. Values that name the holder
are left out unless they are asked for: the log is for statistics and for the maker of a check, the case file for
evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from xml.etree import ElementTree

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, Exhibit
from workstation.checks.catalogue import MODES, overall
from workstation.checks.detail import stored_facts
from workstation.checks.judged import Judged, judged, worst_first
from workstation.identifiers import stored_time
from workstation.software import SoftwareInfo

NAMESPACE = "urn:qdbench:check-log:1"
GUIDELINE = "BSI TR-03135-1"
PERSONAL = frozenset(
    {
        "printed",
        "expected",
        "zone",
        "device",
        "sealed",
        "coded",
        "white",
        "differently",
        "ultraviolet",
        "text",
        "born",
        "issued",
        "date",
        "note",
    }
)
"""Facts that may name the holder."""

_ADDRESS = ("light", "property", "feature")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELSEWHERE = frozenset({"mode", "margin", "region", "overrules", "at"})


def check_log(snapshot: CaseSnapshot, written_at: datetime, *, personal: bool = False) -> bytes:
    """The latest checks of every exhibit, UTF-8 with a declaration.

    Parameters
    ----------
    personal : bool
        With the values that were printed and read, and the examiner's reasons.
    """
    ElementTree.register_namespace("", NAMESPACE)
    root = _element(
        "log",
        {
            "aligned-with": GUIDELINE,
            "conforming": "false",
            "case": snapshot.info.case_id,
            "chain-head": snapshot.head.sha256,
            "written-at": stored_time(written_at),
            "personal-data": "included" if personal else "left-out",
        },
    )
    components = ElementTree.SubElement(root, _tag("components"))
    for name, version in asdict(SoftwareInfo()).items():
        components.append(_element("component", {"name": name, "version": str(version)}))
    for used in snapshot.equipment:
        components.append(_element("device", {"name": used.device, "version": used.firmware}))
    for exhibit in snapshot.exhibits:
        root.append(_document(snapshot, exhibit, personal=personal))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _document(snapshot: CaseSnapshot, exhibit: Exhibit, *, personal: bool) -> ElementTree.Element:
    own = [each for each in snapshot.checks if each.exhibit_id == exhibit.exhibit_id]
    document = _element(
        "document",
        {
            "exhibit": exhibit.exhibit_no,
            "model": exhibit.model_id,
            "model-identified-by": exhibit.model_ident_method,
            "overall": overall(own) if own else "not_performed",
        },
    )
    named = {each.capture_id for each in own}
    document.extend(_capture(each) for each in snapshot.captures if each.capture_id in named)
    document.extend(_results(worst_first(judged(own)), personal=personal))
    return document


def _capture(record: CaptureRecord) -> ElementTree.Element:
    return _element(
        "picture",
        {
            "id": record.capture_id,
            "side": record.page,
            "light": record.light,
            "origin": record.origin,
            "sha256": record.sha256,
            "width": str(record.width),
            "height": str(record.height),
            "px-per-mm": "" if record.px_per_mm is None else f"{record.px_per_mm:.3f}",
            "captured-at": stored_time(record.captured_at),
        },
    )


def _results(results: Sequence[Judged], *, personal: bool) -> Iterator[ElementTree.Element]:
    for each in results:
        result, facts = each.result, each.facts
        values = {
            "check": result.check,
            **_address(result.check),
            "mode": facts.get("mode", MODES.get(result.check, "")),
            "result": result.outcome,
            "reason": result.reason,
            "light-used": result.light,
            "picture": result.capture_id or "",
            "measured": "" if result.measured is None else repr(result.measured),
            "threshold": "" if result.threshold is None else repr(result.threshold),
            "unit": result.unit,
            "margin": facts.get("margin", ""),
            "region-px": facts.get("region", ""),
            "performed-at": stored_time(result.performed_at),
        }
        element = _element("check-result", values)
        told = {name: text for name, text in facts.items() if name not in _ELSEWHERE}
        withheld = set() if personal else told.keys() & PERSONAL
        for name in [name for name in told if name not in withheld]:
            fact = _element("fact", {"name": name})
            fact.text = _clean(told[name])
            element.append(fact)
        if withheld:
            element.set("withheld", " ".join(sorted(withheld)))
        if each.overruled is not None:
            at = stored_facts(each.overruled.detail).get("at", "")
            said = _element("overruled", {"result": each.overruled.outcome, "at": at})
            said.text = _clean(each.note) if personal else None
            element.append(said)
        yield element


def _address(check: str) -> dict[str, str]:
    """Light, property and feature of ``SSV.UV.BR.FU``; nothing for other checks."""
    system, *parts = check.split(".")
    return dict(zip(_ADDRESS, parts, strict=True)) if system == "SSV" and len(parts) == len(_ADDRESS) else {}


def _element(name: str, values: dict[str, str]) -> ElementTree.Element:
    return ElementTree.Element(_tag(name), {key: _clean(str(text)) for key, text in values.items() if text})


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 has no place for."""
    return _NO_XML.sub("\ufffd", text)
