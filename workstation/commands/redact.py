"""``redact``: the copy of a case that names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workstation.commands.station import Arguments, Result, Station

if TYPE_CHECKING:
    from workstation.specimens.library import Library


def redact(station: Station, library: Library, arguments: Arguments) -> Result:
    """Write a folder of masked pictures, a sheet and an index; say what was masked, and by what."""
    from workstation.cases.exports import Export, note_export_of
    from workstation.cases.store import CaseFile
    from workstation.copies.redact import Wishes, redacted_copy
    from workstation.copies.redact_folder import demand_new, written
    from workstation.messages import explain

    demand_new(arguments.out)
    actor = station.acting(arguments)
    wishes = Wishes(frozenset(arguments.hide), frozenset(arguments.show), arguments.include_text)
    with CaseFile.open(arguments.case, clock=station.clock, actor=actor, read_only=True) as case:
        copy = redacted_copy(case.snapshot(), lambda it: case.original(it.sha256), library, wishes)
        sha256 = written(copy, arguments.out, arguments.lang, station.clock.now())
    no_entry = note_export_of(
        arguments.case,
        Export.REDACTED,
        sha256,
        clock=station.clock,
        actor=actor,
        pictures=len(copy.pictures),
        texts=int(wishes.texts),
    )
    return {
        "written": str(arguments.out),
        "index_sha256": sha256,
        "pictures": [
            {
                "picture": each.number,
                "light": each.record.light,
                "file": each.name,
                "masked_by": each.by,
                "why": each.why,
                "model": each.model_id,
                "percent": round(100 * each.share),
            }
            for each in copy.pictures
        ],
        "left_out": [{"picture": each.number, "light": each.record.light, "why": each.why} for each in copy.left_out],
        "texts": [{"finding": at, "text": text} for at, text in copy.texts],
        "no_entry": explain(no_entry, arguments.lang) if no_entry else "",
    }
