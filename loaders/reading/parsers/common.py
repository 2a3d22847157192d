"""Labels paired with their grades, as the report parsers share it: rows and headings, and sentences that state a grade.

A grade is taken only where it stands directly behind its own label, with nothing between but white space and table
marks, and where the words are on the framework's scale. Labels are never counted off, and nothing is filled in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, islice, pairwise, zip_longest

from loaders.reading.document_parts import EMPTY_LINE, fold, locate
from loaders.reading.parsers import column_heads, headings_above, lone_grades, row_cells
from loaders.reading.parsers.patterns import (
    LINE_MARKS,
    MARKS,
    LinePattern,
    any_label,
    grade_pattern,
    number,
    plain,
    words_pattern,
)
from loaders.record import small_letters
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale

_NEAR = 100
_REST = 4  # words
_FRONT = 3_000  # characters
_FEW_ROWS = 2
_SECTIONS = 3_000  # characters
_SENTENCE_END = re.compile(r"[a-z\d)]{2}\.(?:\s|\Z)")
_NEAR_HEADING = 200  # characters
_NEIGHBOURS = "not read, since a grade above or below could as well be the one of: "
_ROW_MARKS = " \t\n|*#_.:-"
_PLACES = {"section heading": "heading", "sentence": "sentence"}

# "Requires improvement" and "perform well" have a verb of their own; any other grade is stated by one right in front of
# it. Where a letter is lost, "Anytown reequire improvement to be good" says no more than that a name is followed by a
# word of the scale.
_STATES_BY_ITSELF = re.compile(r"(?:requires?|performs?)\b", re.IGNORECASE)
# By a verb, or as a label: with a colon, or in a cell of its own.
_STATED = re.compile(
    r"(?:\b(?:is|are)(?:\s+(?:judged|found))?(?:\s+(?:to\s+be|as))?[\s:,*]*|:[ *]*|\t)\Z", re.IGNORECASE
)
# Words that no name has: where a sentence leaves room for the authority's ("services in ... are good"), "Anytown were
# not" would fit as well.
_OTHERWISE = re.compile(
    r"\b(?:not|no|nor|neither|never|hardly|rarely|nearly|almost|far|less|was|were|ha[sd]|have|been|becoming|may"
    r"|might|could|would|should|must|cannot|can|will|which|who|when|where|but|while|although|though|however|than|yet"
    r"|until|unless|if|once|before|since|previously|formerly|longer|became|requires?)\b",
    re.IGNORECASE,
)


@cache
def _by_label(framework: Framework) -> dict[str, tuple[Judgement, ...]]:
    graded_lines: dict[str, tuple[Judgement, ...]] = {}
    for judgement in framework.judgements:
        for label in judgement.wordings:
            graded_lines[plain(fold(label))] = (*graded_lines.get(plain(fold(label)), ()), judgement)
    return {label: tuple(dict.fromkeys(judgements)) for label, judgements in graded_lines.items()}


def judgements_of(framework: Framework, label: str) -> tuple[Judgement, ...]:
    """The judgements that a printed label stands for; none for one that only a pattern takes for a label."""
    return _by_label(framework).get(plain(fold(label)), ())


@cache
def _sentence_regexes(
    framework: Framework, scale: Scale
) -> tuple[LinePattern, list[tuple[Judgement, LinePattern]]] | None:
    """A pattern of all of a framework's sentences, to find a place fast, and each judgement's own, to tell whose it is.

    Two blocks can share a sentence ("Capacity for improvement is …"), so that one place can be of several judgements.
    """
    sentences = [
        (judgement, sentence.removesuffix("{grade}").replace(" ", r"\s+"))
        for judgement in framework.judgements
        for sentence in judgement.sentences
    ]
    if not sentences:
        return None

    def regex(subject: str) -> LinePattern:
        # At the end of its sentence or line, or before the reasons: "is good at operational level" is no grade of the
        # label, and neither is a line that goes on in lower case.
        return LinePattern(
            rf"{LINE_MARKS}(?:\d{{1,3}}\.\s+)?(?P<label>{subject})[*]*(?P<grade>{words_pattern(scale)})[*]*"
            r"(?:[ \t]*\((?:grade[ \t]*)?(?P<number>\d)\))?"
            r"(?=\s*\.|\s+because\b|[ \t|]*\d?[ \t|]*(?:\n\s*(?-i:[^a-z\s])|\s*\Z))"
        )

    together = regex("|".join(f"(?:{subject})" for _, subject in sentences))
    return together, [(judgement, regex(subject)) for judgement, subject in sentences]


@dataclass(frozen=True)
class LocatedLine:
    """A graded line and where it stands: page (from 0), offset in the page, and what stands between label and grade.

    In doubt is a grade below its label where another one, above the label or below the grade, is claimed by no label,
    or where a label without a grade comes next: the cells of a table, read column by column or from the right, put
    each grade beside the label of another row.
    """

    page: int
    offset: int
    judgement: Judgement
    between: str
    line: GradedLine
    is_in_doubt: bool = False
    reason: str = ""
    """Why it is not known to be this inspection's, for a message: the head of its column, or that it has none."""
    end: int = 0
    """Where its grade ends on the page, if it stands in a row or below a heading."""


