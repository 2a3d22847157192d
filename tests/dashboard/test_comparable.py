"""The question at the head of the methodology page: its answer is that of the steps between inspections."""

import datetime as dt
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.pages import comparable
from loaders.record.reference import Reference
from loaders.record.steps import End, step


def answer_of(client: FlaskClient, query: str = "") -> list[str]:
    page = client.get(f"/methodology{query}").get_data(as_text=True)
    matches = re.findall(r'<p class="answer">(.*?)</p>', page)
    return [unescape(re.sub(r"<[^>]*>", "", paragraph)) for paragraph in matches]


def test_without_a_choice_the_two_newest_frameworks_are_compared(client: FlaskClient) -> None:
    (answer,) = answer_of(client)
    assert answer.startswith(
        "Yes, with caution. Grades for safeguarding from the single inspection framework (SIF, 2013"
    )


def test_frameworks_before_and_after_november_2013_are_not_comparable(client: FlaskClient) -> None:
    (answer,) = answer_of(client, "?service=safeguarding&earlier=jar&later=sif")
    assert answer.startswith("No. Grades for safeguarding from the joint area review (JAR, 2005–2008) and the single")
    assert "are not comparable: given before November 2013" in answer


def test_the_order_of_the_two_does_not_matter(client: FlaskClient) -> None:
    assert answer_of(client, "?earlier=sif&later=jar") == answer_of(client, "?earlier=jar&later=sif")


def test_where_the_answer_depends_on_the_inspection_each_is_given_with_its_bounds(client: FlaskClient) -> None:
    answers = answer_of(client, "?service=looked_after_children&earlier=ilacs&later=ilacs")
    assert [answer.split(".")[0] for answer in answers] == ["Yes, with caution", "Yes, with caution", "Yes"]
    assert "(both until December 2022)" in answers[0]
    assert "(one until December 2022, one from January 2023)" in answers[1]
    assert "(both from January 2023) are comparable." in answers[2]


def test_a_service_that_a_framework_does_not_grade_is_named(client: FlaskClient) -> None:
    (answer,) = answer_of(client, "?service=care_leavers&earlier=jar&later=sif")
    assert answer == "No. The joint area review (JAR, 2005–2008) gives no grade for care leavers."


@pytest.mark.parametrize("query", ["?service=fostering", "?earlier=2008", "?later=nonsense", "?year=2012"])
def test_a_wrong_choice_is_answered_with_what_is_accepted(client: FlaskClient, query: str) -> None:
    assert client.get(f"/methodology{query}").status_code == 400


def test_the_answer_is_the_step_between_two_inspections(reference: Reference) -> None:
    slac, protection = (reference.frameworks[name] for name in ("slac", "child_protection"))
    (found,) = comparable.steps(reference, "safeguarding", slac, later=protection)
    days = (dt.date(2010, 6, 1), dt.date(2012, 6, 1))
    earlier, later = [
        End(framework.framework, day, line.comparability)
        for framework, day in zip((slac, protection), days, strict=True)
        if (line := framework.judgement("safeguarding", "overall", day))
    ]
    assert found == step(reference, "safeguarding", "overall", earlier=earlier, later=later)


def test_every_pair_is_in_tables_that_need_no_server(client: FlaskClient, reference: Reference) -> None:
    """Each table says of two frameworks what the question says of them, those that are graded no longer included."""
    page = client.get("/methodology").get_data(as_text=True)
    tables = dict(re.findall(r'id="pairs-(\w+)">(.*?)</table>', page, re.DOTALL))
    assert list(tables) == list(reference.services)
    titles = {level: reference.vocabulary.comparability[level].title for level in ("same", "close", "loose")}
    for service, table in tables.items():
        names = [name for name, framework in reference.frameworks.items() if framework.judges(service, "overall")]
        rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
        assert len(rows) == len(names)
        for index, (earlier, (_, cells)) in enumerate(zip(names, rows, strict=True)):
            levels = dict(re.findall(r'<td data-label="([^"]*)">(.*?)</td>', cells))
            for later in names[index:]:
                pair = reference.frameworks[earlier], reference.frameworks[later]
                short = "itself" if later == earlier else reference.vocabulary.frameworks[later].short
                found = {step.comparability for step in comparable.steps(reference, service, *pair)}
                named = {
                    level for level, title in titles.items() if re.search(rf"(^|; ){short}( \(|;|$)", levels[title])
                }
                assert named == found, (service, earlier, later)


def test_a_rule_is_drawn_as_the_steps_that_it_holds_for(client: FlaskClient, reference: Reference) -> None:
    """Two grades of frameworks that are not today's are never joined by a solid line, whatever their rule says."""
    page = client.get("/methodology").get_data(as_text=True)
    table = page.split("first matching rule</caption>")[1].split("</table>")[0]
    drawn = [re.sub("<[^>]*>", "", cell) for cell in re.findall(r'<td data-label="Drawn">(.*?)</td>', table)]
    assert len(drawn) == len(reference.joins)
    for join, words in zip(reference.joins, drawn, strict=True):
        levels = {
            found.comparability
            for service in ([join.service] if join.service else reference.services)
            for a in join.from_frameworks
            for b in join.to_frameworks
            if reference.frameworks[a].from_date <= reference.frameworks[b].from_date
            for found in comparable.steps(reference, service, reference.frameworks[a], later=reference.frameworks[b])
        }
        assert not words.startswith("Solid") or "same" in levels, (join.from_frameworks, join.to_frameworks)
    assert "by a solid line where both grade what is graded today, and else by a dashed line" in page


def test_the_labels_side_by_side_say_what_the_answer_says(shipped: FlaskClient, reference: Reference) -> None:
    """A framework that cannot be compared with the newest one is not called close to it in the table below."""
    page = shipped.get("/methodology").get_data(as_text=True)
    table = page.split('id="crosswalk-safeguarding"')[1].split("</table>")[0]
    titles = {level: term.title for level, term in reference.vocabulary.comparability.items()}
    newest = list(reference.frameworks.values())[-1]
    levels = {}
    for row in re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)[1:]:
        text = unescape(" ".join(re.sub(r"<[^>]+>", " | ", row).split()))
        for framework in reference.frameworks.values():
            name = reference.vocabulary.frameworks[framework.framework].short
            if "Overall |" in text and re.search(rf"\| {re.escape(name)} \||\| {re.escape(name)} and", text):
                levels[framework.framework] = next(title for title in titles.values() if f"| {title} |" in text)
    assert levels["child_protection"] == "Not comparable"
    for name, title in levels.items():
        answers = comparable.steps(reference, "safeguarding", reference.frameworks[name], later=newest)
        assert title in {titles[answer.comparability] for answer in answers}, name
    assert len(levels) >= 4
