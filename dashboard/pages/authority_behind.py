"""Statistical neighbours or the region behind an authority's chart: marks for the chart, words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard.analysis import peers
from dashboard.figures.timeline import Others
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.view import Content
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Authority
from loaders.record.vocabulary import Grade

Years = dict[str, list[dict[str, Any]]]


def years(store: Store, others: Sequence[Authority], pairs: Sequence[tuple[str, str]], first: int) -> Years:
    """By service: the others' grades in force at each year's end. Only overall judgements have them."""
    return {s: peers.at_year_ends(store, others, s, first) for s, aspect in pairs if aspect == "overall"}


def marks(store: Store, years_by_service: Years) -> dict[str, list[Others]]:
    """By service what the chart draws behind the steps: a dot for each grade and year, and the middle grade."""
    grades = store.reference.vocabulary.grades.values()
    return {
        service: [mark for row in years for mark in _marks(row, grades)] for service, years in years_by_service.items()
    }


def _marks(row: dict[str, Any], grades: Iterable[Grade]) -> Iterator[Others]:
    covered = f"{row['known']} of {row['authorities']} known"
    for grade in grades:
        if count := row[f"grade_{grade.rank}"]:
            said = f"{_when(row)}: {count} {grade.prose} ({covered})"
            yield Others(row["date"], grade.rank, count / row["known"], False, said)
    said = f"{_when(row)}: middle grade {median(grades, row['median'])} ({covered})"
    yield Others(row["date"], sum(row["median"]) / 2, 0.0, True, said)


def _when(row: dict[str, Any]) -> str:
    """The end of a year, or the last day of the record in the year that has not ended."""
    return f"End of {row['year']}" if row["date"].endswith("-12-31") else wording.day(row["date"])


def median(grades: Iterable[Grade], ranks: tuple[int, int]) -> str:
    names = {grade.rank: grade.prose for grade in grades}
    low, high = (names[rank] for rank in ranks)
    return low if low == high else f"between {low} and {high}"


def note(authority: Authority, behind: str, others: Sequence[Authority]) -> str:
    """What the dots are, and what they are not."""
    if not others:
        return (
            f"The register names no statistical neighbours of {authority.name}, so nothing is drawn behind its grades."
        )
    of = f"the {len(others)} other authorities of {authority.region}"
    who = f"its {len(others)} statistical neighbours" if behind == peers.NEIGHBOURS else of
    return (
        f"Pale dots: grades of {who} at the end of each year; a bigger dot is more councils, a short bar the middle "
        "grade. The numbers are in the tables below."
    )


def tables(store: Store, behind: str, others: Sequence[Authority], found: Years) -> list[Content]:
    """The same counts as tables, one for each service."""
    shown = {service: rows for service, rows in found.items() if rows}
    if not shown:
        return []
    title = f"{peers.BEHIND[behind]}: grades in force at each year’s end"
    links = [html.A(wording.authority_name(each), href=f"/authority/{each.authority_id}") for each in others]
    made: list[Content] = [html.H2(title)]
    if behind == peers.NEIGHBOURS:
        made.append(html.P(["The statistical neighbours: ", *_parted(links), "."]))
    made.append(
        html.P("The latest grade of each, under whichever framework. We show the middle grade, not an average.")
    )
    grades = tuple(store.reference.vocabulary.grades.values())
    head = ["When", *(grade.title for grade in grades), "Middle grade", "Known", "Not known", "No longer graded"]
    for index, (service, rows) in enumerate(shown.items()):
        name = store.reference.services[service]
        lines = [
            [
                _when(row),
                *(str(row[f"grade_{grade.rank}"]) for grade in grades),
                wording.upper_first(median(grades, row["median"])),
                f"{row['known']} of {row['authorities']}",
                str(row["unknown"]),
                str(row["over"]),
            ]
            for row in reversed(rows)
        ]
        table = components.table(f"{name}: {wording.lower_first(title)}", head, lines, numeric=(1, 2, 3, 4, 6, 7, 8))
        made.append(html.Details([html.Summary(name), table], open=index == 0, id=f"behind-{service}"))
    return [html.Section(made, id="behind")]


def _parted(items: Sequence[Content]) -> list[Content]:
    return [part for index, item in enumerate(items) for part in ((", ", item) if index else (item,))]
