"""The reference library: models of genuine documents, found by what they are or by a machine readable zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from workstation.captures import sha256_hex
from workstation.documents.mrz import MrzDocument, MrzError, parse
from workstation.errors import SpecimenError
from workstation.lights import counterpart, find_light
from workstation.resources import RESOURCES
from workstation.specimens.model import SpecimenModel, SpecimenPicture
from workstation.specimens.model_file import MODEL_FILE, Problem, read_model

SHIPPED = RESOURCES / "specimens"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that a zone may belong to, and why: codes of ``vocabulary/candidate_reason.toml``."""

    model: SpecimenModel
    reasons: tuple[str, ...]


class Library:
    """Every model under some folders, read once.

    Parameters
    ----------
    roots : sequence of Path
        Searched in this order; a model of a later folder does not replace one of an earlier. A folder that is not
        there holds nothing.
    """

    def __init__(self, roots: Sequence[Path] = (SHIPPED,)) -> None:
        self._models: dict[str, SpecimenModel] = {}
        self._folders: dict[str, Path] = {}
        self._problems: list[Problem] = []
        for root in roots:
            for path in sorted(root.glob(f"*/{MODEL_FILE}")):
                self._add(path)

    def _add(self, path: Path) -> None:
        model, problems = read_model(path)
        self._problems += problems
        if model is None:
            return
        if model.model_id in self._models:
            self._problems.append(Problem(path, 0, "specimen-model-twice", {"model": model.model_id}))
            return
        self._models[model.model_id] = model
        self._folders[model.model_id] = path.parent

    def models(self) -> tuple[SpecimenModel, ...]:
        """Every model, by country, type, year and number."""
        return tuple(sorted(self._models.values(), key=_order))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in model files; the models and entries concerned are left out, all others are there."""
        return tuple(self._problems)

    def model(self, model_id: str) -> SpecimenModel:
        """The model of that id.

        Raises
        ------
        SpecimenError
            There is none (``specimen-unknown-model``).
        """
        try:
            return self._models[model_id]
        except KeyError:
            raise SpecimenError("specimen-unknown-model", model=model_id) from None

    def folder(self, model_id: str) -> Path:
        """Where the model lies, and what was taught of it.

        Raises
        ------
        SpecimenError
            There is none (``specimen-unknown-model``).
        """
        return self._folders[self.model(model_id).model_id]

    def find(
        self, *, country: str | None = None, type: str | None = None, year: int | None = None
    ) -> tuple[SpecimenModel, ...]:
        """Models with this country, whose type begins with ``type``, first issued in ``year``. None means any."""
        return tuple(
            each
            for each in self.models()
            if country in (None, each.key.country)
            and (type is None or each.key.type.startswith(type))
            and year in (None, each.key.year)
        )

    def candidates(self, lines: Sequence[str], today: date | None = None) -> tuple[Candidate, ...]:
        """Models that a machine readable zone may belong to, the likeliest first.

        Country and first letter of the document code must agree; the whole code, the layout and the newest year of
        issue before the document expired decide the order. Empty where the lines are no zone.

        Parameters
        ----------
        lines : sequence of str
            As read.
        today : date, optional
            Decides the century of the date of expiry; today in UTC if not given.
        """
        try:
            mrz = parse(lines)
        except MrzError:
            return ()
        today = today or datetime.now(UTC).date()
        related = [each for each in self.find(country=mrz.issuer) if each.key.type[0] == mrz.document_code[:1]]
        newest = _newest_year(related, mrz, today)
        found = [Candidate(each, _reasons(each, mrz, newest)) for each in related]
        return tuple(sorted(found, key=lambda each: (-len(each.reasons), *_order(each.model))))

    def picture(self, model_id: str, page: str, light: str) -> SpecimenPicture | None:
        """Picture of a page to hold beside ``light``: of that light, else of the nearest of its kind, else None.

        The ``light`` of what comes back says which it is.

        Raises
        ------
        SpecimenError
            There is no such model.
        """
        wanted = find_light(light)
        pictures = {each.light: each for each in self.model(model_id).pictures if each.page == page}
        available = tuple(found for code in pictures if (found := find_light(code)))
        chosen = counterpart(wanted, available) if wanted else None
        return pictures[chosen.code] if chosen else None

    def picture_of_hash(self, sha256: str) -> SpecimenPicture:
        """The picture with these bytes, whichever model it belongs to.

        Raises
        ------
        SpecimenError
            There is none (``specimen-unknown-picture``).
        """
        return next(each for each in self._holding(sha256).pictures if each.sha256 == sha256)

    def model_of(self, picture: SpecimenPicture) -> SpecimenModel:
        """The model that a picture belongs to. Raises as ``picture_of_hash``."""
        return self._holding(picture.sha256)

    def _holding(self, sha256: str) -> SpecimenModel:
        for model in self.models():
            if any(each.sha256 == sha256 for each in model.pictures):
                return model
        raise SpecimenError("specimen-unknown-picture", sha256=sha256[:12])

    def read(self, picture: SpecimenPicture) -> bytes:
        """Bytes of a picture file.

        Raises
        ------
        SpecimenError
            The file cannot be read, or its SHA-256 is not the one the model names.
        """
        try:
            data = picture.path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise SpecimenError("specimen-unreadable", path=picture.path, reason=reason) from error
        if sha256_hex(data) != picture.sha256:
            raise SpecimenError("specimen-damaged", path=picture.path)
        return data


def _order(model: SpecimenModel) -> tuple[str, str, int, int]:
    return model.key.country, model.key.type, -(model.key.year or 0), model.key.number


def _newest_year(models: Sequence[SpecimenModel], mrz: MrzDocument, today: date) -> int | None:
    expiry = mrz.date_of_expiry.expiry(today)
    latest = min(today, expiry).year if expiry else today.year
    return max((each.key.year for each in models if each.key.year and each.key.year <= latest), default=None)


def _reasons(model: SpecimenModel, mrz: MrzDocument, newest: int | None) -> tuple[str, ...]:
    seen = (
        ("same_country", True),
        ("same_kind", True),
        ("same_document_code", model.key.type.rstrip("<") == mrz.document_code),
        ("same_format", model.mrz_format == mrz.format),
        ("newest_issue", newest is not None and model.key.year == newest),
    )
    return tuple(code for code, holds in seen if holds)
