"""The zone as the pictures of an exhibit show it: every character with its crop, and what seals carry beside it.

Nothing is stored here. A refused reading is a guess: it is handed on as one, for an examiner who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workstation.cases.model import CaseSnapshot, Region, Shape
from workstation.imaging.recipe import Source, SourceKind
from workstation.lights import LightClass, find_light

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workstation.captures import CaptureRecord
    from workstation.checks.cross_check import Source as Column
    from workstation.documents.reading.fuse import Disagreement
    from workstation.documents.reading.model import Cell, Substitution, ZoneReading

CROP_PX = (24, 36)
"""Width and height of the crop of a character."""
_MARGIN = 0.12
_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class SeenCharacter:
    """One character beside its picture.

    Attributes
    ----------
    crop : ndarray, shape (36, 24) or (36, 24, 3), uint8
        Upright.
    region : Region
        Where it stands, in pixels of the capture.
    """

    text: str
    raw: str
    confidence: float
    crop: NDArray[np.uint8]
    region: Region


@dataclass(frozen=True, slots=True, eq=False)
class ZoneSight:
    """A zone in the pictures of one side.

    Attributes
    ----------
    capture_id, light : str
        The picture that the characters are cut from.
    lights : tuple of str
        All lights under which it was read.
    rows : tuple of tuple of SeenCharacter
    lines : tuple of str
        What the lights say together.
    repairs : tuple of Substitution
        Characters given instead of the likeliest shape.
    disagreements : tuple of Disagreement
        Places that the lights read differently.
    other_layouts : tuple of str
        Lights that show lines of another length.
    refused : str
        Why this is only a guess, a code of ``reading.model.Refusal``; empty for a reading.
    """

    capture_id: str
    light: str
    lights: tuple[str, ...]
    rows: tuple[tuple[SeenCharacter, ...], ...]
    lines: tuple[str, ...]
    repairs: tuple[Substitution, ...]
    disagreements: tuple[Disagreement, ...]
    other_layouts: tuple[str, ...]
    refused: str

    def region(self, line: int, first: int, last: int) -> Region | None:
        """Outline of the characters ``first`` to ``last`` of a line, counted from 1; None where there are none."""
        row = self.rows[line - 1] if line <= len(self.rows) else ()
        own = row[first - 1 : last]
        if not own:
            return None
        begin, end = own[0].region.points_px, own[-1].region.points_px
        return Region(Shape.POLYGON, (begin[0], end[1], end[2], begin[3]))


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was seen of an exhibit; each None where nothing was."""

    zone: ZoneSight | None
    seal: Column | None


class SightDesk:
    """Reads zones and seals of the captures in hand, for the window.

    Parameters
    ----------
    snapshot : callable
        The open case.
    arithmetic : Executor
    pixels : callable
        Pixels of a stored picture; on that thread.
    """

    def __init__(
        self,
        *,
        snapshot: Callable[[], CaseSnapshot | None],
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
    ) -> None:
        self._snapshot, self._arithmetic, self._pixels = snapshot, arithmetic, pixels
        self._seen: dict[tuple[str, ...], Sight] = {}

    def sight(self, exhibit_id: str) -> Future[Sight]:
        """The first side of an exhibit whose pictures show a zone, and the first seal that carries one."""
        return self._arithmetic.submit(self._sight, exhibit_id)

    def _sight(self, exhibit_id: str) -> Sight:
        from workstation.checks.desk import newest_captures

        snapshot = self._snapshot()
        captured = newest_captures(snapshot.captures, exhibit_id) if snapshot else {}
        wanted = {place: each for place, each in captured.items() if _reads(place[1])}
        key = tuple(each.capture_id for each in wanted.values())
        if key not in self._seen:
            self._seen[key] = Sight(self._zone(wanted), self._seal(wanted))
            while len(self._seen) > _KEPT:
                del self._seen[next(iter(self._seen))]
        return self._seen[key]

    def _of(self, capture: CaptureRecord) -> NDArray[Any]:
        return self._pixels(Source(SourceKind.CAPTURE, capture.sha256))

    def _zone(self, captured: Mapping[tuple[str, str], CaptureRecord]) -> ZoneSight | None:
        """The zone of the first side that has an accepted one, else the first guess."""
        sights = []
        for page in dict.fromkeys(side for side, _ in captured):
            found = self._side({light: each for (side, light), each in captured.items() if side == page})
            if found is not None and not found.refused:
                return found
            sights.append(found)
        return next((each for each in sights if each is not None), None)

    def _side(self, captures: Mapping[str, CaptureRecord]) -> ZoneSight | None:
        from workstation.documents.reading.fuse import fuse
        from workstation.documents.reading.reader import read_zones

        readings: dict[str, ZoneReading] = {}
        for light, capture in captures.items():
            found = read_zones(self._of(capture))
            if found:
                readings[light] = found[0]
        accepted = {light: each for light, each in readings.items() if each.refused is None}
        if accepted:
            fused = fuse(accepted)
            light = max(
                (each for each in accepted if each not in fused.other_layouts),
                key=lambda each: (accepted[each].lines == fused.lines, accepted[each].confidence),
            )
            beside = (fused.lines, fused.disagreements, fused.other_layouts)
        elif readings:
            light = max(readings, key=lambda each: readings[each].confidence)
            beside = (readings[light].lines, (), ())
        else:
            return None
        reading, capture = readings[light], captures[light]
        picture = self._of(capture)
        rows = tuple(tuple(_seen(picture, cell) for cell in row) for row in reading.cells)
        refused = reading.refused.value if reading.refused else ""
        lights = tuple(accepted) or (light,)
        return ZoneSight(
            capture.capture_id, light, lights, rows, beside[0], reading.substitutions, beside[1], beside[2], refused
        )

    def _seal(self, captured: Mapping[tuple[str, str], CaptureRecord]) -> Column | None:
        from dataclasses import replace

        from workstation.checks.cross_check import partial_zone_source
        from workstation.documents.barcodes import read_barcodes
        from workstation.documents.seals.profiles import read_content
        from workstation.documents.seals.seal_errors import SealError
        from workstation.documents.seals.vds import is_seal, parse_seal

        for (_, light), capture in captured.items():
            if light != "WHITE":
                continue
            for code in read_barcodes(self._of(capture)):
                if not is_seal(code.content):
                    continue
                try:
                    content = read_content(parse_seal(code.content))
                except SealError:
                    continue
                if content.zone:
                    column = partial_zone_source(content.zone, valid=None)
                    values = {
                        name: replace(each, capture_id=capture.capture_id) for name, each in column.values.items()
                    }
                    return replace(column, values=values)
        return None


def _reads(light: str) -> bool:
    """White light, infrared, and the ultraviolet of the table of fluorescence."""
    found = find_light(light)
    return light in ("WHITE", "UV365") or (found is not None and found.light_class is LightClass.INFRARED)


def _seen(picture: NDArray[Any], cell: Cell) -> SeenCharacter:
    import cv2
    import numpy as np

    width, height = CROP_PX
    x, y = _MARGIN * width, _MARGIN * height
    onto = np.array([[x, y], [width - x, y], [width - x, height - y], [x, height - y]], np.float32)
    laid = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(np.array(cell.box, np.float32), onto),
        CROP_PX,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    crop = np.asarray(laid // 257 if laid.dtype == np.uint16 else laid, np.uint8)
    region = Region(Shape.POLYGON, tuple((float(left), float(top)) for left, top in cell.box))
    return SeenCharacter(cell.text, cell.raw, cell.confidence, crop, region)
