"""Free text with the names and numbers that the case knows taken out. Whoever passes it on must still read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workstation.cases.model import CaseSnapshot
from workstation.checks.detail import stored_facts
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
#: Columns in which rows name people.
_BY = ("created_by", "captured_by", "changed_by", "issued_by", "made_by", "verifier")
#: Facts of a check that are values of the document, typed or read.
_VALUES = ("printed", "zone", "sealed", "coded", "differently")
#: Words that begin sentences and name nobody.
_NO_NAMES = frozenset(
    _PART.findall(
        "and are but could did does from had has have how into should that the their there these they this those"
        " under was were what when where whether which who whose why with"
    )
)
#: The hundred surnames that most people in China bear (Ministry of Public Security, names of 2020).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔"
    "谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_CHINESE_NAMES = re.compile(rf"(?=([{_SURNAMES}][\u4e00-\u9fff])([\u4e00-\u9fff])?)")


@dataclass(frozen=True, slots=True)
class Known:
    """What a case knows of persons, in lower case.

    Attributes
    ----------
    words : frozenset of str
        Taken out wherever they stand.
    names : frozenset of str
        Of free text, where any word may be a name: taken out where they are written as one, with a capital.
    """

    words: frozenset[str]
    names: frozenset[str] = frozenset()


def known_words(snapshot: CaseSnapshot) -> Known:
    """Words of the holder, the case and the people who worked on it, and what free text about them may call so."""
    words = frozenset(
        part.lower()
        for text in _texts(snapshot)
        for part in (*_PART.findall(text), text.strip())
        if len(part) >= _LEAST_LETTERS or not part.isascii()
    )
    return Known(words, frozenset(part for text in _free_texts(snapshot) for part in _names_in(text)) - words)


def without_persons(text: str, known: Known) -> str:
    """Text with ``GAP`` for every known word, and for whatever looks like a date, a number or a line of a zone."""
    plain = _NUMBERS.sub(GAP, text)
    for each in sorted(known.words | known.names, key=len, reverse=True):
        whole = rf"(?<![^\W_]){re.escape(each)}(?![^\W_])" if each.isascii() else re.escape(each)
        plain = re.sub(whole, GAP if each in known.words else _gap_of_name, plain, flags=re.IGNORECASE)
    return plain


def _gap_of_name(found: re.Match[str]) -> str:
    return found[0] if found[0][0].islower() else GAP


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
    for check in snapshot.checks:
        facts = stored_facts(check.detail)
        yield from (facts[each] for each in _VALUES if each in facts)


def _people(snapshot: CaseSnapshot) -> Iterator[str]:
    done = snapshot.handling
    for rows in (
        *(snapshot.captures, snapshot.findings, snapshot.conclusions, snapshot.recipes, snapshot.measurements),
        *(snapshot.calibrations, done.steps, done.custody, done.comments, done.reviews, done.requests),
        *(done.verifications, done.resolutions, done.reports, done.seals),
    ):
        for row in rows:
            yield from (getattr(row, name, "") for name in _BY)
    for event in done.custody:
        yield from (event.from_whom, event.to_whom, event.witness, event.place)


def _free_texts(snapshot: CaseSnapshot) -> Iterator[str]:
    yield snapshot.info.question
    for item in snapshot.exhibits:
        yield from (item.description, item.condition)


def _names_in(text: str) -> Iterator[str]:
    """What could be a name: words with a capital, and surnames of China with one or two characters after them."""
    for part in _PART.findall(text):
        if part[0].isupper() and len(part) >= _LEAST_LETTERS and part.lower() not in _NO_NAMES:
            yield part.lower()
    for found in _CHINESE_NAMES.finditer(text):
        short, rest = found.groups()
        yield short
        if rest:
            yield short + rest


def _of_zone(lines: Iterable[str]) -> Iterator[str]:
    kept = tuple(lines)
    for line in kept:
        yield from (each for each in line.split("<") if len(each) > 3)
    try:
        document = parse(kept)
    except WorkstationError:
        return
    yield from (document.names.primary, document.names.secondary, document.document_number, document.optional_data)
