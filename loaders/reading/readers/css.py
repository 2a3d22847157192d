"""What the rules of a web page say of whether its text is seen; for `html`.

No more is read than the page has itself, and no more understood than the ways in which text is commonly hidden. A rule
for some elements of a kind alone ("td:nth-child(2)") counts for every one: rather too much is left out, and said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from loaders.reading.readers import look
from loaders.reading.readers.look import Look, number
from loaders.record.errors import SourceRefused

MAX_CHARACTERS = 500_000
_MOST_RULES = 5_000
_MOST_LOOKS = 5_000_000  # of rules at elements and what is around them: some seconds; usual pages have 100,000
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(
    r"(?<![^{}])([^{}]++)\{([^{}]{0,5000}+)\}"
)  # possessive (`++`), from brace to brace: no backtracking
# The declarations of a rule in front of those of rules within it.
_OUTER = re.compile(r"(?<![^{};])([^{};@]++)\{((?:[^{};]*+;)++)(?=[^{};]*+\{)")
# Rules for paper, or for small screens alone: those of one kind of page that is not named with "not".
_ELSEWHERE = re.compile(
    r"@media(?![^{}]*(?:\bnot\b|,))[^{}]*(?:\bprint|max-width\s*:\s*(?:\d{1,3}(?:\.\d+)?px|[1-6]?\d(?:\.\d+)?r?em))[^{}]*"
    r"\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_COMBINATOR = re.compile(r"[\s>]+")
_SIBLING = re.compile(r"(?<![^\s>+~])[^\s>+~]++\s*+[+~]\s*+")
# An attribute with its value, where that is to be the same; of other comparisons the name alone counts.
_ATTRIBUTE = re.compile(r"""\[\s*([\w-]+)(?:=["']?([^"'\]]*)["']?|[~|^$*]=[^\]]*)?\s*\]""")
# What narrows a part further, what is told of how a page is used, and what a rule puts beside an element.
_WITHOUT = re.compile(r":not\(\.([\w-]+)\)")
_NARROWER = re.compile(r"::?[\w-]+(?:\([^()]*\))?")
_STATE = re.compile(
    r"(?<!not\():(?:hover|focus|active|visited|target|checked|disabled|empty|invalid)|::(?!before|after|first|marker)"
)
_ONE_OF = re.compile(r"(?:(?<![^\s>+~])|(?=:\w+\([.#])):(?:is|where)\(([^(),]*)\)")
_BESIDE = re.compile(r"::?(?:before|after|marker)\b")
_CONTENT = re.compile(r"""\bcontent\s*:[^;"']*(?:"([^"]*)"|'([^']*)')""")
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]{1,60})")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_COLOUR = re.compile(
    r"#(?P<six>[0-9a-f]{6})|#(?P<three>[0-9a-f]{3})[0-9a-f]?\b|rgba?\((?P<rgb>[\d.,%\s/]+)\)", re.IGNORECASE
)
_NAMES = {
    "white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "whitesmoke": "f5f5f5",
    "black": "000000", "navy": "000080", "red": "ff0000", "green": "008000", "blue": "0000ff", "gray": "808080",
    "grey": "808080", "canvas": "ffffff", "canvastext": "000000", "azure": "f0ffff", "mintcream": "f5fffa",
    "floralwhite": "fffaf0", "seashell": "fff5ee", "honeydew": "f0fff0", "aliceblue": "f0f8ff", "linen": "faf0e6",
    "lightyellow": "ffffe0", "cornsilk": "fff8dc", "oldlace": "fdf5e6", "beige": "f5f5dc", "lightcyan": "e0ffff",
    "lavenderblush": "fff0f5", "yellow": "ffff00", "silver": "c0c0c0",
    "maroon": "800000", "purple": "800080", "teal": "008080",
}  # fmt: skip
# How light a colour is that is written by its hue, and one that lets everything through.
_LIGHT = re.compile(
    r"hsla?\([^)%]*[,\s]\d{1,3}%[,\s]+(\d{1,3})%|(?<!ok)l(?:ab|ch)\(\s*([\d.]+)|okl(?:ab|ch)\(\s*([\d.]+)(%?)"
)
_PARTS = re.compile(r"color\(\s*[\w-]+\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)")
_CLEAR = re.compile(
    r"(?:(?:rgb|hsl)a\((?:[^,)]*,){3}|(?:rgb|hsl)a?\([^)/]*/)\s*(?:0?\.0\d*|0)%?\s*\)"
    r"|#[0-9a-f]{6}0[0-9a-f]\b|#[0-9a-f]{3}0\b"
)
_SIZE_OF_FONT = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:/\S+)?\s")
_CLOSE = -4.0
_UNKNOWN = "?"
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "vw": 5.0}
_FAR = -100.0
_BLURRED = 2.0
_SMALLEST_BOX = 6.0  # points
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_SIZES = ("height", "max-height", "width", "max-width", "block-size", "inline-size")
# What reorders that which is in an element, what places one among those around it, and what shifts it from its place.
_REORDERED = (
    ("flex-direction", "reverse"), ("flex-flow", "reverse"), ("flex-wrap", "reverse"), ("box-direction", "reverse"),
    ("grid-auto-flow", "column"), ("grid-auto-flow", "dense"), ("grid", "auto-flow"), ("grid", "dense"),
)  # fmt: skip
_PLACED = (
    "order", "box-ordinal-group", "grid-row", "grid-column", "grid-area", "grid-row-start", "grid-column-start",
    "grid-row-end", "grid-column-end",
)  # fmt: skip
_SIDES = ("top", "bottom", "left", "right", "inset")
_SHIFTS = ("translate", "vertical-align")
_MARGINS = ("margin", "margin-top", "margin-bottom", "margin-left", "margin-right")
_SHIFTED = 10.0
_TRANSLATED = re.compile(r"(?:translate[xy3d]*\(|(?<=,))\s*(-?[\d.]+)")
_TURNED = re.compile(r"rotate[xy]?\(\s*-?\d{2,}|scale[xy]?\([^)]*-|matrix")


