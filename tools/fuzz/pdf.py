"""PDFs to other PDFs that still hold together: what is in their streams is unpacked, changed, and packed again."""

import random
import re
import zlib
from collections.abc import Callable, Sequence

from tools.fuzz import mutate

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length \d+(?: \d+ R)?")
_TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]+|[-+.\d]+|[A-Za-z'\"*]+|\S")
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]+>")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_LARGEST_STREAM = 400_000


def change(chance: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """A PDF with something changed inside its streams, in the objects around them, or both."""
    if chance.random() < 0.75:
        content = _in_streams(chance, content)
    if chance.random() < 0.4:
        pattern = chance.choice((_REFERENCE, _NAME, None))
        content = _swap_two(chance, content, pattern) if pattern else mutate.change_numbers(chance, content, others)
    return content


def _in_streams(chance: random.Random, content: bytes) -> bytes:
    streams = [(match.start(), match.end()) for match in _STREAM.finditer(content)]
    for start, data_start in sorted(chance.sample(streams, min(len(streams), chance.choice((1, 2, 5)))), reverse=True):
        data_end = content.find(b"endstream", data_start)
        head_start = content.rfind(b" obj", 0, start)
        unpacked = _unpack(content[data_start:data_end])
        if min(data_end, head_start) < 0 or unpacked is None:
            continue
        data = zlib.compress(chance.choice(CHANGES)(chance, unpacked), 1)
        head = _LENGTH.sub(b"/Length %d" % len(data), content[head_start:start])
        content = content[:head_start] + head + b"stream\n" + data + b"\n" + content[data_end:]
    return content


def _unpack(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_STREAM)
    except zlib.error:
        return None


def _tokens(chance: random.Random, data: bytes) -> bytes:
    """Tokens swapped, doubled, left out, or put in the place of others."""
    tokens = _TOKEN.findall(data)
    for _ in range(chance.choice((1, 3, 10, 50)) if len(tokens) > 1 else 0):
        a, b = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[a], tokens[b] = tokens[b], tokens[a]
            case 1:
                tokens[a] = tokens[b]
            case 2:
                tokens[a] = b""
            case 3:
                tokens[a] = tokens[a] + b" " + tokens[b]
    return b" ".join(tokens)


def _strings(chance: random.Random, data: bytes) -> bytes:
    """The texts of a page shown in each other's places."""
    places = list(_STRING.finditer(data))
    if len(places) < 2:
        return data
    for _ in range(chance.choice((1, 3, 10))):
        first, second = sorted(chance.sample(places, 2), key=lambda match: match.start())
        data = data[: first.start()] + second[0] + data[first.end() : second.start()] + first[0] + data[second.end() :]
        places = list(_STRING.finditer(data))
        if len(places) < 2:
            break
    return data


def _swap_two(chance: random.Random, content: bytes, pattern: re.Pattern[bytes]) -> bytes:
    places = list(pattern.finditer(content))
    if len(places) < 2:
        return content
    place, other = chance.sample(places, 2)
    return content[: place.start()] + other[0] + content[place.end() :]


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [_tokens, _strings, _strings, mutate.change_alone]
