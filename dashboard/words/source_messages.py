"""What the loaders say of a source, in the words of pages: what was not read of it, or why it was refused.

A message is one line, its parts with semicolons between them. Called by the pages that show one.
"""

import re

from dashboard.words import wording

# Messages that list labels, with the first of these; and how other messages begin.
_LISTING = re.compile(r"(?P<text>(?:no grade found for|not read, since [^:]+):) (?P<label>.+)")
_MESSAGE = re.compile(r"(?:p\. \d|a heading|not read|no grade|\S+ report|[^:]+ (?:has two grades|: not graded))")
# Between two messages; not before what one says of its own row.
_BETWEEN = re.compile(r"; (?!(?:no grade|it|(?:the|this) [a-z ]+) (?:was|were) (?:not )?read)")
_QUOTED, _DAY = re.compile(r'"([^"]*)"'), re.compile(r'(?<![\w"-])\d{4}-\d{2}-\d{2}(?![\w"-])')


def parts(message: str) -> list[tuple[str, list[str]]]:
    """The parts of a source's message, each with the labels that it lists."""
    entries: list[tuple[str, list[str]]] = []
    for part in _BETWEEN.split(message):
        listing = _LISTING.match(part)
        if listing:
            entries.append((wording.upper_first(listing["text"]), [listing["label"]]))
        elif entries and entries[-1][1] and not _MESSAGE.match(part):
            entries[-1][1].append(part)
        else:
            entries.append((wording.upper_first(re.sub(r"^p\. (?=\d)", "page ", part)), []))
    return entries


def in_words(message: str) -> str:
    """A message as pages print it: days in words, save where they are quoted, and curly quotation marks."""

    def day(match: re.Match[str]) -> str:
        try:
            return wording.as_read(match.group())
        except ValueError:  # no day of the calendar
            return match.group()

    return _QUOTED.sub(r"“\1”", _DAY.sub(day, message))
