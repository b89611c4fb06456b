"""The examiner's record: what is written about a case, its exhibits, findings, measurements and conclusion.

Every call returns a Future at once; errors in it are ``WorkstationError``. Nothing is overwritten: a correction
supersedes, a withdrawal says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workstation.cases.model import CaseSnapshot, Conclusion, Exhibit, Finding, KeptRecipe, Measurement, Region
from workstation.devices import Clock
from workstation.errors import CaseFileError, WorkstationError
from workstation.identifiers import new_id
from workstation.open_case import OpenCase
from workstation.specimens.model import SpecimenPicture
from workstation.vocabulary import vocabulary

if TYPE_CHECKING:
    from workstation.cases.store import CaseFile


class RecordDesk:
    """What a person writes into the open case.

    Parameters
    ----------
    case : OpenCase
    clock : Clock
    actor : callable
        Who works here now; written to every row.
    """

    def __init__(self, case: OpenCase, *, clock: Clock, actor: Callable[[], str]) -> None:
        self._case = case
        self._clock = clock
        self._actor = actor

    def change_case(self, **texts: str | None) -> Future[CaseSnapshot]:
        """Change ``case_no``, ``examiner``, ``agency``, ``exam_site`` or ``question``; None leaves it."""

        def work(case: CaseFile) -> None:
            changes: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
            case.update_info(replace(case.snapshot().info, **changes))

        return self._case.then_snapshot(work)

    def add_exhibit(self, exhibit_no: str, description: str = "") -> Future[Exhibit]:
        """Add a physical item to the case."""
        now = self._clock.now()
        exhibit = Exhibit(exhibit_id=new_id(now), exhibit_no=exhibit_no, description=description, created_at=now)

        def work(case: CaseFile) -> Exhibit:
            case.add_exhibit(exhibit)
            return exhibit

        return self._case.write(work)

    def change_exhibit(self, exhibit_id: str, **texts: str | None) -> Future[Exhibit]:
        """Change ``exhibit_no``, ``description``, ``condition``, ``received_from`` or the model; None leaves it."""

        def work(case: CaseFile) -> Exhibit:
            current = next(each for each in case.snapshot().exhibits if each.exhibit_id == exhibit_id)
            changes: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
            changed = replace(current, **changes)
            case.update_exhibit(changed)
            return changed

        return self._case.write(work)

    def choose_model(self, exhibit_id: str, model_id: str, method: str) -> Future[Exhibit]:
        """Say which specimen an exhibit is compared with; ``method`` is ``mrz`` or ``manual``."""
        return self.change_exhibit(exhibit_id, model_id=model_id, model_ident_method=method)

    def save_finding(
        self,
        *,
        exhibit_id: str,
        capture_id: str | None,
        region: Region | None,
        feature: str,
        light: str,
        method: str,
        observation: str,
        significance: str,
        observed: str = "",
        expected: str = "",
        specimen: SpecimenPicture | None = None,
        specimen_model_id: str = "",
        supersedes: str | None = None,
        recipe_id: str = "",
    ) -> Future[Finding]:
        """Store a finding, or a correction of the one that ``supersedes`` names."""
        now = self._clock.now()
        finding = Finding(
            finding_id=new_id(now),
            exhibit_id=exhibit_id,
            capture_id=capture_id,
            region=region,
            feature=feature,
            light=light,
            method=method,
            observation=observation,
            significance=significance,
            observed=observed,
            expected=expected,
            specimen_model_id=specimen_model_id,
            specimen_sha256=specimen.sha256 if specimen else "",
            supersedes=supersedes,
            recipe_id=recipe_id,
            created_at=now,
            created_by=self._actor(),
        )
        return self._keep_finding(finding)

    def _keep_finding(self, finding: Finding) -> Future[Finding]:
        def work(case: CaseFile) -> Finding:
            _demand_terms(
                feature=finding.feature,
                method=finding.method,
                observation=finding.observation,
                significance=finding.significance,
            )
            case.save_finding(finding)
            return finding

        return self._case.write(work)

    def keep_recipe(self, recipe: KeptRecipe) -> Future[KeptRecipe]:
        """Store how a view was made."""

        def work(case: CaseFile) -> KeptRecipe:
            case.keep_recipe(recipe)
            return recipe

        return self._case.write(work)

    def withdraw_finding(self, finding_id: str, reason: str) -> Future[Finding]:
        """Say that a finding no longer stands, and why; the finding itself stays in the file."""
        now = self._clock.now()

        def work(case: CaseFile) -> Finding:
            current = next(each for each in case.snapshot().findings if each.finding_id == finding_id)
            withdrawn = replace(
                current,
                finding_id=new_id(now),
                supersedes=finding_id,
                withdrawn=True,
                reason=reason,
                created_at=now,
                created_by=self._actor(),
            )
            case.save_finding(withdrawn)
            return withdrawn

        return self._case.write(work)

    def save_measurement(
        self,
        *,
        capture_id: str,
        kind: str,
        points_px: Sequence[tuple[float, float]],
        zoom: float = 1.0,
        note: str = "",
    ) -> Future[tuple[Measurement, ...]]:
        """Measure on a capture with its own scale and store every value of it.

        ``kind`` is one of ``workstation.measuring.KINDS``; ``zoom`` is the scale at which the points were set.

        Raises
        ------
        MeasureError
            In the future: the capture has no scale, or the points do not suit the kind.
        """
        now = self._clock.now()

        def work(case: CaseFile) -> tuple[Measurement, ...]:
            from workstation.measuring import measurements

            capture = case.snapshot().capture(capture_id)
            made = measurements(kind, points_px, capture, zoom=zoom, note=note, now=now, actor=self._actor())
            for each in made:
                case.save_measurement(each)
            return made

        return self._case.write(work)

    def note_measurement(self, measurement_id: str, note: str) -> Future[tuple[Measurement, ...]]:
        """Write another note beside a measurement and what was measured with it."""
        return self._correct_measurement(measurement_id, note, withdrawn=False)

    def withdraw_measurement(self, measurement_id: str, reason: str) -> Future[tuple[Measurement, ...]]:
        """Say that a measurement and what was measured with it no longer stand, and why; they stay in the file."""
        return self._correct_measurement(measurement_id, reason, withdrawn=True)

    def _correct_measurement(
        self, measurement_id: str, note: str, *, withdrawn: bool
    ) -> Future[tuple[Measurement, ...]]:
        now = self._clock.now()

        def work(case: CaseFile) -> tuple[Measurement, ...]:
            from workstation.measuring import corrected, together

            standing = together(case.snapshot().measurements, measurement_id)
            if not standing:
                raise CaseFileError("case-measurement-replaced", path=case.path)
            made = tuple(
                corrected(each, now=now, actor=self._actor(), note=note, withdrawn=withdrawn) for each in standing
            )
            for each in made:
                case.save_measurement(each)
            return made

        return self._case.write(work)

    def conclude(
        self,
        *,
        exhibit_id: str,
        scale: str,
        level: str,
        reasoning: str = "",
        limitations: str = "",
        fraud_types: Sequence[str] = (),
        modus: Sequence[str] = (),
    ) -> Future[Conclusion]:
        """Store the conclusion on an exhibit; an earlier one is superseded, not lost."""
        now = self._clock.now()

        def work(case: CaseFile) -> Conclusion:
            _demand_terms(**{scale: level})
            for each in fraud_types:
                _demand_terms(fraud_type=each)
            for each in modus:
                _demand_terms(modus=each)
            standing = [each for each in case.snapshot().conclusions if each.exhibit_id == exhibit_id]
            conclusion = Conclusion(
                conclusion_id=new_id(now),
                exhibit_id=exhibit_id,
                scale=scale,
                scale_version=int(vocabulary(scale).header["version"]),
                level=level,
                reasoning=reasoning,
                limitations=limitations,
                fraud_types=tuple(fraud_types),
                modus=tuple(modus),
                supersedes=standing[0].conclusion_id if standing else None,
                created_at=now,
                created_by=self._actor(),
            )
            case.conclude(conclusion)
            return conclusion

        return self._case.write(work)


def _demand_terms(**codes: str) -> None:
    """Refuse a code that its controlled list lacks.

    Raises
    ------
    WorkstationError
        ``term-unknown``.
    """
    for title, code in codes.items():
        if code not in vocabulary(title):
            raise WorkstationError("term-unknown", list=title, term=code)
