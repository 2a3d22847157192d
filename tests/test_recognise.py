"""Which framework a document is a report of, whose account it is, and which authority it is about."""

import datetime as dt

import pytest

from loaders.reading import papers, recognise
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Reference
from tests import documents

REPORTS = {
    "jar": documents.joint_area_review(),
    "slac": documents.slac(),
    "safeguarding": documents.safeguarding(),
    "child_protection": documents.child_protection(),
    "lac": documents.lac_pdf(),
    "sif": documents.sif_pdf(),
    "ilacs": documents.ilacs_pdf(),
}


def text(*pages: str) -> Document:
    return Document("pdf" if len(pages) > 1 else "text", pages)


def refusal(document: Document, reference: Reference) -> str:
    with pytest.raises(SourceRefused) as refused:
        recognise.framework(document, reference)
    return str(refused.value)


def authority_of(head: str, reference: Reference, date: dt.date | None = None) -> str:
    return recognise.authority(text(head), reference.frameworks["ilacs"], reference, date=date).authority_id


# --- framework


@pytest.mark.parametrize("framework", REPORTS)
def test_each_framework_is_recognised_by_its_own_report(framework: str, reference: Reference) -> None:
    found = recognise.framework(documents.as_document(REPORTS[framework]), reference)
    assert found.framework == framework


def test_a_council_paper_is_recognised_by_the_inspection_that_it_is_about(reference: Reference) -> None:
    document = documents.as_document(documents.council_paper())
    assert recognise.framework(document, reference).framework == "slac"


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of local authority children’s services",
        "Inspection of children's social care services",
        "Inspection of South Tyneside local\nauthority children’s services",
        "Inspection of City of London local authority children’s services",
        "London Borough of Hillingdon\nInspection of local authority children's services",
        "Inspection of St. Helens Borough local authority children’s services",
        "Inspection of Hillingdon local authority children‘s services",
    ],
)
def test_the_titles_that_ilacs_reports_carry_are_all_recognised(title: str, reference: Reference) -> None:
    assert recognise.framework(text(f"1\n{title}\nInspection dates: …"), reference).framework == "ilacs"


@pytest.mark.parametrize(
    ("title", "framework"),
    [
        ("Inspection of services for children in need of help and protection, looked after children and others", "sif"),
        ("Inspection of services for children who need help and protection, children in care", "sif"),
        ("Inspection of services for children in need of help and pro-\ntection, children looked after", "sif"),
        ("Re-inspection of services for children in need of help and protection", "sif"),
        ("Inspection of children in need of help and protection, looked after children and care leavers", "sif"),
        ("Inspection of looked after children services \nMedway Council", "lac"),
        ("Medway: inspection of looked after children services", "lac"),
        ("Medway: inspection of safeguarding services", "safeguarding"),
        ("Re-inspection of services for safeguarding\nMedway Council", "safeguarding"),
        ("Medway: inspection of arrangements for the protection of children", "child_protection"),
        ("Safeguarding and looked after children services: inspection report\nMedway Council", "slac"),
        ("Medway: joint area review of children's services", "jar"),
        ("Inspection of looked after children’s services1\nMedway Council", "lac"),
        ("Inspection of services for looked after children\nMedway Council", "lac"),
        ("Review of the Local Safeguarding Children Board\nSurrey", "lscb"),
        ("Review of the effectiveness of the Surrey Safeguarding Children Board\nSurrey", "lscb"),
    ],
)
def test_a_title_that_is_worded_otherwise_is_still_that_of_its_framework(
    title: str, framework: str, reference: Reference
) -> None:
    board = "\nand\nReview of the effectiveness of the Local Safeguarding Children Board1"
    for cover in (title, title + board if framework == "sif" else title):
        assert recognise.framework(text(f"1\n{cover}\nInspection dates: …"), reference).framework == framework


def test_an_ilacs_report_titled_with_a_trust_is_known_by_the_first_line_of_its_table(reference: Reference) -> None:
    title = "Inspection of Bradford Children and\nFamilies Trust\nJudgement Grade\n"
    wrapped = documents.LEADERS.replace(" practice", "      Good\n practice")
    for row in (f"{documents.LEADERS} Good", f" {wrapped}"):
        assert recognise.framework(text(title + row), reference).framework == "ilacs"


