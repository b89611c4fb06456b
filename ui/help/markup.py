"""What the program says in place of the marks of a page: keys as they are, parameters as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from ui.actions import ACTIONS, BY_KEY, ActionInfo
from ui.compare.dials import DIALS
from ui.compare.words import CompareWords
from ui.enhance.controls import unit_of
from ui.fields import light_name, term
from ui.help.pages import Mark, contents, marks, source, substituted, title
from ui.language import current_language
from ui.marks import QT_TRANSLATE_NOOP
from ui.viewer.blend import Mode
from workstation.imaging.operations import OPERATIONS, Parameter
from workstation.imaging.operations.operation import ParameterKind

FIELD_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "save_finding": "Ctrl+Return",
        "set_point": "Space",
        "finish": "Return",
        "take_back": "Backspace",
        "earlier": "Ctrl+Up",
        "later": "Ctrl+Down",
        "remove_step": "Del",
    }
)
"""Keys that belong to a field or a picture and so are no actions of the window."""

_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_LIGHT_KEYS = "1234567890"


def spoken(keys: str) -> str:
    """A key sequence as the pages write it."""
    *held, key = keys.rsplit("+", 1) if not keys.endswith("+") else (keys[:-2], "+") if len(keys) > 1 else (keys,)
    return "+".join((*filter(None, held), _ARROWS.get(key, key)))


def keys_of(action: str) -> str:
    """First key of an action; its place in the menu where it has none."""
    info = BY_KEY[action]
    if info.shortcuts:
        return f"`{spoken(info.shortcuts[0])}`"
    return f"*{_named(info.text)}*"


def _named(text: str) -> str:
    return QCoreApplication.translate("Actions", text).split("(&")[0].replace("&", "").rstrip("…")


class Markup:
    """Says the marks in the language of the window, for the bench at hand.

    Parameters
    ----------
    lights : sequence of str
        Lights in the order of their keys.
    """

    def __init__(self, lights: Sequence[str] = ()) -> None:
        self._lights = tuple(lights)
        self._words = CompareWords()
        self._kinds: Mapping[str, Callable[[str], str]] = {
            "light": self._light,
            "place": self._place,
            "term": self._term,
            "page": self._link,
            "parameters": self._parameters,
            "dials": self._dials,
            "every_key": self._every_key,
            "choose_specimen": self._choose_specimen,
        }

    def page(self, page_id: str) -> str:
        """Markdown of a page."""
        text = source(page_id, current_language())
        return substituted(text, {each: self._say(each) for each in marks(text)})

    def _say(self, mark: Mark) -> str:
        if mark.kind in self._kinds:
            return self._kinds[mark.kind](mark.about)
        if mark.kind in FIELD_KEYS:
            return f"`{spoken(FIELD_KEYS[mark.kind])}`"
        return keys_of(mark.kind)

    def _light(self, code: str) -> str:
        key = next((key for key, light in zip(_LIGHT_KEYS, self._lights, strict=False) if light == code), "")
        name = light_name(code, short=True)
        return f"`{key}` {name}" if key else name

    def _place(self, code: str) -> str:
        return contents().places[code][current_language()]

    def _term(self, path: str) -> str:
        return f"“{term(*path.split('/'))}”"

    def _link(self, page_id: str) -> str:
        return f"[{title(page_id, current_language())}]({page_id})"

    def _parameters(self, code: str) -> str:
        rows = [self._row(each) for each in OPERATIONS[code].parameters if each.kind is not ParameterKind.NUMBERS]
        return self._table(rows)

    def _row(self, each: Parameter) -> tuple[str, str, str]:
        name, unit = term("parameter", each.name), unit_of(each.name)
        if each.choices:
            reach = ", ".join(term("parameter_choice", choice) for choice in each.choices)
            return name, term("parameter_choice", str(each.default)), reach
        return name, f"{each.default:g}{unit}", f"{each.minimum:g} – {each.maximum:g}{unit}"

    def _dials(self, mode: str) -> str:
        rows = []
        for dial in DIALS[Mode(mode)]:
            low, high = (f"{each * dial.shown:g}" for each in (dial.minimum, dial.highest))
            default = f"{dial.default * dial.shown:g}{dial.unit}"
            rows.append((self._words.dial(dial.name), default, f"{low} – {high}{dial.unit}"))
        return self._table(rows)

    def _table(self, rows: Sequence[tuple[str, str, str]]) -> str:
        head = tuple(_said(each) for each in (PARAMETER, AT_FIRST, REACH))
        return "\n".join(_cells(each) for each in (head, ("---",) * 3, *rows))

    def _choose_specimen(self, _: str) -> str:
        list_name = QCoreApplication.translate("DocumentBox", "Specimen to compare with")
        return f"{keys_of('to_case')}, “{list_name}”, {keys_of('to_pictures')}"

    def _every_key(self, _: str) -> str:
        rows = [
            (" / ".join(f"`{spoken(keys)}`" for keys in each.shortcuts), _does(each))
            for each in ACTIONS
            if each.shortcuts
        ]
        head = tuple(_said(each) for each in (KEY, DOES))
        return "\n".join(_cells(each) for each in (head, ("---",) * 2, *rows))


PARAMETER = QT_TRANSLATE_NOOP("Help", "Parameter")
AT_FIRST = QT_TRANSLATE_NOOP("Help", "At first")
REACH = QT_TRANSLATE_NOOP("Help", "From – to")
KEY = QT_TRANSLATE_NOOP("Help", "Key")
DOES = QT_TRANSLATE_NOOP("Help", "Does")


def _said(text: str) -> str:
    return QCoreApplication.translate("Help", text)


def _does(action: ActionInfo) -> str:
    """Name of an action and, where it has one, its sentence."""
    name = f"**{_named(action.text)}**"
    return f"{name} – {QCoreApplication.translate('Actions', action.tip)}" if action.tip else name


def _cells(row: Sequence[str]) -> str:
    return "| " + " | ".join(each.replace("|", "\\|") for each in row) + " |"
