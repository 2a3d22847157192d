"""Strips: what their blocks are, counted again from the tables without their code, and how they are drawn."""

import datetime as dt
import re
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from dashboard.analysis import strips as analysis
from dashboard.markup import components, strips
from dashboard.markup.render import render
from dashboard.store import Store
from dashboard.web.static_files import ASSETS
from dashboard.words import strips as words
from loaders.record.reference import Reference
from tests.shipped_tables import table


def kinds(store: Store, authority_id: str, service: str, aspect: str = "overall") -> list[tuple[str, str]]:
    authority = store.authority(authority_id)
    assert authority is not None
    blocks = analysis.strip(store, authority, service, aspect).blocks
    return [(block.start.isoformat(), block.row["grade_original"] if block.row else block.kind) for block in blocks]


@pytest.fixture(scope="module")
def every_strip(shipped_store: Store) -> list[analysis.Strip]:
    return [
        analysis.strip(shipped_store, authority, service)
        for authority in shipped_store.reference.register.authorities
        for service in shipped_store.reference.services
    ]


def test_a_strip_has_a_block_from_each_inspection_to_the_next(store: Store) -> None:
    assert kinds(store, "worcestershire", "safeguarding") == [
        ("2008-11-18", "good"),
        ("2010-10-01", "inadequate"),
        ("2012-03-23", "Adequate"),
        ("2016-11-17", "Inadequate"),
        ("2019-06-28", "Requires improvement to be good"),
    ]


def test_an_inspection_without_the_grade_is_a_block_of_its_own(store: Store) -> None:
    # In 2010 a later report quotes one grade and not this one; of 2016 the grade was not established.
    assert kinds(store, "worcestershire", "looked_after_children") == [
        ("2008-11-18", "good"),
        ("2010-10-01", "unknown"),
    ]


def test_a_round_that_is_not_known_is_drawn_until_the_next_inspection(store: Store) -> None:
    assert kinds(store, "devon", "safeguarding") == [("2009-08-01", "unknown"), ("2013-04-24", "inadequate")]


def test_care_leavers_were_graded_with_looked_after_children_until_2022(store: Store) -> None:
    assert kinds(store, "worcestershire", "care_leavers") == [("2016-11-17", "Inadequate"), ("2019-06-28", "together")]
    authority = store.authority("worcestershire")
    assert authority is not None
    strip = analysis.strip(store, authority, "care_leavers")
    assert "graded together with looked-after children, 2019 to 2022" in words.history(store, strip)


def test_an_inspection_that_prints_not_judged_ends_the_block_before(store: Store) -> None:
    assert kinds(store, "leeds", "adoption") == []


def test_nothing_passes_from_one_council_to_another(every_strip: list[analysis.Strip]) -> None:
    for strip in every_strip:
        began, ended = strip.existed
        for block in strip.blocks:
            assert began is None or block.start >= began
            assert ended is None or block.end <= ended


def test_blocks_are_in_order_and_never_overlap(every_strip: list[analysis.Strip]) -> None:
    pairs = [(strip, *pair) for strip in every_strip for pair in pairwise(strip.blocks)]
    assert len(pairs) > 1_000
    for strip, before, after in pairs:
        assert before.end <= after.start, (strip.authority.authority_id, strip.service)


def test_every_grade_of_the_record_is_in_a_strip(every_strip: list[analysis.Strip]) -> None:
    """All overall grades of judgements.csv but corporate scores of a year whose own assessment is known."""
    rows = [row for row in table("judgements") if row["aspect"] == "overall" and row["grade"]]
    assessed = {(row["authority_id"], row["date"][:4]) for row in rows if row["framework"] == "apa"}
    wanted = {
        (row["inspection_id"], row["service"])
        for row in rows
        if row["framework"] != "cpa" or (row["authority_id"], row["date"][:4]) not in assessed
    }
    scores = sum(row["framework"] == "cpa" for row in rows)
    assert 0 < sum("-cpa" in inspection_id for inspection_id, _ in wanted) < scores
    drawn = {
        (block.row["inspection_id"], strip.service) for strip in every_strip for block in strip.graded if block.row
    }
    assert len(wanted) > 2000
    assert wanted == drawn


def test_the_latest_grade_is_the_one_that_the_panel_has(every_strip: list[analysis.Strip]) -> None:
    last = max(row["year_end"] for row in table("panel"))
    panel = {
        (row["authority_id"], row["service"]): row["inspection_id"]
        for row in table("panel")
        if row["year_end"] == last and row["status"] == "known"
    }
    latest = {
        (strip.authority.authority_id, strip.service): strip.latest.row["inspection_id"]
        for strip in every_strip
        if strip.latest and strip.latest.row
    }
    assert len(panel) > 500
    assert latest == panel


