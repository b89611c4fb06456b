"""What every action does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QLocale, QObject, Qt, QTime
from PySide6.QtWidgets import QFileDialog

from ui.actions import Fact
from ui.calibration.status import ScaleStatus
from ui.checks.commands import CheckCommands
from ui.colours.commands import ColourCommands
from ui.compare.keep_dialog import KeepDialog
from ui.desk import Desk
from ui.dialogs.case_dialogs import (
    ExhibitDialog,
    HeldElsewhereDialog,
    MrzDialog,
    NewCaseDialog,
    SignOffDialog,
    WithdrawDialog,
)
from ui.dialogs.file_dialogs import ImportDialog, ListDialog
from ui.dialogs.key_dialogs import ASKS_FOR_KEY, KeyDialog, NewKeyDialog
from ui.dialogs.pdf_dialogs import ExportDialog, SheetDialog
from ui.enhance.commands import EnhanceCommands
from ui.enhance.presets import Shelf
from ui.enhance.stack_commands import StackCommands
from ui.fields import term, terms
from ui.help.commands import HelpCommands
from ui.language import current_language
from ui.main_window import MainWindow
from ui.measure.commands import MeasureCommands
from ui.panels.finding_form import Draft
from ui.panels.unsaved import unless_unsaved
from ui.people.commands import PeopleCommands
from ui.review.commands import ReviewCommands
from ui.settings import Settings, with_recent
from ui.spectra.commands import SpectraCommands
from ui.teaching.commands import TeachingCommands
from ui.viewer.blend import Mode
from ui.workspace import Workspace
from ui.written import written_text
from ui.zones.commands import ZoneCommands
from workstation.cases.exports import Written
from workstation.errors import WorkstationError
from workstation.events import ImportFinished, LeftOutPicture
from workstation.messages import sentence
from workstation.reports.wording import Wording
from workstation.review_steps import Step

if TYPE_CHECKING:
    from ui.calibration.window import CalibrationWindow
    from ui.devices.window import DevicesWindow
    from workstation.cases.encryption import Key
    from workstation.cases.verify import Verification
    from workstation.copies.redact import Wishes
    from workstation.copies.redact_desk import Masked, RedactedWritten
    from workstation.workbench import Workbench

#: What is being typed belongs to the case before these happen.
ENDS_TYPING = {
    "new_case", "open_case", "close_case", "sign_off", "export_report", "export_sheet", "verify_case", "quit",
}  # fmt: skip
#: A finding that is being written would be lost by these.
LOSES_DRAFT = {
    "new_case", "open_case", "close_case", "sign_off", "new_finding", "edit_finding", "sign_in", "sign_out",
    "submit_case",
}  # fmt: skip


class Commands(
    CheckCommands,
    ColourCommands,
    EnhanceCommands,
    HelpCommands,
    MeasureCommands,
    PeopleCommands,
    ReviewCommands,
    SpectraCommands,
    StackCommands,
    TeachingCommands,
    ZoneCommands,
    QObject,
):
    """Ties the frame, the workspace and the desk together; one method ``do_<key>`` for every action.

    Parameters
    ----------
    window : MainWindow
    settings : Settings
        As they were at the start.
    remember : callable
        Keeps changed settings.
    """

    def __init__(self, window: MainWindow, settings: Settings, remember: Callable[..., None]) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._remember = remember
        self.desk = Desk(self)
        shelf = Shelf(lambda: self._settings.presets, lambda texts: self._keep(presets=texts))
        self.space = Workspace(self.desk, shelf)
        self._saved_at: QTime | None = None
        self._zoom = 0.0
        self._devices: DevicesWindow | None = None
        self._calibration: CalibrationWindow | None = None
        self._scale = ScaleStatus(self.desk)
        window.statusBar().insertPermanentWidget(1, self._scale)
        window.fill(self.space)
        if settings.panels:
            self.space.split.restoreState(QByteArray.fromBase64(settings.panels.encode("ascii", "ignore")))
        self._connect()
        self._connect_enhance()
        self._connect_measuring()
        self._connect_spectra()
        self._connect_colours()
        self._connect_help()
        self._connect_people()
        self._connect_review()
        self._connect_checks()
        self._enable()
        self._say_status()

    def _connect(self) -> None:
        window, desk, space = self._window, self.desk, self.space
        window.acted.connect(self.act)
        window.recentChosen.connect(lambda path: self.open_path(Path(path)))
        window.languageChosen.connect(lambda _: self._say_status())
        desk.factsChanged.connect(self._enable)
        desk.failed.connect(window.messages.show_error)
        desk.kept.connect(self._note_saved)
        desk.caseChanged.connect(self._case_changed)
        desk.viewChanged.connect(self._say_status)
        desk.captureChanged.connect(self._say_status)
        desk.layChanged.connect(self._warn_of_other_document)
        space.captureAsked.connect(lambda: self.act("capture_all"))
        space.gridChanged.connect(window.actions_by_key["grid"].setChecked)
        space.regionTaken.connect(lambda: self._take_tool("pan"))
        space.compare.modeChanged.connect(self._check_mode)
        space.compare_bar.keepAsked.connect(lambda: self.act("keep_view"))
        space.view.pointerMoved.connect(window.pointer_text.setText)
        space.view.zoomChanged.connect(self._note_zoom)
        space.wall.zoomChanged.connect(self._note_zoom)
        space.wall.pointerMoved.connect(window.pointer_text.setText)
        space.wallChanged.connect(window.actions_by_key["linked_panes"].setChecked)
        space.wallChanged.connect(self._enable)
        for key in ("pan", "full_screen"):
            window.actions_by_key[key].toggled.connect(self._enable)
        space.compare.byHandChanged.connect(self._enable)
        window.may_close = self._may_close
        space.findings.form.named.connect(lambda name: self._keep(examiner=name))
        space.findings.edit.connect(lambda: self.act("edit_finding"))
        space.findings.withdraw.connect(lambda: self.act("withdraw_finding"))
        space.findings.jump.connect(lambda: self.act("show_finding"))
        space.case.addExhibit.connect(lambda: self.act("add_exhibit"))
        space.case.document.read.connect(lambda: self.act("read_mrz"))
        space.case.document.type_lines.connect(lambda: self.act("type_mrz"))
        space.case.document.check.connect(lambda: self.act("run_checks"))

    # ------------------------------------------------------------------ life

    def attach(self, workbench: Workbench) -> None:
        """The bench is there."""
        self.desk.attach(workbench)
        self.space.view.setFocus()

    def finish_typing(self) -> None:
        """Leave the field that holds the keyboard, which stores what was typed there."""
        field = self._window.focusWidget()
        if field is not None:
            field.clearFocus()

    def detach(self) -> None:
        """The window is going."""
        for beside in (self._devices, self._calibration):
            if beside is not None:
                beside.close()
                beside.deleteLater()
        self._end_teaching()
        self._end_zone()
        self._detach_people()
        self._detach_review()
        self.desk.detach()
        self.space.view.shutdown()
        self.space.wall.shutdown()

    def place(self) -> str:
        """Sizes of the panels, for the settings."""
        return bytes(self.space.split.saveState().toBase64().data()).decode("ascii")

    def act(self, key: str) -> None:
        """Do what an action says, if it is enabled."""
        if key in ENDS_TYPING:
            self.finish_typing()
        if not self._window.actions_by_key[key].isEnabled():
            return
        do: Callable[[], None] = getattr(self, f"do_{key}")
        if key in LOSES_DRAFT:
            unless_unsaved(self.space.findings, self._window, do)
        else:
            do()

    def _may_close(self) -> bool:
        if not self.space.findings.form.unsaved:
            return True
        unless_unsaved(self.space.findings, self._window, self._window.close)
        return False

    def _check_mode(self) -> None:
        mode = self.space.compare.mode
        self._window.actions_by_key[mode.replace("-", "_") if mode else "side_by_side"].setChecked(True)

    def _enable(self) -> None:
        down = self._window.actions_by_key
        in_hand = down["full_screen"].isChecked() or not down["pan"].isChecked() or self.space.compare.by_hand
        in_hand = in_hand or bool(self.space.spectra.placing) or self.space.linked.on
        stoppable = self.desk.capturing or self.desk.measuring or in_hand
        self._window.enable(self.desk.facts() | ({Fact.STOPPABLE} if stoppable else set()))
        self._bar_while_covered()

    def _keep(self, **changes: Any) -> None:
        self._remember(**changes)
        self._settings = replace(self._settings, **changes)

    # ------------------------------------------------------------------ status line

    def _note_saved(self) -> None:
        self._saved_at = QTime.currentTime()
        self._say_status()

    def _note_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._say_status()

    def _case_changed(self) -> None:
        path = self.desk.case_path
        if path is not None and (not self._settings.recent or self._settings.recent[0] != str(path)):
            self._keep(recent=with_recent(self._settings.recent, str(path)))
            self._window.set_recent(self._settings.recent)
        if path is None:
            self._saved_at = None
        self._say_status()

    def _say_status(self) -> None:
        window, desk = self._window, self.desk
        info = desk.snapshot.info if desk.snapshot else None
        stage = desk.snapshot.handling.stage if desk.snapshot else ""
        state = f" · {term('stage', stage)}" if stage else ""
        window.case_text.setText(
            self.tr("Case {number}").format(number=info.case_no) + state if info else self.tr("No case open")
        )
        window.setWindowTitle(f"{info.case_no} – QDBench" if info and not self.gate.up else "QDBench")
        time = QLocale().toString(self._saved_at, "HH:mm:ss") if self._saved_at else ""
        window.saved_text.setText(self.tr("Saved {time}").format(time=time) if time else "")
        window.zoom_text.setText(f"{self._zoom * 100:.0f} %" if self._zoom else "")

    def _warn_of_other_document(self) -> None:
        exhibit = self.desk.exhibit
        held = self.desk.snapshot.captures if self.desk.snapshot else ()
        if exhibit is not None and any(each.exhibit_id == exhibit.exhibit_id for each in held):
            self._window.messages.show_notice(
                lambda: self.tr(
                    "Another document lies under the camera. Exhibit {number} has pictures already: "
                    "add an exhibit or make a new case for it."
                ).format(number=exhibit.exhibit_no)
            )

    # ------------------------------------------------------------------ case

    def do_new_case(self) -> None:
        """Ask for number and names, all of them filled in."""
        self.desk.ask(self.desk.bench.suggest_case(), self._ask_for_case)

    def _ask_for_case(self, free: tuple[Path, str]) -> None:
        encrypts = self.desk.bench.encrypts_new_cases
        dialog = NewCaseDialog(*free, self._settings, self._window, encrypts=encrypts)
        dialog.wanted.connect(self._make_case)
        dialog.open()

    def _make_case(self, path: Path, texts: dict[str, str], encrypted: bool) -> None:
        if not encrypted:
            self._make_with_key(path, texts, None)
            return
        dialog = NewKeyDialog(path, self._window)
        dialog.wanted.connect(lambda key: self._make_with_key(path, texts, key))
        dialog.open()

    def _make_with_key(self, path: Path, texts: dict[str, str], key: Key | None) -> None:
        self._keep(**{key: texts[key] for key in ("examiner", "agency", "exam_site")})
        self.desk.bench.actor = texts["examiner"]
        self.desk.switch_case(self.desk.bench.create_case(path, key=key, **texts))

    def do_open_case(self) -> None:
        """Choose a case file."""
        chooser = QFileDialog(self._window, self.tr("Open case"), self._cases_dir())
        chooser.setNameFilter(self.tr("Case files (*.qdcase)"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda path: self.open_path(Path(path)))
        chooser.open()

    def _cases_dir(self) -> str:
        if self._settings.cases_dir:
            return self._settings.cases_dir
        return str(self.desk.case_path.parent if self.desk.case_path else self.desk.bench.cases_dir)

    def open_path(self, path: Path) -> None:
        """Open a case file; where nobody is signed in yet, after somebody has."""
        if self.gate.up:
            self._path_later = path
            return
        if self.desk.facts() >= {Fact.BENCH, Fact.IDLE}:
            self._keep(cases_dir=str(path.parent))
            unless_unsaved(self.space.findings, self._window, lambda: self._open(path))

    def _open(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> None:
        """Open, and where it did not open say why, ask for the key, or offer to read it meanwhile."""

        def not_opened(error: WorkstationError) -> None:
            if error.code in ASKS_FOR_KEY:
                self._ask_for_key(path, error, read_only=read_only)
                return
            self.desk.failed.emit(error)
            if error.code == "case-open-elsewhere":
                self._offer_reading(path, error, key)

        self.desk.switch_case(self.desk.bench.open_case(path, read_only=read_only, key=key), not_opened)

    def _ask_for_key(self, path: Path, error: WorkstationError, *, read_only: bool) -> None:
        dialog = KeyDialog(path, error, self._window)
        dialog.wanted.connect(lambda key: self._open(path, read_only=read_only, key=key))
        dialog.open()

    def _offer_reading(self, path: Path, error: WorkstationError, key: Key | None) -> None:
        dialog = HeldElsewhereDialog(error, self._window)
        dialog.wanted.connect(lambda: self._open(path, read_only=True, key=key))
        dialog.wanted.connect(self._window.messages.clear)
        dialog.again.connect(lambda: self._open(path, key=key))
        dialog.open()

    def do_close_case(self) -> None:
        """Close; everything is stored already."""
        self.desk.switch_case(self.desk.bench.close_case())

    def do_import_pictures(self) -> None:
        """Ask for folder, side and resolution."""
        dialog = ImportDialog("", terms("page"), self.desk.page, self._window)
        dialog.wanted.connect(self._import)
        dialog.open()

    def _import(self, folder: Path, page: str, px_per_mm: float | None) -> None:
        desk = self.desk
        future = desk.bench.import_pictures(
            folder, page=page, exhibit_id=desk.exhibit_id or None, px_per_mm=px_per_mm
        )
        self._window.messages.show_running(lambda: self.tr("Importing pictures…"))
        desk.work(future, self._imported)

    def _imported(self, finished: ImportFinished) -> None:
        count = len(finished.captures)
        self._window.messages.show_notice(lambda: self.tr("%n picture(s) imported.", "", count))
        rows = [(each.name, _why(each)) for each in finished.left_out]
        rows += [("", sentence(each.code, each.facts, current_language())) for each in finished.notices]
        if rows:
            ListDialog(
                self.tr("Import"),
                self.tr("%n picture(s) imported.", "", count)
                + " "
                + self.tr("%n file(s) left out:", "", len(finished.left_out)),
                (self.tr("File"), self.tr("Why")),
                rows,
                self._window,
            ).open()

    def do_export_report(self) -> None:
        """Ask for file and language."""
        path = self.desk.case_path
        dialog = ExportDialog(path.with_suffix(".pdf") if path else Path("report.pdf"), self._window)
        dialog.wanted.connect(self._export)
        dialog.open()

    def _export(self, path: Path, language: str, sheet: bool) -> None:
        self._window.messages.show_running(lambda: self.tr("Making the report…"))
        self.desk.work(self.desk.bench.export_report(path, language, sheet=sheet), self._exported)

    def _exported(self, written: Written) -> None:
        self._window.messages.show_notice(lambda: written_text(self.tr("Report written: {path}"), written))

    def do_export_sheet(self) -> None:
        """Ask for file, language and part."""
        path = self.desk.case_path
        proposed = path.with_name(f"{path.stem}-sheet.pdf") if path else Path("sheet.pdf")
        dialog = SheetDialog(proposed, self._number_of_finding(), self._window)
        dialog.wanted.connect(self._export_sheet)
        dialog.open()

    def _number_of_finding(self) -> int | None:
        """Number in the report of the selected finding; None without a region."""
        finding, snapshot = self.desk.finding, self.desk.snapshot
        if finding is None or finding.region is None or snapshot is None:
            return None
        return snapshot.findings.index(finding) + 1

    def _export_sheet(self, path: Path, language: str, finding: int | None) -> None:
        self._window.messages.show_running(lambda: self.tr("Making the comparison sheet…"))
        self.desk.work(self.desk.bench.export_sheet(path, language, finding), self._sheet_exported)

    def _sheet_exported(self, written: Written) -> None:
        self._window.messages.show_notice(lambda: written_text(self.tr("Comparison sheet written: {path}"), written))

    def do_verify_case(self) -> None:
        """Check the file."""
        self._window.messages.show_running(lambda: self.tr("Checking every byte of the case…"))
        self.desk.ask(self.desk.bench.verify(), self._verified)

    def _verified(self, found: Verification) -> None:
        if found.intact:
            self._window.messages.show_notice(
                lambda: self.tr("The case file is intact: every hash and the whole chain hold.")
            )
            return
        self._window.messages.show_error(WorkstationError("case-not-intact", count=len(found.problems)))
        ListDialog(
            self.tr("The case file is not intact"),
            self.tr("%n thing(s) do not hold:", "", len(found.problems)),
            (self.tr("Where"), self.tr("What")),
            [(str(each.where), str(each.what)) for each in found.problems],
            self._window,
        ).open()

    def do_encrypt_case(self) -> None:
        """Ask where the copy goes, then for its key."""
        path = self.desk.case_path
        if path is None:
            return
        chooser = QFileDialog(self._window, self.tr("Encrypted copy"), str(path.with_stem(f"{path.stem}-encrypted")))
        chooser.setNameFilter(self.tr("Case files (*.qdcase)"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("qdcase")
        # What is there is never replaced, so nobody is asked whether it should be.
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.encrypt_to(Path(name)))
        chooser.open()

    def encrypt_to(self, path: Path) -> None:
        """Ask for the key of the copy."""
        dialog = NewKeyDialog(path, self._window)
        dialog.wanted.connect(lambda key: self._encrypt(path, key))
        dialog.open()

    def _encrypt(self, path: Path, key: Key) -> None:
        self._window.messages.show_running(lambda: self.tr("Writing and checking the encrypted copy…"))
        self.desk.work(self.desk.bench.copy_with_key(path, key), self._encrypted)

    def _encrypted(self, made: tuple[Path, Path]) -> None:
        facts = {"path": made[0].name, "written": made[1]}
        self._window.messages.show_notice(lambda: sentence("said-case-encrypted", facts, current_language()))

    def do_redacted_copy(self) -> None:
        """Ask what goes into the copy, and where it goes."""
        from ui.dialogs.redact_dialog import RedactDialog

        path, snapshot = self.desk.case_path, self.desk.snapshot
        if path is None or snapshot is None:
            return
        # The name of the case file may name the holder.
        dialog = RedactDialog(path.with_name("redacted-copy"), snapshot, self._window)
        dialog.wanted.connect(self._redact)
        dialog.open()

    def _redact(self, folder: Path, wishes: Wishes) -> None:
        self._window.messages.show_running(lambda: self.tr("Masking the pictures of the copy…"))
        self.desk.work(self.desk.bench.copies.redact(folder, current_language(), wishes), self._redacted)

    def _redacted(self, made: RedactedWritten) -> None:
        self._window.messages.show_notice(
            lambda: written_text(self.tr("Redacted copy written: {path}"), Written(made.folder, made.no_entry))
        )
        words, each_light = Wording(current_language()), "{} · {}"
        rows = [
            (each_light.format(each.number, term("light", each.light)), self._said_masked(each))
            for each in made.pictures
        ]
        rows += [
            (
                each_light.format(each.number, term("light", each.light)),
                self.tr("Left out: {why}").format(why=words(f"redacted.left_{each.why.replace('-', '_')}")),
            )
            for each in made.left_out
        ]
        counts = self.tr("Pictures masked: {masked}. Left out: {left}.")
        look = sentence("said-redacted-look", {}, current_language())
        ListDialog(
            self.tr("Redacted copy"),
            f"{counts.format(masked=len(made.pictures), left=len(made.left_out))}\n{look}",
            (self.tr("Picture"), self.tr("What became of it")),
            rows,
            self._window,
        ).open()

    def _said_masked(self, each: Masked) -> str:
        said = {
            "": self.tr("{share} % masked, by the model {model}"),
            "no-model": self.tr("{share} % masked: no model is known"),
            "model-silent": self.tr("{share} % masked: the model does not say what is personal here"),
            "hidden-not-laid": self.tr("{share} % masked: a place to hide could not be carried to every light"),
        }
        return said[each.why].format(share=round(100 * each.share), model=each.model_id)

    def do_sign_off(self) -> None:
        """Name what is missing, then ask; who may not is told at once."""
        why = self.space.review.refusal_of(Step.SIGN_OFF)
        if why is not None:
            self.desk.failed.emit(why)
            return
        dialog = SignOffDialog(self._open_points(), self._window)
        dialog.wanted.connect(lambda: self.proved(self.desk.bench.sign_off))
        dialog.open()

    def _open_points(self) -> tuple[str, ...]:
        snapshot = self.desk.snapshot
        if snapshot is None:
            return ()
        concluded = {each.exhibit_id for each in snapshot.conclusions}
        points = [
            self.tr("Exhibit {number} has no conclusion.").format(number=each.exhibit_no)
            for each in snapshot.exhibits
            if each.exhibit_id not in concluded
        ]
        if not snapshot.captures:
            points.append(self.tr("The case holds no picture."))
        if not snapshot.info.examiner:
            points.append(self.tr("The case names no examiner."))
        return tuple(points)

    def do_quit(self) -> None:
        """Close the window."""
        self._window.close()

    # ------------------------------------------------------------------ bench

    def do_capture_all(self) -> None:
        """Every light of the bench."""
        self.space.show_grid(False)
        self.desk.start_capture()

    def do_capture_light(self) -> None:
        """The light in hand, where the bench makes it."""
        if self.desk.light in self.desk.bench_lights():
            self.desk.start_capture((self.desk.light,))
        else:
            self.desk.failed.emit(WorkstationError("light-not-on-bench", light=self.desk.light))

    def do_stop(self) -> None:
        """Cancel the capture, else leave full screen, else put drawing tool and point pairs down."""
        if self.desk.capturing or self.desk.measuring:
            self.desk.bench.cancel_capture()
        elif self._window.isFullScreen():
            self._set_full_screen(False)
        elif self.space.linked.on:
            self.space.show_wall(False)
        else:
            self.space.compare.set_by_hand(False)
            self._take_tool("pan")

    def do_lamps_off(self) -> None:
        """At once, whatever runs."""
        self.desk.ask(
            self.desk.bench.lights_off(),
            lambda _: self._window.messages.show_notice(lambda: self.tr("Every lamp is off.")),
        )

    def do_read_mrz(self) -> None:
        """Ask the reader."""
        self.space.show_tab("case", focus=False)
        self.desk.ask(self.desk.bench.zones.read_mrz(self.desk.exhibit_id or None), self._mrz_read)

    def _mrz_read(self, record: object | None) -> None:
        if record is None:
            self.desk.failed.emit(WorkstationError("reader-no-document"))
            return
        self.desk.kept.emit()
        self.do_run_checks()

    def do_type_mrz(self) -> None:
        """Ask for the lines."""
        dialog = MrzDialog(self._window)
        dialog.wanted.connect(self._type_mrz)
        dialog.open()

    def _type_mrz(self, lines: list[str]) -> None:
        self.space.show_tab("case", focus=False)
        self.desk.keep(
            self.desk.bench.zones.type_mrz(self.desk.exhibit_id or None, lines), lambda _: self.do_run_checks()
        )

    def do_devices(self) -> None:
        """The technician's window, beside this one."""
        from ui.devices.window import DevicesWindow

        maintenance = self.desk.bench.maintenance
        if self._devices is None and maintenance is not None:
            lamps_off = self._window.actions_by_key["lamps_off"]
            self._devices = DevicesWindow(self.desk, maintenance, lamps_off)
        if self._devices is not None:
            self._devices.show()
            self._devices.raise_()
            self._devices.activateWindow()

    def do_calibrate(self) -> None:
        """The window for calibrating, beside this one."""
        from ui.calibration.window import CalibrationWindow

        if self._calibration is None:
            self._calibration = CalibrationWindow(self.desk, self._window.actions_by_key["lamps_off"])
            self._calibration.measuring.stored.connect(self._scale.ask)
        self._calibration.show()
        self._calibration.raise_()
        self._calibration.activateWindow()

    def do_add_exhibit(self) -> None:
        """Ask for number and description."""
        exhibits = self.desk.snapshot.exhibits if self.desk.snapshot else ()
        dialog = ExhibitDialog(str(len(exhibits) + 1), self._window)
        dialog.wanted.connect(self._add_exhibit)
        dialog.open()

    def _add_exhibit(self, number: str, description: str) -> None:
        self.desk.keep(
            self.desk.bench.record.add_exhibit(number, description),
            lambda exhibit: self.desk.look(exhibit_id=exhibit.exhibit_id),
        )

    # ------------------------------------------------------------------ view

    def do_zoom_in(self) -> None:
        """Closer."""
        self.space.looking.zoom_in()

    def do_zoom_out(self) -> None:
        """Further away."""
        self.space.looking.zoom_out()

    def do_zoom_fit(self) -> None:
        """The whole page."""
        self.space.looking.zoom_fit()

    def do_zoom_actual(self) -> None:
        """One picture pixel on one screen pixel."""
        self.space.looking.zoom_actual()

    def do_zoom_two(self) -> None:
        """Two screen pixels for one of the picture."""
        self.space.looking.active_view.zoom_to(2.0)

    def do_zoom_four(self) -> None:
        """Four."""
        self.space.looking.active_view.zoom_to(4.0)

    def do_zoom_eight(self) -> None:
        """Eight."""
        self.space.looking.active_view.zoom_to(8.0)

    def do_zoom_sixteen(self) -> None:
        """Sixteen."""
        self.space.looking.active_view.zoom_to(16.0)

    def do_zoom_thirty_two(self) -> None:
        """Thirty-two."""
        self.space.looking.active_view.zoom_to(32.0)

    def do_linked_panes(self) -> None:
        """Chosen lights in linked panes, or the two panes."""
        self.space.show_wall(self._window.actions_by_key["linked_panes"].isChecked())

    def do_grid(self) -> None:
        """Every light at once, or the two panes."""
        self.space.show_grid(self._window.actions_by_key["grid"].isChecked())

    def do_specimen(self) -> None:
        """The specimen beside it, or the questioned document alone."""
        self.space.view.set_specimen_visible(self._window.actions_by_key["specimen"].isChecked())

    def do_linked(self) -> None:
        """Both together, or each alone."""
        for each in (self.space.view, self.space.wall):
            each.set_linked(self._window.actions_by_key["linked"].isChecked())

    def do_full_screen(self) -> None:
        """Pictures and lights only, on the whole screen; or back."""
        self._set_full_screen(not self._window.isFullScreen())

    def _set_full_screen(self, on: bool) -> None:
        window = self._window
        window.actions_by_key["full_screen"].setChecked(on)
        for widget in (window.menuBar(), window.toolbar, self.space.tabs):
            widget.setVisible(not on and not (widget is self.space.tabs and self.space.linked.on))
        window.setWindowState(
            window.windowState() | Qt.WindowState.WindowFullScreen
            if on
            else window.windowState() & ~Qt.WindowState.WindowFullScreen
        )
        self.space.view.setFocus()

    # ------------------------------------------------------------------ comparing

    def _compare(self, mode: Mode | None) -> None:
        self.space.show_grid(False)
        self.space.compare.set_mode(mode)

    def do_side_by_side(self) -> None:
        """Both panes."""
        self._compare(None)

    def do_curtain(self) -> None:
        """One picture drawn away from the other."""
        self._compare(Mode.CURTAIN)

    def do_opacity(self) -> None:
        """Both at once."""
        self._compare(Mode.OPACITY)

    def do_blink(self) -> None:
        """One and then the other."""
        self._compare(Mode.BLINK)

    def do_difference(self) -> None:
        """How far they lie apart."""
        self._compare(Mode.DIFFERENCE)

    def do_signed_difference(self) -> None:
        """Which of them is brighter."""
        self._compare(Mode.SIGNED_DIFFERENCE)

    def do_merge(self) -> None:
        """Each in its own colour."""
        self._compare(Mode.MERGE)

    def do_beyond_noise(self) -> None:
        """Only what noise and position do not explain."""
        self._compare(Mode.BEYOND_NOISE)

    def do_partner(self) -> None:
        """The specimen, or another light."""
        self.space.compare.switch_partner()

    def do_compare_less(self) -> None:
        """The mode's parameter down."""
        self.space.compare.nudge(0, -1)

    def do_compare_more(self) -> None:
        """The mode's parameter up."""
        self.space.compare.nudge(0, 1)

    def do_turn_back(self) -> None:
        """The curtain anticlockwise."""
        self.space.compare.nudge(1, -1)

    def do_turn_on(self) -> None:
        """The curtain clockwise."""
        self.space.compare.nudge(1, 1)

    def do_set_points(self) -> None:
        """Lay by hand."""
        self.space.show_grid(False)
        self.space.compare.set_by_hand(True)

    def do_bent_page(self) -> None:
        """Follow the page where it is not flat, or no longer."""
        self.space.compare.set_bent(not self.space.compare.bent)

    def do_match_tones(self) -> None:
        """The second picture as bright as the first, or as it is."""
        self.space.compare.set_tones(not self.space.compare.tones)

    def do_even_light(self) -> None:
        """Both pictures in even light, or as they are."""
        self.space.compare.set_even(not self.space.compare.even)

    def do_keep_view(self) -> None:
        """Ask for the title of what is seen now."""
        compare = self.space.compare
        if compare.mode is None:
            self.keep_enhanced()
            return
        recipe = compare.recipe
        if recipe is None or compare.kept_id:
            return
        dialog = KeepDialog(compare.proposed_title, self._window)
        dialog.wanted.connect(lambda title: compare.keep(recipe, title))
        dialog.open()

    # ------------------------------------------------------------------ lights

    def do_next_light(self) -> None:
        """One further."""
        self.desk.step_light(1)

    def do_previous_light(self) -> None:
        """One back."""
        self.desk.step_light(-1)

    def do_to_pictures(self) -> None:
        """The keyboard to the pictures."""
        self.space.view.setFocus()
        self.space.view.active_view.setFocus()

    def do_to_findings(self) -> None:
        """The keyboard to the findings."""
        self.space.show_tab("findings")

    def do_to_conclusion(self) -> None:
        """The keyboard to the conclusion."""
        self.space.show_tab("conclusion")

    def do_to_case(self) -> None:
        """The keyboard to the case."""
        self.space.show_tab("case")

    # ------------------------------------------------------------------ findings

    def _take_tool(self, tool: str) -> None:
        self.space.measuring.leave()
        self.space.spectra.leave()
        self.space.region_taker = None
        self._window.actions_by_key[tool].setChecked(True)
        self.space.view.set_tool(tool)

    def do_pan(self) -> None:
        """Move the picture."""
        self._take_tool("pan")

    def do_rectangle(self) -> None:
        """Draw a rectangle."""
        self.space.show_grid(False)
        self._take_tool("rectangle")

    def do_polygon(self) -> None:
        """Draw an outline."""
        self.space.show_grid(False)
        self._take_tool("polygon")

    def do_new_finding(self) -> None:
        """On the whole picture."""
        desk = self.desk
        kept = self.space.compare.kept_id
        specimen = desk.specimen_picture(desk.light)
        keep_view = self.space.compare.keeper() or self.space.studio.keeper()
        self.space.begin(Draft(desk.capture, None, specimen, recipe_id=kept, keep_view=keep_view))

    def do_edit_finding(self) -> None:
        """Correct the selected one; the old one stays in the file."""
        desk, finding = self.desk, self.desk.finding
        if finding is None or desk.snapshot is None:
            return
        capture = desk.snapshot.capture(finding.capture_id) if finding.capture_id else None
        specimen = desk.specimen_picture(finding.light)
        self.space.begin(Draft(capture, finding.region, specimen, corrects=finding))

    def do_withdraw_finding(self) -> None:
        """Ask why."""
        finding_id = self.desk.finding_id
        dialog = WithdrawDialog(self._window)
        dialog.wanted.connect(
            lambda reason: self.desk.keep(self.desk.bench.record.withdraw_finding(finding_id, reason))
        )
        dialog.open()

    def do_show_finding(self) -> None:
        """Where it was seen."""
        self.space.jump_to_finding()


def _why(left_out: LeftOutPicture) -> str:
    return sentence(left_out.reason, {"path": left_out.name, **left_out.facts}, current_language())
