"""Putting a finished file in its place: whole or not at all, and never over another."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workstation.errors import CaseFileError


@contextmanager
def whole_or_absent(path: Path) -> Iterator[Path]:
    """A temporary neighbour of ``path`` to fill and close; it takes the name ``path`` when the block succeeds.

    Raises
    ------
    CaseFileError
        ``file-exists``: something has that name already; ``folder-missing``; ``case-not-created``: the folder
        takes no new file.
    """
    if not path.parent.is_dir():
        raise CaseFileError("folder-missing", path=path.parent)
    if os.path.lexists(path):
        raise CaseFileError("file-exists", path=path)
    if not os.access(path.parent, os.W_OK):
        raise CaseFileError("case-not-created", path=path)
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        yield draft
        _take_name(draft, path)
    finally:
        for leftover in (draft, draft.with_name(f"{draft.name}-journal")):
            leftover.unlink(missing_ok=True)


def _take_name(draft: Path, path: Path) -> None:
    try:
        _link_or_rename(draft, path)
        _sync_folder(path.parent)
    except FileExistsError as error:
        raise CaseFileError("file-exists", path=path) from error
    except OSError as error:
        raise CaseFileError("case-not-created", path=path) from error


def _link_or_rename(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network shares know no hard links.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.rename(path)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
