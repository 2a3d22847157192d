"""What a report says of the authority's earlier inspections: a Document to Mentions, as printed.

In comes a report's text; out come the judgements of earlier inspections that it states with a date, in bullets ("The
previous inspection of ... was in May 2012. The local authority was judged to be good."), in lists of "Label: Grade"
and in sentences. A sentence is read only where each part of it is understood: what was judged, the grade, and the
date that belongs to them. Undated remarks, other kinds of visit and words on no scale are left alone. Which framework
it was, where the text does not name it, and the harmonised grade are the harmoniser's work.

The turns of phrase are in `data/reference/mentions.toml`; here is how they fit together.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from loaders.reading.dates import MONTH, month_number
from loaders.reading.parsers.common import TITLE_END, locate, title_page
from loaders.record.errors import SourceRefused
from loaders.record.model import DateBasis, Document, Mention, Precision
from loaders.record.reference import REFERENCE_FOLDER, Authority, Framework, Reference, Register

# A part of the text is looked at where it has a year of an earlier inspection and a word of judging near it.
_YEAR = re.compile(r"20[012]\d(?!\d)|most recent (?=[Aa]nnual|[Jj]oint)")
_JUDGING = re.compile(r"judg|found|graded|rated|assessed|w(?:as|ere)\s+(?:good|outstanding|(?:in)?adequate)")
_FOLLOWED_UP = 450
_LONGEST_SENTENCE = 1200
_MOST_MENTIONS = 500  # no report states more than 20
_TITLE = 600

_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}
_BULLETS = r"\u2022\u25cf\u25cb\u25e6\u25aa\u25a0\u25fc\u2013\u2015\u2500\u2212"
_PAGE_NUMBER = re.compile(r"\A(?:\s*\d{1,3}[ \t]*\n)+")
# A sign before a capital is a bullet too; so are the two letters that stand for a circle or square in symbol fonts.
_BULLET = rf"(?:[{_BULLETS}]|(?:[on]|[^\w\s\"'(&/,.;:]) (?=[A-Z]))"
_MARKS = re.compile(rf"^(?:{_BULLET} ?|[o-] ?)?(?:\d{{1,3}}\. ?)?")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"']?\d{0,2}\s+(?=[\"'(]?[A-Z])")
# A bullet, an empty line, a numbered paragraph; or a heading or table row that ends in its grade, without a full stop.
_BLOCK_END = re.compile(
    rf"\n\s{{0,20}}(?={_BULLET})|\n[ \t]{{0,80}}\n|\n(?=(?:- )?\d{{1,3}}\.\s{{0,4}}[A-Z])"
    r"|(?:^|(?<=\n))(?![^\n]*\b(?:was|were|is|are|judged|found|as)\b)[^\n]*"
    r"(?:[Gg]ood|[Oo]utstanding|[Aa]dequate|[Ii]nadequate|[Ii]mprovement)[ \t]*\n(?=[A-Z])"
)
# The title of the single inspection names three services but means the whole.
_SIF_TITLE = re.compile(
    r"(inspections? of (?:[\w']+ ){0,6}?)services for children in need of help and protection,? (?:and )?"
    r"children looked after,? and care leavers"
)
_IN_ONE_BREATH = re.compile(
    r"(?:,? (?:and|or|then|and then|and again|to)|,|/)(?: (?:again )?(?:in|during))? ?", re.IGNORECASE
)
# Reports give the month of publication for that of the inspection (August 2012 for a visit that ended on 6 July).
_PUBLICATION_LAG = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Item:
    """What was judged. An empty service is whatever the text around it is about, or else the default."""

    service: str
    aspect: str
    label: str
    default: str = ""
    in_front: bool = False


@dataclass(frozen=True, slots=True)
class When:
    date: dt.date
    precision: Precision
    start: int
    end: int

    def last_day(self) -> dt.date:
        month = 12 if self.precision == "year" else self.date.month
        last = calendar.monthrange(self.date.year, month)[1]
        return self.date if self.precision == "day" else dt.date(self.date.year, month, last)


@dataclass(frozen=True, slots=True)
class Said:
    """One grade that a sentence states; `start` to `end` is the whole statement, which may give several grades."""

    items: tuple[Item, ...]
    grade_text: str
    start: int
    grade_end: int
    end: int = 0
    is_plain: bool = False
    # "... to be adequate, with safeguarding judged inadequate": dated by the statement before it.
    is_attached: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One judgement of an earlier inspection, and where it stands: `sentence` has the one that it follows up."""

    item: Item
    grade_text: str
    when: When
    offset: int
    sentence: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier inspection that a sentence introduces, for the sentences behind it."""

    when: When
    items: tuple[Item, ...]
    sentence: str


@dataclass(frozen=True)
class Report:
    """What every step needs to know of the report at hand."""

    text: str
    title: str
    before: dt.date
    front: int
    register: Register
    grammar: Grammar

    @cached_property
    def titled(self) -> list[Authority]:
        """The authorities that the title names."""
        return [authority for _, authority in self.register.find_in(self.title)]

    @cached_property
    def own_names(self) -> re.Pattern[str]:
        """The names of those authorities, whole: words of a name ("of", "the") mean other things by themselves."""
        names = {name for authority in self.titled for name in (authority.name, *authority.aliases)}
        longest_first = sorted(names, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b(?:'s|')?")


@dataclass(frozen=True)
class Grammar:
    """`mentions.toml`, compiled."""

    phrases: tuple[tuple[re.Pattern[str], Item], ...]
    frameworks: tuple[tuple[str, re.Pattern[str]], ...]
    veto: re.Pattern[str]
    patterns: dict[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]


def mentions(
    document: Document, framework: Framework, inspection_start: dt.date | None, reference: Reference
) -> tuple[Mention, ...]:
    """The judgements of inspections before `inspection_start` that a report states, in the order of the document.

    A report without dates of its own is taken to be of the last day on which its framework was in force; without
    either, nothing can be told to be earlier.
    """
    limit = inspection_start or framework.until
    if limit is None:
        return ()
    starts = [0]
    for page in document.pages:
        starts.append(starts[-1] + len(page) + 1)
    # A page's number in the middle of a sentence is blanked out, so that places in the text still find the page.
    text = "\n".join(_PAGE_NUMBER.sub(lambda number: " " * len(number.group()), page) for page in document.pages)
    for printed, straight in _STRAIGHT.items():
        text = text.replace(printed, straight)
    first = title_page(document, framework)
    report = Report(
        text=text,
        title=_title(text[: starts[first + 1]], starts[first]),
        before=limit.replace(day=1),
        front=starts[min(first + 2, len(document.pages))],
        register=reference.register,
        grammar=_grammar(frozenset(w.words for s in reference.scales.values() if s.spoken for w in s.words if w.grade)),
    )
    found: dict[Mention, None] = {}
    for said in _statements(report):
        named = _named_framework(report.grammar, said, reference)
        if not named and not _was_graded(said, reference):
            continue
        index = bisect_right(starts, said.offset) - 1
        what = "previous inspection" if document.kind == "pdf" else "mention"
        number = re.search(r"\d", said.grade_text)
        mention = Mention(
            service=said.item.service,
            aspect=said.item.aspect,
            label=said.item.label[:100],
            grade_text=said.grade_text,
            words=_scale_words(said.grade_text),
            date=said.when.date,
            precision=said.when.precision,
            locator=locate(document, index, said.offset - starts[index], what),
            framework=named,
            number=int(number.group()) if number else None,
            date_basis=_date_basis(said),
            is_shared=said.is_shared,
        )
        found[mention] = None
        if len(found) > _MOST_MENTIONS:
            raise SourceRefused(f"it states more than {_MOST_MENTIONS} earlier judgements, which no report does")
    return tuple(_with_framework(m, list(found)) for m in found if not _is_repeated(m, list(found)))


def _title(text: str, start: int) -> str:
    """What a text begins with, up to the dates: other authorities may be named from there on."""
    end = TITLE_END.search(text, start + 10)
    return text[: min(end.start() if end else len(text), start + _TITLE)]


@cache
def _grammar(words: frozenset[str]) -> Grammar:
    with (REFERENCE_FOLDER / "mentions.toml").open("rb") as file:
        data = tomllib.load(file)
    phrases = [
        (pattern, Item(p["service"], p["aspect"], "", p.get("default", ""), p.get("in_front", False)))
        for p in data["phrase"]
        for pattern in p["patterns"]
    ]
    # The verb of "requires improvement" takes its sentence's form: "to require", "as requiring".
    longest_first = sorted(words, key=len, reverse=True)
    grades = "|".join(re.sub(r"^requires? ", "requir(?:es?|ed|ing) ", word) for word in longest_first)
    parts = {
        "bullets": _BULLETS,
        "month": MONTH,
        "grades": grades,
        "printed_grades": grades.replace(" ", r"\s+"),
        "phrases": "|".join(pattern for pattern, _ in phrases),
        "lead": "|".join(data["leading"]),
        "trail": "|".join(data["trailing"]),
    }
    for name, pattern in (data["part"] | data["pattern"]).items():
        parts[name] = re.sub(r"\{([a-z_]+)\}", lambda part: parts[part[1]], pattern)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return Grammar(
        phrases=tuple((compiled(pattern), meaning) for pattern, meaning in phrases),
        frameworks=tuple((f["framework"], compiled("|".join(f["patterns"]))) for f in data["framework"]),
        veto=compiled("|".join(data["veto"])),
        patterns={name: compiled(parts[name]) for name in data["pattern"]},
    )


def _statements(report: Report) -> Iterator[Statement]:
    """Every judgement of an earlier inspection that the text states, sentence by sentence."""
    for start, end in _spans(report.text, report.before):
        for block, block_end in _pieces(_BLOCK_END, report.text, start, end):
            yield from _listed(report, block, block_end)
            earlier: Earlier | None = None
            before: list[Statement] = []
            for offset, sentence_end in _pieces(_SENTENCE_END, report.text, block, block_end):
                # Most sentences hold neither a year nor a grade of the inspection before: they cost next to nothing.
                if not earlier and not _YEAR.search(report.text, offset, sentence_end):
                    continue
                sentence = " ".join(report.text[offset:sentence_end].split())
                statements: list[Statement] = []
                introduced: Earlier | None = None
                speaks = "nspect" in sentence or report.grammar["word"].search(sentence)
                if speaks and len(sentence) <= _LONGEST_SENTENCE and not report.grammar.veto.search(sentence):
                    sentence = _SIF_TITLE.sub(r"\1children's services", _MARKS.sub("", sentence))
                    statements = _consistent(_read(report, offset, sentence, earlier), before)
                    before = [*before, *statements] if earlier else statements
                    yield from statements
                    introduced = _introduced(report, sentence)
                earlier = introduced or (earlier if statements else None)


def _consistent(statements: list[Statement], before: list[Statement]) -> list[Statement]:
    """The statements of a sentence, or none where one of them gives a service another grade than the lines before.

    "... judged to be good for help and protection. It was overall judged to be inadequate": the second grade is not
    of the services that the first sentence named, though it seems to be.
    """
    grades = {(s.item.service, s.item.aspect, s.when.date): _scale_words(s.grade_text).lower() for s in before}
    is_contradicted = any(
        grades.get((s.item.service, s.item.aspect, s.when.date), words := _scale_words(s.grade_text).lower()) != words
        for s in statements
    )
    return [] if is_contradicted else statements


def _spans(text: str, before: dt.date) -> Iterator[tuple[int, int]]:
    """The parts of a text around its years that speak of judging; most of a report is never looked at again.

    A part begins with the sentence that holds the year, and goes on for the few sentences that may follow it up.
    """
    start = end = 0
    for year in _YEAR.finditer(text):
        if (year.group().isdigit() and int(year.group()) > before.year) or year.end() + _FOLLOWED_UP <= end:
            continue
        stop = year.end() + _FOLLOWED_UP
        if not _JUDGING.search(text, year.start() - _FOLLOWED_UP // 2, stop):
            continue
        near = max(0, year.start() - _LONGEST_SENTENCE)
        begin = max(text.rfind(". ", near, year.start()), text.rfind(".\n", near, year.start()), near - 1) + 1
        if begin > end:
            if end:
                yield start, end
            start = begin
        end = text.find(".", stop, stop + _LONGEST_SENTENCE) + 1 or min(stop + _LONGEST_SENTENCE, len(text))
    if end:
        yield start, end


def _pieces(end_of_piece: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in end_of_piece.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _read(report: Report, offset: int, sentence: str, earlier: Earlier | None) -> list[Statement]:
    """What a sentence states of an earlier inspection: its own, or the one that the sentence before it introduced."""
    grammar = report.grammar
    if not grammar["word"].search(sentence):
        return []
    sentence, printed_grades = _word_first(grammar, sentence)
    dates = _dates(grammar, sentence)
    years = {date.date.year for date in dates}
    opening = grammar["opening"].match(sentence)
    topic = grammar["topic"].match(sentence)
    source = f"{sentence} {earlier.sentence}" if earlier else sentence
    follows_on = False
    stated: list[Statement] = []
    everything = sorted(_said(report, sentence), key=lambda said: said.start)
    when: When | None = None
    for said in everything:
        when = when if said.is_attached else _when(report, sentence, said, dates)
        about = _inspected(report, sentence, said.start, [date for date in dates if date != when])
        if when is None and not dates and earlier:
            follows_on = follows_on or said.start in (0, opening.end() if opening else 0)
            if not follows_on or grammar["now"].search(sentence):
                continue
            when = earlier.when
            about = (opening and _items(report, opening["items"] or "")) or about or earlier.items
        elif said.is_plain and not all(item.service or item.default for item in said.items):
            continue
        if when is None or when.last_day() >= report.before:
            continue
        # With two years in a sentence, only a service that stands with its grade tells which year is whose.
        if len(years) > 1 and not all(item.service or item.default for item in said.items):
            continue
        if about == () and topic and not follows_on and said.items[0].label and not said.items[0].default:
            about = _items(report, topic["items"])
        beside = {item.service for other in everything if other.start == said.start for item in other.items} - {""}
        is_front = offset < report.front and not follows_on
        items = list(_resolved(said.items, beside, about, is_front))
        services = {item.service for item in items if item.aspect == "overall"}
        says_each = grammar["each"].search(sentence, max(0, said.start - 60), said.grade_end)
        grade_text = printed_grades.get(said.grade_text, said.grade_text)
        stated += [
            Statement(item, grade_text, when, offset, source, is_shared=len(services) > 1 and says_each is None)
            for item in items
        ]
    # A sentence that gives one service two grades contradicts itself: neither is read.
    grades: dict[tuple[str, str, dt.date], set[str]] = {}
    for s in stated:
        grades.setdefault((s.item.service, s.item.aspect, s.when.date), set()).add(_scale_words(s.grade_text))
    return [s for s in stated if len(grades[s.item.service, s.item.aspect, s.when.date]) == 1]


def _word_first(grammar: Grammar, sentence: str) -> tuple[str, dict[str, str]]:
    """A sentence with "Grade 3 (Adequate)" as "Adequate (grade 3)", the order of most; and how each was printed."""
    printed: dict[str, str] = {}

    def turned(match: re.Match[str]) -> str:
        text = f"{match['word']} (grade {match['number']})"
        printed[text] = match.group()
        return text

    return grammar["number_first"].sub(turned, sentence), printed


def _date_basis(said: Statement) -> DateBasis:
    """What a remark's date is of: of the report's publication where it says so; most do not say."""
    before = said.sentence[max(0, said.when.start - 40) : said.when.start]
    return "publication" if re.search(r"\bpublish", before, re.IGNORECASE) else "unclear"


def _said(report: Report, sentence: str) -> Iterator[Said]:
    """Every statement of a grade in a sentence, with what it says was judged."""
    grammar = report.grammar
    behind = 0
    for verb in grammar["verb"].finditer(sentence):
        before = sentence[: verb.start()]
        if grammar["not"].search(before) or verb.start() < behind:
            continue
        subject: tuple[tuple[Item, ...], int] | None
        if auxiliary := grammar["auxiliary"].search(before):
            grade = grammar["passive"].match(sentence, verb.end())
            subject = _subject(report, sentence, behind, auxiliary.start("verb"))
        elif grade := grammar["inspecting"].search(before) and grammar["active"].match(sentence, verb.end()):
            subject = _items(report, grade["items"]), verb.start()
        elif attached := grammar["attached"].search(before):
            grade = grammar["passive"].match(sentence, verb.end())
            if grade and (items := _items(report, attached["items"])) and all(item.service for item in items):
                for said in _grades(report, sentence, items, attached.start("items"), grade):
                    behind = said.end
                    yield replace(said, is_attached=True)
            continue
        else:
            grade = grammar["passive"].match(sentence, verb.end()) if before.endswith(" and ") else None
            subject = (Item("", "overall", ""),), verb.start() - len(" and ")
        if grade and subject and subject[0]:
            for said in _grades(report, sentence, subject[0], subject[1], grade):
                behind = said.end
                yield said
    for noun in grammar["noun"].finditer(sentence):
        judgement = Item("", "overall", "judgement", in_front=True)
        yield from _grades(report, sentence, (judgement,), noun.start(), noun)
    for copula in grammar["copula"].finditer(sentence):
        items = _items(report, copula["items"])
        if items and not grammar["not"].search(sentence[: copula.start()]):
            for said in _grades(report, sentence, items, copula.start("items"), copula):
                yield replace(said, is_plain=True)


def _subject(report: Report, sentence: str, start: int, end: int) -> tuple[tuple[Item, ...], int] | None:
    """What a passive verb at `end` speaks of: the items right before it, or nothing named, as in "and was judged"."""
    before = sentence[start:end].rstrip()
    if subject := report.grammar["subject"].search(before):
        return _items(report, subject["items"]), start + subject.start("items")
    if elided := report.grammar["elided"].search(before):
        return (Item("", "overall", ""),), start + elided.start()
    return None


def _grades(report: Report, sentence: str, items: tuple[Item, ...], start: int, first: re.Match[str]) -> Iterator[Said]:
    """A grade and those that hang on it: "adequate for safeguarding and good for looked after children"."""
    groups = first.groupdict()
    text = groups.get("before") or groups["grade"] + (groups["number"] or "")
    end = first.end()
    found: list[Said] = []
    while more := report.grammar["more"].match(sentence, end):
        judged = tuple(replace(item, in_front=item.in_front or bool(more["overall"])) for item in items)
        if more["items"]:
            judged = _combined(items, _items(report, more["items"]))
        if not judged:
            return
        grade_end = more.end("items") if more["items"] else end
        end = more.end("dated") if more["dated"] else grade_end
        found.append(Said(judged, text, start, grade_end))
        grade = report.grammar["passive"].match(sentence, more.end()) if more.end() > end else None
        if grade is None:
            break
        items = _items(report, more["next"]) if more["next"] else items
        text, end = grade["grade"] + (grade["number"] or ""), grade.end()
    if not report.grammar["narrowed"].match(sentence, end):
        yield from (replace(said, end=found[-1].grade_end) for said in found)


def _combined(items: tuple[Item, ...], tail: tuple[Item, ...]) -> tuple[Item, ...]:
    """What was judged in "<items> were judged adequate for <tail>": the tail, or the items' services in its aspects."""
    services = [item for item in items if item.service]
    if not services or any(item.service for item in tail):
        return tail
    return tuple(Item(service.service, aspect.aspect, service.label) for service in services for aspect in tail)


