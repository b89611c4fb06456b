"""Free text with the names and numbers that the case knows taken out. Whoever passes it on must still read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workstation.cases.model import CaseSnapshot
from workstation.documents.mrz import parse
from workstation.errors import WorkstationError

GAP = "[…]"
_LEAST_LETTERS = 2
_PART = re.compile(r"[^\W_]+", re.UNICODE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMBERS = re.compile(
    r"\d(?:\W{0,2}\d){3,}"  # four digits or more, such as a date in groups
    r"|\b(?=\w*\d\w*\d)\w*[^\W\d_]\w*\b"  # letters and at least two digits, such as L898902C3
    r"|\b\d{1,2}\W{0,2}(?:" + "|".join(_MONTHS) + r")[^\W\d_]*\W{0,2}\d{0,4}"
    r"|\d{1,4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?"
    r"|[A-Z0-9]*<[A-Z0-9<]*",  # lines of a zone
    re.IGNORECASE | re.UNICODE,
)


def known_words(snapshot: CaseSnapshot) -> frozenset[str]:
    """Words of the holder, the case and the people who worked on it, in lower case."""
    return frozenset(
        part.lower()
        for text in _texts(snapshot)
        for part in (*_PART.findall(text), text.strip())
        if len(part) >= _LEAST_LETTERS or not part.isascii()
    )


def without_persons(text: str, words: frozenset[str]) -> str:
    """Text with ``GAP`` for every known word, and for whatever looks like a date, a number or a line of a zone."""
    plain = _NUMBERS.sub(GAP, text)
    for each in sorted(words, key=len, reverse=True):
        whole = rf"(?<![^\W_]){re.escape(each)}(?![^\W_])" if each.isascii() else re.escape(each)
        plain = re.sub(whole, GAP, plain, flags=re.IGNORECASE)
    return plain


def _texts(snapshot: CaseSnapshot) -> Iterator[str]:
    info = snapshot.info
    yield from (info.case_no, info.agency, info.exam_site, info.examiner, info.signed_off_by)
    for item in snapshot.exhibits:
        yield item.received_from
        if len(item.exhibit_no) > 1:
            yield item.exhibit_no
    yield from _people(snapshot)
    for zone in snapshot.mrz:
        yield from _of_zone(zone.lines)


def _people(snapshot: CaseSnapshot) -> Iterator[str]:
    for rows in (snapshot.captures, snapshot.findings, snapshot.conclusions, snapshot.recipes, snapshot.measurements):
        for row in rows:
            yield getattr(row, "created_by", "") or getattr(row, "captured_by", "")
    for event in snapshot.handling.custody:
        yield from (event.from_whom, event.to_whom, event.witness, event.place)


def _of_zone(lines: Iterable[str]) -> Iterator[str]:
    kept = tuple(lines)
    for line in kept:
        yield from (each for each in line.split("<") if len(each) > 3)
    try:
        document = parse(kept)
    except WorkstationError:
        return
    yield from (document.names.primary, document.names.secondary, document.document_number, document.optional_data)
