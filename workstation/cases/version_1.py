"""The tables of schema version 1, word for word as they stand in every file.

The text is hashed into the audit chain of each case, so it is written out and frozen here and not rendered by a
library: a change of one blank would make every older file look altered. What later versions add stands in
``workstation.cases.migrations``.
"""

from __future__ import annotations

#: ``QDBC`` in ASCII; stands in the header of every case file.
APPLICATION_ID = 0x51444243

PAGE_SIZE_BYTES = 8192

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_TIME = f"{_DAY}T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z"


def _time(column: str) -> str:
    return f"CHECK ({column} GLOB '{_TIME}')"


def _hash(column: str) -> str:
    return f"CHECK (length({column}) = 64 AND {column} NOT GLOB '*[^0-9a-f]*')"


def _one_of(column: str, *codes: str) -> str:
    return f"CHECK ({column} IN ({', '.join(repr(code) for code in codes)}))"


_SEQ = "seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit_event (seq)"

_TABLES = {
    "audit_event": f"""
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at TEXT NOT NULL {_time("at")},
    actor_id TEXT NOT NULL REFERENCES actor (actor_id) DEFERRABLE INITIALLY DEFERRED,
    action TEXT NOT NULL CHECK (action <> ''),
    object_table TEXT,
    object_id TEXT NOT NULL,
    row_sha256 TEXT {_hash("row_sha256")},
    payload TEXT NOT NULL,
    prev_hash TEXT NOT NULL {_hash("prev_hash")},
    hash TEXT NOT NULL {_hash("hash")},
    CHECK ((object_table IS NULL) = (row_sha256 IS NULL))
""",
    "actor": f"""
    {_SEQ},
    actor_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE
""",
    "case_info": f"""
    {_SEQ},
    case_id TEXT NOT NULL,
    case_no TEXT NOT NULL,
    agency TEXT NOT NULL,
    exam_site TEXT NOT NULL,
    examiner TEXT NOT NULL,
    question TEXT NOT NULL,
    state TEXT NOT NULL {_one_of("state", "draft", "signed_off")},
    created_at TEXT NOT NULL {_time("created_at")},
    signed_off_at TEXT {_time("signed_off_at")},
    signed_off_by TEXT NOT NULL,
    CHECK ((state = 'signed_off') = (signed_off_at IS NOT NULL))
""",
    "exhibit": f"""
    {_SEQ},
    exhibit_id TEXT NOT NULL,
    exhibit_no TEXT NOT NULL,
    description TEXT NOT NULL,
    condition TEXT NOT NULL,
    received_from TEXT NOT NULL,
    model_id TEXT NOT NULL,
    model_ident_method TEXT NOT NULL {_one_of("model_ident_method", "", "mrz", "manual")},
    created_at TEXT NOT NULL {_time("created_at")}
""",
    "blob": f"""
    sha256 TEXT NOT NULL PRIMARY KEY {_hash("sha256")},
    byte_length INTEGER NOT NULL CHECK (byte_length = length(bytes)),
    bytes BLOB NOT NULL
""",
    "capture": f"""
    {_SEQ},
    capture_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    page TEXT NOT NULL,
    light TEXT NOT NULL CHECK (light <> ''),
    origin TEXT NOT NULL {_one_of("origin", "live", "file", "simulated")},
    sha256 TEXT NOT NULL REFERENCES blob (sha256),
    mime TEXT NOT NULL CHECK (mime GLOB 'image/?*'),
    byte_length INTEGER NOT NULL CHECK (byte_length > 0),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    channels INTEGER NOT NULL CHECK (channels IN (1, 3, 4)),
    bit_depth INTEGER NOT NULL CHECK (bit_depth IN (8, 16)),
    exposure_ms TEXT,
    gain_db TEXT,
    percent TEXT,
    px_per_mm TEXT,
    px_per_mm_source TEXT NOT NULL {_one_of("px_per_mm_source", "calibration", "file", "stated", "unknown")},
    device TEXT NOT NULL,
    firmware TEXT NOT NULL,
    source_name TEXT NOT NULL,
    captured_at TEXT NOT NULL {_time("captured_at")},
    captured_by TEXT NOT NULL
""",
    "finding": f"""
    {_SEQ},
    finding_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    capture_id TEXT REFERENCES capture (capture_id),
    region TEXT,
    region_mm TEXT,
    feature TEXT NOT NULL,
    light TEXT NOT NULL,
    method TEXT NOT NULL,
    observation TEXT NOT NULL,
    significance TEXT NOT NULL,
    observed TEXT NOT NULL,
    expected TEXT NOT NULL,
    specimen_model_id TEXT NOT NULL,
    specimen_sha256 TEXT NOT NULL,
    supersedes TEXT UNIQUE REFERENCES finding (finding_id),
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL {_time("created_at")},
    created_by TEXT NOT NULL,
    CHECK (region IS NULL OR capture_id IS NOT NULL),
    CHECK (withdrawn = 0 OR supersedes IS NOT NULL)
""",
    "conclusion": f"""
    {_SEQ},
    conclusion_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    scale TEXT NOT NULL CHECK (scale <> ''),
    scale_version INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level <> ''),
    reasoning TEXT NOT NULL,
    limitations TEXT NOT NULL,
    fraud_types TEXT NOT NULL,
    modus TEXT NOT NULL,
    supersedes TEXT UNIQUE REFERENCES conclusion (conclusion_id),
    created_at TEXT NOT NULL {_time("created_at")},
    created_by TEXT NOT NULL
""",
    "check_result": f"""
    {_SEQ},
    result_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    "check" TEXT NOT NULL CHECK ("check" <> ''),
    outcome TEXT NOT NULL {
        _one_of("outcome", "successful", "failed", "undetermined", "not_supported", "aborted", "not_performed")
    },
    capture_id TEXT REFERENCES capture (capture_id),
    light TEXT NOT NULL,
    measured TEXT,
    threshold TEXT,
    unit TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    performed_at TEXT NOT NULL {_time("performed_at")},
    CHECK (outcome <> 'not_performed' OR reason <> '')
""",
    "mrz_record": f"""
    {_SEQ},
    mrz_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    source TEXT NOT NULL {_one_of("source", "reader", "manual", "simulated")},
    device TEXT NOT NULL,
    lines TEXT NOT NULL,
    read_at TEXT NOT NULL {_time("read_at")}
""",
    "equipment_use": f"""
    {_SEQ},
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    maker TEXT NOT NULL,
    model TEXT NOT NULL,
    serial TEXT NOT NULL,
    firmware TEXT NOT NULL,
    simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
    lit_seconds TEXT NOT NULL,
    used_at TEXT NOT NULL {_time("used_at")}
""",
}

