"""The first part: summary, request, items, data as read, equipment, methods, reference material."""

from __future__ import annotations

from collections.abc import Iterator

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CheckOutcome, EquipmentUse, MrzRecord
from workstation.checks.judged import judged
from workstation.lights import Geometry, Light, LightClass, find_light
from workstation.reports import cross_check
from workstation.reports.checks import check_facts, outcome_words
from workstation.reports.context import Context
from workstation.reports.model import (
    Block,
    Facts,
    Heading,
    MachineLines,
    Notice,
    Panel,
    Paragraph,
    Row,
    Table,
)
from workstation.reports.pictures import known_scale
from workstation.reports.wording import NOTHING, number

CHECK_DIGITS = "OPT.MRZ.CD"
_OBLIQUE = {Geometry.OBLIQUE_LEFT, Geometry.OBLIQUE_RIGHT, Geometry.OBLIQUE_TOP, Geometry.OBLIQUE_BOTTOM}


def notices(context: Context) -> Iterator[Block]:
    """Marks of everything that is not a live picture."""
    for origin in (Origin.SIMULATED, Origin.FILE):
        if context.has_origin(origin):
            yield Notice(context.words(f"head.notice_{origin.value}"))


def summary(context: Context) -> Iterator[Block]:
    """At most five lines that need no training to read."""
    words, snapshot = context.words, context.snapshot
    held = words(
        "summary.held",
        items=words.count("summary.items", len(snapshot.exhibits)),
        pictures=words.count("summary.pictures", len(snapshot.captures)),
        lights=words.count("summary.lights", len({each.light for each in snapshot.captures})),
    )
    models = words("format.and").join(context.model_ids())
    compared = any(each.specimen_model_id for each in snapshot.findings)
    key = "reference" if compared else "reference_unused" if models else "reference_none"
    reference = words(f"summary.{key}", models=models)
    lines = (held, _conclusions(context), _findings(context), _checks(context), reference)
    yield Panel(words("summary.title"), lines)


def _conclusions(context: Context) -> str:
    words = context.words
    level = {each.exhibit_id: words.name(each.scale, each.level) for each in context.snapshot.conclusions}
    if not level:
        return words("summary.no_conclusion")
    if len(context.snapshot.exhibits) == 1:
        return words("summary.conclusion", level=next(iter(level.values())))
    levels = [
        words("summary.conclusion_of", item=context.item(each), level=level[each.exhibit_id])
        for each in context.snapshot.exhibits
        if each.exhibit_id in level
    ]
    return words("summary.conclusions", levels=words("format.and").join(levels))


def _findings(context: Context) -> str:
    said = [each.significance for each in context.snapshot.findings if not each.withdrawn]
    if not said:
        return context.words("summary.findings_none")
    genuine, false = said.count("supports_genuine"), said.count("supports_false")
    counts = {"genuine": genuine, "false": false, "neutral": len(said) - genuine - false}
    return context.words.count("summary.findings", len(said), **counts)


def _checks(context: Context) -> str:
    outcomes = [each.outcome for each in judged(context.snapshot.checks)]
    if not outcomes:
        return context.words("summary.checks_none")
    successful, failed = outcomes.count(CheckOutcome.SUCCESSFUL), outcomes.count(CheckOutcome.FAILED)
    counts = {"successful": successful, "failed": failed, "other": len(outcomes) - successful - failed}
    return context.words.count("summary.checks", len(outcomes), **counts)


def request(context: Context) -> Iterator[Block]:
    """Who asks what, when, where."""
    words, info = context.words, context.snapshot.info
    signed = words("case.not_signed")
    if not context.draft:
        signed = words("case.signed_by", date=words.date(info.signed_off_at), name=info.signed_off_by or NOTHING)
    yield Heading(words("case.title"))
    yield Facts(
        (
            (words("case.case_no"), info.case_no),
            (words("case.case_id"), info.case_id),
            (words("case.agency"), info.agency or NOTHING),
            (words("case.site"), info.exam_site or NOTHING),
            (words("case.examiner"), info.examiner or NOTHING),
            (words("case.accreditation"), words("case.accreditation_none")),
            (words("case.opened"), words.date(info.created_at)),
            *_spans(context),
            (words("case.signed"), signed),
            (words("case.printed"), words.date(context.printed_at)),
        )
    )


