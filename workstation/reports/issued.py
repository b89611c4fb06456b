"""Which link of a chain a finished PDF shows."""

from __future__ import annotations

from pathlib import Path

from workstation.errors import ReportError
from workstation.reports.archive import attachment
from workstation.reports.machine_readable import from_json


def head_shown(pdf: bytes, path: Path) -> str:
    """Hash of the link that the report shows.

    Raises
    ------
    ReportError
        ``report-unreadable``; ``report-not-of-case``: it carries no findings.
    """
    told = attachment(pdf)
    if told is None:
        raise ReportError("report-not-of-case", path=path)
    return str(from_json(told)["chain_head"]["sha256"])
