"""What the style of a web page says of its words: whether they are seen, and stand in their place; for `web_page`.

Each element has its style as a browser computes it, as far as that decides this, in two cases: with no rule that is in
doubt, and with all of them. Words count as seen where they are seen in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from tinycss2.ast import FunctionBlock

from loaders.reading.readers import look
from loaders.reading.readers.look import Look
from loaders.reading.readers.style_sheets import TOO_MANY, Declaration, Sheets, StyledElement
from loaders.reading.readers.style_values import BLACK, UNKNOWN, WHITE, Colour, Value, of_attribute
from loaders.record.errors import SourceRefused

# An element stands elsewhere than its place in the page says; what is in it stands in another order; it floats.
MOVED, FIXED, STAYS, REORDERS, LEFT, RIGHT = "moved", "fixed", "stays", "reorders", "left", "right"
_SHIFTED = 7.5  # points
_FAR, _BEYOND = 75.0, 1200.0
_SMALLEST_BOX, _THIN = 6.0, 15.0
_FAINT = 0.1
_NEARLY_BLACK = 0.125
_MOST_TOKENS = 5_000
_DEEPEST = 30


def _has(*words: str) -> Callable[[Value], bool]:
    return lambda value: not value.words.isdisjoint(words)


def _is_shifted(value: Value) -> bool:
    return any(abs(length) >= _SHIFTED for length in value.lengths)


def _in_functions(name: str, test: Callable[[Value], bool]) -> Callable[[Value], bool]:
    return lambda value: any(function.startswith(name) and test(inner) for function, inner in value.functions)


def _is_any_faint(value: Value) -> bool:
    return any(abs(number) < _FAINT for number in value.numbers)


def _is_turned(value: Value) -> bool:
    angles = [token for token in value.tokens if token.type == "dimension"]
    return any(angle.value and (angle.lower_unit != "deg" or abs(angle.value) >= 10) for angle in angles)


def _is_clipped(value: Value) -> bool:
    """Whether a shape leaves little of what it is for: one that is not understood is taken for such a one."""
    for name, inner in value.functions:
        is_inset, is_round = name == "inset", name in ("circle", "ellipse")
        if not (is_inset or is_round) or (is_inset and _is_shifted(inner)):
            return True
        if is_round and min(inner.lengths, default=_FAR) < _SHIFTED:
            return True
    return any(token.type == "url" for token in value.tokens)


def _is_rectangle_of_nothing(value: Value) -> bool:
    lengths = value.lengths
    return len(lengths) == 4 and min(lengths[2] - lengths[0], lengths[1] - lengths[3]) < _SMALLEST_BOX


def _is_placed(value: Value) -> bool:
    return bool(value.words - {"auto"} or any(value.numbers) or value.has_letters)


_SIDES = "top right bottom left inset inset-block inset-inline inset-block-start inset-inline-start"
_MARGINS = (
    "margin margin-top margin-right margin-bottom margin-left margin-block margin-inline margin-block-start "
    "margin-inline-start margin-block-end margin-inline-end"
)
_PADDINGS = "padding padding-left padding-right padding-top padding-inline padding-inline-start padding-block-start"
_BOXES = "height max-height width max-width block-size max-block-size inline-size max-inline-size"
# The marks that these properties of an element give it, where their values are such.
_MARKS_OF_VALUES: Sequence[tuple[str, str, Callable[[Value], bool]]] = (
    (look.HIDDEN, "display", _has("none")),
    (look.HIDDEN, "visibility", _has("hidden", "collapse")),
    (look.HIDDEN, "content-visibility", _has("hidden")),
    (look.HIDDEN, "text-security", lambda value: bool(value.words - {"none"})),
    (look.HIDDEN, "opacity zoom scale", _is_any_faint),
    (look.HIDDEN, "transform", _in_functions("scale", _is_any_faint)),
    (look.HIDDEN, "filter", _in_functions("opacity", _is_any_faint)),
    (look.HIDDEN, "filter", _in_functions("brightness", _is_any_faint)),
    (look.HIDDEN, "filter", _in_functions("contrast", _is_any_faint)),
    (look.HIDDEN, "filter", _in_functions("invert", lambda value: max(value.numbers, default=1) > _FAINT)),
    (look.HIDDEN, "text-stroke text-stroke-width", lambda value: max(value.lengths, default=0) > 1.5),
    (look.HIDDEN, "filter", _in_functions("blur", lambda value: max(value.lengths, default=0) > 1.5)),
    (look.HIDDEN, "mask mask-image content", lambda value: value.has_picture),
    (look.HIDDEN, "clip", _in_functions("rect", _is_rectangle_of_nothing)),
    (look.HIDDEN, "clip-path", _is_clipped),
    (look.TURNED, "direction", _has("rtl")),
    (look.TURNED, "writing-mode", lambda value: bool(value.words - {"horizontal-tb", "lr", "lr-tb"})),
    (look.TURNED, "rotate", _is_turned),
    (look.TURNED, "transform", _in_functions("rotate", _is_turned)),
    (look.TURNED, "transform", _in_functions("skew", _is_turned)),
    (look.TURNED, "transform", _in_functions("matrix", bool)),
    (look.TURNED, "transform", _in_functions("perspective", bool)),
    (look.TURNED, "scale", lambda value: min(value.numbers, default=1) < 0),
    (look.TURNED, "transform", _in_functions("scale", lambda value: min(value.numbers, default=1) < 0)),
    (look.OFF_PAGE, f"text-indent {_SIDES} {_MARGINS}", lambda value: min(value.lengths, default=0) <= -_FAR),
    (look.OFF_PAGE, f"letter-spacing {_PADDINGS} {_MARGINS}", lambda value: max(value.lengths, default=0) > _BEYOND),
    (look.TOO_SMALL, "letter-spacing", lambda value: min(value.lengths, default=0) < -4),
    (look.STRUCK, "text-decoration text-decoration-line", _has("line-through")),
    (look.ADDED, "list-style list-style-type", lambda value: value.has_letters),
    (MOVED, "position", _has("absolute", "fixed")),
    (FIXED, "position", _has("fixed")),
    (MOVED, "display", _has("table-header-group", "table-footer-group", "table-caption")),
    (MOVED, "order box-ordinal-group grid-row grid-column grid-area grid-row-start grid-column-start", _is_placed),
    (MOVED, "grid-row-end grid-column-end", _is_placed),
    (MOVED, "translate vertical-align", _is_shifted),
    (MOVED, "offset offset-path", lambda value: bool(value.functions) or value.has_picture),
    (MOVED, "transform", _in_functions("translate", _is_shifted)),
    (MOVED, _MARGINS, lambda value: min(value.lengths, default=0) <= -_SHIFTED),
    (REORDERS, "flex-flow flex-direction flex-wrap box-direction", _has("row-reverse", "column-reverse", "reverse")),
    (REORDERS, "flex-flow flex-wrap", _has("wrap-reverse")),
    (REORDERS, "grid-auto-flow grid", _has("column", "dense", "auto-flow")),
    (LEFT, "float", _has("left", "inline-start")),
    (RIGHT, "float", _has("right", "inline-end")),
    # Together with another property (`_marks_of`).
    ("clips", "overflow overflow-x overflow-y overflow-block overflow-inline", _has("hidden", "clip")),
    ("small", _BOXES, lambda value: min(value.lengths, default=99) < _SMALLEST_BOX),
    ("small", "line-height", lambda value: value.lengths == [0]),
    ("small", "text-indent", lambda value: max(value.lengths, default=0) > 300),
    (STAYS, "position", _has("relative", "sticky", "-webkit-sticky")),
    ("shifts", _SIDES, _is_shifted),
    ("thin", "width height", lambda value: min(value.lengths, default=99) < _THIN),
    ("thin", "z-index", lambda value: min(value.numbers, default=0) < 0),
    (
        look.PICTURES,
        "font font-family",
        lambda v: any(look.is_of_pictures(str(t.value)) for t in v.tokens if t.type in ("ident", "string")),
    ),
)
_UNSEEN = (look.HIDDEN, look.TURNED, look.OFF_PAGE, look.TOO_SMALL, look.STRUCK, look.ADDED, look.PICTURES)
_TESTS: dict[str, list[tuple[str, Callable[[Value], bool]]]] = {}
for _mark, _names, _test in _MARKS_OF_VALUES:
    for _name in _names.split():
        _TESTS.setdefault(_name, []).append((_mark, _test))
_EDGES = {"top": "", "left": "", "bottom": "height", "right": "width"}  # which size reaches it from the other one
_COLOURED = ("color", "text-fill-color", "background-color")
NAMES = {*_TESTS, *_COLOURED, "background", "font", "font-size", "all", "animation", "animation-name", "color-scheme"}
# The words that a browser takes for these properties; a declaration with another one is none.
_ANY_LENGTH = "auto none normal min-content max-content fit-content stretch -webkit-fill-available"
_WORDS = {
    "display": "none block inline inline-block flow flow-root list-item contents flex inline-flex grid inline-grid "
    "table inline-table table-row table-cell table-row-group table-header-group table-footer-group table-column "
    "table-column-group table-caption ruby ruby-text math -webkit-box -webkit-inline-box -webkit-flex",
    "visibility": "visible hidden collapse",
    "content-visibility": "visible auto hidden",
    "position": "static relative absolute fixed sticky -webkit-sticky",
    "float": "none left right inline-start inline-end",
    "direction": "ltr rtl",
    "clip": "auto",
    "font-size": "xx-small x-small small medium large x-large xx-large xxx-large smaller larger",
    **dict.fromkeys(("overflow", "overflow-x", "overflow-y"), "visible hidden clip scroll auto overlay"),
    **dict.fromkeys(("opacity", "order", "zoom", "scale", "filter", "transform", "translate"), "none normal"),
    **dict.fromkeys((*_BOXES.split(), *_SIDES.split(), *_MARGINS.split(), "letter-spacing"), _ANY_LENGTH),
    **dict.fromkeys(_COLOURED, "currentcolor"),
}
_ANYWHERE = {"inherit", "initial", "unset", "revert", "revert-layer"}
_TAKEN = {name: frozenset(words.split()) | _ANYWHERE for name, words in _WORDS.items()}
_SIZES = {
    "xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5, "x-large": 18.0, "initial": 12.0,
}  # fmt: skip
_NOTHING = Value([])


@dataclass(frozen=True, eq=False)
class Style:
    """What is computed for an element. The second half is handed on to what is in it."""

    marks: frozenset[str] = frozenset()
    why_faint: str = ""
    """Why its own words are not seen, while others in it may be."""
    covers: bool = False
    """Whether it lies over all of what it is placed in."""

    ink: Colour = BLACK
    fill: Colour | None = None
    """What letters are filled with instead of their colour."""
    beneath: Colour = WHITE
    opacity: float = 1.0
    points: float = 12.0
    root_points: float = 12.0
    variables: dict[str, Value] = field(default_factory=dict)

    @property
    def unseen(self) -> str | None:
        """Why neither its words nor what is in it are seen, None where they may be."""
        return next((why for why in _UNSEEN if why in self.marks), None)


def styles(root: Element, sheets: Sheets) -> Iterator[Style]:
    """The style of each element of a page, in the order of their tags."""
    initial, cases_by_key = Style(), dict[Any, tuple[Style, Style]]()
    for element in StyledElement.from_html_root(root).iter_subtree():
        around = element.parent.cases if element.parent is not None else (initial, initial)
        declared, hints = sheets.of(element), _hints(element.etree_element)
        key = (around, hints, *((name, *map(id, declarations)) for name, declarations in declared.items()))
        if key not in cases_by_key:
            flat = {name: list(chain.from_iterable(declarations)) for name, declarations in declared.items()}
            flat[""] = [*hints, *flat.get("", ())]
            try:
                cases_by_key[key] = _cases(flat, around, sheets, is_root=element.parent is None)
            except RecursionError:
                raise SourceRefused(TOO_MANY) from None
        element.cases = cases_by_key[key]
        sure, all_of_it = element.cases
        marks, why_faint = sure.marks | all_of_it.marks, sure.why_faint or all_of_it.why_faint
        yield sure if sure is all_of_it else replace(sure, marks=marks, why_faint=why_faint)


def _hints(element: Element) -> tuple[Declaration, ...]:
    """What an element's attributes say of its colours; the weakest that is said of them."""
    hints = [("color", "linktext")] if element.tag == "a" and "href" in element.attrib else []
    for attribute, name in (("text", "color"), ("color", "color"), ("bgcolor", "background-color")):
        hints += [(name, element.attrib[attribute])] if attribute in element.attrib else []
    hints += [("background-color", "url()")] if "background" in element.attrib else []
    return tuple(_hint(*hint) for hint in hints)


