"""Inspections by publication as an Atom feed (RFC 4287): of all councils, or of some councils or regions.

Comes in: a store, filters (council and region alone) and the address of the site. Goes out: XML. An entry is an
inspection with a day of publication, or else a last day of its own, since many reports print no day of publication; its
id depends on the inspection alone, so that a reader of the feed sees it once whatever server it comes from. It names
councils, grades and reports, and nobody who wrote one.
"""

import datetime as dt
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from dashboard.address import link
from dashboard.analysis import queries
from dashboard.filters import BY_NAME, Filters
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import OVERALL
from loaders.record.rows import InspectionRow, JudgementRow
from loaders.record.schema import LICENCE_TITLE

ATOM = "http://www.w3.org/2005/Atom"
FILTERED_BY = ("authority", "region")
MOST = 100
ORDER = "By day of publication, or where that is not known by the last day of the inspection."
MEDIA_TYPE = "application/atom+xml"
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "gradeline")
# XML 1.0 has no place for these, escaped or not.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def path(filters: Filters) -> str:
    """The address of the feed of a selection, of which council and region alone count."""
    return link("/feed.xml", [(name, value) for name in FILTERED_BY for value in filters[name]])


def title(store: Store, filters: Filters) -> str:
    register = store.reference.register.by_id
    councils = [wording.authority_name(register[authority_id]) for authority_id in filters["authority"]]
    places = [*councils, *filters["region"]]
    return f"Inspections of children’s services: {wording.listed(places) or 'every council in England'}"


def atom(store: Store, filters: Filters, site: str) -> str:
    """The feed, newest first. `site` is the address that the server is known by, without a slash at its end."""
    inspections = _newest(store, filters)
    newest = _day(inspections[0]) if inspections else store.as_at
    address = path(filters)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(feed, "id", _identifier(address))
    _text(feed, "title", title(store, filters))
    _text(feed, "subtitle", f"{ORDER} The newest {MOST}. {LICENCE_TITLE}.")
    _text(feed, "updated", _time(newest))
    _text(ET.SubElement(feed, "author"), "name", "Gradeline")
    ET.SubElement(feed, "link", rel="self", type=MEDIA_TYPE, href=site + address)
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}/")
    for inspection in inspections:
        feed.append(_entry(store, inspection, site))
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _newest(store: Store, filters: Filters) -> list[InspectionRow]:
    inspections = store.tables["inspections"]
    inspections = inspections.assign(day=inspections["published"].fillna(inspections["date"]))
    inspections = inspections[inspections["published"].notna() | (inspections["date_precision"] == "day")]
    for name in FILTERED_BY:
        if values := filters[name]:
            inspections = inspections[inspections[BY_NAME[name].column].isin(values)]
    ordered = inspections.sort_values(["day", "inspection_id"], ascending=[False, True], kind="stable")
    return [store.inspections[name] for name in ordered["inspection_id"].head(MOST)]


def _day(inspection: InspectionRow) -> dt.date:
    return inspection["published"] or inspection["date"]


def _entry(store: Store, inspection: InspectionRow, site: str) -> ET.Element:
    authority = store.reference.register.by_id[inspection["authority_id"]]
    lines = queries.graded_lines(store, inspection)
    entry = ET.Element("entry")
    framework = wording.framework_title(store.reference, inspection["framework"])
    _text(entry, "id", _identifier(inspection["inspection_id"]))
    _text(entry, "title", f"{wording.authority_name(authority)}: {framework}, {wording.date(inspection, short=True)}")
    if inspection["published"]:
        _text(entry, "published", _time(inspection["published"]))
    _text(entry, "updated", _time(_day(inspection)))
    page = f"{site}/authority/{authority.authority_id}"
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    for url in dict.fromkeys(store.published_at(line["source_id"]) for line in lines.values()):
        if url:
            ET.SubElement(entry, "link", rel="via", href=url)
    if authority.region:
        ET.SubElement(entry, "category", term=authority.region)
    _text(entry, "summary", _summary(store, lines))
    return entry


def _summary(store: Store, lines: Mapping[tuple[str, str], JudgementRow]) -> str:
    """The headline grades, the overall one first; of an inspection of which parts alone are known, those."""
    reference = store.reference
    pairs = queries.in_reference_order(reference, set(lines))
    pairs = [pair for pair in pairs if pair[1] in (OVERALL, "leadership")] or pairs
    parts = [f"{wording.thing(reference, *pair)}: {wording.grade_title(reference, lines[pair])}" for pair in pairs]
    return "; ".join(parts) + "." if parts else "No grade of this inspection is in the record."


def _identifier(name: str) -> str:
    return uuid.uuid5(_IDS, name).urn


def _time(day: dt.date) -> str:
    return f"{day}T00:00:00Z"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _NO_TEXT.sub(" ", text)