def _spans(context: Context) -> Iterator[tuple[str, str]]:
    """When pictures were taken, and when imported: of these nobody here knows when they were taken."""
    words = context.words
    for key, elsewhere in (("case.pictures_taken", False), ("case.pictures_imported", True)):
        times = [each.captured_at for each in context.snapshot.captures if (each.origin is Origin.FILE) is elsewhere]
        if times:
            first, last = words.date(min(times)), words.date(max(times))
            yield words(key), first if first == last else words("case.span", first=first, last=last)


def items(context: Context) -> Iterator[Block]:
    """What was handed in."""
    words = context.words
    yield Heading(words("items.title"))
    for each in context.snapshot.exhibits:
        yield Heading(context.item(each), 2)
        yield Facts(
            (
                (words("items.description"), each.description or NOTHING),
                (words("items.condition"), each.condition or NOTHING),
                (words("items.received"), each.received_from or NOTHING),
                (words("items.registered"), words.date(each.created_at)),
                (words("items.model"), each.model_id or NOTHING),
            ),
            field=context.item(each),
        )
    if not context.snapshot.exhibits:
        yield Paragraph(words("items.none"))
    custody = "items.custody_kept" if context.snapshot.handling.custody else "items.custody"
    yield Paragraph(words(custody), small=True)


def question(context: Context) -> Iterator[Block]:
    """The question put, or that there was none."""
    words = context.words
    yield Heading(words("case.question"))
    yield Paragraph(context.snapshot.info.question or words("case.question_none"), field=words("case.question"))


def data(context: Context) -> Iterator[Block]:
    """Machine readable zones as they came, and what was computed from them."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("data.title"))
    if not snapshot.mrz:
        yield Paragraph(words("data.none"))
    for each in snapshot.mrz:
        yield MachineLines(_source(each, context), each.lines, field=words("data.title"))
    if snapshot.mrz:
        yield Paragraph(words("data.as_sent"), small=True)
    machine = (each.result for each in judged(snapshot.checks))
    digits = [each for each in machine if each.check == CHECK_DIGITS and each.detail]
    if digits:
        yield Heading(words("data.digits"), 2)
        yield Table(
            (words("data.check"), words("data.detail"), words("data.result")),
            tuple(
                Row((words.name("check", each.check), check_facts(each, words), outcome_words(each.outcome, words)))
                for each in digits
            ),
            (3, 5, 2.2),
        )
        yield Paragraph(words("data.digits_note"), small=True)
    for exhibit in snapshot.exhibits:
        yield from cross_check.table(exhibit, context)


def _source(record: MrzRecord, context: Context) -> str:
    words = context.words
    item = next(
        (context.item(each) for each in context.snapshot.exhibits if each.exhibit_id == record.exhibit_id), ""
    )
    source = words(
        "data.source",
        source=words.name("mrz_source", record.source),
        device=record.device or NOTHING,
        date=words.date(record.read_at),
    )
    return f"{item} · {source}" if item else source


def equipment(context: Context) -> Iterator[Block]:
    """Devices as they identified themselves, scale, lamp seconds, versions."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("equipment.title"))
    if snapshot.equipment:
        header = ("device", "identity", "firmware", "used")
        yield Table(
            tuple(words(f"equipment.{each}") for each in header),
            tuple(Row(_device(each, context)) for each in snapshot.equipment),
            (2.6, 4, 1.6, 2.1),
        )
    else:
        imported = snapshot.captures and context.only_origin(Origin.FILE)
        yield Paragraph(words("equipment.imported" if imported else "equipment.none"))
    software = context.sources.software
    program = words(
        "equipment.program",
        version=software.program,
        python=software.python,
        sqlite=software.sqlite,
        opencv=software.opencv,
        numpy=software.numpy,
        reportlab=software.reportlab,
        system=software.system,
    )
    ultraviolet, others = _lamp_seconds(context)
    yield Facts(
        (
            (words("equipment.scale"), _scales(context)),
            (words("equipment.uv"), ultraviolet),
            *(((words("equipment.lamp_seconds"), others),) if others else ()),
            (words("equipment.software"), program),
        )
    )