def _items(report: Report, text: str) -> tuple[Item, ...]:
    """The items of a list; () if part of it is neither a phrase that we know nor the authority's own name."""
    unnamed = report.own_names.sub(" / ", text)
    names = report.grammar["a_name"].findall(report.grammar["known"].sub(" / ", unnamed))
    if not all(_is_authority(report, name) for name in names):
        return ()
    found = [(entry["phrase"], entry.group().strip()) for entry in report.grammar["entry"].finditer(text)]
    if not found and (names or unnamed != text):
        return (Item("", "overall", text.strip(), "whole_service"),)
    return tuple(replace(_meaning(report.grammar, phrase), label=label) for phrase, label in found)


def _is_authority(report: Report, name: str) -> bool:
    """Whether a name is that of the authority that the report is about: the register knows it, and the title has it."""
    return report.register.find(name) in report.titled


def _meaning(grammar: Grammar, phrase: str) -> Item:
    return next(meaning for pattern, meaning in grammar.phrases if pattern.fullmatch(phrase))


def _resolved(
    items: tuple[Item, ...], beside: set[str], about: tuple[Item, ...] | None, is_front: bool
) -> Iterator[Item]:
    """Items with their service: their own, else what the inspection was about, else what they mean by themselves."""
    subjects = [subject for subject in about or () if subject.service or subject.default]
    for item in items:
        if item.service:
            yield item
        elif beside:
            # "... for safeguarding and good for overall effectiveness", "services as good and its capacity as ..."
            if service := item.default or (next(iter(beside)) if len(beside) == 1 else ""):
                yield replace(item, service=service)
        elif subjects:
            for subject in subjects:
                label = subject.label if item.aspect == "overall" else item.label
                yield Item(subject.service or subject.default, item.aspect, label)
        elif about is not None and (item.default or (is_front and item.in_front)):
            yield replace(item, service=item.default or "whole_service")


