"""Moments, steps and points of a comparison in the words of the window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from PySide6.QtCore import QObject

from ui.fields import term
from ui.language import current_language
from ui.people.words import moment
from workstation.cases.handling import ComparedPoint, CustodyEvent
from workstation.review_steps import Step
from workstation.vocabulary import vocabulary

#: Action of the window that takes a step.
ACTION_OF: Mapping[Step, str] = MappingProxyType(
    {
        Step.BEGIN: "begin_examination",
        Step.SUBMIT: "submit_case",
        Step.APPROVE_TECHNICAL: "approve_technical",
        Step.APPROVE_ADMINISTRATIVE: "approve_administrative",
        Step.ASK_TO_VERIFY: "ask_to_verify",
        Step.RETURN: "return_case",
        Step.SIGN_OFF: "sign_off",
        Step.ISSUE: "issue_report",
        Step.CLOSE: "finish_case",
        Step.ARCHIVE: "archive_case",
        Step.PURGE: "purge_case",
    }
)


def symbol(agreement: str) -> str:
    """Sign of an agreement; never a colour alone."""
    return str(vocabulary("agreement").terms[agreement].extra["symbol"])


class ReviewWords(QObject):
    """In the language of the window."""

    def waiting(self, since: datetime, now: datetime) -> str:
        """How long a case stands where it stands."""
        hours = max(int((now - since).total_seconds() // 3600), 0)
        if hours < 1:
            return self.tr("less than an hour")
        if hours < 48:
            return self.tr("%n hour(s)", "", hours)
        return self.tr("%n day(s)", "", hours // 24)

    def point(self, point: ComparedPoint, scale: str) -> tuple[str, str, str, str]:
        """Point, examiner, verifier, agreement."""
        if point.point == "level":
            name, title = self.tr("Level"), scale
        elif point.point.startswith("feature:"):
            name, title = term("feature", point.point.removeprefix("feature:")), ""
        else:
            names = {"fraud_types": self.tr("Fraud type"), "modus": self.tr("Modus")}
            name, title = names[point.point], {"fraud_types": "fraud_type"}.get(point.point, point.point)
        said = (self._said(point.examiner, title), self._said(point.verifier, title))
        return (name, *said, f"{symbol(point.agreement)}  {term('agreement', point.agreement)}")

    def _said(self, codes: str, title: str) -> str:
        if not codes:
            return "–"
        comma = "、" if current_language() == "zh_CN" else ", "
        return comma.join(self._named(each, title) for each in codes.split())

    @staticmethod
    def _named(code: str, title: str) -> str:
        """A code in words; what was seen of a feature is two codes, ``observation/significance``."""
        titles = (title,) if title else ("observation", "significance")
        parts = [
            term(of, each) if each in vocabulary(of) else each
            for of, each in zip(titles, code.split("/"), strict=False)
        ]
        return " · ".join(parts)

    def custody(self, event: CustodyEvent) -> str:
        """One event in one or two lines."""
        way = " → ".join(each for each in (event.from_whom, event.to_whom) if each)
        seal = self.tr("seal {number}").format(number=event.seal_no) if event.seal_no else ""
        witness = self.tr("witness {name}").format(name=event.witness) if event.witness else ""
        told = [way, event.place, seal, witness, event.note]
        first = f"{moment(event.happened_at)}  {term('custody_kind', event.kind)}"
        return "\n".join((first, " · ".join(each for each in told if each))).strip()
