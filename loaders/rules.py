"""The rules of a data folder that no single column can state: ranks fit grades, words fit scales, ids fit dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from loaders.reference import Reference
from loaders.schema import MAX_PROBLEMS

Rows = list[dict[str, str]]


def check(rows: Mapping[str, Rows], reference: Reference) -> list[str]:
    """Every broken rule as a line, at most some of each kind."""
    return [
        *_few(_grades(rows["judgements"], "judgements", reference)),
        *_few(_grades(rows["observations"], "observations", reference)),
        *_few(_ids(rows["judgements"])),
        *_few(_counts(rows)),
        *_few(_movements(rows, reference)),
    ]


def _few(problems: list[str]) -> list[str]:
    return problems[:MAX_PROBLEMS]


def _grades(rows: Rows, table: str, reference: Reference) -> list[str]:
    problems = []
    for number, row in enumerate(rows, 2):
        where = f"{table}.csv, row {number}"
        if row["grade_rank"] != str(reference.grades.get(row["grade"], "")):
            problems.append(f"{where}: rank {row['grade_rank']!r} is not that of {row['grade']!r}")
        word = reference.scales[row["scale"]].word(row["grade_original"])
        if word is None and row["evidence"] == "mention":
            word = next((w for s in reference.scales.values() if (w := s.word(row["grade_original"]))), None)
        if word is None or word.grade != row["grade"]:
            problems.append(f"{where}: {row['grade_original']!r} on {row['scale']} is not {row['grade']!r}")
        elif row["grade_number_original"] not in ("", str(word.number)):
            problems.append(f"{where}: {row['grade_number_original']} is not the number of {row['grade_original']!r}")
        if reference.frameworks[row["framework"]].scale != row["scale"]:
            problems.append(f"{where}: {row['framework']} is not graded on {row['scale']}")
        if row["authority_id"] not in reference.register.by_id:
            problems.append(f"{where}: the register knows no authority {row['authority_id']!r}")
    return problems


def _ids(rows: Rows) -> list[str]:
    return [
        f"judgements.csv, row {number}: {row['inspection_id']} does not fit its authority, date and framework"
        for number, row in enumerate(rows, 2)
        if not row["inspection_id"].startswith(f"{row['authority_id']}-{row['date'][:7]}-{row['framework']}")
    ]


def _counts(rows: Mapping[str, Rows]) -> list[str]:
    def judged(row: dict[str, str]) -> tuple[str, str, str]:
        return row["inspection_id"], row["service"], row["aspect"]

    problems = []
    spoken = Counter(judged(row) for row in rows["observations"])
    grades: dict[tuple[str, str, str], set[str]] = {}
    for row in rows["observations"]:
        grades.setdefault(judged(row), set()).add(row["grade"])
    for number, row in enumerate(rows["judgements"], 2):
        count = spoken.pop(judged(row), 0)
        if count != int(row["observations"]):
            problems.append(
                f"judgements.csv, row {number}: counts {row['observations']} observations; there are {count}"
            )
            continue
        wanted = "single" if count == 1 else "agreed" if len(grades[judged(row)]) == 1 else "conflict"
        if row["agreement"] != wanted:
            problems.append(
                f"judgements.csv, row {number}: agreement is {row['agreement']}; its observations are {wanted}"
            )
    problems += [f"observations.csv: no judgement for {'/'.join(key)}" for key in spoken]
    by_source = Counter(row["source_id"] for row in rows["observations"])
    problems += [
        f"sources.csv: {row['source_id']} counts {row['observations']} observations, not {by_source[row['source_id']]}"
        for row in rows["sources"]
        if int(row["observations"]) != by_source[row["source_id"]]
    ]
    return problems


def _movements(rows: Mapping[str, Rows], reference: Reference) -> list[str]:
    graded = {(row["inspection_id"], row["service"], row["aspect"]): row for row in rows["judgements"]}
    problems = []
    for number, row in enumerate(rows["movements"], 2):
        where = f"movements.csv, row {number}"
        ends = [graded.get((row[f"{end}_inspection_id"], row["service"], row["aspect"])) for end in ("from", "to")]
        if ends[0] is None or ends[1] is None:
            problems.append(f"{where}: one end is no judgement")
        elif (ends[0]["grade"], ends[1]["grade"]) != (row["from_grade"], row["to_grade"]):
            problems.append(f"{where}: its grades are not those of its judgements")
        elif int(row["change"]) != reference.grades[row["from_grade"]] - reference.grades[row["to_grade"]]:
            problems.append(f"{where}: change is not the earlier rank less the later")
        elif row["from_date"] > row["to_date"]:
            problems.append(f"{where}: the earlier date is the later one")
    return problems
