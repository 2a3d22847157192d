"""Query strings to values, and what was wrong with them. The same rules hold for pages and for downloads.

Comes in: the parameters of an address, each a list of texts. Goes out: values, or an AddressProblem that says what was
found, what is accepted, and what may have been meant. Which judgements an address asks for: `filters`.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from urllib.parse import parse_qs, urlencode

from dashboard.find_council import council_index
from dashboard.store import Store
from loaders.record.reference import Authority, normalise_name
from loaders.record.rows import InspectionRow

Parameters = Mapping[str, Sequence[str]]
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_QUERY = 4000
MOST_PARAMETERS = 200
LONGEST_SEARCH = 200
MOST_SUGGESTED = 5
TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_cid|mc_eid")
"""Parameters that mail and social networks add to links: an address with one leads to the same without."""


@dataclass(eq=False)
class AddressProblem(Exception):
    """An address that cannot be answered: the status, what was wrong, what is accepted, and nearby addresses.

    `problem` and `accepted` speak to whoever writes addresses, and are all that a download says. A page says `plain` to
    its readers where it is given, and offers the choices of the `parameter` that was wrong, where its values are a
    closed list; `text` is what it was. `heading` stands above it where that of the status would not be true.
    """

    status: int
    problem: str
    accepted: str = ""
    suggestions: Sequence[tuple[str, str]] = ()
    _: KW_ONLY
    plain: str = ""
    parameter: str = ""
    text: str = ""
    heading: str = ""

    def __str__(self) -> str:
        return self.problem

    def as_text(self) -> str:
        """What a download says, a line each."""
        suggestions = "".join(f"Perhaps: {text}\n" for text, _ in self.suggestions)
        return f"{self.problem}\n{self.accepted}\n{suggestions}"


def parse(query: bytes) -> Parameters:
    """The parameters of a query string, or a problem where it is too long or holds what is no text."""
    try:
        if len(query) > LONGEST_QUERY:
            raise ValueError("too long")
        parameters = parse_qs(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise AddressProblem(400, "This address is not text.", "Addresses are read as UTF-8.") from None
    except ValueError:
        limits = f"Accepted: up to {LONGEST_QUERY} characters and {MOST_PARAMETERS} parameters."
        raise AddressProblem(400, "The address is too long.", limits) from None
    texts = [*parameters, *(text for texts in parameters.values() for text in texts)]
    if any(character < " " or character in "\x7f\ufffd" for text in texts for character in text):
        raise AddressProblem(400, "This address has control characters.", "Accepted: text on one line.")
    return parameters


def has_tracking(parameters: Parameters) -> bool:
    return any(TRACKING.fullmatch(name) for name in parameters)


def clean(parameters: Parameters) -> list[tuple[str, str]]:
    """The parameters as pairs for `link`, in their order, without those that others have added."""
    return [(name, text) for name, texts in parameters.items() if not TRACKING.fullmatch(name) for text in texts]


def link(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    query = urlencode([(name, value) for name, value in pairs if value != ""])
    return f"{path}?{query}" if query else path


def under(prefix: str, address: str) -> str:
    """An address of this site below the path that the site is mounted at; any other address as it is.

    Every address that leaves the server goes through here: pages and figures write theirs as if the site stood at "/".
    """
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return f"{prefix}{address}" if is_ours else address


def check_names(parameters: Parameters, accepted: Collection[str]) -> None:
    """Refuse a parameter that the address does not know, naming the nearest one that it does."""
    for name in parameters:
        if name not in accepted:
            names = f"This address accepts: {', '.join(accepted)}." if accepted else "This address accepts none."
            raise AddressProblem(
                400,
                f"There is no parameter ‘{_short(name)}’.{_suggestion(name, accepted)}",
                names,
                plain=f"This address has a part that we do not know: ‘{_short(name)}’.",
            )


def values(parameters: Parameters, name: str) -> list[str]:
    """The values of a repeatable parameter, without empty ones (a form sends those for "any") and repeats."""
    return list(dict.fromkeys(value.strip() for value in parameters.get(name, ()) if value.strip()))


def value(parameters: Parameters, name: str) -> str:
    """The value of a parameter that can be given once; "" where it is not given."""
    texts = values(parameters, name)
    if len(texts) > 1:
        quoted = ", ".join(f"‘{_short(text)}’" for text in texts[:5])
        raise AddressProblem(
            400,
            f"‘{name}’ is given {len(texts)} times.",
            f"‘{name}’ can be given once.",
            plain=f"This address asks for several things at once where only one fits: {quoted}.",
        )
    return texts[0] if texts else ""


def choice(parameters: Parameters, name: str, allowed: Sequence[str], default: str = "") -> str:
    return _allowed(name, value(parameters, name), allowed) or default


def choices(parameters: Parameters, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    return tuple(_allowed(name, text, allowed) for text in values(parameters, name))


def number(parameters: Parameters, name: str, smallest: int, largest: int) -> int | None:
    text = value(parameters, name)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or not smallest <= int(text) <= largest:
        raise AddressProblem(
            400,
            f"‘{name}’ is ‘{_short(text)}’.",
            f"‘{name}’ takes a whole number from {smallest} to {largest}.",
            plain=f"This address has ‘{_short(text)}’ where a whole number from {smallest} to {largest} belongs.",
        )
    return int(text)


def years(parameters: Parameters) -> tuple[int | None, int | None]:
    first = number(parameters, "from", FIRST_YEAR, LAST_YEAR)
    last = number(parameters, "to", FIRST_YEAR, LAST_YEAR)
    if first is not None and last is not None and first > last:
        others = [(name, text) for name, text in clean(parameters) if name not in ("from", "to")]
        raise AddressProblem(
            400,
            f"‘from’ is {first} and ‘to’ is {last}.",
            "‘from’ must not be later than ‘to’; both years count.",
            [(f"From {last} to {first}", link("", [*others, ("from", str(last)), ("to", str(first))]))],
            plain=f"The first year, {first}, is later than the last year, {last}.",
        )
    return first, last


def search(parameters: Parameters) -> str:
    """The words to search for, white space folded: some of them must be a letter or a digit."""
    words = " ".join(value(parameters, "search").split())
    if len(words) > LONGEST_SEARCH:
        raise AddressProblem(
            400,
            f"‘search’ has {len(words)} characters.",
            f"‘search’ takes up to {LONGEST_SEARCH} characters.",
            plain=f"We can search for up to {LONGEST_SEARCH} characters; this search has {len(words)}.",
        )
    if words and not normalise_name(words):
        raise AddressProblem(
            400,
            f"‘search’ is ‘{_short(words)}’.",
            "‘search’ needs at least one letter or digit.",
            plain=f"We cannot search for ‘{_short(words)}’. Type at least one letter or digit.",
        )
    return words


def authority(name: str, store: Store, status: int = 404, path: str = "/authority/{}") -> Authority:
    """The authority with this id or any name it has had, or a problem that names the nearest ones."""
    register = store.reference.register
    match = store.authority(name) or register.find(name.replace("-", " ")) or register.find_code(name.upper())
    if match is None:
        matches = council_index(store).find(name)
        near = (matches.councils or matches.suggestions)[:MOST_SUGGESTED]
        raise AddressProblem(
            status,
            f"We do not know a council called ‘{_short(name)}’.",
            "Check the spelling, or choose one below." if near else "Check the spelling, or search for it.",
            [(a.display_name or a.name, path.format(a.authority_id)) for a in near],
        )
    return match


def inspection(inspection_id: str, store: Store, name: str, status: int = 404) -> InspectionRow:
    """The inspection with this id, or a problem that names the nearest ones."""
    row = store.inspections.get(inspection_id)
    if row is None:
        near = difflib.get_close_matches(inspection_id[:80], store.inspections, 5, 0.6)
        raise AddressProblem(
            status,
            f"There is no inspection ‘{_short(inspection_id)}’ (parameter ‘{name}’).",
            "Accepted: an inspection’s id, such as worcestershire-2012-03-safeguarding; council pages list them.",
            [(near_id, link("/data" if name == "inspection" else "/compare", [(name, near_id)])) for near_id in near],
            plain=f"We do not know an inspection called ‘{_short(inspection_id)}’.",
        )
    return row


def _allowed(name: str, text: str, allowed: Sequence[str]) -> str:
    if text and text not in allowed:
        raise AddressProblem(
            400,
            f"‘{name}’ is ‘{_short(text)}’.{_suggestion(text, allowed)}",
            f"‘{name}’ takes: {', '.join(allowed)}.",
            plain=f"This address asks for ‘{_short(text)}’, which is not one of the choices here.",
            parameter=name,
            text=_short(text),
        )
    return text


def _suggestion(text: str, accepted: Collection[str]) -> str:
    near = difflib.get_close_matches(text[:80], accepted, 1)
    return f" Did you mean ‘{near[0]}’?" if near else ""


def _short(text: str) -> str:
    """A text from an address, cut so that a message stays readable."""
    folded = " ".join(text.split())
    return folded if len(folded) <= 60 else f"{folded[:57]}…"