def test_at_each_years_end_a_strip_shows_what_the_panel_has(every_strip: list[analysis.Strip]) -> None:
    """While there were yearly grades, strips draw each in its own year, and the panel counts it until the next."""
    strips_of = {(strip.authority.authority_id, strip.service): strip for strip in every_strip}
    services = {row["service"]: "2011-12" for row in table("panel")} | {"whole_service": "2013-12"}
    rows = [row for row in table("panel") if row["year_end"] > services[row["service"]]]
    assert {row["status"] for row in rows} == {
        "known", "not_known", "not_judged", "judged_together", "no_authority",
    }  # fmt: skip
    for row in rows:
        strip = strips_of[row["authority_id"], row["service"]]
        day = dt.date.fromisoformat(row["year_end"])
        block = next((block for block in reversed(strip.blocks) if block.start <= day <= block.end), None)
        shown = block.row["inspection_id"] if block and block.row else ""
        kind = {"not_known": analysis.UNKNOWN, "judged_together": analysis.TOGETHER}.get(row["status"], "")
        assert shown == row["inspection_id"], row
        assert (block.kind if block and not block.row else "") == kind, row


def test_joins_are_those_of_the_table_of_movements(every_strip: list[analysis.Strip]) -> None:
    levels = {
        (row["from_inspection_id"], row["to_inspection_id"], row["service"]): row["comparability"]
        for row in table("movements")
        if row["aspect"] == "overall"
    }
    checked = 0
    for strip in every_strip:
        for before, after in pairwise(strip.graded):
            assert before.row
            assert after.row
            ids = (before.row["inspection_id"], after.row["inspection_id"], strip.service)
            if ids in levels:
                assert after.join == levels[ids].replace("ended", "")
                checked += 1
    assert checked > 1000


def test_the_word_in_a_block_is_the_printed_one(shipped_store: Store, reference: Reference) -> None:
    rows = {row["inspection_id"] + row["service"] + row["aspect"]: row for row in table("judgements")}
    listed = rows["worcestershire-2010-11-slaclooked_after_childrenoverall"]
    assert listed["grade_original"] == "Requires improvement to be good"
    assert words.grade(shipped_store, listed) == "Adequate"  # the word that the report of 2010 used
    assert words.grade(shipped_store, rows["worcestershire-2010-12-carwhole_serviceoverall"]) == "Performing poorly"
    assert words.grade(shipped_store, rows["worcestershire-2006-11-apawhole_serviceoverall"]) == "4 of 4"
    assert words.grade(shipped_store, rows["worcestershire-2023-05-ilacslooked_after_childrenoverall"]) == (
        "Requires improvement"
    )


def drawn(shipped_store: Store, authority_id: str, **how: Any) -> str:
    authority = shipped_store.authority(authority_id)
    assert authority is not None
    services = [*shipped_store.reference.services]
    rows = [words.NamedStrip(analysis.strip(shipped_store, authority, service), service) for service in services]
    return render(strips.chart(shipped_store, rows, **how)).html


class Heard(NamedTuple):
    """What a screen reader says of a strip: whose it is, what no block shows, then the name of each of its blocks."""

    whose: str
    beside: str
    blocks: list[str]


def heard(html: str) -> list[Heard]:
    """Each strip with its name is one item of a list."""
    assert re.match(r'<ul [^>]*role="list"', html)
    items = re.findall(r'<li[^>]*><div class="name"><h3>(.*?)</h3></div><div class="strip([^>]*)>(.*?)</li>', html)
    assert len(items) == html.count('<div class="strip')
    said = []
    for whose, strip, blocks in items:
        label = re.search(r' role="group" aria-label="([^"]*)"', strip)
        names = re.findall(r'<i class="[^"]*" role="img" title="([^"]*)"', blocks)
        assert blocks.count("<i ") == len(names)
        said.append(Heard(whose, label[1] if label else "", names))
    return said


def in_columns(html: str) -> list[list[tuple[bool, float, str]]]:
    """The cells of each strip: whether it is a block, how wide it is, and the words in it."""
    strips_of = re.findall(r'<div class="strip[^>]* style="--w:([^;"]*)[^>]*>(.*?)</div>', html)
    cells = [re.findall(r"<(i|span)\b[^>]*>(?:<b>(.*?)</b>)?</", blocks) for _, blocks in strips_of]
    return [
        [(tag == "i", float(width[:-1]), words) for width, (tag, words) in zip(widths.split(), parts, strict=True)]
        for (widths, _), parts in zip(strips_of, cells, strict=True)
    ]


def test_each_strip_tells_its_history_block_by_block_and_once(shipped_store: Store) -> None:
    html = drawn(shipped_store, "worcestershire")
    said = heard(html)
    assert len(said) == len(shipped_store.reference.services)
    whose, beside, blocks = said[1]
    assert (whose, beside) == ("safeguarding", "")
    assert blocks[0].startswith("Good, published November 2008, joint area review")
    assert blocks[-1].startswith("Good, May 2023, inspection of local authority children’s services, inspection report")
    assert blocks[-1].endswith("as at 21 August 2026")
    assert len(blocks) == len(set(blocks)) == 6