def located(
    document: Document,
    page: int,
    offset: int,
    *,
    judgement: Judgement,
    texts: Sequence[str],
    what: str,
    number: int | None = None,
    between: str = "",
    sentence: str = "",
) -> LocatedLine:
    """A grade of a judgement at a place; `texts` are its label, the grade as printed, and this in the scale's words."""
    label, grade_text, words = map(fold, texts)
    line = GradedLine(
        service=judgement.service,
        aspect=judgement.aspect,
        label=label,
        grade_text=grade_text,
        words=words,
        number=number,
        locator=locate(document, page, offset, what=what),
        place=_PLACES.get(what, "table"),
        sentence=sentence,
    )
    return LocatedLine(page, offset, judgement, between=between, line=line)


@dataclass(frozen=True)
class Grades:
    """What a parser made of a report: its graded lines, and what it refused, as messages."""

    lines: list[GradedLine]
    doubts: list[str]


@dataclass(frozen=True)
class _Pair:
    """A label with the grade behind it, as the pattern found them."""

    match: re.Match[str]
    is_in_doubt: bool
    caption: str = ""
    """The heading of its table, where that is none of a report's."""

    @property
    def is_below(self) -> bool:
        return "\n" in self.match["between"]


@cache
def _table_regex(framework: Framework, scale: Scale) -> LinePattern:
    return LinePattern(
        rf"{LINE_MARKS}(?:judge?ment:[ \t]+)?(?P<label>{_labels(framework)})(?:\d{{1,2}}(?!\d))?(?P<between>{MARKS})"
        rf"(?P<grade>{grade_pattern(scale, framework.numbered)})(?![^\W\d_])"
        # An arrow says which way it went.
        r"[ \t|*_.;\u2190-\u2195\u25b2\u25b3\u25bc\u25bd]*\d{0,2}[ \t]*$"
    )


@lru_cache(maxsize=2)
def has_words(text: str, scale: Scale) -> bool:
    """Whether a text can have any wording of a scale at all: a third of all pages have none, and cost nothing more."""
    return bool(scale.letters) or small_letters.has_any(text, scale.stems)


@cache
def _labels(framework: Framework) -> str:
    return any_label(framework.labels)


