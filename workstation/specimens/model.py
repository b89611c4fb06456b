"""The reference library's values: models, their pictures by page and light, their features and texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelKey:
    """Country (ICAO code), document type (first two characters of the MRZ), number from 1, first issue year."""

    country: str
    type: str
    number: int
    year: int | None

    @property
    def model_id(self) -> str:
        """Text form, used as folder name and in case files: ``UTO-P-1-2024``."""
        year = "" if self.year is None else f"-{self.year}"
        return f"{self.country}-{self.type.replace('<', '')}-{self.number}{year}"


@dataclass(frozen=True, slots=True)
class SpecimenPicture:
    """One picture of a genuine specimen."""

    page: str
    light: str
    path: Path
    sha256: str
    px_per_mm: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SpecimenFeature:
    """Something to look for.

    Attributes
    ----------
    feature_id : str
        Unique in its model.
    feature : str
        Code of ``resources/vocabulary/feature.toml``.
    level : int
        Inspection level 1, 2 or 3 (ICAO 9303-2).
    region_mm : tuple[float, float, float, float]
        Left, top, width, height in millimetres on the page, from its top left corner.
    expected : dict[str, str]
        What to expect, by language (``en``, ``zh_CN``).
    """

    feature_id: str
    feature: str
    page: str
    lights: tuple[str, ...]
    level: int
    region_mm: tuple[float, float, float, float]
    expected: dict[str, str]


@dataclass(frozen=True, slots=True)
class SpecimenText:
    """Where a field of the visual zone is printed.

    Attributes
    ----------
    field : str
        Code of ``resources/vocabulary/visual_field.toml``.
    region_mm : tuple[float, float, float, float]
        Left, top, width and height on the page: from the top of the capitals to the line they stand on, as wide as
        the longest value.
    """

    field: str
    page: str
    region_mm: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SpecimenModel:
    """One model of a document."""

    key: ModelKey
    names: dict[str, str]
    size_mm: tuple[float, float]
    mrz_format: str
    pages: tuple[str, ...]
    source: str
    licence: str
    generated: bool
    pictures: tuple[SpecimenPicture, ...]
    features: tuple[SpecimenFeature, ...]
    texts: tuple[SpecimenText, ...] = ()

    @property
    def model_id(self) -> str:
        """``key`` as text."""
        return self.key.model_id
