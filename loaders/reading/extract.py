"""One source to its observations, or to its refusal: read, recognise, parse, harmonise. The unit of parallel work."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from loaders.reading import (
    corrections,
    disputed_lists,
    document_parts as parts,
    further_inspections,
    harmonise,
    lost_lines,
    notes,
    papers,
    plain_cells,
    readers,
    recognise,
    reflow,
    wrapped_rows,
)
from loaders.reading.dates import LONGEST_TO_PUBLICATION
from loaders.reading.parsers import (
    absent,
    assessment,
    collection,
    front_table,
    graded_report,
    jar,
    letter_key,
    mentions,
    published_list,
    scale_key,
    statistics,
)
from loaders.reading.readers import files, grade_lines, toml
from loaders.record import safe_text as names
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Extraction, GradedLine, Observation, Reading, Source
from loaders.record.precision import is_within
from loaders.record.reference import Authority, Framework, Reference, Scale

PARSERS = {
    "assessment": assessment.parse,
    "front_table": front_table.parse,
    "graded_report": graded_report.parse,
    "jar": jar.parse,
}
# No report has more than 80 graded lines and mentions, and no release of statistics more than 4,000 grades. What is
# far beyond that is no source, and every later stage would have to carry it.
MOST_IN_REPORT = 1_000
MOST_IN_STATISTICS = 50_000
# Some inspections were made, or published, before and after the days that are known of their framework.
FAR_FROM_FORCE = dt.timedelta(days=2 * 366)
# In a sentence that states a grade: the name of a place, or of services in capitals.
_OF_PLACE = re.compile(r"\b(?:in|for|across) (?:the )?((?:[A-Z]\w*\W{0,2})+)")


def extract(path: Path, reference: Reference, today: dt.date | None = None) -> Extraction:
    """What one file says, or why it was refused; never raises for what a file holds, nor for what a path leads to.

    Nothing that is dated after `today` is believed; without it, today is the day on this machine's clock.
    """
    try:
        file = files.open_file(path)
    except SourceRefused as refusal:
        return refused(path, str(refusal), "")
    with file:
        return extract_file(path, file, reference, today=today)


def extract_file(path: Path, file: BufferedReader, reference: Reference, *, today: dt.date | None = None) -> Extraction:
    """The same for a file that is open already; the path only names it."""
    sha256 = ""
    left_out: tuple[str, ...] = ()
    today = today or dt.datetime.now(tz=dt.UTC).date()
    try:
        content = files.read_file(file)
        sha256 = hashlib.sha256(content).hexdigest()
        values = toml.read(path, content)
        if values is not None:
            return _statement(path, sha256, values, reference=reference, today=today)
        document = readers.read(path, content, grade_lines.stems(reference))
        left_out = document.notes
        if document.kind == "spreadsheet" or (document.kind == "text" and statistics.recognises(document, reference)):
            return _statistics(path, sha256, document, reference=reference, today=today)
        return _report(path, sha256, document, reference=reference, today=today)
    except SourceRefused as refusal:
        reason = str(refusal)
        return refused(path, "; ".join([reason, *(note for note in left_out if note not in reason)]), sha256)


def refused(path: Path, message: str, sha256: str) -> Extraction:
    """The record of a source that could not be read; without a SHA-256 where not all of it could be."""
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind="unknown",
        sha256=sha256,
        status="refused",
        message=names.one_line(message),
    )
    return Extraction(source)


def _statement(
    path: Path, sha256: str, values: dict[str, object], *, reference: Reference, today: dt.date
) -> Extraction:
    """A reviewed file: a published list, or what a collection of documents is."""
    if published_list.is_list(values):
        return _published_list(path, sha256, published_list.parse(values, reference, today), reference=reference)
    if collection.is_collection(values):
        statement = collection.parse(values, reference, today)
        source = Source(
            source_id=names.source_id(path),
            file_name=names.file_name(path),
            kind="collection",
            title=names.cell(names.one_line(str(values["what"]), names.LONGEST_TITLE)),
            url=names.cell(names.one_line(str(values["listed_at"]))),
            sha256=sha256,
            status="read",
            complete_to=statement.complete_to,
        )
        return Extraction(source, collection=statement)
    raise SourceRefused("a TOML file without grades and without complete_to; wanted a published list or a collection")


def _published_list(
    path: Path, sha256: str, published: published_list.PublishedList, *, reference: Reference
) -> Extraction:
    observations: list[Observation] = []
    problems: list[str] = []
    for reading in published.readings:
        harmonised, more = harmonise.observations(
            reading, reading.authority, names.source_id(path), reference=reference
        )
        observations += harmonised
        problems += more
    _check_count(observations, MOST_IN_STATISTICS)
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind="list",
        title=names.cell(names.one_line(published.title, names.LONGEST_TITLE)),
        publisher=names.cell(names.one_line(published.publisher, names.LONGEST_TITLE)),
        published=published.published,
        url=names.cell(names.one_line(published.address)),
        sha256=sha256,
        status="read",
        message=names.one_line("; ".join(dict.fromkeys(problems))),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))


def _report(path: Path, sha256: str, document: Document, *, reference: Reference, today: dt.date) -> Extraction:
    document = papers.in_inspectors_voice(document, reference)
    document = printed = plain_cells.with_plain_cells(reflow.with_whole_words(document, reference), reference)
    for put_right in reflow.STEPS:
        document = put_right(document)
    framework = recognise.framework(document, reference)
    scale = letter_key.with_letters(reference.scales[framework.scale], document)
    document = wrapped_rows.with_rows(lost_lines.with_lines(document, framework, scale), framework, scale)
    dates = parts.dates(document)
    if later := [day for day in (dates.start, dates.end, dates.published) if day and day > today]:
        raise SourceRefused(f"{framework.framework} report, but it is dated {later[0]}, which is after today, {today}")
    if reason := _not_in_force(framework, dates):
        raise SourceRefused(reason)
    papers.check_one_authority(document, framework, reference)
    authority = recognise.authority(document, framework, reference, date=dates.end or dates.published)
    evidence = papers.evidence(document, framework, reference)
    if _another_named(dates.sentence, authority, reference):
        dates = replace(dates, start=None, end=None)
    if evidence == "secondary":
        # What such a paper prints as published is its own day, unless it says so of the report.
        published, sentence = (None, "") if dates.end else parts.report_published(document)
        published = None if _another_named(sentence, authority, reference) else published
        dates = replace(dates, published=published, is_month=False)
    year = parts.title_year(document, framework) if framework.yearly and not (dates.end or dates.published) else None
    if evidence == "secondary" and not (dates.end or dates.published or year):
        several = parts.days_of_several(document)
        fault, wanted = "does not say when the inspection was made", "its dates"
        if several:
            fault = f"gives the days of {len(several)} inspections ({'; '.join(several)})"
            wanted = "the days of one"
        raise SourceRefused(
            f"a paper on the {framework.title[0].lower()}{framework.title[1:]} without the marks of the inspectorate's "
            f"own report, and it {fault}; wanted the report, or a paper with {wanted}"
        )
    if dates.end and dates.published and not dates.is_month and dates.published < dates.end:
        raise SourceRefused(
            f"{framework.framework} report, but it is dated as published on {dates.published}, which is before the "
            f"inspection ended, {dates.end}"
        )
    too_late = _too_late(dates)
    dates = replace(dates, published=None) if too_late else dates
    own, of_lists = disputed_lists.without(document, framework, reference, printed=printed, evidence=evidence)
    own, of_further = further_inspections.without(own, dates, year, evidence=evidence, reference=reference)
    lines, problems = parse_lines(own, framework, scale, date=dates.start or dates.end or dates.published)
    lines, of_others = _of_one_authority(lines, authority, framework, reference=reference)
    lines, marked = notes.without_marked(lines, printed, framework, scale, reference=reference)
    lines, of_sentences = corrections.without_named(lines, printed, framework, scale, has_notes=bool(marked))
    lines, contradicted = notes.without_contradicted(lines, printed, scale)
    problems += absent.describe_contradictions(framework, lines, scale)
    published = None if dates.is_month else dates.published
    reading = Reading(
        framework=framework.framework,
        authority=authority.name,
        evidence=evidence,
        lines=tuple(lines),
        inspection_start=dates.start,
        inspection_end=dates.end,
        published=published,
        inspection_type=_inspection_type(document, framework),
        year=year,
        month=dates.published if dates.is_month else None,
        mentions=mentions.mentions(document, framework, dates.start, reference=reference)
        if evidence == "primary"
        else (),
    )
    observations, more = harmonise.observations(
        reading, authority.authority_id, names.source_id(path), reference=reference
    )
    problems = [
        *document.notes,
        *too_late,
        *of_lists,
        *of_further,
        *problems,
        *of_others,
        *marked,
        *of_sentences,
        *contradicted,
    ]
    if not dates.end and (words := parts.unread_days(document)):
        problems.append(f'the days of the inspection were not read: "{words}"')
    if evidence == "primary" and not (dates.published or too_late) and (words := parts.unread_publication(document)):
        problems.append(f'the day of publication was not read: "{words}"')
    if not observations:
        raise SourceRefused(f"{framework.framework} report, but {'; '.join([*more, *problems])}")
    _check_count(observations, MOST_IN_REPORT)
    by_number = re.fullmatch(r"[0-9]{1,12}", path.stem) and evidence == "primary"
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind=document.kind,
        title=f"{framework.title}: {authority.name}",
        publisher=reference.primary_publisher if evidence == "primary" else reference.secondary_publisher,
        published=published,
        url=reference.report_address.format(number=path.stem) if by_number else "",
        sha256=sha256,
        status="read",
        message=names.one_line("; ".join([*problems, *more])),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))


def _not_in_force(framework: Framework, dates: parts.Dates) -> str:
    """Why a date is not one of a framework's inspections: it is years before or after them, as a misprint is."""
    day = dates.end or dates.published
    earliest = framework.from_date - FAR_FROM_FORCE
    latest = framework.until and framework.until + FAR_FROM_FORCE
    if is_within(day, earliest, latest):
        return ""
    years = f"from {framework.from_date.year}" + (f" to {framework.until.year}" if framework.until else "")
    return f"{framework.framework} report, but it is dated {day}, and such inspections were made {years}"


