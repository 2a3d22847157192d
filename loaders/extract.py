"""One source to its observations, or to its refusal: read, recognise, parse, harmonise. The unit of parallel work."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from loaders import harmonise, readers, recognise
from loaders.errors import SourceRefused
from loaders.model import Document, Extraction, GradedLine, Observation, Reading, Source
from loaders.parsers import common, front_table, graded_report, jar, mentions, statistics
from loaders.reference import Framework, Reference, Scale

PARSERS = {"front_table": front_table.parse, "graded_report": graded_report.parse, "jar": jar.parse}


def extract(path: Path, reference: Reference) -> Extraction:
    """What one file says, or why it was refused; never raises for what a file holds, only for what it is to open it."""
    if path.stat().st_size > readers.MAX_BYTES:
        size = path.stat().st_size / 2**20
        return refused(
            path, f"the file has {size:.1f} MiB; the limit is {readers.MAX_BYTES // 2**20} MiB", digest(path)
        )
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        document = readers.read(path, content)
        if document.kind == "spreadsheet":
            return _statistics(path, sha256, document, reference)
        return _report(path, sha256, document, reference)
    except SourceRefused as refusal:
        return refused(path, str(refusal), sha256)


def refused(path: Path, message: str, sha256: str) -> Extraction:
    """The record of a source that could not be read."""
    source = Source(path.stem, path.name, "unknown", "", "", None, "", sha256, "refused", message, 0)
    return Extraction(source)


def digest(path: Path) -> str:
    """SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    observations, more = harmonise.observations(reading, authority.authority_id, path.stem, reference)
    if not observations:
        raise SourceRefused(f"{framework.framework} report, but {'; '.join([*more, *problems])}")
    by_number = path.stem.isdigit() and evidence == "primary"
    source = Source(
        source_id=path.stem,
        file_name=path.name,
        kind=document.kind,
        title=f"{framework.title}: {authority.name}",
        publisher=reference.primary_publisher if evidence == "primary" else reference.secondary_publisher,
        published=dates.published,
        url=reference.report_address.format(number=path.stem) if by_number else "",
        sha256=sha256,
        status="read",
        message="; ".join([*problems, *more]),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))


def parse_lines(
    document: Document, framework: Framework, scale: Scale, date: dt.date | None
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines of a report, and a message that names the judgements without one."""
    lines = PARSERS[framework.parser](document, framework, scale)
    absent = common.missing(document, framework, lines, date)
    return lines, [f"no grade found for: {common.describe_missing(document, absent)}"] if absent else []


def _inspection_type(document: Document, framework: Framework) -> str:
    text = common.head(document)
    return next((kind for kind, title in framework.types if title.search(text)), "")


def _statistics(path: Path, sha256: str, document: Document, reference: Reference) -> Extraction:
    publication = statistics.parse(document, reference)
    problems = list(publication.problems)
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
        found, more = harmonise.observations(reading, authority.authority_id, path.stem, reference)
        observations += found
        problems += more
    source = Source(
        source_id=path.stem,
        file_name=path.name,
        kind=document.kind,
        title=publication.title,
        publisher=publication.publisher,
        published=publication.published,
        url="",
        sha256=sha256,
        status="read",
        message="; ".join(dict.fromkeys(problems)),
        observations=len(observations),
    )
    return Extraction(source, tuple(observations))
