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
    STOPPABLE = "stoppable"  # something runs, or something is in hand that Esc puts down
    PICTURE = "picture"  # the questioned document has a picture under the light in hand
    FINDING = "finding"  # a finding is selected
    READER = "reader"  # the bench has a document reader
    UNSIGNED = "unsigned"  # the open case is not signed off, and open for writing
    PERSON = "person"  # somebody with an account is signed in
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


#: What may be done with a case as a whole; the store refuses what the person may not, and says why.
LIFE_ACTIONS: tuple[ActionInfo, ...] = (
    ActionInfo(
        "queue",
        QT_TRANSLATE_NOOP("Actions", "&Queue of cases…"),
        QT_TRANSLATE_NOOP("Actions", "Every case of a folder: what waits, what changed since you last looked"),
        shortcuts=("F4",),
        needs=(B,),
    ),
    ActionInfo("to_review", QT_TRANSLATE_NOOP("Actions", "Go to the re&view"), shortcuts=("Alt+8",)),
    ActionInfo(
        "begin_examination",
        QT_TRANSLATE_NOOP("Actions", "&Begin the examination"),
        QT_TRANSLATE_NOOP("Actions", "Say that the examination has begun; the first picture says it as well"),
        shortcuts=("Ctrl+Shift+B",),
        needs=(C, I),
    ),
    ActionInfo(
        "submit_case",
        QT_TRANSLATE_NOOP("Actions", "&Submit for review"),
        QT_TRANSLATE_NOOP("Actions", "Hand the case over; it cannot be changed until it is returned"),
        shortcuts=("Ctrl+Shift+U",),
        needs=(C, I),
    ),
    ActionInfo(
        "approve_technical",
        QT_TRANSLATE_NOOP("Actions", "Approve: &technical review…"),
        QT_TRANSLATE_NOOP("Actions", "Method, findings and reasoning hold"),
        shortcuts=("Ctrl+Shift+T",),
        needs=(C, I),
    ),
    ActionInfo(
        "approve_administrative",
        QT_TRANSLATE_NOOP("Actions", "Approve: &administrative review…"),
        QT_TRANSLATE_NOOP("Actions", "The case is complete, its numbers and names are right"),
        shortcuts=("Ctrl+Shift+A",),
        needs=(C, I),
    ),
    ActionInfo(
        "return_case",
        QT_TRANSLATE_NOOP("Actions", "&Return with reasons…"),
        QT_TRANSLATE_NOOP("Actions", "Give the case back to its examiner"),
        shortcuts=("Ctrl+Shift+X",),
        needs=(C, I),
    ),
    ActionInfo(
        "ask_to_verify",
        QT_TRANSLATE_NOOP("Actions", "Ask for blind &verification…"),
        QT_TRANSLATE_NOOP("Actions", "A second examiner concludes without knowing what the first one said"),
        shortcuts=("Ctrl+Shift+Q",),
        needs=(C, I),
    ),
    ActionInfo(
        "comment",
        QT_TRANSLATE_NOOP("Actions", "&Comment…"),
        QT_TRANSLATE_NOOP("Actions", "Say something of the case, or of the selected finding"),
        shortcuts=("Ctrl+K",),
        needs=(C, I),
    ),
    ActionInfo(
        "comment_region",
        QT_TRANSLATE_NOOP("Actions", "Comment on a re&gion"),
        QT_TRANSLATE_NOOP("Actions", "Draw a region on the picture and say something of it"),
        shortcuts=("Shift+R",),
        needs=(C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "answer_comment",
        QT_TRANSLATE_NOOP("Actions", "A&nswer the comment…"),
        shortcuts=("Ctrl+Shift+K",),
        needs=(C, I),
    ),
    ActionInfo(
        "settle_comment",
        QT_TRANSLATE_NOOP("Actions", "Sett&le the comment…"),
        QT_TRANSLATE_NOOP("Actions", "Say how it was settled; it stays in the file"),
        shortcuts=("Ctrl+Shift+L",),
        needs=(C, I),
    ),
    ActionInfo(
        "custody",
        QT_TRANSLATE_NOOP("Actions", "C&ustody of the item…"),
        QT_TRANSLATE_NOOP("Actions", "Write down where the item went, between whom, under which seal"),
        shortcuts=("Ctrl+D",),
        needs=(C, I),
    ),
    ActionInfo(
        "retention",
        QT_TRANSLATE_NOOP("Actions", "Retention and legal &hold…"),
        QT_TRANSLATE_NOOP("Actions", "How long the case is kept, and whether it may be purged"),
        shortcuts=("Ctrl+Shift+D",),
        needs=(C, I),
    ),
    ActionInfo(
        "issue_report",
        QT_TRANSLATE_NOOP("Actions", "&Issue the report…"),
        QT_TRANSLATE_NOOP("Actions", "Write the PDF and record it; a later version says what changed"),
        shortcuts=("Ctrl+Shift+I",),
        needs=(C, I),
    ),
    ActionInfo(
        "finish_case",
        QT_TRANSLATE_NOOP("Actions", "Clos&e the file on it"),
        QT_TRANSLATE_NOOP("Actions", "Nothing more is expected of this case"),
        shortcuts=("Ctrl+Shift+F",),
        needs=(C, I),
    ),
    ActionInfo(
        "archive_case",
        QT_TRANSLATE_NOOP("Actions", "Archi&ve"),
        QT_TRANSLATE_NOOP("Actions", "Put the case away; it can be read, or purged when its time is over"),
        shortcuts=("Ctrl+Shift+H",),
        needs=(C, I),
    ),
    ActionInfo(
        "purge_case",
        QT_TRANSLATE_NOOP("Actions", "&Purge…"),
        QT_TRANSLATE_NOOP("Actions", "Remove pictures and personal data for ever; the case number is typed first"),
        needs=(C, I),
    ),
)

LIFE_MENU: tuple[str, ...] = (
    "queue", "to_review", "",
    "begin_examination", "submit_case", "",
    "approve_technical", "approve_administrative", "return_case", "ask_to_verify", "sign_off", "",
    "comment", "comment_region", "answer_comment", "settle_comment", "",
    "custody", "retention", "",
    "issue_report", "finish_case", "archive_case", "purge_case",
)  # fmt: skip

PEOPLE_ACTIONS: tuple[ActionInfo, ...] = (
    ActionInfo(
        "sign_in",
        QT_TRANSLATE_NOOP("Actions", "&Sign in…"),
        QT_TRANSLATE_NOOP("Actions", "Say who works here; another person signs in the same way"),
        shortcuts=("Ctrl+L",),
        needs=(B, I),
    ),
    ActionInfo(
        "lock",
        QT_TRANSLATE_NOOP("Actions", "&Lock"),
        QT_TRANSLATE_NOOP("Actions", "Cover the window until you type your passphrase; a capture goes on"),
        shortcuts=("F12",),
        needs=(B, Fact.PERSON),
    ),
    ActionInfo(
        "sign_out",
        QT_TRANSLATE_NOOP("Actions", "Sign &out"),
        QT_TRANSLATE_NOOP("Actions", "Close the case and leave the station to somebody else"),
        shortcuts=("Ctrl+Shift+O",),
        needs=(B, I, Fact.PERSON),
    ),
    ActionInfo(
        "change_passphrase", QT_TRANSLATE_NOOP("Actions", "Change my &passphrase…"), needs=(B, I, Fact.PERSON)
    ),
    ActionInfo(
        "accounts",
        QT_TRANSLATE_NOOP("Actions", "&Accounts… (or the first account)"),
        QT_TRANSLATE_NOOP("Actions", "Who may sign in as what; a station without accounts makes its first one here"),
        shortcuts=("Ctrl+Shift+N",),
        needs=(B, I),
    ),
    ActionInfo(
        "demo_accounts",
        QT_TRANSLATE_NOOP("Actions", "&Demonstration accounts"),
        QT_TRANSLATE_NOOP("Actions", "One marked account for each role, to try out how several people work"),
        needs=(B, I),
    ),
)

PEOPLE_MENU: tuple[str, ...] = (
    "sign_in", "lock", "sign_out", "change_passphrase", "", "accounts", "demo_accounts",
)  # fmt: skip

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
        "export_sheet",
        QT_TRANSLATE_NOOP("Actions", "Comparison s&heet…"),
        QT_TRANSLATE_NOOP("Actions", "Every light on one PDF sheet, the questioned document over the specimen"),
        shortcuts=("Ctrl+Shift+C",),
        needs=(C, I),
    ),
    ActionInfo(
        "screen_profile",
        QT_TRANSLATE_NOOP("Actions", "&Profile of the screen…"),
        QT_TRANSLATE_NOOP("Actions", "Show white pictures through the ICC profile of this screen"),
        shortcuts=("Ctrl+Shift+P",),
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
        "encrypt_case",
        QT_TRANSLATE_NOOP("Actions", "Encr&ypted copy…"),
        QT_TRANSLATE_NOOP("Actions", "Write a copy of the case that only a key opens; the original stays"),
        needs=(C, I),
    ),
    ActionInfo(
        "redacted_copy",
        QT_TRANSLATE_NOOP("Actions", "Redac&ted copy…"),
        QT_TRANSLATE_NOOP("Actions", "Write a folder of masked pictures that name nobody, for colleagues elsewhere"),
        needs=(C, I),
    ),
    ActionInfo(
        "sign_off",
        QT_TRANSLATE_NOOP("Actions", "&Sign off…"),
        QT_TRANSLATE_NOOP("Actions", "Freeze pictures, findings and conclusion; nothing can be changed afterwards"),
        "sign-off",
        ("Ctrl+Shift+S",),
        (C, I, Fact.UNSIGNED),
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
        (Fact.STOPPABLE,),
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
        "identify_model",
        QT_TRANSLATE_NOOP("Actions", "&Which document is it…"),
        QT_TRANSLATE_NOOP("Actions", "Propose models of the reference library by zone and picture, with reasons"),
        shortcuts=("Shift+F7",),
        needs=(C, I),
    ),
    ActionInfo(
        "zone",
        QT_TRANSLATE_NOOP("Actions", "&Zone and cross-check…"),
        QT_TRANSLATE_NOOP("Actions", "Every character over its picture, check digits, and what each source says"),
        shortcuts=("Alt+0",),
        needs=(C,),
    ),
    ActionInfo(
        "teach",
        QT_TRANSLATE_NOOP("Actions", "&Teach checks…"),
        QT_TRANSLATE_NOOP("Actions", "Mark a place on a specimen and learn thresholds from captures, for a curator"),
        shortcuts=("Ctrl+T",),
        needs=(B,),
    ),
    ActionInfo(
        "devices",
        QT_TRANSLATE_NOOP("Actions", "&Devices…"),
        QT_TRANSLATE_NOOP("Actions", "State, wire log and light test of every device, ports, set-up of a bench"),
        shortcuts=("F9",),
        needs=(B, Fact.TECHNICIAN),
    ),
    ActionInfo(
        "calibrate",
        QT_TRANSLATE_NOOP("Actions", "Cali&brate…"),
        QT_TRANSLATE_NOOP("Actions", "Scale, flat field, white balance, alignment and settle times of the bench"),
        shortcuts=("Shift+F9",),
        needs=(B,),
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
    *(
        ActionInfo(
            key,
            text,
            QT_TRANSLATE_NOOP("Actions", "Every pixel of the picture as a square of so many pixels of the screen"),
            shortcuts=(keys,),
        )
        for key, text, keys in (
            ("zoom_two", QT_TRANSLATE_NOOP("Actions", "&2 : 1"), "Ctrl+2"),
            ("zoom_four", QT_TRANSLATE_NOOP("Actions", "&4 : 1"), "Ctrl+3"),
            ("zoom_eight", QT_TRANSLATE_NOOP("Actions", "&8 : 1"), "Ctrl+4"),
            ("zoom_sixteen", QT_TRANSLATE_NOOP("Actions", "1&6 : 1"), "Ctrl+5"),
            ("zoom_thirty_two", QT_TRANSLATE_NOOP("Actions", "&32 : 1"), "Ctrl+6"),
        )
    ),
    ActionInfo(
        "grid",
        QT_TRANSLATE_NOOP("Actions", "&Grid of all lights"),
        icon="grid",
        shortcuts=("G",),
        checked=False,
    ),
    ActionInfo(
        "linked_panes",
        QT_TRANSLATE_NOOP("Actions", "Linked &panes"),
        QT_TRANSLATE_NOOP("Actions", "Chosen lights at once, questioned over specimen, under one zoom"),
        shortcuts=("Shift+V",),
        needs=(C, P),
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
    ActionInfo(
        "side_by_side",
        QT_TRANSLATE_NOOP("Actions", "&Side by side"),
        QT_TRANSLATE_NOOP("Actions", "Questioned document and partner beside each other"),
        "side-by-side",
        ("V",),
        (),
        checked=True,
        group="compare",
    ),
    ActionInfo(
        "curtain",
        QT_TRANSLATE_NOOP("Actions", "&Curtain"),
        QT_TRANSLATE_NOOP("Actions", "Draw the questioned picture away from the other like a curtain; drag its edge"),
        "curtain",
        ("C",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "opacity",
        QT_TRANSLATE_NOOP("Actions", "&Opacity"),
        QT_TRANSLATE_NOOP("Actions", "Both pictures at once, as on a light table"),
        "opacity",
        ("T",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "blink",
        QT_TRANSLATE_NOOP("Actions", "&Blink"),
        QT_TRANSLATE_NOOP("Actions", "One picture and then the other, at a set rate"),
        "blink",
        ("B",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "difference",
        QT_TRANSLATE_NOOP("Actions", "&Difference"),
        QT_TRANSLATE_NOOP("Actions", "How far the pictures lie apart; black where they are the same"),
        "difference",
        ("D",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "signed_difference",
        QT_TRANSLATE_NOOP("Actions", "S&igned difference"),
        QT_TRANSLATE_NOOP("Actions", "Around grey: brighter where the second picture is brighter"),
        "signed-difference",
        ("Shift+D",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "merge",
        QT_TRANSLATE_NOOP("Actions", "&False-colour merge"),
        QT_TRANSLATE_NOOP("Actions", "Each picture in its own colour; grey where they agree"),
        "merge",
        ("M",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "beyond_noise",
        QT_TRANSLATE_NOOP("Actions", "Difference beyond &noise"),
        QT_TRANSLATE_NOOP("Actions", "Only what neither noise nor the position of the pictures explains"),
        "beyond-noise",
        ("N",),
        (C, P),
        checked=False,
        group="compare",
    ),
    ActionInfo(
        "partner",
        QT_TRANSLATE_NOOP("Actions", "&Specimen or other light"),
        QT_TRANSLATE_NOOP("Actions", "Compare with the specimen, or with the light in hand before this one"),
        shortcuts=("P",),
        needs=(C, P),
    ),
    ActionInfo(
        "compare_less",
        QT_TRANSLATE_NOOP("Actions", "&Less"),
        QT_TRANSLATE_NOOP("Actions", "Turn the parameter of this way to compare down"),
        shortcuts=(
            ",",
            "Alt+Left",
        ),
        needs=(C, P),
    ),
    ActionInfo(
        "compare_more",
        QT_TRANSLATE_NOOP("Actions", "&More"),
        QT_TRANSLATE_NOOP("Actions", "Turn the parameter of this way to compare up"),
        shortcuts=(
            ".",
            "Alt+Right",
        ),
        needs=(C, P),
    ),
    ActionInfo(
        "turn_back",
        QT_TRANSLATE_NOOP("Actions", "Turn the curtain &back"),
        shortcuts=("Alt+,",),
        needs=(C, P),
    ),
    ActionInfo(
        "turn_on",
        QT_TRANSLATE_NOOP("Actions", "T&urn the curtain"),
        shortcuts=("Alt+.",),
        needs=(C, P),
    ),
    ActionInfo(
        "set_points",
        QT_TRANSLATE_NOOP("Actions", "Set &points…"),
        QT_TRANSLATE_NOOP("Actions", "Lay the pictures by details that you point out in both"),
        shortcuts=("Shift+P",),
        needs=(C, P),
    ),
    ActionInfo(
        "bent_page",
        QT_TRANSLATE_NOOP("Actions", "Bent pa&ge"),
        QT_TRANSLATE_NOOP("Actions", "Follow a page that is not flat; takes longer"),
        shortcuts=("Shift+B",),
        needs=(C, P),
    ),
    ActionInfo(
        "match_tones",
        QT_TRANSLATE_NOOP("Actions", "Match &tones"),
        QT_TRANSLATE_NOOP("Actions", "Bring the second picture to the brightness of the first before comparing"),
        shortcuts=("Shift+T",),
        needs=(C, P),
    ),
    ActionInfo(
        "even_light",
        QT_TRANSLATE_NOOP("Actions", "&Even out the light"),
        QT_TRANSLATE_NOOP("Actions", "Take uneven light off both pictures before comparing"),
        shortcuts=("Shift+F",),
        needs=(C, P),
    ),
    ActionInfo(
        "keep_view",
        QT_TRANSLATE_NOOP("Actions", "&Keep view…"),
        QT_TRANSLATE_NOOP("Actions", "Keep how this view was made; a finding begun here names it"),
        shortcuts=("K",),
        needs=(C, W, P),
    ),
    ActionInfo(
        "undo",
        QT_TRANSLATE_NOOP("Actions", "&Undo"),
        QT_TRANSLATE_NOOP("Actions", "Take back the last step on the picture in hand"),
        shortcuts=("Ctrl+Z",),
        needs=(C, P),
    ),
    ActionInfo(
        "redo",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        QT_TRANSLATE_NOOP("Actions", "Take the step that was taken back again"),
        shortcuts=("Ctrl+Shift+Z",),
        needs=(C, P),
    ),
    ActionInfo(
        "untouched",
        QT_TRANSLATE_NOOP("Actions", "U&ntouched capture"),
        QT_TRANSLATE_NOOP("Actions", "Show the capture as it was taken while the key is held; a short press stays"),
        shortcuts=("U",),
        needs=(C, P),
        checked=False,
    ),
    ActionInfo(
        "turn_right",
        QT_TRANSLATE_NOOP("Actions", "&Turn right"),
        QT_TRANSLATE_NOOP("Actions", "Turn the view by a quarter, clockwise"),
        shortcuts=("Ctrl+R",),
        needs=(C, P),
    ),
    ActionInfo(
        "turn_left",
        QT_TRANSLATE_NOOP("Actions", "Turn &left"),
        QT_TRANSLATE_NOOP("Actions", "Turn the view by a quarter, anticlockwise"),
        shortcuts=("Ctrl+Shift+R",),
        needs=(C, P),
    ),
    ActionInfo(
        "mirror",
        QT_TRANSLATE_NOOP("Actions", "&Mirror"),
        QT_TRANSLATE_NOOP("Actions", "Left and right of the view change places"),
        shortcuts=("Ctrl+M",),
        needs=(C, P),
    ),
    ActionInfo(
        "stack",
        QT_TRANSLATE_NOOP("Actions", "&Join captures…"),
        QT_TRANSLATE_NOOP("Actions", "Several captures in one: focus stack, dynamic range, stitched sheet, relief"),
        shortcuts=("Shift+S",),
        needs=(C, P),
    ),
    ActionInfo(
        "loupe",
        QT_TRANSLATE_NOOP("Actions", "Lou&pe"),
        QT_TRANSLATE_NOOP("Actions", "Magnify what lies at the pointer while the key is held; a short press stays"),
        shortcuts=("Z",),
        checked=False,
    ),
    ActionInfo(
        "loupe_power",
        QT_TRANSLATE_NOOP("Actions", "Power of the l&oupe"),
        QT_TRANSLATE_NOOP("Actions", "1, 2, 4 or 8 screen pixels for one pixel of the picture"),
        shortcuts=("Shift+Z",),
    ),
    ActionInfo(
        "millimetres",
        QT_TRANSLATE_NOOP("Actions", "Millimetre g&rid"),
        QT_TRANSLATE_NOOP("Actions", "Lay a grid of millimetres over pictures of known scale"),
        shortcuts=("Shift+G",),
        checked=False,
    ),
    ActionInfo(
        "crosshair",
        QT_TRANSLATE_NOOP("Actions", "&Crosshair in both"),
        QT_TRANSLATE_NOOP("Actions", "Mark in the other picture the place that the pointer shows"),
        shortcuts=("X",),
        checked=False,
    ),
    ActionInfo(
        "export_view",
        QT_TRANSLATE_NOOP("Actions", "E&xport picture…"),
        QT_TRANSLATE_NOOP("Actions", "Write what is shown as PNG or TIFF with a caption"),
        shortcuts=("Ctrl+Shift+E",),
        needs=(C, P),
    ),
    ActionInfo(
        "kept_views",
        QT_TRANSLATE_NOOP("Actions", "Kept &views"),
        QT_TRANSLATE_NOOP("Actions", "Views kept in this case; show them again, replay them"),
        shortcuts=("Shift+K",),
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
    ActionInfo(
        "to_checks",
        QT_TRANSLATE_NOOP("Actions", "Go to the machine chec&ks"),
        shortcuts=("Alt+9",),
    ),
    ActionInfo(
        "next_failed",
        QT_TRANSLATE_NOOP("Actions", "Next &irregular check"),
        QT_TRANSLATE_NOOP("Actions", "The next check that is not as it should be, with its light and its place"),
        shortcuts=("J",),
        needs=(C,),
    ),
    ActionInfo(
        "overrule",
        QT_TRANSLATE_NOOP("Actions", "&Overrule the check…"),
        QT_TRANSLATE_NOOP("Actions", "Say something else than the machine, with a reason; both are kept"),
        shortcuts=("Shift+O",),
        needs=(C, W, I),
    ),
    ActionInfo(
        "export_checks",
        QT_TRANSLATE_NOOP("Actions", "Export the lo&g of checks…"),
        QT_TRANSLATE_NOOP("Actions", "XML aligned with BSI TR-03135: every check with what it measured"),
        shortcuts=("Ctrl+Shift+J",),
        needs=(C, I),
    ),
    ActionInfo("to_findings", QT_TRANSLATE_NOOP("Actions", "Go to the &findings"), shortcuts=("Alt+2",)),
    ActionInfo("to_conclusion", QT_TRANSLATE_NOOP("Actions", "Go to the &conclusion"), shortcuts=("Alt+3",)),
    ActionInfo("to_case", QT_TRANSLATE_NOOP("Actions", "Go to the ca&se"), shortcuts=("Alt+4",)),
    ActionInfo(
        "to_enhance",
        QT_TRANSLATE_NOOP("Actions", "&Enhance the picture"),
        QT_TRANSLATE_NOOP("Actions", "Brightness, contrast, noise, relief: steps that leave the capture as it is"),
        shortcuts=("E", "Alt+5"),
    ),
    ActionInfo(
        "measure_distance",
        QT_TRANSLATE_NOOP("Actions", "&Distance"),
        QT_TRANSLATE_NOOP("Actions", "Between two points"),
        "measure",
        ("W",),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_path",
        QT_TRANSLATE_NOOP("Actions", "&Length along a line"),
        QT_TRANSLATE_NOOP("Actions", "Along a line of points"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_angle",
        QT_TRANSLATE_NOOP("Actions", "&Angle"),
        QT_TRANSLATE_NOOP("Actions", "At a corner between two sides; needs no scale"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_area",
        QT_TRANSLATE_NOOP("Actions", "A&rea"),
        QT_TRANSLATE_NOOP("Actions", "Inside an outline"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_radius",
        QT_TRANSLATE_NOOP("Actions", "&Radius"),
        QT_TRANSLATE_NOOP("Actions", "Of a round edge, from three points or more"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_pitch",
        QT_TRANSLATE_NOOP("Actions", "&Pitch of a row"),
        QT_TRANSLATE_NOOP("Actions", "Characters or lines of print: pitch, spread and deviation from the baseline"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_perforation",
        QT_TRANSLATE_NOOP("Actions", "Perforation &gauge"),
        QT_TRANSLATE_NOOP("Actions", "Holes in two centimetres, from their centres in order"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "measure_hole",
        QT_TRANSLATE_NOOP("Actions", "&Hole"),
        QT_TRANSLATE_NOOP("Actions", "Width, height and area of a perforation, from points round its edge"),
        "",
        (),
        (C, P),
        checked=False,
        group="tool",
    ),
    ActionInfo(
        "to_measure",
        QT_TRANSLATE_NOOP("Actions", "Go to the &measurements"),
        shortcuts=("Alt+6",),
    ),
    ActionInfo(
        "place_a",
        QT_TRANSLATE_NOOP("Actions", "Place &A for spectra"),
        QT_TRANSLATE_NOOP("Actions", "Draw a place to see its values in every light"),
        shortcuts=("A",),
        needs=(C, P),
    ),
    ActionInfo(
        "place_b",
        QT_TRANSLATE_NOOP("Actions", "Place &B for spectra"),
        QT_TRANSLATE_NOOP("Actions", "Draw a second place, to find the light that tells both apart"),
        shortcuts=("Shift+A",),
        needs=(C, P),
    ),
    ActionInfo(
        "best_light",
        QT_TRANSLATE_NOOP("Actions", "Best &light"),
        QT_TRANSLATE_NOOP("Actions", "Lights and combinations of lights by how well they tell A and B apart"),
        shortcuts=("Alt+7",),
    ),
    ActionInfo(
        "luminescence",
        QT_TRANSLATE_NOOP("Actions", "L&uminescence above the page"),
        QT_TRANSLATE_NOOP("Actions", "What glows more than the page itself, in the light on the screen"),
        needs=(C, P),
    ),
    *LIFE_ACTIONS,
    *PEOPLE_ACTIONS,
    ActionInfo("help", QT_TRANSLATE_NOOP("Actions", "&Help"), icon="help", shortcuts=("F1",)),
    ActionInfo("about", QT_TRANSLATE_NOOP("Actions", "&About QDBench"), icon="qdbench"),
)

SEPARATOR = ""
#: Where the menus of recent cases and of languages are put in.
RECENT, LANGUAGES, SIZES_OF_TEXT = "<recent>", "<languages>", "<sizes>"

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
            "export_sheet",
            "export_checks",
            "verify_case",
            "encrypt_case",
            "redacted_copy",
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
            "zone",
            "run_checks",
            "next_failed",
            "overrule",
            "identify_model",
            SEPARATOR,
            "devices",
            "calibrate",
            "teach",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            "zoom_in",
            "zoom_out",
            "zoom_fit",
            "zoom_actual",
            "zoom_two",
            "zoom_four",
            "zoom_eight",
            "zoom_sixteen",
            "zoom_thirty_two",
            SEPARATOR,
            "next_light",
            "previous_light",
            SEPARATOR,
            "grid",
            "linked_panes",
            "specimen",
            "linked",
            "full_screen",
            "screen_profile",
            SIZES_OF_TEXT,
            SEPARATOR,
            "to_pictures",
            "to_checks",
            "to_findings",
            "to_conclusion",
            "to_case",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Co&mpare"),
        (
            "side_by_side",
            "curtain",
            "opacity",
            "blink",
            "difference",
            "signed_difference",
            "merge",
            "beyond_noise",
            SEPARATOR,
            "partner",
            "compare_less",
            "compare_more",
            "turn_back",
            "turn_on",
            SEPARATOR,
            "set_points",
            "bent_page",
            "match_tones",
            "even_light",
            "keep_view",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Pict&ure"),
        (
            "to_enhance",
            "untouched",
            "undo",
            "redo",
            SEPARATOR,
            "stack",
            SEPARATOR,
            "turn_right",
            "turn_left",
            "mirror",
            SEPARATOR,
            "loupe",
            "loupe_power",
            "millimetres",
            "crosshair",
            SEPARATOR,
            "kept_views",
            "export_view",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "M&easure"),
        (
            "measure_distance",
            "measure_path",
            "measure_angle",
            "measure_area",
            "measure_radius",
            "measure_pitch",
            "measure_perforation",
            "measure_hole",
            SEPARATOR,
            "to_measure",
            SEPARATOR,
            "place_a",
            "place_b",
            "best_light",
            "luminescence",
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
    (QT_TRANSLATE_NOOP("Actions", "Revie&w"), LIFE_MENU),
    (QT_TRANSLATE_NOOP("Actions", "Pe&ople"), PEOPLE_MENU),
    (QT_TRANSLATE_NOOP("Actions", "&Language"), (LANGUAGES,)),
    (QT_TRANSLATE_NOOP("Actions", "&Help"), ("help", "about")),
)

TOOLBAR: tuple[str, ...] = (
    "new_case", "open_case", "import_pictures", SEPARATOR,
    "capture_all", "stop", "lamps_off", SEPARATOR,
    "zoom_fit", "zoom_actual", SEPARATOR,
    "grid", "specimen", "linked", "full_screen", SEPARATOR,
    "pan", "rectangle", "polygon", "measure_distance", SEPARATOR,
    "verify_case", "export_report",
)  # fmt: skip

#: Actions whose text stands beside the icon in the toolbar.
SPELLED_OUT = ("capture_all", "stop", "lamps_off", "export_report")

#: Every action by its key.
BY_KEY = {each.key: each for each in ACTIONS}
