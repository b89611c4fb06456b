"""What schema version 4 adds, word for word as it stands in every file: the life of a case, custody, reviews, seals.

Frozen like ``version_1``: its text is hashed into the audit chain of each case.
"""

from __future__ import annotations

_TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z"
_SEQ = "seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit_event (seq)"


def _time(column: str) -> str:
    return f"{column} TEXT NOT NULL CHECK ({column} GLOB '{_TIME}')"


def _hash(column: str) -> str:
    return f"{column} TEXT NOT NULL CHECK (length({column}) = 64 AND {column} NOT GLOB '*[^0-9a-f]*')"


def _one_of(column: str, codes: str) -> str:
    quoted = ", ".join(f"'{code}'" for code in codes.split())
    return f"{column} TEXT NOT NULL CHECK ({column} IN ({quoted}))"


_STAGES = "draft in_examination awaiting_review returned reviewed signed_off reported closed archived purged"
_ROLES = "examiner verifier supervisor station"
_MADE = f"{_time('created_at')},\n    created_by TEXT NOT NULL"

_TABLES = {
    "case_stage": f"""
    {_SEQ},
    {_one_of("previous", _STAGES)},
    {_one_of("stage", _STAGES)},
    {_one_of("role", _ROLES)},
    {_time("changed_at")},
    changed_by TEXT NOT NULL
""",
    "custody_event": f"""
    {_SEQ},
    custody_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    {_one_of("kind", "received opened transferred sealed returned destroyed")},
    from_whom TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    place TEXT NOT NULL,
    seal_no TEXT NOT NULL,
    witness TEXT NOT NULL,
    note TEXT NOT NULL,
    {_time("happened_at")},
    {_MADE}
""",
    "comment": f"""
    {_SEQ},
    comment_id TEXT NOT NULL UNIQUE,
    capture_id TEXT REFERENCES capture (capture_id),
    region TEXT,
    about_id TEXT NOT NULL,
    reply_to TEXT REFERENCES comment (comment_id),
    text TEXT NOT NULL CHECK (text <> ''),
    {_MADE},
    CHECK (region IS NULL OR capture_id IS NOT NULL)
""",
    "review": f"""
    {_SEQ},
    review_id TEXT NOT NULL UNIQUE,
    {_one_of("kind", "technical administrative supervisor")},
    {_one_of("decision", "approved returned")},
    reasons TEXT NOT NULL,
    {_one_of("role", "examiner supervisor")},
    {_MADE},
    CHECK (decision = 'approved' OR reasons <> '')
""",
    "verification_request": f"""
    {_SEQ},
    request_id TEXT NOT NULL UNIQUE,
    exhibit_id TEXT NOT NULL,
    verifier_id TEXT NOT NULL CHECK (verifier_id <> ''),
    verifier TEXT NOT NULL,
    {_MADE}
""",
    "verification": f"""
    {_SEQ},
    verification_id TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL UNIQUE REFERENCES verification_request (request_id),
    exhibit_id TEXT NOT NULL,
    scale TEXT NOT NULL CHECK (scale <> ''),
    scale_version INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level <> ''),
    reasoning TEXT NOT NULL,
    limitations TEXT NOT NULL,
    fraud_types TEXT NOT NULL,
    modus TEXT NOT NULL,
    findings TEXT NOT NULL,
    {_MADE}
""",
    "compared_point": f"""
    {_SEQ},
    verification_id TEXT NOT NULL REFERENCES verification (verification_id),
    point TEXT NOT NULL CHECK (point <> ''),
    examiner TEXT NOT NULL,
    verifier TEXT NOT NULL,
    {_one_of("agreement", "agree differ examiner_only verifier_only")},
    UNIQUE (verification_id, point)
""",
    "resolution": f"""
    {_SEQ},
    resolution_id TEXT NOT NULL UNIQUE,
    verification_id TEXT NOT NULL REFERENCES verification (verification_id),
    position TEXT NOT NULL CHECK (position <> ''),
    reasoning TEXT NOT NULL CHECK (reasoning <> ''),
    {_MADE}
""",
    "report_version": f"""
    {_SEQ},
    version INTEGER NOT NULL UNIQUE CHECK (version >= 1),
    {_hash("sha256")},
    language TEXT NOT NULL,
    {_hash("chain_head")},
    changed TEXT NOT NULL,
    {_time("issued_at")},
    issued_by TEXT NOT NULL,
    CHECK (version = 1 OR changed <> '')
""",
    "retention": f"""
    {_SEQ},
    rule TEXT NOT NULL CHECK (rule <> ''),
    retain_until TEXT CHECK (retain_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    legal_hold INTEGER NOT NULL CHECK (legal_hold IN (0, 1)),
    reason TEXT NOT NULL,
    {_MADE}
""",
    "head_seal": f"""
    {_SEQ},
    seal_id TEXT NOT NULL UNIQUE,
    handover TEXT NOT NULL CHECK (handover <> ''),
    sealed_seq INTEGER NOT NULL REFERENCES audit_event (seq),
    {_hash("sealed_hash")},
    {_one_of("algorithm", "ed25519 ecdsa-sha256 rsa-sha256")},
    public_key TEXT NOT NULL,
    certificate TEXT NOT NULL,
    statement TEXT NOT NULL,
    signature TEXT NOT NULL,
    time_stamp TEXT NOT NULL,
    {_MADE},
    CHECK (sealed_seq < seq)
""",
    "tombstone": f"""
    {_SEQ},
    case_id TEXT NOT NULL UNIQUE,
    case_no TEXT NOT NULL,
    rule TEXT NOT NULL,
    {_hash("chain_head")},
    pictures TEXT NOT NULL,
    removed TEXT NOT NULL,
    {_time("purged_at")},
    purged_by TEXT NOT NULL
""",
}

