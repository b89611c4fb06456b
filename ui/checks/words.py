"""What a check result is called."""

from __future__ import annotations

from ui.fields import light_name, term
from ui.language import current_language
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.catalogue import MODES
from workstation.checks.judged import Judged
from workstation.vocabulary import vocabulary

_TONES = {"irregular": "bad", "caution": "caution", "regular": "good", "neutral": "quiet"}


def symbol_of(outcome: CheckOutcome) -> str:
    """The sign that stands with the colour of an outcome."""
    return str(vocabulary("check_outcome").terms[outcome].extra.get("symbol", ""))


def tone_of(outcome: CheckOutcome) -> str:
    """The tone of ``ui.style.TONES`` of an outcome."""
    return _TONES[str(vocabulary("check_outcome").terms[outcome].extra.get("tone", "neutral"))]


def outcome_name(outcome: CheckOutcome) -> str:
    """Name of an outcome in the language of the window."""
    return vocabulary("check_outcome").terms[outcome].name(current_language())


def measured_text(result: CheckResult) -> str:
    """Measured value and threshold with their unit; empty where nothing was measured."""
    if result.measured is None:
        return ""
    unit = f" {result.unit}" if result.unit else ""
    if result.threshold is None:
        return f"{result.measured:.4g}{unit}"
    return f"{result.measured:.4g} | {result.threshold:.4g}{unit}"


def mode_text(each: Judged) -> str:
    """How a check counts: mandatory, optional, or only logged."""
    mode = each.facts.get("mode", MODES.get(each.result.check, ""))
    return term("check_mode", mode) if mode else ""


def short_place(each: Judged) -> str:
    """The field that was compared, or the light: what tells two rows of one check apart."""
    if "field" in each.facts:
        return term("mrz_field", each.facts["field"])
    return light_name(each.result.light, short=True) if each.result.light else ""


def place_text(each: Judged) -> str:
    """Light, and which field or feature of the document."""
    facts = each.facts
    parts = [light_name(each.result.light, short=True) if each.result.light else ""]
    if "field" in facts:
        parts.append(term("mrz_field", facts["field"]))
    if "feature" in facts:
        parts.append(term("feature", facts["feature"]))
    return " · ".join(part for part in parts if part)
