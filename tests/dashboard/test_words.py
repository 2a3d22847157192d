"""The words of the pages: what no reader should meet in any of them, over the record that is shipped.

Each entry is a word or a turn of phrase that another one has replaced; the pattern says in which form it counts.
"""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store

PAGES = (
    "/",
    "/?service=care_leavers",
    "/authority/worcestershire",
    "/authority/worcestershire?service=adoption",
    "/authority/cumbria",
    "/authority/westmorland-and-furness",
    "/authority/isles-of-scilly",
    "/compare",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?authority=worcestershire&from=2019&to=2023",
    "/compare?of=telford-and-wrekin&group=neighbours-2025-05",
    "/lists",
    "/lists/inadequate-now",
    "/lists/moves",
    "/lists/not-comparable",
    "/lists/next-inspection",
    "/lists/by-year",
    "/transitions",
    "/data?authority=worcestershire",
    "/data?search=zzzz",
    "/search?q=north",
    "/search?q=zzzz",
    "/changes",
    "/read",
    "/sources",
    "/methodology",
    "/accessibility",
    "/authority/atlantis",
    "/nowhere",
    "/data?grade=splendid",
    "/data?from=20x8",
    "/compare?group=region",
    "/compare?a=x&b=y",
    "/compare?authority=essex&from=2009&to=2013",
    "/compare?authority=cumberland",
    "/compare?a=cumberland-2024-10-ilacs",
    "/compare?from=2009",
    "/lists/longest",
    "/authority/worcestershire/briefing",
    "/embed/authority/worcestershire",
    "/embed/compare?of=worcestershire&group=region",
    "/embed/national",
    "/lists/longest-inadequate",
    "/lists/changed-this-year",
    "/transitions?service=care_leavers",
)
BANNED = {
    "invented terms": r"\b(?:regime|spells?|lost from view|peers|the same again|not one measure|said of)\b",
    "a date as files write it": r"(?<![\w/=.-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?(?![\w-])",
    "a name of a parameter": r"[“‘][a-z]+[”’] (?:is|takes|needs)|\(parameter |\bAccepted:",
    "riddles": r"\bNothing else\b|\bnone is unknown\b|\bin between stands\b|\btake it with you\b|\bparts of grades\b",
    "commands": r"<\s*(?:Go on|Show|Here|here|click here)\s*>",
    "initials of children": r"\b(?:CLA|LACs?)\b(?! ?\d)",
    "a day left out": r"\b(?:currently|at present|nowadays)\b",
    "a space before %": r"\d\s%",
    "a range with a hyphen": r"\b20\d\d-20\d\d\b",
    "a straight apostrophe or quotation mark": r"(?<=\w)'(?=\w)|(?<![\w(])\"(?=\w)",
    "a name of the data": r"\b[a-z]+(?:_[a-z]+)+\b",
    "better or worse in brackets": r"\((?:better|worse)\)",
}
REPLACED = (
    "lines up what inspectors said",
    "any name it has had",
    "where to start",
    "how to read the upright lines",
    "marked / left out",
    "the grade in force at",
    "in one step",
    "it is never carried from",
    "past the end of its series",
    "tables built",
    "behind each service",
    "semicolons part grades",
    "gave, and what it did not",
    "read with today’s",
    "as printed, harmonised",
    "a dash below the scale",
    "larger where more of those known",
    "no averages",
    "never carried forward",
    "its services went to",
    "as exact as the source gives it",
    "mention in a later document",
    "sui generis",
    "stand in one inspection",
    "breaks the measure",
    "cannot be said",
    "another authority, its latest two",
    "last known grade",
    "begun from",
    "censored), which is not an ending",
    "few followed",
    "the ground is tinted",
    "the bars part",
    "stands before",
    "stands in the address",
    "stands for",
    "lined up",
    "words that a row must have",
    "the same for scripts",
    "fits all of these at once",
    "service, last first",
    "publication, earliest first",
    "this was not read",
    "is told by its content",
    "agrees with itself",
    "read by a process of its own",
    "on the scale words only",
    "the first that fits holds",
    "may be read on",
    "perhaps you meant",
    "pages: /",
    "gave no grade",
    "not given",
    "while it is in force",
    "still in force",
    "filters in force",
    "what came next",
    "one judgement in both inspections",
    "the name of an english local authority",
    "judgements, those with the words",
    "not the same measure)",
)
"""Turns of phrase that plainer ones have replaced, whatever stands around them."""
# Where the names of the data are what a page is about.
OF_DATA = ("/methodology", "/data", "/changes")
UNSEEN = re.compile(r"<(script|style|code|pre|textarea|datalist)\b.*?</\1>", re.DOTALL | re.IGNORECASE)

# A label, a title or a place is as somebody printed it.
PRINTED = re.compile(r"Printed: <[^<]*<|names of the \w+ authorities[^<]*<|\bSheet [\w-]+:")


def visible(page: str) -> str:
    """A page's text with the edges of its elements kept, and the texts of labels and titles behind it."""
    shown = PRINTED.sub("<", UNSEEN.sub(" ", page))
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder|data-label)="([^"]*)"', shown)
    return unescape("\n".join([re.sub(r"<[^>]*>", "><", shown), *spoken]))