class Compound(NamedTuple):
    """One part of a selector: an element, its classes and those that it may not have, its id and attributes."""

    tag: str
    classes: frozenset[str]
    identifier: str
    without: frozenset[str]
    attributes: tuple[tuple[str, str], ...]

    def fits(self, tag: str, attributes: Mapping[str, str]) -> bool:
        classes = frozenset(attributes.get("class", "").split())
        return (
            self.tag in ("", "*", tag)
            and self.classes <= classes
            and not self.without & classes
            and self.identifier in ("", attributes.get("id", ""))
            and all(name in attributes and value in ("", attributes[name]) for name, value in self.attributes)
        )


class Selector(NamedTuple):
    """What a rule is for: an element, and those that it must stand within, the outermost first."""

    element: Compound
    around: tuple[Compound, ...]

    @property
    def key(self) -> str:
        """One thing that each element has that it is for: an id, a class, a name, or nothing."""
        if self.element.identifier:
            return f"#{self.element.identifier}"
        if self.element.classes:
            return f".{min(self.element.classes)}"
        return self.element.tag.replace("*", "")

    @property
    def weight(self) -> tuple[int, int, int]:
        """Which of two rules for one element counts: that with more ids, then classes and attributes, then names."""
        parts = (self.element, *self.around)
        return (
            sum(bool(part.identifier) for part in parts),
            sum(len(part.classes) + len(part.without) + len(part.attributes) for part in parts),
            sum(part.tag not in ("", "*") for part in parts),
        )

    def stands_within(self, elements: Sequence[tuple[str, Mapping[str, str]]]) -> bool:
        """Whether these elements, each of which stands within the one before it, are those that it asks for."""
        outer = iter(elements)
        return all(any(compound.fits(*element) for element in outer) for compound in self.around)


