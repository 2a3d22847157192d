"""The rules of a data folder that no single column can state: ranks fit grades, words fit scales, ids fit dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from loaders.reference import Reference
from loaders.schema import MAX_PROBLEMS, cells

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


_GRADED = (
    "grade", "grade_rank", "grade_original", "grade_number_original", "scale", "framework", "evidence", "authority_id",
)  # fmt: skip


def _grades(rows: Rows, table: str, reference: Reference) -> list[str]:
    # Of 6,300 rows 1,700 differ in these cells; rows are looked at one by one only where there is something to name.
    wrong = {row: found for row in set(cells(rows, _GRADED)) if (found := list(_of_grade(row, reference)))}
    if not wrong:
        return []
    numbered = enumerate(cells(rows, _GRADED), 2)
    return [f"{table}.csv, row {number}: {problem}" for number, row in numbered for problem in wrong.get(row, ())]


def _of_grade(row: tuple[str, ...], reference: Reference) -> Iterator[str]:
    grade, rank, printed, number, scale, framework, evidence, authority_id = row
    if rank != str(reference.grades.get(grade, "")):
        yield f"rank {rank!r} is not that of {grade!r}"
    word = reference.scales[scale].word(printed)
    if word is None and evidence == "mention":
        word = next((w for s in reference.scales.values() if (w := s.word(printed))), None)
    if word is None or word.grade != grade:
        yield f"{printed!r} on {scale} is not {grade!r}"
    elif number not in ("", str(word.number)):
        yield f"{number} is not the number of {printed!r}"
    if reference.frameworks[framework].scale != scale:
        yield f"{framework} is not graded on {scale}"
    if authority_id not in reference.register.by_id:
        yield f"the register knows no authority {authority_id!r}"


def _ids(rows: Rows) -> list[str]:
    return [
        f"judgements.csv, row {number}: {row['inspection_id']} does not fit its authority, date and framework"
        for number, row in enumerate(rows, 2)
        if not row["inspection_id"].startswith(f"{row['authority_id']}-{row['date'][:7]}-{row['framework']}")
    ]


_JUDGED = ("inspection_id", "service", "aspect")


def _counts(rows: Mapping[str, Rows]) -> list[str]:
    problems = []
    spoken = Counter(cells(rows["observations"], _JUDGED))
    grades = Counter(row[:3] for row in set(cells(rows["observations"], (*_JUDGED, "grade"))))
    for number, (judged, row) in enumerate(zip(cells(rows["judgements"], _JUDGED), rows["judgements"], strict=True), 2):
        count = spoken.pop(judged, 0)
        if count != int(row["observations"]):
            problems.append(
                f"judgements.csv, row {number}: counts {row['observations']} observations; there are {count}"
            )
            continue
        wanted = "single" if count == 1 else "agreed" if grades[judged] == 1 else "conflict"
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
    graded = dict(zip(cells(rows["judgements"], _JUDGED), rows["judgements"], strict=True))
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
