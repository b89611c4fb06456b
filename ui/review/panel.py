"""The tab of the review: where the case stands, what comes next and why not, what others say, where the items are."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.actions import BY_KEY
from ui.desk import Desk
from ui.fields import heading, quiet, term
from ui.language import current_language
from ui.main_window import plain
from ui.people.words import moment
from ui.review.comment_list import CommentList
from ui.review.opinion import OpinionForm
from ui.review.points import ComparedPoints
from ui.review.stage_line import StageLine
from ui.review.words import ACTION_OF, ReviewWords
from ui.spoken import Panel
from ui.style import TONES
from workstation.cases.handling import Decision, Handling
from workstation.cases.model import CaseSnapshot, Change
from workstation.errors import WorkstationError
from workstation.messages import explain
from workstation.review_steps import Offer, Step


class ReviewPanel(Panel):
    """Everything about the case that is not its examination.

    Signals
    -------
    asked(str)
        Key of an action of the window.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = ReviewWords(self)
        self._changes: tuple[Change, ...] | None = None
        self.offers: tuple[Offer, ...] = ()
        self.line, self.stands, self.returned, self.changed = StageLine(), quiet(), QLabel(), QLabel()
        self.next_title, self.next_box = heading(), QVBoxLayout()
        self.steps: dict[Step, QPushButton] = {}
        self.comments, self.opinion, self.points = CommentList(desk), OpinionForm(desk), ComparedPoints(desk)
        self.reviews_title, self.reviews = heading(), quiet()
        self.custody_title, self.custody, self.write_custody = heading(), quiet(), QPushButton()
        self.kept_title, self.kept, self.set_kept = heading(), quiet(), QPushButton()
        self.reports_title, self.reports = heading(), quiet()
        self.none = quiet()
        self._build()
        self._speak()
        for signal in (desk.caseChanged, desk.viewChanged):
            signal.connect(self.refresh)
        for signal in (desk.caseChanged, desk.personChanged, desk.attached):
            signal.connect(self.ask_what_may_follow)
        self.comments.asked.connect(self.asked)
        self.points.resolve.clicked.connect(lambda: self.asked.emit("resolve"))
        self.write_custody.clicked.connect(lambda: self.asked.emit("custody"))
        self.set_kept.clicked.connect(lambda: self.asked.emit("retention"))
        self.refresh()

    def _build(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(6)
        for label, tone in ((self.returned, "caution"), (self.changed, "mark")):
            label.setWordWrap(True)
            label.setStyleSheet(f"color: {TONES[tone]};")
        above: tuple[QWidget, ...] = (
            self.none, self.line, self.stands, self.returned, self.changed, self.next_title,
        )  # fmt: skip
        for each in above:
            down.addWidget(each)
        down.addLayout(self.next_box)
        below: tuple[QWidget, ...] = (
            self.opinion, self.comments, self.points, self.reviews_title, self.reviews, self.custody_title,
            self.custody, self.write_custody, self.reports_title, self.reports, self.kept_title, self.kept,
            self.set_kept,
        )  # fmt: skip
        for each in below:
            down.addWidget(each)
        down.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _speak(self) -> None:
        self.say(self.none.setText, lambda: self.tr("No case is open."))
        self.say(self.next_title.setText, lambda: self.tr("What comes next"))
        self.say(self.reviews_title.setText, lambda: self.tr("Reviews"))
        self.say(self.custody_title.setText, lambda: self.tr("Where the item is"))
        self.say(self.write_custody.setText, lambda: _labelled("custody"))
        self.say(self.kept_title.setText, lambda: self.tr("Kept how long"))
        self.say(self.set_kept.setText, lambda: _labelled("retention"))
        self.say(self.reports_title.setText, lambda: self.tr("Issued reports"))

    def retranslate(self) -> None:
        """What is made from data follows the language."""
        super().retranslate()
        self.refresh()
        self._show_offers()

    # ------------------------------------------------------------------ what may follow

    def ask_what_may_follow(self) -> None:
        """The person, the stage or the case is another one."""
        if self._desk.workbench is not None:
            self._desk.ask(self._desk.bench.review.offers(), self._take_offers)

    def _take_offers(self, offers: tuple[Offer, ...]) -> None:
        self.offers = offers
        self._show_offers()

    def refusal_of(self, step: Step) -> WorkstationError | None:
        """What keeps the person from a step, as far as is known."""
        return next((each.refusal for each in self.offers if each.step is step), None)

    def _show_offers(self) -> None:
        while (item := self.next_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.steps = {}
        for each in self.offers:
            if each.refusal is None:
                self.steps[each.step] = button = self._may(each.step)
                self.next_box.addWidget(button)
        for text in self._refused_texts():
            self.next_box.addWidget(quiet(text))
        self.next_title.setVisible(bool(self.offers))

    def _may(self, step: Step) -> QPushButton:
        button = QPushButton(_labelled(ACTION_OF[step]))
        button.clicked.connect(partial(self._ask, ACTION_OF[step]))
        return button

    def _ask(self, key: str, _checked: bool = False) -> None:
        self.asked.emit(key)

    def _refused_texts(self) -> list[str]:
        """Steps that the person cannot take, together where the reason is the same."""
        reasons: dict[str, list[str]] = {}
        for each in self.offers:
            if each.refusal is not None:
                names = reasons.setdefault(explain(each.refusal, current_language()), [])
                names.append(f"✕ {plain(_said(ACTION_OF[each.step]))}")
        return ["\n".join((*names, reason)) for reason, names in reasons.items()]

    # ------------------------------------------------------------------ showing

    def show_changes(self, changes: tuple[Change, ...] | None) -> None:
        """What happened since the person last looked; None: they never did."""
        self._changes = changes
        self._say_changes()

    def _say_changes(self) -> None:
        changes = self._changes or ()
        names = ", ".join(dict.fromkeys(each.name for each in changes if each.name))
        self.changed.setText(
            self.tr("Since you last looked: %n entries", "", len(changes)) + (f" ({names})" if names else "")
        )
        self.changed.setVisible(bool(changes))

    def refresh(self) -> None:
        """Show what the case holds."""
        snapshot = self._desk.snapshot
        blind = snapshot is not None and snapshot.blind
        self.none.setVisible(snapshot is None)
        for widget in (
            self.comments, self.points, self.reviews_title, self.reviews, self.custody_title, self.custody,
            self.write_custody, self.kept_title, self.kept, self.set_kept, self.reports_title, self.reports,
        ):  # fmt: skip
            widget.setVisible(snapshot is not None and not blind)
        self.line.setVisible(snapshot is not None)
        self.stands.setVisible(snapshot is not None)
        self.opinion.setVisible(blind)
        self.returned.hide()
        self.comments.refresh()
        self._say_changes()
        if snapshot is not None:
            self._show(snapshot)

    def _show(self, snapshot: CaseSnapshot) -> None:
        handling = snapshot.handling
        self._say_stage(handling)
        self.points.show_points(handling)
        if snapshot.blind:
            request = next(iter(handling.requests), None)
            if request is not None:
                self.opinion.begin(request)
            return
        self.reviews.setText("\n".join(self._review_lines(handling)))
        for widget in (self.reviews_title, self.reviews):
            widget.setVisible(bool(handling.reviews))
        events = [each for each in handling.custody if each.exhibit_id == self._desk.exhibit_id]
        self.custody.setText(
            "\n".join(self._words.custody(each) for each in events) or self.tr("Nothing is written down.")
        )
        self.reports.setText("\n".join(self._report_lines(handling)))
        for widget in (self.reports_title, self.reports):
            widget.setVisible(bool(handling.reports))
        self.kept.setText(self._kept_text(handling))

    def _say_stage(self, handling: Handling) -> None:
        passed = frozenset(step for each in handling.steps for step in (each.previous, each.stage))
        self.line.show_stage(handling.stage, passed)
        if handling.steps:
            last = handling.steps[-1]
            since = self._words.waiting(last.changed_at, datetime.now(UTC))
            text = self.tr("{stage} since {time} ({waiting}), by {name}").format(
                stage=term("stage", handling.stage),
                time=moment(last.changed_at),
                waiting=since,
                name=last.changed_by or "–",
            )
        else:
            text = term("stage", handling.stage)
        self.stands.setText(text)
        back = next((each for each in reversed(handling.reviews) if each.decision is Decision.RETURNED), None)
        if handling.stage == "returned" and back is not None:
            self.returned.setText(
                self.tr("Returned by {name}: {reasons}").format(name=back.created_by, reasons=back.reasons)
            )
            self.returned.show()

    def _review_lines(self, handling: Handling) -> list[str]:
        lines = []
        for each in handling.reviews:
            sign = "✓" if each.decision is Decision.APPROVED else "↩"
            said = f"{sign} {term('review_kind', each.kind)}: {term('review_decision', each.decision)}"
            lines.append(f"{said} · {each.created_by} · {moment(each.created_at)}")
            if each.reasons:
                lines.append(f"    {each.reasons}")
        return lines

    def _report_lines(self, handling: Handling) -> list[str]:
        return [
            self.tr("Version {version}, {time}, {name}").format(
                version=each.version, time=moment(each.issued_at), name=each.issued_by
            )
            + (f": {each.changed}" if each.changed else "")
            for each in handling.reports
        ]

    def _kept_text(self, handling: Handling) -> str:
        kept = handling.retention
        if kept is None:
            return self.tr("No rule is set.")
        day = self.tr(" until {day}").format(day=kept.retain_until.isoformat()) if kept.retain_until else ""
        text = term("retention_rule", kept.rule) + day
        if kept.legal_hold:
            text += "\n" + self.tr("■ Legal hold: {reason}").format(reason=kept.reason)
        return text


def _said(key: str) -> str:
    return QCoreApplication.translate("Actions", BY_KEY[key].text)


def _labelled(key: str) -> str:
    keys = BY_KEY[key].shortcuts
    text = plain(_said(key))
    return f"{text}  [{QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)}]" if keys else text
