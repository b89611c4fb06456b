"""A report from a case, its originals and the reference library: the entry that the program uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, KeptRecipe, LoggedEvent
from workstation.errors import RecipeError, SpecimenError
from workstation.imaging.colour import profile_of, shows_colours, to_srgb
from workstation.imaging.pictures import decode, for_display, probe
from workstation.imaging.recipe import Source, SourceKind, parse_recipe
from workstation.imaging.register import register
from workstation.imaging.replay import image_sha256, replay
from workstation.imaging.views import Pixels
from workstation.reports.archive import archived
from workstation.reports.build import build
from workstation.reports.comparison_sheet import build_sheet
from workstation.reports.machine_readable import describe, to_json
from workstation.reports.pdf import lay_out
from workstation.reports.sources import ReportSources, RgbPicture
from workstation.software import SoftwareInfo
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenModel, SpecimenPicture


def make_report(
    snapshot: CaseSnapshot,
    *,
    original: Callable[[CaptureRecord], bytes],
    library: Library,
    language: str,
    printed_at: datetime,
    software: SoftwareInfo | None = None,
    sheet: bool = False,
    exports: tuple[LoggedEvent, ...] = (),
) -> bytes:
    """The report of a case as a PDF with its findings as JSON inside.

    The same case, library, language and time give the same bytes.

    Parameters
    ----------
    snapshot : CaseSnapshot
    original : callable
        Stored bytes of a capture.
    library : Library
    language : str
        ``en`` or ``zh_CN``.
    printed_at : datetime
        Aware.
    software : SoftwareInfo or None
        Versions to print; None asks this machine.
    sheet : bool
        With the comparison sheet as an annex.
    exports : tuple of LoggedEvent
        Files that were written from the case before, as ``exports_of`` has them.

    Raises
    ------
    ReportError
        The language has no report, or a character has no glyph.
    PictureError
        A capture cannot be decoded.
    SpecimenError
        A reference picture is damaged.
    """
    sources = replace(sources_of(snapshot, original, library, software or SoftwareInfo()), exports=exports)
    printed = lay_out(build(snapshot, sources, language=language, printed_at=printed_at, sheet=sheet))
    findings = describe(snapshot, sources.software, language=language, printed_at=printed_at)
    return archived(printed, to_json(findings))


def make_sheet(
    snapshot: CaseSnapshot,
    *,
    original: Callable[[CaptureRecord], bytes],
    library: Library,
    language: str,
    printed_at: datetime,
    finding: int | None = None,
) -> bytes:
    """The comparison sheet of a case as a PDF; see ``comparison_sheet.build_sheet``.

    Parameters and errors as ``make_report``; also those of ``build_sheet``.
    """
    sources = sources_of(snapshot, original, library, SoftwareInfo())
    return archived(
        lay_out(build_sheet(snapshot, sources, language=language, printed_at=printed_at, finding=finding))
    )


def sources_of(
    snapshot: CaseSnapshot, original: Callable[[CaptureRecord], bytes], library: Library, software: SoftwareInfo
) -> ReportSources:
    """Where the pictures of a case and of its reference models come from."""

    def pictures(record: CaptureRecord) -> RgbPicture:
        return _for_paper(original(record), record.light, record.source_name or record.capture_id)

    def profile(picture: CaptureRecord | SpecimenPicture) -> str:
        if not shows_colours(picture.light):
            return ""
        found = profile_of(library.read(picture) if isinstance(picture, SpecimenPicture) else original(picture))
        return "" if found.assumed else found.name

    def claimed_time(record: CaptureRecord) -> str:
        return probe(original(record), record.source_name).claimed_time

    def model(model_id: str) -> SpecimenModel | None:
        try:
            return library.model(model_id)
        except SpecimenError:
            return None

    def specimen_picture(model_id: str, page: str, light: str) -> tuple[SpecimenPicture, RgbPicture] | None:
        picture = library.picture(model_id, page, light)
        return None if picture is None else (picture, _for_paper(library.read(picture), picture.light))

    def align(questioned: RgbPicture, specimen: RgbPicture) -> NDArray[np.float64] | None:
        found = register(specimen, questioned)
        return found.matrix if found.accepted else None

    by_hash = {each.sha256: each for each in snapshot.captures}

    def fetch(source: Source) -> Pixels:
        if source.kind is SourceKind.CAPTURE and source.sha256 in by_hash:
            return decode(original(by_hash[source.sha256]))
        return decode(library.read(library.picture_of_hash(source.sha256)))

    def replayed(kept: KeptRecipe) -> RgbPicture | None:
        try:
            image = replay(parse_recipe(kept.content), fetch)
        except (RecipeError, SpecimenError):
            return None
        if image_sha256(image) != kept.image_sha256 or image.dtype == np.float32:
            return None
        return for_display(image)[0]

    return ReportSources(
        pictures=pictures,
        software=software,
        model=model,
        specimen_picture=specimen_picture,
        align=align,
        claimed_time=claimed_time,
        replay=replayed,
        profile=profile,
    )


def _for_paper(data: bytes, light: str, path: str = "") -> RgbPicture:
    """Pixels for the eye; those of white light in sRGB, which the output intent of the PDF names."""
    pixels = for_display(decode(data, path))[0]
    return to_srgb(pixels, profile_of(data)) if shows_colours(light) else pixels