def _too_late(dates: parts.Dates) -> list[str]:
    """What is said of a publication that is none of this report's: nothing where it is within a year of the visit."""
    if not (dates.end and dates.published) or dates.published <= dates.end + LONGEST_TO_PUBLICATION:
        return []
    days = (dates.published - dates.end).days
    return [f"published on {dates.published}, which is {days} days after the inspection ended; that day was not read"]


def parse_lines(
    document: Document, framework: Framework, scale: Scale, *, date: dt.date | None
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines of a report, and messages that name what was refused and the judgements without a grade."""
    scale_key.check_length(document)
    grades = PARSERS[framework.parser](document, framework, scale)
    problems = list(grades.doubts)
    doubts = "; ".join(grades.doubts)
    missing = absent.missing(document, framework, grades.lines, date=date)
    gaps = [judgement for judgement in missing if not any(label in doubts for label in judgement.wordings)]
    if gaps:
        apart = "" if grades.lines or grades.doubts else absent.grades_apart(document, scale)
        problems += [apart] if apart else []
        problems.append(f"no grade found for: {absent.describe_missing(document, gaps, scale)}")
    in_letters = scale.letters.keys()
    lines = [
        replace(line, words=scale.letters[line.words.lower()]) if line.words.lower() in in_letters else line
        for line in grades.lines
    ]
    return lines, problems


def _of_one_authority(
    lines: list[GradedLine], authority: Authority, framework: Framework, *, reference: Reference
) -> tuple[list[GradedLine], list[str]]:
    """The lines without sentences on other authorities, or on a place that is none, and messages that name those."""
    lines_of_authority: list[GradedLine] = []
    messages: list[str] = []
    for line in lines:
        if other := _another_named(line.sentence, authority, reference):
            messages.append(f"not read, since it is said of {other.name}: {line.label} ({line.locator})")
        elif _is_of_place(line.sentence, framework) and not reference.register.find_in(line.sentence):
            messages.append(f'not read, since "{line.sentence}" names no local authority that we know ({line.locator})')
        else:
            lines_of_authority.append(line)
    return lines_of_authority, messages


def _is_of_place(sentence: str, framework: Framework) -> bool:
    services = re.findall(r"\w+", " ".join([framework.title, *framework.labels, "services"]).lower())
    return any(not set(re.findall(r"\w{2,}", name.lower())) <= {*services} for name in _OF_PLACE.findall(sentence))


def _another_named(sentence: str, authority: Authority, reference: Reference) -> Authority | None:
    """The first authority that a sentence names, if it names others and not this one."""
    named = reference.register.find_in(sentence) if sentence else []
    is_own = any(other == authority or reference.register.is_name_of(name, authority) for name, other in named)
    return named[0][1] if named and not is_own else None


def _check_count(observations: list[Observation], most: int) -> None:
    if len(observations) > most:
        raise SourceRefused(f"it gives more than {most:,} grades, which no source of its kind does")


def _inspection_type(document: Document, framework: Framework) -> str:
    text = parts.head(document)
    return next((kind for kind, title in framework.types if title.search(text)), "")


def _statistics(path: Path, sha256: str, document: Document, *, reference: Reference, today: dt.date) -> Extraction:
    publication = statistics.parse(document, reference, today)
    problems = [*document.notes, *publication.problems, *publication.left_out]
    observations: list[Observation] = []
    for reading in publication.readings:
        date = reading.inspection_start or reading.inspection_end or reading.published
        where = reading.lines[0].locator
        try:
            authority = reference.register.resolve(reading.authority, date, reading.authority_code)
        except SourceRefused as refusal:
            problems.append(f"{refusal} ({where})")
            continue
        if reading.authority_code and (doubt := reference.register.doubt_of_name(reading.authority, authority)):
            problems.append(f"{doubt} ({where})")
        harmonised, more = harmonise.observations(
            reading, authority.authority_id, names.source_id(path), reference=reference
        )
        observations += harmonised
        problems += more
        _check_count(observations, MOST_IN_STATISTICS)
    if not observations:
        raise SourceRefused(
            f"{publication.title}, but no grade of an authority that we know: {'; '.join(problems[:1])}"
        )
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind=document.kind,
        title=names.cell(names.one_line(publication.title, names.LONGEST_TITLE)),
        publisher=publication.publisher,
        published=publication.published,
        sha256=sha256,
        status="read",
        message=names.one_line("; ".join(dict.fromkeys(problems))),
        observations=len(observations),
        complete_to=publication.complete_to,
    )
    return Extraction(source, tuple(observations))
