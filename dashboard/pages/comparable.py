"""May grades of these two frameworks be compared? One question with its answer, at the head of the methodology page.

The answer is that of `loaders.record.steps`, which every page and file has it from. `pairs` has every answer in tables,
which need neither a server nor a script.
"""

import datetime as dt
from collections.abc import Sequence

from dashboard import address
from dashboard.address import Parameters
from dashboard.analysis.national.picture import service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.frameworks import Framework, Judgement, NotGiven
from loaders.record.reference import OVERALL, Reference
from loaders.record.steps import End, Step, step

CHOICES = ("service", "earlier", "later")
PAIRS = "pairs"
LEVELS = ("same", "close", "loose")
ANSWERS = {"same": "Yes", "close": "Yes, with caution", "loose": "No"}


def ask(store: Store, parameters: Parameters) -> Content:
    """The question as a form, and its answer; without a choice, of the two newest frameworks."""
    reference = store.reference
    service = service_of(store, parameters)
    judging = [framework for framework in reference.frameworks.values() if framework.judges(service)]
    first, last = (judging[-2:] + judging[-1:])[:2]
    names = tuple(reference.frameworks)
    frameworks = (
        reference.frameworks[address.choice(parameters, "earlier", names, default=first.framework)],
        reference.frameworks[address.choice(parameters, "later", names, default=last.framework)],
    )
    earlier, later = sorted(frameworks, key=lambda framework: names.index(framework.framework))
    options = [(name, _option(reference, name)) for name in names]
    form = components.form(
        "/methodology",
        "May I compare these two?",
        components.service_select(store, service),
        components.select("earlier", options, earlier.framework, label="One inspection"),
        components.select("later", options, later.framework, label="The other"),
        html.Div(components.button("Answer"), className="without-script"),
        kind="row",
    )
    return html.Section(
        html.H2("May I compare these two?"), form, *_answer(store, service, earlier, later=later), id="may-i"
    )


def _answer(store: Store, service: str, earlier: Framework, *, later: Framework) -> list[Content]:
    reference = store.reference
    names = [_name(reference, framework) for framework in (earlier, later)]
    what = reference.vocabulary.services[service].prose
    for framework, name in zip((earlier, later), names, strict=True):
        if not framework.judges(service):
            return [html.P(html.Strong("No."), f" The {name} gives no grade for {what}.", className="answer")]
    inspections = f"two inspections under the {names[0]}" if earlier is later else f"the {names[0]} and the {names[1]}"
    answers = steps(reference, service, earlier, later=later)
    lines: list[Content] = []
    for answer, bounds in answers.items():
        level = reference.vocabulary.comparability[answer.comparability]
        why = f": {answer.because}" if answer.because else ""
        sentence = f" Grades for {what} from {inspections}{_when(answers, bounds)} are {level.prose}{why}."
        lines.append(html.P(html.Strong(f"{ANSWERS[answer.comparability]}."), sentence, className="answer"))
    return [
        *lines,
        html.P(
            components.linked(
                f"[The labels side by side](#crosswalk-{service}) · [Every pair of frameworks](#{PAIRS}-{service}) · "
                "[Two inspections of one council](/compare)"
            )
        ),
    ]


def pairs(store: Store) -> list[Content]:
    """For each service one table: which frameworks each of its frameworks may be compared with."""
    reference = store.reference
    parts: list[Content] = []
    for service, title in reference.services.items():
        frameworks = [framework for framework in reference.frameworks.values() if framework.judges(service)]
        rows = [_pairs_of(reference, service, frameworks[index:]) for index in range(len(frameworks))]
        if any(any(row[1:]) for row in rows):
            levels = [reference.vocabulary.comparability[level].title for level in LEVELS]
            head = ["Framework", *levels]
            parts.append(components.table(f"{title}: what can be compared", head, rows, name=f"{PAIRS}-{service}"))
    return parts


def _pairs_of(reference: Reference, service: str, frameworks: Sequence[Framework]) -> list[Content]:
    """The row of the first framework: by level, itself and those after it."""
    first, *_ = frameworks
    by_level: dict[str, list[str]] = {level: [] for level in LEVELS}
    for later in frameworks:
        answers = steps(reference, service, first, later=later)
        name = "itself" if later is first else reference.vocabulary.frameworks[later.framework].short
        for answer, bounds in answers.items():
            if answer.comparability in by_level:
                by_level[answer.comparability].append(f"{name}{_when(answers, bounds)}")
    return [
        wording.upper_first(_name(reference, first)),
        *("; ".join(dict.fromkeys(names)) for names in by_level.values()),
    ]


def steps(reference: Reference, service: str, earlier: Framework, later: Framework) -> dict[Step, list[str]]:
    """What holds between any two grades of the frameworks, and where it differs, of which inspections it is said."""
    bounds_by_step: dict[Step, list[str]] = {}
    for a in earlier.lines(service):
        for b in later.lines(service):
            start, end = _day(earlier, a), _day(later, b)
            if end < start:
                continue
            first, second = End(earlier.framework, start, a.comparability), End(later.framework, end, b.comparability)
            between = step(reference, service, OVERALL, earlier=first, later=second)
            bounds_by_step.setdefault(between, []).append(_bounds(a, b))
    return bounds_by_step


def _when(answers: dict[Step, list[str]], bounds: list[str]) -> str:
    """Of which inspections one of several answers is said."""
    return f" ({' or '.join(bounds)})" if len(answers) > 1 and all(bounds) else ""


def _day(framework: Framework, line: Judgement) -> dt.date:
    return max(framework.from_date, line.from_date or framework.from_date)


def bounds(line: Judgement | NotGiven) -> str:
    """ "from January 2023"; "" where it holds as long as its framework."""
    start = f"from {wording.month(line.from_date)}" if line.from_date else ""
    end = f"until {wording.month(line.until)}" if line.until else ""
    return " ".join(filter(None, (start, end)))


def _bounds(*lines: Judgement) -> str:
    """ "one until December 2022, one from January 2023"; "" where no line is bounded."""
    spans = [bounds(line) for line in lines]
    if spans[0] == spans[-1]:
        return f"both {spans[0]}" if spans[0] else ""
    return ", ".join(f"one {text}" for text in spans if text)


def _option(reference: Reference, framework: str) -> str:
    """The years and initials first: readers know when an inspection was, and a narrow screen cuts the end off."""
    name = reference.vocabulary.frameworks[framework]
    return f"{name.years}{f' ({name.initials})' if name.initials else ''}: {name.prose}"


def _name(reference: Reference, framework: Framework) -> str:
    name = reference.vocabulary.frameworks[framework.framework]
    return f"{name.prose} ({', '.join(filter(None, (name.initials, name.years)))})"
