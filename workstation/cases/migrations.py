"""From older files to the present schema: forward only, in one transaction, with a copy kept first.

A migration may add tables, triggers and columns that allow NULL; nothing else. Then no digest in an older audit
chain changes (``workstation.cases.audit``).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache

from workstation.cases import version_1, version_2, version_3, version_4
from workstation.cases.audit import schema_digest
from workstation.cases.connection import SchemaRow, schema_listing


@dataclass(frozen=True, slots=True)
class Migration:
    """The statements that lead from the version before to ``version``."""

    version: int
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, version_2.STATEMENTS),
    Migration(3, version_3.STATEMENTS),
    Migration(4, version_4.STATEMENTS),
)


def current_version() -> int:
    """Schema version that this program writes."""
    return MIGRATIONS[-1].version if MIGRATIONS else 1


def pending(version: int) -> tuple[Migration, ...]:
    """Migrations that a file of that version still needs, in order."""
    return tuple(each for each in MIGRATIONS if each.version > version)


def statements_of(version: int) -> tuple[str, ...]:
    """Statements that make an empty file of a known version."""
    later = (text for each in MIGRATIONS if each.version <= version for text in each.statements)
    return (*version_1.STATEMENTS, *later)


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file of some version must hold.

    ``columns`` names the columns of each table in declared order, ``types`` also their declared types.
    """

    listing: tuple[SchemaRow, ...]
    columns: dict[str, tuple[str, ...]]
    types: dict[str, dict[str, str]]
    sha256: str


def schema_of(version: int) -> Schema:
    """Schema that a file of a known version must hold."""
    return _schema(statements_of(version))


@cache
def _schema(statements: tuple[str, ...]) -> Schema:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
        listing = schema_listing(connection)
        tables = [name for kind, name, _, _ in listing if kind == "table"]
        types = {
            name: dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall())
            for name in tables
        }
    finally:
        connection.close()
    return Schema(listing, {name: tuple(each) for name, each in types.items()}, types, schema_digest(listing))
