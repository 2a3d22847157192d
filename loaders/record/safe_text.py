"""Names and messages as tables and terminals can take them: one line of visible characters, whatever a file holds.

A file's name may hold line ends, escape sequences, marks that turn the direction of writing, and bytes in no encoding;
what a message quotes of a file may be any length. None of it may break a line, a table or a terminal, nor begin a cell
as a formula that a spreadsheet runs.
"""

import re
from pathlib import Path

LONGEST_MESSAGE = 10_000  # characters; a field of more than 131,072 is one that Python's csv module does not read back
LONGEST_TITLE = 300
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def visible(text: str) -> str:
    """The same text with everything that is no visible character or space written as an escape (`\\x0a`, `\\u202e`)."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def is_web_address(text: str) -> bool:
    """Whether a text is an address that a page may lead to, with nothing in it that none has."""
    return re.fullmatch(r"https?://[^\s<>\"\[\]]+", text, re.IGNORECASE) is not None


def one_line(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """A message or title on one line: white space folded, the rest visible, and cut where it is too long."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[:longest]} … ({len(line) - longest} more characters)"


def beginning(content: bytes) -> str:
    """The first line of a file with anything on it, or what its first 200 bytes have of it."""
    start = content[:200].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return "".join(c if c.isprintable() and c != "\ufffd" else "?" for c in start.split("\n", 1)[0])


def cell(text: str) -> str:
    """A name as the beginning of a cell: visible, and an escape where a spreadsheet would take it for a formula."""
    line = visible(text)
    return f"{_escaped(line[0])}{line[1:]}" if _FORMULA.match(line) else line


def file_name(path: Path) -> str:
    """The base name of a file, as `sources.csv` and messages print it."""
    return cell(path.name)


def source_id(path: Path) -> str:
    """The file name without its ending."""
    return cell(path.stem)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte of a file name that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
