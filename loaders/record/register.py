"""The register: every authority that has run children's services, found by any name or code that it has had.

Made from `authorities.csv` and `trusts.toml` of `data/reference`; used by every stage that meets a name. An authority
is an answer only for a day on which it existed: its services belonged to others before and after.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.record.csv_text import read_csv
from loaders.record.errors import SourceRefused
from loaders.record.precision import is_within
from loaders.record.search_names import SearchNames
from loaders.record.toml_file import from_entry, read_toml

LISTS = ("previous_gss_codes", "predecessors", "successors", "aliases")
"""The columns of `authorities.csv` that hold several values."""
_PARTS_OF_COUNTIES = frozenset({"north", "south", "east", "west", "mid"})
_JOINING = frozenset({"under", "upon", "on", "in", "by", "le", "next"})
"""What stands in the middle of a place's name, between hyphens."""


@dataclass(frozen=True)
class Authority:
    authority_id: str
    name: str
    gss_code: str
    previous_gss_codes: tuple[str, ...]
    ofsted_urn: str
    dfe_la_number: str
    region: str
    authority_type: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    aliases: tuple[str, ...]
    display_name: str = ""
    """The name that people use, for pages; data keep `name`, the register's form."""

    def existed(self, date: dt.date | None) -> bool:
        """Whether it ran children's services on that day; without a day, always."""
        return is_within(date, self.valid_from, self.valid_to)


@dataclass(frozen=True)
class Trust:
    """A trust or company that runs services for one authority or several, from and until a day where known."""

    names: tuple[str, ...]
    authority_ids: tuple[str, ...]


