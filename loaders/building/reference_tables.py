"""The reference as tables for those who analyse: authorities, frameworks, crosswalk, and what every value means."""

import re

from loaders.building.columns import Row
from loaders.record.reference import Reference
from loaders.record.schema import tables


def authorities(reference: Reference) -> list[Row]:
    """The register, a row for each authority."""
    rows: list[Row] = []
    for authority in reference.register.authorities:
        model, neighbours = reference.neighbours.latest(authority.authority_id)
        of_lists = {"statistical_neighbours": neighbours, "neighbours_model": model}
        columns = vars(authority) | of_lists
        rows.append({name: ";".join(v) if isinstance(v, tuple) else v for name, v in columns.items()})
    return rows


def frameworks(reference: Reference) -> list[Row]:
    """Every framework, with the days that it was in force and its scale."""
    directions = {name: scale.direction for name, scale in reference.scales.items()}
    return [
        vars(f) | {"in_force_from": f.from_date, "in_force_until": f.until, "direction": directions[f.scale]}
        for f in reference.frameworks.values()
    ]


def crosswalk(reference: Reference) -> list[Row]:
    """Every label that a framework grades, with its service, aspect and comparability."""
    return [
        {
            "framework": framework.framework,
            "label": label,
            "service": judgement.service,
            "aspect": judgement.aspect,
            "comparability": judgement.comparability,
            "why": judgement.because,
            "valid_from": judgement.from_date,
            "valid_until": judgement.until,
        }
        for framework in reference.frameworks.values()
        for judgement in framework.judgements
        for label in judgement.labels
    ]


def codebook(reference: Reference) -> list[Row]:
    """Every column of every table, and the meaning of each value where their number is fixed."""
    meanings = _meanings(reference)
    rows: list[Row] = []
    for table in tables(reference).values():
        for column in table.columns:
            rows.append({"table": table.name, "column": column.name, "value": "", "meaning": column.description})
            kind = re.sub("^(from|to|other)_", "", column.name)
            rows += [
                {
                    "table": table.name,
                    "column": column.name,
                    "value": value,
                    "meaning": meanings.get(kind, {}).get(value)
                    or reference.vocabulary.values.get(value)
                    or column.description,
                }
                for value in column.enum
            ]
    return rows


def _meanings(reference: Reference) -> dict[str, dict[str, str]]:
    """By column what its values mean: "safeguarding" is a service in one column and a framework in another."""
    words = reference.vocabulary
    terms = {
        "service": words.services,
        "aspect": words.aspects,
        "grade": words.grades,
        "evidence": words.evidence,
        "comparability": words.comparability,
    }
    return {
        "framework": {name: f.title for name, f in reference.frameworks.items()},
        "scale": {name: f"{s.title}; {s.direction}" for name, s in reference.scales.items()},
        **{column: {name: term.meaning for name, term in names.items()} for column, names in terms.items()},
    }