@lru_cache(maxsize=100)
def _hint(name: str, text: str) -> Declaration:
    return Declaration(name, of_attribute(text), is_doubtful=False)


def _cases(
    declared: dict[str, list[Declaration]], around: tuple[Style, Style], sheets: Sheets, *, is_root: bool
) -> tuple[Style, Style]:
    """The style of an element without what is in doubt, and with all of it."""
    own = declared[""]
    for part in ("first-line", "first-letter"):  # what these hold is not told
        own += [
            Declaration(declaration.name, declaration.value, is_doubtful=True) for declaration in declared.pop(part, ())
        ]
    if sheets.ends:
        names = {
            word
            for declaration in own
            if declaration.name in ("animation", "animation-name")
            for word in declaration.value.words
        }
        own += [declaration for name in sorted(names) for declaration in sheets.ends.get(name, ())]
    certain = {
        name: [declaration for declaration in every if not declaration.is_doubtful] for name, every in declared.items()
    }
    sure = _style(certain, around[0], is_root=is_root)
    if around[0] is around[1] and certain == declared:
        return sure, sure
    return sure, _style(declared, around[1], is_root=is_root)


def _style(declared: Mapping[str, Sequence[Declaration]], around: Style, *, is_root: bool) -> Style:
    variables = _variables(declared[""], around.variables)
    values = _values(declared[""], variables)
    ink = _ink(values.get("color"), around.ink, BLACK)
    fill = _ink(values.get("text-fill-color"), around.fill, None)
    beneath = _beneath(values.get("background-color") or values.get("background"), around.beneath)
    if is_root and "color-scheme" in values and values["color-scheme"].words & {"dark", "light"} == {"dark"}:
        ink = ink if "color" in values else WHITE
        beneath = BLACK if beneath == WHITE else beneath
    points = _points(values.get("font-size") or values.get("font"), around)
    letters = fill or ink
    marks = _marks_of(values)
    for part in ("before", "after", "marker"):
        beside = _values(declared.get(part, ()), variables)
        words = beside.get("content", _NOTHING)
        is_added = words.has_letters or any(name == "attr" for name, _ in words.functions)
        if is_added and "none" not in beside.get("display", _NOTHING).words:
            marks |= {look.ADDED}
        if words.tokens and _covers(beside):
            marks |= {look.HIDDEN}
    opacity = around.opacity * min([1.0, *values.get("opacity", _NOTHING).numbers])
    if opacity < _FAINT:
        marks |= {look.HIDDEN}
    why_faint = Look(colour=letters.over(beneath).figures, beneath=beneath.figures, points=points).why_unseen
    # Of letters whose colour nobody gives only those on what is nearly black are not seen: a dark blue head of a table
    # may have its white letters from a sheet that the page loads.
    if letters is BLACK and why_faint == look.COLOUR and max(beneath[:3]) > _NEARLY_BLACK:
        why_faint = ""
    return Style(
        marks=marks,
        why_faint=look.COLOUR if letters.alpha < _FAINT else why_faint,
        covers=_spans(values) and _covers(values),
        ink=ink,
        fill=fill,
        beneath=beneath,
        opacity=opacity,
        points=points,
        root_points=points if is_root else around.root_points,
        variables=variables,
    )


