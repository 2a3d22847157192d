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
from dashboard.texts import texts_of
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

    @classmethod
    def of(
        cls, name: str, suggestions: Sequence[tuple[str, str]] = (), /, *, status: int = 0, **values: object
    ) -> "AddressProblem":
        """A problem by its name in `texts/problems.toml`, with `values` in its words; `status` may be another one."""
        entry = texts_of("problems")[name]
        words = {key: text.format(**values) for key, text in entry.items() if key != "status"}
        return cls(status or entry["status"], suggestions=suggestions, **words)


def parse(query: bytes) -> Parameters:
    """The parameters of a query string, or a problem where it is too long or holds what is no text."""
    try:
        if len(query) > LONGEST_QUERY:
            raise ValueError("too long")
        parameters = parse_qs(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise AddressProblem.of("not_text") from None
    except ValueError:
        limits = f"{LONGEST_QUERY} characters and {MOST_PARAMETERS} parameters"
        raise AddressProblem.of("too_long", limits=limits) from None
    texts = [*parameters, *(text for texts in parameters.values() for text in texts)]
    if any(character < " " or character in "\x7f\ufffd" for text in texts for character in text):
        raise AddressProblem.of("control_characters")
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
            names, perhaps = f": {', '.join(accepted)}" if accepted else " none", _suggestion(name, accepted)
            raise AddressProblem.of("unknown_parameter", name=_short(name), names=names, perhaps=perhaps)


def values(parameters: Parameters, name: str) -> list[str]:
    """The values of a repeatable parameter, without empty ones (a form sends those for "any") and repeats."""
    return list(dict.fromkeys(value.strip() for value in parameters.get(name, ()) if value.strip()))


def value(parameters: Parameters, name: str) -> str:
    """The value of a parameter that can be given once; "" where it is not given."""
    texts = values(parameters, name)
    if len(texts) > 1:
        quoted = ", ".join(f"‘{_short(text)}’" for text in texts[:5])
        raise AddressProblem.of("given_again", name=name, times=len(texts), found=quoted)
    return texts[0] if texts else ""


def choice(parameters: Parameters, name: str, allowed: Sequence[str], *, default: str = "") -> str:
    return _allowed(name, value(parameters, name), allowed) or default


def choices(parameters: Parameters, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    return tuple(_allowed(name, text, allowed) for text in values(parameters, name))


def number(parameters: Parameters, name: str, smallest: int, *, largest: int) -> int | None:
    text = value(parameters, name)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or not smallest <= int(text) <= largest:
        raise AddressProblem.of("no_number", name=name, found=_short(text), smallest=smallest, largest=largest)
    return int(text)


def years(parameters: Parameters) -> tuple[int | None, int | None]:
    first = number(parameters, "from", FIRST_YEAR, largest=LAST_YEAR)
    last = number(parameters, "to", FIRST_YEAR, largest=LAST_YEAR)
    if first is not None and last is not None and first > last:
        others = [(name, text) for name, text in clean(parameters) if name not in ("from", "to")]
        turned = link("", [*others, ("from", str(last)), ("to", str(first))])
        raise AddressProblem.of("years_reversed", [(f"From {last} to {first}", turned)], first=first, last=last)
    return first, last


def search(parameters: Parameters) -> str:
    """The words to search for, white space folded: some of them must be a letter or a digit."""
    words = " ".join(value(parameters, "search").split())
    if len(words) > LONGEST_SEARCH:
        raise AddressProblem.of("search_too_long", length=len(words), most=LONGEST_SEARCH)
    if words and not normalise_name(words):
        raise AddressProblem.of("search_without_words", found=_short(words))
    return words


def authority(name: str, store: Store, path: str = "/authority/{}", *, status: int = 404) -> Authority:
    """The authority with this id or any name it has had, or a problem that names the nearest ones."""
    register = store.reference.register
    match = store.authority(name) or register.find(name.replace("-", " ")) or register.find_code(name.upper())
    if match is None:
        matches = council_index(store).find(name)
        near = (matches.councils or matches.suggestions)[:MOST_SUGGESTED]
        ways = [(a.display_name or a.name, path.format(a.authority_id)) for a in near]
        other = "choose one below" if near else "search for it"
        raise AddressProblem.of("unknown_council", ways, status=status, found=_short(name), other=other)
    return match


def inspection(inspection_id: str, store: Store, name: str, *, status: int = 404) -> InspectionRow:
    """The inspection with this id, or a problem that names the nearest ones."""
    row = store.inspections.get(inspection_id)
    if row is None:
        near = difflib.get_close_matches(inspection_id[:80], store.inspections, 5, 0.6)
        path = "/data" if name == "inspection" else "/compare"
        ways = [(near_id, link(path, [(name, near_id)])) for near_id in near]
        raise AddressProblem.of("unknown_inspection", ways, status=status, found=_short(inspection_id), name=name)
    return row


def _allowed(name: str, text: str, allowed: Sequence[str]) -> str:
    if text and text not in allowed:
        quoted, perhaps = _short(text), _suggestion(text, allowed)
        wrong = AddressProblem.of("no_choice", name=name, found=quoted, perhaps=perhaps, allowed=", ".join(allowed))
        wrong.parameter, wrong.text = name, quoted
        raise wrong
    return text


def _suggestion(text: str, accepted: Collection[str]) -> str:
    spellings = {name.casefold(): name for name in accepted}
    near = difflib.get_close_matches(text[:80].casefold(), spellings, 1)
    return f" Did you mean ‘{spellings[near[0]]}’?" if near else ""


def _short(text: str) -> str:
    """A text from an address, cut so that a message stays readable."""
    folded = " ".join(text.split())
    return folded if len(folded) <= 60 else f"{folded[:57]}…"
