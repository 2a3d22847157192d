"""What is said of councils that are looked at together: who they are, and how many are good, as at which day.

Counts have one base, everyone in the group: whoever has no grade that counts is counted beside it, and named. Nothing
is said in percent, since groups are small. Called by the block of neighbours, by /compare and by the files of both.
"""

import datetime as dt
from collections.abc import Sequence

from dashboard.analysis.groups import INADEQUATE, NEIGHBOURS, REGION, TYPE, Group
from dashboard.analysis.lists import catalogue
from dashboard.analysis.standing import EARLIER, ENDED, KNOWN, NOT_GRADED, Standing, Tally
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import lists, overview, wording
from loaders.record.reference import Authority

GOOD = "good or outstanding"
ITS_NEIGHBOURS = "its {} neighbours"
DEFINED = "councils most like this one, as defined by the DfE"


def as_at(store: Store) -> str:
    return f"as at {wording.day(store.as_at)}"


def month_of(model: str) -> str:
    """ "2025-05" as May 2025."""
    return wording.month(dt.date.fromisoformat(f"{model}-01"))


def councils(store: Store, title: str, number: int = 2) -> str:
    """A type of council in the middle of a sentence, as many of them: "county councils", "London boroughs"."""
    title = title.partition(" (")[0]
    first = title.split()[0]
    name = title if first in store.regions else wording.lower_first(title)
    if number == 1:
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def of_type(store: Store, authority: Authority) -> str:
    """The type of a council as its others are called: "county councils"; "no other council" where it has none."""
    kind = authority.authority_type
    others = any(a.authority_type == kind and a is not authority for a in store.reference.register.authorities)
    return councils(store, kind) if others else "no other council"


def names(authorities: Sequence[Authority]) -> str:
    return wording.listed([wording.authority_name(authority) for authority in authorities])


def title(store: Store, group: Group) -> str:
    assert group.of is not None
    name, number = wording.authority_name(group.of), len(group.members)
    if not number:
        return f"{name}: no councils to compare with"
    if group.kind == NEIGHBOURS:
        return f"{name} and its {_number(number)} statistical {'neighbour' if number == 1 else 'neighbours'}"
    if group.kind == REGION:
        return f"{name} and the other {wording.count(number, 'council')} in its region, {group.title}"
    if group.kind == TYPE:
        return f"{name} and the other {_number(number)} {councils(store, group.title, number)}"
    return f"{name} and {wording.count(number, 'other council')}"


def _number(number: int) -> str:
    return wording.NUMBERS[number] if number < len(wording.NUMBERS) else str(number)


def about(group: Group) -> str:
    sentence: str = texts_of("groups")["about"][group.kind]["councils" if group.members else "none"]
    return sentence.format(defined=DEFINED, model=month_of(group.model) if group.model else "")


def good(tally: Tally, base: str, what: str = "") -> str:
    """ "6 of its 10 neighbours are good or outstanding (1 not graded)"; `base` is "its {} neighbours".

    `what` says for which service, where nothing before it does.
    """
    others = {"not known": tally.not_known, "not graded": tally.not_graded, "no longer a council": tally.ended}
    everyone = tally.known + sum(map(len, others.values()))
    if tally.known < 2 and everyone > 1:
        some = f"only {tally.known}" if tally.known else "not one"
        return f"{some} of {base.format(everyone)} has a known grade{what}"
    why = ", ".join(f"{len(who)} {what}" for what, who in others.items() if who)
    number = {0: "none", everyone: "all"}.get(tally.good, str(tally.good))
    verb = "is" if tally.good < 2 else "are"
    return f"{number} of {base.format(everyone)} {verb} {GOOD}{what}{f' ({why})' if why else ''}"


def left_out(tally: Tally) -> str:
    """Who is in no count, and why; "" where nobody is left out."""
    sentences = []
    if tally.not_known:
        sentences.append(f"Grade not known: {names(tally.not_known)}.")
    if tally.ended:
        sentences.append(f"No longer {'a council' if len(tally.ended) == 1 else 'councils'}: {names(tally.ended)}.")
    if tally.not_graded and tally.councils:  # where nobody is graded, the heading says so
        sentences.append(f"Not graded for this service at the latest inspection: {names(tally.not_graded)}.")
    return " ".join(sentences)


def own(store: Store, standing: Standing) -> str:
    """What one council is, as a predicate: "is good", "requires improvement"; "" where no grade counts."""
    if (row := standing.grade) is None:
        return ""
    word = store.reference.word_of(row).prose
    return word if word.startswith("requires") else f"is {word}"