def test_a_title_of_ilacs_may_go_over_two_lines(reference: Reference) -> None:
    title = "Inspection of Doncaster Metropolitan\nBorough Council children's services"
    assert recognise.framework(text(f"{title}\nInspection dates: …"), reference).framework == "ilacs"


def test_the_title_that_stands_first_counts_when_a_report_names_another_inspection(reference: Reference) -> None:
    both = f"{documents.SAFEGUARDING_TITLE}\n\n1. A further visit after the {documents.SLAC_TITLE} of 2010.\n"
    assert recognise.framework(text(both), reference).framework == "safeguarding"


def test_of_two_titles_at_one_place_the_longer_counts(reference: Reference) -> None:
    assert recognise.framework(text(f"{documents.SLAC_TITLE}\n"), reference).framework == "slac"


def test_a_review_of_the_board_alone_is_no_inspection_of_the_authority(reference: Reference) -> None:
    title = "Review of the effectiveness of the Local Safeguarding Children Board\nSurrey"
    assert recognise.framework(text(title), reference).framework == "lscb"


def test_the_title_is_found_on_the_page_behind_a_cover_without_one(reference: Reference) -> None:
    for cover in ("", "Devon County Council\nInformation for members"):
        document = text(cover, f"Inspection of {documents.SIF_TITLE[14:]}\nDevon County Council", "Contents")
        assert recognise.framework(document, reference).framework == "sif"
        assert recognise.authority(document, reference.frameworks["sif"], reference, date=None).authority_id == "devon"


def test_a_title_behind_the_first_three_pages_is_not_looked_for(reference: Reference) -> None:
    message = refusal(text("Cover", "Agenda", "Minutes", documents.SIF_TITLE), reference)
    assert message.startswith("no inspection framework recognised in the first 3 pages; looked for the titles of ")
    assert message.endswith(" APA, JAR, SLAC, CAR, Safeguarding, Child protection, LAC, LSCB review, SIF, ILACS")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Dear Ms Person\nFocused visit to Devon County Council children's services", "a focused visit (not graded)"),
        ("Monitoring visit of Torbay children's services", "a monitoring visit (not graded)"),
        ("Joint targeted area inspection of Solihull", "a joint targeted area inspection (not graded)"),
        ("Assurance visit of children's services in Leeds", "an assurance visit (not graded)"),
        ("Area SEND inspection of Derby local area partnership", "an area special educational needs inspection"),
        ("Inspection of Hill Top Primary School\nUnique reference number 123456", "a school inspection"),
        ("Inspection of a children’s home: Hill Top", "a children's home inspection"),
        (
            "Annual unannounced inspection of contact, referral and assessment arrangements in York",
            "an unannounced inspection of contact, referral and assessment (not graded)",
        ),
        ("Inspection of an independent fostering agency", "an inspection of a local authority's fostering services"),
    ],
)
def test_another_kind_of_inspection_is_refused_by_its_kind(head: str, kind: str, reference: Reference) -> None:
    assert refusal(text(head), reference) == f"{kind}; wanted a graded inspection of a local authority"


def test_of_two_other_kinds_the_one_that_stands_first_is_named(reference: Reference) -> None:
    letter = "Monitoring visit to Torbay\nIt follows the focused visit and the joint targeted area inspection."
    assert refusal(text(letter), reference).startswith("a monitoring visit (not graded)")


def test_a_letter_on_a_visit_that_names_the_framework_further_down_is_still_a_visit(reference: Reference) -> None:
    letter = (
        "Focused visit to Devon\n\nDear Ms Person\n"
        "This was a visit under the inspection of local authority children’s services."
    )
    assert "focused visit" in refusal(text(letter), reference)


def test_a_graded_report_that_names_an_earlier_visit_first_is_still_a_report(reference: Reference) -> None:
    front = (
        "Devon: after the monitoring visit of 2019\nInspection of children’s social care services\n"
        f"Judgement Grade\n{documents.LEADERS} Good"
    )
    assert recognise.framework(text(front), reference).framework == "ilacs"


