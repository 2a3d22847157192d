"""One authority's history in sentences, the finding first. Never imports Dash.

Grades are named by their printed words, the longer form of one by its name. A run, a fall or a "never since" is only
ever said of inspections that may be read as one measure, or it says that the framework changed between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from dashboard.analysis import queries
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.rows import GradedRow, JudgementRow, is_graded

WHOLE = ("whole_service", "overall")
HEADLINES = (("safeguarding", "overall"), WHOLE)
INADEQUATE = 4
ENOUGH = 3
"""From how many inspections on a "never inadequate" says more than the grades themselves."""


def latest(store: Store, judgements: Sequence[JudgementRow]) -> str:
    """The newest inspection's grades in one sentence: overall, then by grade, best first."""
    graded = [row for row in judgements if is_graded(row) and row["evidence"] != "mention"]
    if not graded:
        return ""
    last = max(graded, key=lambda row: (row["date"], row["inspection_id"]))
    lines = [row for row in graded if row["inspection_id"] == last["inspection_id"]]
    main = [
        r for r in lines if r["aspect"] == "overall" or (r["service"], r["aspect"]) == ("whole_service", "leadership")
    ]
    services = list(store.reference.services)
    ordered = sorted(main or lines, key=lambda r: (r["grade_rank"], services.index(r["service"])))
    whole = next((row for row in ordered if (row["service"], row["aspect"]) == WHOLE), None)
    rest = [row for row in ordered if row is not whole]
    groups = [
        f"{word} {wording.listed([f'for {_named(store, row)}' for row in rows])}"
        for word, rows in ((word, list(rows)) for word, rows in groupby(rest, lambda row: _said(store, row)))
    ]
    when = f"at the latest inspection ({wording.date(last, short=True)}, {_framework(store, last)})"
    if whole is not None:
        return "; ".join((f"{wording.upper_first(_said(store, whole))} overall {when}", *groups)) + "."
    is_dropped = WHOLE in queries.split_pairs(store.inspections[last["inspection_id"]]["not_given"])
    tail = "; no overall grade was given" if is_dropped else ""
    first, *others = groups
    return wording.upper_first("; ".join((f"{first} {when}", *others))) + f"{tail}."


def sequence(store: Store, rows: Sequence[JudgementRow]) -> str:
    """One service's grades in the order of time, then the longest run and since when it was never inadequate.

    Semicolons part what is not one measure; a framework is named where it begins.
    """
    graded = _in_order(rows)
    if not graded:
        return ""
    parts = []
    for chain in _chains(store, graded):
        said = [_step(store, row, before, graded) for row, before in zip(chain, [None, *chain], strict=False)]
        parts.append(", ".join(said))
    thing = wording.short_thing(store.reference, graded[0]["service"], graded[0]["aspect"])
    more = [wording.upper_first(each) + "." for each in (_longest_run(store, graded), _never(store, graded)) if each]
    return " ".join([f"{wording.upper_first(thing)}: {'; '.join(parts)}.", *more])


def finding(store: Store, rows: Sequence[JudgementRow], *, ended: bool = False) -> str:
    """What the chart of these rows shows, as its title: the fall, the rise or the constancy of its main service.

    Only of grades that are comparable with the latest one; that there are earlier ones is said.
    """
    series = {key: _in_order(r for r in rows if (r["service"], r["aspect"]) == key) for key in _keys(store, rows)}
    key = next((key for key in HEADLINES if len(series.get(key, ())) > 1), None)
    graded = series[key or max(series, key=lambda each: len(series[each]))]
    chain = _chains(store, graded)[-1]
    before = f"; grades before {_year(chain[0], graded)} are not comparable"
    earlier = before if len(chain) < len(graded) else ""
    return _of_chain(store, chain, ended=ended, is_only=len(graded) == 1) + earlier


def _of_chain(store: Store, chain: Sequence[GradedRow], *, ended: bool, is_only: bool) -> str:
    subject, first, last = _subject(store, chain[0]), chain[0], chain[-1]
    if len(chain) == 1:
        word = _said(store, last) if subject.startswith("The") else _graded(store, last)
        only = ", the only grade known" if is_only else ""
        return f"{subject} was {word} in {_year(last, chain)}{_known(store, last)}{only}"
    ranks = [row["grade_rank"] for row in chain]
    if len(set(ranks)) == 1:
        span = f"from {_year(first, chain)} to {_year(last, chain)}"
        words = " or ".join(dict.fromkeys(_said(store, row) for row in chain))
        words = f"graded {words}" if words.startswith("requires") else words
        return f"{subject} was {words} at each of {wording.count(len(chain), 'inspection')} {span}"
    falls = [(b - a, index) for index, (a, b) in enumerate(pairwise(ranks)) if b > a]
    if not falls:
        low = chain[max(index for index, rank in enumerate(ranks) if rank == max(ranks))]
        run = _runs(store, chain)[-1]
        part = chain[chain.index(low) : chain.index(run[0]) + 1]
        return f"{subject} rose {_between(store, part)}"
    _, index = max(falls)
    fall = f"{subject} fell {_between(store, chain[index : index + 2])}"
    return fall if index == len(chain) - 2 else fall + _now(store, chain, chain[index + 1], ended)


def _in_order(rows: Iterable[JudgementRow]) -> list[GradedRow]:
    return sorted((row for row in rows if is_graded(row)), key=lambda row: (row["date"], row["inspection_id"]))


