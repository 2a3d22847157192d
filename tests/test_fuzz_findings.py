"""What fuzzing found, each in the shortest document that shows it. `tests/hostile` has what was found by design."""

import csv
import io
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.reading import readers
from loaders.reading.dates import date_range
from loaders.reading.extract import extract
from loaders.reading.parsers import common
from loaders.reading.parsers.statistics import cell_date
from loaders.reading.parsers.statistics_layout import fold
from loaders.reading.readers import grade_lines, pdf, text
from loaders.record import safe_text as names
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Reference
from tests import documents
from tests.conftest import Read
from tests.hostile import forgeries
from tests.hostile.pdf import one_page, stream
from tools.fuzz import laws, sheets, tables, web


@pytest.mark.parametrize(
    "sentence",
    [
        "Children\u2019s services in {authority} are neither good",
        "Children\u2019s services in {authority} were not good",
        "Children\u2019s services in {authority}, which were inadequate in 2013, are good",
        "Children\u2019s services in {authority} have never been good",
        "Children\u2019s services in {authority} require improvement\nto b\n good",
        "Children\u2019s services in {authority} require improvement to be Requires improvement to be good",
        "Children\u2019s services in {authority} inadequate\ngood",
        "Children\u2019s services in {authority} reequire improvement to be good",
        "The overall judgement is that children\u2019s services in {authority} requir improvement to be good",
        "Children\u2019s services in {authority} Good",
    ],
)
def test_a_sentence_that_leaves_room_for_a_name_takes_no_other_word_for_one(sentence: str, read: Read) -> None:
    extraction = read(documents.sif_pdf(overall=sentence))
    assert ("whole_service", "overall") not in {(o.service, o.aspect) for o in extraction.observations}
    assert "no grade found for: The overall judgement" in extraction.source.message


def test_a_sentence_with_a_name_of_many_words_is_still_read(read: Read) -> None:
    extraction = read(
        documents.sif_pdf("Kingston upon Hull", overall="Children\u2019s services in Kingston upon Hull are good")
    )
    assert {o.grade for o in extraction.observations if (o.service, o.aspect) == ("whole_service", "overall")} == {
        "good"
    }


def test_a_label_with_a_letter_that_a_pattern_takes_for_another_is_no_label(read: Read) -> None:
    extraction = read(documents.slac().replace("Partnership working", "Partnersh\u0131p working"))
    assert extraction.source.message.startswith("no grade found for: Partnership working")
    assert len(extraction.observations) == 21


def test_the_long_s_of_a_month_is_an_s() -> None:
    assert date_range("19 \u017feptember 2011") == date_range("19 September 2011")


@pytest.mark.parametrize("printed_words", ["31/12/9999", "1/1/0001", "31/12/9999 to 1/1/0001", "01/02/20222"])
def test_a_year_that_cannot_be_is_no_date(printed_words: str) -> None:
    assert date_range(printed_words) is None
    assert cell_date(printed_words) is None


def test_half_of_a_number_at_the_end_of_a_section_is_no_grade(read: Read) -> None:
    """The table of grades is looked for in the first 1,500 characters behind the key."""
    body = documents.joint_area_review("Worcestershire", "")

    def from_table(padding: int, number: str) -> list[str]:
        changed = body.replace("\tLocal services overall\n", f"{'x' * padding}\nSafeguarding\t{number}\n")
        return [o.grade for o in read(changed).observations if o.place == "table"]

    assert from_table(1400, "3") == ["good"]
    assert not any(from_table(padding, "34") for padding in range(1400, 1520))


def test_a_figure_of_another_script_is_no_grade_and_no_date(read: Read) -> None:
    """Some look like another one of ours: a Bengali four is drawn like an eight."""
    table = "\tLocal services overall\n"
    body = documents.joint_area_review("Worcestershire", "")
    assert table in body

    def from_table(number: str) -> list[str]:
        return [
            o.grade
            for o in read(body.replace(table, f"{table}Safeguarding\t{number}\n")).observations
            if o.place == "table"
        ]

    assert from_table("3") == from_table("\uff13") == ["good"]
    assert from_table("\u0663") == from_table("\u09e9") == []
    cells = documents.text_cell("1\u0663 March 2012") + documents.text_cell("\uff11 March 2012")
    sheets = readers.read(Path("table.ods"), documents.ods(cells)).sheets
    assert sheets[0].rows[0] == ["1\ufffd March 2012", "1 March 2012"]


