"""A few lines for each program that people analyse with, which load exactly the rows of an address."""

from dataclasses import dataclass

from dashboard.texts import texts_of


@dataclass(frozen=True)
class Snippet:
    """Code for one program, with the address of the rows at `{address}`."""

    name: str
    title: str
    code: str

    def around(self) -> tuple[str, str]:
        before, _, after = self.code.partition("{address}")
        return before, after


SNIPPETS = tuple(Snippet(**entry) for entry in texts_of("snippets")["snippet"])