def _inspected(report: Report, sentence: str, position: int, other_dates: list[When]) -> tuple[Item, ...] | None:
    """What the inspection nearest to a position was of; () if that is not said, None if we cannot be sure.

    An inspection with another date than the one that counts, or of something that we do not know, cannot be it.
    """
    grammar = report.grammar
    subjects: list[tuple[int, tuple[Item, ...] | None]] = []
    for name in ("inspection_of", "ofsted_inspected", "were_inspected"):
        for match in grammar[name].finditer(sentence):
            what = match["what"]
            # "Anytown's children's services for safeguarding and looked after children": the part behind "for" counts.
            whole, _, parts = what.partition(" for ")
            if not grammar["list"].fullmatch(what):
                what = parts if grammar["list"].fullmatch(whole) and grammar["list"].fullmatch(parts) else ""
            subjects.append((match.start(), _items(report, what) or None))
    for match in grammar["kind_of_inspection"].finditer(sentence):
        kind = grammar["kind"].search(sentence, max(0, match.start() - 90), match.end("kind"))
        if kind and (items := tuple(item for item in _items(report, kind["items"]) if item.service)):
            subjects.append((kind.start(), items))
    if not subjects:
        return ()
    ahead = [subject for subject in subjects if subject[0] <= position]
    start, about = max(ahead, key=lambda s: s[0]) if ahead else min(subjects, key=lambda s: s[0])
    between = range(min(start, position), max(start, position))
    return None if any(date.start in between for date in other_dates) else about