def test_a_heading_of_brackets_alone_is_folded_in_no_time() -> None:
    assert fold("[" * 100_000) == ""
    assert fold("Overall effectiveness [note 1]") == "overall effectiveness"


def test_a_page_that_begins_with_thousands_of_zeros_is_read() -> None:
    """The library looks for the first character that is text by recursion, and fails at the thousandth."""
    content = one_page(stream(b"BT /F1 9 Tf -7490 700 Td (%sGood) Tj ET" % (rb"\000" * 3000)))
    assert pdf.read(content).pages == ("Good",)


def test_a_long_run_of_spaces_and_marks_is_broken_up_and_every_line_keeps_its_number() -> None:
    broken = text.break_runs("Overall effectiveness" + "\n" * 250 + "Good | " + "-" * 100)
    assert broken.count("\n") == 250
    assert [len(part) for part in broken.split("\u2026")] == [121, 100, 50 + len("Good | ") + 97, 3]
    assert text.break_runs("Overall effectiveness \t | \n Good") == "Overall effectiveness \t | \n Good"


@pytest.mark.parametrize("before", range(26))
def test_a_run_is_broken_wherever_it_stands(before: int) -> None:
    assert text.break_runs("x" * before + " " * 101 + "y") == "x" * before + " " * 100 + "\u2026 y"
    assert text.break_runs("x" * before + " " * 100 + "y") == "x" * before + " " * 100 + "y"


@pytest.mark.parametrize(("between", "number"), [(" ", 1), ("\n", 1), ("\n\n", 0), ("\n \t\n", 0)])
def test_a_sentence_ends_where_its_paragraph_does(between: str, number: int, reference: Reference) -> None:
    framework = reference.frameworks["sif"]
    document = Document("text", (f"The graded judgement for adoption performance is{between}good.\n",))
    lines = list(common.sentence_lines(document, framework, reference.scales[framework.scale], page=0))
    assert len(lines) == number


def test_no_grade_is_paired_across_a_long_run(reference: Reference) -> None:
    framework = reference.frameworks["slac"]
    scale = reference.scales[framework.scale]

    def found(between: str) -> int:
        document = Document("text", (text.break_runs(f"Partnership working{between}Good\n"),))
        return len(list(common.table_lines(document, framework, scale, page=0, what="table")))

    assert (found(" " * 90), found(" " * 110)) == (1, 0)


def test_a_cell_may_be_as_long_as_the_tables_can_be_read_back() -> None:
    out = io.StringIO()
    csv.writer(out).writerow([names.one_line("x" * 10**6)])
    assert len(next(csv.reader(io.StringIO(out.getvalue())))[0]) < csv.field_size_limit()


@pytest.mark.slow
def test_the_fuzzing_itself_does_not_hang_on_a_part_that_is_all_one_word() -> None:
    """It did on the hostile file that unpacks to more than the limit: a search took the square of its size."""
    begun = time.process_time()
    for change in sheets.CHANGES[:-1]:
        assert change(random.Random(1), b"a" * 300_000) == b"a" * 300_000
    assert time.process_time() - begun < 10


def test_a_web_page_with_a_declaration_that_never_ends_is_refused_in_words() -> None:
    page = b"<!DOCTYPE html><p>Overall effectiveness: Good</p><![\xb6DOC\x0b W>"
    with pytest.raises(SourceRefused, match="the web page is damaged: a declaration in it cannot be read"):
        readers.read(Path("page.html"), page)


def test_the_second_line_of_a_heading_is_looked_at_as_a_row(reference: Reference) -> None:
    words = grade_lines.stems(reference)
    assert grade_lines.find("Leaders and\r\nfamilies: outstanding\r\n", words).are_rows
    assert grade_lines.find("Leaders and\r\nfamilies: requires improvement\r\n", words).are_rows
    assert not grade_lines.find("Leaders and\r\nfamilies are outstanding\r\n", words).are_rows


def test_each_word_of_a_grade_that_a_heading_breaks_is_looked_at(reference: Reference) -> None:
    text = "Progress of children in care: requires \r\nimprovement to be good \r\n24. Help is better.\r\n"
    places = grade_lines.find(text, grade_lines.stems(reference))
    assert places.are_rows
    assert [text[slice(*word)] for word in places.words] == ["improvement", "good"]


