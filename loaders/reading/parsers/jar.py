"""Reviews and assessments of 2005 to 2008: a table of numbers, the key to them, and sentences that say the same.

Joint area reviews print the table under "Grades", behind the key; annual performance assessments print it in a letter,
before the key. Of several columns the first is "local services overall". The row of words with a cross over one of
them, at the head of a review's section, is not read: in the text the cross stands between two cells or is lost, so that
its place proves nothing. What stands in an annex is another assessment's.
"""

from __future__ import annotations

import re
from functools import cache

from loaders.reading.parsers import common
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Scale

# What is skipped is never given back (`*+`): four entries with space around them could be shared out in countless ways.
_ENTRY = r"(?:grade\s?)?\d\s*+[:=\u2013-]\s*+[a-z]++(?:/[a-z]++)?"
_KEY = re.compile(
    rf"^[ \t|*(]*+((?:{_ENTRY}\s*+[;,|]?\s*+){{3}}{_ENTRY}[ \t]*+;?)[ \t|*.)]*+$", re.IGNORECASE | re.MULTILINE
)
_KEY_ENTRY = re.compile(r"(\d)\s*[:=\u2013-]\s*([a-z]+)", re.IGNORECASE)
_ANNEX = re.compile(r"^[ \t#*]*(?:annex|appendix|annexe)\b[^\n]{0,120}$", re.IGNORECASE | re.MULTILINE)
_OVERALL_COLUMN = re.compile(r"^[ \t|*]*local services\s+overall\b", re.IGNORECASE | re.MULTILINE)
_SECTION_CHARACTERS = 1500


def parse(
    document: Document, framework: Framework, scale: Scale, problems: list[str] | None = None
) -> list[GradedLine]:
    """Every graded line; what could not be paired for certain is added to `problems`.

    Raises SourceRefused where there is no key, or where the key contradicts the scale file.
    """
    items: list[common.Found] = []
    has_key = is_annex = False
    for page, text in enumerate(document.pages):
        annex = None if is_annex else _annex(text, has_key)
        own = "" if is_annex else text[: annex.start() if annex else len(text)]
        for key in _KEY.finditer(own):
            _check_key(key[1], scale)
            has_key = True
            # A letter prints its table above the key, a review below it.
            above = max(0, key.start() - _SECTION_CHARACTERS) if framework.table_above_key else key.end()
            items += _numbers(
                document,
                framework,
                scale,
                page,
                span=(above, min(len(own), key.end() + _SECTION_CHARACTERS)),
                problems=problems,
            )
        items += common.sentence_lines(document, framework, scale, page)
        is_annex = is_annex or annex is not None
    if not has_key:
        raise SourceRefused(
            f"{framework.title.lower()}, but no key to its grades found; wanted a line such as "
            '"4: outstanding; 3: good"'
        )
    date = common.dates(document).published
    return common.in_order([item for item in items if item.judgement.in_force(date)])


def _annex(text: str, has_key: bool) -> re.Match[str] | None:
    """Where an annex begins that is no entry of the contents: behind the review's own grades."""
    key = None if has_key else _KEY.search(text)
    if not has_key and key is None:
        return None
    return _ANNEX.search(text, key.end() if key else 0)


def _check_key(key: str, scale: Scale) -> None:
    for number, words in _KEY_ENTRY.findall(key):
        known = scale.word(words)
        if known is None or known.number != int(number):
            raise SourceRefused(f'the key to the grades prints "{number}: {words}"; wanted {scale.title}')


def _numbers(
    document: Document,
    framework: Framework,
    scale: Scale,
    page: int,
    *,
    span: tuple[int, int],
    problems: list[str] | None,
) -> list[common.Found]:
    """The rows of a table of grades: label and number, number and label, or label and several numbers."""
    start, stop = span
    text = document.pages[page]
    end = text.find("\n", stop)
    section = text[start : end if end >= 0 else len(text)]  # whole lines: the first figure of "14" is no grade
    items: list[common.Found] = []
    several: list[str] = []
    for judgement in framework.judgements:
        for match in _rows(judgement.labels, scale).finditer(section):
            numbers = re.findall(r"\d", match["numbers"] or match["before"] or "")
            if len(numbers) > 1 and not _OVERALL_COLUMN.search(section):
                several.append(common.fold(match["label"]))
                continue
            word = scale.by_number.get(int(numbers[0]))
            offset = start + match.start("label")
            line = GradedLine(
                service=judgement.service,
                aspect=judgement.aspect,
                label=common.fold(match["label"]),
                grade_text=numbers[0],
                # A number on no scale goes on as printed: the harmoniser names it and lets the other lines stand.
                words=word.words if word else numbers[0],
                number=int(numbers[0]),
                locator=common.locate(document, page, offset, "Grades"),
                place="table",
            )
            items.append(common.Found(page, offset, judgement, "", line))
    if several and problems is not None:
        problems.append(f"several grades and no column headed local services overall, for: {'; '.join(several)}")
    return items


@cache
def _rows(labels: tuple[str, ...], scale: Scale) -> re.Pattern[str]:
    """A row of the table, for any of these labels; the longest label first."""
    label = "|".join(common.label_pattern(text) for text in sorted(labels, key=len, reverse=True))
    word = rf"(?:[ \t]*[(,:\u2013-]?[ \t]*{common.words_pattern(scale)}\)?)?"
    number = rf"(?:grade[ \t]*)?[0-9](?![0-9]){word}"
    return re.compile(
        rf"^[ \t|*]*(?:(?P<before>[0-9])[ \t|*:.)]+)?(?P<label>{label})"
        rf"(?(before)[ \t|*]*$|[ \t|*:\u2013-]+(?P<numbers>{number}(?:[ \t|*]+{number}){{0,3}})[ \t|*.]*$)",
        re.IGNORECASE | re.MULTILINE,
    )
