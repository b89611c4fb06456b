"""Keep the translations in step with the window.

``python -m ui.translations`` takes new texts into ``resources/translations/*.ts`` and compiles them to ``*.qm``,
which are committed so that a clean clone speaks both languages without a build step. ``--check`` changes nothing
and exits with 1 where a text is missing, unfinished or stale, or cannot be found by the look-up.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from workstation.resources import RESOURCES

UI = Path(__file__).resolve().parent
FOLDER = RESOURCES / "translations"
FILES = {"qdbench_zh_CN": (), "qdbench_en": ("-pluralonly",)}
#: Contexts of texts that stand in tables, not in a class.
TABLES = {"Actions", "Help"}


def sources() -> list[Path]:
    """Every file of the window."""
    return sorted(UI.rglob("*.py"))


def _tool(name: str, *arguments: str) -> None:
    folder = Path(PySide6.__file__).resolve().parent
    binary = next(path for path in (folder / name, folder / f"{name}.exe") if path.exists())
    subprocess.run([str(binary), *arguments], check=True, capture_output=True, text=True)


def update(folder: Path) -> None:
    """Take the texts of the sources into the .ts files of a folder."""
    files = [str(path) for path in sources()]
    for name, options in FILES.items():
        language = name.removeprefix("qdbench_")
        _tool(
            "lupdate", *files, "-no-obsolete", "-locations", "none", "-sort-messages", *options,
            "-source-language", "en", "-target-language", language, "-ts", str(folder / f"{name}.ts"),
        )  # fmt: skip


def compile_to(source: Path, folder: Path) -> None:
    """Compile the .ts files of one folder into another."""
    for name in FILES:
        fresh = folder / f"{name}.new"
        _tool("lrelease", str(source / f"{name}.ts"), "-qm", str(fresh))
        # A window that runs has the old file mapped: written over in place, it would crash at its next word.
        fresh.replace(folder / f"{name}.qm")


def _unfinished(path: Path) -> Iterator[str]:
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [] if translation is None else translation.findall("numerusform") or [translation]
            finished = translation is not None and translation.get("type") is None
            if not finished or not forms or not all((form.text or "").strip() for form in forms):
                yield f"{path.name}: {context.findtext('name')}: not translated: {message.findtext('source')}"


def _classes() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources())
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _foreign_contexts(path: Path) -> Iterator[str]:
    known = _classes() | TABLES
    for context in ElementTree.parse(path).getroot().iter("context"):
        if context.findtext("name") not in known:
            yield f"{path.name}: {context.findtext('name')} is no class of the window; its texts are never found"


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Calls of ``tr`` with the class they stand in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr == "tr":
                    yield node.name, inner


def unfindable(path: Path, extracted: Mapping[str, set[str]]) -> Iterator[str]:
    """Texts that no translation can match: built before the look-up, or not seen by ``lupdate``."""
    for name, call in _calls(path):
        text = call.args[0] if call.args else None
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            yield f"{path.name}:{call.lineno}: tr() of something that is not a literal"
        elif text.value not in extracted.get(name, set()):
            yield f"{path.name}:{call.lineno}: lupdate does not see this tr(); take it out of the f-string"


def extracted_texts(path: Path) -> dict[str, set[str]]:
    """Source texts of a .ts file by context."""
    return {
        str(context.findtext("name")): {str(each.findtext("source")) for each in context.iter("message")}
        for context in ElementTree.parse(path).getroot().iter("context")
    }


def problems() -> list[str]:
    """Everything that keeps the window from speaking both languages; empty where all is well."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title in FILES:
            (folder / f"{title}.ts").write_bytes((FOLDER / f"{title}.ts").read_bytes())
        update(folder)
        compile_to(folder, folder)
        for title in FILES:
            if (folder / f"{title}.ts").read_bytes() != (FOLDER / f"{title}.ts").read_bytes():
                found.append(f"{title}.ts is not in step with the sources: run python -m ui.translations")
            compiled = FOLDER / f"{title}.qm"
            if not compiled.exists() or compiled.read_bytes() != (folder / f"{title}.qm").read_bytes():
                found.append(f"{title}.qm is not in step with its .ts: run python -m ui.translations")
            found += [*_unfinished(folder / f"{title}.ts"), *_foreign_contexts(folder / f"{title}.ts")]
        extracted = extracted_texts(folder / "qdbench_zh_CN.ts")
        found += [each for path in sources() for each in unfindable(path, extracted)]
    return found


def main(arguments: Sequence[str]) -> int:
    """Update, or check."""
    if list(arguments) == ["--check"]:
        found = problems()
        sys.stderr.write("".join(f"{each}\n" for each in found))
        return 1 if found else 0
    if arguments:
        sys.stderr.write("usage: python -m ui.translations [--check]\n")
        return 2
    update(FOLDER)
    compile_to(FOLDER, FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
