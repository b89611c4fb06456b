"""What a signature shows in its place on the page: who, when, and which certificate."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from workstation.reports.typeset import (
    BOLD,
    INK,
    MACHINE,
    REGULAR,
    SOFT,
    Style,
    draw_line,
    faces,
    fit_line,
    register_faces,
    spelled,
)

_DATE, _NAME = Style(7.6, 10, REGULAR, INK), Style(8.4, 10, BOLD, INK)
_NOTE, _PRINT = Style(5.6, 7, REGULAR, SOFT), Style(5.2, 7, MACHINE, SOFT)
# Where the date ends and the signature begins, as on the line below (flowables.SignatureLines).
_SIGNATURE_FROM, _DATE_UNTIL = 0.4, 0.38
_LIFT = 4.0


def stamp(name: str, fingerprint: str, at: datetime, size_pt: tuple[float, float], note: str, language: str) -> bytes:
    """One page of the size of the field, faces embedded.

    Parameters
    ----------
    name : str
        As the certificate has it.
    fingerprint : str
        SHA-256 of the certificate, hexadecimal.
    at : datetime
        Aware; the time that the signer's computer showed.
    note : str
        Says that this is an electronic signature.
    """
    register_faces()
    width = size_pt[0]
    target = BytesIO()
    canvas = Canvas(target, size_pt, initialFontName=faces(REGULAR, "en")[0], invariant=1)
    date = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    left = _SIGNATURE_FROM * width
    for text, style, x, y, room in (
        (date, _DATE, 0.0, _LIFT, _DATE_UNTIL * width),
        (note, _NOTE, left, _LIFT + 15, width - left),
        (spelled(name, language), _NAME, left, _LIFT + 6, width - left),
        (f"SHA-256 {fingerprint[:32]}", _PRINT, left, _LIFT - 2, width - left),
    ):
        line = fit_line(text, room / style.size, faces(style.weight, language), note)
        draw_line(canvas, line, x, y, style)
    canvas.save()
    return target.getvalue()
