"""Finding a council by what people type: names, short names, former names, codes, trusts, beginnings, and one
typing error.

Comes in: a register and a text. Goes out: `CouncilMatches`, which the search page, its suggestions and the tests use.
It leads to a council's page only where nothing else can be meant (`CouncilMatches.only`): the text is the whole name or
code of one council that exists, or at least four letters that fit one council alone, with and without an error.
Everything else is a list. The standard library serves: with 160 councils every name is looked at in a millisecond, by a
rule that can be tested exhaustively, which a score cannot.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from dashboard.store import Store, once_a_store
from loaders.record.reference import Authority, Register, normalise_name
from loaders.record.register import without_titles

SHORTEST_TO_LEAD = 4
"""Letters that a beginning, or a name with an error, needs to lead anywhere."""
SHORTEST_WORD = 4
"""Letters of the words of names that are found with an error: in three letters one error is too much."""
MOST_SUGGESTED = 8
CODE = re.compile(r"[A-Z]?[0-9]{3,9}")


@dataclass(frozen=True)
class CouncilMatches:
    """The councils that a text may mean, best first; `only` where it can mean no other; else what may be meant.

    `in_area`: those of them that it may mean by the name of their region or area alone, where it names others too.
    `has_more`: whether the text says more than their names, and so may ask for more than a council.
    """

    councils: tuple[Authority, ...] = ()
    in_area: tuple[Authority, ...] = ()
    only: Authority | None = None
    suggestions: tuple[Authority, ...] = ()
    has_more: bool = False


class CouncilIndex:
    """Every name and code of a register, prepared for searching. One is made for each store (`council_index`)."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._names, self._areas, self._words, self._codes, self._trusts = (
            defaultdict[str, set[str]](set) for _ in range(5)
        )
        for authority in self.register.authorities:
            for name in self.names_of(authority):
                self._names[name].add(authority.authority_id)
                for word in name.split():
                    if len(word) >= SHORTEST_WORD:
                        self._words[word].add(authority.authority_id)
            for code in self.codes_of(authority):
                self._codes[code].add(authority.authority_id)
            self._areas[normalise_name(authority.region)].add(authority.authority_id)
        for area in self.register.search_names.areas:
            for name in area.names:
                self._areas[normalise_name(name)].update(area.authority_ids)
        for trust in self.register.trusts:
            for name in trust.names:
                self._trusts[normalise_name(name)].update(trust.authority_ids)

    @staticmethod
    def full_names_of(authority: Authority) -> list[str]:
        """The names of the register and of pages, folded as searches are."""
        identifier = authority.authority_id.replace("-", " ")
        names = (authority.name, authority.display_name, *authority.aliases, identifier)
        return list(dict.fromkeys(filter(None, map(normalise_name, names))))

    def names_of(self, authority: Authority) -> list[str]:
        also = self.register.search_names.also.get(authority.authority_id, ())
        return list(dict.fromkeys((*self.full_names_of(authority), *map(normalise_name, also))))

    def trusts_of(self, authority: Authority) -> list[str]:
        """The names of what runs a council's services for it, which are spelled too alike to be found with an error."""
        return [name for name, ids in self._trusts.items() if authority.authority_id in ids]

    @staticmethod
    def codes_of(authority: Authority) -> list[str]:
        """Every code that a council has or had: of the ONS, the DfE and Ofsted."""
        codes = (authority.gss_code, *authority.previous_gss_codes, authority.dfe_la_number, authority.ofsted_urn)
        return [code.upper() for code in codes if code]

    def areas_of(self, authority: Authority) -> list[str]:
        """The names of the region and of the other areas that a council lies in."""
        return [name for name, ids in self._areas.items() if authority.authority_id in ids]

    def find(self, text: str) -> CouncilMatches:
        """The councils that a text may mean. A text of no letters and digits means none."""
        folded = normalise_name(text)
        if not folded:
            return CouncilMatches()
        if exact := self._exact(folded):
            return exact
        names, inside, areas = self._begun(folded)
        matches = self._matches([names, inside, areas, self._with_one_error(folded)], areas=areas)
        if not matches.councils:
            if within := self._within(folded):
                return CouncilMatches(within, has_more=True)
            return CouncilMatches(suggestions=self._alike(folded))
        sure = len(matches.councils) == 1 and len(folded) >= SHORTEST_TO_LEAD and not CODE.fullmatch(folded.upper())
        return replace(matches, only=matches.councils[0]) if sure else matches

    def _exact(self, folded: str) -> CouncilMatches | None:
        """Those whose whole name or code this is, those that took over from them, and those of an area of this name.

        What is no council's full name as it stands can be another's with an error, which counts as well: Derbys.
        """
        if ids := self._codes.get(folded.upper()):
            return self._exactly([ids])
        plain = " ".join(without_titles(tuple(folded.split())))
        for name in dict.fromkeys((folded, plain)):
            ids, area = self._ids_of(name), self._areas.get(name, set())
            if area or ids:
                is_full = any(folded in self.full_names_of(self.register.by_id[i]) for i in ids)
                return self._exactly([ids, area, set() if is_full else self._with_one_error(folded)], areas=area)
        return None

    def _exactly(self, groups: list[set[str]], areas: Collection[str] = ()) -> CouncilMatches:
        matches = self._matches(groups, areas=areas)
        return replace(matches, only=matches.councils[0]) if len(matches.councils) == 1 else matches

    def _matches(self, groups: list[set[str]], areas: Collection[str]) -> CouncilMatches:
        """The councils of these groups, of which one is of those that lie in an area."""
        councils = self._in_order(groups)
        named = self._in_order([group for group in groups if group is not areas])
        return CouncilMatches(councils, in_area=tuple(a for a in councils if a not in named) if named else ())

    def _begun(self, folded: str) -> list[set[str]]:
        """Those with a name that begins so; with words that begin so, in their order; in an area that begins so."""
        words, code = folded.split(), folded.upper()
        with_first = self._with_word(words[0])
        names = {i for name in with_first if name.startswith(folded) for i in self._ids_of(name)}
        if CODE.fullmatch(code):
            names |= {i for council_code, ids in self._codes.items() if council_code.startswith(code) for i in ids}
        inside = {i for name in with_first if _begins(words, name.split()) for i in self._ids_of(name)}
        is_long = len(folded) >= SHORTEST_TO_LEAD
        areas = {i for name, ids in self._areas.items() if is_long and name.startswith(folded) for i in ids}
        return [names, inside, areas]

    def _ids_of(self, name: str) -> set[str]:
        return self._names.get(name, set()) | self._trusts.get(name, set())

    def _with_word(self, beginning: str) -> list[str]:
        return [name for name in (*self._names, *self._trusts) if f" {beginning}" in f" {name}"]

    def _with_one_error(self, folded: str) -> set[str]:
        """Those with a name, or a word of one, that the text is with one letter wrong, missing, added or swapped."""
        return {
            authority_id
            for index in (self._names, self._words, self._areas)
            for text, ids in index.items()
            if len(text) >= SHORTEST_WORD and is_one_error(folded, text)
            for authority_id in ids
        }

    def _within(self, folded: str) -> tuple[Authority, ...]:
        """Those with a whole name among the words of a text, but for names within longer ones: `ofsted kent`."""
        names = sorted((name for name in self._names if f" {name} " in f" {folded} "), key=len, reverse=True)
        longest = [name for at, name in enumerate(names) if not any(f" {name} " in f" {it} " for it in names[:at])]
        return self._in_order([self._names[name] for name in longest])

    def _alike(self, folded: str) -> tuple[Authority, ...]:
        """What may have been meant where nothing fits: names that are spelled alike, never led to."""
        texts = {**self._words, **self._names}
        near = difflib.get_close_matches(folded[:80], texts, MOST_SUGGESTED, 0.6)
        return self._in_order([set(texts[text]) for text in near])[:MOST_SUGGESTED]

    def _in_order(self, groups: Iterable[set[str]]) -> tuple[Authority, ...]:
        """Councils group by group, those that exist first; behind those that have ended, those that took over."""
        councils: dict[str, Authority] = {}
        for group in groups:
            members = sorted((self.register.by_id[i] for i in group), key=lambda a: (a.valid_to is not None, a.name))
            later = [self.register.by_id[other] for member in members if member.valid_to for other in member.successors]
            for member in (*members, *later):
                councils.setdefault(member.authority_id, member)
        return tuple(councils.values())


@once_a_store
def council_index(store: Store) -> CouncilIndex:
    return CouncilIndex(store.reference.register)


def is_one_error(first: str, other: str) -> bool:
    """Whether one text becomes the other by one letter changed, added or left out, or by two neighbours swapped."""
    if first == other:
        return False
    if len(first) > len(other):
        first, other = other, first
    if len(other) - len(first) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(first, other, strict=False)) if a != b), len(first))
    if len(first) < len(other):
        return first[at:] == other[at + 1 :]
    is_swapped = first[at : at + 2] == other[at : at + 2][::-1] and first[at + 2 :] == other[at + 2 :]
    return is_swapped or first[at + 1 :] == other[at + 1 :]


def _begins(words: list[str], name: list[str]) -> bool:
    """Whether words, in their order, each begin a word of a name: `kens chel` begins Kensington and Chelsea."""
    rest = iter(name)
    return all(any(part.startswith(word) for part in rest) for word in words)
