"""What rendered zones say: characters at random, and zones by the grammar. No name or number of anyone."""

from __future__ import annotations

import numpy as np

from workstation.documents.countries import countries
from workstation.documents.layouts import LAYOUTS, MrzFormat
from workstation.documents.mrz_values import ALPHABET
from workstation.documents.mrz_writing import MrzContent, build

_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def some(rng: np.random.Generator, characters: str, count: int) -> str:
    """Characters, drawn alike."""
    return "".join(rng.choice(list(characters), count)) if count else ""


def run(rng: np.random.Generator, length: int) -> str:
    """A piece of a line for the network that reads: mostly without sense, so that it learns shapes and not words."""
    kinds = (
        lambda: some(rng, ALPHABET, length),
        lambda: some(rng, _DIGITS + "<O", length),
        lambda: some(rng, _LETTERS + "<0", length),
        lambda: some(rng, "0OQDU8BS5Z2I1LG6", length),
        lambda: some(rng, "EFPRBHKTIYVLCGNMWX<", length),
        lambda: _field_wise(rng, length),
    )
    return kinds[int(rng.choice(len(kinds), p=(0.22, 0.10, 0.10, 0.13, 0.13, 0.32)))]()


def _field_wise(rng: np.random.Generator, length: int) -> str:
    text = ""
    while len(text) < length:
        kind = rng.integers(6)
        if kind == 0:
            text += some(rng, _DIGITS, int(rng.integers(3, 10)))
        elif kind == 4:
            # Zeros never vouch for each other: among them an O stands as often as not.
            text += some(rng, str(rng.choice(("0", "0O", "0OOO"))), int(rng.integers(2, 10)))
        elif kind == 5:
            text += some(rng, ALPHABET, 1) * int(rng.integers(2, 9))
        elif kind == 1:
            text += some(rng, _LETTERS, int(rng.integers(2, 9)))
        elif kind == 2:
            text += "<" * int(rng.integers(1, 12))
        else:
            text += some(rng, _LETTERS + _DIGITS, int(rng.integers(5, 10)))
    return text[:length]


def zone(rng: np.random.Generator, format: MrzFormat | None = None) -> tuple[str, ...]:
    """The lines of a zone whose check digits hold."""
    chosen = format or tuple(MrzFormat)[int(rng.choice(5, p=(0.35, 0.15, 0.35, 0.08, 0.07)))]
    layout = LAYOUTS[chosen]
    codes = tuple(code for code in countries() if code.isalpha())
    names_room = layout.field("names").span.last - layout.field("names").span.first + 1
    primary = some(rng, _LETTERS, int(rng.integers(2, names_room // 2 - 2)))
    secondary = some(rng, _LETTERS, int(rng.integers(0, names_room // 2 - 2)))
    room = layout.field("optional_data").span
    optional = some(rng, _LETTERS + _DIGITS, int(rng.integers(0, room.last - room.first + 1)) * int(rng.integers(2)))
    date = "".join(f"{rng.integers(low, high):02d}" for low, high in ((0, 100), (1, 13), (1, 29)))
    other = "".join(f"{rng.integers(low, high):02d}" for low, high in ((0, 100), (1, 13), (1, 29)))
    content = MrzContent(
        document_code=str(rng.choice(list(layout.document_codes))) + str(rng.choice(["", *"<OPSR"])).strip("<"),
        issuer=str(rng.choice(codes)),
        primary=primary,
        secondary=secondary,
        document_number=some(rng, _LETTERS + _DIGITS if rng.integers(2) else _DIGITS, int(rng.integers(7, 10))),
        nationality=str(rng.choice(codes)),
        date_of_birth=date,
        sex=str(rng.choice(list("MFX"))),
        date_of_expiry=other,
        optional_data=optional,
    )
    return build(chosen, content)