def _device(use: EquipmentUse, context: Context) -> tuple[str, ...]:
    words = context.words
    kind = words.name("device_kind", use.kind)
    mark = f" · {words('equipment.simulated')}" if use.simulated else ""
    identity = ", ".join(filter(None, (use.maker, use.model, use.serial))) or NOTHING
    return f"{use.device}: {kind}{mark}", identity, use.firmware or NOTHING, words.time(use.used_at)


def _lamp_seconds(context: Context) -> tuple[str, str]:
    """Seconds of the ultraviolet lamps, and of the others."""
    words = context.words
    lit: dict[str, float] = {}
    for use in context.snapshot.equipment:
        for light, seconds in use.lit_seconds:
            lit[light] = lit.get(light, 0.0) + seconds

    def parts(codes: list[str]) -> str:
        said = [words("equipment.uv_part", light=words.light(code), seconds=f"{lit[code]:.1f}") for code in codes]
        return words("format.and").join(said)

    dangerous = [code for code in lit if _is_ultraviolet(find_light(code)) and lit[code] > 0]
    others = [code for code in lit if code not in dangerous and lit[code] > 0]
    if not dangerous:
        return words("equipment.uv_none"), parts(others)
    total = f"{sum(lit[code] for code in dangerous):.1f}"
    return words("equipment.uv_seconds", seconds=total, parts=parts(dangerous)), parts(others)


def _is_ultraviolet(light: Light | None) -> bool:
    return light is not None and light.light_class is LightClass.ULTRAVIOLET


def _scales(context: Context) -> str:
    words, captures = context.words, context.snapshot.captures
    said: dict[str, None] = {}
    for each in captures:
        scale = known_scale(each.px_per_mm)
        if scale is not None:
            source = words.name("px_per_mm_source", each.px_per_mm_source)
            said[
                words("equipment.scale_known", px_per_mm=number(scale), source=source) + _measured(each, context)
            ] = None
    unknown = sum(known_scale(each.px_per_mm) is None for each in captures)
    if unknown:
        said[words.count("limitations.scale", unknown)] = None
    return "\n".join(said) or NOTHING


def _measured(capture: CaptureRecord, context: Context) -> str:
    """How far a scale may be off and when it was measured; nothing where it was not."""
    words, uncertainty = context.words, capture.px_per_mm_uncertainty
    used = next(
        (each for each in context.snapshot.calibrations if each.calibration_id == capture.calibration_id), None
    )
    if used is None or uncertainty is None:
        return ""
    days = max(0, (capture.captured_at - used.made_at).days)
    return words(
        "equipment.scale_measured", uncertainty=f"{2 * uncertainty:.2g}", time=words.time(used.made_at), days=days
    )


