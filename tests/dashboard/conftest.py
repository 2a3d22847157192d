"""A small record made in memory: five authorities whose few inspections hold every case that the pages must tell apart.

Worcestershire has the trap (3 is good in 2008, adequate in 2012) and a mention between; Devon a conflict; Bedford took
over from Bedfordshire; Dudley is known from a council's paper; Leeds has a line that is printed as not judged.
"""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store, open_store
from dashboard.web.server import Gradeline, create_app
from loaders.building import reference_tables
from loaders.record.reference import Reference, load
from loaders.record.schema import tables
from loaders.record.steps import End, step
from tests.typed_frames import typed_frame

FROZEN = Path(__file__).resolve().parents[1] / "reference"
Line = tuple[str, str, str, str]

# authority, framework, start, end, precision, evidence, source, then (service, aspect, label, words) of each line
INSPECTIONS: list[tuple[str, str, str, str, str, str, str, list[Line]]] = [
    ("worcestershire", "jar", "", "2008-11-18", "day", "primary", "jar-2008", [
        ("safeguarding", "overall", "Safeguarding", "good"),
        ("looked_after_children", "overall", "Looked after children", "good"),
        ("disabilities", "overall", "Learning difficulties and/or disabilities", "good"),
    ]),
    ("worcestershire", "slac", "", "2010-10-01", "month", "mention", "safeguarding-2012", [
        ("safeguarding", "overall", "inspection of October 2010", "inadequate"),
    ]),
    ("worcestershire", "safeguarding", "2012-03-19", "2012-03-23", "day", "primary", "safeguarding-2012", [
        ("safeguarding", "overall", "Overall effectiveness", "Adequate"),
        ("safeguarding", "leadership", "Leadership and management", "Good"),
    ]),
    ("worcestershire", "sif", "2016-10-24", "2016-11-17", "day", "primary", "sif-2016", [
        ("whole_service", "overall", "The overall judgement", "inadequate"),
        ("safeguarding", "overall", "1. Children who need help and protection", "Inadequate"),
        ("care_leavers", "overall", "2.2 Experiences and progress of care leavers", "Inadequate"),
    ]),
    ("worcestershire", "ilacs", "2019-06-17", "2019-06-28", "day", "statistics", "statistics", [
        ("whole_service", "overall", "Overall effectiveness", "Requires improvement to be good"),
        ("safeguarding", "overall", "Help and protection", "Requires improvement to be good"),
    ]),
    ("devon", "child_protection", "2013-04-15", "2013-04-24", "day", "primary", "devon <b>2013</b>", [
        ("safeguarding", "overall", "Overall effectiveness <script>alert(1)</script>", "inadequate"),
    ]),
    ("dudley", "slac", "2011-11-28", "2011-12-09", "day", "secondary", "dudley-paper", [
        ("safeguarding", "overall", "Overall effectiveness", "Adequate"),
        ("looked_after_children", "overall", "Overall effectiveness", "Good"),
    ]),
    ("bedfordshire", "jar", "", "2006-05-01", "month", "primary", "jar-bedfordshire", [
        ("safeguarding", "overall", "Safeguarding", "adequate"),
    ]),
    ("bedford", "ilacs", "2022-01-10", "2022-01-21", "day", "primary", "ilacs-bedford", [
        ("safeguarding", "overall", "Help and protection", "Outstanding"),
        ("looked_after_children", "overall", "In care and care leavers", "Good"),
    ]),
    ("leeds", "sif", "2015-01-20", "2015-02-11", "day", "primary", "sif-leeds", [
        ("safeguarding", "overall", "1. Children who need help and protection", "Good"),
        ("adoption", "overall", "2.1 Adoption performance", "Not judged"),
    ]),
]  # fmt: skip


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load()


@pytest.fixture(scope="session")
def store(reference: Reference) -> Store:
    return make_store(reference)


@pytest.fixture
def second_store(reference: Reference) -> Store:
    """The same record with nothing cached yet, as another process has it."""
    return make_store(reference)


@pytest.fixture
def early(second_store: Store) -> FlaskClient:
    """The same record where it is complete to a day before the last inspections alone."""
    description = b'{"name": "gradeline", "complete_to": "2019-01-31", "created": "2019-02-01"}'
    return create_app(replace(second_store, datapackage=description)).server.test_client()


@pytest.fixture(scope="session")
def frozen_store() -> Store:
    """The small record on a small reference of its own (`tests/reference`): what tests of whole sentences use."""
    return make_store(load(FROZEN))


@pytest.fixture(scope="session")
def shipped_store() -> Store:
    """The record that comes with the project, read once for all tests that look at it."""
    return open_store()


@pytest.fixture(scope="session")
def shipped_app(shipped_store: Store) -> Gradeline:
    return create_app(shipped_store)


@pytest.fixture(scope="session")
def shipped(shipped_app: Gradeline) -> FlaskClient:
    """Asks for pages of the record that comes with the project; each is made once."""
    return shipped_app.server.test_client()


@pytest.fixture(scope="session")
def app(store: Store) -> Gradeline:
    return create_app(store)


@pytest.fixture
def client(app: Gradeline) -> FlaskClient:
    return app.server.test_client()


