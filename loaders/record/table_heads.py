"""What stands above grades, as reports and other papers head their tables: the words of `table_heads.toml`.

`reference.load` hands it to every framework; `parsers.column_heads` asks with it whose the grades below a head are.
Called by `reference`; the parsers ask what it made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.record.phrases import Phrase, Phrases
from loaders.record.register import Register
from loaders.record.toml_file import read_toml


@dataclass(frozen=True, eq=False)
class TableHeads:
    """The words of heads, and what else may stand above the grades of a report: lines with names, and authorities'."""

    words: frozenset[str]
    of_reports: Phrase
    # A whole head, which has nothing but such words.
    labels: Phrase
    bare: Phrase
    grades: Phrase
    # A whole head, which says without doubt that its grades were given by an inspectorate.
    awarded: Phrase
    others: Phrase
    no_inspection: Phrase
    # A heading that names another inspection's grades, or grades that are none yet; and the words that any such has.
    not_ours: Phrase
    not_ours_has: Phrase
    # Words anywhere in a heading that say the same: what papers of no inspection are known by, and grades hoped for.
    of_no_inspection: Phrases
    # The words of what introduces an inspection's grades, or an earlier one's, and the chapters that it may stand in.
    introduces: frozenset[str]
    earlier: frozenset[str]
    # A sentence that says of grades or of their table that they are none of this inspection.
    denied: Phrase
    # The names of other kinds of assessment.
    kinds: Phrase
    words_of_kinds: frozenset[str]
    passed_by: Phrase
    passed_by_if_dated: Phrase
    # Words of a heading of numbers that are none of grades.
    counts: Phrase
    # A line that is the name of an inspectorate and nothing else.
    inspectorate: Phrase
    lines: Phrases
    register: Register


def table_heads(path: Path, *, papers: Phrases, lines: Phrases, register: Register) -> TableHeads:
    """The heads of a data file.

    `papers` are the titles of papers of no inspection, and of inspections that are none of this record; `lines` those
    of a front page that may have any name in them.
    """
    entry = read_toml(path)
    earlier, none_yet = _any(entry["earlier"]), _any(entry["none_yet"])
    return TableHeads(
        words=frozenset(entry["known"]),
        of_reports=Phrase("|".join(entry["of_reports"]) or "(?!)"),
        labels=Phrase(rf"[\W_]*(?:{_any(entry['labels'])}\b[\W_]*){{0,6}}\Z"),
        bare=Phrase(rf"[\W_]*(?:{_any(entry['bare'])}[\W_]*){{1,4}}\Z"),
        grades=Phrase(rf"\b{_any(entry['grades'])}\b"),
        awarded=Phrase(rf"(?:[\W\d]*\b{_any(entry['awarded'])}\b){{1,6}}[\W\d]*\Z"),
        others=Phrase(rf"\b{_any([*entry['others'], *entry['no_inspection']])}\b"),
        no_inspection=Phrase(rf"\b{_any(entry['no_inspection'])}\b"),
        not_ours=Phrase(
            r"(?=\W*(?-i:[A-Z]))(?!.*\b(?:this inspection|since)\b)(?:[A-Z][^.\n]{0,50}\b)?"
            rf"(?:{earlier}(?: \w+){{0,3}} (?:inspections?|reviews?|assessments?|judge?ments?|grades?|ratings?"
            r"|outcomes?|results?|scores?)"
            rf"|{none_yet} (?:grades?|judge?ments?|ratings?))\b[^.\n]{{0,50}}\Z"
        ),
        not_ours_has=Phrase(rf"(?:{earlier}|{none_yet}) "),
        of_no_inspection=Phrases((*papers.phrases, Phrase(rf"\b{_any([*entry['hoped'], *entry['services']])}\b"))),
        introduces=frozenset(entry["introduces"]),
        earlier=frozenset(entry["earlier"]),
        denied=Phrase(rf"(?=[^.]*\b(?:grades?|judge?ments?|ratings?|table|list)\b)[^.]*\b{_any(entry['denied'])}\b"),
        kinds=Phrase(rf"\b{_any(entry['kinds'])}\b"),
        words_of_kinds=frozenset(" ".join([*entry["kinds"], "letter", "has"]).split()),
        passed_by=Phrase(rf"[\W\d_]*{_any(entry['passed_by'])}\W*\Z"),
        passed_by_if_dated=Phrase(rf"[\W\d_]*{_any(entry['passed_by_if_dated'])}\W*\Z"),
        counts=Phrase(rf"\b{_any(entry['counts'])}(?!\w)"),
        inspectorate=Phrase(rf"\W*{_any(entry['inspectorates'])}(?: \((?-i:[A-Z]{{2,8}})\))?\W*\Z"),
        lines=lines,
        register=register,
    )


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(words) or '(?!)'})"
