"""Evidence, findings and conclusion: what an examiner stores, until the case is signed off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import insert, select

from workstation.accounts.permissions import operation
from workstation.captures import Capture, sha256_hex
from workstation.cases import schema
from workstation.cases.chain import Chain
from workstation.cases.ledger import Ledger
from workstation.cases.life import note_begun
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
)
from workstation.cases.rows import (
    current_exhibits,
    current_info,
    read_all,
    standing_conclusions,
    standing_findings,
    standing_measurements,
    values_of,
)
from workstation.errors import CaseFileError
from workstation.imaging.recipe import SourceKind, parse_recipe

_FIXED_INFO = ("case_id", "created_at", "state", "signed_off_at", "signed_off_by")


class EvidenceStore:
    """The part of a case file that an examination fills. Every method stores everything or nothing, durably.

    Raises
    ------
    PermissionRefused
        All of them, where the one who acts may not do it.
    CaseFileError
        All of them: ``case-signed-off``, ``case-under-review``, ``case-purged``, ``case-read-only``, and what the
        disk says.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("case.describe")
    def update_info(self, info: CaseInfo) -> None:
        """Describe the case anew; what stood before stays in the file.

        Raises
        ------
        CaseFileError
            ``case-signed-off``, ``case-read-only``, ``case-disk-full``, ``case-busy`` (as all that stores).
        ValueError
            Identity, state or time of creation differ.
        """
        with self._ledger.editing() as chain:
            before = current_info(self._ledger.connection)
            fixed = {name: getattr(before, name) for name in _FIXED_INFO}
            if replace(info, **fixed) != info:
                raise ValueError("identity and state of a case are not changed by describing it")
            chain.keep(schema.case_info, values_of(info), "case-described", info.case_id)

    @operation("exhibit.keep")
    def add_exhibit(self, exhibit: Exhibit) -> None:
        """Add a physical item."""
        with self._ledger.editing() as chain:
            if exhibit.exhibit_id in current_exhibits(self._ledger.connection):
                raise ValueError("an exhibit of that id exists")
            chain.keep(schema.exhibit, values_of(exhibit), "exhibit-added", exhibit.exhibit_id)

    @operation("exhibit.keep")
    def update_exhibit(self, exhibit: Exhibit) -> None:
        """Describe an exhibit anew; what stood before stays in the file."""
        with self._ledger.editing() as chain:
            before = current_exhibits(self._ledger.connection).get(exhibit.exhibit_id)
            if before is None or exhibit.created_at != before.created_at:
                raise ValueError("no exhibit of that id and time of creation")
            chain.keep(schema.exhibit, values_of(exhibit), "exhibit-described", exhibit.exhibit_id)

    @operation("capture.store")
    def add_captures(self, captures: Iterable[Capture]) -> None:
        """Store pictures and their records, all or none.

        Raises
        ------
        ValueError
            A record does not describe its bytes.
        """
        with self._examining() as chain:
            for each in captures:
                self._ledger.demand_own(each.record.captured_by)
                self._keep_bytes(each)
                chain.keep(schema.capture, values_of(each.record), "capture-stored", each.record.capture_id)

    @operation("calibration.store")
    def add_calibrations(self, calibrations: Sequence[tuple[CalibrationRecord, str]]) -> None:
        """Store what captures are about to use, each with its content; one that is in the file already stays.

        Raises
        ------
        ValueError
            A record does not describe its content.
        """
        with self._ledger.editing() as chain:
            kept = {each.calibration_id for each in read_all(self._ledger.connection, CalibrationRecord)}
            for record, content in calibrations:
                if record.sha256 != sha256_hex(content.encode()):
                    raise ValueError("the record does not describe its content")
                if record.calibration_id not in kept:
                    values = values_of(record) | {"content": content}
                    chain.keep(schema.calibration, values, "calibration-stored", record.calibration_id)
                    kept.add(record.calibration_id)

    def _keep_bytes(self, capture: Capture) -> None:
        record, blob = capture.record, schema.blob
        if (record.sha256, record.byte_length) != (sha256_hex(capture.stored), len(capture.stored)):
            raise ValueError("the record does not describe its bytes")
        known = select(blob.columns.sha256).where(blob.columns.sha256 == record.sha256)
        if self._ledger.connection.execute(known).one_or_none() is None:
            values = {"sha256": record.sha256, "byte_length": record.byte_length, "bytes": capture.stored}
            self._ledger.connection.execute(insert(blob), values)

    @operation("finding.save")
    def save_finding(self, finding: Finding) -> None:
        """Store a finding. One that corrects or withdraws another is a new row; the old one stays in the file.

        Raises
        ------
        CaseFileError
            ``case-finding-replaced``: the finding to supersede does not stand any more.
        ValueError
            It names a capture or a finding of another exhibit.
        """
        with self._examining() as chain:
            self._ledger.demand_own(finding.created_by)
            if finding.supersedes is not None:
                standing = {each.finding_id: each for each in standing_findings(self._ledger.connection)}
                if finding.supersedes not in standing:
                    raise CaseFileError("case-finding-replaced", path=self._ledger.path)
                if standing[finding.supersedes].exhibit_id != finding.exhibit_id:
                    raise ValueError("the finding to supersede is of another exhibit")
            values = values_of(finding) | {"region_mm": self._region_mm(finding)}
            action = "finding-withdrawn" if finding.withdrawn else "finding-saved"
            chain.keep(schema.finding, values, action, finding.finding_id)

    def _region_mm(self, finding: Finding) -> tuple[tuple[float, float], ...] | None:
        if finding.capture_id is None:
            return None
        capture = schema.capture.columns
        wanted = select(capture.exhibit_id, capture.px_per_mm).where(capture.capture_id == finding.capture_id)
        found = self._ledger.connection.execute(wanted).one_or_none()
        if found is None or found.exhibit_id != finding.exhibit_id:
            raise ValueError("the exhibit has no capture of that id")
        if finding.region is None or found.px_per_mm is None:
            return None
        return tuple((round(x, 3), round(y, 3)) for x, y in finding.region.points_mm(found.px_per_mm))

    @operation("recipe.keep")
    def keep_recipe(self, recipe: KeptRecipe) -> None:
        """Store how a picture was made.

        Raises
        ------
        RecipeError
            ``recipe-unreadable``: nobody could replay it.
        ValueError
            A source of the recipe is no picture of this exhibit.
        """
        known = parse_recipe(recipe.content)
        with self._examining() as chain:
            self._ledger.demand_own(recipe.created_by)
            capture = schema.capture.columns
            wanted = select(capture.sha256).where(capture.exhibit_id == recipe.exhibit_id)
            held = set(self._ledger.connection.execute(wanted).scalars())
            for source in known.sources:
                if source.kind is SourceKind.CAPTURE and source.sha256 not in held:
                    raise ValueError("a source of the recipe is no picture of this exhibit")
            chain.keep(schema.recipe, values_of(recipe), "recipe-kept", recipe.recipe_id)

    @operation("measurement.save")
    def save_measurement(self, measurement: Measurement) -> None:
        """Store a measurement, a correction of one that stands, or a withdrawal.

        Raises
        ------
        CaseFileError
            ``case-measurement-replaced``: the one to supersede does not stand any more.
        """
        with self._examining() as chain:
            self._ledger.demand_own(measurement.created_by)
            standing = {each.measurement_id for each in standing_measurements(self._ledger.connection)}
            if measurement.supersedes is not None and measurement.supersedes not in standing:
                raise CaseFileError("case-measurement-replaced", path=self._ledger.path)
            action = "measurement-withdrawn" if measurement.withdrawn else "measured"
            chain.keep(schema.measurement, values_of(measurement), action, measurement.measurement_id)

    @operation("conclusion.save")
    def conclude(self, conclusion: Conclusion) -> None:
        """Store a conclusion. An exhibit has one that stands; the next must supersede it.

        Raises
        ------
        CaseFileError
            ``case-conclusion-replaced``: another conclusion stands than the one to supersede.
        """
        with self._examining() as chain:
            self._ledger.demand_own(conclusion.created_by)
            standing = {each.exhibit_id: each for each in standing_conclusions(self._ledger.connection)}
            before = standing.get(conclusion.exhibit_id)
            if conclusion.supersedes != (before.conclusion_id if before else None):
                raise CaseFileError("case-conclusion-replaced", path=self._ledger.path)
            chain.keep(schema.conclusion, values_of(conclusion), "concluded", conclusion.conclusion_id)

    @operation("check.store")
    def add_checks(self, results: Sequence[CheckResult]) -> None:
        """Store results of machine checks, all or none."""
        with self._ledger.editing() as chain:
            for each in results:
                chain.keep(schema.check_result, values_of(each), "check-recorded", each.result_id)

    @operation("mrz.store")
    def add_mrz(self, record: MrzRecord) -> None:
        """Store the lines of a machine readable zone."""
        with self._ledger.editing() as chain:
            chain.keep(schema.mrz_record, values_of(record), "mrz-recorded", record.mrz_id)

    @operation("equipment.record")
    def record_equipment(self, uses: Sequence[EquipmentUse]) -> None:
        """Store which devices were used, all or none."""
        with self._ledger.editing() as chain:
            for each in uses:
                chain.keep(schema.equipment_use, values_of(each), "equipment-recorded")

    @contextmanager
    def _examining(self) -> Iterator[Chain]:
        """A change by which an examiner with an account also begins the examination of a draft."""
        with self._ledger.editing() as chain:
            note_begun(self._ledger, chain)
            yield chain