def test_the_law_on_numbers_finds_a_grade_that_moved_to_the_next_row(read: Read) -> None:
    text = """Joint area review
Rutland Children's Services Authority Area
Published: 4 March 2008

Grades
4: outstanding; 3: good; 2: adequate; 1: inadequate
Safeguarding  2
Looked after children  3
"""
    extraction = read(text)
    assert len(extraction.observations) == 2
    assert not laws.breaches(extraction, text.encode(), "paper.txt")
    numbers = {2: 3, 3: 2}
    by_number = {o.grade_number_original: o for o in extraction.observations}
    moved = [
        replace(
            o,
            grade_text=by_number[numbers[o.grade_number_original]].grade_text,
            grade_original=by_number[numbers[o.grade_number_original]].grade_original,
            grade_rank=by_number[numbers[o.grade_number_original]].grade_rank,
        )
        for o in extraction.observations
        if o.grade_number_original
    ]
    assert len(laws.breaches(replace(extraction, observations=tuple(moved)), text.encode(), "paper.txt")) == 2


def test_the_law_takes_a_grade_that_has_a_number_alone_on_its_line(read: Read) -> None:
    row = "Quality of provision\tAdequate"
    text = documents.slac().replace(row, "Quality of provision\nGrade 3\n(Adequate) 49. More", 1)
    text = text.replace(row, "Quality of provision\tGood")
    extraction = read(text)
    assert "Grade 3" in {o.grade_text for o in extraction.observations}
    assert not laws.breaches(extraction, text.encode(), "paper.txt")
    wrong = tuple(
        replace(o, grade_original="Inadequate", grade_rank=4) for o in extraction.observations if "3" in o.grade_text
    )
    assert laws.breaches(replace(extraction, observations=wrong), text.encode(), "paper.txt")


def test_the_law_takes_two_rows_that_a_tab_parts_on_one_line(read: Read) -> None:
    rows = "Ambition and prioritisation\tGood\tLeadership and management\tAdequate"
    text = documents.slac().replace(
        "Ambition and prioritisation\tAdequate\t\nLeadership and management\tAdequate\t", rows, 1
    )
    assert rows in text
    extraction = read(text)
    own = [o for o in extraction.observations if o.service == "safeguarding" and o.aspect in ("ambition", "leadership")]
    assert [o.grade_original for o in own] == ["Good", "Adequate"]
    assert not laws.breaches(extraction, text.encode(), "paper.txt")
    wrong = replace(own[0], grade_original="Outstanding", grade_rank=1)
    assert laws.breaches(replace(extraction, observations=(wrong,)), text.encode(), "paper.txt")


def test_the_law_takes_a_sentence_that_a_tab_parts_from_a_row(read: Read) -> None:
    rows = "care leaversGood\tOverall effectiveness Outstanding\tLincolnshire children were safer by then"
    text = (
        "Inspection of Lincolnshire local authority children\u2019s services\n"
        "Inspection dates: 24 to 28 April 2023\nLead inspector: A Person, His Majesty\u2019s Inspector\n"
        "Judgement\tGrade\n"
        f"The experiences and progress of {rows}"
    )
    extraction = read(text)
    assert {o.judgement.split()[-1]: o.grade_original for o in extraction.observations} == {
        "leavers": "Good", "effectiveness": "Outstanding",
    }  # fmt: skip
    assert not laws.breaches(extraction, text.encode(), "paper.txt")
    wrong = tuple(replace(o, grade_original="Inadequate", grade_rank=4) for o in extraction.observations)
    assert len(laws.breaches(replace(extraction, observations=wrong), text.encode(), "paper.txt")) == 2
    columns = text.replace("Lincolnshire children were", "Good for children")
    assert laws.breaches(extraction, columns.encode(), "paper.txt")


def test_a_label_of_which_two_words_stand_in_one_place_takes_no_grade(reference: Reference) -> None:
    def crossed(x: float, y: float, text: str) -> bytes:
        first, _, rest = text.partition(" ")
        return forgeries.words(x, y, first) + forgeries.words(x + 3, y, rest)

    content = forgeries.report(lambda y: forgeries.words(forgeries.X, y), forgeries.Page(), crossed, 0)
    document = pdf.read(content, grade_lines.stems(reference))
    assert any("mixed with other text" in note for note in document.notes)


