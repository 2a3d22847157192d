"""What the rules of a web page say of whether its text is seen; for `html`.

No more is read than the page has itself, and no more understood than the ways in which text is commonly hidden. A rule
for some elements of a kind alone ("td:nth-child(2)") counts for every one: rather too much is left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
# Rules for paper, or for small screens alone.
_ELSEWHERE = re.compile(r"@media[^{}]*(?:print|max-width)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_COMBINATOR = re.compile(r"[\s>]+")
_SIBLING = re.compile(r"(?<![^\s>+~])[^\s>+~]++\s*+[+~]\s*+")
# An attribute with its value, where that is to be the same; of other comparisons the name alone counts.
_ATTRIBUTE = re.compile(r"""\[\s*([\w-]+)(?:=["']?([^"'\]]*)["']?|[~|^$*]=[^\]]*)?\s*\]""")
# What narrows a part further, what is told of how a page is used, and what a rule puts beside an element.
_WITHOUT = re.compile(r":not\(\.([\w-]+)\)")
_NARROWER = re.compile(r":[\w-]+(?:\([^()]*\))?")
_STATE = re.compile(r":(?:hover|focus|active|visited|target|checked|disabled|empty|invalid)|::(?!before|after)")
_BESIDE = re.compile(r"::?(?:before|after)\b")
_CONTENT = re.compile(r"""\bcontent\s*:[^;"']*(?:"([^"]*)"|'([^']*)')""")
_ESCAPED = re.compile(r"\\[0-9a-fA-F]{1,6}\s?")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]{1,60})")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_COLOUR = re.compile(r"#(?P<six>[0-9a-f]{6})|#(?P<three>[0-9a-f]{3})\b|rgba?\((?P<rgb>[\d.,%\s/]+)\)", re.IGNORECASE)
_NAMES = {
    "white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "whitesmoke": "f5f5f5",
    "black": "000000", "navy": "000080", "red": "ff0000", "green": "008000", "blue": "0000ff", "gray": "808080",
    "grey": "808080", "yellow": "ffff00", "silver": "c0c0c0", "maroon": "800000", "purple": "800080", "teal": "008080",
}  # fmt: skip
# How light a colour is that is written by its hue, and one that lets everything through.
_LIGHT = re.compile(r"hsla?\([^)%]*[,\s]\d{1,3}%[,\s]+(\d{1,3})%")
_CLEAR = re.compile(
    r"(?:(?:rgb|hsl)a\((?:[^,)]*,){3}|(?:rgb|hsl)a?\([^)/]*/)\s*(?:0?\.0\d*|0)%?\s*\)"
    r"|#[0-9a-f]{6}0[0-9a-f]\b|#[0-9a-f]{3}0\b"
)
_SIZE_OF_FONT = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:/\S+)?\s")
_CLOSE = -4.0
_UNKNOWN = "?"
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "vw": 5.0}
_FAR = -100.0


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

    def stands_within(self, elements: Sequence[tuple[str, Mapping[str, str]]]) -> bool:
        """Whether these elements, each of which stands within the one before it, are those that it asks for."""
        outer = iter(elements)
        return all(any(compound.fits(*element) for element in outer) for compound in self.around)


