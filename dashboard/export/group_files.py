"""The files of a group of councils: what they are made of, and the group as an XLSX workbook.

Comes in: a store, a group, services and an order. Goes out: a `GroupFile`, which `workbook` here writes as a workbook
and `svg_councils` as a picture of 16:9. The councils and grades are those of the page at the same address.
"""

import io
from dataclasses import dataclass

from dashboard.analysis import groups, queries
from dashboard.analysis.groups import Group
from dashboard.analysis.standing import Standing, standing, tally
from dashboard.export import citation
from dashboard.export.content import TERMS
from dashboard.export.workbook import add_table, new_book
from dashboard.store import Store
from dashboard.words import groups as words, wording
from loaders.record.precision import as_exact
from loaders.record.reference import OVERALL, Authority
from loaders.record.schema import LICENCE, LICENCE_TITLE

FORMATS = ("xlsx", "svg")
NOW = ("council", "authority_id", "service", "grade", "inspected", "framework", "evidence", "source", "place")
EVERY = (
    "council", "service", "date", "grade as printed", "number", "grade", "rank", "framework", "evidence", "source_id",
)  # fmt: skip
WIDTHS = (28, 24, 24, 26, 16, 44, 30, 44, 30, 30)


@dataclass(frozen=True)
class GroupFile:
    """A group on its way to a file. `address` is that of the page that shows the same."""

    store: Store
    group: Group
    services: tuple[str, ...]
    order: str
    address: str = ""

    @property
    def stem(self) -> str:
        of = self.group.of.authority_id if self.group.of else wording.lower_first(self.group.title).replace(" ", "-")
        parts = ("gradeline", of, self.group.value, *(service.replace("_", "-") for service in self.services))
        return "-".join(filter(None, (*parts, self.store.as_at.isoformat()))).lower()

    @property
    def councils(self) -> list[Authority]:
        return groups.in_order(self._standings(self.services[0]), self.order)

    @property
    def title(self) -> str:
        if self.group.of and len(self.services) > 1:
            return words.title(self.store, self.group)
        standings = self._standings(self.services[0])
        counts = tally(standings[1:] if self.group.kind == groups.NEIGHBOURS else standings)
        return words.several(self.store, self.group, self.services[0], standings=standings, tally=counts)

    @property
    def answer(self) -> str:
        """The sentences under the title: as at which day, and who is in no count."""
        sentences = dict.fromkeys(words.left_out(tally(self._standings(service))) for service in self.services)
        if self.group.of and len(self.services) > 1:
            answer = words.block(self.store, self.group, groups.against(self.store, self.group, self.services))
        else:
            answer = f"{wording.upper_first(words.as_at(self.store))}."
        return " ".join(filter(None, (answer, *sentences)))

    def _standings(self, service: str) -> list[Standing]:
        return [standing(self.store, council, service) for council in self.group.everyone]


def workbook(file: GroupFile) -> bytes:
    """Cover, the grades now, and every grade of these councils; one table a sheet, text never a formula."""
    buffer = io.BytesIO()
    with new_book(buffer, file.store.as_at, _cover(file)) as book:
        add_table(book, "Grades now", NOW, rows=_now(file), widths=WIDTHS[: len(NOW)])
        add_table(book, "Every grade", EVERY, rows=_every(file), widths=WIDTHS)
    return buffer.getvalue()


def _cover(file: GroupFile) -> list[str]:
    lines = [
        file.title,
        file.answer,
        words.about(file.group) if file.group.of else "",
        f"The page: {file.address}" if file.address else "",
        f"How to cite: {citation.text(file.store, file.address)}",
        *TERMS,
        f"{LICENCE_TITLE}: {LICENCE}",
    ]
    return list(dict.fromkeys(filter(None, lines)))


def _now(file: GroupFile) -> list[tuple[str, ...]]:
    store = file.store
    rows: list[tuple[str, ...]] = []
    for authority in file.councils:
        for service in file.services:
            one = standing(store, authority, service)
            row = one.row
            framework = wording.framework_title(store.reference, row["framework"]) if row else ""
            rows.append(
                (
                    wording.authority_name(authority),
                    authority.authority_id,
                    wording.thing(store.reference, service),
                    words.grade(store, one),
                    words.when(one),
                    framework,
                    store.reference.vocabulary.evidence[row["evidence"]].title if row else "",
                    (row["source_url"] or row["source_id"]) if row else "",
                    row["locator"] if row else "",
                )
            )
    return rows


def _every(file: GroupFile) -> list[tuple[str | int, ...]]:
    store = file.store
    return [
        (
            wording.authority_name(authority),
            wording.thing(store.reference, service),
            as_exact(row["date"], row["date_precision"]),
            row["grade_original"],
            row["grade_number_original"] or "",
            wording.grade_title(store.reference, row),
            row["grade_rank"],
            wording.framework_title(store.reference, row["framework"]),
            store.reference.vocabulary.evidence[row["evidence"]].title,
            row["source_id"],
        )
        for authority in file.councils
        for service in file.services
        for row in queries.grades(store, authority.authority_id, [(service, OVERALL)])
    ]