def block(store: Store, group: Group, services: Sequence[tuple[str, Standing, Tally]]) -> str:
    """The answer of the block on a council's page: the council and those around it, service by service, as at a day."""
    assert group.of is not None
    name = wording.authority_name(group.of)
    base = ITS_NEIGHBOURS if group.kind == NEIGHBOURS else "the {} others"
    sentences = []
    for index, (service, standing, tally) in enumerate(services):
        thing = wording.short_thing(store.reference, service)
        verb = own(store, standing)
        count = good(tally, "the {}" if index else base) if len(group.members) > 1 else _other(tally)
        if not index:
            sentences.append(f"{name} {verb} for {thing}; {count}" if verb else f"for {thing}, {count}")
        else:
            sentences.append(f"For {thing} it {verb}; {count}" if verb else f"For {thing}, {count}")
    sentences[0] = f"{wording.upper_first(as_at(store))}, {sentences[0]}"
    return " ".join(f"{sentence}." for sentence in sentences)


def answer(store: Store, group: Group, services: Sequence[tuple[str, Standing, Tally]]) -> str:
    out = dict.fromkeys(left_out(counts) for *_, counts in services)
    return " ".join(filter(None, (block(store, group, services), *out)))


def _other(tally: Tally) -> str:
    """Of a single other council, a number of it would be no number."""
    if tally.ended:
        return "the other one is no longer a council"
    if tally.not_graded:
        return "the other council is not graded"
    if tally.not_known:
        return "the other council’s grade is not known"
    return f"the other council is {'' if tally.good else 'not '}{GOOD}"


def several(store: Store, group: Group, service: str, *, standings: Sequence[Standing], tally: Tally) -> str:
    """The finding over several councils, as a heading. `standings`: those of everyone in the group."""
    thing = wording.short_thing(store.reference, service)
    if group.kind == INADEQUATE:
        return lists.heading(store, "inadequate-now", service, rows=catalogue.rows(store, "inadequate-now", service))
    if not tally.councils:
        why = wording.lower_first(overview.not_graded(store, service)) if tally.not_graded else "not graded"
        return f"{wording.upper_first(thing)}: {why} {as_at(store)}"
    if len(standings) == 1:
        verb = own(store, standings[0]) or absence(standings[0])
        return f"{wording.authority_name(standings[0].authority)} {verb} for {thing}"
    return wording.upper_first(good(tally, _base(store, group), f" for {thing}"))


def _base(store: Store, group: Group) -> str:
    if group.kind == NEIGHBOURS and group.of:
        return f"{possessive(wording.council_name(group.of))} {{}} statistical neighbours"
    if group.kind == REGION:
        return f"{{}} {group.title} councils"
    if group.kind == TYPE:
        return f"{{}} {councils(store, group.title)}"
    return "these {} councils"


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def worst(store: Store, standings: Sequence[Standing]) -> str:
    """Who of several is at the lowest grade: "None of them is inadequate.", "1 of them is inadequate: Devon."."""
    rank = max(store.reference.grades.values())
    who = [council.authority for council in standings if council.rank == rank]
    word = store.reference.vocabulary.by_rank[rank].prose
    if who:
        return f"{len(who)} of them {'is' if len(who) == 1 else 'are'} {word}: {names(who)}."
    return f"None of them is {word}." if all(council.kind == KNOWN for council in standings) else ""


def latest(store: Store, standing: Standing) -> str:
    """When one council got its grade: "Worcestershire was graded good in May 2023."."""
    name = wording.authority_name(standing.authority)
    if standing.grade is None:
        return f"{name}: {absence(standing)}."
    return f"{name} was graded {grade(store, standing).lower()} in {when(standing)}."


def grade(store: Store, standing: Standing) -> str:
    row = standing.grade
    return wording.grade_title(store.reference, row) if row else wording.upper_first(absence(standing))


def absence(standing: Standing) -> str:
    if standing.kind == ENDED:
        until = standing.authority.valid_to
        return f"council to {until.year}" if until else "no longer a council"
    if standing.kind == EARLIER:
        return f"last graded in {when(standing)}, not comparable with today’s grades"
    if standing.kind == NOT_GRADED:
        return "no longer graded" if standing.row else "not graded"
    return "not known"


def when(standing: Standing) -> str:
    return wording.date(standing.row, short=True) if standing.row else ""
