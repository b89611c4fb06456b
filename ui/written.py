"""What is said of a file that was written from a case."""

from __future__ import annotations

from ui.language import current_language
from workstation.cases.exports import Written
from workstation.messages import sentence


def written_text(said: str, written: Written) -> str:
    """``said`` with the path; and why the case has no entry of the file, where it has none."""
    text = said.format(path=written.path)
    if written.no_entry is None:
        return text
    return f"{text} {sentence('said-no-entry', {'reason': written.no_entry}, current_language())}"
