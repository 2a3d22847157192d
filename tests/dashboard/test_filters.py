"""Every filter of the table works everywhere: in addresses, in the selection, in the form and in the description."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard import filters, selection
from dashboard.export import openapi
from dashboard.filters import FILTERS, Filter, Filters
from dashboard.markup.render import curly
from dashboard.store import Store
from dashboard.web import downloads
from loaders.frames import texts

EACH = pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.name)


def test_a_filter_has_a_name_of_its_own_and_a_column_of_the_judgements(store: Store) -> None:
    assert len(filters.BY_NAME) == len(FILTERS)
    assert {row.column for row in FILTERS} <= set(store.judgements.columns)


@EACH
def test_each_value_leaves_its_own_rows_and_all_of_them(store: Store, row: Filter) -> None:
    values = row.values(store)
    column = texts(store.judgements[row.column])
    assert set(values) >= set(column) - {""}
    for value in values:
        chosen = filters.parse({row.name: [value]}, store)
        assert chosen == Filters(**{row.name: [value]})
        rows = selection.positions(store, chosen)
        assert rows.tolist() == [place for place, cell in enumerate(column) if cell == value]


@EACH
@pytest.mark.parametrize("address", ["/data", "/download/judgements.csv", "/download/judgements.json"])
def test_an_unknown_value_is_refused_with_what_is_accepted(client: FlaskClient, address: str, row: Filter) -> None:
    answer = client.get(f"{address}?{row.name}=nonsense")
    assert answer.status_code == 400
    text = unescape(answer.get_data(as_text=True))
    assert "nonsense" in text
    expected = (f"‘{row.name}’ takes: ", "Accepted: ", "We do not know a council called ‘nonsense’.")
    assert any(words in text for words in expected)


@EACH
def test_each_filter_stands_in_the_form_with_its_values(client: FlaskClient, store: Store, row: Filter) -> None:
    value, title = list(row.values(store).items())[-1]
    page = unescape(client.get("/data", query_string={row.name: value}).get_data(as_text=True))
    form = re.search(r'<form [^>]*aria-label="Filters".*?</form>', page, re.DOTALL)
    assert form is not None
    controls = re.findall(rf'<input [^>]*name="{row.name}"[^>]*>', form.group())
    if row.is_listed:
        assert f"<legend>{row.label}</legend>" in form.group()
        assert [re.search(r'value="([^"]*)"', control).group(1) for control in controls] == list(row.values(store))  # type: ignore[union-attr]
        assert [control for control in controls if " checked" in control] == [controls[-1]]
    else:
        assert [c for c in controls if 'type="hidden"' in c and f'value="{value}"' in c] == controls[:1]
    assert f"{row.label}: {curly(title)}" in re.sub(r"<[^>]*>", "", page)


def test_the_description_and_the_downloads_have_the_filters_of_the_table(store: Store) -> None:
    described = [parameter["name"] for parameter in openapi.parameters(store)]
    assert described == list(downloads.PARAMETERS) == [*filters.BY_NAME, "from", "to", "search", "sort"]


def test_a_filter_that_is_in_no_table_is_an_error_and_not_ignored() -> None:
    with pytest.raises(TypeError, match="no filter colour"):
        Filters(colour=["red"])
    with pytest.raises(KeyError):
        Filters()["colour"]


def test_filters_narrow_each_other_and_their_values_are_alternatives(store: Store) -> None:
    chosen = Filters(service=["safeguarding", "adoption"], comparability=["loose"], from_year=2010)
    frame = store.judgements.take(selection.positions(store, chosen))
    assert len(frame)
    assert set(frame["service"]) <= {"safeguarding", "adoption"}
    assert set(frame["comparability"]) == {"loose"}
    assert frame["date"].min().year >= 2010
