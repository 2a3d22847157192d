"""The sections of the national picture: controls, how things stand, by region, over time, every authority, moves."""

from __future__ import annotations

from typing import Any

from dashboard.address import link
from dashboard.analysis import queries
from dashboard.analysis.national import moves as national_moves
from dashboard.analysis.national import spans as national
from dashboard.analysis.national.picture import STEPS, Picture, PictureChoice, choose, picture
from dashboard.analysis.national.spans import PERIODS
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content
from dashboard.pages import national_series, tapestry
from dashboard.store import Store
from dashboard.words import national as words
from dashboard.words import wording

LEAST = 5
"""Regions are named in the title only where a grade is known for so many of their authorities."""
CONTENTS = (
    ("state", "How it stands"),
    ("regions", "By region"),
    ("over-time", "Over time"),
    ("authorities", "Every authority, year by year"),
    ("moves", "Largest moves"),
)


def sections(store: Store, choice: PictureChoice) -> list[Content]:
    """The national picture of one choice, from its controls to the tapestry."""
    shown = picture(store, choice.service, choice.period, choice.region)
    return [
        html.H2("The national picture", id="national"),
        _contents(),
        _controls(store, choice),
        _state(store, choice, shown),
        _regions(store, shown),
        national_series.over_time(store, shown),
        _tapestry(store, choice, shown),
        national_series.moves(store, choice, shown),
    ]


def _contents() -> Content:
    items = [html.Li(html.A(title, href=f"#{section}")) for section, title in CONTENTS]
    return html.Nav(html.Ul(items, className="inline"), **attributes(aria_label="The national picture"))


def _controls(store: Store, choice: PictureChoice) -> Content:
    titles, usual = store.reference.services, choose(store, {})
    services = [(each, titles[each]) for each in titles if each in _judged(store) or each == choice.service]
    return html.Form(
        [
            components.select("service", services, choice.service, label="Service", default=usual.service),
            components.select(
                "period",
                [(p.period, p.title) for p in PERIODS.values()],
                choice.period,
                label="Years",
                default=usual.period,
            ),
            components.select(
                "region", [(r, r) for r in store.regions], choice.region, label="Region", any_label="All of England"
            ),
            components.select(
                "sort", list(national_moves.SORTS.items()), choice.sort, label="Sort by", default=usual.sort
            ),
            components.select(
                "steps", list(STEPS.items()), choice.steps, label="Across frameworks", default=usual.steps
            ),
            components.button("Show"),
        ],
        action="/",
        method="get",
        className="controls row national",
        **attributes(data_instant="change", aria_label="What the national picture shows"),
    )


def _judged(store: Store) -> frozenset[str]:
    """The services that have a grade here."""
    overall = store.judgements[(store.judgements["aspect"] == national.ASPECT) & (store.judgements["grade"] != "")]
    return frozenset(overall["service"])


def _state(store: Store, choice: PictureChoice, shown: Picture) -> Content:
    """The finding, the counts as one bar, and whom they cover."""
    finding = words.finding(store, shown, choice.region)
    sources = int((store.tables["sources"]["status"] == "read").sum())
    said = " ".join(filter(None, (words.covered(store.reference, shown), words.weak(shown))))
    return html.Section(
        [
            html.H3(finding, className="finding-title", **attributes(data_announce="true")),
            *([_counts(store, shown.shares[-1])] if shown.shares else []),
            html.P([f"{said} From ", html.A(f"{sources:,} sources", href="/sources"), "."]),
        ],
        id="state",
    )


def _counts(store: Store, counts: dict[str, Any]) -> Content:
    """The counts as parts of one bar, each named beneath with its number and share of all authorities."""
    parts: list[tuple[str, str, int, Content]] = [
        (components.rank_class(term), term.title, counts[f"grade_{term.rank}"], components.shape(term.rank))
        for term in store.reference.vocabulary.grades.values()
    ]
    parts += [
        ("over", "No longer graded", counts["over"], None),
        ("unknown", "Not known", counts["unknown"], None),
    ]
    total = counts["authorities"]
    shown = [part for part in parts if part[2] or part[0].startswith("rank")]
    bar = [html.I(className=kind, style={"--share": number}) for kind, _, number, _ in shown if number]
    items = [
        html.Li(
            [
                html.Span([mark, title], className="what"),
                html.Strong(f"{number:,}"),
                html.Small(f" {words.percent_or_dash(number / total)}" if total else ""),
            ],
            className=kind,
        )
        for kind, title, number, mark in shown
    ]
    label = attributes(aria_label=f"Of {total} authorities")
    return html.Div(
        [html.Div(bar, className="bar", **attributes(aria_hidden="true")), html.Ul(items, **label)], className="counts"
    )


def _regions(store: Store, shown: Picture) -> Content:
    return html.Section(
        [
            html.H3(_regions_title(shown, shown.in_force)),
            html.P(
                "One tile for each authority, best first; blocks of regions lie roughly as on a map. "
                "Follow a tile to the authority’s history.",
                className="hint",
            ),
            _tiles(store, shown),
        ],
        id="regions",
    )


