"""The page of what came next, as the server sends it: the finding, sentences, tables, links and figures."""

import dataclasses
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import plotly.graph_objects as go
import pytest
from flask.testing import FlaskClient

from dashboard.analysis import transitions
from dashboard.analysis.transitions import StepChoice
from dashboard.markup.page_view import View
from dashboard.markup.render import render
from dashboard.pages import transitions as page, transitions_tables as tables
from dashboard.store import Store
from dashboard.words import transitions as sentences
from loaders.record.reference import Reference

CHECKOUT = Path(__file__).parents[2]
EVERYTHING = "period=all&framework_step=all"
"""What is shown without a choice is comparable and of since November 2013; most of the small record is neither."""


def main_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    match = re.search(r"<main.*?</main>", answer.get_data(as_text=True), re.DOTALL)
    assert match is not None
    return match.group()


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def attributes_of(tag: str) -> dict[str, str]:
    """A tag's attributes, whatever their order."""
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def table(markup: str, name: str) -> str:
    """The box of one table."""
    match = re.search(rf'<div[^>]* id="{name}".*?</table>', markup, re.DOTALL)
    assert match is not None
    return match.group()


def figures_of(store: Store, **parameters: str) -> dict[str, dict[str, Any]]:
    view = page.layout(store, {name: [value] for name, value in parameters.items()})
    assert isinstance(view, View)
    return {island.id: island.figure for island in render(view.main).islands}


def test_the_first_html_has_the_finding_the_sentences_and_both_tables(client: FlaskClient) -> None:
    """Worcestershire: good 2008, inadequate 2010 (a mention), adequate 2012, inadequate 2016, better in 2019."""
    main = main_of(client, f"/transitions?{EVERYTHING}")
    text = words(main)
    assert "<h1>The grade for safeguarding rose in 2 of 2 pairs of inspections</h1>" in main
    assert "4 pairs of inspections, one after the other, in 1 council; the first of each from 2008 to 2016" in text
    assert "The grade rose in 2, fell in 0 and did not change in 0." in text
    assert "2 more are not comparable: the table has them, and nothing is said to rise or fall there." in text
    assert "In 2 a grade is quoted in a later report only." in text
    assert "After inadequate (2 pairs of inspections of 1 council): better in 2 of 2 and no change in 0 of 2." in text
    assert "After adequate (1 pair of inspections of 1 council): the next grade is not comparable." in text
    assert "3 periods graded inadequate, in 2 councils: 2 followed by a better grade" in text
    assert "1 still inadequate on 21 January 2022" in text
    assert "1 of the 3 may have begun earlier" in text
    assert "This is a record, not a forecast." in text
    assert "The scale has two ends." in text
    for name in ("matrix", "by-year", "spells"):
        box = table(main, name)
        assert "<caption>" in box
        assert box.count('scope="col"') >= 5
        assert 'scope="row"' in box


def test_the_diagonal_of_the_matrix_is_marked_and_no_other_cell(client: FlaskClient) -> None:
    marks = re.findall(
        r'class="move r(\d)(?: light)?( same)?"', table(main_of(client, f"/transitions?{EVERYTHING}"), "matrix")
    )
    assert len(marks) == 25
    assert [index for index, (_, same) in enumerate(marks) if same] == [0, 6, 12, 18, 24]


def test_a_grade_that_no_inspection_gave_has_neither_row_nor_column(reference: Reference) -> None:
    names = [term.name for term in reference.vocabulary.printed]
    steps = pd.DataFrame({"from_word": ["good"], "to_word": ["inadequate"]})
    cells = transitions.matrix(steps, names)
    grades = pd.DataFrame([{"grade": "good", "steps": 1, "years": 2.0, "waiting": 0}])
    choice = StepChoice("safeguarding", "overall")
    box = render([tables.matrix(reference.vocabulary, choice, cells, grades=grades)]).html
    assert re.findall(r'data-label="(\w+)"><div class="move', box) == ["Good", "Inadequate"] * 2
    assert box.count('scope="row"') == 3


def test_a_cell_leads_to_the_authorities_behind_it(client: FlaskClient) -> None:
    box = table(main_of(client, f"/transitions?{EVERYTHING}"), "matrix")
    links = [attributes_of(tag) for tag in re.findall(r"<a [^>]*>", box)]
    goal = next(a["href"] for a in links if a["aria-label"] == "1 pair of inspections from good to inadequate")
    assert urlsplit(goal).fragment == "steps"
    main = main_of(client, goal)
    assert 'id="steps"' in main
    behind = table(main, "steps-table")
    assert 'href="/authority/worcestershire"' in behind
    assert "/compare?a=worcestershire-2008-11-jar&amp;b=worcestershire-2010-10-slac" in behind
    text = words(behind)
    assert "18 November 2008" in text
    assert "Good , 3 4 is best" in text
    assert "October 2010" in text
    assert "Quoted in a later report" in text
    assert "Joint area review" in text
    assert "Safeguarding and looked-after children inspection" in text
    assert "the best number was 4 in the earlier and 1 in the later" in text
    assert 'aria-current="true"' in table(main, "matrix")


