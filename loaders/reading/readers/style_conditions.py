"""Whether the condition of an @media rule holds where somebody reads a saved page; for `style_sheets`.

A page is read on a screen, in a window of a usual width. What else a condition asks for, a file does not tell: then the
answer is None, and no grade counts that is seen only with the rule, or only without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_NARROWEST, _COMMON = 1000, 1280  # pixels: no window is narrower than the one, most are as wide as the other
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}


def holds(condition: Sequence[Any]) -> bool | None:
    """Whether one of a list of media queries holds; an empty list does."""
    queries = [_query(part) for part in parts(condition)]
    return True if True in queries or not queries else None if None in queries else False


def parts(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    """What commas part, comments left out."""
    part: list[Any] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        elif token.type != "comment":
            part.append(token)
    if any(token.type != "whitespace" for token in part):
        yield part


def _query(tokens: Sequence[Any]) -> bool | None:
    tokens = [token for token in tokens if token.type != "whitespace"]
    words = [token.lower_value for token in tokens if token.type == "ident"]
    if "or" in words:
        return None
    answers: list[bool | None] = [word in ("all", "screen") for word in words if word not in ("and", "only", "not")]
    answers += [
        _feature(token.content) if token.type == "() block" else None for token in tokens if token.type != "ident"
    ]
    answer = False if False in answers else None if None in answers else True
    return answer if answer is None or "not" not in words else not answer


def _feature(tokens: Sequence[Any]) -> bool | None:
    """Whether what stands in brackets holds, which is told of a width alone."""
    tokens = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if not tokens or tokens[-1].type != "dimension":
        return None
    pixels = tokens[-1].value * _PIXELS.get(tokens[-1].lower_unit, 1000)
    match [getattr(token, "lower_value", getattr(token, "value", None)) for token in tokens[:-1]]:
        case [("min-width" | "min-device-width"), ":"] | ["width", ">"] | ["width", ">", "="]:
            return True if pixels <= _COMMON else None
        case [("max-width" | "max-device-width"), ":"] | ["width", "<"] | ["width", "<", "="]:
            return False if pixels < _NARROWEST else None
    return None
