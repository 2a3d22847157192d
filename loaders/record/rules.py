"""The rules of a data folder that no single column can state: ranks fit grades, words fit scales, ids fit dates.

Called by `folder`.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import cast

from loaders.record import matching
from loaders.record.grouping import grouped
from loaders.record.precision import Precision, period
from loaders.record.reference import OVERALL, Reference
from loaders.record.schema import MAX_PROBLEMS, Columns, cells


def check(tables: Mapping[str, Columns], reference: Reference) -> list[str]:
    """Every broken rule as a line, at most some of each kind."""
    broken_rules = (
        _grades(tables["judgements"], "judgements", reference),
        _grades(tables["observations"], "observations", reference),
        _ids(tables["judgements"]),
        _lives(tables["inspections"], reference),
        _echoes(tables, reference),
        _counts(tables),
        _movements(tables, reference),
        _panel(tables, reference),
    )
    return [problem for problems in broken_rules for problem in problems[:MAX_PROBLEMS]]


_GRADED = (
    "grade", "grade_rank", "grade_original", "grade_number_original", "scale", "framework", "evidence", "authority_id",
)  # fmt: skip


def _grades(columns: Columns, table: str, reference: Reference) -> list[str]:
    # Of 6,300 rows 1,700 differ in these cells; rows are looked at one by one only where there is something to name.
    wrong = {row: problems for row in set(cells(columns, _GRADED)) if (problems := list(_of_grade(row, reference)))}
    if not wrong:
        return []
    numbered_rows = enumerate(cells(columns, _GRADED), 2)
    return [f"{table}.csv, row {number}: {problem}" for number, row in numbered_rows for problem in wrong.get(row, ())]


def _of_grade(row: tuple[str, ...], reference: Reference) -> Iterator[str]:
    grade, rank, word_printed, number, scale, framework, evidence, authority_id = row
    if rank != str(reference.grades.get(grade, "")):
        yield f"rank {rank!r} is not that of {grade!r}"
    printed_on = reference.scales[scale]
    word = printed_on.word(word_printed)
    if word is None or word.grade != grade:
        yield f"{word_printed!r} on {scale} is not {grade!r}"
    elif number not in ("", str(word.number)):
        yield f"{number} is not the number of {word_printed!r}"
    if scale != reference.frameworks[framework].scale and evidence not in printed_on.also_of:
        yield f"{framework} is not graded on {scale}, nor is {evidence} evidence"
    if authority_id not in reference.register.by_id:
        yield f"the register knows no authority {authority_id!r}"


def _ids(judgements: Columns) -> list[str]:
    rows = cells(judgements, ("inspection_id", "authority_id", "date", "framework"))
    return [
        f"judgements.csv, row {number}: {name} does not fit its authority, date and framework"
        for number, (name, authority_id, date, framework) in enumerate(rows, 2)
        if not name.startswith(matching.inspection_id(authority_id, dt.date.fromisoformat(date), framework))
    ]


def _lives(inspections: Columns, reference: Reference) -> list[str]:
    """No inspection before or after its authority's life, and none that was published before it ended."""
    problems = []
    rows = cells(
        inspections, ("authority_id", "inspection_id", "date", "date_precision", "inspection_end", "published")
    )
    for number, (authority_id, inspection_id, date, precision, end, published) in enumerate(rows, 2):
        authority = reference.register.by_id.get(authority_id)
        days = period(dt.date.fromisoformat(date), cast(Precision, precision))
        if authority and not any(authority.existed(day) for day in days):
            problems.append(f"inspections.csv, row {number}: {authority.name} did not exist at {inspection_id}")
        if published and published < end:
            problems.append(f"inspections.csv, row {number}: {inspection_id} was published before it ended, {end}")
    return problems


def _echoes(tables: Mapping[str, Columns], reference: Reference) -> list[str]:
    """No inspection that is known from remarks alone and adds nothing to another one (`matching.is_echo`)."""
    judged = {row[:3]: row[3] for row in cells(tables["judgements"], (*_JUDGED, "grade"))}
    remarks: dict[str, set[matching.Reading]] = defaultdict(set)
    graded: dict[str, set[matching.Reading]] = defaultdict(set)
    for inspection_id, service, aspect, grade in cells(tables["observations"], (*_JUDGED, "grade")):
        remarks[inspection_id].add((service, aspect, grade))
        graded[inspection_id].add((service, aspect, judged.get((inspection_id, service, aspect), grade)))
    columns = ("authority_id", "framework", "inspection_id", "date", "evidence")
    problems = []
    for inspections in grouped(cells(tables["inspections"], columns), lambda row: row[:2]).values():
        days = {name: dt.date.fromisoformat(date) for *_, name, date, _ in inspections}
        for _, framework, echo, _, evidence in inspections:
            problems += [
                f"inspections.csv: {echo} is known from remarks alone and repeats {other}"
                for other, day in days.items()
                if evidence == "mention"
                and other != echo
                and matching.is_echo(
                    reference.frameworks[framework], day - days[echo], remarks[echo], graded=graded[other]
                )
            ]
    return problems