_EVIDENCE = (
    "exhibit",
    "capture",
    "calibration",
    "finding",
    "recipe",
    "measurement",
    "conclusion",
    "check_result",
    "mrz_record",
    "equipment_use",
)
_OF_AN_EXHIBIT = ("custody_event", "verification_request", "verification")

_STAGE = (
    "coalesce((SELECT stage FROM case_stage ORDER BY seq DESC LIMIT 1), "
    "(SELECT state FROM case_info ORDER BY seq DESC LIMIT 1), 'draft')"
)
_EDITABLE = "('draft', 'in_examination', 'returned')"
_UNDER_REVIEW = "('awaiting_review', 'reviewed')"
_ISSUED = "('signed_off', 'reported', 'closed')"

_STEPS = """
        ('draft in_examination examiner'),
        ('in_examination awaiting_review examiner'),
        ('returned awaiting_review examiner'),
        ('awaiting_review returned examiner'),
        ('awaiting_review returned supervisor'),
        ('awaiting_review reviewed examiner'),
        ('awaiting_review reviewed supervisor'),
        ('reviewed returned supervisor'),
        ('reviewed signed_off supervisor'),
        ('draft signed_off station'),
        ('signed_off reported examiner'),
        ('signed_off reported supervisor'),
        ('signed_off reported station'),
        ('reported closed supervisor'),
        ('reported closed station'),
        ('closed archived supervisor'),
        ('closed archived station'),
        ('archived purged supervisor'),
        ('archived purged station')"""


def _author(name: str) -> str:
    """Whether whoever writes the new row has written what is reviewed, by the chain or by name."""
    return f"""EXISTS (
        SELECT 1 FROM audit_event AS mine JOIN audit_event AS theirs ON theirs.actor_id = mine.actor_id
        WHERE mine.seq = NEW.seq AND theirs.seq < NEW.seq AND theirs.object_table IN
            ('capture', 'finding', 'recipe', 'measurement', 'conclusion', 'mrz_record'))
    OR EXISTS (SELECT 1 FROM finding WHERE created_by = NEW.{name})
    OR EXISTS (SELECT 1 FROM conclusion WHERE created_by = NEW.{name})
    OR EXISTS (SELECT 1 FROM case_stage WHERE stage = 'awaiting_review' AND changed_by = NEW.{name})"""


def _trigger(table: str, name: str, when: str, reason: str, verb: str = "INSERT") -> str:
    condition = f"\nWHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {table}_{name}\nBEFORE {verb} ON {table}{condition}\n"
        f"BEGIN\n    SELECT RAISE(ABORT, '{reason}');\nEND"
    )


_SUBMITTED = "coalesce((SELECT max(seq) FROM case_stage WHERE stage = 'awaiting_review'), 0)"

