"""Values of declarations of style, and colours of attributes: what says whether text is seen; for `style_meaning`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from tinycss2 import color5, parse_component_value_list

_POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.3, "mm": 2.83, "q": 0.71}
_OF_WINDOW = {"vw", "vh", "vi", "vb", "vmin", "vmax"}
_WINDOW = 600.0  # points, about the width of a column of text


class Colour(NamedTuple):
    """Parts from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, beneath: Colour) -> Colour:
        """What is seen where this colour lies on another one."""
        if self.alpha in (0, 1) or beneath == UNKNOWN:
            return self if self.alpha else beneath
        mixed = (own * self.alpha + other * (1 - self.alpha) for own, other in zip(self[:3], beneath[:3], strict=True))
        return Colour(*mixed)

    @property
    def figures(self) -> str:
        """Six hexadecimal figures, and something else where the colour is not known."""
        return "?" if self == UNKNOWN else "".join(f"{round(255 * max(0.0, min(1.0, part))):02x}" for part in self[:3])


BLACK, WHITE, UNKNOWN = Colour(0, 0, 0), Colour(1, 1, 1), Colour(-1, -1, -1)
_OF_SYSTEM = {"canvas": WHITE, "field": WHITE, "canvastext": BLACK, "fieldtext": BLACK, "linktext": Colour(0, 0, 0.9)}


class Value:
    """A value: what it is made of, without what only parts it."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens = [token for token in tokens if token.type not in ("whitespace", "comment")]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.lower_value for token in self.tokens if token.type == "ident")

    @cached_property
    def functions(self) -> list[tuple[str, Value]]:
        return [(token.lower_name, Value(token.arguments)) for token in self.tokens if token.type == "function"]

    @cached_property
    def numbers(self) -> list[float]:
        """Its numbers, percentages as such parts of one."""
        own = [token.value / (100 if token.type == "percentage" else 1) for token in self.tokens if _is_number(token)]
        return own + [number for _, value in self.functions for number in value.numbers]

    @cached_property
    def lengths(self) -> list[float]:
        return list(self.lengths_at(12.0, 12.0, _WINDOW))

    def lengths_at(self, em: float, rem: float, whole: float) -> Iterator[float]:
        """Its lengths in points, for this size of the font here and of the whole page, and this much as 100%."""
        for token in self.tokens:
            if token.type == "function" or token.type == "() block":
                inner = token.arguments if token.type == "function" else token.content
                yield from Value(inner).lengths_at(em, rem, whole)
            elif _is_number(token):
                yield token.value * (whole / 100 if token.type == "percentage" else _POINTS["px"])
            elif token.type == "dimension":
                unit = token.lower_unit
                yield token.value * (
                    rem if unit == "rem" else _WINDOW / 100 if unit[-4:] in _OF_WINDOW else _POINTS.get(unit, em)
                )

    @property
    def is_whole(self) -> bool:
        """Whether it is as much as what is around, or as the window."""
        sizes = (token for token in self.tokens if token.type in ("percentage", "dimension"))
        return any(t.value >= 100 and (t.type == "percentage" or t.lower_unit in _OF_WINDOW) for t in sizes)

    @cached_property
    def has_letters(self) -> bool:
        """Whether it has words in quotes."""
        return any(token.type == "string" and any(map(str.isalnum, token.value)) for token in self.tokens)

    @cached_property
    def has_picture(self) -> bool:
        return any(
            token.type == "url" or (token.type == "function" and token.lower_name != "var") for token in self.tokens
        )

    @cached_property
    def colours(self) -> list[Colour]:
        """Its colours, those within gradients and mixtures included; UNKNOWN for a function without any."""
        return [colour for token in self.tokens for colour in _colours(token)]


def _is_number(token: Any) -> bool:
    return token.type in ("number", "percentage")


def _colours(token: Any) -> list[Colour]:
    if token.type == "ident" and token.lower_value in _OF_SYSTEM:
        return [_OF_SYSTEM[token.lower_value]]
    try:
        parsed: Any = color5.parse_color(token)
    except (AttributeError, IndexError, TypeError, ValueError):  # of functions without proper arguments
        parsed = None
    if isinstance(parsed, color5.color4.Color):
        if parsed.space in ("hsl", "hwb"):
            parsed = parsed.to("srgb")
        first, second, third = (part or 0.0 for part in parsed.coordinates[:3])
        match parsed.space:  # where its lightness is told, this alone counts
            case "lab" | "lch":
                first = second = third = first / 100
            case "oklab" | "oklch":
                second = third = first
            case "xyz-d50" | "xyz-d65":
                first = second = third = max(second, 0.0) ** 0.45
        return [Colour(first, second, third, parsed.alpha)]
    return (Value(token.arguments).colours or [UNKNOWN]) if token.type == "function" else []


def of_attribute(text: str) -> Value:
    """A colour as attributes have it, where any word is one: figures are read out of it, and zeros for the rest."""
    named = Value(parse_component_value_list(text.strip()[:128]))
    if named.colours or not text.strip():
        return named
    figures = "".join(
        figure if figure in "0123456789abcdef" else "0" for figure in text.strip().lower()[:128].lstrip("#")
    )
    third = -(-len(figures) // 3) or 1
    parts = [figures[place * third : (place + 1) * third].ljust(third, "0")[-8:] for place in range(3)]
    while len(parts[0]) > 2 and all(part.startswith("0") for part in parts):
        parts = [part[1:] for part in parts]
    return Value(parse_component_value_list("#" + "".join(part[:2].zfill(2) for part in parts)))