def test_a_number_in_a_row_or_column_leads_to_all_of_it(client: FlaskClient) -> None:
    row = table(main_of(client, f"/transitions?from_grade=inadequate&{EVERYTHING}"), "steps-table")
    column = table(main_of(client, f"/transitions?to_grade=inadequate&{EVERYTHING}"), "steps-table")
    assert row.count("<tr>") - 1 == 2
    assert column.count("<tr>") - 1 == 2
    assert "steps-table" not in main_of(client, "/transitions")


def test_a_cell_without_steps_says_so(client: FlaskClient) -> None:
    main = main_of(client, "/transitions?from_grade=outstanding&to_grade=good")
    assert "From outstanding to good: none" in words(main)


def test_the_choice_stands_in_the_form_and_in_every_link(client: FlaskClient) -> None:
    main = main_of(client, "/transitions?from=2009&to=2020&framework_step=all&from_grade=inadequate")
    chosen = [tag for tag in re.findall(r"<option[^>]*>", main) if " selected" in tag]
    assert re.findall(r'value="(\w+)"', "".join(chosen)) == ["safeguarding", "all", "overall", "all"]
    assert '<details open id="more-choices">' in main, "a choice is never hidden"
    assert '<details id="more-choices">' in main_of(client, "/transitions")
    inputs = [attributes_of(tag) for tag in re.findall(r"<input[^>]*>", main)]
    values = {element["name"]: element["value"] for element in inputs}
    assert values == {"from": "2009", "to": "2020", "from_grade": "inadequate"}
    hrefs = [unescape(address) for address in re.findall(r'href="(/transitions\?[^"]+)"', table(main, "matrix"))]
    assert hrefs
    for part in ("from=2009", "to=2020", "framework_step=all"):
        assert all(part in href for href in hrefs)


def test_what_is_left_out_is_said(client: FlaskClient) -> None:
    text = words(main_of(client, "/transitions?period=all"))
    assert "2 pairs of inspections, one after the other" in text
    assert "Left out: 2 pairs of inspections that are not comparable or across frameworks." in text
    assert "Left out" not in words(main_of(client, f"/transitions?{EVERYTHING}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2030", "No two grades in a row for safeguarding fit all of these. Show all 4 ."),
        ("service=lscb", "no council has two graded inspections of this in the record"),
        ("framework_step=within", "Show all 4 ."),
    ],
)
def test_where_no_step_fits_the_page_says_so_and_offers_others(client: FlaskClient, query: str, said: str) -> None:
    main = main_of(client, f"/transitions?{query}")
    assert "<h1>No inspections fit this choice</h1>" in main
    assert said in words(main)
    assert re.search(r'class="notice note".*?href="/transitions\?service=safeguarding', main, re.DOTALL)
    assert 'id="matrix"' not in main


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("framework_step=joint", "Did you mean ‘joined’?"),
        ("service=safegarding", "Did you mean ‘safeguarding’?"),
        ("mentions=with", "There is no parameter ‘mentions’"),
        ("from_grade=bad", "‘from_grade’ takes: outstanding"),
        ("from=2020&to=2010", "‘from’ must not be later than ‘to’"),
        ("framework=sif", "There is no parameter ‘framework’"),
        ("service=safeguarding&service=adoption", "‘service’ is given 2 times."),
    ],
)
def test_a_wrong_parameter_is_answered_with_what_is_accepted(client: FlaskClient, query: str, said: str) -> None:
    assert said in words(main_of(client, f"/transitions?{query}", status=400))


def test_the_page_stands_in_the_navigation(client: FlaskClient) -> None:
    assert '<a href="/transitions">What happens next</a>' in client.get("/").get_data(as_text=True)


def test_the_figures_are_plain_dictionaries_that_plotly_accepts(store: Store) -> None:
    made = figures_of(store, period="all", framework_step="all")
    assert set(made) == {"survival"}
    assert type(made["survival"]) is dict
    go.Figure(made["survival"])


def test_the_curve_is_a_step_line_with_its_interval_and_who_is_still_followed(store: Store) -> None:
    figure = figures_of(store, period="all", framework_step="all")["survival"]
    found = {trace["name"]: trace for trace in figure["data"]}
    curve = found["still inadequate"]
    # 2010-10-01 to 2012-03-23 is 539 days, 2016-11-17 to 2019-06-28 is 953, and Devon is followed from 2013 to 2022
    assert curve["x"] == pytest.approx([0, 539 / 365.25, 953 / 365.25, 3194 / 365.25, 3194 / 365.25])
    assert curve["y"] == pytest.approx([100, 200 / 3, 100 / 3, 100 / 3, 100 / 3])
    assert curve["line"]["shape"] == found["interval, low"]["line"]["shape"] == "hv"
    assert found["interval, low"]["fill"] == "tonexty"
    assert [trace["name"] for trace in figure["data"][:2]] == ["interval, high", "interval, low"]
    assert found["still inadequate when last seen"]["x"] == pytest.approx([3194 / 365.25])
    below = [text.split("<br>") for text in figure["layout"]["xaxis"]["ticktext"]]
    assert [years for years, _ in below] == [str(year) for year in range(10)]
    assert [followed for _, followed in below] == ["3", "3", "2", "1", "1", "1", "1", "1", "1", ""]
    assert found["at each year"]["hovertext"][2] == (
        "2 years after first graded inadequate<br>67% still inadequate (95% interval 5–95%)<br>2 still followed"
    )