class Register:
    """The authorities, found by any name or code that they have had."""

    def __init__(
        self, authorities: list[Authority], trusts: tuple[Trust, ...] = (), search_names: SearchNames | None = None
    ) -> None:
        self.authorities = tuple(authorities)
        self.search_names = search_names or SearchNames()
        self.by_id = {a.authority_id: a for a in authorities}
        self._names: dict[tuple[str, ...], list[Authority]] = {}
        self._codes: dict[str, list[Authority]] = {}
        self.trusts = trusts
        self._trusts = {_name_tokens(name): trust for trust in trusts for name in trust.names}
        for authority in authorities:
            for name in (authority.name, *authority.aliases):
                holders = self._names.setdefault(_name_tokens(name), [])
                if authority not in holders:
                    holders.append(authority)
            for code in filter(None, (authority.gss_code, *authority.previous_gss_codes, authority.dfe_la_number)):
                self._codes.setdefault(code, []).append(authority)
        # How many words the longest name has that begins with a word: hardly any word of a text begins one.
        self._longest_from: dict[str, int] = {}
        for tokens in (*self._names, *self._trusts):
            self._longest_from[tokens[0]] = max(len(tokens), self._longest_from.get(tokens[0], 0))

    def find(self, name: str, date: dt.date | None = None) -> Authority | None:
        """The authority of this name or alias that existed at this date, or None. Civic titles do not count."""
        return next(iter(self._existing(self._named(name), date)), None)

    def find_code(self, gss_code: str, date: dt.date | None = None) -> Authority | None:
        """The authority that has or had this code and existed at this date, or None."""
        return next(iter(self._existing(self._codes.get(gss_code, []), date)), None)

    def resolve(self, name: str, date: dt.date | None, code: str = "") -> Authority:
        """The authority of a code or name on a day.

        Raises SourceRefused for a name that the register does not know, for one beside the code of another authority,
        for an authority that did not exist then, with those whose services they were, and for a trust that runs the
        services of several.
        """
        candidates = self._codes.get(code.strip().upper(), []) if code else []
        named = self._named(name)
        namesakes = [*candidates, *named]
        by_code, by_name = self._existing(candidates, date), self._existing(named, date)
        if by_name and candidates and not any(authority in named for authority in by_code or candidates):
            raise SourceRefused(f'"{name}" stands beside {code}, which is the code of {candidates[0].name}')
        if existing := by_code or by_name:
            return existing[0]
        if namesakes:
            raise SourceRefused(self.not_then(namesakes[0], date))
        if trust := self._trusts.get(_name_tokens(name)):
            return self._of_trust(name, trust, date)
        raise SourceRefused(f'the register knows no authority "{name}"')

    def is_name_of(self, name: str, authority: Authority) -> bool:
        """Whether a name is one of an authority's own, though others may have had it before or since."""
        return authority in self._named(name)

    def doubt_of_name(self, name: str, authority: Authority) -> str:
        """What to say of an authority that was told by its code alone; nothing where the name is one of its own."""
        message = f'"{name}" is no name of {authority.name}, whose code is beside it'
        return "" if self.is_name_of(name, authority) else message

    def resolve_id(self, authority_id: str, date: dt.date | None) -> Authority:
        """The authority of an id on a day. Raises SourceRefused for an unknown id, or where it did not exist then."""
        authority = self.by_id.get(authority_id)
        if authority is None:
            raise SourceRefused(f'the register knows no authority "{authority_id}"')
        if not authority.existed(date):
            raise SourceRefused(self.not_then(authority, date))
        return authority

    def _of_trust(self, name: str, trust: Trust, date: dt.date | None) -> Authority:
        existing = [a for i in trust.authority_ids if (a := self.by_id[i]).existed(date)]
        if len(existing) == 1:
            return existing[0]
        choices = " and ".join(a.name for a in existing) or "no authority on that day"
        raise SourceRefused(f'"{name}" runs the services of {choices}; wanted the authority that was inspected')

    def not_then(self, authority: Authority, date: dt.date | None) -> str:
        """Why an authority is no answer on a day, and who is."""
        if authority.valid_to and date and date > authority.valid_to:
            others, end = authority.successors, f"ended on {_day(authority.valid_to)}"
        else:
            begin = authority.valid_from
            others, end = authority.predecessors, f"began on {_day(begin)}" if begin else "did not exist"
        names = " and ".join(self.by_id[other].name for other in others)
        when = f"; on {_day(date)} its services belonged to {names}" if names and date else ""
        return f"{authority.name} {end}{when}"

    def find_in(self, text: str, date: dt.date | None = None) -> list[tuple[str, Authority]]:
        """Every authority that a text names, as (words of the text, authority), longest name first at each place.

        A trust's name counts as that of its authority where it has one only. An authority that did not exist on the
        day is left out.
        """
        matches: list[tuple[str, Authority]] = []
        end = 0
        for at, key, name in self._names_in(text):
            candidates = self._names.get(key, []) or self._of_single_trust(key)
            if candidates and at >= end:
                matches += [(name, authority) for authority in self._existing(candidates, date)[:1]]
                end = at + len(key)
        return matches

    def refusal_in(self, text: str, date: dt.date | None) -> str:
        """Why a text that names no authority of that day names none: one that had ended, or a trust of several."""
        for _, key, name in self._names_in(text):
            if trust := self._trusts.get(key):
                try:
                    self._of_trust(name, trust, date)
                except SourceRefused as refusal:
                    return str(refusal)
            if self._names.get(key):
                return self.not_then(self._names[key][0], date)
        return ""

    def _of_single_trust(self, key: tuple[str, ...]) -> list[Authority]:
        trust = self._trusts.get(key)
        return [self.by_id[trust.authority_ids[0]]] if trust and len(trust.authority_ids) == 1 else []

    def _names_in(self, text: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """What may be names in a text, the longest first at each place: the place, the key of a name, the words."""
        words = text.split()
        tokens = [(token, number) for number, word in enumerate(words) for token in _name_tokens(word)]
        for at, (token, first) in enumerate(tokens):
            if words[first].lstrip("*_")[:1].isupper():
                for length in range(min(self._longest_from.get(token, 0), len(tokens) - at), 0, -1):
                    key = tokens[at : at + length]
                    if _is_part(tokens, at, at + length):
                        continue
                    yield at, tuple(part for part, _ in key), " ".join(words[first : key[-1][1] + 1])

    def _named(self, name: str) -> list[Authority]:
        tokens = _name_tokens(name)
        return self._names.get(tokens, []) or self._names.get(without_titles(tokens), [])

    @staticmethod
    def _existing(candidates: list[Authority], date: dt.date | None) -> list[Authority]:
        """Those that existed on that day, what stands today first."""
        existing = [authority for authority in candidates if authority.existed(date)]
        return sorted(existing, key=lambda authority: authority.valid_to is not None)


def _is_part(tokens: Sequence[tuple[str, int]], start: int, end: int) -> bool:
    """Whether words that may be a name are part of another place's: "South Somerset", "Newcastle-under-Lyme"."""
    is_begun = start > 0 and tokens[start - 1][0] in _PARTS_OF_COUNTIES
    goes_on = end < len(tokens) and tokens[end][1] == tokens[end - 1][1] and tokens[end][0] in _JOINING
    return goes_on or (is_begun and tokens[start][0] not in _PARTS_OF_COUNTIES)


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def normalise_name(name: str) -> str:
    """A name for comparing: lower case, `&` as and, no punctuation, one space."""
    return " ".join(_name_tokens(name))


def _name_tokens(name: str) -> tuple[str, ...]:
    if name.isascii() and name.isalnum():  # as most words of a text
        return (name.lower(),)
    folded = name.lower().replace("&", " and ").replace("'", "").replace("’", "")
    return tuple(re.findall(r"[a-z0-9]+", folded))


_TITLES = {
    "council", "city", "county", "borough", "metropolitan", "district",
    "london", "royal", "the", "of", "unitary", "authority",
    "lb", "rb", "cc", "bc", "mbc", "mdc", "ua",
}  # fmt: skip


def without_titles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without civic titles before and after: norfolk for norfolk county council."""
    start, end = 0, len(tokens)
    while start < end and tokens[start] in _TITLES:
        start += 1
    while end > start and tokens[end - 1] in _TITLES:
        end -= 1
    return tokens[start:end]


def trusts(path: Path) -> tuple[Trust, ...]:
    """The trusts and companies of `trusts.toml`. Raises FolderInvalid where it cannot be read."""
    entries = read_toml(path, part="trust")
    return tuple(Trust(tuple(entry["names"]), tuple(entry["authorities"])) for entry in entries)


def authorities(path: Path, display_names: Mapping[str, str] | None = None) -> list[Authority]:
    """The rows of `authorities.csv`, each with the name that pages show. Raises FolderInvalid if it is unreadable."""
    names = display_names or {}

    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    def several(text: str) -> tuple[str, ...]:
        return tuple(part for part in text.split(";") if part)

    return [
        from_entry(
            Authority,
            row,
            region=row["region_ons"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            display_name=names.get(row["authority_id"], row["name"]),
            **{column: several(row[column]) for column in LISTS},
        )
        for row in read_csv(path)
    ]
