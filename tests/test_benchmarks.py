"""The benchmarks ask for what they say that they ask for, and say truly what is met."""

import math
import os
import random
import stat
from pathlib import Path

import pytest

from dashboard.store import Store, open_store
from dashboard.web.server import Gradeline, create_app
from tools.benchmarks import addresses, first_asked, report
from tools.benchmarks.load import KINDS, Ways
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import CHECKOUT, child_environment

SAMPLE = 12


@pytest.fixture(scope="module")
def store() -> Store:
    """The shipped record: a small one has too few addresses."""
    return open_store()


@pytest.fixture(scope="module")
def app(store: Store) -> Gradeline:
    return create_app(store)


@pytest.mark.slow
def test_first_asked_addresses_are_pages_and_none_stands_there_twice(store: Store, app: Gradeline) -> None:
    known = addresses.first_asked(store)
    assert tuple(known) == addresses.PAGES
    client = app.server.test_client()
    for page, paths in known.items():
        assert len(set(paths)) == len(paths), page
        assert "/" not in paths, "worked out as a server starts"
        for path in random.Random(3).sample(paths, min(SAMPLE, len(paths))):
            assert client.get(path).status_code == 200, path
    assert b'id="neighbours"' in client.get(known["authority with its neighbours"][0]).data


def test_rounds_ask_for_other_addresses_and_a_round_for_none_twice() -> None:
    known = [str(number) for number in range(30)]
    rounds = [first_asked.part(known, number) for number in range(3)]
    assert [len(set(each)) for each in rounds] == [first_asked.MOST] * 3
    assert not set(rounds[0]) & set(rounds[1])
    assert first_asked.part(known[:5], 1) == known[:5]


@pytest.mark.slow
def test_readers_under_load_ask_half_for_what_nobody_asked_for(store: Store, app: Gradeline) -> None:
    ways, choose, client = Ways(store), random.Random(4), app.server.test_client()
    for step in addresses.STEPS:
        asked = [ways.address(step, KINDS[0], choose) for _ in range(400)]
        assert len(set(asked)) == len(asked), step
        again = {ways.address(step, KINDS[1], choose) for _ in range(40)}
        assert len(again) <= 20, step
        # Some councils have one inspection alone, of which there is nothing to compare.
        for path in [*asked[:SAMPLE], *again]:
            status = client.get(path).status_code
            assert status == 200 or (status == 404 and path.startswith("/compare?authority=")), path


def test_a_bound_is_met_from_the_side_that_it_says() -> None:
    assert ratio("a", "b", 2, ours=3, bound=1.5, unit="s").is_met
    assert not ratio("a", "b", 2, ours=3.1, bound=1.5, unit="s").is_met
    assert not Measurement(what="late", seen="", value=math.inf, bound=900, unit="ms").is_met
    sooner = Measurement(what="sooner", seen="", value=5.9, bound=6, is_least=True)
    assert not sooner.is_met
    assert sooner.cells()[1:4] == ["≥ 6 ×", "5.90 ×", "no"]


def test_the_table_replaces_its_own_part_alone(tmp_path: Path) -> None:
    path = tmp_path / "BENCHMARKS.md"
    before = "# Words\n\n<!-- make bench: begin -->\n\nold\n\n<!-- make bench: end -->\n\nmore\n"
    path.write_text(before, encoding="utf-8")
    report.replace_part(path, "make bench", report.table([ratio("a", "b", 2, ours=3, bound=1.5, unit="s")]))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Words\n")
    assert text.endswith("\nmore\n")
    assert "old" not in text
    assert "| a | ≤ 1.5 × | 1.50 × | yes | 3.00 s | b: 2.00 s |" in text


def test_what_is_compiled_lies_outside_the_checkout_where_nobody_else_writes() -> None:
    folder = Path(child_environment()["PYTHONPYCACHEPREFIX"])
    assert not folder.is_relative_to(CHECKOUT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == os.getuid()
    assert "PYTHONDONTWRITEBYTECODE" not in child_environment()
