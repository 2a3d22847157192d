"""Which two inspections an address means: by id, by authority and years, or by another authority."""

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis import queries
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.rows import InspectionRow as Inspection


def choose(store: Store, parameters: Parameters) -> tuple[Inspection, Inspection]:
    """The two inspections that the address names, by id, or by authority and years."""
    ids = {name: address.value(parameters, name) for name in ("a", "b")}
    a = address.inspection(ids["a"], store, "a") if ids["a"] else None
    b = address.inspection(ids["b"], store, "b") if ids["b"] else None
    other = address.value(parameters, "other")
    if other and (a or b):
        fixed = a or b
        assert fixed is not None
        return fixed, _nearest(store, address.authority(other, store, path="/compare?authority={}").authority_id, fixed)
    if a and b:
        return a, b
    if a or b:
        return _with_neighbour(store, a, b)
    name = address.value(parameters, "authority") or other
    first, last = address.years(parameters)
    if name:
        authority = address.authority(name, store, path="/compare?authority={}")
        return _by_years(store, authority.authority_id, wording.council_name(authority), first=first, last=last)
    raise AddressProblem.of("years_of_nobody")


def _graded(store: Store, authority_id: str) -> list[Inspection]:
    """An authority’s inspections with grades; those known only from remarks are left out while there are others."""
    rows = [row for row in queries.inspections_of(store, authority_id) if row["judgements"]]
    firm = [row for row in rows if row["evidence"] != "mention"]
    return firm if len(firm) > 1 else rows


def _in_year(store: Store, authority_id: str, year: int) -> Inspection | None:
    rows = [row for row in queries.inspections_of(store, authority_id) if row["date"].year == year]
    return queries.best_known(store, rows)


def _by_years(
    store: Store, authority_id: str, name: str, *, first: int | None, last: int | None
) -> tuple[Inspection, Inspection]:
    inspections = _graded(store, authority_id)
    if len(inspections) < 2:
        ways = [
            (f"{name} and other councils over time", f"/compare?of={authority_id}"),
            (f"{name}: what is known", f"/authority/{authority_id}"),
            ("Another council", "/compare"),
        ]
        count = wording.count(len(inspections), "graded inspection")
        raise AddressProblem.of("too_few_inspections", ways, count=count, council=name)
    of_year = [row for row in inspections if row["date"].year == first == last]
    if len(of_year) > 1:
        return of_year[0], of_year[-1]
    ends = []
    for year, default in ((first, inspections[-2]), (last, inspections[-1])):
        inspection = default if year is None else _in_year(store, authority_id, year)
        if inspection is None:
            years = ", ".join(sorted({str(row["date"].year) for row in queries.inspections_of(store, authority_id)}))
            ways = _nearest_years(inspections, authority_id, name, first=first, last=last)
            raise AddressProblem.of("no_inspection_in_year", ways, council=name, year=year, years=years)
        ends.append(inspection)
    return ends[0], ends[1]


def _nearest_years(
    graded: list[Inspection], authority_id: str, name: str, *, first: int | None, last: int | None
) -> list[tuple[str, str]]:
    """What can be compared instead, as links: the years nearest to those asked for, and the latest two inspections."""
    latest = (f"{name}: compare the latest two", link("/compare", [("authority", authority_id)]))
    years = sorted({row["date"].year for row in graded})
    if first is None or last is None or len(years) < 2:
        return [latest]
    ends = {min(years, key=lambda year: abs(year - target)) for target in (first, last)}
    if len(ends) == 1:
        ends.add(min(set(years) - ends, key=lambda year: abs(year - last)))
    start, end = map(str, sorted(ends))
    pair = [("authority", authority_id), ("from", start), ("to", end)]
    return [(f"{name}: compare {start} with {end}", link("/compare", pair)), latest]


def _with_neighbour(store: Store, a: Inspection | None, b: Inspection | None) -> tuple[Inspection, Inspection]:
    """One inspection is named: the one before it in time stands beside it, or the one after where it is the first."""
    fixed = a or b
    assert fixed is not None
    rows = [row for row in _graded(store, fixed["authority_id"]) if row["inspection_id"] != fixed["inspection_id"]]
    before = [row for row in rows if row["date"] <= fixed["date"]]
    after = [row for row in rows if row["date"] > fixed["date"]]
    if a is not None and after:
        return a, after[0]
    if before:
        return before[-1], fixed
    if after:
        return fixed, after[0]
    name = wording.council_of(store.reference, fixed["authority_id"])
    raise AddressProblem.of("no_other_inspection", authority=fixed["authority"], council=name)


def _nearest(store: Store, authority_id: str, fixed: Inspection) -> Inspection:
    """Another authority’s inspection nearest in time."""
    inspections = _graded(store, authority_id)
    if not inspections:
        raise AddressProblem.of("never_graded")
    return min(inspections, key=lambda row: abs(_months(row) - _months(fixed)))


def _months(row: Inspection) -> int:
    return row["date"].year * 12 + row["date"].month