@pytest.mark.parametrize(
    "head",
    [
        "Minutes of the parish council",
        "Annual report on children's services",
        "A joint area review was published in 2008 and its title stands in a sentence",
        "Inspection of safeguarding arrangements in hospitals",
    ],
)
def test_a_text_that_is_no_report_is_refused_with_what_was_looked_for(head: str, reference: Reference) -> None:
    assert refusal(text(head), reference).startswith("no inspection framework recognised in the first 3 pages")


# --- authority


@pytest.mark.parametrize(
    ("printed_words", "authority_id"),
    [
        ("Worcestershire", "worcestershire"),
        ("Worcestershire Children's Services Authority Area", "worcestershire"),
        ("WORCESTERSHIRE COUNTY COUNCIL", "worcestershire"),
        ("Telford & Wrekin", "telford-and-wrekin"),
        ("Telford and Wrekin Council", "telford-and-wrekin"),
        ("Bristol City Council", "bristol"),
        ("City of Bradford Metropolitan District Council", "bradford"),
        ("Bradford Children and Families Trust", "bradford"),
        ("London Borough of Hammersmith & Fulham", "hammersmith-and-fulham"),
        ("The Royal Borough of Windsor and Maidenhead", "windsor-and-maidenhead"),
        ("St. Helens Metropolitan Borough Council", "st-helens"),
        ("Kingston Upon Hull City Council", "kingston-upon-hull"),
        ("Royal Borough of Kingston upon Thames", "kingston-upon-thames"),
        ("Hull City Council", "kingston-upon-hull"),
        ("Newcastle City Council", "newcastle-upon-tyne"),
        ("Durham County Council", "durham"),
        ("City of London", "city-of-london"),
    ],
)
def test_an_authority_is_found_by_every_name_that_reports_print(
    printed_words: str, authority_id: str, reference: Reference
) -> None:
    assert (
        authority_of(f"{documents.SIF_TITLE}\n{printed_words}\nInspection dates: 1 May 2016", reference) == authority_id
    )


@pytest.mark.parametrize(
    ("printed_words", "authority_id"),
    [
        ("Derby City Council", "derby"),
        ("Derbyshire County Council", "derbyshire"),
        ("City of York Council", "york"),
        ("North Yorkshire County Council", "north-yorkshire"),
        ("East Riding of Yorkshire Council", "east-riding-of-yorkshire"),
        ("Leicester City Council", "leicester"),
        ("Leicestershire County Council", "leicestershire"),
        ("Nottingham City Council", "nottingham"),
        ("Nottinghamshire County Council", "nottinghamshire"),
        ("Bedford Borough Council", "bedford"),
        ("Central Bedfordshire Council", "central-bedfordshire"),
        ("Somerset County Council", "somerset"),
        ("North Somerset Council", "north-somerset"),
        ("Bath and North East Somerset Council", "bath-and-north-east-somerset"),
        ("Gloucestershire County Council", "gloucestershire"),
        ("South Gloucestershire Council", "south-gloucestershire"),
        ("Herefordshire Council", "herefordshire"),
        ("Hertfordshire County Council", "hertfordshire"),
        ("North East Lincolnshire Council", "north-east-lincolnshire"),
        ("Lincolnshire County Council", "lincolnshire"),
        ("Cheshire West and Chester Council", "cheshire-west-and-chester"),
    ],
)
def test_a_name_that_holds_another_name_is_not_taken_for_it(
    printed_words: str, authority_id: str, reference: Reference
) -> None:
    assert (
        authority_of(f"{documents.SIF_TITLE}\n{printed_words}\nInspection dates: 1 May 2016", reference) == authority_id
    )