def _dates(grammar: Grammar, sentence: str) -> list[When]:
    found: list[When] = []
    for match in grammar["date"].finditer(sentence):
        year = int(match["year"])
        month = month_number(match["month"]) if match["month"] else 1
        day = int(match["day"]) if match["day"] and match["month"] else 1
        if 1 <= day <= calendar.monthrange(year, month)[1]:
            precision: Precision = "year" if not match["month"] else "day" if match["day"] else "month"
            found.append(When(dt.date(year, month, day), precision, match.start(), match.end()))
    return found


def _when(report: Report, sentence: str, said: Said, dates: list[When]) -> When | None:
    """The date that a statement is tied to, right behind it ("... in 2017") or before it ("in 2017, when ...")."""
    grammar = report.grammar
    if not dates:
        return _latest_named(report, sentence)
    for end in dict.fromkeys((said.grade_end, said.end)):
        behind = next((date for date in dates if date.start >= end), None)
        if behind and _is_one_of_two(sentence, behind, dates):
            return None
        if behind and grammar["back_link"].fullmatch(grammar["list"].sub("it", sentence[end : behind.start].rstrip())):
            return None if grammar["own"].search(sentence, said.start, behind.start) else behind
    ahead = next((date for date in reversed(dates) if date.end <= said.start), None)
    if ahead is None or not grammar["link"].fullmatch(sentence, ahead.end, said.start):
        return None
    if _is_one_of_two(sentence, ahead, dates):
        return None
    # "Since the last inspection in 2014, services were found ...": as likely what this inspection found.
    if sentence[ahead.end : said.start].strip() == "," and grammar["since"].search(sentence, 0, ahead.start):
        return None
    clause = sentence[said.start : said.end] + re.split("[,;.]| and | but ", sentence[said.end :])[0]
    return None if grammar["own"].search(clause) else ahead


