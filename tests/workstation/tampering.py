"""Seeded damage to a case file: bytes, cells, rows, schema, each chosen by the number of the attempt alone."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from test_cases_verify import Attacker, flip

from workstation.cases import migrations

TABLES = tuple(migrations.schema_of(migrations.current_version()).columns)

Content = dict[str, list[tuple[object, ...]]]


def contents(path: Path) -> Content | None:
    """Every row and every object of the schema, or None where SQLite cannot read them."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as raw:
            raw.text_factory = bytes
            found: Content = {
                table: raw.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY rowid").fetchall() for table in TABLES
            }
            # Pictures go by their hash; the place where SQLite keeps one is no content.
            found["blob"].sort(key=repr)
            found["schema"] = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
            return found
    except (sqlite3.Error, UnicodeDecodeError):  # the second where SQLite names what it cannot read
        return None


# ---------------------------------------------------------------------- bytes


def flip_byte(path: Path, original: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(original))
    path.write_bytes(original[:at] + bytes([original[at] ^ (1 << chance.randrange(8))]) + original[at + 1 :])


def overwrite(path: Path, original: bytes, chance: random.Random) -> None:
    at, length = chance.randrange(len(original)), chance.choice([2, 30, 900])
    path.write_bytes((original[:at] + chance.randbytes(length) + original[at + length :])[: len(original)])


def delete_bytes(path: Path, original: bytes, chance: random.Random) -> None:
    at, length = chance.randrange(len(original)), chance.choice([1, 7, 8192])
    path.write_bytes(original[:at] + original[at + length :])


def insert_bytes(path: Path, original: bytes, chance: random.Random) -> None:
    at, length = chance.randrange(len(original)), chance.choice([1, 7, 8192])
    path.write_bytes(original[:at] + chance.randbytes(length) + original[at:])


def swap_blocks(path: Path, original: bytes, chance: random.Random) -> None:
    size = chance.choice([16, 512, 8192])
    first, second = sorted(chance.sample(range(len(original) // size), 2))
    blocks = [original[place * size : (place + 1) * size] for place in range(-(-len(original) // size))]
    blocks[first], blocks[second] = blocks[second], blocks[first]
    path.write_bytes(b"".join(blocks))


# ---------------------------------------------------------------------- rows


def _rows(raw: sqlite3.Connection, chance: random.Random, count: int) -> tuple[str, list[int]]:
    while True:
        table = chance.choice(TABLES)
        found = [rowid for (rowid,) in raw.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
        if len(found) >= count:
            return table, chance.sample(found, count)


def _columns(table: str) -> tuple[str, ...]:
    return tuple(migrations.schema_of(migrations.current_version()).columns[table])


def flip_cell(raw: sqlite3.Connection, chance: random.Random) -> None:
    table, (rowid,) = _rows(raw, chance, 1)
    column = chance.choice(_columns(table))
    before = raw.execute(f'SELECT "{column}" FROM {table} WHERE rowid = {rowid}').fetchone()[0]
    after = "x" if before is None else flip(str(before) if isinstance(before, float) else before, chance)
    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = {rowid}', (after,))


def delete_row(raw: sqlite3.Connection, chance: random.Random) -> None:
    table, (rowid,) = _rows(raw, chance, 1)
    raw.execute(f"DELETE FROM {table} WHERE rowid = {rowid}")


def insert_row(raw: sqlite3.Connection, chance: random.Random) -> None:
    """A copy of another row under a new number and name."""
    table, (rowid,) = _rows(raw, chance, 1)
    values = list(raw.execute(f"SELECT * FROM {table} WHERE rowid = {rowid}").fetchone())
    new = 5000 + chance.randrange(1000)
    values = [new if name == "seq" else value for name, value in zip(_columns(table), values, strict=True)]
    texts = [place for place, value in enumerate(values) if isinstance(value, str)]
    place = texts[0]
    values[place] = f"{new:064x}" if len(values[place]) == 64 else f"{values[place][:-4]}{new}"
    raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def swap_rows(raw: sqlite3.Connection, chance: random.Random) -> None:
    table, (first, second) = _rows(raw, chance, 2)
    for old, new in ((first, 9000), (second, first), (9000, second)):
        raw.execute(f"UPDATE {table} SET rowid = ? WHERE rowid = ?", (new, old))


def swap_cells(raw: sqlite3.Connection, chance: random.Random) -> None:
    table, (first, second) = _rows(raw, chance, 2)
    column = chance.choice(_columns(table))
    query = f'SELECT "{column}" FROM {table} WHERE rowid = ?'
    one, other = (raw.execute(query, (rowid,)).fetchone()[0] for rowid in (first, second))
    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (other, first))
    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (one, second))


def swap_pictures(raw: sqlite3.Connection, chance: random.Random) -> None:
    pictures = raw.execute("SELECT rowid, bytes, byte_length FROM blob ORDER BY rowid").fetchall()
    (first, *one), (second, *other) = chance.sample(pictures, 2)
    for rowid, values in ((first, other), (second, one)):
        raw.execute("UPDATE blob SET bytes = ?, byte_length = ? WHERE rowid = ?", (*values, rowid))


# ---------------------------------------------------------------------- schema


def change_schema(path: Path, original: bytes, chance: random.Random) -> None:
    path.write_bytes(original)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        triggers = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1")
        ]
        table = chance.choice(TABLES)
        raw.execute(
            chance.choice(
                [
                    f"DROP TRIGGER {chance.choice(triggers)}",
                    f"CREATE TABLE strange_{chance.randrange(99)} (a)",
                    f"CREATE VIEW strange AS SELECT * FROM {table}",
                    f"CREATE INDEX strange ON {table} ({_columns(table)[-1]})",
                    f"CREATE TRIGGER strange AFTER INSERT ON {table} BEGIN SELECT 1; END",
                    f"ALTER TABLE {table} ADD COLUMN strange TEXT",
                ]
            )
        )


def of_rows(change: Callable[[sqlite3.Connection, random.Random], None]) -> Callable[..., None]:
    """The change as somebody makes it who drops the triggers first and puts them back."""

    def changed(path: Path, original: bytes, chance: random.Random) -> None:
        path.write_bytes(original)
        with Attacker(path) as raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("PRAGMA journal_mode = OFF")
            try:
                change(raw, chance)
            except sqlite3.IntegrityError:
                return  # The tables themselves refuse, such as a hash that another row has.

    return changed


CHANGES: dict[str, Callable[[Path, bytes, random.Random], None]] = {
    "byte flipped": flip_byte,
    "bytes overwritten": overwrite,
    "bytes deleted": delete_bytes,
    "bytes inserted": insert_bytes,
    "blocks swapped": swap_blocks,
    "cell flipped": of_rows(flip_cell),
    "row deleted": of_rows(delete_row),
    "row inserted": of_rows(insert_row),
    "rows swapped": of_rows(swap_rows),
    "cells swapped": of_rows(swap_cells),
    "pictures swapped": of_rows(swap_pictures),
    "schema changed": change_schema,
}
