"""What the command line prints for people: results as lines, and no character that could steer a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from workstation.checks.detail import describe
from workstation.messages import sentence
from workstation.reports.wording import Wording, number
from workstation.vocabulary import vocabulary

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
Result = Mapping[str, Any]
_BETWEEN = {"en": "; ", "zh_CN": "；"}


def harmless(text: str) -> str:
    """One line in which control characters, line ends and turned directions are spelled, as ``\\x1b``.

    File names and names of people come from outside: printed raw they could rewrite what stands on the screen.
    """
    return _spelled(text, lambda each: each.encode("unicode_escape", "surrogatepass").decode())


def harmless_json(value: object) -> str:
    """JSON in one line, with the same characters as JSON escapes."""
    return _spelled(json.dumps(value, ensure_ascii=False, default=str), lambda each: json.dumps(each)[1:-1])


def _spelled(text: str, spell: Callable[[str], str]) -> str:
    return "".join(spell(each) if unicodedata.category(each) in _HIDDEN else each for each in text)


def examined(result: Result, language: str) -> Iterator[str]:
    """Lines of ``examine``."""
    words = Wording(language)

    def say(code: str, **facts: object) -> str:
        return sentence(code, facts, language)

    for each in result["captures"]:
        light, page = words.light(each["light"]), words.name("page", each["page"])
        yield say("said-picture", page=page, light=light, hash=each["sha256"][:16])
    for each in result["left_out"]:
        yield say("left-out", **each)
    for each in result["notices"]:
        yield say("said-notice", notice=each["message"])
    if result["model"]:
        yield say("said-model", model=result["model"], name=result["model_name"])
    yield from checked(result["checks"], language)
    if result["error"]:
        yield say("said-stopped", reason=result["error"])
    yield say("said-case", path=result["case"])
    yield say("said-report", path=result["report"])


def checked(checks: Iterable[Result], language: str) -> Iterator[str]:
    """A line for each result of a check."""
    words = Wording(language)
    for each in checks:
        why = [words.name("check_reason", each["reason"])] if each["reason"] else []
        if each["measured"] is not None and each["threshold"] is not None:
            values = {name: f"{number(each[name])} {each['unit']}".strip() for name in ("measured", "threshold")}
            why.append(sentence("said-check-values", values, language))
        why += [described] if (described := describe(each["detail"], language)) else []
        light = [words.light(each["light"], short=True)] if each["light"] else []
        yield sentence(
            "said-check-reason" if why else "said-check",
            {
                "check": " · ".join([words.name("check", each["check"]), *light]),
                "outcome": words.name("check_outcome", each["outcome"]),
                "reason": _BETWEEN[language].join(why),
            },
            language,
        )


def checks_of(result: Result, language: str) -> Iterator[str]:
    """Lines of ``checks``."""
    yield from checked(result["checks"], language)
    if result["xml"]:
        yield sentence("said-check-log", {"path": result["xml"]}, language)


def counted(result: Result, language: str) -> Iterator[str]:
    """Lines of ``statistics``."""
    yield sentence("said-statistics", result, language)
    if result["rare"]:
        yield sentence("said-statistics-rare", result, language)
    for each in result["left_out"]:
        yield sentence("said-statistics-left-out", {"reason": each}, language)


def written(result: Result, language: str) -> Iterator[str]:
    """Lines of a command that wrote one file."""
    yield sentence("said-written", {"path": result["written"]}, language)


def reported(result: Result, language: str) -> Iterator[str]:
    """Lines of ``report``."""
    yield sentence("said-report", {"path": result["report"]}, language)
    if "signed" in result:
        signed = result["signed"]
        role = Wording(language)(f"signatures.{signed['role']}")
        facts = {"name": signed["name"], "role": role, "certificate": signed["certificate_sha256"][:16]}
        yield sentence("said-report-signed", facts, language)


def sheet_made(result: Result, language: str) -> Iterator[str]:
    """Line of ``sheet``."""
    yield sentence("said-sheet", {"path": result["sheet"]}, language)


def verified(result: Result, language: str) -> Iterator[str]:
    """Lines of ``verify``."""
    yield sentence("verify-intact" if result["intact"] else "verify-not-intact", {}, language)
    for each in result["problems"]:
        yield sentence(each["what"], {"where": each["where"]}, language)
    if result.get("purged"):
        yield sentence("verify-purged", {}, language)
    for each in result.get("seals", ()):
        how = "said-seal-stamped" if each["stamped_at"] else "said-seal"
        handover = vocabulary("handover").name(each["handover"], language)
        yield sentence(how, {**each, "handover": handover}, language)
    link = result.get("link")
    if link:
        code = "said-chain-head" if link["seq"] == link["last"] else "said-chain-link"
        yield sentence(code, {**link, "later": link["last"] - link["seq"]}, language)
    if "report" in result:
        yield from _report_verified(result["report"], language)


def _report_verified(report: Result, language: str) -> Iterator[str]:
    def say(code: str, **facts: object) -> str:
        return sentence(code, facts, language)

    yield say("said-report-holds" if report["holds"] else "said-report-holds-not", report_id=report["report_id"])
    for each in report["problems"]:
        yield say(each["what"], where=each["where"])
    if report["link"] and report["holds"]:
        parts = Wording(language)("format.and").join(say(f"report-part-{each}") for each in report["changed_since"])
        yield say("said-report-earlier" if parts else "said-report-link", parts=parts, **report["link"])
    for each in report["signatures"] or ():
        if each["problem"]:
            continue
        at = each["stamped_at"] or each["claimed_at"]
        how = "said-signature-stamped" if each["stamped_at"] else "said-signature-claimed"
        yield say(
            "said-signature",
            field=each["field"],
            name=each["name"],
            when=say(how, at=at or "—"),
            trust=say(f"said-trust-{each['trust']}"),
        )
    if report["signatures"] == ():
        yield say("said-report-unsigned")


def replayed(result: Result, language: str) -> Iterator[str]:
    """Lines of ``replay``."""
    if not result["views"]:
        yield sentence("said-no-view", {}, language)
    for each in result["views"]:
        code = "said-view-same" if each["same"] else "said-view-other"
        yield sentence(code, {"title": each["title"], "recipe": each["recipe"]}, language)
        if each["problem"]:
            yield f"  {each['problem']}"
        elif not each["same"] and each["kept_with"] != each["replayed_with"]:
            facts = {"kept": each["kept_with"], "here": each["replayed_with"]}
            yield f"  {sentence('said-view-versions', facts, language)}"


def attached(result: Result, language: str) -> Iterator[str]:
    """Lines of ``devices list``."""
    for port in result["ports"]:
        # Makers of adapters repeat themselves.
        yield "  ".join(dict.fromkeys(str(fact) for fact in port.values() if fact))
    if not result["ports"]:
        yield sentence("said-no-port", {}, language)
    if result["cameras"]:
        yield ""
        yield sentence("said-cameras", {}, language)
    for camera in result["cameras"]:
        yield "  " + "  ".join(str(fact) for fact in camera.values())
    yield ""
    yield sentence("said-kinds", {}, language)
    for name, title in result["kinds"].items():
        yield f"  {name:16}{title}"


_IDENTITY = {
    "maker": "said-maker",
    "model": "said-model-name",
    "serial": "said-serial",
    "firmware": "said-firmware",
    "simulated": "said-simulated",
}


def identity(result: Result, language: str) -> Iterator[str]:
    """Lines of ``devices probe``: what the device says of itself."""
    for key, code in _IDENTITY.items():
        if result[key]:
            yield sentence(code, {"value": result[key]}, language)


def simulated(result: Result, language: str) -> Iterator[str]:
    """The port of ``devices simulate``, for a script to read."""
    yield result["port"]


def levels(result: Result, language: str) -> Iterator[str]:
    """One change of ``devices simulate --levels``: a time and the channels that are lit."""
    lit = (f"{channel}: {percent:g} %" for channel, percent in result["levels"].items() if percent)
    yield f"{result['at']}  {', '.join(lit) or '-'}"


def specimen_list(result: list[Result], language: str) -> Iterator[str]:
    """Lines of ``specimens list``."""
    for row in result:
        yield f"{row['model']:18}{row['name']}"


def specimen(result: Result, language: str) -> Iterator[str]:
    """Lines of ``specimens show``."""
    words = Wording(language)

    def say(code: str, **facts: object) -> str:
        return sentence(code, facts, language)

    width, height = result["size_mm"]
    yield f"{result['model']}  {result['name']}"
    yield say("said-size", width=width, height=height, format=result["format"])
    yield say("said-source", source=result["source"], licence=result["licence"])
    for page, light in sorted({(each["page"], each["light"]) for each in result["pictures"]}):
        yield say("said-specimen-picture", page=words.name("page", page), light=words.light(light))
    yield say("said-features")
    for each in result["features"]:
        yield f"  [{words('format.and').join(map(words.light, each['lights']))}] {each['expected']}"


def zone_read(result: Result, language: str) -> Iterator[str]:
    """Lines of ``mrz`` for one file: its zones as printed, and whatever in them the picture alone did not say."""

    def say(code: str, **facts: object) -> str:
        return sentence(code, facts, language)

    if "pages" in result:
        yield say("said-zone-pages", file=result["file"], pages=result["pages"])
    if not result["lines"]:
        code = f"said-zone-{result['refused']}" if result.get("refused") else "said-zone-none"
        yield say(code, file=result["file"])
        return
    words = Wording(language)
    for zone in (result, *result.get("further", ())):
        confidence, least = (round(100 * zone[key]) for key in ("confidence", "least_confidence"))
        type_name = zone["type"] if zone["checks"] else words.name("mrz_foreign", zone["type"])
        facts = {"file": result["file"], "ms": result["ms"], "confidence": confidence, "least": least}
        yield say("said-zone", type=type_name, **facts)
        yield from zone["lines"]
        failed = [words.name("mrz_field", name) for name, holds in zone["checks"].items() if not holds]
        if failed:
            yield say("said-zone-digits-fail", fields=words("format.and").join(failed))
        elif zone["checks"]:
            yield say("said-zone-digits-hold")
        for each in zone["substitutions"]:
            yield say(f"said-zone-{each['reason']}", **each)


def measured(result: list[Result], language: str) -> Iterator[str]:
    """Lines of ``benchmark``."""
    for row in result:
        line = f"{row['benchmark']:10}{row['measure']:44}{row['value']:10.3f} {row['unit']:6}"
        if row["peer"]:
            line += f" | {row['peer']} {row['peer_value']:.3f} {row['unit']}"
        if row["ratio"] is not None:
            line += f" | ratio {row['ratio']:.2f}"
        yield line
