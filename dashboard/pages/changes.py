"""What changed in the data from version to version: every version, and the judgements that one of them changed."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

import dash

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Authority

dash.register_page(
    __name__,
    path="/changes",
    name="What changed",
    title="What changed in the data",
    description="Every version of the data, and the judgements that each added, corrected or withdrew.",
    order=8,
)
PARAMETERS = ("version", "authority")
MOST, FIRST = 200, 20
"""How many changes a page has, and how many of them it shows at once."""
KINDS = ("added", "corrected", "withdrawn")
NAMING = (
    "A version is named after the day to which the record is complete, and eight characters that stand for its tables: "
    "the same name means the same data. Versions before November 2026 have the characters alone."
)
Row = Mapping[str, str]


def layout(store: Store, parameters: Parameters) -> View:
    versions = store.history.versions
    names = [row["version"] for row in versions]
    chosen = address.value(parameters, "version")
    if chosen and chosen not in names:
        raise AddressProblem.of("unknown_version", found=chosen[:60])
    asked = address.value(parameters, "authority")
    council = address.authority(asked, store, path="/changes?authority={}") if asked else None
    with_changes = [row["version"] for row in versions if any(int(row[kind]) for kind in KINDS)]
    version = chosen or ("" if council or not with_changes else with_changes[-1])
    lead = _lead(store, versions)
    rows = [
        row
        for row in store.history.changes
        if version in ("", row["version"]) and (council is None or row["authority_id"] == council.authority_id)
    ]
    main: list[Content] = [html.P(NAMING)]
    if version or council:
        main += _changes(store, rows, version, council=council)
    main += _versions(versions) if versions else []
    return View("", "What changed in the data", main, lead=lead)


def _lead(store: Store, versions: Sequence[Row]) -> str:
    reach = f"complete to {wording.day(store.as_at)}"
    version = next((row for row in versions if row["version"] == store.version), None)
    if version is None:
        return f"These pages show version {store.version}, {reach}. What it changed has not been noted."
    day = wording.day(_day(version["released"]))
    counted = _counted({kind: int(version[kind]) for kind in KINDS})
    summary = counted if version["previous"] else "It is the first version."
    return f"These pages show version {store.version} of {day}, {reach}. {summary}"


def _counted(numbers: Mapping[str, int]) -> str:
    """ "It added 12 and corrected 3 judgements." """
    verbs = {"added": "added", "corrected": "corrected", "withdrawn": "withdrew"}
    parts = [f"{verbs[kind]} {numbers[kind]:,}" for kind in KINDS if numbers[kind]]
    changed = f"It {wording.listed(parts)} judgements." if parts else "It changed no judgement, only other tables."
    return changed.replace(" 1 judgements.", " 1 judgement.")


def _versions(versions: Sequence[Row]) -> list[Content]:
    rows: list[list[Content]] = [
        [
            html.A(row["version"], href=link("/changes", [("version", row["version"])])),
            wording.day(_day(row["released"])),
            wording.day(_day(row["complete_to"])) or html.Span("not stated", className="absent"),
            f"{int(row['judgements']):,}",
            *(f"{int(row[kind]):,}" if row["previous"] else "" for kind in KINDS),
        ]
        for row in reversed(versions)
    ]
    head = ["Version", "Released", "Complete to", "Judgements", "Added", "Corrected", "Withdrawn"]
    return [
        html.H2("All versions"),
        html.Div(
            components.table("Versions of the data, newest first", head, rows, name="versions", numeric=(3, 4, 5, 6)),
            className="compact",
        ),
        html.P(
            components.linked(
                "Download [versions.csv](/download/versions.csv) or [changes.csv](/download/changes.csv), which has "
                "every judgement that any version changed."
            )
        ),
    ]


def _changes(store: Store, rows: Sequence[Row], version: str, *, council: Authority | None) -> list[Content]:
    where = f" for {wording.authority_name(council)}" if council else ""
    title = f"Version {version}{where}" if version else f"All versions{where}"
    if not rows:
        return [html.H2(title), html.P("No judgement changed.")]
    # What was withdrawn or is another grade now says that something here was wrong: it comes before what is new.
    ordered = sorted(rows, key=lambda row: (KINDS[::-1].index(row["change"]), "grade" not in row["what"]))
    caption = f"{len(rows):,} {'judgement' if len(rows) == 1 else 'judgements'} changed"
    counted = _counted(Counter(row["change"] for row in rows)) if version and council is None else None
    corrections = _corrections(rows) if council is None else None
    parts: list[Content] = [_table(store, ordered, caption)]
    if version and council is None:
        parts.append(_by_council(store, rows, version))
    return [
        html.H2(title),
        html.P(" ".join(filter(None, (counted, corrections)))) if counted or corrections else None,
        html.Div(parts, className="compact"),
    ]


def _corrections(rows: Sequence[Row]) -> str | None:
    """What was corrected: readers ask first whether a grade was wrong."""
    corrected = [row["what"].split(";") for row in rows if row["change"] == "corrected"]
    if not corrected:
        return None
    grades = sum("grade" in what for what in corrected)
    others = sorted({column for what in corrected if "grade" not in what for column in what})
    changed = f"{grades:,} changed a grade" if grades else "none changed a grade"
    rest = f", {len(corrected) - grades:,} changed only a {' or '.join(others)}" if grades and others else ""
    return f"Of the {len(corrected):,} corrections, {changed}{rest}."


def _table(store: Store, rows: Sequence[Row], caption: str) -> Content:
    head = ["Council", "What was graded", "Change", "Before", "After"]
    cells = [
        [
            html.A(_name(store, row), href=f"/authority/{row['authority_id']}"),
            wording.thing(store.reference, row["service"], row["aspect"]),
            row["change"].title() + (f": {row['what'].replace(';', ', ')}" if row["what"] else ""),
            _state(store, row, "old"),
            _state(store, row, "new"),
        ]
        for row in rows[:MOST]
    ]
    summary = "Show the first {}" if len(rows) > MOST else "Show all {}"
    return components.long_table(caption, head, cells, name="changes", first=FIRST, summary=summary)


def _by_council(store: Store, rows: Sequence[Row], version: str) -> Content:
    """Every council that a version changed, with a link to all of its changes."""
    counts = Counter((row["authority_id"], row["change"]) for row in rows)
    names = {row["authority_id"]: _name(store, row) for row in rows}
    head = ["Council", *(kind.title() for kind in KINDS)]
    body = [
        [
            html.A(name, href=link("/changes", [("version", version), ("authority", identifier)])),
            *(f"{counts[identifier, kind]:,}" for kind in KINDS),
        ]
        for identifier, name in sorted(names.items(), key=lambda item: item[1])
    ]
    table = components.table(
        f"Judgements changed in version {version}, by council",
        head,
        body,
        name="councils",
        numeric=(1, 2, 3),
    )
    return components.fold(f"All changes, by council ({len(body)})", table)


def _name(store: Store, row: Row) -> str:
    authority = store.authority(row["authority_id"])
    return wording.authority_name(authority) if authority else row["authority"]


def _state(store: Store, row: Row, age: str) -> Content:
    """The grade as printed and its date, before or after; nothing where there was none."""
    date = row[f"{age}_date"]
    return f"{_grade(store, row, age) or 'not graded'}, {_at_most(date)}" if date else None


def _grade(store: Store, row: Row, age: str) -> str:
    """The printed words, behind the framework's own word where a list prints the word of a later scale."""
    words, grade = row[f"{age}_grade_original"], row[f"{age}_grade"]
    framework = store.reference.frameworks.get(row[f"{age}_inspection_id"].rpartition("-")[2])
    if not grade or framework is None:
        return wording.upper_first(words)
    if store.reference.scales[framework.scale].word(words):
        return wording.upper_first(words)
    title = store.reference.printed_grade(grade, framework.framework, words).title
    return title if words.casefold().startswith(title.casefold()) else f"{title} (listed as “{words}”)"


def _at_most(date: str) -> str:
    """A date no more exact than it can be known: the first day of a month or a year may stand for all of it."""
    if date.endswith("-01-01"):
        return date[:4]
    return wording.month(_day(date)) if date.endswith("-01") else wording.day(_day(date))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
