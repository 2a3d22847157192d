"""Text files to a Document of one page. UTF-8, UTF-16 or Windows-1252; anything else is refused."""

from __future__ import annotations

import codecs
import re
import string
import unicodedata

from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# The longest report in text form has 112,000 characters, its longest paragraph 5,000.
MAX_CHARACTERS = 2_000_000
MAX_LINE_CHARACTERS = 100_000
_LONGEST_ENCODING = 4  # bytes a character
_MOST = 2 / 3
_ASCII = bytes(string.printable, "ascii")
_LOW_BYTES = {"utf-16-le": 0, "utf-16-be": 1}  # which of two bytes holds a letter of our alphabet

# Other ends of lines; a form feed is that of a page, which the end of its last line stands before.
_OTHER_ENDS = re.compile("[\r\v\f\u0085\u2028\u2029]")
# A line that goes on in its cell, as Markdown writes it; where both halves are bold, so is the whole.
_BREAK_IN_CELL = re.compile(r"(\*\*|__)?<br ?/?>(?(1)\1)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Of 211 PDFs and 5 texts the longest run of white space and marks has 44 characters.
_LONGEST_RUN = 100
_IN_RUN = r"[\s|*:#_>.\-\u2010-\u2015\u2022]"
_RUN = re.compile(rf"{_IN_RUN}{_IN_RUN}{{{_LONGEST_RUN},}}")  # `re` skips to the first of them, where it is one alone


def read(content: bytes) -> Document:
    """Decode and tidy a text file. Raises SourceRefused for bytes that are no text in an encoding that we know."""
    if len(content) > _LONGEST_ENCODING * MAX_CHARACTERS:
        raise SourceRefused(_TOO_LONG)
    return document(decode(content))


_TOO_LONG = f"the text has more than {MAX_CHARACTERS:,} characters; wanted the report of one inspection"


def document(text: str) -> Document:
    """A text as a Document, tidied. Raises SourceRefused for one that is no text, empty or too long."""
    if _CONTROL.search(text):
        raise SourceRefused("the file is neither a PDF, a spreadsheet nor text: it holds control characters")
    if len(text) > MAX_CHARACTERS:
        raise SourceRefused(_TOO_LONG)
    text = _BREAK_IN_CELL.sub(" ", tidy(text))
    if not text.strip():
        raise SourceRefused("the file holds no text; wanted an inspection report")
    if max(map(len, text.split("\n"))) > MAX_LINE_CHARACTERS:
        raise SourceRefused(f"the text has a line of more than {MAX_LINE_CHARACTERS:,} characters; wanted a report")
    return Document(kind="text", pages=(break_runs(text),))


def tidy(text: str) -> str:
    """The same text with `\\n` line ends, ordinary spaces and letters, so that positions in it still find the line."""
    return ordinary(_OTHER_ENDS.sub("\n", text.replace("\r\n", "\n").replace("\n\f", "\n")))


INSTEAD_EVERYWHERE = (
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb06": "st"}
    | dict.fromkeys(map(chr, [0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]), " ")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "")
    # Fonts of symbols, whose bullets are copied as these.
    | dict.fromkeys(map(chr, range(0xF000, 0xF100)), "\u2022")
)
"""What stands for what: ligatures, spaces of every width, and characters that nobody sees."""
INSTEAD = (
    INSTEAD_EVERYWHERE
    | {"\ufb05": "st"}
    | {chr(0xFEE0 + ord(letter)): letter for letter in string.ascii_letters}
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00ad\u200e\u200f", "")
)
"""The same for a text, of which nothing is drawn: other shapes of our letters, and marks of where to break or turn."""
_ODD = re.compile(f"[{''.join(INSTEAD)}]")


def ordinary(text: str) -> str:
    """The same text with ordinary letters and spaces for those that only look or print otherwise."""
    return _ODD.sub(lambda odd: INSTEAD[odd.group()], text)


_OTHER_FIGURE = re.compile(r"[^\D0-9]")


def with_our_figures(text: str) -> str:
    """The same text with a mark that nothing reads for each figure of another script: \u09ea is a four, not an eight.

    Those that are ours in another shape, as those of full width are, become the plain ones.
    """
    return _OTHER_FIGURE.sub(_our_figure, text)


def _our_figure(figure: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", figure.group())
    return plain if plain.isascii() else "\ufffd"


def break_runs(text: str) -> str:
    """The same text with an ellipsis after every 100 characters of a run of white space and marks.

    What skips white space and table marks between a label and a grade backtracks: in time quadratic in the length of
    a run, or worse. No grade is paired across such a run; no line gets another number.
    """
    return _RUN.sub(lambda run: "\u2026".join(_pieces(run.group())), text)


def _pieces(run: str) -> list[str]:
    return [run[start : start + _LONGEST_RUN] for start in range(0, len(run), _LONGEST_RUN)]


def _is_utf_16(content: bytes, low: int) -> bool:
    """Whether two bytes make a letter, the one at `low` a letter of our alphabet and the other most often zero."""
    letters, others = content[low::2], content[1 - low :: 2]
    ascii_letters = len(letters) - len(letters.translate(None, _ASCII))
    return others.count(0) > len(others) * _MOST and ascii_letters > len(letters) * _MOST


def decode(content: bytes) -> str:
    """A file's text. Raises SourceRefused for an encoding that we do not know."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif unmarked := next((name for name, low in _LOW_BYTES.items() if _is_utf_16(content, low)), None):
        encodings = [unmarked]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceRefused("the text is in an unknown encoding; wanted a text in UTF-8, UTF-16 or Windows-1252")
