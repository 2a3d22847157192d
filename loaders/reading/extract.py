"""One source to its observations, or to its refusal: read, recognise, parse, harmonise. The unit of parallel work."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from io import BufferedReader
from pathlib import Path

from loaders.reading import harmonise, readers, recognise
from loaders.reading.parsers import common, front_table, graded_report, jar, mentions, statistics
from loaders.reading.readers import files, grade_lines
from loaders.record import safe_text as names
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Extraction, GradedLine, Observation, Reading, Source
from loaders.record.reference import Framework, Reference, Scale

PARSERS = {"front_table": front_table.parse, "graded_report": graded_report.parse, "jar": jar.parse}
# No report has more than 80 graded lines and mentions, and no release of statistics more than 4,000 grades. What is
# far beyond that is no source, and every later stage would have to carry it.
MOST_IN_REPORT = 1_000
MOST_IN_STATISTICS = 50_000


def extract(path: Path, reference: Reference) -> Extraction:
    """What one file says, or why it was refused; never raises for what a file holds, nor for what a path leads to."""
    try:
        file = files.open_file(path)
    except SourceRefused as refusal:
        return refused(path, str(refusal), "")
    with file:
        return extract_file(path, file, reference)


def extract_file(path: Path, file: BufferedReader, reference: Reference) -> Extraction:
    """The same for a file that is open already; the path only names it."""
    sha256 = ""
    notes: tuple[str, ...] = ()
    try:
        content = files.read_file(file)
        sha256 = hashlib.sha256(content).hexdigest()
        document = readers.read(path, content, grade_lines.stems(reference.scales.values()))
        notes = document.notes
        if document.kind == "spreadsheet" or statistics.recognises(document, reference):
            return _statistics(path, sha256, document, reference)
        return _report(path, sha256, document, reference)
    except SourceRefused as refusal:
        return refused(path, "; ".join([str(refusal), *notes]), sha256)


def refused(path: Path, message: str, sha256: str) -> Extraction:
    """The record of a source that could not be read; without a SHA-256 where not all of it could be."""
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind="unknown",
        title="",
        publisher="",
        published=None,
        url="",
        sha256=sha256,
        status="refused",
        message=names.one_line(message),
        observations=0,
    )
    return Extraction(source)


def _report(path: Path, sha256: str, document: Document, reference: Reference) -> Extraction:
    framework = recognise.framework(document, reference)
    dates = common.dates(document)
    authority = recognise.authority(document, reference, dates.end or dates.published)
    evidence = recognise.evidence(document, reference)
    lines, problems = parse_lines(
        document, framework, reference.scales[framework.scale], dates.start or dates.published
    )
    reading = Reading(
        framework=framework.framework,
        authority=authority.name,
        evidence=evidence,
        lines=tuple(lines),
        inspection_start=dates.start,
        inspection_end=dates.end,
        published=dates.published,
        inspection_type=_inspection_type(document, framework),
        mentions=mentions.mentions(document, framework, dates.start, reference) if evidence == "primary" else (),
    )
    observations, more = harmonise.observations(reading, authority.authority_id, names.source_id(path), reference)
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
        published=dates.published,
        url=reference.report_address.format(number=path.stem) if by_number else "",
        sha256=sha256,
        status="read",
        message=names.one_line("; ".join([*problems, *more, *document.notes])),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))


def parse_lines(
    document: Document, framework: Framework, scale: Scale, date: dt.date | None
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines of a report, and a message that names the judgements without one."""
    lines = PARSERS[framework.parser](document, framework, scale)
    absent = common.missing(document, framework, lines, date)
    return lines, [f"no grade found for: {common.describe_missing(document, absent, scale)}"] if absent else []


def _check_count(observations: list[Observation], most: int) -> None:
    if len(observations) > most:
        raise SourceRefused(f"it gives more than {most:,} grades, which no source of its kind does")


def _inspection_type(document: Document, framework: Framework) -> str:
    text = common.head(document)
    return next((kind for kind, title in framework.types if title.search(text)), "")


def _statistics(path: Path, sha256: str, document: Document, reference: Reference) -> Extraction:
    publication = statistics.parse(document, reference)
    problems = [*publication.problems, *publication.left_out]
    observations: list[Observation] = []
    for reading in publication.readings:
        date = reading.inspection_start or reading.published
        authority = reference.register.find_code(reading.authority_code, date) or reference.register.find(
            reading.authority, date
        )
        if authority is None:
            where = reading.lines[0].locator if reading.lines else "a row"
            problems.append(f'the register knows no authority "{reading.authority}" ({where})')
            continue
        found, more = harmonise.observations(reading, authority.authority_id, names.source_id(path), reference)
        observations += found
        problems += more
        _check_count(observations, MOST_IN_STATISTICS)
    source = Source(
        source_id=names.source_id(path),
        file_name=names.file_name(path),
        kind=document.kind,
        title=names.cell(names.one_line(publication.title, names.LONGEST_TITLE)),
        publisher=publication.publisher,
        published=publication.published,
        url="",
        sha256=sha256,
        status="read",
        message=names.one_line("; ".join(dict.fromkeys(problems))),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))