def _tiles(store: Store, shown: Picture) -> Content:
    """A tile for each authority in the block of its region, best first; the blocks lie roughly as on a map."""
    held = shown.in_force
    latest = dict(zip(shown.latest["authority_id"], shown.latest["state"], strict=True))
    blocks: list[Content] = []
    for region, frame in shown.authorities.groupby("region", sort=True):
        ids = [each for each in frame["authority_id"] if each in latest]
        ids.sort(key=lambda each: (held[each]["rank"] if each in held else 9, each))
        ranks = [held[each]["rank"] for each in ids if each in held]
        good, missing = sum(rank <= national.GOOD for rank in ranks), len(ids) - len(ranks)
        note = f"{good} of {len(ranks)} good or outstanding" if ranks else "no grade in force"
        note += f", {missing} without a grade" if ranks and missing else ""
        area = "".join(word[0] for word in str(region).lower().split())
        blocks.append(
            html.Div(
                [
                    html.H4([str(region), html.Small(note)]),
                    html.Ul([html.Li(_tile(store, shown, each, held.get(each), latest[each])) for each in ids]),
                ],
                className="region",
                style={"gridArea": area} if len(shown.authorities["region"].unique()) > 1 else {},
            )
        )
    return html.Div(blocks, className="tiles" if len(blocks) > 1 else "tiles single")


def _regions_title(shown: Picture, held: dict[str, Any]) -> str:
    region_of = dict(zip(shown.authorities["authority_id"], shown.authorities["region"], strict=True))
    known: dict[str, list[bool]] = {}
    for each, span in held.items():
        known.setdefault(region_of[each], []).append(span["rank"] <= national.GOOD)
    verb = "are" if shown.is_today else "were"
    known = {region: goods for region, goods in known.items() if len(goods) >= LEAST}
    if len(known) < 2:
        return f"Where it stands {words.when(shown.day, shown.newest)}" if shown.is_today else "By region"
    share = {region: sum(goods) / len(goods) for region, goods in known.items()}
    best, worst = max(share, key=lambda r: (share[r], r)), min(share, key=lambda r: (share[r], r))
    return (
        f"{sum(known[best])} of {len(known[best])} {verb} good or outstanding in {_in(best)}, "
        f"{sum(known[worst])} of {len(known[worst])} in {_in(worst)}"
    )


def _in(region: str) -> str:
    return region if region in ("London",) or region.startswith(("East of", "Yorkshire")) else f"the {region}"


def _tile(store: Store, shown: Picture, authority_id: str, span: dict[str, Any] | None, state: str) -> Content:
    name = store.reference.register.by_id[authority_id].name
    goal = link(f"/authority/{authority_id}", [("service", shown.service)])
    if span is None:
        is_over = state == national.OVER
        text, letter = f"{name}: {'no longer graded' if is_over else 'not known'}", "–" if is_over else "?"
        kind = "tile over" if is_over else "tile"
    else:
        framework = wording.framework_name(store.reference, span["framework"])
        text = f"{name}: {wording.grade_word(span)}, {wording.date(span, short=True)}, {framework}"
        term = store.reference.printed_grade(span["grade"], span["framework"])
        letter, kind = term.letter, f"tile r{term.rank}{' light' if term.is_light else ''} new"
        evidence = store.reference.vocabulary.evidence[span["evidence"]]
        if evidence.is_hollow:
            text, kind = f"{text}; {evidence.prose}", f"{kind} mention"
    return html.A(letter, href=goal, className=kind, title=text, **attributes(aria_label=text))


def _tapestry(store: Store, choice: PictureChoice, shown: Picture) -> Content:
    moved = national_moves.within_one_measure(shown.steps) if choice.steps == "same" else shown.steps
    changed = national_moves.changes(moved)
    ordered = national_moves.in_order(shown.authorities, shown.latest, changed, choice.sort)
    names = {each: wording.authority_name(a) for each, a in store.reference.register.by_id.items()}
    caption = (
        f"{len(ordered)} authorities by year, {national_moves.SORT_WORDS[choice.sort]}: the grade in force at "
        f"each year’s end{_sofar(shown)}"
    )
    return html.Section(
        [
            html.H3(words.most_changed(names, changed)),
            tapestry.key(store),
            html.P(
                "A grade is in force while it is the latest known here. It is never carried from an authority to its "
                "successor, nor past the end of its series. Changes counts the steps to another grade"
                + (
                    " within one measure."
                    if choice.steps == "same"
                    else ", steps across a change of framework included."
                ),
                className="hint",
            ),
            tapestry.tapestry(store, shown, ordered, caption, is_grouped=choice.sort == "region"),
            components.downloads(_filters(choice, shown), _graded(store, choice, shown)),
        ],
        id="authorities",
    )


def _sofar(shown: Picture) -> str:
    return f", in {shown.day[:4]} on {wording.day(shown.day)}" if not shown.day.endswith("12-31") else ""


def _filters(choice: PictureChoice, shown: Picture) -> list[tuple[str, str]]:
    pairs = [("service", choice.service), ("aspect", national.ASPECT), ("region", choice.region)]
    if choice.period != "all":
        pairs += [("from", shown.period.start[:4]), ("to", shown.day[:4])]
    return [(name, value) for name, value in pairs if value]


def _graded(store: Store, choice: PictureChoice, shown: Picture) -> int:
    frame = queries.series(store.judgements, [choice.service], [national.ASPECT])
    if choice.region:
        frame = frame[frame["region"] == choice.region]
    if choice.period != "all":
        frame = frame[frame["date"].str[:4].between(shown.period.start[:4], shown.day[:4])]
    return len(frame)
