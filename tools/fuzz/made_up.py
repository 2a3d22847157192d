"""Texts by hypothesis: pieces of reports in orders that no report has them in, with any characters between."""

import warnings
from functools import lru_cache

from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from hypothesis.errors import HypothesisWarning

from loaders.record import reference
from tools.fuzz import texts

BATCH = 50
HEADS = [
    "Inspection of local authority children\u2019s services\nJudgement Grade\n",
    "Inspection of services for children in need of help and protection, children looked after and care leavers\n",
    "Inspection of safeguarding and looked after children services\n",
    "Inspection of local authority arrangements for the protection of children\n",
    "Inspection of looked after children services\n",
    "Joint area review\n4: outstanding; 3: good; 2: adequate; 1: inadequate\n",
]
DATES = [
    "Inspection dates: 19 \u2013 23 March 2012\n",
    "Inspection date: 25 April to 19 May 2016\nReport published: 7 July 2016\n",
    "Published: 7 July 2019\n",
]
SENTENCES = [
    "The previous inspection of safeguarding was in May 2010. It was judged to be good.\n",
    "In January 2011, when the arrangements for the protection of children were judged inadequate, ",
    "Capacity for improvement is ",
    "The judgements in May 2010 were:\n",
]


@lru_cache(maxsize=2)
def batch(number: int) -> tuple[str, ...]:
    """So many texts; the same for the same number."""
    texts: list[str] = []

    @seed(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_reports())
    def collect(text: str) -> None:
        texts.append(text)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        collect()
    return tuple(texts)


def _reports() -> st.SearchStrategy[str]:
    """A head that is mostly right, then rows of labels and grades, sentences, and anything at all."""
    reference_data = reference.load()
    names = st.sampled_from([authority.name for authority in reference_data.register.authorities][:40])
    grades = st.sampled_from(texts.words())
    labels = st.sampled_from(texts.labels())
    between = st.sampled_from(
        [" ", "\t", " | ", "\n", ": ", "  ", "1 ", " is ", " are ", ". ", "\n\n", "", " (", " Grade 2 "]
    )
    behind = st.sampled_from(["\n", "\n", " \n", " |\n", ".\n", "1\n", " (Grade 3)\n", "ness\n", ", but\n", ""])
    row = st.tuples(labels, between, st.one_of(grades, grades.map(str.capitalize)), behind).map("".join)
    piece = st.one_of(
        row,
        row,
        labels,
        st.sampled_from([*HEADS, *DATES, *SENTENCES]),
        names,
        grades,
        st.sampled_from(["\n", " ", "\u2022 ", "2.1 ", "was judged", "in 2012", ".", "Safeguarding services\n"]),
        st.text(max_size=20),
    )
    head = st.tuples(st.sampled_from(["", *HEADS]), names, st.sampled_from(["", *DATES])).map("\n".join)
    return st.tuples(head, st.lists(piece, max_size=40).map("".join)).map("\n".join)
