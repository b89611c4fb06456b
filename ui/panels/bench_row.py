"""The bench at a glance: what is simulated, how each device is, what lies under the camera."""

from __future__ import annotations

import tomllib
from functools import cache

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.devices.looks import LOOKS, reason_text
from ui.fields import ChoiceBox, term
from ui.language import current_language
from ui.spoken import Panel
from ui.style import TONES
from workstation.devices import DeviceStatus
from workstation.resources import RESOURCES


class BenchRow(Panel):
    """Banner, device states, and the choosers of document, side and exhibit."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.banner = QLabel()
        self.banner.setProperty("role", "banner")
        self.say(
            self.banner.setText,
            lambda: self.tr(
                "SIMULATED BENCH: no device is attached, and every picture is marked so in the case and the PDF"
            ),
        )
        self.banner.hide()
        self.states: list[QLabel] = []
        self._states_row = QHBoxLayout()
        self._states_row.setSpacing(16)
        self.reasons = QLabel()
        self.reasons.setProperty("role", "notice")
        self.reasons.setWordWrap(True)
        self.reasons.hide()
        self.scenes, self.pages, self.exhibits = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._scene_label, self._page_label, self._exhibit_label = QLabel(), QLabel(), QLabel()
        self._build()
        self.say(self._scene_label.setText, lambda: self.tr("Under the camera"))
        self.say(self._page_label.setText, lambda: self.tr("Side"))
        self.say(self._exhibit_label.setText, lambda: self.tr("Exhibit"))
        self.scenes.activated.connect(self._lay)
        self.pages.activated.connect(self._turn)
        self.exhibits.activated.connect(lambda: desk.look(exhibit_id=self.exhibits.code))
        for signal in (desk.attached, desk.deviceChanged):
            signal.connect(self._show_states)
        for signal in (desk.attached, desk.viewChanged, desk.caseChanged, desk.layChanged, desk.factsChanged):
            signal.connect(self._show_choices)

    def _build(self) -> None:
        row = QWidget()
        row.setProperty("role", "row")
        across = QHBoxLayout(row)
        across.setContentsMargins(12, 4, 8, 4)
        across.addLayout(self._states_row)
        across.addStretch()
        self.scenes.setMaximumWidth(340)
        for label, box, characters in (
            (self._scene_label, self.scenes, 14),
            (self._page_label, self.pages, 8),
            (self._exhibit_label, self.exhibits, 2),
        ):
            label.setBuddy(box)
            box.setMinimumContentsLength(characters)
            across.addSpacing(10)
            across.addWidget(label)
            across.addWidget(box, 4 if box is self.scenes else 0)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.banner)
        down.addWidget(row)
        down.addWidget(self.reasons)

    def retranslate(self) -> None:
        """Names of states and sides follow the language."""
        super().retranslate()
        self._show_states()
        self._show_choices()

    # ------------------------------------------------------------------ showing

    def _show_states(self) -> None:
        statuses = tuple(self._desk.devices.values())
        while len(self.states) < len(statuses):
            self.states.append(QLabel())
            self._states_row.addWidget(self.states[-1])
        for label, each in zip(self.states, statuses, strict=False):
            symbol, tone = LOOKS[each.state]
            label.setText(f"{symbol} {term('device_kind', each.kind)}: {term('device_state', each.state)}")
            label.setStyleSheet(f"color: {TONES[tone]};")
        reasons = [text for each in statuses if (text := _reason(each))]
        self.reasons.setText("\n".join(reasons))
        self.reasons.setVisible(bool(reasons))

    def _show_choices(self) -> None:
        desk = self._desk
        bench = desk.workbench.bench if desk.workbench else None
        scenes = bench.scenes if bench else ()
        self.banner.setVisible(bench is not None and bench.simulated)
        for widget in (self._scene_label, self.scenes):
            widget.setVisible(bool(scenes))
        # A target for calibrating is no document to choose, but what lies there is always said.
        lying = dict.fromkeys((*scenes, *([desk.scene] if desk.scene else [])))
        self.scenes.fill(((each, scene_name(each)) for each in lying), desk.scene)
        self.pages.fill(((each, term("page", each)) for each in desk.pages()), desk.page)
        exhibits = desk.snapshot.exhibits if desk.snapshot else ()
        self.exhibits.fill(((each.exhibit_id, each.exhibit_no) for each in exhibits), desk.exhibit_id)
        self.exhibits.setEnabled(len(exhibits) > 1)
        for box in (self.scenes, self.pages):
            box.setEnabled(not desk.capturing)

    # ------------------------------------------------------------------ choosing

    def _lay(self) -> None:
        self._desk.lay_scene(self.scenes.code)

    def _turn(self) -> None:
        self._desk.turn(self.pages.code)


def _reason(status: DeviceStatus) -> str:
    reason = reason_text(status)
    return f"⚠  {term('device_kind', status.kind)}: {reason}" if reason else ""


def scene_name(scene: str) -> str:
    """Name of a simulated document, from its file where that has one."""
    return _scene_names(scene).get(current_language(), scene.replace("_", " ").replace("-", " "))


@cache
def _scene_names(scene: str) -> dict[str, str]:
    try:
        folder = "targets" if scene.startswith("target-") else "scenes"
        content = tomllib.loads((RESOURCES / folder / f"{scene}.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return {}
    return {str(language): str(name) for language, name in content.get("names", {}).items()}
