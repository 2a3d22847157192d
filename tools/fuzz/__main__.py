"""`python -m tools.fuzz [--count N] [--seed N] [--seconds N] [--jobs N] [--only N]`: see `tools/fuzz/__init__.py`.

Exit status 1 where an input broke a law; that input is kept, and where is said.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tools.fuzz import run
from tools.fuzz.run import FuzzOutcome

MOST_REASONS = 25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description="Fuzz the readers and the parsers.")
    parser.add_argument("--count", type=int, default=10_000, help="how many inputs (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other inputs (default 1)")
    parser.add_argument("--seconds", type=float, default=900, help="stop after so long (default 900)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once (default: each core)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this one input and no other, which is kept")
    args = parser.parse_args()
    keep = Path(tempfile.mkdtemp(prefix="gradeline-fuzz-"))
    if args.only is not None:
        kind, name, content = run.make(args.seed, args.only)
        (keep / name).write_bytes(content)
        print(f"{kind}: {keep / name}")
        outcomes = run.batch(args.seed, args.only, 1, keep)
    else:
        started = time.monotonic()
        outcomes = list(_outcomes(args, keep))
        print(f"seed {args.seed}, {len(outcomes)} inputs in {time.monotonic() - started:.0f} s, {args.jobs} at once\n")
    _print_summary(outcomes)
    broken = [outcome for outcome in outcomes if outcome.broken]
    for outcome in broken:
        print(f"\n{outcome.number} ({outcome.kind})", *outcome.broken[:5], sep="\n  ")
    print(f"\ndefects: {len(broken)}" + (f"; the inputs are in {keep}" if broken else ""))
    if not any(keep.iterdir()):
        keep.rmdir()
    return 1 if broken else 0


def _outcomes(args: argparse.Namespace, keep: Path) -> Iterator[FuzzOutcome]:
    context = multiprocessing.get_context("spawn")
    end = time.monotonic() + args.seconds
    with context.Pool(args.jobs) as pool:
        tasks = [
            (args.seed, first, min(run.BATCH, args.count - first), keep) for first in range(0, args.count, run.BATCH)
        ]
        waiting = [pool.apply_async(run.batch, task) for task in tasks]
        for number, task in enumerate(waiting):
            try:
                yield from task.get(max(0, end - time.monotonic()))
            except multiprocessing.TimeoutError:
                first = tasks[number][1]
                print(f"the time is over; not done: inputs {first} to {first + run.BATCH - 1}, and those after them")
                pool.terminate()
                return
            if sys.stderr.isatty():
                print(f"\r{min(args.count, (number + 1) * run.BATCH)} of {args.count}", end="", file=sys.stderr)


def _print_summary(outcomes: list[FuzzOutcome]) -> None:
    frame = pd.DataFrame(outcomes)
    kinds = pd.concat([frame, frame.assign(kind="all")]).groupby("kind", sort=False)
    summary = kinds.agg(inputs=("number", "size"), grades=("grades", "sum"), slowest=("seconds", "max"))
    summary["refused"] = kinds["reason"].agg(lambda reasons: (reasons != "").sum())
    summary["MiB"] = kinds["memory"].max() // 2**20
    print(summary.round(2).to_string())
    reasons = frame.loc[frame["reason"] != "", "reason"].str[:110].value_counts()
    print("\nrefused because", *(f"{count:8}  {reason}" for reason, count in reasons[:MOST_REASONS].items()), sep="\n")
    print(f"{reasons[MOST_REASONS:].sum():8}  for {len(reasons[MOST_REASONS:])} other reasons")


if __name__ == "__main__":
    sys.exit(main())