@cache
def _bare_grade(framework: Framework, scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A grade on a line of its own, as a cell has it: at the end of what stands above a place, and below one."""
    above = rf"^{LINE_MARKS}{_bare(framework, scale)}[ \t|*_.;]*\s*\Z"
    below = rf"\s*^{LINE_MARKS}{_bare(framework, scale)}[ \t|*_.;]*$"
    flags = re.IGNORECASE | re.MULTILINE
    return re.compile(above, flags), re.compile(below, flags)


def _bare(framework: Framework, scale: Scale) -> str:
    return f"(?:{grade_pattern(scale, framework.numbered)})"


@cache
def _bare_label(framework: Framework) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label on a line of its own: at the end of what stands above a place, and below one."""
    label = rf"^{LINE_MARKS}(?P<label>{_labels(framework)})[ \t|*:_.]*"
    flags = re.IGNORECASE | re.MULTILINE
    return re.compile(rf"{label}\s*\Z", flags), re.compile(rf"\s*{label}$", flags)


def table_lines(
    document: Document, framework: Framework, scale: Scale, *, page: int, what: str
) -> Iterator[LocatedLine]:
    """Every place on a page where a label of the framework has a grade right behind it.

    A label that several judgements share (in two blocks, or before and after a change) is found once for each.
    """
    for pair in _pairs(document, page, framework, scale=scale):
        match = pair.match
        at_grade = match.start("grade")
        head = pair.caption or column_heads.foreign_head(document, framework, scale, page=page, grade=at_grade)
        reason = f'{column_heads.HEADED} "{head}"' if head else ""
        reason = reason or lone_grades.doubt(document, framework, scale, page=page, grade=match)
        groups = match.groupdict()
        figure = number(groups)
        is_table = figure is None and "\n\n" not in match["between"] and ":" not in match["between"]
        # A number that is called a grade and has no words stands for those of the scale.
        words = groups["words"] or (scale.by_number[figure].words if figure in scale.by_number else str(figure))
        texts, at, marks = (match["label"], match["grade"], words), match.start("label"), match["between"]
        where = what if is_table else "section heading"
        # A label with a letter that only a pattern takes for another one (a dotless i, a long s) is none of ours.
        for judgement in judgements_of(framework, match["label"]):
            item = located(
                document, page, at, judgement=judgement, texts=texts, what=where, number=figure, between=marks
            )
            yield replace(item, is_in_doubt=pair.is_in_doubt or bool(reason), reason=reason, end=match.end())


def _pairs(document: Document, page: int, framework: Framework, *, scale: Scale) -> list[_Pair]:
    text = document.pages[page]
    if not framework.numbered and not has_words(text, scale):
        return []
    end = claimed = has_several = 0
    above, below = _bare_grade(framework, scale)
    label_above, _ = _bare_label(framework)
    pairs: list[_Pair] = []
    stated_ends: set[int] | None = None
    for match in _table_regex(framework, scale).all(text):
        if match.start() < end:  # the second line of a wrapped label, which is a label by itself
            continue
        end_above, end = end, match.end()
        if "\n" in match["between"] and stated_ends is None:
            stated_ends = _stated_ends(text, framework, scale)
        is_in_doubt = "\n" in match["between"] and _has_grade_above(
            text, above.search(text, max(claimed, match.start() - _NEAR), match.start()), stated_ends or set()
        )
        is_in_doubt = is_in_doubt or _is_rest(
            text[max(0, match.start() - _NEAR) : match.start()], match["grade"], scale
        )
        if not is_in_doubt and below.match(text, end):
            # Of labels in a column the last can have the first of the grades below them beside it.
            is_in_doubt = "\n" in match["between"] or label_above.search(text, end_above, match.start()) is not None
        if not is_in_doubt:
            claimed = end
        has_several += "\n" in match["between"] and below.match(text, end) is not None
        pairs.append(_Pair(match, is_in_doubt))
    if has_several >= _FEW_ROWS:  # one alone below its label has a blank cell above or below it
        pairs = [replace(pair, is_in_doubt=pair.is_in_doubt or pair.is_below) for pair in pairs]
    pairs = _of_this_inspection(
        document, framework, scale, page=page, pairs=_without_slipped(text, pairs, framework, scale=scale)
    )
    return _without_shifted(text, _captioned(document, text, pairs, framework=framework, scale=scale), framework)


def _without_slipped(text: str, pairs: list[_Pair], framework: Framework, *, scale: Scale) -> list[_Pair]:
    """The pairs, those of a table in doubt that has a label alone at one end and a grade alone at the other.

    Its column of grades may have slipped by a row.
    """
    (grade_above, grade_below), (label_above, label_below) = _bare_grade(framework, scale), _bare_label(framework)
    tables: list[list[_Pair]] = []
    for pair in pairs:
        if tables and not text[tables[-1][-1].match.end() : pair.match.start()].strip(_ROW_MARKS):
            tables[-1].append(pair)
        else:
            tables.append([pair])
    for table in tables:
        start, end = table[0].match.start(), table[-1].match.end()
        near = max(0, start - _NEAR_HEADING)
        if any(
            below.match(text, end) and above.search(text, near, start)
            for above, below in ((label_above, grade_below), (grade_above, label_below))
        ):
            table[:] = [replace(pair, is_in_doubt=True) for pair in table]
    return [pair for table in tables for pair in table]


def _is_rest(above: str, grade: str, scale: Scale) -> bool:
    """Whether a grade may be the second line of one that begins above ("Requires improvement to be", "good")."""
    words = above.rstrip(_ROW_MARKS).rsplit("\n", 1)[-1].split()
    return any(scale.word(f"{' '.join(words[-n:])} {fold(grade)}") for n in range(1, 1 + min(len(words), _REST)))


def _captioned(document: Document, text: str, pairs: list[_Pair], *, framework: Framework, scale: Scale) -> list[_Pair]:
    """The pairs, those of the first table of a page with its heading, if no report has such a one there."""
    first = next((pair.match.start() for pair in pairs if not pair.caption), None)
    if first is None or first > _FRONT:
        return pairs
    headed_end = max((pair.match.end() for pair in pairs if pair.match.end() <= first), default=0)
    above = (line for line in reversed(text[headed_end:first].split("\n")) if line.strip(_ROW_MARKS))
    is_head = (line for line in above if not headings_above.begins_row(framework, line.strip(_ROW_MARKS)))
    lines = [*islice(is_head, 2)][::-1]
    caption = column_heads.foreign_caption(document, lines[-1], framework, scale=scale) if lines else ""
    if not caption and len(lines) > 1 and framework.heads.bare.match(lines[-1]):
        caption = column_heads.foreign_title(document, lines[-2], framework)
    return [replace(pair, caption=pair.caption or caption) for pair in pairs] if caption else pairs


def _of_this_inspection(
    document: Document, framework: Framework, scale: Scale, *, page: int, pairs: list[_Pair]
) -> list[_Pair]:
    """The pairs, with its heading those below a line that says that they are an earlier inspection's, or no grades."""
    text = document.pages[page]
    checked: list[_Pair] = []
    heading, end = "", -1
    for pair, following in zip_longest(pairs, pairs[1:]):
        between = text[max(end, 0) : pair.match.start()]
        if end < 0 or between.strip(_ROW_MARKS):
            below = text[pair.match.end() : following.match.start() if following else len(text)]
            is_table = row_cells.has_marks(pair.match["between"]) or not below.strip(_ROW_MARKS)
            start = pair.match.start()
            above = column_heads.foreign_heading(document, framework, scale, page=page, start=start, is_table=is_table)
            if is_table and end >= 0 and not above:
                above = column_heads.foreign_caption_below(document, between, framework, scale=scale)
            heading = above or (
                heading if column_heads.goes_on(document, framework, scale, heading, below=between) else ""
            )
        end = pair.match.end()
        checked.append(replace(pair, caption=heading))
    stretches = [list(stretch) for _, stretch in groupby(checked, key=lambda pair: pair.caption)]
    return [pair for stretch in stretches for pair in _sections_freed(document, framework, text, pairs=stretch)]


def _sections_freed(document: Document, framework: Framework, text: str, *, pairs: list[_Pair]) -> list[_Pair]:
    """The pairs below one heading, without it those that head sections behind an earlier inspection's list of grades.

    They have prose below them, in which no other year stands, and one gives a label of the list another grade.
    """
    if not column_heads.is_of_earlier(document, framework, pairs[0].caption):
        return pairs
    between = [text[pair.match.end() : following.match.start()] for pair, following in pairwise(pairs)]
    labels = [plain(fold(pair.match["label"])) for pair in pairs]
    ends = [
        n
        for n, part in enumerate(between, 1)
        if part.strip(_ROW_MARKS) or EMPTY_LINE.search(part) or labels.index(labels[n]) < n
    ]
    listed, sections = pairs[: ends[0] if ends else None], pairs[ends[0] if ends else len(pairs) :]
    grades = {label: pair.match["grade"].lower() for label, pair in zip(labels, listed, strict=False)}
    repeated = [
        (grades.get(label), pair.match["grade"].lower())
        for label, pair in zip(labels[len(listed) :], sections, strict=True)
    ]
    prose = between[len(listed) :] or [text[pairs[-1].match.end() :][:_SECTIONS]]
    if (
        len(listed) < _FEW_ROWS
        or not any(earlier and earlier != grade for earlier, grade in repeated)
        or not all(map(_SENTENCE_END.search, prose))
        or column_heads.names_another_year(document, text[sections[0].match.start() :][:_SECTIONS])
    ):
        return pairs
    return [*listed, *(replace(pair, caption="") for pair in sections)]


def _stated_ends(text: str, framework: Framework, scale: Scale) -> set[int]:
    """Where sentences end that state a grade: their last word, on a line of its own, is no cell of a table."""
    regexes = _sentence_regexes(framework, scale)
    return {match.end() for match in regexes[0].all(text)} if regexes else set()


def _has_grade_above(text: str, above: re.Match[str] | None, stated_ends: set[int]) -> bool:
    return above is not None and len(text[: above.end()].rstrip(" \t\n|*_.")) not in stated_ends


def _without_shifted(text: str, pairs: list[_Pair], framework: Framework) -> list[_Pair]:
    """The pairs, those in doubt that stand in one run with a label that has no grade: each may be its neighbour's.

    Of two labels with one grade below them it may be that of either, or of both where a table has one cell for them.
    """
    above, below = _bare_label(framework)
    checked: list[_Pair] = []
    is_shifted = False
    for pair in reversed(pairs):
        end = pair.match.end()
        is_joined = bool(checked) and not text[end : checked[-1].match.start()].strip(" \t\n|*")
        is_shifted = pair.is_below and ((is_joined and is_shifted) or bool(not is_joined and below.match(text, end)))
        start = pair.match.start()
        first = above.search(text, max(0, start - _NEAR_HEADING), start) if pair.is_below else None
        is_second = first is not None and judgements_of(framework, first["label"]) != judgements_of(
            framework, pair.match["label"]
        )
        checked.append(replace(pair, is_in_doubt=pair.is_in_doubt or is_shifted or is_second))
    return checked[::-1]


def sentence_lines(document: Document, framework: Framework, scale: Scale, *, page: int) -> Iterator[LocatedLine]:
    """Every sentence on a page that states one of the framework's grades in so many words."""
    if not has_words(document.pages[page], scale) or (regexes := _sentence_regexes(framework, scale)) is None:
        return
    together, regex_of_judgement = regexes
    places = list(together.all(document.pages[page]))
    for place, following in zip_longest(places, places[1:]):
        if following and following.start() < place.end():  # a heading in capitals, taken for the start of a name
            continue
        for judgement, regex in regex_of_judgement:
            match = regex.match(document.pages[page], place.start())
            if match is None or EMPTY_LINE.search(match.group()):  # a sentence ends where its paragraph does
                continue
            if _OTHERWISE.search(match["label"]) or not (
                _STATES_BY_ITSELF.match(match["grade"]) or _STATED.search(match["label"])
            ):
                continue
            sentence, at = fold(match["label"]), match.start("label")
            texts = (_subject(sentence, judgement), match["grade"], match["grade"])
            figure = int(match["number"]) if match["number"] and framework.numbered else None
            yield located(
                document, page, at, judgement=judgement, texts=texts, what="sentence", number=figure, sentence=sentence
            )


def place(item: LocatedLine, document: Document) -> str:
    """Where a line stands, for a message: its page or line."""
    return locate(document, item.page, item.offset, what="").rstrip(", ")


def without_conflicts(
    document: Document, graded_lines: Sequence[LocatedLine], kinds: tuple[str, ...], *, scale: Scale | None = None
) -> tuple[list[LocatedLine], list[str]]:
    """The lines without those of one kind of place that give one judgement two grades, and messages that name them.

    Two wordings of a grade are one ("Requires improvement", "requires improvement to be good") where a scale says so.
    """
    grades: dict[tuple[str, str, str], list[LocatedLine]] = defaultdict(list)
    for item in graded_lines:
        if item.line.place in kinds:
            grades[item.judgement.service, item.judgement.aspect, item.line.place].append(item)
    conflicts = [items for items in grades.values() if len({_grade(item.line, scale) for item in items}) > 1]
    refused = {id(item) for items in conflicts for item in items}
    messages: list[str] = []
    if len([items for items in conflicts if items[0].line.place == "table"]) > 1:
        # Of two lists that differ a label that one of them has alone is no surer than the others.
        rest = [i for i in graded_lines if i.line.place == "table" and id(i) not in refused]
        refused |= {id(item) for item in rest}
        labels = "; ".join(dict.fromkeys(f"{item.line.label} ({place(item, document)})" for item in rest))
        messages += [f"not read, since they stand in lists that differ in other grades: {labels}"] if rest else []
    messages += [
        f"{items[0].line.label} has two grades ({' and '.join(place(item, document) for item in items)}), "
        "and none of them was read"
        for items in conflicts
    ]
    return [item for item in graded_lines if id(item) not in refused], messages


def _grade(line: GradedLine, scale: Scale | None) -> str:
    word = scale.word(line.words) if scale else None
    return (word and word.grade) or line.words.lower()


def describe_doubts(document: Document, graded_lines: Iterable[LocatedLine]) -> list[str]:
    """Messages that name the lines in doubt; nothing where there is none."""
    doubts: dict[str, dict[str, None]] = {}
    for item in graded_lines:
        if item.is_in_doubt:
            labels = doubts.setdefault(item.reason, {})
            labels[f"{item.line.label} ({place(item, document)})"] = None
    return [
        (f"not read, since {reason}: " if reason else _NEIGHBOURS) + "; ".join(labels)
        for reason, labels in doubts.items()
    ]


def in_order(graded_lines: list[LocatedLine]) -> list[GradedLine]:
    """The lines in the order of the document, each once: two wordings of one judgement can fit one sentence."""
    ordered = sorted(graded_lines, key=lambda item: (item.page, item.offset, item.line.place))
    return list(dict.fromkeys(item.line for item in ordered))


def _subject(sentence: str, judgement: Judgement) -> str:
    """The label in a sentence: the framework's own label where the sentence has it, else the sentence's first words."""
    for label in sorted(judgement.labels, key=len, reverse=True):
        if match := re.search(re.escape(label), sentence, re.IGNORECASE):
            return match.group()
    return re.split(r"\s+(?:is|are|requires?)\b", sentence, maxsplit=1)[0]
