"""Every code that any room raises has its sentence in both languages, with the same facts."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from workstation import errors
from workstation.errors import WorkstationError
from workstation.messages import explain, sentence
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

ROOT = RESOURCES.parent
ERROR_CLASSES = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, WorkstationError)
}


def sentences() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for path in (RESOURCES / "messages").glob("*.toml"):
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not table.keys() & rows.keys(), f"{path.name} repeats {table.keys() & rows.keys()}"
        table |= rows
    return table


def raised_codes() -> set[str]:
    codes = {kind.default_code for kind in ERROR_CLASSES.values()}
    for room in ("workstation", "drivers", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in ERROR_CLASSES
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    codes.add(str(node.args[0].value))
    return codes


def test_every_raised_code_has_a_sentence() -> None:
    assert raised_codes() - sentences().keys() == set()


@pytest.mark.parametrize("code", sorted(sentences()))
def test_sentence_is_whole_in_every_language(code: str) -> None:
    row = sentences()[code]
    assert set(row) == set(LANGUAGES)
    facts = {language: set(re.findall(r"{(\w+)}", row[language])) for language in LANGUAGES}
    assert facts["en"] == facts["zh_CN"]
    assert re.search(r"[\u4e00-\u9fff]", row["zh_CN"])
    assert not re.search(r"[\u4e00-\u9fff]", row["en"])


def test_missing_fact_or_code_never_raises() -> None:
    assert "…" in sentence("file-exists", {}, "en")
    assert sentence("no-such-code", {}, "en") == "no-such-code"
    assert "a.qdcase" in explain(WorkstationError("file-exists", path="a.qdcase"), "zh_CN")