COLUMNS = """Joint area review
Rutland Children's Services Authority Area
Published: 4 March 2008

Grades
4: outstanding; 3: good; 2: adequate; 1: inadequate
\tLocal services overall\tCouncil services\tHealth services
Safeguarding\t2\t3\t4
Looked after children\t3\t3\t1
"""
BLOCKS = """Inspection of safeguarding and looked after children services
Rutland County Council
Inspection dates: 7 - 18 March 2011
\tSafeguarding services\tServices for looked after children
Overall effectiveness\tAdequate\tGood
Capacity for improvement\tGood\tOutstanding
"""


@pytest.mark.parametrize("text", [COLUMNS, BLOCKS])
def test_the_laws_find_a_grade_of_the_column_beside_it(text: str, read: Read) -> None:
    extraction = read(text)
    assert extraction.observations
    assert not laws.breaches(extraction, text.encode(), "paper.txt")
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in text.split("\n") if "\t" in line}
    ranks = {"1": 4, "2": 3, "3": 2, "4": 1, "Outstanding": 1, "Good": 2, "Adequate": 3, "Inadequate": 4}
    words = {1: "Outstanding", 2: "Good", 3: "Adequate", 4: "Inadequate"}
    moved = []
    for o in extraction.observations:
        other = next(cell for cell in rows[o.judgement] if cell.lower() != o.grade_text.lower())
        rank = ranks[other]
        moved.append(replace(o, grade_text=other, grade_original=words[rank], grade_rank=rank))
    broken = laws.breaches(replace(extraction, observations=tuple(moved)), text.encode(), "paper.txt")
    assert len(broken) == len(moved)


@pytest.mark.slow
def test_a_table_whose_grades_are_known_shows_any_other_as_a_defect(reference: Reference, tmp_path: Path) -> None:
    read_rows = 0
    for number in range(60):
        name, content = tables.make(random.Random(number))
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(content)
        extraction = extract(path, reference)
        assert laws.breaches(extraction, content, name) == []
        grades = [o.grade for o in extraction.observations]
        turned = [
            replace(o, grade=grade)
            for o, grade in zip(extraction.observations, [*grades[1:], *grades[:1]], strict=True)
        ]
        changed = sum(o.grade != other.grade for o, other in zip(extraction.observations, turned, strict=True))
        assert len(laws.breaches(replace(extraction, observations=tuple(turned)), content, name)) == changed
        read_rows += len(grades)
    assert read_rows > 60


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "Judgement                 Grade     England average\nOverall effectiveness               Good\n",
            'not read, since they are headed "England average": Overall effectiveness',
        ),
        (
            "Judgement                 This inspection     Last inspection     Target\n"
            "The experiences and progress of care leavers     Good     Good     Good\n"
            "Overall effectiveness                         Good                Good\n",
            "an improvement plan, whose grades may be targets",
        ),
    ],
)
def test_a_blank_in_columns_of_spaces_moves_no_grade(rows: str, message: str, read: Read) -> None:
    head = "Inspection of Rutland local authority children's services\nInspection dates: 6 to 10 March 2023\n"
    extraction = read(head + rows)
    assert extraction.observations == ()
    assert message in extraction.source.message
    under_its_own_heading = read(f"{head}Judgement                 Grade\nOverall effectiveness     Good\n")
    assert [o.grade for o in under_its_own_heading.observations] == ["good"]


def test_one_line_with_the_head_of_another_column_is_refused(read: Read) -> None:
    text = (
        "Inspection of local authority arrangements for the protection of children Rutland Inspection dates: 3 to 12 "
        "June 2013 Judgement | Last inspection Overall effectiveness | Good The quality of practice | Good"
    )
    assert read(text).observations == ()


def test_a_grade_that_a_sentence_states_is_looked_at_on_its_next_line_too(reference: Reference) -> None:
    text = "when services for children were judged to be\r\ngood, there has been a rise in demand\r\n"
    places = grade_lines.find(text, grade_lines.stems(reference))
    assert [text[first:end] for first, end in places.words] == ["good"]


@pytest.mark.slow
def test_the_description_for_made_up_requests_names_every_variable_and_status_of_a_page() -> None:
    for path, methods in web.description_of_pages()["paths"].items():
        described = [each["name"] for each in methods.get("get", {}).get("parameters", ()) if each["in"] == "path"]
        assert described == re.findall(r"{(\w+)}", path), path
    assert "303" in web.description_of_pages()["paths"]["/search"]["get"]["responses"]