def _marks_of(values: Mapping[str, Value]) -> frozenset[str]:
    marks = frozenset(mark for name, value in values.items() for mark, test in _TESTS.get(name, ()) if test(value))
    if marks >= {"clips", "small"}:
        marks |= {look.HIDDEN}
    return marks | {MOVED} if marks >= {STAYS, "shifts"} else marks


def _spans(values: Mapping[str, Value]) -> bool:
    """Whether a box goes from edge to edge both ways, and is not moved from there."""
    edges = {edge: values.get(edge, values.get("inset", _NOTHING)).lengths for edge in _EDGES}
    at = {edge for edge, lengths in edges.items() if lengths and not any(lengths)}
    at |= {edge for edge, size in _EDGES.items() if values.get(size, _NOTHING).is_whole}
    return at >= _EDGES.keys() and values.keys().isdisjoint({"transform", "translate"})


def _covers(beside: Mapping[str, Value]) -> bool:
    """Whether what is put beside the words of an element lies over them."""
    colours = (beside.get("background-color") or beside.get("background", _NOTHING)).colours
    marks = _marks_of(beside)
    return (
        bool(colours) and colours[0].alpha > 1 - _FAINT and MOVED in marks and marks.isdisjoint({"thin", look.HIDDEN})
    )


def _values(declarations: Iterable[Declaration], variables: dict[str, Value]) -> dict[str, Value]:
    """What counts of the declarations for an element. What is in doubt and hides gives way to nothing in doubt."""
    values: dict[str, Value] = {}
    doubtful: set[str] = set()
    for name, declared, is_doubtful in declarations:
        value = _resolved(declared, variables)
        if name.startswith("--") or (value is not None and not _is_taken(name, value)):
            continue
        if is_doubtful and name in doubtful and not _marks_of({name: values[name]}).isdisjoint(_UNSEEN):
            continue
        for other in [other for other in values if name == "all" or other.startswith(f"{name}-")]:
            del values[other]  # which a shorthand sets too
        values |= dict.fromkeys(("color", "font-size") if name == "all" else (name,), value or _NOTHING)
        (doubtful.add if is_doubtful else doubtful.discard)(name)
    return values


