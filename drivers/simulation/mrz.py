"""Machine readable zones of the invented holders (ICAO 9303-3 4, 9303-4, 9303-5, 9303-7)."""

from __future__ import annotations

from itertools import cycle

from drivers.simulation.holders import Holder

_VALUES = {str(digit): digit for digit in range(10)} | {chr(65 + step): 10 + step for step in range(26)} | {"<": 0}


def check_digit(characters: str) -> str:
    """Weights 7, 3, 1 from the first character, modulo 10 (ICAO 9303-3 4.9)."""
    return str(sum(_VALUES[each] * weight for each, weight in zip(characters, cycle((7, 3, 1)), strict=False)) % 10)


def _with_digit(characters: str) -> str:
    return characters + check_digit(characters)


def _names(holder: Holder, length: int) -> str:
    joined = f"{holder.surname}<<{holder.given_names}".upper().replace("'", "").replace("-", "<").replace(" ", "<")
    return joined[:length].ljust(length, "<")


def _date(iso: str) -> str:
    return iso[2:4] + iso[5:7] + iso[8:10]


def _sex(holder: Holder) -> str:
    return holder.sex if holder.sex in ("M", "F") else "<"


def passport(holder: Holder) -> tuple[str, ...]:
    """TD3, two lines of 44."""
    number = _with_digit(holder.number.ljust(9, "<"))
    born, expires = _with_digit(_date(holder.born)), _with_digit(_date(holder.expires))
    optional = _with_digit(holder.personal_number.ljust(14, "<"))
    composite = check_digit(number + born + expires + optional)
    upper = f"P<UTO{_names(holder, 39)}"
    return upper, f"{number}{holder.nationality.ljust(3, '<')}{born}{_sex(holder)}{expires}{optional}{composite}"


def permit(holder: Holder) -> tuple[str, ...]:
    """TD1, three lines of 30."""
    number = _with_digit(holder.number.ljust(9, "<"))
    born, expires = _with_digit(_date(holder.born)), _with_digit(_date(holder.expires))
    first, second = holder.personal_number.ljust(15, "<")[:15], "<" * 11
    composite = check_digit(number + first + born + expires + second)
    middle = f"{born}{_sex(holder)}{expires}{holder.nationality.ljust(3, '<')}{second}{composite}"
    return f"IRUTO{number}{first}", middle, _names(holder, 30)


def visa(holder: Holder) -> tuple[str, ...]:
    """MRV-A, two lines of 44; the optional field has no check digit and there is no composite."""
    number = _with_digit(holder.number.ljust(9, "<"))
    born, expires = _with_digit(_date(holder.born)), _with_digit(_date(holder.expires))
    optional = holder.personal_number.ljust(16, "<")
    return (
        f"VCUTO{_names(holder, 39)}",
        f"{number}{holder.nationality.ljust(3, '<')}{born}{_sex(holder)}{expires}{optional}",
    )
