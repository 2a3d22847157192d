"""What the front page and the lists claim of the shipped record, counted again from its CSV files.

Nothing here uses the program but its pages and files: the numbers are made of `data/built` with the csv module alone.
"""

import csv
import datetime as dt
import io
import json
import re
from collections import Counter, defaultdict
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.shipped_tables import table

pytestmark = pytest.mark.slow

BUILT = Path(__file__).parents[2] / "data" / "built"
AS_AT = json.loads((BUILT / "datapackage.json").read_text(encoding="utf-8"))["complete_to"]
CHANGED = "2013-11-01"
SERVICES = ("safeguarding", "looked_after_children", "whole_service", "care_leavers")
PROSE = {
    "safeguarding": "safeguarding",
    "looked_after_children": "looked-after children",
    "whole_service": "children’s services overall",
    "care_leavers": "care leavers",
}
WORDS = {"good": "good", "outstanding": "outstanding", "inadequate": "inadequate"}
Row = dict[str, str]


@cache
def html_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def file_of(client: FlaskClient, address: str) -> list[Row]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def in_force(service: str, day: str) -> dict[str, str]:
    """By council: the grade in force at a year's end that is of November 2013 or later."""
    return {
        row["authority_id"]: row["grade"]
        for row in table("panel")
        if (row["service"], row["year_end"]) == (service, day) and row["status"] == "known" and row["since"] >= CHANGED
    }


def existing(service: str, day: str) -> int:
    rows = [row for row in table("panel") if (row["service"], row["year_end"]) == (service, day)]
    return sum(row["status"] != "no_authority" for row in rows)