@pytest.mark.parametrize(
    ("name", "date", "authority_id"),
    [
        ("Dorset", dt.date(2016, 3, 1), "dorset-county"),
        ("Dorset", dt.date(2019, 3, 31), "dorset-county"),
        ("Dorset", dt.date(2019, 4, 1), "dorset"),
        ("Dorset", dt.date(2021, 10, 1), "dorset"),
        ("Dorset County Council", dt.date(2018, 1, 1), "dorset-county"),
        ("Bournemouth, Christchurch and Poole", dt.date(2021, 12, 1), "bournemouth-christchurch-and-poole"),
        ("Poole", dt.date(2017, 1, 1), "poole"),
        ("Northamptonshire", dt.date(2019, 7, 1), "northamptonshire"),
        ("North Northamptonshire", dt.date(2022, 10, 1), "north-northamptonshire"),
        ("Cumbria", dt.date(2012, 5, 1), "cumbria"),
        ("Westmorland and Furness", dt.date(2024, 5, 1), "westmorland-and-furness"),
    ],
)
def test_a_name_is_the_authority_that_had_it_on_the_day(
    name: str, date: dt.date, authority_id: str, reference: Reference
) -> None:
    assert authority_of(f"{documents.SIF_TITLE}\n{name}\nInspection dates: …", reference, date) == authority_id


def test_the_title_counts_before_names_further_down(reference: Reference) -> None:
    below = "The board is shared with Leicestershire, and staff come from Leicestershire."
    head = f"{documents.SIF_TITLE}\nRutland\nInspection dates: …\n{below}"
    assert authority_of(head, reference) == "rutland"


def test_of_several_names_in_one_part_the_most_frequent_counts(reference: Reference) -> None:
    head = "Report of Leeds\nInspection of children's services in Leeds, with a partner in Hull\n"
    assert authority_of(head, reference) == "leeds"


@pytest.mark.parametrize(
    "head",
    [
        "Rutland County Council \u2013 Scrutiny Committee\nLondon Borough of Wandsworth\n{title}",
        "Wandsworth\nRutland County Council \u2013 Scrutiny Committee\n{title}",
        "Leeds City Council\nPage 3 of 30\nRutland County Council\n{title}",
    ],
)
def test_of_two_councils_above_a_title_without_a_name_neither_is_taken(head: str, reference: Reference) -> None:
    """The papers of one council's committee may hold the report on another one."""
    title = documents.SIF_TITLE
    document = documents.as_document(f"{head.format(title=title)}\nInspection dates: 8 May 2018 to 31 May 2018\n")
    with pytest.raises(SourceRefused, match="names more than one council"):
        recognise.authority(document, reference.frameworks["sif"], reference, date=None)


def test_a_postal_address_beside_a_council_is_no_second_one(reference: Reference) -> None:
    text = (
        f"Leeds City Council\n{documents.SIF_TITLE}\nOfsted, Piccadilly Gate, Manchester M1 2WD\nInspection dates: May"
    )
    document = documents.as_document(text)
    authority = recognise.authority(document, reference.frameworks["sif"], reference, date=None)
    assert authority.authority_id == "leeds"


def test_a_name_below_the_title_is_found_where_the_title_has_none(reference: Reference) -> None:
    head = f"{documents.SIF_TITLE}\nInspection dates: 1 to 5 May 2016\nChildren’s services in Luton are good"
    assert authority_of(head, reference) == "luton"


def test_an_ordinary_word_is_no_authority(reference: Reference) -> None:
    with pytest.raises(SourceRefused):
        authority_of("Inspection of reading and bath toys\n", reference)


def test_an_unknown_authority_is_refused_with_what_the_title_says(reference: Reference) -> None:
    with pytest.raises(SourceRefused) as refused:
        authority_of(f"{documents.SLAC_TITLE}\n\nBorchester City Council\n\nInspection dates: …", reference)
    assert str(refused.value) == (
        "no local authority of the register is named in the head of the report: "
        f'"{documents.SLAC_TITLE} Borchester City Council"'
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Northamptonshire", "Northamptonshire ended on 31 March 2021; on 3 May 2023 .* North Northamptonshire"),
        ("Northamptonshire Children's Trust", "runs the services of North Northamptonshire and West Northamptonshire"),
    ],
)
def test_a_title_of_who_is_no_authority_then_is_refused_with_those_who_are(
    name: str, message: str, reference: Reference
) -> None:
    with pytest.raises(SourceRefused, match=message):
        authority_of(f"{name}\nInspection of children's social care services\n", reference, dt.date(2023, 5, 3))


