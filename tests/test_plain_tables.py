"""A table's file is read as Python's strict reader reads it, whatever stands in it, and faster where it is plain."""

from hypothesis import example, given, strategies as st

from loaders import plain_tables
from loaders.record import table_file

HEADER = ["one", "two"]
CELLS = st.one_of(
    st.sampled_from(["", "a", "é", "1", "NA", "nan", "null", " a ", "#", "\\", "\t", '""', '"a, b"', '"a ""b"" c"']),
    st.sampled_from(['"\n"', '"a', 'a"', 'a"b', '""a', '"a"b', "\r", "\0", "\u2028", "\ufeff", "\udce9"]),
)
LINES = st.lists(st.one_of(st.lists(CELLS, min_size=2, max_size=2), st.lists(CELLS, max_size=4)), max_size=4)


@given(LINES, st.sampled_from(["\n", "", "\n\n", "\r\n"]))
@example([["a"], ["a", "b", "c"]], "\n")
@example([["a", "b", "c"], ["a"]], "\n")
@example([["a", '"b"c'], ["a", '"b"']], "\n")
@example([["a", "b\rc"]], "\n")
@example([["a", "b\0c"], ["a", "b\0d"]], "\n")
@example([["a", "\udce9"]], "\n")
@example([], "\n")
def test_what_is_read_is_what_the_strict_reader_reads(lines: list[list[str]], end: str) -> None:
    text = "\n".join(map(",".join, [HEADER, *lines])) + end
    content = text.encode(errors="surrogateescape")
    assert plain_tables.read(content, HEADER) == table_file.read(content, HEADER)


def test_a_plain_file_is_read_by_the_faster_parser() -> None:
    content = b'one,two\na,"b, ""c"""\n,NA\n"","\n"\n'
    assert plain_tables._is_plain(content, HEADER)
    assert plain_tables._columns(content, HEADER) == {"one": ("a", "", ""), "two": ('b, "c"', "NA", "\n")}


def test_a_file_without_quotes_is_plain() -> None:
    assert plain_tables._is_plain(b"one,two\na,\n", HEADER)


def test_an_empty_line_is_no_cell() -> None:
    assert plain_tables.read(b"one\na\n\n", ["one"]) == ({"one": ()}, ", row 3: 0 cells; wanted 1")
