"""Numbers as text: whole, a fraction such as `61/3`, decimals cut, or (never for counting on) rounded."""

from fractions import Fraction


def exact(value: int | Fraction) -> str:
    """A whole number as such, anything else as a reduced fraction."""
    return str(Fraction(value))


def ratio(part: int, base: int) -> str:
    """`part/base`, not reduced, so that both counts can be read from it."""
    return f"{part}/{base}"


def cut(value: Fraction, places: int) -> Fraction:
    """The value with its decimals after `places` cut off (values here are never negative)."""
    scale = 10**places
    return Fraction(value.numerator * scale // value.denominator, scale)


def decimals(value: int | Fraction, places: int) -> str:
    """The value with exactly `places` decimals, cut."""
    scale = 10**places
    units, rest = divmod(int(Fraction(value) * scale), scale)
    return f"{units}.{rest:0{places}d}"


def rounded(value: Fraction, places: int) -> str:
    """The nearest number with `places` decimals, a half going up: for reading only."""
    return decimals(value + Fraction(1, 2 * 10**places), places)
