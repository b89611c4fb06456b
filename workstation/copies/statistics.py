"""A record of a case for statistics: what was found on which kind of document, of nobody.

``STATISTICS.md`` tells the form. Only codes of the program's own vocabulary, states, document types and months stand
in it. Whatever a person typed, every name, number, picture, hash and identifier stays in the case.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from io import StringIO

from workstation.cases.model import CaseSnapshot, Conclusion, Exhibit
from workstation.documents.countries import find_country
from workstation.lights import find_light
from workstation.resources import RESOURCES
from workstation.vocabulary import vocabulary

FORMAT, VERSION = "qdbench-statistics", 1

#: Fewer records than this that agree in month, state, type and fraud may point at one person.
FEWEST_ALIKE = 5

_OTHER = "other"
_MODEL = re.compile(r"(?P<state>[A-Z]{1,3})-(?P<type>[A-Z]{1,2})-(?P<number>[0-9]{1,4})(-(?P<year>[0-9]{4}))?")
_NO_MODEL = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One exhibit.

    Attributes
    ----------
    month : str
        ``YYYY-MM`` in which the case began, UTC.
    state, document_type : str
        ICAO 9303-3 code of the issuer, first characters of the zone; empty where no model was identified.
    model : str
        Model of the reference library; empty where none was identified.
    scale, scale_version, level : str, int, str
        The conclusion that stands; empty and 0 without one.
    fraud_types, modus : tuple of str
        Codes of ``fraud_type.toml`` (first is primary) and ``modus.toml``.
    findings : dict
        How many findings stand, by feature and observation: ``feature/observation``.
    checks : dict
        Outcome of each machine check and how often: ``check/outcome``.
    lights, origins : tuple of str
        Lights of the pictures; ``live``, ``file``, ``simulated``. What is simulated is no document of anybody.
    case_state : str
        ``draft`` or ``signed_off``.
    """

    month: str
    state: str
    document_type: str
    model: str
    scale: str
    scale_version: int
    level: str
    fraud_types: tuple[str, ...]
    modus: tuple[str, ...]
    findings: dict[str, int]
    checks: dict[str, int]
    lights: tuple[str, ...]
    origins: tuple[str, ...]
    case_state: str

    @property
    def group(self) -> tuple[str, str, str, str]:
        """What others could know of the person: month, state, type of document, primary fraud."""
        return self.month, self.state, self.document_type, self.fraud_types[0] if self.fraud_types else ""


def records(snapshot: CaseSnapshot) -> tuple[Record, ...]:
    """A record of each exhibit of a case, in their order."""
    return tuple(_record(snapshot, each) for each in snapshot.exhibits)


def _record(snapshot: CaseSnapshot, item: Exhibit) -> Record:
    own = item.exhibit_id
    stands = next((each for each in snapshot.conclusions if each.exhibit_id == own), None)
    captures = [each for each in snapshot.captures if each.exhibit_id == own]
    state, document_type = _issuer(item.model_id)
    return Record(
        month=f"{snapshot.info.created_at:%Y-%m}",
        state=state,
        document_type=document_type,
        model=item.model_id if state else "",
        scale=_scale(stands) if stands else "",
        scale_version=stands.scale_version if stands else 0,
        level=_level(stands) if stands else "",
        fraud_types=_terms("fraud_type", stands.fraud_types) if stands else (),
        modus=_terms("modus", stands.modus) if stands else (),
        findings=_counted(
            (_term("feature", each.feature), _term("observation", each.observation))
            for each in snapshot.findings
            if each.exhibit_id == own and not each.withdrawn
        ),
        checks=_counted(
            (_term("check", each.check), each.outcome.value) for each in snapshot.checks if each.exhibit_id == own
        ),
        lights=tuple(sorted({each.light for each in captures if find_light(each.light)})),
        origins=tuple(sorted({each.origin.value for each in captures})),
        case_state=snapshot.info.state.value,
    )


def _issuer(model_id: str) -> tuple[str, str]:
    named = _MODEL.fullmatch(model_id)
    if named is None or find_country(named["state"]) is None:
        return _NO_MODEL
    return named["state"], named["type"]


def _term(title: str, code: str) -> str:
    return code if code in vocabulary(title) else _OTHER


def _terms(title: str, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(_term(title, each) for each in codes)


def _scale(stands: Conclusion) -> str:
    return stands.scale if stands.scale in _scales() else _OTHER


def _level(stands: Conclusion) -> str:
    return _term(stands.scale, stands.level) if stands.scale in _scales() else _OTHER


@cache
def _scales() -> frozenset[str]:
    return frozenset(path.stem for path in (RESOURCES / "vocabulary").glob("scale_*.toml"))


def _counted(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    return dict(sorted(Counter(f"{one}/{other}" for one, other in pairs).items()))


def rare(told: Sequence[Record]) -> int:
    """How many records stand in a group of fewer than ``FEWEST_ALIKE``."""
    sizes = Counter(each.group for each in told)
    return sum(size for size in sizes.values() if size < FEWEST_ALIKE)


def to_json(told: Sequence[Record]) -> bytes:
    """UTF-8, indented; in an order that says nothing of the order of the cases."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "fewest_alike": FEWEST_ALIKE,
        "rare_records": rare(told),
        "records": [asdict(each) for each in _in_order(told)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def to_csv(told: Sequence[Record]) -> bytes:
    """RFC 4180, UTF-8, a header line; lists and counts joined by spaces, counts as ``code=number``."""
    written = StringIO(newline="")
    table = csv.writer(written)
    names = [each.name for each in fields(Record)]
    table.writerow(names)
    for each in _in_order(told):
        table.writerow([_cell(getattr(each, name)) for name in names])
    return written.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case dict():
            return " ".join(f"{key}={count}" for key, count in value.items())
        case tuple():
            return " ".join(value)
        case _:
            return str(value)


def _in_order(told: Sequence[Record]) -> list[Record]:
    return sorted(told, key=lambda each: json.dumps(asdict(each), sort_keys=True))
