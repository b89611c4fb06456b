"""What schema version 2 adds, word for word as it stands in every file: calibrations, and the filter of a capture.

Frozen like ``version_1``: its text is hashed into the audit chain of each case.
"""

from __future__ import annotations

_TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z"
_SIGNED_OFF = "(SELECT state FROM case_info ORDER BY seq DESC LIMIT 1) = 'signed_off'"

#: Statements that lead from version 1 to version 2.
STATEMENTS: tuple[str, ...] = (
    f"""CREATE TABLE calibration (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit_event (seq),
    calibration_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind <> ''),
    made_at TEXT NOT NULL CHECK (made_at GLOB '{_TIME}'),
    made_by TEXT NOT NULL,
    camera TEXT NOT NULL,
    lights TEXT NOT NULL,
    light TEXT NOT NULL,
    content TEXT NOT NULL CHECK (content <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT""",
    *(
        f"CREATE TRIGGER calibration_no_{verb.lower()}\nBEFORE {verb} ON calibration\n"
        "BEGIN\n    SELECT RAISE(ABORT, 'calibration is append-only');\nEND"
        for verb in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER calibration_frozen\nBEFORE INSERT ON calibration WHEN {_SIGNED_OFF}\n"
    "BEGIN\n    SELECT RAISE(ABORT, 'the case is signed off');\nEND",
    "ALTER TABLE capture ADD COLUMN filter TEXT",
    "ALTER TABLE capture ADD COLUMN calibration_id TEXT",
    "ALTER TABLE capture ADD COLUMN calibration_ids TEXT",
    "ALTER TABLE capture ADD COLUMN px_per_mm_uncertainty TEXT",
    "CREATE TRIGGER capture_needs_calibration\nBEFORE INSERT ON capture\n"
    "WHEN NEW.calibration_id <> ''\n"
    "AND NOT EXISTS (SELECT 1 FROM calibration WHERE calibration_id = NEW.calibration_id)\n"
    "BEGIN\n    SELECT RAISE(ABORT, 'no such calibration');\nEND",
)
