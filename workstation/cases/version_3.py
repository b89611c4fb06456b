"""What schema version 3 adds, word for word as it stands in every file: recipes of kept views, and measurements.

Frozen like ``version_1``: its text is hashed into the audit chain of each case.
"""

from __future__ import annotations

_TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z"
_SIGNED_OFF = "(SELECT state FROM case_info ORDER BY seq DESC LIMIT 1) = 'signed_off'"
_HASH = "CHECK (length({0}) = 64 AND {0} NOT GLOB '*[^0-9a-f]*')"
_NEW = ("recipe", "measurement")

#: Statements that lead from version 2 to version 3.
STATEMENTS: tuple[str, ...] = (
    f"""CREATE TABLE recipe (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit_event (seq),
    recipe_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL CHECK (content <> ''),
    image_sha256 TEXT NOT NULL {_HASH.format("image_sha256")},
    software TEXT NOT NULL,
    created_at TEXT NOT NULL CHECK (created_at GLOB '{_TIME}'),
    created_by TEXT NOT NULL
) STRICT""",
    f"""CREATE TABLE measurement (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit_event (seq),
    measurement_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    capture_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    points_px TEXT NOT NULL,
    value TEXT NOT NULL,
    uncertainty TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit <> ''),
    px_per_mm TEXT,
    note TEXT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    supersedes TEXT,
    created_at TEXT NOT NULL CHECK (created_at GLOB '{_TIME}'),
    created_by TEXT NOT NULL
) STRICT""",
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()}\nBEFORE {verb} ON {table}\n"
        f"BEGIN\n    SELECT RAISE(ABORT, '{table} is append-only');\nEND"
        for table in _NEW
        for verb in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER {table}_frozen\nBEFORE INSERT ON {table} WHEN {_SIGNED_OFF}\n"
        "BEGIN\n    SELECT RAISE(ABORT, 'the case is signed off');\nEND"
        for table in _NEW
    ),
    *(
        f"CREATE TRIGGER {table}_needs_exhibit\nBEFORE INSERT ON {table}\n"
        "WHEN NOT EXISTS (SELECT 1 FROM exhibit WHERE exhibit_id = NEW.exhibit_id)\n"
        "BEGIN\n    SELECT RAISE(ABORT, 'no such exhibit');\nEND"
        for table in _NEW
    ),
    "CREATE TRIGGER measurement_needs_capture\nBEFORE INSERT ON measurement\n"
    "WHEN NOT EXISTS (SELECT 1 FROM capture WHERE capture_id = NEW.capture_id)\n"
    "BEGIN\n    SELECT RAISE(ABORT, 'no such capture');\nEND",
    "ALTER TABLE finding ADD COLUMN recipe_id TEXT",
    "CREATE TRIGGER finding_needs_recipe\nBEFORE INSERT ON finding\n"
    "WHEN NEW.recipe_id <> ''\n"
    "AND NOT EXISTS (SELECT 1 FROM recipe WHERE recipe_id = NEW.recipe_id)\n"
    "BEGIN\n    SELECT RAISE(ABORT, 'no such recipe');\nEND",
)
