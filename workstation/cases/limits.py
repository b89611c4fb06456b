"""What a case file from elsewhere may ask of SQLite, and how much it may hold.

Python 3.12 has ``setconfig`` and with it SQLite's defensive mode. On 3.11 it cannot be reached; what it forbids (a
writable schema, a journal that is off) is refused by ``_permitted``, there as everywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from workstation.cases.encryption import module_of
from workstation.errors import CaseFileDamaged

#: The longest row that is no picture; a calibration of a whole field has a few million bytes.
MOST_ROW_BYTES = 64 << 20
#: Everything that is no picture, in one file.
MOST_CONTENT_BYTES = 512 << 20

TOO_MUCH = "case-too-much"

#: SQLite that tells the length of a text without reading it.
_KNOWS_OCTETS = (3, 43)

#: None is larger than this in any statement or schema of ours. Lengths are limited where rows are read.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 20,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
}

_ALWAYS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}
_WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
_OWN_TABLES = "sqlite_"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Of our statements and of the rules in the schema; ``like`` and ``glob`` are operators that SQLite calls so.
_FUNCTIONS = _words(
    "abs avg cast coalesce count date datetime glob group_concat hex ifnull iif instr json json_array_length"
    " json_each json_extract json_type json_valid julianday length like lower ltrim max min nullif octet_length"
    " printf format quote raise replace round rtrim strftime substr substring sum time total trim typeof unicode"
    " unixepoch upper"
)

_PRAGMAS = _words(
    "application_id busy_timeout cache_size cell_size_check data_version database_list defer_foreign_keys encoding"
    " foreign_key_check foreign_keys integrity_check max_page_count mmap_size page_count page_size recursive_triggers"
    " read_uncommitted secure_delete synchronous temp_store trusted_schema user_version"
)
_PRAGMAS_OF = {"journal_mode": {None, "DELETE"}}


def _permitted(action: int, first: str | None, second: str | None, database: str | None, inside: str | None) -> int:
    """SQLite's authorizer: asked for each part of each statement when it is prepared, also of triggers and views."""
    allowed = action in _ALWAYS
    if action in _WRITES:
        allowed = not str(first).startswith(_OWN_TABLES)
    elif action == sqlite3.SQLITE_FUNCTION:
        allowed = str(second).lower() in _FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        name = str(first).lower()
        allowed = name in _PRAGMAS or second in _PRAGMAS_OF.get(name, ())
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def guard(connection: sqlite3.Connection) -> None:
    """Allow a connection what reading and extending a case needs: no other file, no change of the schema."""
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    defensive = getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE", None)
    if defensive is not None and hasattr(connection, "setconfig"):
        connection.setconfig(defensive, True)
    connection.set_authorizer(_permitted)


@contextmanager
def schema_writable(connection: sqlite3.Connection) -> Iterator[None]:
    """For migrations and purges, once the schema was found to be ours."""
    connection.set_authorizer(None)
    try:
        yield
    finally:
        # Of a connection that the block closed there is nothing left to guard.
        with suppress(module_of(connection).ProgrammingError):
            connection.set_authorizer(_permitted)


def demand_fit(connection: sqlite3.Connection, path: Path, columns: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a case file with rows as ``unfit_rows`` finds.

    Raises
    ------
    CaseFileDamaged
        ``case-value-type``, ``case-too-much``.
    """
    for code, where in unfit_rows(connection, path.stat().st_size, columns):
        raise CaseFileDamaged(code, path=path, where=where)


def unfit_rows(
    connection: sqlite3.Connection, byte_length: int, columns: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Rows of other types than their columns, and the first that is more than a file of that length can hold.

    A forged file can lead SQLite in circles: a few pages read as endless rows and endless texts. Pictures are not
    read here, nor counted.

    Parameters
    ----------
    columns : mapping
        The declared type of each column of each table.

    Yields
    ------
    A code of ``resources/messages/cases.toml`` and where; nothing after ``TOO_MUCH``.
    """
    # UTF-16 in the file can be a half longer in UTF-8.
    left = min(2 * byte_length, MOST_CONTENT_BYTES)
    before = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_ROW_BYTES)
    try:
        for table in columns.keys() - {"blob"}:
            for rowid in _longer(connection, table, columns[table]):
                yield TOO_MUCH, f"{table} row {rowid}"
                return
            for rowid, length, strange in connection.execute(_weighing(table, columns[table])):
                left -= length
                if left < 0:
                    yield TOO_MUCH, f"{table} row {rowid}"
                    return
                if strange:
                    yield "case-value-type", f"{table} row {rowid}"
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, before)


def _longer(connection: sqlite3.Connection, table: str, types: Mapping[str, str]) -> Iterator[int]:
    """The first row that is too long, by what its own header says: SQLCipher's module sets no limit to stop at."""
    module = module_of(connection)
    if module is sqlite3 or module.sqlite_version_info < _KNOWS_OCTETS:
        return
    lengths = " + ".join(f'coalesce(octet_length("{name}"), 0)' for name in types)
    query = f'SELECT rowid FROM "{table}" NOT INDEXED WHERE {lengths} > ? LIMIT 1'
    for (rowid,) in connection.execute(query, (MOST_ROW_BYTES,)):
        yield int(rowid)


def _weighing(table: str, types: Mapping[str, str]) -> str:
    lengths = " + ".join(f'coalesce(length("{name}"), 1)' for name in types)
    strange = " + ".join(f"(typeof(\"{name}\") NOT IN ('{kind.lower()}', 'null'))" for name, kind in types.items())
    return f'SELECT rowid, {lengths}, {strange} FROM "{table}" NOT INDEXED'
