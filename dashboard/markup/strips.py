"""Strips: a row for each service or council, a coloured block from each inspection to the next, made on the server.

`chart` draws `NamedStrip`s on one axis, full height for the services of one council, `is_compact` for one service of
several; `key` explains every mark, once a figure. The whole works without scripts, from 320 pixels, in the dark and on
paper (`assets/gradeline.css`, "strips"). The rows are a list: each says whose it is, then its blocks. A block is an
image, and what it says when pointed at is its name for those who hear it; the strip says what no block of it does.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from math import ceil

from dashboard.analysis import strips as analysis
from dashboard.analysis.eras import eras_between
from dashboard.analysis.strips import Strip, StripBlock
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import strips as words, wording
from dashboard.words.strips import NamedStrip
from loaders.record.vocabulary import Grade

Span = tuple[dt.date, dt.date]
LETTER, EDGES, TAB = 0.4, 0.75, 0.35
"""Rem: how wide a letter of a block's words is, the room at their sides, and what the tab of the latest grade takes."""
WIDEST = 28
"""Half rems: the widest words that the stylesheet has a class for."""
ROOM, COMPACT_ROOM = 62, 46
"""Rem: how long a strip is on the widest page. Words that never have room in their block are not written."""
STEPS = (1, 2, 3, 5, 10)


def heading(row: NamedStrip) -> Content:
    return html.H3(row.name)


def figure(store: Store, rows: Sequence[NamedStrip], label: str, *below: Content) -> Content:
    return html.Figure(chart(store, rows), key(store), *below, className="figure", aria_label=label)


def chart(
    store: Store,
    rows: Sequence[NamedStrip],
    *,
    name: Callable[[NamedStrip], Content] = heading,
    span: Span | None = None,
    is_compact: bool = False,
) -> Content:
    """Strips on one axis, with the frameworks above, years above and below. What is before `span` is cut.

    `name` makes what stands before a strip.

    Where it `is_compact`, a last column says the latest grade and its month, and no frameworks stand above.
    """
    axis = span or analysis.span([row.strip for row in rows], store)
    years = _years(axis)
    guide_lines = [
        html.I(style={"--at": f"{analysis.share(day, axis):.3f}"}, className=cut or None)
        for day, cut in guides(store, axis)
    ]
    return html.Ul(
        html.Li(guide_lines, className="guides", aria_hidden="true"),
        None if is_compact else _lane(_eras(store, axis)),
        _lane(years),
        *(_row(store, row, axis, name=name(row), is_compact=is_compact) for row in rows),
        _lane(years),
        className="strips compact with-latest" if is_compact else "strips",
        role="list",  # a list without its marks is none to one screen reader, unless it says so
    )


def guides(store: Store, axis: Span) -> list[tuple[dt.date, str]]:
    """The days that every strip has a line at: where the grades changed, and where the framework of today began."""
    eras = eras_between(store.reference, *axis)[-2:]
    return [
        (era.start, "cut" if not index else "")
        for index, era in enumerate(eras)
        if len(eras) == 2 and era.start > axis[0]
    ]


def key(store: Store) -> Content:
    """Every mark that a strip can have, always all of them, so that the key is one thing to learn."""
    vocabulary = store.reference.vocabulary
    good = vocabulary.printed[1]
    marks = [
        *((_sample(term), term.title) for term in vocabulary.printed),
        *(
            (html.Span(_sample(good), _sample(good, level), className="pair"), term.prose)
            for level, term in vocabulary.comparability.items()
            if level != "ended"
        ),
        (_sample(good, "latest"), f"latest grade, to {wording.day(store.as_at)}"),
        (_sample(good, "hollow"), vocabulary.hollow),
        (html.I(className="unknown"), words.NOT_KNOWN_KEY),
        (html.I(className="together"), "graded together with another service"),
        (html.Span(className="nothing"), "no inspection"),
    ]
    return components.bullets(([mark, f" {meaning}"] for mark, meaning in marks), className="strip-key")


def _sample(term: Grade, more: str = "") -> Content:
    return html.I(className=f"{components.colour(term)} {more}".strip())


def _row(store: Store, row: NamedStrip, axis: Span, *, name: Content, is_compact: bool) -> Content:
    cells: list[Content] = [
        html.Div(name, html.Small(row.predecessor) if row.predecessor else None, className="name"),
        _strip(store, row.strip, axis, is_compact=is_compact),
    ]
    if is_compact:
        grade, month = words.latest(store, row.strip)
        cells.append(html.Div(html.B(grade), " ", month, className="latest"))
    return html.Li(cells, className="own" if row.is_own else "other" if row.predecessor else None)