class Rules:
    """The rules of a page, by what their elements have, so that few of them are looked at for each element."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[int, Selector, Look]]] = {}
        self._count = 0
        self._looked_at = 0

    def take(self, sheet: str) -> None:
        """Add the rules of a style sheet."""
        for selector, rule_look in rules(sheet):
            if self._count < _MOST_RULES:
                self._by_key.setdefault(selector.key, []).append((self._count, selector, rule_look))
            self._count += 1

    def looks(self, elements: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[Look]:
        """What the rules for the last of these elements say, the last rule first.

        Raises SourceRefused where a page has so many of both that to look would take minutes.
        """
        tag, attributes = elements[-1]
        classes = {f".{name}" for name in attributes.get("class", "").split()}
        keys = ("", tag, f"#{attributes.get('id', '')}", *classes)
        fitting = [entry for key in keys for entry in self._by_key.get(key, ())]
        for _, selector, rule_look in sorted(fitting, key=lambda entry: -entry[0]):
            is_fitting = selector.element.fits(tag, attributes)
            self._looked_at += 1 + is_fitting * len(elements)
            if self._looked_at > _MOST_LOOKS:
                raise SourceRefused("the web page has too many rules of style for its elements; save its text alone")
            if is_fitting and selector.stands_within(elements[:-1]):
                yield rule_look


def rules(sheet: str) -> Iterator[tuple[Selector, Look]]:
    """The rules of a style sheet that say anything of how text is seen."""
    sheet = _ELSEWHERE.sub("", _COMMENT.sub("", sheet[:MAX_CHARACTERS]))
    variables = dict(_VARIABLE.findall(sheet))
    sheet = _USE.sub(lambda use: str(variables.get(use[1], use[2] or "")).strip(), sheet)
    for number_of_rule, rule in enumerate(_RULE.finditer(sheet)):
        if number_of_rule >= _MOST_RULES:
            return
        own_look, added_look = declared(rule[2]), Look(unseen=look.ADDED if _adds_words(rule[2]) else None)
        for selector in map(str.strip, rule[1].split(",")):
            rule_look = added_look if _BESIDE.search(selector) else own_look
            if rule_look == Look() or _STATE.search(selector):
                continue
            plain = _BESIDE.sub("", selector)
            # A rule for some of such elements alone counts for all of them where it hides, and else for none.
            if not rule_look.unseen and _NARROWER.search(_WITHOUT.sub("", plain)):
                continue
            if (meant := _selector(plain)) is not None:
                yield meant, rule_look


def _adds_words(declarations: str) -> bool:
    """Whether a rule puts words of its own beside those of an element."""
    content = _CONTENT.search(declarations)
    return content is not None and any(map(str.isalnum, _ESCAPED.sub("", content[1] or content[2] or "")))


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


def declared(style: str) -> Look:
    """What the declarations of a rule, or of an element's own `style`, say."""
    values = {}
    for declaration in style[:MAX_CHARACTERS].split(";"):
        name, _, value = declaration.partition(":")
        values[name.strip().lower()] = value.replace("!important", "").strip().lower()
    own_look = Look(unseen=_unseen(values))
    if "color" in values:
        own_look.colour = colour(values["color"])
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
    clips = "hidden" in values.get("overflow", "") or "clip" in values.get("overflow", "")
    sizes = [number(values[side], 1) for side in ("height", "max-height", "width", "max-width") if side in values]
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
        or (clips and any(size <= 1 for size in sizes))
        or re.match(r"rect\(\s*[01](?:px)?[\s,]+[01]", values.get("clip", ""))
        or re.match(r"inset\(\s*(?:50|100)%|circle\(\s*0", values.get("clip-path", ""))
        or re.search(r"scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]", values.get("transform", ""))
    ):
        return look.HIDDEN
    places = ("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top")
    if any(number(values.get(place, ""), 0) <= _FAR for place in places):
        return look.OFF_PAGE
    if values.get("color") == "transparent" or _CLEAR.search(values.get("color", "")):
        return look.COLOUR
    if number(values.get("letter-spacing", ""), 0) * _POINTS.get(_unit(values.get("letter-spacing", "")), 1) < _CLOSE:
        return look.TOO_SMALL
    if "line-through" in values.get("text-decoration", "") + values.get("text-decoration-line", ""):
        return look.STRUCK
    return "" if values.get("display") else None


def colour(value: str) -> str | None:
    """Six hexadecimal figures for a colour as pages write it, None for what is not understood."""
    if (named := _NAMES.get(value.strip())) is not None:
        return named
    if light := _LIGHT.search(value):
        return f"{round(min(number(light[1], 0), 100) * 2.55):02x}" * 3
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
    return number(size, 12) * _POINTS.get(_unit(size), 1.0) if size[:1].isdigit() or size[:1] == "." else None