def _is_one_of_two(sentence: str, date: When, dates: list[When]) -> bool:
    """Whether a date stands in one breath with another ("in 2010 and 2012"): one grade is then of both or either."""
    for first, second in pairwise(dates):
        between = sentence[first.end : second.start]
        if date in (first, second) and _IN_ONE_BREATH.fullmatch(between):
            return True
    return False


def _latest_named(report: Report, sentence: str) -> When | None:
    """The year of "the most recent annual performance assessment", if the report names just one year of that kind."""
    for _, pattern in report.grammar.frameworks:
        kind = f"(?:{pattern.pattern})"
        if re.search(rf"\bmost recent (?:\w+ )?{kind}", sentence, re.IGNORECASE):
            named = re.compile(rf"{kind}\)? (?:in|of|for) (20\d\d)|(20\d\d) {kind}", re.IGNORECASE)
            years = {year for match in named.finditer(report.text) for year in match.groups() if year}
            if len(years) == 1:
                return When(dt.date(int(years.pop()), 1, 1), "year", 0, 0)
    return None


def _introduced(report: Report, sentence: str) -> Earlier | None:
    """The earlier inspection that a sentence dates, if it is the only one there and we know what it was of."""
    grammar = report.grammar
    dates = _dates(grammar, sentence) if "nspect" in sentence else []
    if len(dates) != 1 or dates[0].last_day() >= report.before:
        return None
    until = sentence[: dates[0].start]
    if "nspect" not in until or not grammar["until_its_date"].search(grammar["list"].sub("it", until)):
        return None
    items = _inspected(report, sentence, 0, [])
    return Earlier(dates[0], items, sentence) if items is not None else None