class Rules:
    """The rules of a page, by what their elements have, so that few of them are looked at for each element."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[tuple[object, ...], Selector, Look]]] = {}
        self._variables: dict[str, str] = {}
        self._count = 0
        self._looked_at = 0

    def take(self, sheet: str) -> None:
        """Add the rules of a style sheet."""
        self._variables.update(_VARIABLE.findall(sheet[:MAX_CHARACTERS]))
        for selector, rule_look in rules(self._valued(sheet)):
            if self._count < _MOST_RULES:
                rank = (rule_look.is_important, selector.weight, self._count)
                self._by_key.setdefault(selector.key, []).append((rank, selector, rule_look))
            self._count += 1

    def _valued(self, sheet: str) -> str:
        """Declarations with the values of the page's variables."""
        return _USE.sub(lambda use: str(self._variables.get(use[1], use[2] or "")).strip(), sheet)

    def of(self, elements: Sequence[tuple[str, Mapping[str, str]]]) -> Look:
        """What an element's own style and the rules say of the last of these elements, the strongest first."""
        style = elements[-1][1].get("style", "")
        self._variables.update(_VARIABLE.findall(style))
        own, strongest = declared(self._valued(style)), Look()
        for rule_look in self.looks(elements):
            if rule_look.is_important:
                strongest = strongest.over(rule_look)
            else:
                own = own.over(rule_look)
        return strongest.over(own)

    def looks(self, elements: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[Look]:
        """What the rules for the last of these elements say, the strongest rule first.

        Raises SourceRefused where a page has so many of both that to look would take minutes.
        """
        tag, attributes = elements[-1]
        classes = {f".{name}" for name in attributes.get("class", "").split()}
        keys = ("", tag, f"#{attributes.get('id', '')}", *classes)
        fitting = [entry for key in keys for entry in self._by_key.get(key, ())]
        for _, selector, rule_look in sorted(fitting, key=itemgetter(0), reverse=True):
            is_fitting = selector.element.fits(tag, attributes)
            self._looked_at += 1 + is_fitting * len(elements)
            if self._looked_at > _MOST_LOOKS:
                raise SourceRefused("the web page has too many rules of style for its elements; save its text alone")
            if is_fitting and selector.stands_within(elements[:-1]):
                yield rule_look


def rules(sheet: str) -> Iterator[tuple[Selector, Look]]:
    """The rules of a style sheet that say anything of how text is seen."""
    sheet = _ELSEWHERE.sub("", _unescaped(_COMMENT.sub("", sheet[:MAX_CHARACTERS])))
    for number_of_rule, rule in enumerate(itertools.chain(_OUTER.finditer(sheet), _RULE.finditer(sheet))):
        if number_of_rule >= _MOST_RULES:
            return
        own_look, added_look = declared(rule[2]), Look(unseen=look.ADDED if _adds_words(rule[2]) else None)
        for selector in map(str.strip, rule[1].rpartition(";")[2].split(",")):
            rule_look = added_look if _BESIDE.search(selector) else own_look
            if rule_look == Look() or _STATE.search(selector):
                continue
            plain = _ONE_OF.sub(r"\1", _BESIDE.sub("", selector.lstrip("& ").replace("~=", "*=")))
            # A rule for some of such elements alone counts for all of them where it hides, and else for none.
            is_of_all = bool(rule_look.why_unseen) or rule_look.is_set_apart
            if not is_of_all and _NARROWER.search(_WITHOUT.sub("", plain)):
                continue
            if (meant := _selector(plain)) is not None:
                yield meant, rule_look


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), text) if "\\" in text else text


def _adds_words(declarations: str) -> bool:
    """Whether a rule puts words of its own beside those of an element, or an attribute's."""
    if re.search(r"\bcontent\s*:[^;]*\battr\(", declarations):
        return True
    content = _CONTENT.search(declarations)
    return content is not None and any(map(str.isalnum, content[1] or content[2] or ""))


def _selector(text: str) -> Selector | None:
    # What stands before a sibling is no element around it.
    parts = _COMBINATOR.split(_SIBLING.sub("", text))
    compounds = [compound for part in parts if (compound := _compound(part)) is not None]
    if not compounds or _compound(parts[-1]) is None:
        return None
    return Selector(compounds[-1], tuple(compounds[:-1]))


def _compound(part: str) -> Compound | None:
    match = _COMPOUND.fullmatch(_NARROWER.sub("", _ATTRIBUTE.sub("", part)))
    if match is None or not (match[0] or _ATTRIBUTE.search(part)):
        return None
    names = re.findall(r"[.#][\w-]+", match[2] or "")
    return Compound(
        (match[1] or "").lower(),
        frozenset(name[1:] for name in names if name[0] == "."),
        next((name[1:] for name in names if name[0] == "#"), ""),
        frozenset(_WITHOUT.findall(part)),
        tuple((name.lower(), value) for name, value in _ATTRIBUTE.findall(part)),
    )


@lru_cache(maxsize=1_000)
def declared(style: str) -> Look:
    """What the declarations of a rule, or of an element's own `style`, say. Most elements of a page say the same."""
    values = {}
    for declaration in _unescaped(style[:MAX_CHARACTERS]).split(";"):
        name, _, value = declaration.partition(":")
        values[name.strip().lower().removeprefix("-webkit-")] = value.replace("!important", "").strip().lower()
    own_look = Look(
        unseen=_unseen(values),
        is_important="!important" in style,
        is_moved=_is_moved(values),
        reorders=any(word in values.get(name, "") for name, word in _REORDERED),
        floats=values.get("float", "") if values.get("float") in ("left", "right") else "",
    )
    ink = values.get("text-fill-color", values.get("color", "inherit"))
    if ink not in ("inherit", "currentcolor", "unset", "initial", "revert"):
        own_look.colour = colour(ink) or _UNKNOWN
    background = values.get("background-color", values.get("background", ""))
    if background and background not in ("none", "transparent", "inherit", "initial"):
        own_look.beneath = colour(background) or _UNKNOWN
    if "font-size" in values:
        own_look.points = _points(values["font-size"])
    elif size := _SIZE_OF_FONT.search(values.get("font", "")):
        own_look.points = _points(size[1])
    return own_look