@pytest.mark.slow
@pytest.mark.parametrize("kind", BANNED)
def test_no_page_says(kind: str, shipped: FlaskClient) -> None:
    problems = {}
    for path in PAGES:
        if kind == "a name of the data" and path.startswith(OF_DATA):
            continue
        text = visible(shipped.get(path).get_data(as_text=True))
        if places := [text[max(0, m.start() - 40) : m.end() + 30] for m in re.finditer(BANNED[kind], text)]:
            problems[path] = places[:3]
    assert problems == {}


SAMPLES = {
    "invented terms": "a regime",
    "riddles": "Nothing else",
    "commands": "<a href='/'>Go on</a>",
    "initials of children": "for LAC services",
    "a day left out": "it is currently good",
    "a space before %": "64 %",
    "a range with a hyphen": "2013-2018",
    "a straight apostrophe or quotation mark": "council's",
    "a name of the data": "the whole_service grade",
    "better or worse in brackets": "down two grades (worse)",
    "a date as files write it": "on 2022-09-20",
    "a name of a parameter": "‘grade’ takes: good",
}


@pytest.mark.parametrize("kind", BANNED)
def test_what_is_banned_would_be_found(kind: str) -> None:
    assert re.search(BANNED[kind], visible(f"<p>{SAMPLES[kind]}</p>"))


@pytest.mark.slow
def test_no_page_says_again_what_plainer_words_have_replaced(shipped: FlaskClient) -> None:
    problems = {}
    for path in PAGES:
        text = " ".join(visible(shipped.get(path).get_data(as_text=True)).replace("><", " ").lower().split())
        if places := [phrase for phrase in REPLACED if phrase in text]:
            problems[path] = places
    assert problems == {}


@pytest.mark.slow
def test_pages_call_councils_as_people_do(shipped: FlaskClient, shipped_store: Store) -> None:
    """Hull, not "Kingston upon Hull, City of": the register's form is for data, and for titles of documents."""
    authorities = shipped_store.reference.register.authorities
    register = {a.name: a.display_name for a in authorities if a.name not in a.display_name}
    titles = {(row["title"] or "").replace("'", "’") for row in shipped_store.sources.values()} - {""}
    councils = {a.authority_id for a in authorities if a.name in register}
    own = [f"/{page}{council}" for council in sorted(councils) for page in ("authority/", "compare?authority=")]
    problems = {}
    for path in (*PAGES, *own, "/transitions?from_grade=inadequate", "/compare?a=x&b=y"):
        text = visible(shipped.get(path).get_data(as_text=True))
        for name in register:
            if name in text:
                rest = text
                for title in sorted(titles, key=len, reverse=True):
                    rest = rest.replace(title, "")
                if name in rest:
                    problems[path] = name
    assert len(register) > 1
    assert problems == {}


@pytest.mark.slow
def test_pages_call_a_council_a_council(shipped: FlaskClient) -> None:
    """Documentation and data say local authority, and so do titles of what is printed; a page's own words do not."""
    problems = {}
    for path in PAGES:
        if path in ("/methodology", "/sources") or path.startswith(("/data", "/changes", "/read")):
            continue  # these speak of the data and of printed titles
        text = visible(shipped.get(path).get_data(as_text=True))
        text = re.sub(r"(?i)(?:unitary|local|combined|services?) authorit(?:y|ies)|/authority/", "", text)
        if places := [
            text[max(0, m.start() - 40) : m.end() + 30] for m in re.finditer(r"(?i)\bauthorit(y|ies)\b", text)
        ]:
            problems[path] = places[:3]
    assert problems == {}


PROBLEMS = (
    ("/data?grade=splendid", "We do not know the grade ‘splendid’.", ">Outstanding</a>"),
    ("/data?region=Merseyside", "We do not know the region ‘Merseyside’.", ">North West</a>"),
    ("/authority/devon?service=safegarding", "We do not know the service ‘safegarding’.", "service=safeguarding"),
    ("/authority/worcestershyre", "We do not know a council called ‘worcestershyre’.", ">Worcestershire</a>"),
    ("/lists/longest", "We do not know a list called ‘longest’.", ">Longest inadequate</a>"),
    ("/lists/by-yaer", "We do not know a list called ‘by-yaer’.", ">Every council, year by year</a>"),
    ("/methodolgy", "There is no page /methodolgy.", ">Methodology</a>"),
    ("/data?from=2012&to=2008", "The first year, 2012, is later than the last year, 2008.", 'href="/data"'),
)


@pytest.mark.parametrize(("path", "lead", "choice"), PROBLEMS)
def test_a_problem_is_said_without_names_of_parameters(path: str, lead: str, choice: str, shipped: FlaskClient) -> None:
    page = shipped.get(path).get_data(as_text=True)
    main = page.partition("<main")[2].partition("</main>")[0]
    assert lead in unescape(main)
    assert choice in main.partition("<h1")[2]
    assert not re.search(r"parameter|[“‘]\w+[”’] (?:is|takes)|Accepted:", visible(main))