def _listed(report: Report, start: int, end: int) -> Iterator[Statement]:
    """The "Label: Grade" lines behind a sentence such as "published in May 2015. The judgements were:"."""
    heads = report.grammar["list_head"].finditer(report.text, start, end) if ":" in report.text[start:end] else ()
    for head in heads:
        introduction = " ".join(report.text[max(start, head.end() - 2 * _LONGEST_SENTENCE) : head.end()].split())
        introduction = " ".join(_SENTENCE_END.split(introduction)[-2:])
        earlier = _introduced(report, introduction)
        if earlier is None or report.grammar.veto.search(introduction):
            continue
        lines: list[Statement] = []
        at = head.end()
        while line := report.grammar["list_line"].match(report.text, at):
            items = _items(report, " ".join(line["label"].split()))
            if len(items) != 1:
                break
            item = replace(items[0], service=items[0].service or items[0].default)
            grade = " ".join(line["grade"].split())
            lines.append(Statement(item, grade, earlier.when, line.start("label"), introduction))
            at = line.end()
        if len(lines) > 1:
            yield from lines


def _named_framework(grammar: Grammar, said: Statement, reference: Reference) -> str:
    """The framework whose kind of inspection a sentence names, if it was in force then; empty if it names none."""
    named = [name for name, pattern in grammar.frameworks if pattern.search(said.sentence)]
    in_force = [name for name in named if _was_in_force(reference.frameworks[name], said.when)]
    return in_force[0] if len(in_force) == 1 else ""