def methods(context: Context) -> Iterator[Block]:
    """Pictures in their order with what is known of how they were taken, and the lights that are lacking."""
    words, snapshot = context.words, context.snapshot
    yield Heading(words("methods.title"))
    yield Paragraph(words("methods.intro"))
    imported = context.has_origin(Origin.FILE)
    taken_here = bool(snapshot.captures) and not context.only_origin(Origin.FILE)
    for key, said in (("taken_here", taken_here), ("taken_elsewhere", imported)):
        if said:
            yield Paragraph(words(f"methods.{key}"))
    if snapshot.captures:
        when = "taken" if not imported else "taken_or_imported" if taken_here else "imported"
        header = ("picture", "page", "light", "exposure", "gain", "level", "size", when, "origin")
        yield Table(
            tuple(words(f"methods.{each}") for each in header),
            tuple(Row(_capture(n, each, context)) for n, each in enumerate(snapshot.captures, start=1)),
            (1.15, 1.5, 2.5, 1.35, 1.05, 1.0, 1.9, 1.75, 1.55),
        )
    else:
        yield Paragraph(words("methods.none"))
    claims = [
        words("methods.claim", n=n, time=claimed)
        for n, each in enumerate(snapshot.captures, start=1)
        if each.origin is Origin.FILE and (claimed := context.sources.claimed_time(each))
    ]
    if claims:
        yield Paragraph(words("methods.claimed", claims=words("format.and").join(claims)), small=True)
    used = tuple(dict.fromkeys(each.method for each in snapshot.findings if each.method))
    if used:
        yield Facts(((words("methods.used"), words.names("method", used)),))
    lacking = _lacking(context)
    if lacking:
        yield Paragraph(words("methods.lacking", lights=words("format.and").join(lacking)))


def _capture(n: int, capture: CaptureRecord, context: Context) -> tuple[str, ...]:
    words = context.words

    def said(key: str, value: float | None) -> str:
        return NOTHING if value is None else words(f"methods.{key}", value=number(value))

    return (
        str(n),
        words.name("page", capture.page),
        words.light(capture.light) + (words("methods.filter", filter=capture.filter) if capture.filter else ""),
        said("exposure_ms", capture.exposure_ms),
        said("gain_db", capture.gain_db),
        said("percent", capture.percent),
        words("methods.pixels", width=capture.width, height=capture.height, bits=capture.bit_depth),
        words.time(capture.captured_at),
        words.name("origin", capture.origin.value),
    )


def _lacking(context: Context) -> list[str]:
    lights = [found for each in context.snapshot.captures if (found := find_light(each.light)) is not None]
    visible = {each.geometry for each in lights if each.light_class is LightClass.VISIBLE}
    classes = {each.light_class for each in lights}
    there = {
        "incident": Geometry.INCIDENT in visible,
        "oblique": bool(visible & _OBLIQUE),
        "transmitted": Geometry.TRANSMITTED in visible,
        "coaxial": Geometry.COAXIAL in visible,
        "ultraviolet": LightClass.ULTRAVIOLET in classes,
        "infrared": LightClass.INFRARED in classes,
    }
    return [context.words(f"methods.{name}") for name, present in there.items() if not present]


def reference(context: Context) -> Iterator[Block]:
    """Models used, where they come from, and which of their pictures."""
    words = context.words
    yield Heading(words("reference.title"))
    for model_id in context.model_ids():
        model = context.gallery.model(model_id)
        if model is None:
            yield Paragraph(words("reference.missing", model_id=model_id), field=words("reference.title"))
            continue
        name = model.names.get(words.language, "")
        methods = [each.model_ident_method for each in context.snapshot.exhibits if each.model_id == model_id]
        rows = [
            (words("reference.model"), words("format.named", name=name, code=model_id) if name else model_id),
            (
                words("reference.kind"),
                words("reference.generated" if model.generated else "reference.photographed"),
            ),
            (words("reference.source"), model.source or NOTHING),
            (words("reference.licence"), model.licence or NOTHING),
            (words("reference.identified"), words.names("identification_method", tuple(dict.fromkeys(methods)))),
        ]
        shown = [each.picture for each in context.gallery.specimens if each.model_id == model_id]
        if shown:
            pictures = "\n".join(
                words(
                    "reference.picture",
                    page=words.name("page", each.page),
                    light=words.light(each.light),
                    hash=each.sha256[:16] + "…",
                )
                for each in shown
            )
            rows.append((words("reference.pictures"), pictures))
        yield Facts(tuple(rows), field=model_id)
    if not context.model_ids():
        yield Paragraph(words("reference.none"))
