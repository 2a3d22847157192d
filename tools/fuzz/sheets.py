"""ODS and XLSX files to others that still unpack: their XML is changed, and packed with the right sums again."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

from tools.fuzz import mutate

_ATTRIBUTE = re.compile(rb'([a-z:A-Z-]+)="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_ELEMENT = re.compile(rb"<[^<>]+>")
NEAR = 10_000
_VALUES = [
    b"0", b"-1", b"3", b"1000", b"16384", b"1048576", b"4294967295", b"date", b"float", b"Good", b"2023-01-01", b"",
]  # fmt: skip
_WORDS = [
    b"Good", b"Goods", b"Outstanding", b"Inadequate", b"N/A", b"Requires improvement to be good", b"31/12/9999", b"0",
]  # fmt: skip


def change(chance: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """A spreadsheet with one or more changes in its XML; other bytes where it cannot be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return mutate.change(chance, content, others)
    name = max(parts, key=lambda part: len(parts[part]) if chance.random() < 0.9 else 0)
    for _ in range(chance.choice((1, 1, 3, 10))):
        parts[name] = chance.choice(CHANGES)(chance, parts[name])
    if chance.random() < 0.05:
        parts.pop(chance.choice(list(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return out.getvalue()


def _attribute(chance: random.Random, data: bytes) -> bytes:
    place = _any(chance, _ATTRIBUTE, data)
    return data if place is None else data[: place.start(2)] + chance.choice(_VALUES) + data[place.end(2) :]


def _text(chance: random.Random, data: bytes) -> bytes:
    place = _any(chance, _TEXT, data)
    return data if place is None else data[: place.start(1)] + chance.choice(_WORDS) + data[place.end(1) :]


def _swap_texts(chance: random.Random, data: bytes) -> bytes:
    place, other = _any(chance, _TEXT, data), _any(chance, _TEXT, data)
    if place is None or other is None:
        return data
    return data[: place.start(1)] + other[1] + data[place.end(1) :]


def _element(chance: random.Random, data: bytes) -> bytes:
    """An element left out, or there twice."""
    place = _any(chance, _ELEMENT, data)
    return data if place is None else data[: place.start()] + place[0] * chance.choice((0, 2)) + data[place.end() :]


def _any(chance: random.Random, pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    """The first match near behind any place: as good as any, and where there is none that is known soon."""
    begin = chance.randrange(len(data) + 1)
    return pattern.search(data, begin, begin + NEAR)


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [
    _attribute,
    _text,
    _text,
    _swap_texts,
    _element,
    mutate.change_alone,
]