def comparable_moves(service: str) -> list[Row]:
    return [
        row
        for row in table("movements")
        if (row["service"], row["aspect"]) == (service, "overall")
        and row["comparability"] in ("same", "close")
        and row["to_date"] <= AS_AT
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_the_finding_of_the_front_page(shipped: FlaskClient, service: str) -> None:
    held = in_force(service, AS_AT)
    good = sum(grade in ("good", "outstanding") for grade in held.values())
    page = html_of(shipped, f"/?service={service}")
    base = f"{len(held)} councils" + ("" if len(held) == existing(service, AS_AT) else " with a known grade")
    assert f"<h1>{good} of {base} are good or outstanding for " in page
    worst = sum(grade == "inadequate" for grade in held.values())
    then = in_force(service, "2017-12-31")
    good_then = sum(grade in ("good", "outstanding") for grade in then.values())
    shares = [100 * good / len(held), 100 * good_then / len(then)]
    text = text_of(page)
    assert f"That is {shares[0]:.0f}%, up from {shares[1]:.0f}% at the end of 2017." in text
    fine, fine_then = (
        100 * sum(grade != "inadequate" for grade in grades.values()) / len(grades) for grades in (held, then)
    )
    assert f"{fine:.0f}% are not inadequate, up from {fine_then:.0f}%." in text
    assert f" {worst} councils are inadequate for {PROSE[service]}." in text


@pytest.mark.parametrize("service", SERVICES)
def test_the_tiles_of_the_map(shipped: FlaskClient, service: str) -> None:
    held = in_force(service, AS_AT)
    tiles = re.findall(
        r'<a href="/authority/([^"?]+)\?[^"]*" class="spot ([^"]*)" title="[^"]*: ([^":]*)">',
        html_of(shipped, f"/?service={service}"),
    )
    assert len(tiles) == 153
    for authority_id, _, said in tiles:
        if authority_id in held:
            word = WORDS.get(held[authority_id], "requires improvement")
            assert said.startswith(f"{word}, "), authority_id
        else:
            assert said.startswith(("no longer graded", "not ")), authority_id


@pytest.mark.parametrize("service", SERVICES)
def test_the_bars_since_november_2013(shipped: FlaskClient, service: str) -> None:
    page = html_of(shipped, f"/?service={service}")
    label = re.findall(r'class="year-bars" role="img" aria-label="([^"]*)"', page)[-1]
    said = dict(part.split(": ", 1) for part in label.rstrip(".").split("; "))
    for name, counts in said.items():
        day = f"{name}-12-31" if name.isdigit() else AS_AT
        grades = Counter(in_force(service, day).values())
        numbers = {word: int(number) for number, word in re.findall(r"(\d+) ([a-z ]+)", counts)}
        assert numbers.get("good", 0) == grades["good"]
        assert numbers.get("outstanding", 0) == grades["outstanding"]
        assert numbers.get("inadequate", 0) == grades["inadequate"]
        assert numbers.get("requires improvement", 0) == grades["requires_improvement_or_adequate"]
        assert "adequate" not in numbers
        assert sum(numbers.values()) == existing(service, day)
    bars = re.findall(r'<strong>([^<]*)</strong><div class="bar-parts">.*?</div><span>([^<]*)</span>', page)
    shown = {label: share for share, label in bars[-len(said) :]}
    for name in said:
        held = in_force(service, f"{name}-12-31" if name.isdigit() else AS_AT)
        known = len(held) / existing(service, f"{name}-12-31" if name.isdigit() else AS_AT)
        share = shown[f"’{name[2:]}" if name.isdigit() else name[:3]]
        good = sum(grade in ("good", "outstanding") for grade in held.values())
        assert share == (f"{100 * good / len(held):.0f}%" if known >= 0.9 else ""), name


@pytest.mark.parametrize("service", SERVICES)
def test_rises_and_falls(shipped: FlaskClient, service: str) -> None:
    moved = [row for row in comparable_moves(service) if row["change"] != "0"]
    rows = file_of(shipped, f"/download/lists/moves.csv?service={service}")
    assert [row["to_date"] for row in rows] == sorted((row["to_date"] for row in rows), reverse=True)
    key = ("from_inspection_id", "to_inspection_id", "change", "comparability")
    assert sorted(tuple(row[name] for name in key) for row in rows) == sorted(
        tuple(row[name] for name in key) for row in moved
    )
    since = [int(row["change"]) for row in moved if row["from_date"] >= CHANGED]
    up, down = sum(change > 0 for change in since), sum(change < 0 for change in since)
    assert f" rose {up} times and fell {down} times</h1>" in html_of(shipped, f"/lists/moves?service={service}")
    size = max(abs(change) for change in since)
    rises, falls = (str(since.count(change) or "no") for change in (size, -size))
    said = f"{rises} rise{'s' * (rises != '1')} and {falls} fall{'s' * (falls != '1')} by {size} grades."
    assert said in text_of(html_of(shipped, f"/?service={service}"))


@pytest.mark.parametrize("service", SERVICES)
def test_changed_this_year(shipped: FlaskClient, service: str) -> None:
    changed = [row for row in comparable_moves(service) if row["to_date"][:4] == AS_AT[:4] and row["change"] != "0"]
    up = len({row["authority_id"] for row in changed if int(row["change"]) > 0})
    down = len({row["authority_id"] for row in changed if int(row["change"]) < 0})
    page = html_of(shipped, f"/lists/changed-this-year?service={service}")
    assert f"<h1>In {AS_AT[:4]}, {up} councils rose and {down or 'none'} fell for " in page
    lines = [
        row for row in table("judgements") if row["grade"] and row["date"][:4] == AS_AT[:4] and row["date"] <= AS_AT
    ]
    inspected = {row["authority_id"] for row in lines}
    graded = {row["authority_id"] for row in lines if (row["service"], row["aspect"]) == (service, "overall")}
    assert f"{len(inspected)} councils were inspected from January to" in page
    of_them = f", {len(graded) or 'none'} of them with a grade for {PROSE[service]}"
    some = f"{of_them}. Only grades" if graded < inspected else ""
    assert (some or "2026. Only grades") in page
    close = sum(row["comparability"] == "close" for row in changed)
    assert f"are counted{f'; {close} of the {len(changed)} with caution' if close else ''}." in page
    said = re.search(r" Fell: ([^.]*)\.", page)
    assert (len(re.split(", | and ", said[1])) if said else 0) == down
    home = text_of(html_of(shipped, f"/?service={service}"))
    shown = home.partition("Changed in 2026")[2].partition("inspected")[0]
    assert ("with caution" in shown) == bool(close)
    assert f"Changed in {AS_AT[:4]}: {up} councils rose and {down or 'none'} fell" in home
    assert f" {len(inspected)} councils were inspected{of_them if graded < inspected else ''}. All " in home
    rows = file_of(shipped, f"/download/lists/changed-this-year.csv?service={service}")
    assert {row["to_inspection_id"] for row in rows} == {row["to_inspection_id"] for row in changed}


def test_no_headline_rests_on_a_step_that_no_line_joins(shipped: FlaskClient) -> None:
    """Every comparison that the front page leads to from what rose or fell is of comparable grades."""
    for service in SERVICES:
        loose = {
            (row["from_inspection_id"], row["to_inspection_id"])
            for row in table("movements")
            if row["comparability"] not in ("same", "close") and (row["service"], row["aspect"]) == (service, "overall")
        }
        page = html_of(shipped, f"/lists/moves?service={service}")
        pairs = set(re.findall(r"/compare\?a=([^&\"]+)&b=([^\"]+)\"", page))
        assert pairs
        assert not pairs & loose


def runs_of_inadequate(service: str) -> dict[str, list[tuple[Row, Row | None]]]:
    """By council: each first judgement of inadequate in a row of comparable ones, and the better one that ends it."""
    lines = defaultdict(list)
    for row in table("judgements"):
        if (row["service"], row["aspect"]) == (service, "overall") and row["grade"] and row["date"] <= AS_AT:
            lines[row["authority_id"]].append(row)
    together = defaultdict(list)
    for row in table("inspections"):
        if f"{service}/overall" in row["not_given"].split(";"):
            together[row["authority_id"]].append(row["date"])
    joined = {
        (row["from_inspection_id"], row["to_inspection_id"])
        for row in comparable_moves(service)
        if not any(row["from_date"] < day < row["to_date"] for day in together[row["authority_id"]])
    }
    found = defaultdict(list)
    for authority_id, own in lines.items():
        own.sort(key=lambda row: (row["date"], row["inspection_id"]))
        for index, row in enumerate(own):
            before = own[index - 1] if index else None
            is_joined = before is not None and (before["inspection_id"], row["inspection_id"]) in joined
            if row["grade"] != "inadequate" or (is_joined and before is not None and before["grade"] == "inadequate"):
                continue
            end, last = None, row
            for later in own[index + 1 :]:
                if (last["inspection_id"], later["inspection_id"]) not in joined:
                    break
                if later["grade"] != "inadequate":
                    end = later
                    break
                last = later
            found[authority_id].append((row, end))
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_inadequate_now_and_since_when(shipped: FlaskClient, service: str) -> None:
    held = in_force(service, AS_AT)
    runs = runs_of_inadequate(service)
    wanted = {council: runs[council][-1][0]["date"] for council, grade in held.items() if grade == "inadequate"}
    rows = file_of(shipped, f"/download/lists/inadequate-now.csv?service={service}")
    assert {row["authority_id"]: row["from_date"] for row in rows} == wanted
    page = html_of(shipped, f"/lists/inadequate-now?service={service}")
    sources = {
        row["inspection_id"]: (row["source_id"], row["source_url"])
        for row in table("judgements")
        if (row["service"], row["aspect"]) == (service, "overall")
    }
    for row in rows:
        assert (row["source_id"], row["source_url"]) == sources[row["latest_inspection_id"]]
        assert f'href="{row["source_url"]}"' in page, "a reader can follow every grade to its report"
    assert f"<h1>{len(wanted)} of {len(held)} councils" in page


@pytest.mark.parametrize("service", SERVICES)
def test_the_longest_time_graded_inadequate(shipped: FlaskClient, service: str) -> None:
    runs = [run for own in runs_of_inadequate(service).values() for run in own if run[0]["date"] >= CHANGED]
    rows = file_of(shipped, f"/download/lists/longest-inadequate.csv?service={service}")
    assert len(rows) == len(runs)
    ended = {
        (first["inspection_id"], end["date"]): f"{_years(first['date'], end['date']):.1f}" for first, end in runs if end
    }
    assert {(r["from_inspection_id"], r["to_date"]): r["years"] for r in rows if r["end"] == "better"} == ended
    lengths = [float(row["years"]) for row in rows]
    assert lengths == sorted(lengths, reverse=True)
    still = {row["authority_id"] for row in rows if row["end"] == "still_inadequate"}
    assert still == {council for council, grade in in_force(service, AS_AT).items() if grade == "inadequate"}
    page = text_of(html_of(shipped, f"/lists/longest-inadequate?service={service}"))
    assert page.count("Still inadequate on ") == len(still)


def _years(first: str, last: str) -> float:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days / 365.25


def _range(waits: list[tuple[int, bool]], waited: int) -> tuple[int | None, int | None]:
    """From how many days on 1 in 10 of those that waited as long were inspected, and 9 in 10: step by step."""
    share, found = 1.0, []
    for goal in (0.9, 0.1):
        share, reached = 1.0, None
        for time in sorted({days for days, is_ended in waits if is_ended and days > waited}):
            at_risk = sum(days >= time for days, _ in waits)
            share *= 1 - sum(is_ended and days == time for days, is_ended in waits) / at_risk
            if share <= goal + 1e-9:
                reached = time
                break
        found.append(reached)
    return found[0], found[1]


def test_how_often_a_range_for_the_next_inspection_was_right(shipped: FlaskClient) -> None:
    """The whole back-test again, for every council at every year's end, by another way to the same range."""
    until = {row["authority_id"]: row["valid_to"] or "9999-12-31" for row in table("authorities")}
    days: dict[str, set[str]] = defaultdict(set)
    for row in table("inspections"):
        if CHANGED <= row["date"] <= AS_AT and row["date_precision"] == "day":
            days[row["authority_id"]].add(row["date"])

    def number(text: str) -> int:
        return dt.date.fromisoformat(text).toordinal()

    counts: Counter[str] = Counter()
    for year in range(2018, int(AS_AT[:4])):
        end = f"{year}-12-31"
        waits = []
        for council, own in days.items():
            known = sorted(day for day in own if day <= end)
            waits += [(number(b) - number(a), True) for a, b in pairwise(known)]
            if known:
                waits.append((number(min(end, until[council])) - number(known[-1]), False))
        said: Counter[str] = Counter()
        for council, own in days.items():
            known, ahead = sorted(day for day in own if day <= end), sorted(day for day in own if day > end)
            if not known or until[council] <= end:
                continue
            low, high = _range(waits, number(end) - number(known[-1]))
            if low is None:
                continue
            if ahead:
                gap = number(ahead[0]) - number(known[-1])
                said["early" if gap < low else "late" if high is not None and gap > high else "right"] += 1
            else:
                seen = number(min(AS_AT, until[council])) - number(known[-1])
                said["late" if high is not None and seen > high else "open"] += 1
        if said["open"] <= 0.1 * said.total():
            counts += said
    decided = counts["right"] + counts["early"] + counts["late"]
    text = text_of(html_of(shipped, "/lists/next-inspection"))
    assert f"{counts['right']} of {decided} ({100 * counts['right'] / decided:.0f}%) were right" in text
    assert f"{counts['early']} inspections came earlier and {counts['late']} later." in text


def frameworks_of_words() -> dict[str, str]:
    """By inspection: whether its third grade is printed as adequate or as requires improvement, from its framework."""
    new = {"sif", "ilacs", "lscb"}
    return {
        row["inspection_id"]: "requires_improvement" if row["framework"] in new else "adequate"
        for row in table("inspections")
    }


def name_of(title: str) -> str:
    """A grade's name by what a table calls it."""
    return text_of(title).strip().lower().replace(" ", "_")


@pytest.mark.parametrize("query", ["", "period=all&framework_step=all"])
@pytest.mark.parametrize("service", SERVICES)
def test_what_happens_next(shipped: FlaskClient, service: str, query: str) -> None:
    """Every number of the matrix, five by five, and the share that did better after inadequate."""
    words = frameworks_of_words()
    steps = [
        row
        for row in table("movements")
        if (row["service"], row["aspect"]) == (service, "overall") and row["to_date"] <= AS_AT
    ]
    if not query:
        steps = [row for row in steps if row["comparability"] in ("same", "close") and row["from_date"] >= CHANGED]
    counts = Counter(
        tuple(
            words[row[f"{end}_inspection_id"]] if row[f"{end}_grade"].startswith("requires") else row[f"{end}_grade"]
            for end in ("from", "to")
        )
        for row in steps
    )
    page = html_of(shipped, f"/transitions?service={service}&{query}".rstrip("&"))
    box = re.search(r'<div[^>]* id="matrix".*?</table>', page, re.DOTALL)
    assert box is not None
    shown = {}
    for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", box.group(), re.DOTALL)[:-1]:
        before = name_of(row[: row.index("</th>")])
        for after, cell in re.findall(
            r'<td data-label="([^"]*)"><div class="move[^"]*"[^>]*>(.*?)</div>', row, re.DOTALL
        ):
            number = re.match(r"\D*?(\d+)", text_of(cell))
            shown[before, name_of(after)] = int(number.group(1)) if number else 0
            assert ("no change" in cell) == (before == name_of(after) and number is not None)
    assert {ends: number for ends, number in shown.items() if number} == counts
    assert len(shown) == len({before for before, _ in shown}) ** 2, "a grade has a row and a column, or neither"
    worst = [row for row in steps if row["from_grade"] == "inadequate" and row["comparability"] in ("same", "close")]
    better = sum(int(row["change"]) > 0 for row in worst)
    share = f"{100 * better / len(worst):.0f}% of the next grades were better"
    assert f"<h1>After inadequate for {PROSE[service]}, {share}</h1>" in page
    assert f">That is {better} of the {len(worst)} inadequate grades with a comparable later one; " in page