def _was_graded(said: Statement, reference: Reference) -> bool:
    """Whether a framework whose reports we know graded this then; "the authority was judged good in 2009" is loose."""
    return any(
        framework.parser
        and framework.judges(said.item.service, said.item.aspect)
        and _was_in_force(framework, said.when)
        for framework in reference.frameworks.values()
    )


def _was_in_force(framework: Framework, when: When) -> bool:
    """Whether a framework was in force at a date; for a bare year, by the middle of that year."""
    last_start = when.date.replace(month=7) if when.precision == "year" else when.last_day()
    return framework.from_date <= last_start and when.date - _PUBLICATION_LAG <= (framework.until or dt.date.max)


def _scale_words(grade_text: str) -> str:
    if number_first := re.match(r"grade \d\W+(.+?)\)?$", grade_text, re.IGNORECASE):
        return _scale_words(number_first[1])
    words = re.sub(r" ?\(.*", "", grade_text)
    return re.sub(r"^([Rr])equir(?:ed|ing)\b", r"\1equires", words)


def _with_framework(mention: Mention, others: list[Mention]) -> Mention:
    """A mention with the framework that another remark on the same service and month names."""
    same = (o for o in others if o.framework and o.precision != "year" and o.service == mention.service)
    named = next((o.framework for o in same if o.date.replace(day=1) == mention.date.replace(day=1)), "")
    return (
        replace(mention, framework=named)
        if named and not mention.framework and mention.precision != "year"
        else mention
    )


def _is_repeated(mention: Mention, others: list[Mention]) -> bool:
    """Whether the report gives the same judgement with its month elsewhere, so that the bare year adds nothing."""
    return mention.precision == "year" and any(
        (other.service, other.aspect, other.date.year) == (mention.service, mention.aspect, mention.date.year)
        and other.precision != "year"
        and other.words.lower() == mention.words.lower()
        for other in others
    )