_JUDGED = ("inspection_id", "service", "aspect")


def _counts(tables: Mapping[str, Columns]) -> list[str]:
    problems = []
    judgements, observations = tables["judgements"], tables["observations"]
    grades = grouped(cells(observations, (*_JUDGED, "grade")), lambda row: row[:3])
    for number, (*key, stated, said) in enumerate(cells(judgements, (*_JUDGED, "observations", "agreement")), 2):
        judged = [grade for *_, grade in grades.pop(tuple(key), [])]
        if len(judged) != int(stated):
            problems.append(f"judgements.csv, row {number}: counts {stated} observations; there are {len(judged)}")
        elif said != (expected := matching.agreement(judged)):
            problems.append(f"judgements.csv, row {number}: agreement is {said}; its observations are {expected}")
    establishing = {row[:3] for row in cells(observations, (*_JUDGED, "establishes")) if row[3] == "yes"}
    problems += [f"observations.csv: no judgement for {'/'.join(key)}" for key in grades if key in establishing]
    problems += [
        f"judgements.csv: {'/'.join(key)} rests on nothing that can establish a judgement"
        for key in sorted(set(cells(judgements, _JUDGED)) - establishing)
    ]
    by_source = Counter(observations["source_id"])
    problems += [
        f"sources.csv: {source_id} counts {stated} observations, not {by_source[source_id]}"
        for source_id, stated in cells(tables["sources"], ("source_id", "observations"))
        if int(stated) != by_source[source_id]
    ]
    return problems


_STEP = (
    "service", "aspect", "from_inspection_id", "to_inspection_id", "from_grade", "to_grade", "change",
    "from_date", "to_date", "comparability",
)  # fmt: skip


def _movements(tables: Mapping[str, Columns], reference: Reference) -> list[str]:
    judgements = tables["judgements"]
    judged = cells(judgements, ("grade", "comparability"))
    graded = dict(zip(cells(judgements, _JUDGED), judged, strict=True))
    problems = []
    for number, row in enumerate(cells(tables["movements"], _STEP), 2):
        service, aspect, before, after, from_grade, to_grade, change, from_date, to_date, comparability = row
        where = f"movements.csv, row {number}"
        ends = [graded.get((inspection_id, service, aspect), ("", "")) for inspection_id in (before, after)]
        if ("", "") in ends:
            problems.append(f"{where}: one end is no judgement")
        elif [grade for grade, _ in ends] != [from_grade, to_grade]:
            problems.append(f"{where}: its grades are not those of its judgements")
        elif int(change) != reference.grades[from_grade] - reference.grades[to_grade]:
            problems.append(f"{where}: change is not the earlier rank less the later")
        elif from_date > to_date:
            problems.append(f"{where}: the earlier date is the later one")
        elif comparability == "same" and {end for _, end in ends} != {"same"}:
            problems.append(f"{where}: it is called the same, and one of its ends is not")
    return problems


_IN_FORCE = ("inspection_id", "service", "status", "grade", "grade_rank", "since", "year_end")


def _panel(tables: Mapping[str, Columns], reference: Reference) -> list[str]:
    """A grade in force is one that its inspection gave, and that was given by the day."""
    judged = cells(tables["judgements"], (*_JUDGED, "grade", "date"))
    overall = {(inspection_id, service): rest for inspection_id, service, aspect, *rest in judged if aspect == OVERALL}
    problems = []
    for number, row in enumerate(cells(tables["panel"], _IN_FORCE), 2):
        inspection_id, service, status, grade, rank, since, year_end = row
        problem = ""
        if (status == "known") != bool(grade):
            problem = f"its status is {status}, and its grade is {grade or 'empty'}"
        elif rank != str(reference.grades.get(grade, "")):
            problem = f"rank {rank!r} is not that of {grade!r}"
        elif grade and overall.get((inspection_id, service)) != [grade, since]:
            problem = f"{inspection_id} did not grade {service} {grade} on {since}"
        elif since > year_end:
            problem = f"it rests on an inspection after {year_end}"
        if problem:
            problems.append(f"panel.csv, row {number}: {problem}")
    return problems