def _strip(store: Store, strip: Strip, axis: Span, *, is_compact: bool) -> Content:
    """The blocks of a strip, on a hairline as long as the council existed, with an end where it began or ended."""
    visible = [block for block in strip.blocks if block.end > axis[0]]
    blocks, style = _in_columns(
        [(block.start, block.end, _block(store, block, axis, is_compact=is_compact)) for block in visible], axis
    )
    began, ended = strip.existed
    start, stop = max(began or axis[0], axis[0]), min(filter(None, (ended, strip.given_up, axis[1])))
    classes = ["strip"]
    if start >= stop:
        classes.append("unlined")
    if start > axis[0]:
        classes.append("began")
        style["--left"] = _percent(round(1000 * analysis.share(start, axis)))
    if stop < axis[1]:
        classes += ["ended"] if ended else []
        style["--right"] = _percent(1000 - round(1000 * analysis.share(stop, axis)))
    facts = words.facts(store, strip, [block for block in strip.blocks if block.end <= axis[0]])
    label = {"role": "group", "aria_label": wording.upper_first(f"{'; '.join(facts)}.")} if facts else {}
    return html.Div(blocks, className=" ".join(classes), style=style, **label)


def _block(store: Store, block: StripBlock, axis: Span, *, is_compact: bool) -> Content:
    """A block with its words, where they ever have room. The stylesheet knows the letter for where they have none."""
    text, has_letter = words.label(store, block)
    classes = [block.kind]
    if block.row is not None:
        classes = [components.colour(store.reference.word_of(block.row))]
        classes += ["hollow"] if store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow else []
        classes += ["latest"] if block.is_latest else []
        classes += [block.join] if block.join else []
    width = _half_rems(text, lines=1 if is_compact else 2, more=TAB if block.is_latest else 0)
    start, end = max(block.start, axis[0]), min(block.end, axis[1])
    room = 2 * (COMPACT_ROOM if is_compact else ROOM) * ((end - start) / (axis[1] - axis[0]))
    is_worded = width <= room or not has_letter
    classes += [f"w{width}"] if is_worded else []
    return html.I(
        html.B(text) if is_worded else None,
        className=" ".join(classes),
        role="img",
        title=wording.upper_first(words.block(store, block, is_brief=is_compact)),
    )


def _half_rems(text: str, *, lines: int, more: float = 0) -> int:
    """From which width on words are shown: on one line, or on two where there is the height for them."""
    longest = max(map(len, text.split()))
    width = len(text) if lines == 1 else min(len(text), max(longest, len(text) * 0.55))
    return min(WIDEST, ceil(2 * (width * LETTER + EDGES + more)))


def _eras(store: Store, axis: Span) -> Content:
    """The frameworks by their names, by their initials where those do not fit, else by their line alone."""
    labels = []
    names = store.reference.vocabulary.frameworks
    for era in eras_between(store.reference, *axis):
        main = names[next((f for f in era.frameworks if not store.framework(f).yearly), era.frameworks[0])]
        label = html.Span(
            html.B(main.title),
            html.I(main.initials) if main.initials else None,
            className=f"era w{_half_rems(main.title, lines=2)}",
            title=era.names,
        )
        labels.append((era.start, era.end, label))
    eras, columns = _in_columns(labels, axis)
    return html.Div(eras, className="eras", style=columns)


def _years(axis: Span) -> Content:
    """Years at even steps, every other one only where there is room, and the record's last month at the end."""
    first, last = axis[0].year, axis[1].year
    step = next(step for step in STEPS if (last - first) / step <= 8)
    labels = []
    for year in range(first, last, step):
        share = analysis.share(dt.date(year, 1, 1), axis)
        if share < 0.9:
            # Which years give way where there is little room: every other one, and those near to the last month.
            labels.append(html.Span(str(year), className="between" if share > 0.78 else None))
    labels.append(html.Span(words.short_month(axis[1]), className="last"))
    width = 100 * analysis.share(dt.date(first + step, 1, 1), axis)
    return html.Div(labels, className="years", style={"--year": f"{width:.2f}%"})


def _lane(content: Content) -> Content:
    """The frameworks or the years. They are for the eye: each strip tells its dates itself."""
    return html.Li(content, className="axis", aria_hidden="true")


def _in_columns(parts: Iterable[tuple[dt.date, dt.date, Content]], axis: Span) -> tuple[list[Content], dict[str, str]]:
    """What lasts from one day to another as the cells of a grid, and the widths of its columns for the stylesheet.

    They are tenths of a per cent of the axis, so that a cell ends where the next one begins; an empty span is a gap.
    """
    cells, widths, edge = [], [], 0
    for start, end, content in parts:
        left, right = (round(1000 * analysis.share(min(max(day, axis[0]), axis[1]), axis)) for day in (start, end))
        if left > edge:
            cells.append(html.Span())
            widths.append(left - edge)
        cells.append(content)
        widths.append(right - left)
        edge = right
    return cells, {"--w": " ".join(map(_percent, widths))}


def _percent(tenths: int) -> str:
    return f"{tenths / 10:g}%"