def _unseen(values: Mapping[str, str]) -> str | None:
    """Why what has these declarations is not seen, None where they say nothing of it."""
    clips = any("hidden" in values.get(name, "") or "clip" in values.get(name, "") for name in _OVERFLOWS)
    if (
        values.get("display") == "none"
        or values.get("visibility") in ("hidden", "collapse")
        or values.get("content-visibility") == "hidden"
        or (values.get("unicode-bidi") == "bidi-override" and values.get("direction") == "rtl")
        or number(values.get("zoom", ""), 1) < 0.1
        or "mask" in values
        or "mask-image" in values
        or re.search(r"opacity\(\s*(?:0?\.0\d*|0|[0-9]%)\s*\)", values.get("filter", ""))
        or number(values.get("opacity", ""), 1) < 0.1
        or re.match(r"rect\(\s*[01](?:px)?[\s,]+[01]", values.get("clip", ""))
        or re.match(r"inset\(\s*(?:50|100)%|(?:circle|ellipse)\(\s*0|polygon", values.get("clip-path", ""))
        or number(values.get("filter", "").partition("blur(")[2], 0) > _BLURRED
        or number(values.get("scale", ""), 1) == 0
        or (clips and any(_is_small(values[side]) for side in _SIZES if side in values))
        or re.search(r"scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]", values.get("transform", ""))
    ):
        return look.HIDDEN
    if (
        values.get("direction") == "rtl"
        or values.get("writing-mode", "horizontal").startswith(("vertical", "sideways", "tb"))
        or _TURNED.search(values.get("transform", ""))
        or number(values.get("rotate", ""), 0)
    ):
        return look.TURNED
    places = ("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top")
    if any(number(values.get(place, ""), 0) <= _FAR for place in places):
        return look.OFF_PAGE
    ink = values.get("text-fill-color", values.get("color", ""))
    if ink == "transparent" or _CLEAR.search(ink):
        return look.COLOUR
    if number(values.get("letter-spacing", ""), 0) * _POINTS.get(_unit(values.get("letter-spacing", "")), 1) < _CLOSE:
        return look.TOO_SMALL
    if "line-through" in values.get("text-decoration", "") + values.get("text-decoration-line", ""):
        return look.STRUCK
    if re.search(r"[\"'][^\"']*[^\W_]", values.get("list-style-type", values.get("list-style", ""))):
        return look.ADDED
    return "" if values.get("display") else None


def _is_small(size: str) -> bool:
    """Whether nothing of a text is left in so much of a page; of what is no size nothing is said."""
    if not size[:1].isdigit() and size[:1] != ".":
        return False
    return number(size, 1) <= 1 if size.endswith("%") else (_points(size) or 0) < _SMALLEST_BOX


def _is_moved(values: Mapping[str, str]) -> bool:
    """Whether what has these declarations stands elsewhere than in its place among those around it."""
    is_placed = values.get("position") in ("absolute", "fixed")
    shifted = [*_SHIFTS, *(_SIDES if values.get("position") in ("relative", "sticky") else ())]
    return (
        is_placed
        or values.get("display", "") in ("table-header-group", "table-footer-group", "table-caption")
        or any(values.get(name, "auto") not in ("auto", "initial", "unset", "0") for name in _PLACED)
        or any(abs(number(size, 0)) >= _SHIFTED for name in shifted for size in values.get(name, "").split())
        or any(number(size, 0) <= -_SHIFTED for name in _MARGINS for size in values.get(name, "").split())
        or any(abs(number(size, 0)) >= _SHIFTED for size in _TRANSLATED.findall(values.get("transform", "")))
    )


def colour(value: str) -> str | None:
    """Six hexadecimal figures for a colour as pages write it, None for what is not understood."""
    if (named := _NAMES.get(value.strip())) is not None:
        return named
    if light := _LIGHT.search(value):
        percent = number(light[1] or light[2] or light[3], 0) * (100 if light[3] and not light[4] else 1)
        return f"{round(min(percent, 100) * 2.55):02x}" * 3
    if fractions := _PARTS.search(value):
        return "".join(f"{round(min(number(part, 0), 1) * 255):02x}" for part in fractions.groups())
    if mixed := re.match(r"color-mix\([^,]*,\s*([^\s,]+)", value):
        return colour(mixed[1])
    written = _COLOUR.search(value)
    if written is None:
        return None
    if written["six"]:
        return written["six"]
    if written["three"]:
        return "".join(2 * figure for figure in written["three"])
    parts = [number(part, 0) for part in re.split(r"[\s,/]+", written["rgb"].strip())]
    if len(parts) < 3:
        return None
    return "".join(f"{max(0, min(255, int(part))):02x}" for part in parts[:3])


def _unit(size: str) -> str:
    return size.lstrip("0123456789.- ")


def _points(size: str) -> float | None:
    """The size of a font, the largest where it is computed."""
    sizes = re.findall(r"(?:\d|\.\d)[\d.]*[a-z%]*", size)
    return max((number(size, 12) * _POINTS.get(_unit(size), 1.0) for size in sizes), default=None)
