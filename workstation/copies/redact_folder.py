"""A redacted copy as a folder that is whole or absent."""

from __future__ import annotations

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from workstation.captures import sha256_hex
from workstation.copies.redact import RedactedCopy, index
from workstation.copies.redact_sheet import sheet
from workstation.errors import CaseFileError

INDEX, SHEET = "index.json", "sheet.pdf"


def demand_new(folder: Path) -> None:
    """Refuse to write into anything that is there.

    Raises
    ------
    CaseFileError
        ``redact-folder-exists``.
    """
    if os.path.lexists(folder):
        raise CaseFileError("redact-folder-exists", path=folder)


def written(copy: RedactedCopy, folder: Path, language: str, made_at: datetime) -> str:
    """Write masked pictures, sheet and index into a new folder; gives the SHA-256 of the index.

    Raises
    ------
    CaseFileError
        ``redact-folder-exists``; ``redact-not-written``.
    """
    demand_new(folder)
    files = {each.name: each.png for each in copy.pictures} | {SHEET: sheet(copy, language, made_at)}
    listed = index(copy, files)
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        aside.mkdir(parents=True)
        for name, data in (files | {INDEX: listed}).items():
            with (aside / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        aside.rename(folder)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise CaseFileError("redact-not-written", path=folder, reason=error.strerror or str(error)) from error
    return sha256_hex(listed)
