"""Texts that stand in tables: marked for translation here, translated where they are shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # the name that lupdate looks for
    """The text itself; ``QCoreApplication.translate(context, text)`` says it in the language of the window."""
    return text
