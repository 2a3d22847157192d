"""Bytes to other bytes, whatever they are: bits turned, parts taken out, put in twice, or taken from another file."""

import random
import re
from collections.abc import Callable, Sequence

_NUMBERS = [b"0", b"1", b"-1", b"65535", b"65536", b"2147483647", b"-2147483648", b"4294967296", b"1e38", b"0.0000001"]
_BYTES = [b"\x00", b"\xff", b"\n", b"\r", b" ", b"(", b")", b"<", b">", b"[", b"]", b"/", b"%", b"&", b'"', b"\x80"]
_FIGURES = re.compile(rb"\d+")
Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def change(chance: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """One to six mutations, one after another."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        content = chance.choice(MUTATIONS)(chance, content, others)
    return content


def change_alone(chance: random.Random, content: bytes) -> bytes:
    """The same for what has no others of its kind."""
    return change(chance, content, [content])


def turn_bits(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _time in range(chance.choice((1, 4, 16, 64, 512)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def put_bytes(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    for _time in range(chance.choice((1, 4, 16))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(_BYTES) * chance.choice((1, 1, 2, 300)) + content[at:]
    return content


def cut_off(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def take_out(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _part(chance, content)
    return content[:start] + content[end:]


def repeat(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _part(chance, content)
    return content[:end] + content[start:end] * chance.choice((1, 2, 10, 100)) + content[end:]


def swap(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    (a, b), (c, d) = sorted([_part(chance, content), _part(chance, content)])
    return content if b > c else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def splice(chance: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another, or a part of another put in."""
    other = chance.choice(others)
    if chance.random() < 0.5:
        return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]
    start, end = _part(chance, other)
    at = chance.randrange(len(content) + 1)
    return content[:at] + other[start:end] + content[at:]


def change_numbers(chance: random.Random, content: bytes, _: Sequence[bytes]) -> bytes:
    figures = list(_FIGURES.finditer(content))
    chosen = chance.sample(figures, min(len(figures), chance.choice((1, 3, 10))))
    for number in sorted(chosen, key=lambda match: match.start(), reverse=True):
        content = content[: number.start()] + chance.choice(_NUMBERS) + content[number.end() :]
    return content


def _part(chance: random.Random, content: bytes) -> tuple[int, int]:
    """A part of at most a few thousand bytes, so that what is repeated stays small."""
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 8, 64, 512, 4096)))


MUTATIONS: list[Mutation] = [turn_bits, put_bytes, cut_off, take_out, repeat, swap, splice, change_numbers]
