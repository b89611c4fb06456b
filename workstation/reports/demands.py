"""What a report demands of the names on its head, asked before there is anything that it could fail on."""

from __future__ import annotations

from workstation.errors import ReportError
from workstation.reports.typeset import demand_printable
from workstation.reports.wording import Wording

LONGEST = {"case_no": 80, "examiner": 200}
"""Characters; the case number stands on every page beside other words."""


def demand_printable_head(language: str, **texts: str) -> None:
    """Refuse a text of the head of a report that it could not print.

    Parameters
    ----------
    language : str
        ``en`` or ``zh_CN``: of the report and of the field's name in the error.
    **texts : str
        By the keys of ``LONGEST``.

    Raises
    ------
    ReportError
        ``report-no-glyph``, naming character and field; ``report-text-too-long``.
    """
    words = Wording(language)
    for key, text in texts.items():
        field = words(f"case.{key}")
        if len(text) > LONGEST[key]:
            raise ReportError("report-text-too-long", field=field, length=len(text), most=LONGEST[key])
        demand_printable(text, field, language)
