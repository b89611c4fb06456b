"""What the window has to do with lamps that burn: it says that it is alive, and shows the seconds of ultraviolet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from ui_window import Opened, OpenWindow

from ui import desk as desk_room
from ui.language import install_language
from workstation.cases.model import EquipmentUse, Exhibit

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def use(**seconds: float) -> EquipmentUse:
    return EquipmentUse(
        device="lights", kind="lights", maker="M", model="M", serial="", firmware="", simulated=True,
        lit_seconds=tuple(seconds.items()), used_at=NOW,
    )  # fmt: skip


def show(window: Opened, *uses: EquipmentUse, exhibits: int = 1) -> None:
    desk = window.commands.desk
    assert desk.snapshot is not None
    every = tuple(Exhibit(exhibit_id=f"e{n}", exhibit_no=str(n), created_at=NOW) for n in range(exhibits))
    desk.snapshot = replace(desk.snapshot, equipment=uses, exhibits=every)
    desk.caseChanged.emit()


def test_seconds_of_ultraviolet_stand_beside_the_lights(window: Opened) -> None:
    window.open_case()
    label = window.commands.space.light_row.uv
    show(window, use(WHITE=3.0))
    assert label.isHidden()
    show(window, use(WHITE=3.0, UV365=1.25), use(UV365=2.0, UV254=0.5, IR850=9.0))
    assert (label.isHidden(), label.text()) == (False, "UV on this document: 3.8 s")
    show(window, use(UV254=12.0), exhibits=2)
    assert label.text() == "UV in this case: 12.0 s"
    install_language("zh_CN")
    window.wait(lambda: label.text() == "本案件紫外光照射：12.0 秒")
    install_language("en")


def test_the_window_says_that_it_is_alive(window: Opened) -> None:
    heard = window.bench.beats
    assert heard >= 1
    window.wait(lambda: window.bench.beats > heard, 3 * desk_room.KEEP_ALIVE_MS)
    window.commands.desk.detach()
    assert not window.commands.desk._alive.isActive()


@pytest.mark.parametrize("width", [1024, 1280])
def test_the_seconds_take_no_room_from_the_lights(open_window: OpenWindow, width: int) -> None:
    window = open_window(width=width)
    window.open_case()
    show(window, use(UV254=1234.5))
    row = window.commands.space.light_row
    window.wait(lambda: row.uv.isVisible() and row.uv.geometry().width() >= row.uv.sizeHint().width())
    assert row.rect().contains(row.uv.geometry())
    for button in row.buttons.values():
        assert row.rect().contains(button.geometry())
        assert not button.geometry().intersects(row.uv.geometry())
        assert button.width() >= button.sizeHint().width()
