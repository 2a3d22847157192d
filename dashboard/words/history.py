"""One authority's history in sentences, the finding first. Never imports Dash.

Grades are named by their printed words, the longer form of one by its name. A rise, a fall or a run is only said of
inspections that may be read as one measure. Called by council pages.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from dashboard.analysis import queries
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import OVERALL
from loaders.record.rows import GradedRow, JudgementRow, is_graded

WHOLE = ("whole_service", OVERALL)
HEADLINES = (("safeguarding", OVERALL), WHOLE)


def finding(store: Store, rows: Sequence[JudgementRow], *, ended: bool = False) -> str:
    """What the chart of these rows shows, as its title: the fall, the rise or the constancy of its main service.

    Only of grades that are comparable with the latest one; that there are earlier ones is said.
    """
    pairs = {(row["service"], row["aspect"]) for row in rows if row["grade"]}
    keys = queries.in_reference_order(store.reference, pairs)
    in_order = sorted((row for row in rows if is_graded(row)), key=lambda row: (row["date"], row["inspection_id"]))
    series = {key: [row for row in in_order if (row["service"], row["aspect"]) == key] for key in keys}
    key = next((key for key in HEADLINES if len(series.get(key, ())) > 1), None)
    graded = series[key or max(series, key=lambda pair: len(series[pair]))]
    chain = _chains(store, graded)[-1]
    sentence, spanned = _of_chain(store, chain, ended=ended, is_only=len(graded) == 1)
    cautions = [_caution(store, spanned)]
    if len(chain) < len(graded):
        cautions.append(f"grades before {_year(chain[0], graded)} are not comparable")
    caution = ", and ".join(filter(None, cautions))
    return f"{sentence}; {caution}" if caution else sentence


def _caution(store: Store, spanned: Sequence[GradedRow]) -> str:
    """What inspections that are spoken of together are to be compared with; "" where all are one measure."""
    close = [(a, b) for a, b in pairwise(spanned) if queries.step(store.reference, a, b).comparability == "close"]
    if any(a["framework"] != b["framework"] for a, b in close):
        return "Ofsted changed its framework in between"
    return "compare with caution" if close else ""


def _of_chain(
    store: Store, chain: Sequence[GradedRow], *, ended: bool, is_only: bool
) -> tuple[str, Sequence[GradedRow]]:
    """What the grades of a chain show, and those of them that it speaks of together."""
    first, last = chain[0], chain[-1]
    subject = wording.upper_first(wording.subject(store.reference, first["service"], first["aspect"]))
    if len(chain) == 1:
        word = _said(store, last) if subject.startswith("The") else _graded(store, last)
        only = ", the only grade in this record" if is_only else ""
        return f"{subject} was {word} in {_year(last, chain)}{wording.quoted_in(store.reference, last)}{only}", chain
    ranks = [row["grade_rank"] for row in chain]
    if len(set(ranks)) == 1:
        span = f"from {_year(first, chain)} to {_year(last, chain)}"
        words = " or ".join(dict.fromkeys(_said(store, row) for row in chain))
        words = f"graded {words}" if words.startswith("requires") else words
        return f"{subject} was {words} at each of {wording.count(len(chain), 'inspection')} {span}", chain
    falls = [(b - a, index) for index, (a, b) in enumerate(pairwise(ranks)) if b > a]
    if not falls:
        low = chain[max(index for index, rank in enumerate(ranks) if rank == max(ranks))]
        part = chain[chain.index(low) : chain.index(_last_run(chain)[0]) + 1]
        return f"{subject} rose {_between(store, part)}", part
    _, index = max(falls)
    now = _now(store, chain, chain[index + 1], ended=ended) if index < len(chain) - 2 else ""
    return f"{subject} fell {_between(store, chain[index : index + 2])}{now}", chain[index:]


def _chains(store: Store, graded: Sequence[GradedRow]) -> list[list[GradedRow]]:
    """The rows cut wherever two neighbours are not one measure."""
    chains = [[graded[0]]]
    for before, row in pairwise(graded):
        if queries.step(store.reference, before, row).comparability == "loose":
            chains.append([])
        chains[-1].append(row)
    return chains


def _year(row: GradedRow, among: Sequence[GradedRow]) -> str:
    """The year of a row; its month too where another row has the same year."""
    year = row["date"].year
    is_alone = sum(other["date"].year == year for other in among) == 1
    return str(year) if is_alone else wording.date(row, short=True)


def _last_run(chain: Sequence[GradedRow]) -> list[GradedRow]:
    """The latest grades of a chain that are one harmonised grade."""
    return [list(run) for _, run in groupby(chain, lambda row: row["grade_rank"])][-1]


def _said(store: Store, row: GradedRow) -> str:
    """The grade's word in a sentence: "requires improvement", of which "to be good" is no part that tells more."""
    word = wording.said_grade(store.reference, row)
    name = store.reference.word_of(row).prose
    return name if word.startswith(f"{name} ") and word == wording.grade_word(row) else word


def _between(store: Store, rows: Sequence[GradedRow]) -> str:
    first, last = rows[0], rows[-1]
    return (
        f"from {_said(store, first)} in {_year(first, rows)}{wording.quoted_in(store.reference, first)} "
        f"to {_said(store, last)} in {_year(last, rows)}{wording.quoted_in(store.reference, last)}"
    )


def _now(store: Store, graded: Sequence[GradedRow], fallen: GradedRow, *, ended: bool) -> str:
    """The grade that stands after a fall, or the last one where it is no longer judged."""
    run, last = _last_run(graded), graded[-1]
    framework = store.framework(last["framework"])
    is_judged = (
        framework.until is None and framework.judgement(last["service"], last["aspect"], store.as_at) is not None
    )
    if not is_judged or ended:
        return f", and was {_graded(store, last)} when last graded, in {_year(last, graded)}"
    if run[0] is fallen:
        return ", with no change since"
    since = f"{_year(run[0], graded)}{wording.quoted_in(store.reference, run[0])}"
    return f", and has been {_graded(store, run[0])} since {since}"


def _graded(store: Store, row: GradedRow) -> str:
    word = _said(store, row)
    return f"graded {word}" if word.startswith("requires") else word
