"""What is printed to what it means: authority, framework, scale, harmonised grade and comparability, for each line.

Nothing is guessed: a word that is not on the framework's scale, or a number that contradicts its word, gives no
observation and is named in the problems; words that say that no grade was given keep an empty grade. Called by
`extract`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from loaders.reading.dates import PUBLICATION_LAG
from loaders.record.model import DateBasis, GradedLine, Mention, Observation, Reading
from loaders.record.precision import Precision, period
from loaders.record.reference import Framework, Reference
from loaders.record.scales import Word


def observations(
    reading: Reading, authority_id: str, source_id: str, *, reference: Reference
) -> tuple[list[Observation], list[str]]:
    """The observations of one reading and of the mentions in it, and what could not be harmonised, as messages."""
    problems: list[str] = []
    results: list[Observation] = []
    framework = reference.frameworks[reading.framework]
    scale = reference.scales[reading.scale or framework.scale]
    date, precision, basis = _dated(reading)
    if date is None:
        return [], ["no inspection or publication date found"]
    for line in reading.lines:
        judgement = framework.judgement(line.service, line.aspect, reading.inspection_start or date)
        if judgement is None:
            problems.append(f"{line.label}: not graded under this framework ({line.locator})")
            continue
        word = scale.word(line.words)
        if word is None or line.number not in (None, word.number):
            problems.append(_contradiction(line, word))
            continue
        number = line.number
        if number is None and framework.numbered and word.grade:
            number = word.number
        results.append(
            Observation(
                authority_id=authority_id,
                framework=framework.framework,
                inspection_type=reading.inspection_type,
                inspection_start=reading.inspection_start,
                inspection_end=reading.inspection_end,
                published=reading.published,
                date=date,
                date_precision=precision,
                service=line.service,
                aspect=line.aspect,
                judgement=line.label,
                grade_text=line.grade_text,
                grade_original=line.words,
                grade_number_original=number,
                scale=scale.scale,
                grade=word.grade,
                grade_rank=reference.grades.get(word.grade),
                comparability=judgement.comparability,
                evidence=reading.evidence,
                source_id=source_id,
                locator=line.locator,
                place=line.place,
                date_basis=basis,
            )
        )
    for mention in reading.mentions:
        if (problem := _too_early_or_late(mention, authority_id, reference)) is not None:
            problems.append(problem)
        elif (
            observation := _mention(mention, reading.mentions, authority_id, source_id=source_id, reference=reference)
        ) is not None:
            results.append(observation)
    return results, problems


def _dated(reading: Reading) -> tuple[dt.date | None, Precision, DateBasis]:
    """The date to plot a reading at, how exact it is, and what it is a date of."""
    on_site = reading.inspection_end or reading.inspection_start
    if on_site:
        return on_site, "day", "inspection"
    if reading.year is not None:
        return dt.date(reading.year, 1, 1), "year", reading.date_basis or "assessment_year"
    precision: Precision = "month" if reading.month else "day"
    return reading.month or reading.published, precision, reading.date_basis or "publication"


def _contradiction(line: GradedLine, word: Word | None) -> str:
    """Why the grade of a line is none of its framework's."""
    if word is None:
        return f'{line.label}: "{line.words}" is on no scale of this framework ({line.locator})'
    return (
        f'{line.label}: "{line.grade_text}" gives {line.number} to {word.words}, '
        f"which is {word.number} on this framework's scale ({line.locator})"
    )


def _too_early_or_late(mention: Mention, authority_id: str, reference: Reference) -> str | None:
    """Why a remark is of no inspection of this authority: it did not exist then; whose it was, is not for us to say."""
    authority = reference.register.by_id[authority_id]
    days = period(mention.date, mention.precision)
    if any(map(authority.existed, days)):
        return None
    return f"a remark on an inspection: {reference.register.not_then(authority, days[-1])} ({mention.locator})"


def _mention(
    mention: Mention, beside: Sequence[Mention], authority_id: str, *, source_id: str, reference: Reference
) -> Observation | None:
    """A mention on the scale of the framework that it names or that was in force; None for a word on no scale."""
    frameworks = mentioned_frameworks(mention, beside, reference)
    for framework in frameworks:
        # Later reports put today's words on inspections of before November 2013 ("require improvement" for a 2012
        # visit); the rank is the same, but such a word stands on a scale of its own.
        scale, word = reference.remark_word(framework, mention.words)
        judgement = framework.judgement(mention.service, mention.aspect, mention.date)
        if word is None or not word.grade or judgement is None:
            continue
        # A number says something only where the framework numbers its grades; there it must be that of the word. If
        # it is not, the remark slips: another framework, which has no numbers, is no way out.
        number = mention.number if word.number is not None else None
        if number not in (None, word.number):
            return None
        return Observation(
            authority_id=authority_id,
            framework=framework.framework,
            inspection_type="",
            inspection_start=None,
            inspection_end=None,
            published=None,
            date=mention.date,
            date_precision=mention.precision,
            service=mention.service,
            aspect=mention.aspect,
            judgement=mention.label,
            grade_text=mention.grade_text,
            grade_original=mention.words,
            grade_number_original=number,
            scale=scale,
            grade=word.grade,
            grade_rank=reference.grades[word.grade],
            comparability=judgement.comparability,
            evidence="mention",
            source_id=source_id,
            locator=mention.locator,
            place="mention",
            date_basis=mention.date_basis,
            is_shared=mention.is_shared,
            is_disputed=reference.is_disputed(authority_id, mention.service, mention.date, words=mention.words),
            is_framework_named=bool(mention.framework),
        )
    return None


def mentioned_frameworks(mention: Mention, beside: Sequence[Mention], reference: Reference) -> list[Framework]:
    """The framework that a mention names, else those of its time that graded its service, the likeliest first.

    Likeliest is one that also graded the other services that the document mentions at the same date: from May 2012 two
    frameworks graded safeguarding, and only the older one graded looked-after children with it. Its last reports came
    out in August 2012, and the month of publication is given for that of the visit as often as not. After that, the
    longest in force within the period counts. A number beside the grade is that of a framework with numbers.
    """
    if mention.framework:
        return [reference.frameworks[mention.framework]]
    together = [m for m in beside if (m.date, m.precision) == (mention.date, mention.precision)]
    first, last = period(mention.date, mention.precision)
    # A framework that is based on another (a return visit on safeguarding alone) is never assumed, only named.
    graders = [f for f in reference.frameworks.values() if f.by_date and f.judges(mention.service, mention.aspect)]
    likely = [f for f in graders if _days_in_force(f, first, last) > 0]
    # A bare year is too long a time for a lag: an inspection of December is not one of the next year.
    if mention.precision != "year" and not any(all(f.judges(m.service, m.aspect) for m in together) for f in likely):
        likely += [f for f in graders if f.until and f.until < first <= f.until + PUBLICATION_LAG]
    return sorted(
        likely,
        key=lambda framework: (
            mention.number is not None and not framework.numbered,
            sum(not framework.judges(m.service, m.aspect) for m in together),
            -max(_days_in_force(framework, first, last), 0),
            -framework.from_date.toordinal(),
        ),
    )


def _days_in_force(framework: Framework, first: dt.date, last: dt.date) -> int:
    start = max(framework.from_date, first)
    end = min(framework.until or last, last)
    return (end - start).days + 1