def _keys(store: Store, rows: Sequence[JudgementRow]) -> list[tuple[str, str]]:
    return queries.in_reference_order(store.reference, {(r["service"], r["aspect"]) for r in rows if r["grade"]})


def _chains(store: Store, graded: Sequence[GradedRow]) -> list[list[GradedRow]]:
    """The rows cut wherever two neighbours are not one measure."""
    chains = [[graded[0]]]
    for before, row in pairwise(graded):
        if queries.step(store.reference, before, row)[0] == "loose":
            chains.append([])
        chains[-1].append(row)
    return chains


def _framework(store: Store, row: GradedRow) -> str:
    return wording.framework_name(store.reference, row["framework"])


def _quoted(store: Store, row: GradedRow) -> str:
    """From what a grade is known that the inspectorate's own pages do not give; "" where they do."""
    evidence = store.reference.vocabulary.evidence[row["evidence"]]
    return evidence.prose if evidence.is_hollow else ""


def _known(store: Store, row: GradedRow) -> str:
    quoted = _quoted(store, row)
    return f" ({quoted})" if quoted else ""


def _year(row: GradedRow, among: Sequence[GradedRow]) -> str:
    """The year of a row; its month too where another row has the same year."""
    year = row["date"].year
    is_alone = sum(each["date"].year == year for each in among) == 1
    return str(year) if is_alone else wording.date(row, short=True)


def _step(store: Store, row: GradedRow, before: GradedRow | None, among: Sequence[GradedRow]) -> str:
    notes = [] if before is not None and before["framework"] == row["framework"] else [_framework(store, row)]
    notes += filter(None, [_quoted(store, row)])
    return f"{_said(store, row)} in {_year(row, among)}" + (f" ({', '.join(notes)})" if notes else "")


def _runs(store: Store, graded: Sequence[GradedRow]) -> list[list[GradedRow]]:
    """Neighbours of one harmonised grade within one measure."""
    chains = _chains(store, graded)
    return [list(run) for chain in chains for _, run in groupby(chain, lambda row: row["grade_rank"])]


def _longest_run(store: Store, graded: Sequence[GradedRow]) -> str:
    runs = _runs(store, graded)
    longest = max(runs, key=lambda run: (len(run), run[-1]["date"]))
    if len(longest) < 2 or len(longest) == len(graded) == 2:
        return ""
    words = " or ".join(dict.fromkeys(_said(store, row) for row in longest))
    span = f"{_year(longest[0], graded)} to {_year(longest[-1], graded)}"
    return f"the longest run: {words} at {wording.count(len(longest), 'inspection')} in a row, {span}"


def _never(store: Store, graded: Sequence[GradedRow]) -> str:
    """Since when it was never inadequate; where the framework has changed, that is said."""
    if int(graded[-1]["grade_rank"]) == INADEQUATE:
        return ""
    bad = [index for index, row in enumerate(graded) if row["grade_rank"] == INADEQUATE]
    if len(graded) - (bad[-1] if bad else 0) < ENOUGH:
        return ""
    if not bad:
        return f"never inadequate at these {wording.count(len(graded), 'inspection')}{_across(store, graded)}"
    since = graded[bad[-1] :]
    return f"not inadequate again since {_year(since[0], graded)}{_across(store, since)}"


def _across(store: Store, rows: Sequence[GradedRow]) -> str:
    """What must be said where a claim reaches over steps that are not one measure."""
    breaks = len(_chains(store, rows)) - 1
    if not breaks:
        return ""
    return (
        ", across a change of framework" if breaks == 1 else f", across {wording.count(breaks, 'change')} of framework"
    )


def _subject(store: Store, row: GradedRow) -> str:
    key = (row["service"], row["aspect"])
    if key == WHOLE:
        return "The overall grade"
    thing = wording.short_thing(store.reference, *key)
    return wording.upper_first(thing) if key[0] == "safeguarding" and key[1] == "overall" else f"The grade for {thing}"


def _named(store: Store, row: GradedRow) -> str:
    return wording.short_thing(store.reference, row["service"], row["aspect"])


def _said(store: Store, row: GradedRow) -> str:
    """The grade's word in a sentence: "requires improvement", of which "to be good" is no part that tells more."""
    word = wording.said_grade(store.reference, row)
    name = store.reference.printed_grade(row["grade"], row["framework"]).prose
    return name if word.startswith(f"{name} ") and word == wording.grade_word(row) else word


def _between(store: Store, rows: Sequence[GradedRow]) -> str:
    first, last = rows[0], rows[-1]
    return (
        f"from {_said(store, first)} in {_year(first, rows)}{_known(store, first)} "
        f"to {_said(store, last)} in {_year(last, rows)}{_known(store, last)}"
    )


def _now(store: Store, graded: Sequence[GradedRow], fallen: GradedRow, ended: bool) -> str:
    """The grade that stands after a fall, or the last one where it is no longer judged."""
    run, last = _runs(store, graded)[-1], graded[-1]
    framework = store.framework(last["framework"])
    is_judged = (
        framework.until is None and framework.judgement(last["service"], last["aspect"], store.as_at) is not None
    )
    if not is_judged or ended:
        return f", and was {_graded(store, last)} when last graded, in {_year(last, graded)}"
    if run[0] is fallen:
        return ", with no change since"
    return f", and has been {_graded(store, run[0])} since {_year(run[0], graded)}{_known(store, run[0])}"


def _graded(store: Store, row: GradedRow) -> str:
    """The grade after "was" or "has been"."""
    word = _said(store, row)
    return f"graded {word}" if word.startswith("requires") else word
