"""Small changes of the rules that no test notices: `make mutants`, in the environment that has mutmut.

Tries a random sample of the changes of each group of modules, the same for the same seed, or every change where no size
is given (hours). Prints how many each group has, how many were tried and killed, and the names of those that survived;
`mutmut show NAME` shows one, `docs/mutants.md` says of which it is known that they change no behaviour.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
MADE = CHECKOUT / "mutants"
# The first group whose beginning fits is that of a module.
GROUPS = {
    "reconciling": "loaders/building/reconcile",
    "harmonising": "loaders/reading/harmonise",
    "remarks": "loaders/reading/parsers/mentions/",
    "statistics": "loaders/reading/parsers/statistics",
    "parsing": "loaders/reading/parsers/",
}
# What mutmut writes as the exit status of the tests: they passed; no test reaches the change.
PASSED, UNREACHED = 0, 33
Results = dict[str, int | None]


def results() -> dict[str, Results]:
    """The changes of each group, with the exit status of the tests, or None where it has not been tried."""
    groups: dict[str, Results] = {group: {} for group in GROUPS}
    for path in sorted(MADE.glob("loaders/**/*.meta")):
        module = path.relative_to(MADE).as_posix()
        group = next(group for group, start in GROUPS.items() if module.startswith(start))
        groups[group] |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return groups


def sample(groups: Mapping[str, Results], size: int, seed: int) -> dict[str, list[str]]:
    """As many changes of each group as `size` says, or all that there are."""
    return {
        group: sorted(random.Random(seed).sample(sorted(changes), min(size, len(changes))))
        for group, changes in groups.items()
    }


def table(groups: Mapping[str, Results], names: Mapping[str, list[str]]) -> str:
    """How many of the named changes were tried and killed, group by group, and which survived."""
    lines = [f"{'group':<12}{'changes':>8}{'tried':>7}{'killed':>7}{'share':>7}"]
    survivors: list[str] = []
    for group, chosen in names.items():
        tried = [name for name in chosen if groups[group].get(name) is not None]
        alive = [name for name in tried if groups[group][name] in (PASSED, UNREACHED)]
        share = f"{(len(tried) - len(alive)) / len(tried):.0%}" if tried else "-"
        lines.append(f"{group:<12}{len(groups[group]):>8}{len(tried):>7}{len(tried) - len(alive):>7}{share:>7}")
        survivors += alive
    return "\n".join([*lines, "", *(f"survived: {name}" for name in survivors)])


def main() -> int:
    """Make the changes, try the sample and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("mutmut", help="the program")
    parser.add_argument("--size", type=int, default=60, help="changes of each group; 0 is all of them")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", choices=GROUPS, help="one group alone")
    parser.add_argument("--table", action="store_true", help="print what is known, and try nothing")
    options = parser.parse_args()
    mutmut = [options.mutmut, "run", "--max-children", "1"]
    if not any(MADE.glob("loaders/**/*.meta")):
        # A module with next to nothing to change: what takes time is that all changes are written.
        subprocess.run([*mutmut, "loaders.reading.parsers.statistics_kinds.*"], cwd=CHECKOUT, check=True)
    groups = {group: changes for group, changes in results().items() if options.only in (None, group)}
    size = options.size or sys.maxsize
    names = sample(groups, size, options.seed)
    status = 0
    if not options.table:
        # What was killed stays so until mutmut finds its function changed; it then counts as not tried.
        chosen = [name for group in names for name in names[group] if groups[group][name] in (None, PASSED, UNREACHED)]
        if chosen:
            status = subprocess.run([*mutmut, *chosen], cwd=CHECKOUT, check=False).returncode
    # Where modules have changed since the last run there are other changes now: the next run tries what is new.
    groups = {group: changes for group, changes in results().items() if group in names}
    print(table(groups, sample(groups, size, options.seed)))
    return status


if __name__ == "__main__":
    sys.exit(main())