def test_a_title_says_the_finding_only_where_there_is_enough_of_it(store: Store) -> None:
    grades = pd.DataFrame([{"grade": "inadequate", "steps": 43, "compared": 43, "better": 33, "waiting": 0}])
    counts = transitions.Counts(
        steps=276,
        compared=276,
        authorities=133,
        same=115,
        better=102,
        worse=59,
        crosses=125,
        mentions=63,
        first_year="2007",
        last_year="2023",
        left_out=0,
    )
    assert sentences.headline("adoption", counts, grades) == (
        "After inadequate for adoption, 77% of the next grades were better"
    )
    assert sentences.headline("adoption", counts, grades.assign(compared=9)) == (
        "The grade for adoption did not change in 115 of 276 pairs of inspections"
    )
    fallen = dataclasses.replace(counts, same=59, worse=115)
    assert sentences.headline("adoption", fallen, grades.assign(compared=9)) == (
        "The grade for adoption fell in 115 of 276 pairs of inspections"
    )
    lead = sentences.lead(counts, grades)
    assert lead.startswith("That is 33 of the 43 inadequate grades with a comparable later one. Compare with caution ")
    waiting = sentences.lead(counts, grades.assign(waiting=10))
    assert "comparable later one; 10 more have no later grade. Compare with caution where the framework" in waiting
    assert sentences.lead(counts, grades.assign(compared=9)).startswith(
        "Fewer than 10 inadequate grades have a comparable later one."
    )
    totals = sentences.totals(counts)
    assert "The grade rose in 102 (37%), fell in 59 (21%) and did not change in 115 (42%)." in totals
    assert sentences.share(33, 43) == "77% (33 of 43; 95% interval 62–87%)"
    assert sentences.share(3, 4) == "3 of 4"


def test_a_median_is_said_with_its_interval_and_its_number(store: Store) -> None:
    rows = [{"authority_id": f"a{i}", "years": float(i), "is_ended": True} for i in range(1, 21)]
    result = transitions.survival(pd.DataFrame(rows))
    assert sentences.survival_title(result) == "Half of the periods graded inadequate lasted 10.0 years or longer"
    said = sentences.median_sentence(result)
    assert said.startswith("Half had a better grade after 10.0 years (95% interval ")
    assert said.endswith(" years).")
    few = transitions.survival(pd.DataFrame(rows[:4]))
    assert sentences.median_sentence(few) == "4 periods graded inadequate: too few for a median."
    assert sentences.survival_title(few) == "4 of 4 periods graded inadequate have ended with a better grade"


@pytest.mark.slow
def test_the_counting_does_not_need_dash() -> None:
    code = (
        "import sys, dashboard.analysis.transitions, dashboard.words.transitions, dashboard.figures.transitions; "
        "print([name for name in sys.modules if name.split('.')[0] == 'dash'])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_period_after_an_inadequate_grade_that_is_not_comparable_may_have_begun_earlier(shipped: FlaskClient) -> None:
    """The page says "at least" of the same councils as the list of the longest."""
    page_text = main_of(shipped, "/transitions")
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", table(page_text, "spells"))]
    unsure = [row for row in rows if " or earlier " in row]
    assert all("at least" in row for row in unsure)
    listed = shipped.get("/download/lists/longest-inadequate.csv").get_data(as_text=True).splitlines()
    head = listed[0].split(",")
    flags = [line.split(",")[head.index("is_at_least")] for line in listed[1:]]
    assert len(unsure) == flags.count("yes") > 0
    assert f"{len(unsure)} of the {len(rows) - 1} may have begun earlier" in words(page_text)


def test_a_choice_without_pairs_says_nothing_of_changes_in_them(shipped: FlaskClient) -> None:
    text = words(main_of(shipped, "/transitions?service=adoption&from=2016"))
    assert "No inspections fit this choice" in text
    assert "these pairs" not in text
    assert "none followed by a better grade" in text


def test_a_better_grade_of_before_november_2013_has_the_word_of_its_time(shipped: FlaskClient) -> None:
    """The official list prints today's words for grades of 2009 to 2013 as well."""
    rows = [
        words(row) for row in re.findall(r"<tr>.*?</tr>", table(main_of(shipped, "/transitions?period=all"), "spells"))
    ]
    (cornwall,) = [row for row in rows if row.startswith("Cornwall") and "2013" in row]
    assert "published 15 March 2013 Adequate" in cornwall
