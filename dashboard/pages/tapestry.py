"""The tapestry: every authority by year, each run of years in the grade that was in force. A table, without scripts."""

from collections.abc import Sequence
from typing import Any

from dashboard.address import link
from dashboard.analysis.national.breaks import in_force_by_years
from dashboard.analysis.national.moves import RankedCouncil
from dashboard.analysis.national.picture import NationalPicture
from dashboard.analysis.national.years import ABSENT, GOOD, OVER, CouncilYear, runs
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import overview, strips, wording
from loaders.record.grouping import grouped
from loaders.record.vocabulary import Grade


def tapestry(
    store: Store, picture: NationalPicture, councils: Sequence[RankedCouncil], *, caption: str, is_grouped: bool
) -> Content:
    """The table, in the order given; by region, each region is headed by its name and how it stands."""
    widths = [html.Col(className="name"), *(html.Col() for _ in picture.columns), html.Col(className="changes")]
    return html.Div(
        html.Table(
            html.Caption(caption),
            html.Colgroup(widths),
            _head(store, picture),
            *_bodies(store, picture, councils, is_grouped=is_grouped),
            style={"--years": len(picture.columns)},
        ),
        className="table-box tapestry",
        tabIndex="0",
        role="region",
        id="tapestry",
        aria_label="Every council by year",
    )


def _head(store: Store, picture: NationalPicture) -> Content:
    frameworks = [
        html.Th(_framework_names(names, years), colSpan=str(years), scope="colgroup", title=names or None)
        for names, years in in_force_by_years(store.reference, picture.service, picture.columns)
    ]
    years = [html.Th(html.Span(str(c.year)[:2]), str(c.year)[2:], scope="col") for c in picture.columns]
    return html.Thead(
        html.Tr(html.Th("Inspection framework", scope="row"), *frameworks, html.Td(), className="eras"),
        html.Tr(html.Th("Council", scope="col"), *years, html.Th("Changes", scope="col", className="changes")),
    )


def _framework_names(names: str, years: int) -> Content:
    """The frameworks over their years, where these have room for the names; heard in any case."""
    has_room = len(names) <= LETTERS_OF_A_YEAR * years
    return names if names and has_room else html.Span(names or "no framework graded this", className="unseen")


def _bodies(
    store: Store, picture: NationalPicture, councils: Sequence[RankedCouncil], *, is_grouped: bool
) -> list[Content]:
    runs_of = runs(picture.years)

    def row(council: RankedCouncil) -> Content:
        return _row(store, picture, council, runs=runs_of.get(council.authority.authority_id, ()))

    if not is_grouped:
        return [html.Tbody([row(council) for council in councils])]
    bodies: list[Content] = []
    for region, of_region in grouped(councils, lambda council: council.authority.region).items():
        ranks = [council.rank for council in of_region if council.rank > 0]
        good = sum(rank <= GOOD for rank in ranks)
        stand = f" {good} of {len(ranks)} good or outstanding" if ranks else " no grade"
        head = html.Th(html.Span(region, html.Small(stand)), colSpan=str(len(picture.columns) + 2), scope="rowgroup")
        bodies.append(html.Tbody(html.Tr(head, className="group"), *map(row, of_region)))
    return bodies


def _row(
    store: Store, picture: NationalPicture, council: RankedCouncil, *, runs: Sequence[Sequence[CouncilYear]]
) -> Content:
    authority_id, moves = council.authority.authority_id, council.moves
    return html.Tr(
        html.Th(components.council(store, authority_id, picture.service), scope="row"),
        *(_cell(store, run) for run in runs),
        html.Td(f"{moves.changes} ({_signed(moves.net)})" if moves.changes else "", className="number"),
    )


def _signed(number: int) -> str:
    return f"{'+' if number > 0 else '−' if number else ''}{abs(number)}"


def _cell(store: Store, run: Sequence[CouncilYear]) -> Content:
    """One run of years. A letter stands for the grade, with its words for those who hear it or point at it."""
    first, years = run[0], len(run)
    wide: dict[str, Any] = {"colSpan": str(years), "style": {"--n": years}} if years > 1 else {}
    if first.state == ABSENT:
        return html.Td(html.Span("did not exist", className="unseen"), className="out", **wide)
    if (row := first.row) is None:
        return html.Td(html.Span(NO_GRADE, className="unseen"), **wide)
    reference = store.reference
    framework = wording.framework_name(reference, row["framework"])
    description = f"{strips.grade(store, row)}, {wording.date(row, short=True)}, {framework}"
    if first.state == OVER:
        over = wording.lower_first(overview.over_name(store, row["service"]))
        words = f"{over}; last {wording.lower_first(description)}"
        return html.Td(
            html.B("–", aria_hidden="true"), html.Span(words, className="unseen"), className="over", title=words, **wide
        )
    term = reference.word_of(row)
    notes = [components.colour(term)]
    if first.is_inspected:
        notes.append("new")
        if first.step and first.step != "same":
            notes.append(first.step)
            description += f"; {reference.vocabulary.comparability[first.step].prose} with the grade before"
    evidence = reference.vocabulary.evidence[row["evidence"]]
    if evidence.is_hollow:
        notes.append("mention")
        description += f"; {evidence.prose}"
    goal = link("/data", [("inspection", row["inspection_id"])])
    return html.Td(
        html.A(html.B(term.letter, aria_hidden="true"), href=goal, title=description),
        className=" ".join(notes),
        **wide,
    )


NO_GRADE = "no grade in this record"
LETTERS_OF_A_YEAR = 4
"""How many letters of a framework's name have room over one year."""


def key(store: Store, picture: NationalPicture) -> Content:
    """What the cells mean, of grades those that there are."""
    words = store.reference.vocabulary
    grades = [year.grade for year in picture.years if year.grade]
    printed = {store.reference.word_of(grade).name for grade in grades}
    terms = [term for term in words.printed if term.name in printed]
    items = [[html.Span(term.letter, className=_sample(term)), term.title] for term in terms]
    first = words.printed[0]
    steps = [
        (
            html.Span(first.letter, className=f"{_sample(first)} {name}"),
            f"{level.sign} {level.prose} with the one before",
        )
        for name, level in words.comparability.items()
        if level.line in ("dashed", "break")
    ]
    more = [
        (
            html.Span(first.letter, html.I(), className=f"cell wide r{first.rank} new"),
            "strong: the year of the inspection; pale: not inspected since",
        ),
        (html.Span(first.letter, className=f"{_sample(first)} mention"), f"open: {words.hollow}"),
        *steps,
        (html.Span("–", className="cell over"), "no longer graded, or not separately"),
        (html.Span("", className="cell"), f"empty: {NO_GRADE}"),
        (html.Span("", className="cell out"), "the council did not exist"),
    ]
    grades_key, rest = (components.bullets(cells, className="key cells") for cells in (items, more))
    return html.Div(grades_key, components.folded("What else the cells show", rest, "cells"))


def _sample(term: Grade) -> str:
    return f"cell {components.colour(term)} new"
