"""The command `gradeline`: serve, and everything that `python -m loaders` does, under one name."""

import re
import sys

USAGE = """usage: gradeline serve [--host HOST] [--port PORT] [--data DIR]
       gradeline export DIR [--base-url URL] [--data DIR]
       gradeline extract | build | check | diff | fetch ...

serve    show the record in a browser, on http://127.0.0.1:8050 unless told otherwise
export   write the whole site as files that any web server can serve
extract  write what each source says, one row per graded line
build    write a whole data folder
check    validate a data folder, or the one that comes with the package
diff     list what was added, corrected or withdrawn between two data folders
fetch    download newly published statistics and reports

gradeline COMMAND --help says more of each. gradeline --version prints the version.
"""
COMMANDS = re.findall(r"^(\w+)  ", USAGE, re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is that of the program behind it, 2 for wrong usage."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["--version"]:
        from gradeline import __version__

        print(f"gradeline {__version__}")
        return 0
    if words[:1] == ["serve"]:
        from dashboard.serve import main as serve

        return serve(words[1:])
    if words[:1] == ["export"]:
        from dashboard.web.files.write import main as export

        return export(words[1:])
    if not words or words[0] in ("-h", "--help"):
        print(USAGE, end="", file=sys.stdout if words else sys.stderr)
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"{USAGE}\ngradeline: unknown command '{words[0]}'; wanted {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    from loaders.__main__ import main as loaders
    from loaders.record.reference import DATA_FOLDER

    if words == ["check"]:
        words = [*words, str(DATA_FOLDER / "built")]
    return loaders(words, program="gradeline")


if __name__ == "__main__":
    sys.exit(main())