#: Statements that lead from version 3 to version 4.
STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE actor ADD COLUMN account_id TEXT",
    *(f"CREATE TABLE {table} ({columns}) STRICT" for table, columns in _TABLES.items()),
    *(
        _trigger(table, f"no_{verb.lower()}", "", f"{table} is append-only", verb)
        for table in _TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    *(
        _trigger(table, "stage", f"{_STAGE} NOT IN {_EDITABLE}", "the case is not open for changes")
        for table in _EVIDENCE
    ),
    _trigger(
        "case_info",
        "stage",
        f"NEW.state = 'draft' AND {_STAGE} NOT IN {_EDITABLE}",
        "the case is not open for changes",
    ),
    _trigger(
        "case_stage",
        "step",
        f"NEW.previous <> {_STAGE}\n"
        f"OR NOT EXISTS (SELECT 1 FROM (SELECT column1 AS step FROM (VALUES{_STEPS}))\n"
        "    WHERE step = NEW.previous || ' ' || NEW.stage || ' ' || NEW.role)",
        "no such step in the life of a case",
    ),
    _trigger(
        "case_stage",
        "needs_review",
        f"NEW.stage = 'reviewed' AND NOT EXISTS (SELECT 1 FROM review\n"
        f"    WHERE kind = 'technical' AND decision = 'approved' AND seq > {_SUBMITTED})",
        "nobody has approved",
    ),
    _trigger(
        "case_stage",
        "not_by_author",
        "NEW.previous IN ('awaiting_review', 'reviewed') AND (" + _author("changed_by") + ")",
        "nobody reviews their own case",
    ),
    _trigger(
        "case_stage",
        "needs_verification",
        "NEW.stage = 'signed_off' AND EXISTS (SELECT 1 FROM verification_request\n"
        "    WHERE request_id NOT IN (SELECT request_id FROM verification))",
        "a verification is open",
    ),
    _trigger(
        "case_stage",
        "kept",
        "NEW.stage = 'purged' AND EXISTS (\n"
        "    SELECT 1 FROM (SELECT legal_hold, retain_until FROM retention ORDER BY seq DESC LIMIT 1)\n"
        "    WHERE legal_hold = 1 OR retain_until > substr(NEW.changed_at, 1, 10))",
        "the case must be kept",
    ),
    _trigger("review", "stage", f"{_STAGE} NOT IN {_UNDER_REVIEW}", "the case awaits no review"),
    _trigger("review", "not_by_author", _author("created_by"), "nobody reviews their own case"),
    _trigger("verification", "not_by_author", _author("created_by"), "nobody verifies their own case"),
    _trigger(
        "verification",
        "as_requested",
        "NOT EXISTS (SELECT 1 FROM verification_request AS asked JOIN audit_event ON audit_event.seq = NEW.seq\n"
        "    JOIN actor USING (actor_id) WHERE asked.request_id = NEW.request_id\n"
        "    AND asked.exhibit_id = NEW.exhibit_id AND asked.verifier_id = actor.account_id)",
        "somebody else was asked",
    ),
    *(
        _trigger(table, "stage", f"{_STAGE} NOT IN {_UNDER_REVIEW}", "the case awaits no review")
        for table in ("verification_request", "verification")
    ),
    _trigger(
        "report_version",
        "next",
        f"{_STAGE} NOT IN {_ISSUED}\nOR NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM report_version)",
        "not the next version of a report",
    ),
    _trigger(
        "custody_event",
        "not_destroyed",
        "EXISTS (SELECT 1 FROM custody_event WHERE exhibit_id = NEW.exhibit_id AND kind = 'destroyed')",
        "the item was destroyed",
    ),
    _trigger("tombstone", "stage", f"{_STAGE} <> 'purged'", "the case was not purged"),
    _trigger(
        "head_seal",
        "names_link",
        "NOT EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.sealed_seq AND hash = NEW.sealed_hash)",
        "no such link",
    ),
    *(
        _trigger(
            table,
            "needs_exhibit",
            "NOT EXISTS (SELECT 1 FROM exhibit WHERE exhibit_id = NEW.exhibit_id)",
            "no such exhibit",
        )
        for table in _OF_AN_EXHIBIT
    ),
    *(
        _trigger(table, "purged", "EXISTS (SELECT 1 FROM tombstone)", "the case was purged")
        for table in ("custody_event", "comment", "compared_point", "resolution", "retention", "case_info", "blob")
    ),
)
