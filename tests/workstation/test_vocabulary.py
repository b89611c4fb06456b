"""Every controlled list is complete in both languages and agrees with the code that stores its terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest

from workstation.accounts.roles import Role
from workstation.captures import Origin
from workstation.cases.handling import Agreement, CustodyKind, Decision, Handover, ReviewKind
from workstation.cases.model import CaseState, CheckOutcome, Shape
from workstation.cases.stages import Stage
from workstation.checks.catalogue import CATALOGUE, Mode
from workstation.checks.code_routines import AGAINST_CODE
from workstation.checks.judged import TYPED
from workstation.checks.optical.routines import ROUTINES
from workstation.checks.optical.taught import load_taught
from workstation.checks.optical.zone_checks import ZONE_ROUTINES
from workstation.checks.seal_routines import FORMAT, SIGNATURE, ZONE
from workstation.checks.visual_routines import AGAINST_ZONE, DATES
from workstation.checks.zone_agreement import AGAINST_LIGHT, AGAINST_READER, AGAINST_UV
from workstation.devices import DeviceKind, DeviceState
from workstation.documents.layouts import FOREIGN_LAYOUTS, LAYOUTS, MrzFormat
from workstation.documents.seals.profiles import PROFILES
from workstation.imaging.operations import OPERATIONS
from workstation.lights import LightClass, known_lights
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES, vocabulary

TITLES = sorted(path.stem for path in (RESOURCES / "vocabulary").glob("*.toml"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Codes that a standard or the table of lights spells otherwise.
SPELLING = {
    "light": r"[A-Z0-9_]+",
    "light_class": "VI|IR|UV",
    "check": r"[A-Z.]+",
    "operation": r"[a-z-]+",
    "optical_zone": r"[A-Z]{2}",
    "mrz_format": r"TD\d|MRV-[AB]",
}
CODES_OF_ENUMERATIONS: dict[str, Iterable[str]] = {
    "agreement": Agreement,
    "case_state": CaseState,
    "check_mode": Mode,
    "check_outcome": CheckOutcome,
    "custody_kind": CustodyKind,
    "device_kind": DeviceKind,
    "device_state": DeviceState,
    "handover": Handover,
    "light_class": LightClass,
    "mrz_format": MrzFormat,
    "operation": OPERATIONS,
    "origin": Origin,
    "review_decision": Decision,
    "review_kind": ReviewKind,
    "role": Role,
    "shape": Shape,
    "stage": Stage,
}


@pytest.mark.parametrize("title", TITLES)
def test_every_term_has_a_code_of_one_spelling_and_both_names(title: str) -> None:
    terms = list(vocabulary(title))
    assert terms
    for term in terms:
        assert re.fullmatch(SPELLING.get(title, "[a-z0-9_]+"), term.code), term.code
        assert all(term.name(language).strip() == term.name(language) != "" for language in LANGUAGES), term.code
        assert CHINESE.search(term.name("zh_CN")), term.code
        assert not CHINESE.search(term.name("en")), term.code


@pytest.mark.parametrize("title", TITLES)
def test_no_two_terms_of_a_list_read_alike(title: str) -> None:
    for language in LANGUAGES:
        names = [term.name(language) for term in vocabulary(title)]
        assert len(set(names)) == len(names)


def test_every_light_of_the_table_is_named_and_fits_a_button() -> None:
    assert [term.code for term in vocabulary("light")] == [light.code for light in known_lights()]
    for term in vocabulary("light"):
        assert 0 < len(term.extra["short_en"]) <= 12
        assert 0 < len(term.extra["short_zh_CN"]) <= 6


@pytest.mark.parametrize(
    ("title", "key", "referred"), [("modus", "fraud_type", "fraud_type"), ("feature", "group", "feature_group")]
)
def test_references_between_lists_hold(title: str, key: str, referred: str) -> None:
    used = {term.extra[key] for term in vocabulary(title)}
    assert used <= set(vocabulary(referred).terms)


def test_every_group_has_features_that_stand_together() -> None:
    groups = [term.extra["group"] for term in vocabulary("feature")]
    changes = sum(one != other for one, other in pairwise(groups))
    assert set(groups) == set(vocabulary("feature_group").terms)
    assert changes == len(set(groups)) - 1


@pytest.mark.parametrize("title", sorted(CODES_OF_ENUMERATIONS))
def test_a_list_names_just_the_codes_that_the_program_stores(title: str) -> None:
    assert set(vocabulary(title).terms) == {str(code) for code in CODES_OF_ENUMERATIONS[title]}


def test_machine_readable_zones_are_named() -> None:
    fields = {rule.name for layout in LAYOUTS.values() for rule in layout.fields} | {"composite"}
    assert fields == set(vocabulary("mrz_field").terms)
    assert {each.code for each in FOREIGN_LAYOUTS} == set(vocabulary("mrz_foreign").terms)


def test_every_check_of_the_catalogue_is_named() -> None:
    named = set(vocabulary("check").terms)
    assert {check.code for check in CATALOGUE} <= named
    taught = [load_taught(path.parent) for path in (RESOURCES / "specimens").glob("*/checks.toml")]
    assert taught
    assert {each.code for model in taught for each in model.checks} <= named
    seals = {FORMAT, SIGNATURE, ZONE}
    others = seals | {AGAINST_CODE, AGAINST_ZONE, DATES, AGAINST_READER, AGAINST_LIGHT, AGAINST_UV, TYPED}
    assert others <= named
    assert all(each.startswith("SSV.") for each in named - others - {check.code for check in CATALOGUE})


def test_every_kind_of_seal_is_named() -> None:
    assert set(vocabulary("seal_profile").terms) == {each.code for each in PROFILES.values()} | {"vds_nc", "unknown"}


def test_every_routine_is_named() -> None:
    assert set(vocabulary("optical_routine").terms) == set(ROUTINES) | ZONE_ROUTINES


def test_a_scale_is_versioned_and_states_its_limits() -> None:
    scale = vocabulary("scale_status")
    assert scale.header["version"] == 2
    for language in LANGUAGES:
        assert scale.header[f"title_{language}"]
        assert scale.header[f"explanation_{language}"]
        assert all(level.extra[f"limits_{language}"] for level in scale)
    assert [level.code for level in scale] == [
        "genuine_no_indication",
        "genuine_irregularity_explained",
        "inconclusive",
        "indications_of_falsification",
        "falsified",
    ]


def test_a_machine_result_is_never_worded_genuine_and_never_colour_alone() -> None:
    symbols = [term.extra["symbol"] for term in vocabulary("check_outcome")]
    assert len(set(symbols)) == len(symbols)
    for title in ("check_outcome", "check_reason", "check"):
        for term in vocabulary(title):
            assert "genuine" not in term.name("en").lower()
            assert "真" not in term.name("zh_CN")
    irregular = {term.code for term in vocabulary("check_outcome") if term.extra["tone"] == "irregular"}
    assert irregular == {"failed"}