# --- evidence


@pytest.mark.parametrize("framework", REPORTS)
def test_the_inspectorates_own_reports_are_primary_evidence(framework: str, reference: Reference) -> None:
    document = documents.as_document(REPORTS[framework])
    assert papers.evidence(document, reference.frameworks[framework], reference) == "primary"


@pytest.mark.parametrize(
    "mark",
    [
        "Purpose of Report",
        "Report of the Acting Director of Children’s Services",
        "The Cabinet – Wednesday 8 February 2012",
        "Overview and Scrutiny Committee – 3 May 2012",
    ],
)
def test_a_councils_own_paper_is_secondary_evidence(mark: str, reference: Reference) -> None:
    paper = text(f"{mark}\n\n{documents.SLAC_TITLE}\nDudley\nInspection dates: 3 to 14 May 2010")
    assert papers.evidence(paper, reference.frameworks["slac"], reference) == "secondary"


@pytest.mark.parametrize("above", ["Rutland County Council\nCabinet\n", "Rutland County Council\nRutland: lessons\n"])
def test_a_title_that_names_another_authority_than_the_head_is_of_neither(above: str, reference: Reference) -> None:
    title = "Inspection of {} local authority children\u2019s services\n"
    with pytest.raises(SourceRefused, match="the title is of the inspection of Leicester, and the head names Rutland"):
        authority_of(above + title.format("Leicester"), reference)
    assert authority_of(above + title.format("Rutland"), reference) == "rutland"
    assert authority_of(above + title.format("our").replace("our local authority ", ""), reference) == "rutland"


@pytest.mark.parametrize("others", ["Kingston upon Thames and Richmond", "Westminster & Kensington"])
def test_a_title_that_names_a_second_place_in_short_is_of_more_than_one(others: str, reference: Reference) -> None:
    with pytest.raises(SourceRefused, match="the report of more than one authority"):
        authority_of(f"Inspection of {others} local authority children's services", reference)


@pytest.mark.parametrize(
    "other",
    [
        "Somerset West and Taunton",
        "SURREY HEATH",
        "Nottinghamshire Healthcare",
        "Greater Manchester",
        "University of Derby",
    ],
)
def test_a_name_that_is_part_of_another_places_is_no_authoritys(other: str, reference: Reference) -> None:
    with pytest.raises(SourceRefused, match="a place or body that is no local authority"):
        authority_of(f"Inspection of {other} local authority children's services\nPublished: 1 May 2023", reference)
    paper = f"Rutland County Council\n\nInspection of {other} local authority children's services\n"
    with pytest.raises(SourceRefused, match="a place or body that is no local authority"):
        authority_of(paper, reference)


def test_a_title_of_an_unknown_place_is_of_nobody_who_is_named_beside_it(reference: Reference) -> None:
    with pytest.raises(SourceRefused, match="a place or body that is no local authority"):
        authority_of("Inspection of Guernsey children's services\n\nAn inspector came from Kent.\n", reference)
    for title in ("Local Authority Children's Services\n\nKent", "Kent's children's services"):
        assert authority_of(f"Inspection of {title}\n", reference) == "kent"


@pytest.mark.parametrize(
    "above",
    [
        "Somerset Council Children and Families Scrutiny Committee",
        "Somerset Safeguarding update",
        "SOMERSET COUNTY COUNCIL\nSomerset West and Taunton Council",
        "Ofsted\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD\n\nDirector\nSomerset Council",
        "Freshford House, Redcliffe Way, Bristol\n\nDirector of Children's Services\nSomerset County Council",
        "Ms Ann Derby\nDirector of Children's Services\nSomerset Council\n\nDear Ms Derby",
    ],
)
def test_other_words_beside_a_name_are_no_part_of_it(above: str, reference: Reference) -> None:
    assert authority_of(f"{above}\n\nInspection of local authority children's services\n", reference) == "somerset"
