"""Every action of the window as data; menus and toolbar are lists of keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.marks import QT_TRANSLATE_NOOP


class Fact(StrEnum):
    """What holds at the moment. An action is enabled while all facts it needs hold."""

    BENCH = "bench"  # the workbench is there
    CASE = "case"  # a case is open
    WRITABLE = "writable"  # the open case, or the one that a capture would make, can be changed
    IDLE = "idle"  # no capture, import or report runs, and no case is being opened
    CAPTURING = "capturing"
    PICTURE = "picture"  # the questioned document has a picture under the light in hand
    FINDING = "finding"  # a finding is selected
    READER = "reader"  # the bench has a document reader
    TECHNICIAN = "technician"  # the bench answers a technician's questions


B, C, W, I, P = Fact.BENCH, Fact.CASE, Fact.WRITABLE, Fact.IDLE, Fact.PICTURE  # noqa: E741


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """One action.

    Attributes
    ----------
    key : str
        Name in menus, toolbar and tests; ``MainWindow`` has a method ``do_<key>``.
    text : str
        English text with its mnemonic.
    tip : str
        One sentence; empty takes the text.
    icon : str
        File of ``resources/icons``.
    shortcuts : tuple[str, ...]
        Portable text of key sequences.
    needs : tuple[Fact, ...]
    checked : bool or None
        State at the start of an action that stays down; None for one that does not.
    group : str
        Of the actions of one group exactly one is down.
    """

    key: str
    text: str
    tip: str = ""
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    needs: tuple[Fact, ...] = ()
    checked: bool | None = None
    group: str = ""


ACTIONS: tuple[ActionInfo, ...] = (
    ActionInfo(
        "new_case", QT_TRANSLATE_NOOP("Actions", "&New case…"), icon="new", shortcuts=("Ctrl+N",), needs=(B, I)
    ),
    ActionInfo(
        "open_case", QT_TRANSLATE_NOOP("Actions", "&Open case…"), icon="open", shortcuts=("Ctrl+O",), needs=(B, I)
    ),
    ActionInfo(
        "close_case", QT_TRANSLATE_NOOP("Actions", "&Close case"), icon="close", shortcuts=("Ctrl+W",), needs=(C, I)
    ),
    ActionInfo(
        "import_pictures",
        QT_TRANSLATE_NOOP("Actions", "&Import pictures…"),
        QT_TRANSLATE_NOOP("Actions", "Take pictures of another device from a folder, each named by its light"),
        "import",
        ("Ctrl+I",),
        (B, W, I),
    ),
    ActionInfo(
        "export_report",
        QT_TRANSLATE_NOOP("Actions", "&Export PDF report…"),
        icon="export",
        shortcuts=("Ctrl+E",),
        needs=(C, I),
    ),
    ActionInfo(
        "verify_case",
        QT_TRANSLATE_NOOP("Actions", "&Verify the case file"),
        QT_TRANSLATE_NOOP("Actions", "Check every stored byte and the whole chain of events"),
        "verify",
        ("Ctrl+Shift+V",),
        (C, I),
    ),
    ActionInfo(
        "sign_off",
        QT_TRANSLATE_NOOP("Actions", "&Sign off…"),
        QT_TRANSLATE_NOOP("Actions", "Freeze pictures, findings and conclusion; nothing can be changed afterwards"),
        "sign-off",
        ("Ctrl+Shift+S",),
        (C, W, I),
    ),
    ActionInfo("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), shortcuts=("Ctrl+Q",)),
    ActionInfo(
        "capture_all",
        QT_TRANSLATE_NOOP("Actions", "Capture &all lights"),
        QT_TRANSLATE_NOOP("Actions", "Take one picture under every light of the bench"),
        "capture",
        ("F5",),
        (B, W, I),
    ),
    ActionInfo(
        "capture_light",
        QT_TRANSLATE_NOOP("Actions", "Capture &this light"),
        QT_TRANSLATE_NOOP("Actions", "Take one picture under the light in hand"),
        "capture-one",
        ("Shift+F5",),
        (B, W, I),
    ),
    ActionInfo(
        "stop",
        QT_TRANSLATE_NOOP("Actions", "&Cancel"),
        QT_TRANSLATE_NOOP("Actions", "Stop the capture; finished pictures are kept"),
        "stop",
        ("Esc",),
    ),
    ActionInfo(
        "lamps_off",
        QT_TRANSLATE_NOOP("Actions", "&Lamps off"),
        QT_TRANSLATE_NOOP("Actions", "Stop and switch every lamp off at once"),
        "lamps-off",
        ("F8", "Ctrl+."),
        (B,),
    ),
    ActionInfo(
        "read_mrz",
        QT_TRANSLATE_NOOP("Actions", "&Read the machine readable zone"),
        icon="mrz",
        shortcuts=("F6",),
        needs=(B, W, I, Fact.READER),
    ),
    ActionInfo(
        "type_mrz",
        QT_TRANSLATE_NOOP("Actions", "&Type the machine readable zone…"),
        shortcuts=("Shift+F6",),
        needs=(B, W, I),
    ),
    ActionInfo(
        "run_checks", QT_TRANSLATE_NOOP("Actions", "Run the machine &checks"), shortcuts=("F7",), needs=(C, W, I)
    ),
    ActionInfo(
        "devices",
        QT_TRANSLATE_NOOP("Actions", "&Devices…"),
        QT_TRANSLATE_NOOP("Actions", "State, wire log and light test of every device, ports, set-up of a bench"),
        shortcuts=("F9",),
        needs=(B, Fact.TECHNICIAN),
    ),
    ActionInfo("add_exhibit", QT_TRANSLATE_NOOP("Actions", "Add an e&xhibit…"), icon="exhibit", needs=(C, W, I)),
    ActionInfo("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), icon="zoom-in", shortcuts=("Ctrl++", "Ctrl+=")),
    ActionInfo("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), icon="zoom-out", shortcuts=("Ctrl+-",)),
    ActionInfo(
        "zoom_fit",
        QT_TRANSLATE_NOOP("Actions", "&Fit"),
        QT_TRANSLATE_NOOP("Actions", "Show the whole page"),
        "fit",
        ("Ctrl+0",),
    ),
    ActionInfo(
        "zoom_actual",
        QT_TRANSLATE_NOOP("Actions", "&100 %"),
        QT_TRANSLATE_NOOP("Actions", "One picture pixel on one screen pixel"),
        "actual",
        ("Ctrl+1",),
    ),
    ActionInfo(
        "grid",
        QT_TRANSLATE_NOOP("Actions", "&Grid of all lights"),
        icon="grid",
        shortcuts=("G",),
        checked=False,
    ),
    ActionInfo(
        "specimen",
        QT_TRANSLATE_NOOP("Actions", "&Specimen beside it"),
        icon="specimen",
        shortcuts=("S",),
        checked=True,
    ),
    ActionInfo(
        "linked",
        QT_TRANSLATE_NOOP("Actions", "&Link both pictures"),
        QT_TRANSLATE_NOOP("Actions", "Move and zoom both pictures together"),
        "link",
        ("L",),
        checked=True,
    ),
    ActionInfo(
        "full_screen",
        QT_TRANSLATE_NOOP("Actions", "F&ull screen"),
        icon="fullscreen",
        shortcuts=("F11",),
        checked=False,
    ),
    ActionInfo("next_light", QT_TRANSLATE_NOOP("Actions", "&Next light"), shortcuts=("Ctrl+Right",)),
    ActionInfo("previous_light", QT_TRANSLATE_NOOP("Actions", "&Previous light"), shortcuts=("Ctrl+Left",)),
    ActionInfo(
        "pan",
        QT_TRANSLATE_NOOP("Actions", "&Hand"),
        QT_TRANSLATE_NOOP("Actions", "Move the picture"),
        "pan",
        ("H",),
        checked=True,
        group="tool",
    ),
    ActionInfo(
        "rectangle",
        QT_TRANSLATE_NOOP("Actions", "&Rectangle"),
        QT_TRANSLATE_NOOP("Actions", "Draw a rectangle on the picture for a finding"),
        "rectangle",
        ("R",),
        (C, W, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "polygon",
        QT_TRANSLATE_NOOP("Actions", "&Outline"),
        QT_TRANSLATE_NOOP("Actions", "Draw an outline on the picture for a finding; a double click closes it"),
        "polygon",
        ("O",),
        (C, W, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "new_finding",
        QT_TRANSLATE_NOOP("Actions", "&New finding"),
        QT_TRANSLATE_NOOP("Actions", "Write a finding on the whole picture, without a region"),
        "finding",
        ("Ctrl+F",),
        (C, W),
    ),
    ActionInfo(
        "edit_finding",
        QT_TRANSLATE_NOOP("Actions", "&Edit finding"),
        shortcuts=("F2",),
        needs=(C, W, Fact.FINDING),
    ),
    ActionInfo(
        "withdraw_finding",
        QT_TRANSLATE_NOOP("Actions", "&Withdraw finding…"),
        shortcuts=("Shift+Del",),
        needs=(C, W, Fact.FINDING),
    ),
    ActionInfo(
        "show_finding",
        QT_TRANSLATE_NOOP("Actions", "&Go to the region"),
        shortcuts=("F3",),
        needs=(C, Fact.FINDING),
    ),
    ActionInfo("to_pictures", QT_TRANSLATE_NOOP("Actions", "Go to the &pictures"), shortcuts=("Alt+1",)),
    ActionInfo("to_findings", QT_TRANSLATE_NOOP("Actions", "Go to the &findings"), shortcuts=("Alt+2",)),
    ActionInfo("to_conclusion", QT_TRANSLATE_NOOP("Actions", "Go to the &conclusion"), shortcuts=("Alt+3",)),
    ActionInfo("to_case", QT_TRANSLATE_NOOP("Actions", "Go to the ca&se"), shortcuts=("Alt+4",)),
    ActionInfo("help", QT_TRANSLATE_NOOP("Actions", "&Help"), icon="help", shortcuts=("F1",)),
    ActionInfo("about", QT_TRANSLATE_NOOP("Actions", "&About QDBench"), icon="qdbench"),
)

SEPARATOR = ""
#: Where the menus of recent cases and of languages are put in.
RECENT, LANGUAGES = "<recent>", "<languages>"

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "&Case"),
        (
            "new_case",
            "open_case",
            RECENT,
            SEPARATOR,
            "import_pictures",
            "add_exhibit",
            SEPARATOR,
            "export_report",
            "verify_case",
            "sign_off",
            SEPARATOR,
            "close_case",
            "quit",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Bench"),
        (
            "capture_all",
            "capture_light",
            "stop",
            "lamps_off",
            SEPARATOR,
            "read_mrz",
            "type_mrz",
            "run_checks",
            SEPARATOR,
            "devices",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            "zoom_in",
            "zoom_out",
            "zoom_fit",
            "zoom_actual",
            SEPARATOR,
            "next_light",
            "previous_light",
            SEPARATOR,
            "grid",
            "specimen",
            "linked",
            "full_screen",
            SEPARATOR,
            "to_pictures",
            "to_findings",
            "to_conclusion",
            "to_case",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Finding"),
        (
            "pan",
            "rectangle",
            "polygon",
            SEPARATOR,
            "new_finding",
            "edit_finding",
            "show_finding",
            "withdraw_finding",
        ),
    ),
    (QT_TRANSLATE_NOOP("Actions", "&Language"), (LANGUAGES,)),
    (QT_TRANSLATE_NOOP("Actions", "&Help"), ("help", "about")),
)

TOOLBAR: tuple[str, ...] = (
    "new_case", "open_case", "import_pictures", SEPARATOR,
    "capture_all", "stop", "lamps_off", SEPARATOR,
    "zoom_fit", "zoom_actual", SEPARATOR,
    "grid", "specimen", "linked", "full_screen", SEPARATOR,
    "pan", "rectangle", "polygon", SEPARATOR,
    "verify_case", "export_report",
)  # fmt: skip

#: Actions whose text stands beside the icon in the toolbar.
SPELLED_OUT = ("capture_all", "stop", "lamps_off", "export_report")

#: Every action by its key.
BY_KEY = {each.key: each for each in ACTIONS}