def test_a_strip_among_many_tells_its_history_in_brief(shipped_store: Store) -> None:
    blocks = heard(drawn(shipped_store, "worcestershire", is_compact=True))[1].blocks
    assert blocks[0] == "Good, Nov 2008, JAR"
    assert blocks[1].endswith(", Nov 2010, SLAC, not comparable")
    assert blocks[-1] == "Good, May 2023, ILACS, comparable, latest"
    overall = heard(drawn(shipped_store, "worcestershire", is_compact=True))[0].blocks
    assert "quoted in a later report" in overall[2]


def test_blocks_in_a_row_have_no_gap(shipped_store: Store) -> None:
    columns = in_columns(drawn(shipped_store, "worcestershire"))[1]
    blocks = [is_block for is_block, _, _ in columns]
    assert blocks == [False, True, True, True, True, True, True], "what was before the first inspection, and six blocks"
    assert sum(width for _, width, _ in columns) == pytest.approx(100, abs=0.01)


def test_what_no_block_shows_is_said_of_the_strip(shipped_store: Store) -> None:
    since = heard(drawn(shipped_store, "worcestershire", span=(dt.date(2012, 1, 1), shipped_store.as_at)))[1]
    whole = heard(drawn(shipped_store, "worcestershire"))[1]
    before = whole.blocks[: len(whole.blocks) - len(since.blocks)]
    assert before
    assert since.blocks == whole.blocks[len(before) :]
    for block in before:
        assert block[1:] in since.beside
    assert "The council began in April 2023" in heard(drawn(shipped_store, "westmorland-and-furness"))[0].beside
    assert "he council ended in" in heard(drawn(shipped_store, "cumbria"))[0].beside


def test_marks_say_evidence_comparability_and_what_is_not_known(shipped_store: Store) -> None:
    html = re.sub(r'aria-label="[^"]*"|title="[^"]*"', "", drawn(shipped_store, "worcestershire"))
    for mark in (" hollow", " latest", " same", " close", " loose", '"unknown"', '"together w'):
        assert mark in html, mark
    assert html.count(" latest") == 4  # overall, safeguarding, looked-after children, care leavers


def test_a_council_that_ended_has_no_pale_tail(shipped_store: Store) -> None:
    assert " latest" not in re.sub(r'aria-label="[^"]*"|title="[^"]*"', "", drawn(shipped_store, "cumbria"))
    assert 'class="strip ended"' in drawn(shipped_store, "cumbria")
    assert "began" in drawn(shipped_store, "westmorland-and-furness")


def test_the_last_column_says_grade_and_month_or_why_there_is_none(shipped_store: Store) -> None:
    def last(authority_id: str, service: str) -> tuple[str, str]:
        authority = shipped_store.authority(authority_id)
        assert authority is not None
        return words.latest(shipped_store, analysis.strip(shipped_store, authority, service))

    assert last("worcestershire", "safeguarding") == ("Good", "May 2023")
    assert last("worcestershire", "adoption") == ("No longer graded", "")
    assert last("cumbria", "safeguarding") == ("Council ended", "Mar 2023")
    assert '<div class="latest"><b>Good</b> May 2023</div>' in drawn(shipped_store, "worcestershire", is_compact=True)


def test_the_key_has_every_mark(shipped_store: Store) -> None:
    key = render(strips.key(shipped_store)).html
    for mark in ("hollow", "latest", " same", " close", " loose", "unknown", "together", "nothing"):
        assert mark in key, mark
    for term in shipped_store.reference.vocabulary.printed:
        assert term.title in key


def test_the_axis_reaches_to_the_day_to_which_the_record_is_complete(shipped_store: Store) -> None:
    authority = shipped_store.authority("worcestershire")
    assert authority is not None
    first, last = analysis.span([analysis.strip(shipped_store, authority, "safeguarding")], shipped_store)
    assert (first, last) == (dt.date(2008, 1, 1), shipped_store.as_at)
    assert "Aug 2026" in drawn(shipped_store, "worcestershire")


def test_words_that_never_have_room_in_their_block_are_not_written(shipped_store: Store) -> None:
    cells = [cell for strip in in_columns(drawn(shipped_store, "worcestershire", is_compact=True)) for cell in strip]
    assert {bool(text) for is_block, width, text in cells if is_block and width > 20} == {True}
    assert {text for _, width, text in cells if width < 3} == {""}


def test_the_letters_of_narrow_blocks_are_those_of_the_grades(shipped_store: Store) -> None:
    style = (ASSETS / "gradeline.css").read_text(encoding="utf-8")
    letters = {
        f".{components.colour(term).replace(' ', '.')}": term.letter
        for term in shipped_store.reference.vocabulary.printed
    }
    assert dict(re.findall(r'\.strip (\.r[\w.]+)::after { content: "(.)"; }', style)) == letters
