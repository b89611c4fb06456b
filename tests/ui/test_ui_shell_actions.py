"""Every action, in every state of the case, does something sensible or is disabled; none raises."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from ui_window import Opened, OpenWindow

from ui.actions import ACTIONS, BY_KEY, LANGUAGES, MENUS, RECENT, SEPARATOR, SIZES_OF_TEXT, TOOLBAR, Fact
from ui.commands import Commands
from workstation.cases.model import CaseState
from workstation.resources import RESOURCES

KEYS = [each.key for each in ACTIONS]


def close_dialogs() -> None:
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()


def trigger(window: Opened, key: str) -> None:
    window.act(key)
    window.qtbot.wait(1)
    close_dialogs()
    desk = window.commands.desk
    window.wait(lambda: not desk.capturing and not desk.switching)


@pytest.mark.parametrize("key", KEYS)
def test_action_in_every_state(open_window: OpenWindow, key: str) -> None:
    window = open_window()
    desk, bench = window.commands.desk, window.bench
    trigger(window, key)  # no case

    window.open_case()
    desk.start_capture(("WHITE",))
    window.wait(lambda: not desk.capturing and desk.capture is not None)
    trigger(window, key)  # a case with a picture

    window.open_case()
    desk.ask(bench.sign_off())
    window.wait(lambda: desk.snapshot and desk.snapshot.info.state is CaseState.SIGNED_OFF)
    before = len(bench.calls)
    trigger(window, key)
    changed = {
        "create_case",
        "capture",
        "save_finding",
        "conclude",
        "change_case",
        "add_exhibit",
        "sign_off",
        "type_mrz",
    }
    assert not changed & {called for called, _ in bench.calls[before:]}

    bench.open_read_only = True
    window.open_case()
    before = len(bench.calls)
    trigger(window, key)
    assert not changed & {called for called, _ in bench.calls[before:]}


def test_keys_are_unique_and_have_a_command() -> None:
    assert len(KEYS) == len(set(KEYS))
    assert not [key for key in KEYS if not callable(getattr(Commands, f"do_{key}", None))]
    commands = {name.removeprefix("do_") for name in dir(Commands) if name.startswith("do_")}
    assert commands == set(KEYS)


def test_every_action_is_in_a_menu_and_the_toolbar_knows_only_actions() -> None:
    listed = [key for _, keys in MENUS for key in keys if key not in {SEPARATOR, RECENT, LANGUAGES, SIZES_OF_TEXT}]
    assert Counter(listed) == Counter(KEYS)
    assert set(TOOLBAR) - {SEPARATOR} <= set(KEYS)


def test_no_two_actions_share_a_shortcut() -> None:
    used = Counter(QKeySequence(keys).toString() for each in ACTIONS for keys in each.shortcuts)
    assert not [keys for keys, times in used.items() if times > 1 or not keys]
    assert not {"1", "5", "0", "Space", "Return", "Tab"} & set(used), "the lights and the fields own these"


def test_every_icon_exists() -> None:
    named = {each.icon for each in ACTIONS if each.icon}
    assert not [name for name in named if not (RESOURCES / "icons" / f"{name}.svg").is_file()]


def test_needs_decide_what_is_enabled(window: Opened) -> None:
    facts = window.commands.desk.facts()
    assert facts == {Fact.BENCH, Fact.WRITABLE, Fact.IDLE, Fact.READER}
    for key, action in window.program.window.actions_by_key.items():
        assert action.isEnabled() == (set(BY_KEY[key].needs) <= facts), key


def test_bench_without_reader_cannot_read(open_window: OpenWindow) -> None:
    window = open_window(reader=False)
    assert not window.program.window.actions_by_key["read_mrz"].isEnabled()
    assert window.program.window.actions_by_key["type_mrz"].isEnabled()