_NEVER_FROZEN = {"audit_event", "actor"}
_OF_AN_EXHIBIT = ("capture", "finding", "conclusion", "check_result", "mrz_record")

_SIGNED_OFF = "(SELECT state FROM case_info ORDER BY seq DESC LIMIT 1) = 'signed_off'"


def _trigger(table: str, name: str, when: str, reason: str) -> str:
    return f"CREATE TRIGGER {table}_{name}\nBEFORE {when}\nBEGIN\n    SELECT RAISE(ABORT, '{reason}');\nEND"


#: Statements that make an empty case file of version 1.
STATEMENTS: tuple[str, ...] = (
    *(f"CREATE TABLE {table} ({columns}) STRICT" for table, columns in _TABLES.items()),
    *(
        _trigger(table, f"no_{verb.lower()}", f"{verb} ON {table}", f"{table} is append-only")
        for table in _TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    *(
        _trigger(table, "frozen", f"INSERT ON {table} WHEN {_SIGNED_OFF}", "the case is signed off")
        for table in _TABLES
        if table not in _NEVER_FROZEN
    ),
    *(
        _trigger(
            table,
            "needs_exhibit",
            f"INSERT ON {table}\nWHEN NOT EXISTS (SELECT 1 FROM exhibit WHERE exhibit_id = NEW.exhibit_id)",
            "no such exhibit",
        )
        for table in _OF_AN_EXHIBIT
    ),
)
