"""The middle of the window: bench, lights, pictures and panels, tied to the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from ui.checks.overlays import CHECK, check_region, questioned_overlay, specimen_overlay
from ui.checks.panel import ChecksPanel
from ui.compare.bar import CompareBar
from ui.compare.beside import Beside
from ui.compare.comparing import Comparing
from ui.compare.linked_lights import LinkedLights
from ui.compare.wall import PaneWall
from ui.compare.wall_bar import WallBar
from ui.desk import Desk
from ui.enhance.loupe import Loupe
from ui.enhance.millimetres import MillimetreGrid
from ui.enhance.panel import EnhancePanel
from ui.enhance.presets import Shelf
from ui.enhance.studio import Studio
from ui.fields import light_name, term
from ui.language import current_language
from ui.measure.beside import MeasuringBeside
from ui.measure.layer import MeasureLayer
from ui.measure.measuring import Measuring
from ui.measure.panel import MeasurePanel
from ui.measure.tab import MeasureTab
from ui.panels.bench_row import BenchRow
from ui.panels.case_panel import CasePanel
from ui.panels.conclusion import ConclusionPanel
from ui.panels.finding_form import Draft
from ui.panels.findings import SIGNIFICANCE, FindingsPanel
from ui.panels.light_row import LightRow
from ui.pictures import Pictures
from ui.review.panel import ReviewPanel
from ui.spectra.chart import COLOURS
from ui.spectra.panel import SpectraPanel
from ui.spectra.spectra import Spectra
from ui.spoken import Panel
from ui.style import TONES
from ui.viewer import ComparisonView, LightStrip, Overlay, StripItem
from ui.viewer.comparison import PANES, QUESTIONED, SPECIMEN
from workstation.captures import CaptureRecord
from workstation.cases.model import CaseState, Region, Shape
from workstation.cases.stages import UNDER_REVIEW
from workstation.checks.judged import Judged
from workstation.errors import WorkstationError
from workstation.specimens.model import SpecimenFeature

TABS = ("checks", "findings", "conclusion", "case", "enhance", "measure", "review")
#: Overlays of places whose spectra are looked at begin so.
PLACE = "place-"
#: Overlay of what is being written about.
DRAFT = "draft"
#: Overlays of regions that somebody commented on begin so.
COMMENT = "comment-"


class Workspace(Panel):
    """Everything between toolbar and status line."""

    captureAsked = Signal()
    gridChanged = Signal(bool)
    wallChanged = Signal(bool)
    regionTaken = Signal()

    def __init__(self, desk: Desk, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.bench_row, self.light_row = BenchRow(desk), LightRow(desk)
        self.notice = QLabel()
        self.notice.setProperty("role", "notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.view, self.strip = ComparisonView(), LightStrip()
        self.checks = ChecksPanel(desk)
        self.findings, self.conclusion, self.case = FindingsPanel(desk), ConclusionPanel(desk), CasePanel(desk)
        self.pictures = Pictures(desk, self)
        self.compare = Comparing(desk, self.pictures, self.view, self)
        self.compare_bar = CompareBar(self.compare, desk)
        self.wall = PaneWall()
        self.linked = LinkedLights(desk, self.pictures, self.wall, self)
        self.wall_bar = WallBar(self.linked)
        self.studio = Studio(desk, self.pictures, self)
        self.beside = Beside(desk, self.pictures, self.view, self._shows_captures, self)
        self.enhance = EnhancePanel(self.studio, desk, shelf)
        self.loupe = Loupe(self.view, PANES)
        self.grids = tuple(MillimetreGrid(self.view.view(name)) for name in PANES)
        self.measuring = Measuring(desk, self.pictures, self)
        self.measuring.to_capture, self.measuring.to_shown = self.studio.to_capture, self.studio.to_shown
        self.measuring.holds = self.studio.holds
        self.measure_layer = MeasureLayer(self.measuring, self.view.view(QUESTIONED))
        self.measuring_beside = MeasuringBeside(self.measuring, desk, self.pictures, self)
        self.layer_beside = MeasureLayer(self.measuring_beside, self.view.view(SPECIMEN), takes_keyboard=False)
        self.measure = MeasurePanel(self.measuring, desk)
        self.spectra = Spectra(desk, self.pictures, self)
        self.spectra_panel = SpectraPanel(self.spectra, desk)
        self.measure_tab = MeasureTab(self.measure, self.spectra_panel)
        self.review = ReviewPanel(desk)
        #: Takes the next region that is drawn in place of a finding.
        self.region_taker: Callable[[CaptureRecord, Region], None] | None = None
        self.tabs = QTabWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._zone_places: tuple[str, list[tuple[str, Region]]] = ("", [])
        self._feature_id = ""
        self._grid = False
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.tabs.setObjectName("beside")
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setExpanding(True)
        for panel in (
            self.checks,
            self.findings,
            self.conclusion,
            self.case,
            self.enhance,
            self.measure_tab,
            self.review,
        ):
            self.tabs.addTab(panel, "")
        self.tabs.setCurrentIndex(TABS.index("findings"))
        centre = QWidget()
        down = QVBoxLayout(centre)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.view, 1)
        down.addWidget(self.wall, 1)
        self.wall.hide()
        down.addWidget(self.wall_bar)
        down.addWidget(self.compare_bar)
        down.addWidget(self.strip)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(centre)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([876, 404])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.bench_row, self.light_row, self.notice):
            whole.addWidget(widget)
        whole.addWidget(self.split, 1)

    def _connect(self) -> None:
        desk, pictures = self.desk, self.pictures
        for signal in (desk.attached, desk.viewChanged, desk.caseChanged):
            signal.connect(self.refresh)
        desk.findingChanged.connect(self._outline)
        self.findings.form.drafted.connect(self._outline)
        for ready, show in (
            (self.studio.pictureReady, self.view.set_questioned),
            (pictures.specimenReady, self.view.set_specimen),
        ):
            ready.connect(show)
            ready.connect(self._outline)
        self.studio.pictureReady.connect(lambda _: self.compare.refresh())
        for shown in (self.studio.pictureReady, self.pictures.specimenReady):
            shown.connect(self.beside.forget)
        self.studio.pictureReady.connect(lambda _: self.measure_layer.update())
        self.spectra.changed.connect(self._outline)
        self.compare.byHandChanged.connect(self._set_points)
        for changed in (self.compare.modeChanged, self.compare.byHandChanged):
            changed.connect(self._tell_studio)
            changed.connect(self.beside.forget)
        self.compare_bar.page.marked.connect(self._outline)
        self.compare.changed.connect(lambda: self.strip.setVisible(not self.compare.at_work and not self.linked.on))
        self.compare_bar.leaving.connect(lambda: self.view.active_view.setFocus())
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        pictures.questionedReady.connect(self._pass_focus_on)
        pictures.smallReady.connect(self._show_small)
        self.light_row.picked.connect(self._pick_light)
        self.strip.picked.connect(self._pick_light)
        self.view.gridPicked.connect(self._pick_light)
        self.wall.picked.connect(self._pick_light)
        self.view.overlayClicked.connect(self._click_overlay)
        self.view.regionDrawn.connect(self._begin_finding)
        self.findings.featurePicked.connect(self._show_feature)
        self.checks.chosen.connect(self._show_check)
        self.tabs.currentChanged.connect(self._outline)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.view)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        space.activated.connect(self.captureAsked.emit)

    def _shows_captures(self) -> bool:
        """Both panes stand, with pictures as they were taken."""
        return self.studio.shown_recipe is None and not self.compare.at_work and not self.linked.on

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Titles of tabs and pictures follow the language."""
        super().retranslate()
        names = (
            self.tr("Checks"),
            self.tr("Findings"),
            self.tr("Conclusion"),
            self.tr("Case"),
            self.tr("Enhance"),
            self.tr("Measure"),
            self.tr("Review"),
        )
        for place, text in enumerate(names):
            self.tabs.setTabText(place, text)
        # Every tab in sight where that takes nothing from the eight lights of the strip.
        self.tabs.setMinimumWidth(max(404, min(self.tabs.tabBar().sizeHint().width() + 1, 412)))
        self.show_again()

    def show_again(self) -> None:
        """The pictures in hand anew: in another language, or through another profile."""
        self.pictures.refresh(again=True)
        self.refresh()

    def refresh(self) -> None:
        """Show what the desk holds now."""
        self.compare.follow()
        self.pictures.refresh()
        self.compare.refresh()
        self._outline()
        self._show_small()
        self._say_notice()
        self.linked.refresh()

    def _say_notice(self) -> None:
        snapshot = self.desk.snapshot
        text = ""
        if snapshot is not None and snapshot.info.state is CaseState.SIGNED_OFF:
            text = self.tr("■  This case is signed off: it can be read, verified and printed, not changed.")
        elif snapshot is not None and snapshot.blind:
            text = self.tr("■  Blind verification: you see what was captured and nothing that was said of it.")
        elif snapshot is not None and snapshot.handling.stage in UNDER_REVIEW:
            text = self.tr("■  This case is under review: it cannot be changed unless a reviewer returns it.")
        elif snapshot is not None and snapshot.read_only:
            text = self.tr("■  This case is open for reading only: nothing you do here changes the file.")
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _show_small(self) -> None:
        desk = self.desk
        captured = desk.captures()
        counts: dict[str, int] = {}
        for finding in desk.findings():
            if finding.capture_id in {each.capture_id for each in captured.values()}:
                counts[finding.light] = counts.get(finding.light, 0) + 1
        self.strip.set_items(
            [
                StripItem(
                    light,
                    light_name(light, short=True),
                    self.pictures.thumbnail(light),
                    self._badge(captured.get(light)),
                    counts.get(light, 0),
                    light == desk.light,
                )
                for light in desk.lights()
            ]
        )
        if self._grid:
            self.view.show_grid(self.pictures.tiles())

    def _badge(self, capture: CaptureRecord | None) -> str:
        return next(iter(self.pictures.badges(capture.light, capture.origin)), "") if capture else ""

    def _pass_focus_on(self) -> None:
        """The keyboard waits at the empty view and goes to the picture as soon as there is one."""
        if self.view.hasFocus():
            self.view.active_view.setFocus()

    # ------------------------------------------------------------------ outlines

    def _tell_studio(self) -> None:
        """Two pictures in one view, and point pairs, are of captures."""
        self.studio.set_comparing(self.compare.mode is not None or self.compare.by_hand)

    def _set_points(self, on: bool) -> None:
        """Panes take points while pairs are set by hand, and are outlined with them alone."""
        self.view.set_tool("point" if on else "pan")
        if on:
            self.compare_bar.page.begin()
            self.view.view("questioned").setFocus()
        else:
            self.regionTaken.emit()
            self._outline()

    def _outline(self, _: object = None) -> None:
        if self.compare.by_hand:
            for pane in PANES:
                self.view.set_overlays(pane, self.compare_bar.page.overlays(pane))
            return
        desk = self.desk
        numbers = {each.finding_id: row + 1 for row, each in enumerate(desk.findings())}
        found = []
        for each in desk.findings():
            if each.region is None or each.capture_id != self.pictures.shown["questioned"]:
                continue
            region = self.studio.to_shown(each.region)
            symbol, tone = SIGNIFICANCE.get(each.significance, ("?", "quiet"))
            found.append(
                Overlay(
                    each.finding_id,
                    region.points_px,
                    region.shape,
                    str(numbers[each.finding_id]),
                    TONES["mark" if tone in {"plain", "quiet"} else tone],
                    symbol,
                    each.finding_id == desk.finding_id,
                    f"{term('feature', each.feature)}\n{term('observation', each.observation)}",
                )
            )
        form = self.findings.form
        if form.region is not None and form.capture_id == self.pictures.shown["questioned"]:
            region = self.studio.to_shown(form.region)
            found.append(Overlay(DRAFT, region.points_px, region.shape, "…", TONES["caution"], "", True, ""))
        self.view.set_overlays(
            "questioned", [*found, *self._places(), *self._checked(), *self._comments(), *self._zoned()]
        )
        specimen = desk.specimen_picture(desk.light)
        current = specimen is not None and specimen.sha256 == self.pictures.shown["specimen"]
        features = desk.specimen_features() if current else ()
        wanted = self._check_in_front()
        place = (
            specimen_overlay(wanted, specimen) if wanted is not None and current and specimen is not None else None
        )
        overlays = [self._feature_overlay(each) for each in features]
        self.view.set_overlays("specimen", overlays if place is None else [place])

    def _check_in_front(self) -> Judged | None:
        """The result in hand while the tab of checks is shown."""
        return self.checks.in_hand if self.tabs.currentIndex() == TABS.index("checks") else None

    def _checked(self) -> list[Overlay]:
        """The place of the check in hand."""
        wanted = self._check_in_front()
        if wanted is None or wanted.result.capture_id != self.pictures.shown["questioned"]:
            return []
        found = questioned_overlay(wanted, self.studio.to_shown)
        return [] if found is None else [found]

    def _show_check(self, each: Judged) -> None:
        """The light that a result was measured under, and its place."""
        desk = self.desk
        capture_id = each.result.capture_id
        if capture_id is not None and desk.snapshot is not None:
            self.show_grid(False)
            capture = desk.snapshot.capture(capture_id)
            desk.look(exhibit_id=capture.exhibit_id, page=capture.page, light=capture.light)
            region = check_region(each)
            if region is not None:
                self.view.center_on("questioned", self.studio.to_shown(region))
        self._outline()

    def _places(self) -> list[Overlay]:
        """The places whose spectra are looked at."""
        base = self.spectra.base
        if base is None or base.capture_id != self.pictures.shown["questioned"]:
            return []
        regions = {name: self.studio.to_shown(region) for name, region in self.spectra.regions.items()}
        return [
            Overlay(f"{PLACE}{name}", each.points_px, each.shape, name, COLOURS[name].name())
            for name, each in regions.items()
        ]

    def show_places(self, capture_id: str, places: list[tuple[str, Region]]) -> None:
        """Outline named places of a capture and bring the first to the middle; they go with the next ones."""
        self._zone_places = (capture_id, places)
        self._outline()
        if places:
            self.view.center_on("questioned", self.studio.to_shown(places[0][1]))

    def _zoned(self) -> list[Overlay]:
        """Places of the cross-check."""
        capture_id, places = self._zone_places
        if capture_id != self.pictures.shown["questioned"]:
            return []
        regions = [(name, self.studio.to_shown(region)) for name, region in places]
        return [
            Overlay(f"zone-{name}", each.points_px, each.shape, "", TONES["mark"], "", True, name)
            for name, each in regions
        ]

    def _comments(self) -> list[Overlay]:
        """Regions that are commented on and not settled."""
        handling = self.desk.snapshot.handling if self.desk.snapshot else None
        chosen = self.review.comments.chosen
        found = []
        for each in handling.comments if handling else ():
            if each.region is None or each.capture_id != self.pictures.shown["questioned"]:
                continue
            if handling is not None and each.comment_id in handling.settled:
                continue
            region = self.studio.to_shown(each.region)
            name, picked = f"{COMMENT}{each.comment_id}", chosen is not None and chosen.comment_id == each.comment_id
            tip = f"{each.created_by}\n{each.text}"
            found.append(Overlay(name, region.points_px, region.shape, "✎", TONES["mark"], "", picked, tip))
        return found

    def outline_again(self) -> None:
        """Another comment is selected."""
        self._outline()

    def _feature_overlay(self, feature: SpecimenFeature) -> Overlay:
        return Overlay(
            feature.feature_id,
            self._feature_region(feature).points_px,
            Shape.RECTANGLE,
            "",
            TONES["mark"],
            "",
            feature.feature_id == self._feature_id,
            f"{term('feature', feature.feature)}\n{feature.expected.get(current_language(), '')}",
        )

    def _feature_region(self, feature: SpecimenFeature) -> Region:
        picture = self.desk.specimen_picture(self.desk.light)
        scale = picture.px_per_mm if picture else 1.0
        left, top, width, height = feature.region_mm
        corners = ((left * scale, top * scale), ((left + width) * scale, (top + height) * scale))
        return Region(Shape.RECTANGLE, corners)

    def _click_overlay(self, pane: str, overlay_id: str) -> None:
        if overlay_id == DRAFT:
            self.show_tab("findings", focus=False)
            return
        if overlay_id.startswith(CHECK):
            self.show_tab("checks", focus=False)
            return
        if overlay_id.startswith(PLACE):
            self.measure_tab.show_page(self.spectra_panel)
            self.show_tab("measure", focus=False)
            return
        if overlay_id.startswith(COMMENT):
            self.review.comments.choose(overlay_id.removeprefix(COMMENT))
            self.show_tab("review", focus=False)
            return
        if pane == "questioned":
            self.desk.select_finding(overlay_id)
            self.show_tab("findings", focus=False)
            return
        feature = next((each for each in self.desk.specimen_features() if each.feature_id == overlay_id), None)
        if feature is not None:
            self._feature_id = overlay_id
            self._outline()

    def _show_feature(self, feature: SpecimenFeature) -> None:
        self._feature_id = feature.feature_id
        self._outline()
        self.view.center_on("specimen", self._feature_region(feature))
        self.findings.features.setFocus()

    # ------------------------------------------------------------------ acting

    def _pick_light(self, light: str) -> None:
        self.show_grid(False)
        self.desk.look(light=light)

    def show_grid(self, on: bool) -> None:
        """Every light at once, or the two panes."""
        self.show_wall(False)
        if on != self._grid:
            self._grid = on
            self.view.show_grid(self.pictures.tiles() if on else None)
            self.gridChanged.emit(on)

    @property
    def looking(self) -> ComparisonView | PaneWall:
        """What zoom and pan act on: the linked panes while they are shown."""
        return self.wall if self.linked.on else self.view

    def show_wall(self, on: bool) -> None:
        """Chosen lights in linked panes, with the room of strip and tabs; or what was there before."""
        if on == self.linked.on:
            return
        if on:
            self.show_grid(False)
            self.compare.set_by_hand(False)
            self.compare.set_mode(None)
        self.linked.set_on(on)
        for widget, shown in ((self.wall, on), (self.wall_bar, on), (self.view, not on), (self.strip, not on)):
            widget.setVisible(shown)
        self.tabs.setVisible(not on)
        (self.wall.active_view if on else self.view.active_view).setFocus()
        self.wallChanged.emit(on)

    def _begin_finding(self, pane: str, region: Region) -> None:
        if self.compare.by_hand and region.shape is Shape.POINT:
            self.compare_bar.page.take(pane, region)
            self.view.view(self.compare_bar.page.next_pane).setFocus()
            return
        if self.spectra.placing:
            if pane == QUESTIONED:
                self.spectra.take(self.studio.to_capture(region))
            return
        desk, taker = self.desk, self.region_taker
        self.regionTaken.emit()
        if pane == QUESTIONED and not self.studio.holds(region):
            desk.failed.emit(WorkstationError("region-on-another-tile"))
            return
        if taker is not None:
            shown = self._shown_capture()
            if pane == QUESTIONED and shown is not None:
                taker(shown, self.studio.to_capture(region))
            return
        partner = desk.captures().get(self.compare.partner_light)
        capture = partner if pane == "specimen" and partner is not None else self._shown_capture()
        if not desk.editable or capture is None:
            return
        desk.look(light=capture.light)
        keep_view = None
        if pane == "questioned":
            keep_view = self.compare.keeper() or self.studio.keeper()
            region = self.studio.to_capture(region)
        pane = pane if capture is not partner else "questioned"
        at = self._millimetres(pane, region)
        around = [each for each in desk.specimen_features() if at and _holds(each, at)]
        feature = min(around, key=_area, default=None)
        own = region if pane == "questioned" else None
        kept = self.compare.kept_id
        self.begin(Draft(capture, own, desk.specimen_picture(desk.light), feature, None, kept, keep_view))

    def _shown_capture(self) -> CaptureRecord | None:
        """The capture on the screen, which is what a person draws on."""
        every = self.desk.snapshot.captures if self.desk.snapshot else ()
        return next((each for each in every if each.capture_id == self.pictures.shown["questioned"]), None)

    def begin(self, draft: Draft) -> None:
        """Open the form of a finding."""
        self.show_tab("findings", focus=False)
        self.tabs.show()
        self.findings.open_form(draft)

    def _millimetres(self, pane: str, region: Region) -> tuple[float, float] | None:
        """Middle of a region on the page: by the scale where it is known, else by its place in the picture."""
        left, top, right, bottom = region.bounds_px()
        x, y = (left + right) / 2, (top + bottom) / 2
        capture, model = self.desk.capture, self.desk.model
        specimen = self.desk.specimen_picture(self.desk.light)
        if pane == "specimen" and specimen is not None:
            return x / specimen.px_per_mm, y / specimen.px_per_mm
        if capture is None or model is None:
            return None
        width_mm, height_mm = model.size_mm
        if capture.px_per_mm:
            return x / capture.px_per_mm, y / capture.px_per_mm
        return x / capture.width * width_mm, y / capture.height * height_mm

    def jump_to_finding(self) -> None:
        """Show the selected finding where it was seen."""
        desk, finding = self.desk, self.desk.finding
        if finding is None or desk.snapshot is None:
            return
        self.show_grid(False)
        if finding.capture_id is not None:
            capture = desk.snapshot.capture(finding.capture_id)
            desk.look(exhibit_id=capture.exhibit_id, page=capture.page, light=capture.light)
        if finding.region is not None:
            self.view.center_on("questioned", self.studio.to_shown(finding.region))

    def show_tab(self, name: str, *, focus: bool = True) -> None:
        """Bring a tab to the front."""
        self.show_wall(False)
        self.tabs.setCurrentIndex(TABS.index(name))
        if focus:
            self.tabs.tabBar().setFocus()


def _area(feature: SpecimenFeature) -> float:
    _, _, width, height = feature.region_mm
    return width * height


def _holds(feature: SpecimenFeature, at: tuple[float, float]) -> bool:
    left, top, width, height = feature.region_mm
    return left <= at[0] <= left + width and top <= at[1] <= top + height
