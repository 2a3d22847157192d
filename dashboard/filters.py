"""The filters of the data page and of the downloads: one table, from which everything that knows them is made.

A row of `FILTERS` gives a filter its name in addresses, the column that it narrows, its label in forms, and its values
with their titles. Parsing (`parse`), the selection of rows (`selection`), the form of /data and the OpenAPI description
loop over the table, so that a filter works everywhere or does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from dashboard import address
from dashboard.address import AddressProblem, Parameters
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.rows import InspectionRow
from loaders.record.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Filter:
    """One filter. Its values are alternatives; several filters narrow each other."""

    name: str
    """The parameter of an address, which can be repeated."""
    column: str
    """The column of judgements that holds the values."""
    label: str
    """The heading of its choices in a form."""
    values: Callable[[Store], Mapping[str, str]]
    """The values that are accepted, each with the title that readers know it by."""
    parse: Callable[[str, Store], str] | None = None
    """Turns other spellings into a value, or raises AddressProblem; without it a value is accepted as it stands."""
    help: str = ""
    """What the description of the column does not say."""
    is_listed: bool = True
    """Whether a form lists all values: not where there are hundreds."""


def _authorities(store: Store) -> Mapping[str, str]:
    register = store.reference.register.by_id
    return {key: wording.authority_name(authority) for key, authority in sorted(register.items())}


def _frameworks(store: Store) -> Mapping[str, str]:
    return {name: store.reference.vocabulary.frameworks[name].title for name in store.reference.frameworks}


def _inspections(store: Store) -> Mapping[str, str]:
    def title(row: InspectionRow) -> str:
        council = wording.council_of(store.reference, row["authority_id"])
        return f"{council}, {wording.framework_name(store.reference, row['framework'])}, {wording.date(row)}"

    return {key: title(store.inspections[key]) for key in sorted(store.inspections)}


def _scales(store: Store) -> Mapping[str, str]:
    return {key: wording.upper_first(scale.title) for key, scale in store.reference.scales.items()}


def _authority_id(name: str, store: Store) -> str:
    return address.authority(name, store, path="/data?authority={}", status=400).authority_id


def _inspection_id(name: str, store: Store) -> str:
    return address.inspection(name, store, "inspection", status=400)["inspection_id"]


def _words(vocabulary: Callable[[Vocabulary], Mapping[str, Term]]) -> Callable[[Store], Mapping[str, str]]:
    return lambda store: {name: term.title for name, term in vocabulary(store.reference.vocabulary).items()}


FILTERS = (
    Filter(
        "authority",
        "authority_id",
        "Council",
        values=_authorities,
        parse=_authority_id,
        help=" Any name that it has had is accepted as well.",
        is_listed=False,
    ),
    Filter("service", "service", "Service", values=lambda store: store.reference.services),
    Filter("aspect", "aspect", "Aspect", values=lambda store: store.reference.aspects),
    Filter("framework", "framework", "Framework", values=_frameworks),
    Filter("region", "region", "Region", values=lambda store: {region: region for region in store.regions}),
    Filter("grade", "grade", "Grade", values=_words(lambda words: words.grades)),
    Filter("evidence", "evidence", "Evidence", values=_words(lambda words: words.evidence)),
    Filter("inspection", "inspection_id", "Inspection", values=_inspections, parse=_inspection_id, is_listed=False),
    Filter("comparability", "comparability", "Comparability", values=_words(lambda words: words.comparability)),
    Filter("scale", "scale", "Scale", values=_scales),
)
BY_NAME = {row.name: row for row in FILTERS}
PARAMETERS = (*BY_NAME, "from", "to", "search")
TYPED = ("authority", "from", "to", "search")
"""What a form has readers type and not choose, so that it can be wrong."""


@dataclass(frozen=True, init=False)
class Filters:
    """Which judgements: values by filter, years from and to, both included, and words that a row must have."""

    values: Mapping[str, tuple[str, ...]]
    from_year: int | None
    to_year: int | None
    search: str

    def __init__(
        self, *, from_year: int | None = None, to_year: int | None = None, search: str = "", **values: Sequence[str]
    ) -> None:
        """`values` go by the names of FILTERS; raises TypeError for any other."""
        if unknown := values.keys() - BY_NAME.keys():
            raise TypeError(f"there is no filter {', '.join(sorted(unknown))}")
        chosen = {name: tuple(values[name]) for name in BY_NAME if values.get(name)}
        for name, value in (("values", chosen), ("from_year", from_year), ("to_year", to_year), ("search", search)):
            object.__setattr__(self, name, value)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """The values of a filter, () where it narrows nothing."""
        return self.values.get(BY_NAME[name].name, ())

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address, in a fixed order."""
        pairs = [(name, value) for name, values in self.values.items() for value in values]
        years = (("from", self.from_year), ("to", self.to_year))
        pairs += [(name, str(year)) for name, year in years if year is not None]
        return [*pairs, ("search", self.search)] if self.search else pairs


def parse(parameters: Parameters, store: Store) -> Filters:
    """The filters that an address names. Raises AddressProblem, which says what is accepted."""
    first, last = address.years(parameters)
    return Filters(
        from_year=first,
        to_year=last,
        search=address.search(parameters),
        **{row.name: _parse_values(row, parameters, store) for row in FILTERS},
    )


def parse_apart(parameters: Parameters, store: Store) -> Filters:
    """What a form keeps where something typed in it is wrong: each filter that can be read without the others.

    Years can be the wrong way round. Raises AddressProblem where what is chosen is wrong.
    """
    chosen = parse({name: texts for name, texts in parameters.items() if name not in TYPED}, store)
    parts = []
    for typed in TYPED:
        for text in address.values(parameters, typed):
            with suppress(AddressProblem):
                parts.append(parse({typed: (text,)}, store))
    councils = tuple(dict.fromkeys(council for part in parts for council in part["authority"]))
    return Filters(
        from_year=next((part.from_year for part in parts if part.from_year), None),
        to_year=next((part.to_year for part in parts if part.to_year), None),
        search=next((part.search for part in parts if part.search), ""),
        **{**chosen.values, "authority": councils},
    )


def _parse_values(column_filter: Filter, parameters: Parameters, store: Store) -> tuple[str, ...]:
    if column_filter.parse is None:
        return address.choices(parameters, column_filter.name, tuple(column_filter.values(store)))
    texts = address.values(parameters, column_filter.name)
    return tuple(dict.fromkeys(column_filter.parse(text, store) for text in texts))
