"""A report from a case, its originals and the reference library: the entry that the program uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, KeptRecipe
from workstation.errors import RecipeError, SpecimenError
from workstation.imaging.pictures import decode, for_display, probe
from workstation.imaging.recipe import Source, SourceKind, parse_recipe
from workstation.imaging.register import register
from workstation.imaging.replay import image_sha256, replay
from workstation.imaging.views import Pixels
from workstation.reports.archive import archived
from workstation.reports.build import build
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

    Raises
    ------
    ReportError
        The language has no report, or a character has no glyph.
    PictureError
        A capture cannot be decoded.
    SpecimenError
        A reference picture is damaged.
    """

    def pictures(record: CaptureRecord) -> RgbPicture:
        return for_display(decode(original(record), record.source_name or record.capture_id))[0]

    def claimed_time(record: CaptureRecord) -> str:
        return probe(original(record), record.source_name).claimed_time

    def model(model_id: str) -> SpecimenModel | None:
        try:
            return library.model(model_id)
        except SpecimenError:
            return None

    def specimen_picture(model_id: str, page: str, light: str) -> tuple[SpecimenPicture, RgbPicture] | None:
        picture = library.picture(model_id, page, light)
        if picture is None:
            return None
        return picture, for_display(decode(library.read(picture)))[0]

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

    sources = ReportSources(
        pictures=pictures,
        software=software or SoftwareInfo(),
        model=model,
        specimen_picture=specimen_picture,
        align=align,
        claimed_time=claimed_time,
        replay=replayed,
    )
    printed = lay_out(build(snapshot, sources, language=language, printed_at=printed_at))
    findings = describe(snapshot, sources.software, language=language, printed_at=printed_at)
    return archived(printed, to_json(findings))