def make_store(reference: Reference) -> Store:
    described = tables(reference)
    judgements, inspections = [], []
    for authority_id, framework, start, end, precision, evidence, source, lines in INSPECTIONS:
        authority = reference.register.by_id[authority_id]
        scale = reference.scales[reference.frameworks[framework].scale]
        common = {
            "authority_id": authority_id,
            "authority": authority.name,
            "gss_code": authority.gss_code,
            "region": authority.region,
            "inspection_id": f"{authority_id}-{end[:7]}-{framework}",
            "framework": framework,
            "inspection_type": "",
            "inspection_start": start,
            "inspection_end": end if start else "",
            "published": "" if start or precision != "day" else end,
            "date": end,
            "date_precision": precision,
            "date_basis": "inspection" if start else "publication",
            "dfe_la_number": authority.dfe_la_number,
            "evidence": evidence,
        }
        for service, aspect, label, words in lines:
            word = scale.word(words)
            assert word is not None
            known = reference.frameworks[framework].judgement(service, aspect, dt.date.fromisoformat(end))
            number = "" if word.number is None or evidence == "mention" else str(word.number)
            judgements.append(
                common
                | {
                    "service": service,
                    "aspect": aspect,
                    "judgement": label,
                    "grade_original": words,
                    "grade_number_original": number,
                    "scale": scale.scale,
                    "grade": word.grade,
                    "grade_rank": str(reference.grades[word.grade]) if word.grade else "",
                    "comparability": known.comparability if known else "loose",
                    "source_id": source,
                    "locator": "p. 1, table <i>1</i>",
                    "observations": "2" if authority_id == "devon" else "1",
                    "agreement": "conflict" if authority_id == "devon" else "single",
                }
            )
        graded = [line for line in judgements if line["inspection_id"] == common["inspection_id"]]
        is_short_ilacs = framework == "ilacs" and end < "2023"
        inspections.append(
            common
            | {
                "judgements": str(sum(bool(line["grade"]) for line in graded)),
                "not_judged": ";".join(f"{r['service']}/{r['aspect']}" for r in graded if not r["grade"]),
                "not_given": "care_leavers/overall" if is_short_ilacs else "",
                "not_established": "looked_after_children/overall"
                if authority_id == "worcestershire" and framework == "sif"
                else "",
                "sources": source,
            }
        )
    by_table = {
        "judgements": judgements,
        "observations": [
            {**row, "grade_text": row["grade_original"], "place": "table", "establishes": "yes"} for row in judgements
        ],
        "inspections": inspections,
        "sources": _sources(),
        "discrepancies": _discrepancies(reference),
        "movements": _movements(reference, judgements),
        "coverage": _coverage(reference),
        "panel": [],
        "authorities": reference_tables.authorities(reference),
        "frameworks": reference_tables.frameworks(reference),
        "crosswalk": reference_tables.crosswalk(reference),
        "codebook": reference_tables.codebook(reference),
    }
    return Store(
        tables={name: typed_frame(rows, described[name]) for name, rows in by_table.items()},
        reference=reference,
        built="2026-11-21T09:00:00+00:00",
        datapackage=b'{"name": "gradeline", "complete_to": "2022-01-21", "created": "2022-03-01"}',
        described=dict(described),
    )


def _coverage(reference: Reference) -> list[dict[str, str]]:
    """One round of which nothing is known: Devon's inspection of safeguarding and looked-after children."""
    return [
        {
            "authority_id": "devon",
            "authority": reference.register.by_id["devon"].name,
            "round": "slac",
            "framework": "slac",
            "round_from": "2009-08-01",
            "round_until": "2012-08-31",
            "expected": "yes",
            "status": "not_known",
            "evidence": "",
            "inspection_id": "",
            "services": "",
        }
    ]


def _sources() -> list[dict[str, str]]:
    names = dict.fromkeys(row[6] for row in INSPECTIONS)
    read = [
        {
            "source_id": name,
            "file_name": f"{name}.pdf",
            "kind": "pdf",
            "title": f"Report {name}",
            "publisher": "Ofsted",
            "published": "",
            "url": f"https://files.example.org/{number}" if number % 2 else "",
            "sha256": f"{number:064x}",
            "status": "read",
            "message": "",
            "observations": "2",
        }
        for number, name in enumerate(names)
    ]
    refused = read[0] | {
        "source_id": "page",
        "file_name": "page.pdf",
        "title": "",
        "url": "",
        "status": "refused",
        "message": 'not a PDF: the file begins with "<!DOCTYPE html>"',
        "observations": "0",
    }
    return [*read, refused]


def _discrepancies(reference: Reference) -> list[dict[str, str]]:
    return [
        {
            "authority_id": "devon",
            "authority": reference.register.by_id["devon"].name,
            "inspection_id": "devon-2013-04-child_protection",
            "service": "safeguarding",
            "aspect": "overall",
            "field": "grade",
            "evidence": "primary",
            "reading": "inadequate",
            "source_id": "devon <b>2013</b>",
            "locator": "p. 1, table",
            "other_evidence": "statistics",
            "other_reading": "adequate",
            "other_source_id": "statistics",
            "other_locator": "row 3",
        }
    ]


def _movements(reference: Reference, judgements: list[dict[str, str]]) -> list[dict[str, str]]:
    series: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in judgements:
        if row["grade"]:
            series.setdefault((row["authority_id"], row["service"], row["aspect"]), []).append(row)
    return [
        {
            "authority_id": authority_id,
            "service": service,
            "aspect": aspect,
            "from_inspection_id": a["inspection_id"],
            "to_inspection_id": b["inspection_id"],
            "from_date": a["date"],
            "to_date": b["date"],
            "from_grade": a["grade"],
            "to_grade": b["grade"],
            "change": str(int(a["grade_rank"]) - int(b["grade_rank"])),
            "comparability": between.comparability,
            "because": between.because,
            "draw": between.draw,
        }
        for (authority_id, service, aspect), rows in series.items()
        for a, b in pairwise(sorted(rows, key=lambda row: row["date"]))
        for between in [step(reference, service, aspect, earlier=_end(a), later=_end(b))]
    ]


def _end(row: dict[str, str]) -> End:
    return End(row["framework"], dt.date.fromisoformat(row["inspection_start"] or row["date"]), row["comparability"])
