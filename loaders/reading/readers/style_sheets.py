"""The rules of a web page's style sheets, and what they declare for each of its elements; for `style_meaning`.

tinycss2 parses them and cssselect2 says which elements they are for. What holds only under a condition that a file does
not tell of, or for elements that cssselect2 cannot tell, is in doubt. Nothing that a page links to is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from math import inf
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from loaders.reading.readers import style_conditions
from loaders.reading.readers.style_values import Value
from loaders.record.errors import SourceRefused

MAX_CHARACTERS = 1_000_000
_MOST_RULES = 20_000
_MOST_LOOKS = 5_000_000  # of rules at elements and what is around them: some seconds; usual pages have 100,000
_DEEPEST = 30
_LONGEST_SELECTOR, _LONGEST_LIST = 1_000, 20_000  # characters
TOO_MANY = "the web page has too many rules of style for its elements; save its text alone"
_UNREADABLE = "the web page has rules of style that cannot be read; save its text alone"
_DATA = re.compile(r"""url\(\s*["']?data:[^)"']*["']?\s*\)""", re.IGNORECASE)  # pictures and fonts
_BESIDE = ("before", "after", "marker", "first-line", "first-letter")
_MISREAD = re.compile(r":nth-[\w-]+\([^()]*\bof\b")  # cssselect2 takes a list in it for one selector
_STRING_OR_PARENT = re.compile(r'"(?:\\.|[^"\\])*"|&')


class StyledElement(ElementWrapper):
    """An element of a page for cssselect2, which counts how often what is around it is looked at."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._looks: list[int] = self.parent._looks if self.parent is not None else [0]
        self.count(1)

    def count(self, looks: int) -> None:
        """Raises SourceRefused where a page has so many rules and elements that to look would take minutes."""
        self._looks[0] += looks
        if self._looks[0] > _MOST_LOOKS:
            raise SourceRefused(TOO_MANY)

    @property
    def ancestors(self) -> Iterator[StyledElement]:
        return self._towards("parent")

    @property
    def previous_siblings(self) -> Iterator[StyledElement]:
        return self._towards("previous")

    def _towards(self, direction: str) -> Iterator[StyledElement]:
        element = getattr(self, direction)
        while element is not None:
            self.count(1)
            yield element
            element = getattr(element, direction)

    @property
    def etree_siblings(self) -> list[Any]:
        self.count(len(self._siblings) // 16)
        return self._siblings

    @etree_siblings.setter
    def etree_siblings(self, siblings: list[Any]) -> None:
        self._siblings = siblings


class _CountedMatcher(Matcher):
    @staticmethod
    def add_relevant_selectors(element: StyledElement, selectors: Sequence[Any], relevant_selectors: list[Any]) -> None:
        element.count(len(selectors))
        Matcher.add_relevant_selectors(element, selectors, relevant_selectors)


class RulePlace(NamedTuple):
    """What a rule stands in: whether it holds is in doubt, and its layers, the outermost first."""

    is_doubtful: bool = False
    layers: tuple[str, ...] = ()


class Declaration(NamedTuple):
    name: str
    value: Value
    is_doubtful: bool


class _Rule(NamedTuple):
    is_important: bool
    rank: tuple[float, ...]
    """Of its layers: what stands in none is the strongest, or, where it is important, the weakest."""
    declarations: tuple[Declaration, ...]


class Sheets:
    """The rules of all style sheets of a page. `names` are the properties that anybody asks for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._matcher = _CountedMatcher()
        self._layers: dict[tuple[str, ...], int] = {}
        self._characters = 0
        self._styles: dict[str, Sequence[tuple[Declaration, ...]]] = {"": ()}
        self.ends: dict[str, list[Declaration]] = {}
        """What the last of its frames declares, for each animation."""

    def take(self, sheet: str, media: str = "", *, is_doubtful: bool = False) -> None:
        """Add the rules of a sheet, whose element has this `media`. Raises SourceRefused where they are too many."""
        holds = style_conditions.holds(tinycss2.parse_component_value_list(media[:1000]))
        if holds is False:
            return
        try:
            rules = tinycss2.parse_stylesheet(self._counted(sheet), skip_comments=True, skip_whitespace=True)
        except ValueError:  # of a number with thousands of figures
            raise SourceRefused(_UNREADABLE) from None
        try:
            self._read(rules, "", RulePlace(is_doubtful or holds is None))
        except RecursionError:
            raise SourceRefused(_UNREADABLE) from None

    def _counted(self, text: str) -> str:
        """What is to be parsed, without the pictures and fonts in it. Raises SourceRefused where that is too much."""
        text = _DATA.sub("url()", text)
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise SourceRefused(TOO_MANY)
        return text

    def _read(self, nodes: Sequence[Any], selector: str, place: RulePlace, *, depth: int = 0) -> None:
        """The rules and declarations of a block, which stands in a rule for these elements."""
        if depth > _DEEPEST:
            raise SourceRefused(TOO_MANY)
        for kind, group in groupby(nodes, attrgetter("type")):
            if kind == "declaration" and selector:
                self._add(selector, list(group), place)
            elif kind == "qualified-rule":
                for rule in group:
                    self._read(contents(rule.content), _within(rule.prelude, selector), place, depth=depth + 1)
            elif kind == "at-rule":
                for rule in group:
                    self._read_at_rule(rule, selector, place, depth=depth + 1)

    def _read_at_rule(self, rule: Any, selector: str, place: RulePlace, *, depth: int) -> None:
        inner: RulePlace | None = None
        match rule.lower_at_keyword:
            case "media":
                holds = style_conditions.holds(rule.prelude)
                inner = None if holds is False else RulePlace(place.is_doubtful or holds is None, place.layers)
            case "supports" | "container" | "scope" | "document" | "-moz-document":
                inner = RulePlace(is_doubtful=True, layers=place.layers)
            case "layer":
                for name in [*style_conditions.parts(rule.prelude)] or [[]]:
                    words = tinycss2.serialize(name).strip() or f" {len(self._layers)}"
                    inner = RulePlace(place.is_doubtful, (*place.layers, *words.split(".")))
                    self._rank(inner.layers, inf)
            case "keyframes" | "-webkit-keyframes":
                for frame in contents(rule.content or []):
                    if frame.type == "qualified-rule" and tinycss2.serialize(frame.prelude).strip() in ("to", "100%"):
                        ends = self._declared(contents(frame.content), is_doubtful=True)
                        self.ends.setdefault(tinycss2.serialize(rule.prelude).strip(), []).extend(ends)
        if inner is not None and rule.content is not None:
            self._read(contents(rule.content), selector, inner, depth=depth)

    def _rank(self, layers: tuple[str, ...], end: float) -> tuple[float, ...]:
        numbers = [self._layers.setdefault(layers[: n + 1], len(self._layers)) for n in range(len(layers))]
        return (*numbers, end)

    def _declared(self, nodes: Iterable[Any], *, is_doubtful: bool) -> list[Declaration]:
        named = ((node.lower_name.removeprefix("-webkit-"), node) for node in nodes if node.type == "declaration")
        return [
            Declaration(node.name if name.startswith("--") else name, Value(node.value), is_doubtful)
            for name, node in named
            if name in self._names or name.startswith("--")
        ]

    def _add(self, selector: str, nodes: Sequence[Any], place: RulePlace) -> None:
        for is_important in (False, True):
            chosen = [node for node in nodes if node.important == is_important]
            if not (declarations := self._declared(chosen, is_doubtful=place.is_doubtful)):
                continue
            selectors, is_exact = _compiled(selector)
            if not is_exact:
                declarations = [
                    Declaration(declaration.name, declaration.value, is_doubtful=True) for declaration in declarations
                ]
            rank = self._rank(place.layers, -inf if is_important else inf)
            for compiled in selectors:
                self._matcher.add_selector(compiled, _Rule(is_important, rank, tuple(declarations)))
            if self._matcher.order > _MOST_RULES:
                raise SourceRefused(TOO_MANY)

    def of(self, element: StyledElement) -> dict[str, tuple[tuple[Declaration, ...], ...]]:
        """What is declared for an element and (by their names) what is put beside its words, the weakest first."""
        rules_by_part: dict[str, list[tuple[tuple[Any, ...], tuple[Declaration, ...]]]] = {}
        for specificity, order, pseudo, rule in self._matcher.match(element):
            weight = (rule.is_important, False, rule.rank, specificity, order)
            rules_by_part.setdefault(pseudo or "", []).append((weight, rule.declarations))
        for is_important, declarations in enumerate(self._own(element.etree_element.get("style", ""))):
            rules_by_part.setdefault("", []).append(((bool(is_important), True), declarations))
        return {
            pseudo: tuple(declarations for _, declarations in sorted(rules, key=itemgetter(0)))
            for pseudo, rules in rules_by_part.items()
        }

    def _own(self, style: str) -> Sequence[tuple[Declaration, ...]]:
        """What the `style` of an element declares: what is not important, and what is."""
        if style not in self._styles:
            nodes = [node for node in contents(self._counted(style)) if node.type == "declaration"]
            self._styles[style] = [
                tuple(self._declared([node for node in nodes if node.important == is_important], is_doubtful=False))
                for is_important in (False, True)
            ]
        return self._styles[style]


def contents(block: str | Sequence[Any]) -> Sequence[Any]:
    """The declarations and rules in a block, or in the `style` of an element."""
    try:
        nodes: Sequence[Any] = tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True)
    except ValueError:  # of a number with thousands of figures
        raise SourceRefused(_UNREADABLE) from None
    return nodes


def _within(prelude: Sequence[Any], around: str) -> str:
    """The selector of a rule, which may stand within another rule."""
    if not around:
        return str(tinycss2.serialize(prelude))
    parent, selectors = f":is({around})", []
    for part in style_conditions.parts(prelude):
        text = tinycss2.serialize(part).strip()
        whole = _STRING_OR_PARENT.sub(lambda match: parent if match[0] == "&" else match[0], text)
        selectors.append(whole if whole != text else f"{parent} {text}")
    joined = ",".join(selectors)
    if len(joined) > _LONGEST_LIST:
        raise SourceRefused(TOO_MANY)
    return joined


def _compiled(selector: str) -> tuple[list[Any], bool]:
    """What cssselect2 makes of a list of selectors, and whether it is for these elements and no others.

    Of a selector that it does not know, what narrows it is left out: it may be for all such elements, or for none.
    """
    if max(map(len, selector.split(","))) > _LONGEST_SELECTOR:
        raise SourceRefused(TOO_MANY)
    if not _MISREAD.search(selector):
        with suppress(Exception):  # it raises several kinds for what it does not know
            return compile_selector_list(selector), True
    compiled = []
    for part in style_conditions.parts(tinycss2.parse_component_value_list(selector, skip_comments=True)):
        text = tinycss2.serialize(part)
        for wider in (_wider(part),) if _MISREAD.search(text) else (text, _wider(part)):
            try:
                compiled += compile_selector_list(wider)
                break
            except (SelectorError, AttributeError, NotImplementedError, TypeError):
                continue
            # Of Python, which compiles what it makes of them.
            except (MemoryError, RecursionError, SyntaxError) as error:
                if not isinstance(error, SyntaxError) or "nested" in str(error):
                    raise SourceRefused(TOO_MANY) from None
    return compiled, False


def _wider(part: Sequence[Any]) -> str:
    """A selector without its pseudo-classes and attributes; of one for a pseudo-element that is not known, nothing."""
    parts: list[str] = []
    tokens: Iterator[Any] = iter(part)
    for token in tokens:
        if token == ":":
            is_element = (token := next(tokens, None)) == ":"
            name = getattr(next(tokens, None) if is_element else token, "value", "")
            if is_element and name not in _BESIDE:
                return ""
            parts.append(f"::{name}" if name in _BESIDE else ":is(*)")
        else:
            parts.append(":is(*)" if token.type == "[] block" else tinycss2.serialize([token]))
    return "".join(parts)
