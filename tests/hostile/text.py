"""Texts that are too long, or that a pattern could try to read in more ways than there is time for."""

from tests import documents
from tests.hostile.files import MIB, NO_REPORT, Hostile

LABEL = "Overall effectiveness"
SLAC_HEAD = f"{documents.SLAC_TITLE}\nDevon\nInspection dates: 19 - 23 March 2012\nPublished: 23 April 2012\n"
JAR_HEAD = "Joint area review\nDevon\nReview of services for children and young people\nPublished: 18 November 2008\n"


def bait(head: str, before: str, unit: str, behind: str = "x", size: int = 90_000) -> bytes:
    """A report whose head is right, and then one line that a pattern could try to read in every way there is."""
    return f"{head}\n{before}{(unit * (size // len(unit) + 1))[:size]}{behind}\n".encode()


def lines(head: str, line: str, size: int = 300_000) -> bytes:
    """A report whose head is right, and then one line over and over."""
    return (head + "\n" + f"{line}\n" * (size // len(line))).encode()


TEXTS = [
    Hostile(
        "a line of ninety-nine mebibytes.txt",
        lambda: b"Joint area review " + b"a" * (99 * MIB),
        r"the text has more than 2,000,000 characters",
    ),
    Hostile("too large.txt", lambda: b"a" * (100 * MIB + 1), r"the file has 100\.0 MiB; the limit is 100 MiB"),
    Hostile(
        "too large.pdf", lambda: b"%PDF-1.7" + b" " * (100 * MIB), r"the file has 100\.0 MiB; the limit is 100 MiB"
    ),
    Hostile(
        "a line of a million characters.txt",
        lambda: b"Joint area review " + b"a " * 500_000,
        r"the text has a line of more than 100,000 characters",
    ),
    Hostile("nothing.txt", lambda: b"", r"the file is empty"),
    Hostile("nothing but zeros.pdf", lambda: bytes(MIB), r"not a PDF"),
    Hostile(
        "a web page.pdf",
        lambda: b"<!DOCTYPE html><title>Not found</title>",
        r'not a PDF: the file begins with "<!DOCTYPE html>"',
    ),
    Hostile("marks of direction.txt", lambda: "\u202eJoint area review\u2066 \u200b\ufeff".encode(), NO_REPORT),
    Hostile("a label and spaces.txt", lambda: bait(SLAC_HEAD, LABEL, " "), r"slac report, but no grade found for: .+"),
    Hostile("a label and tabs.txt", lambda: bait(SLAC_HEAD, LABEL, "\t"), r"slac report, but no grade found for: .+"),
    Hostile("a label and stars.txt", lambda: bait(SLAC_HEAD, LABEL, "* "), r"slac report, but no grade found for: .+"),
    Hostile("a label and bars.txt", lambda: bait(SLAC_HEAD, LABEL, "| "), r"slac report, but no grade found for: .+"),
    Hostile(
        "a label and empty lines.txt", lambda: bait(SLAC_HEAD, LABEL, "\n"), r"slac report, but no grade found for: .+"
    ),
    Hostile(
        "a grade and spaces.txt",
        lambda: bait(SLAC_HEAD, f"{LABEL} Good", " "),
        r"slac report, but no grade found for: .+",
    ),
    Hostile(
        "a sentence and spaces.txt",
        lambda: bait(SLAC_HEAD, "1. Capacity for improvement is", " "),
        r"slac report, but no grade found for: .+",
    ),
    Hostile(
        "a mention and spaces.txt",
        lambda: bait(SLAC_HEAD, "In May 2010 the inspection of", " "),
        r"slac report, but no grade found for: .+",
    ),
    Hostile(
        "a key and spaces.txt",
        lambda: bait(JAR_HEAD, "4: a", " ", "3: b" + " " * 900 + "2: c" + " " * 900 + "1: d" + " " * 900 + "x"),
        r"jar report, but no grade found for: .+",
    ),
    Hostile("figures.txt", lambda: bait(SLAC_HEAD, LABEL, "1 "), r"slac report, but no grade found for: .+"),
    Hostile("words.txt", lambda: bait(SLAC_HEAD, LABEL, "Word and "), r"slac report, but no grade found for: .+"),
    Hostile("dates.txt", lambda: bait(SLAC_HEAD, "", "1 January 2010 to "), r"slac report, but no grade found for: .+"),
    Hostile("cells.txt", lambda: lines(SLAC_HEAD, "a   " * 20_000), r"slac report, but no grade found for: .+"),
    Hostile("lines of cells.txt", lambda: lines(SLAC_HEAD, "a   b   c\nd    e   f"), r"slac report, but no grade .+"),
    Hostile("brackets.txt", lambda: bait(SLAC_HEAD, "", "["), r"slac report, but no grade found for: .+"),
    Hostile("ten thousand labels.txt", lambda: lines(SLAC_HEAD, LABEL), r"slac report, but no grade found for: .+"),
    Hostile(
        "ten thousand grades.txt",
        lambda: lines(SLAC_HEAD + documents.SAFEGUARDING_BLOCK, f"{LABEL}\tGood\t"),
        r"Overall effectiveness is graded there twice",
    ),
    Hostile(
        "ten thousand blocks.txt",
        lambda: lines(SLAC_HEAD, f"{documents.SAFEGUARDING_BLOCK}\n{LABEL}\tGood\t"),
        r"it gives more than 1,000 grades",
    ),
    Hostile(
        "ten thousand earlier inspections.txt",
        lambda: lines(SLAC_HEAD, "The previous inspection of safeguarding in May 2010 judged it to be good."),
        r".+",
    ),
    Hostile(
        "a year that is no year.txt",
        lambda: documents.slac(dates="Inspection dates: 31/12/9999", published="Published: 31/12/9999").encode(),
        r"no inspection or publication date",
    ),
    Hostile(
        "the long s.txt", lambda: documents.slac(dates="Inspection dates: 19 \u2013 23 \u017feptember 2011").encode()
    ),
    Hostile(
        "a letter without its dot.txt", lambda: documents.slac().replace("effectiveness", "effect\u0131veness").encode()
    ),
]
