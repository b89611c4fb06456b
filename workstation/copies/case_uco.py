"""A case as CASE/UCO 1.x JSON-LD: its captures with their hashes, and the actions that made and signed them.

Names of people, of files and of devices' serial numbers stay in the case, and so does all that was typed or read.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot
from workstation.identifiers import stored_time

CONTEXT = {
    "kb": "urn:qdbench:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]


def case_uco(snapshot: CaseSnapshot) -> bytes:
    """UTF-8 JSON-LD, the same bytes for the same case.

    Returns
    -------
    bytes
        An investigation with a file and an investigative action for each capture, and one for the sign-off.
    """
    case_id = snapshot.info.case_id
    nodes: list[Node] = []
    for each in snapshot.captures:
        nodes += [_file(each), _taking(each)]
    if snapshot.info.signed_off_at is not None:
        nodes.append(_action(f"signing-off-{case_id}", "sign off", snapshot.info.signed_off_at, _files(snapshot)))
    investigation: Node = {
        "@id": _iri("investigation", case_id),
        "@type": "case-investigation:Investigation",
        "uco-core:objectCreatedTime": _time(snapshot.info.created_at),
    }
    if nodes:
        investigation["uco-core:object"] = [{"@id": each["@id"]} for each in nodes]
    content = {"@context": CONTEXT, "@graph": [investigation, *nodes]}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _files(snapshot: CaseSnapshot) -> list[Node]:
    return [{"@id": _iri("file", each.capture_id)} for each in snapshot.captures]


def _file(capture: CaptureRecord) -> Node:
    own = capture.capture_id
    return {
        "@id": _iri("file", own),
        "@type": "uco-observable:File",
        "uco-core:tag": [capture.light, capture.page, capture.origin.value],
        "uco-core:hasFacet": [
            {
                "@id": _iri("content", own),
                "@type": "uco-observable:ContentDataFacet",
                "uco-observable:mimeType": capture.mime,
                "uco-observable:sizeInBytes": {"@type": "xsd:integer", "@value": str(capture.byte_length)},
                "uco-observable:hash": [
                    {
                        "@id": _iri("hash", own),
                        "@type": "uco-types:Hash",
                        "uco-types:hashMethod": "SHA256",
                        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": capture.sha256},
                    }
                ],
            }
        ],
    }


def _taking(capture: CaptureRecord) -> Node:
    words = f"capture ({capture.origin.value}), {capture.light}"
    return _action(
        f"capture-{capture.capture_id}", words, capture.captured_at, [{"@id": _iri("file", capture.capture_id)}]
    )


def _action(key: str, name: str, at: datetime, objects: list[Node]) -> Node:
    """An action at one moment. A sign-off has its pictures as objects, a capture as its result."""
    link = "uco-action:result" if key.startswith("capture-") else "uco-action:object"
    node: Node = {
        "@id": _iri("action", key),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": name,
        "uco-action:startTime": _time(at),
        "uco-action:endTime": _time(at),
    }
    return node | ({link: objects} if objects else {})


def _iri(kind: str, key: str) -> str:
    return f"kb:{kind}-{uuid5(NAMESPACE_URL, f'urn:qdbench:{kind}:{key}')}"


def _time(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": stored_time(at)}
