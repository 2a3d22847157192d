"""The five documents once more, small: their labels, grades and dates in their layouts, and every other word our own.

With them the tests of the five documents run where the published ones are not beside the checkout.
"""

from collections.abc import Mapping
from itertools import count

from tests import documents
from tests.documents import LOOKED_AFTER_BLOCK, SAFEGUARDING_BLOCK, sentence

# service/aspect: (label as printed, words as printed, number)
Expected = Mapping[str, tuple[str, str, int | None]]

BLOCKS = {"safeguarding": SAFEGUARDING_BLOCK, "looked_after_children": LOOKED_AFTER_BLOCK}


def worcestershire_2008(judgements: Expected) -> str:
    """A table of numbers, and sentences on the assessment of the year before."""
    numbers = "".join(str(number) for _, _, number in judgements.values())
    body = [
        "- 1. The most recent Annual Performance Assessment (APA) judged the council's children's services as "
        "outstanding and its capacity to improve as outstanding.",
        "- 19. The APA in 2007 judged the contribution of services to improving outcomes for children and "
        "young people in staying safe to be outstanding. More is said.",
        sentence("The management of services for children and young people", "good", 63),
    ]
    return documents.joint_area_review(numbers=numbers, body="\n\n".join(body))


def worcestershire_2012(judgements: Expected) -> str:
    """Headings with the grade behind the label, sentences with it, and a remark on the visit of 2010."""
    remark = (
        "The council was told to improve after the 2010 Ofsted inspection of safeguarding and looked after children"
    )
    body = [
        SAFEGUARDING_BLOCK,
        f"- 1. {remark} services, which judged safeguarding to be inadequate.",
        "Children and young people are safe and feel safe Grade 3 (Adequate)",
        f"- {sentence('Partnership working', 'adequate', 58)}",
    ]
    return documents.safeguarding(blocks=_blocks(judgements), body="\n\n".join(body))


def devon(judgements: Expected) -> str:
    """Words alone, in bold in the sentences."""
    body = ["The quality of practice", f"- {sentence('The quality of practice', '**inadequate**', 29)}"]
    blocks = {"": {label: words for label, words, _ in judgements.values()}}
    return documents.child_protection(blocks=blocks, body="\n\n".join(body))


def dudley(judgements: Expected) -> str:
    """A council's paper: the record in an appendix, then headings with a colon and a number."""
    findings = documents.findings(documents.two_blocks("Good"), title="Appendix 1: Record of main findings")
    paper = documents.council_paper(words="Good")
    own = documents.findings(_blocks(judgements), title="Appendix 1: Record of main findings")
    assert findings in paper
    headings = [SAFEGUARDING_BLOCK, "Overall Effectiveness: Grade 3 (Adequate)", "4. First words of a section."]
    return paper.replace(findings, own) + "\n\n".join(headings) + "\n"


def telford(judgements: Expected) -> str:
    """Cells between bars, and each label again as a heading with its grade in the line below."""
    paragraphs = count(10)
    body: list[str] = []
    for service, block in BLOCKS.items():
        body.append(block)
        for name, (label, words, number) in judgements.items():
            if name.startswith(service):
                body += [label, f"Grade {number} ({words})", f"{next(paragraphs)}. What inspectors saw."]
    return documents.slac(
        blocks=_blocks(judgements),
        dates="Inspection dates: 25 June-6 July 2012",
        published="Published: 10 August 2012",
        rows="bar",
        body="\n\n".join(body),
    )


def _blocks(judgements: Expected) -> dict[str, dict[str, str]]:
    """What a record of main findings prints: the words for each label, in the block of its service."""
    blocks: dict[str, dict[str, str]] = {}
    for name, (label, words, _) in judgements.items():
        blocks.setdefault(BLOCKS[name.split("/")[0]], {})[label] = words
    return blocks