def _is_taken(name: str, value: Value) -> bool:
    """Whether a browser takes this value, as far as we know; what it does not take leaves the weaker one in force."""
    if name in _COLOURED and not value.words <= _TAKEN[name]:
        return bool(value.colours)
    if name in ("opacity", "order", "zoom", "scale") and any(token.type == "dimension" for token in value.tokens):
        return False
    return bool(value.tokens) and (name not in _TAKEN or value.words <= _TAKEN[name])


def _variables(declarations: Iterable[Declaration], inherited: dict[str, Value]) -> dict[str, Value]:
    """The variables of an element, each with the others' values put in."""
    declared = {
        declaration.name: declaration.value for declaration in declarations if declaration.name.startswith("--")
    }
    every = {**inherited, **declared} if declared else inherited
    for name in declared:
        _resolved_variable(name, every, frozenset())
    return every


def _resolved_variable(name: str, variables: dict[str, Value], within: frozenset[str]) -> Value | None:
    """The value of a variable, which is put in its place; None where it has none, or is within its own value."""
    if name in within or name not in variables:
        return None
    value = _resolved(variables[name], variables, within | {name})
    if value is None:
        variables.pop(name, None)
    else:
        variables[name] = value
    return value


def _resolved(value: Value, variables: dict[str, Value], within: frozenset[str] = frozenset()) -> Value | None:
    """A value with those of variables in it, None where one of them has none."""
    if not value.functions:
        return value
    tokens: list[Any] = []
    for token in value.tokens:
        inner: Value | None = Value([token])
        if token.type == "function" and token.lower_name in ("var", "env"):
            name, *fallback = Value(token.arguments).tokens or [token]
            inner = _resolved_variable(getattr(name, "value", ""), variables, within)
            if inner is None and fallback:
                inner = _resolved(Value(fallback[1:]), variables, within)
        elif token.type == "function" and (inner := _resolved(Value(token.arguments), variables, within)) is not None:
            inner = Value([FunctionBlock(0, 0, token.name, inner.tokens)])
        if inner is None:
            return None
        tokens += inner.tokens
        if len(tokens) > _MOST_TOKENS or len(within) > _DEEPEST:
            raise SourceRefused(TOO_MANY)
    return Value(tokens)


def _ink(value: Value | None, inherited: Any, initial: Any) -> Any:
    """The colour that a value gives to text."""
    if value is None or value.colours:
        return value.colours[0] if value is not None else inherited
    if "currentcolor" in value.words and initial is None:
        return None
    return initial if "initial" in value.words else inherited


def _beneath(value: Value | None, around: Colour) -> Colour:
    """What lies beneath the words of an element: the first colour of its own, or else what is around it."""
    if value is not None and (known_colours := [colour for colour in value.colours if colour != UNKNOWN]):
        return known_colours[0].over(around)
    return UNKNOWN if value is not None and value.has_picture else around


def _points(value: Value | None, around: Style) -> float:
    """The size of a font; the largest of those that it is computed from."""
    for token in value.tokens if value is not None else ():
        if token.type in ("dimension", "percentage", "function") or (token.type == "number" and token.value == 0):
            sizes = Value([token]).lengths_at(around.points, around.root_points, around.points)
            return max(sizes, default=around.points)
        if token.type == "ident" and token.lower_value in _SIZES:
            return _SIZES[token.lower_value]
    return around.points * (5 / 6 if value is not None and "smaller" in value.words else 1)
