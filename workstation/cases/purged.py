"""Which tables a purge empties. No model is loaded for it: ``verify`` asks as well."""

from __future__ import annotations

from functools import cache

from workstation.cases.migrations import current_version, schema_of

#: Tables that stay: the chain, who acted in it, its stages, its seals, which reports were issued, the tombstone.
#: They name staff, never whom the case was about. ``report_version`` goes, for what changed is free text.
KEPT = frozenset({"audit_event", "actor", "case_stage", "head_seal", "tombstone"})


@cache
def purged_tables() -> tuple[str, ...]:
    """Every table that does not stay, in the order of the schema."""
    return tuple(table for table in schema_of(current_version()).columns if table not in KEPT)
