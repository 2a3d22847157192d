"""How a source or a data folder can be wrong. `__main__` alone turns these into a line and a status."""


class SourceRefused(Exception):
    """A source that cannot be read; the message says what was found and what was wanted, on one line."""


class FolderInvalid(Exception):
    """A data folder or reference file that breaks its own rules; `problems` lists every one of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems
