"""The forms of /compare: which two inspections, and which other council."""

from dashboard.address import link
from dashboard.analysis import queries
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.rows import InspectionRow


def forms(store: Store, a: InspectionRow, b: InspectionRow) -> Content:
    """The two inspections in one line; other councils folded below."""
    councils = {row["authority_id"]: wording.council_of(store.reference, row["authority_id"]) for row in (a, b)}
    across = f"{councils[a['authority_id']]} in {wording.date(a, short=True)} with another council"
    another, other = (
        components.authority_input(name=name, identifier=f"compare-{name}", label=label)
        for name, label in (("authority", "Latest two inspections of another council"), ("other", across))
    )
    others = html.Details(
        html.Summary("Other councils"),
        html.Div(
            form([another], "Compare the latest two inspections of another council"),
            form([*components.hidden([("a", a["inspection_id"])]), other], "Compare with another council"),
            className="form-pair",
        ),
        html.P(
            html.A(
                f"{wording.listed(list(councils.values()))}: grades over time, with other councils",
                href=link("/compare", [("authorities", authority_id) for authority_id in councils]),
            )
        ),
        components.authority_names(store),
        id="other-councils",
    )
    return html.Div(_inspections(store, a, b, councils=councils), others, className="compare-forms")


def _inspections(store: Store, a: InspectionRow, b: InspectionRow, *, councils: dict[str, str]) -> Content:
    def pick(name: str, label: str, selection: InspectionRow) -> Content:
        groups = [
            html.Optgroup(
                [_option(store, row, row == selection) for row in queries.inspections_of(store, authority_id)],
                label=title,
            )
            for authority_id, title in councils.items()
        ]
        return components.field(label, html.Select(groups, name=name, id=f"field-{name}"), f"field-{name}")

    first, second = pick("a", "First inspection", a), pick("b", "Second inspection", b)
    button = components.button("Compare")
    return components.form("/compare", "Choose two inspections", first, second, button, kind="row several")


def _option(store: Store, row: InspectionRow, is_chosen: bool) -> Content:
    text = f"{wording.date(row, short=True)}, {wording.framework_name(store.reference, row['framework'])}"
    text += wording.quoted_in(store.reference, row)
    return html.Option(text, value=row["inspection_id"], selected=is_chosen)


def form(controls: list[Content], label: str, button: str = "Compare") -> Content:
    """A form in one line that leads to /compare."""
    controls = [*controls, components.button(button)]
    return components.form("/compare", label, *controls, kind="row several", is_instant=False)
