"""The bar below a picture compared in one view: parameters, how well the two lie, what speaks against it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.compare.comparing import Comparing
from ui.compare.dial_field import DialField
from ui.compare.dials import Dial
from ui.compare.points import PointsPage
from ui.desk import Desk
from ui.fields import ChoiceBox, heading, light_name, quiet
from ui.language import current_language
from ui.spoken import Panel
from ui.style import TONES
from ui.viewer.blend import Mode
from workstation.messages import explain

DIALS_SHOWN = 2


class CompareBar(Panel):
    """Hidden side by side; says everything that `Comparing` knows."""

    keepAsked = Signal()
    leaving = Signal()  # the keyboard goes back to the picture

    def __init__(self, comparing: Comparing, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparing, self._desk = comparing, desk
        self.setProperty("role", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.partner = heading(), ChoiceBox()
        self.fields = tuple(DialField() for _ in range(DIALS_SHOWN))
        self.lies, self.doubts = quiet(), QLabel()
        self.points, self.keep = QPushButton(), QPushButton()
        self.bent, self.even, self.tones = QCheckBox(), QCheckBox(), QCheckBox()
        self.page = PointsPage(comparing)
        self._with = QLabel()
        self._build()
        self._speak()
        self._connect()

    def _build(self) -> None:
        self.partner.setMinimumContentsLength(14)
        self._with.setBuddy(self.partner)
        self.doubts.setWordWrap(True)
        self.doubts.setStyleSheet(f"color: {TONES['caution']};")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.name)
        upper.addSpacing(8)
        upper.addWidget(self._with)
        upper.addWidget(self.partner)
        upper.addSpacing(8)
        for field in self.fields:
            upper.addWidget(field, 1)
        upper.addStretch()
        lower.setSpacing(12)
        for box in (self.tones, self.even, self.bent):
            lower.addWidget(box)
        lower.addStretch()
        for button in (self.points, self.keep):
            lower.addWidget(button)
        usual = QWidget()
        down = QVBoxLayout(usual)
        down.setContentsMargins(10, 4, 10, 4)
        down.setSpacing(3)
        down.addLayout(upper)
        down.addLayout(lower)
        down.addWidget(self.lies)
        down.addWidget(self.doubts)
        self._usual = usual
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(usual)
        whole.addWidget(self.page)

    def _speak(self) -> None:
        self.say(self._with.setText, lambda: self.tr("with"))
        self.say(self.partner.setAccessibleName, lambda: self.tr("Compared with"))
        self.say(self.partner.setToolTip, lambda: self.tr("Compared with") + "  [P]")
        self.say(self.points.setText, lambda: self.tr("Set points…"))
        self.say(
            self.points.setToolTip,
            lambda: self.tr("Lay the pictures by details that you point out in both") + "  [Shift+P]",
        )
        self.say(self.bent.setText, lambda: self.tr("Bent page"))
        self.say(
            self.bent.setToolTip,
            lambda: self.tr("Follow a page that is not flat; takes longer") + "  [Shift+B]",
        )
        self.say(self.even.setText, lambda: self.tr("Even light"))
        self.say(
            self.even.setToolTip,
            lambda: (
                self.tr("Take uneven light off both pictures before comparing; the recipe says so") + "  [Shift+F]"
            ),
        )
        self.say(self.tones.setText, lambda: self.tr("Match tones"))
        self.say(
            self.tones.setToolTip,
            lambda: (
                self.tr("Bring the second picture to the brightness of the first; the recipe says so") + "  [Shift+T]"
            ),
        )
        self.say(self.keep.setText, lambda: self.tr("Keep view"))

    def _connect(self) -> None:
        comparing = self._comparing
        comparing.changed.connect(self.refresh)
        self.partner.activated.connect(lambda _: comparing.set_partner(self.partner.code))
        self.points.clicked.connect(lambda: comparing.set_by_hand(True))
        self.bent.clicked.connect(comparing.set_bent)
        self.even.clicked.connect(comparing.set_even)
        self.tones.clicked.connect(comparing.set_tones)
        self.keep.clicked.connect(self.keepAsked)
        for field in self.fields:
            field.turned.connect(comparing.set_value)
            field.left.connect(self.leaving)

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names of modes, lights and doubts follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Say how the comparison stands."""
        comparing = self._comparing
        self.setVisible(comparing.at_work)
        self._usual.setVisible(not comparing.by_hand)
        self.page.setVisible(comparing.by_hand)
        if comparing.by_hand:
            self.page.refresh()
            return
        self.name.setText(comparing.words.mode(comparing.mode))
        self._fill_partners()
        self._show_dials(comparing.dials)
        self._show_state()

    def _fill_partners(self) -> None:
        entries = [
            ("", self.tr("Specimen")),
            *((each, light_name(each)) for each in self._comparing.partner_lights()),
        ]
        self.partner.fill(entries, self._comparing.partner_light)

    def _show_dials(self, dials: tuple[Dial, ...]) -> None:
        comparing = self._comparing
        for place, field in enumerate(self.fields):
            dial = dials[place] if place < len(dials) else None
            name = comparing.words.dial(dial.name) if dial else ""
            field.show_dial(dial, name, comparing.value(dial) if dial else 0.0)

    def _show_state(self) -> None:
        comparing = self._comparing
        pair, recipe = comparing.pair, comparing.recipe
        self.lies.setText("  ".join(self._state()))
        warnings = [] if pair is None else [comparing.words.doubt(each) for each in pair.laid.doubts]
        if comparing.trouble is not None:
            warnings = [f"✕  {explain(comparing.trouble, current_language())}"]
        elif comparing.side_by_side and pair is not None:
            warnings.insert(0, self.tr("Shown side by side, for one view would mislead:"))
        if comparing.mode is Mode.BLINK:
            warnings.append(comparing.words.blink_warning(comparing.value(comparing.dials[0])))
        self.doubts.setText("\n".join(each for each in warnings if each))
        self.doubts.setVisible(bool(self.doubts.text()))
        self.points.setEnabled(comparing.wanted is not None)
        self.bent.setEnabled(comparing.wanted is not None and not comparing.points)
        self.bent.setChecked(comparing.bent)
        for box, on in ((self.even, comparing.even), (self.tones, comparing.tones)):
            box.setEnabled(comparing.wanted is not None)
            box.setChecked(on)
        self.keep.setEnabled(recipe is not None and self._desk.editable and not comparing.kept_id)
        self.keep.setText(self.tr("✓ Kept") if comparing.kept_id else self.tr("Keep view"))
        blink = comparing.mode is Mode.BLINK
        self.keep.setToolTip(
            self.tr("A blink is no single picture: keep another way to compare")
            if blink
            else self.tr("Keep how this view was made; a finding begun here names it") + "  [K]"
        )

    def _state(self) -> list[str]:
        comparing = self._comparing
        words, pair = comparing.words, comparing.pair
        if comparing.wanted is None:
            return [self.tr("Nothing to compare with: choose a specimen, or another light with P.")]
        if comparing.laying:
            return ["●  " + self.tr("laying…")]
        if pair is None or pair.shown is None:
            return []
        said = [words.lies(pair.laid.registration, pair.first.px_per_mm)]
        if comparing.mode is Mode.BEYOND_NOISE:
            said.append(words.threshold(pair, comparing.value(comparing.dials[0]), comparing.windows))
        return [*said, words.reading(comparing.mode)]
