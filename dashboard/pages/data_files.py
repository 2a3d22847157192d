"""The files of the data page: what is filtered, as files and as code that loads it; all tables, and the codebook."""

from dashboard.address import link
from dashboard.export import citation, content, feed
from dashboard.export.content import Export
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.frames import records
from loaders.record.grouping import grouped
from loaders.record.rows import CodebookRow


def take(export: Export) -> Content:
    """The files of what is filtered, the address of the same for programs, and code that loads it."""
    query = content.query(export.filters, export.sort)
    for_excel = link("/download/judgements.csv", [*query, ("bom", "1")])
    more = (
        html.A("CSV for Excel", href=for_excel, data_download="csv-excel"),
        html.A("What each column means", href="/data#codebook-judgements"),
    )
    return html.Section(
        components.downloads(query, export.rows, *more),
        _use(export),
        className="take",
        aria_label="Downloads",
    )


def _use(export: Export) -> Content:
    path = export.address("csv")
    control = html.Input(
        type="text", id="download-address", value=path, spellCheck="false", readOnly=True, data_address=path
    )
    address = html.Div(
        components.field("Address of the CSV", control, "download-address"), copy("download-address"), className="row"
    )
    hint = html.P(
        "It always answers with the newest data. ",
        html.A("OpenAPI description", href="/download/openapi.json"),
        " · ",
        html.A("Feed of these councils’ inspections", href=feed.path(export.filters)),
        className="hint",
    )
    code = [part for snippet in texts_of("snippets")["snippet"] for part in _snippet(path, **snippet)]
    return html.Details(html.Summary("Use from R, Python or Excel"), address, hint, *code, id="for-scripts")


def _snippet(path: str, name: str, title: str, *, code: str) -> list[Content]:
    """A few lines for a program that people analyse with, which load exactly the rows of an address."""
    before, _, after = code.partition("{address}")
    with_address = html.Code(before, html.Span(path, data_address=path), after, id=f"code-{name}")
    return [html.H2(title), *to_copy(with_address, f"code-{name}", f"Code for {title}")]


def to_copy(code: Content, name: str, label: str) -> list[Content]:
    """Text to be copied, and its button; `name` is the id of `code`, `label` what a screen reader calls it."""
    return [
        html.Pre(code, tabIndex="0", role="region", aria_label=label),
        html.P(copy(name), className="copy"),
    ]


def copy(name: str) -> Content:
    return html.Button("Copy", type="button", data_copy=name)


def tables(store: Store) -> Content:
    files = [
        *(
            (f"{name}.csv", f"{store.described[name].title}, {wording.number(len(frame), 'row')}")
            for name, frame in store.tables.items()
        ),
        ("datapackage.json", "every table, column, type and constraint (Frictionless Data)"),
        ("openapi.json", "these files and their parameters, for programs"),
    ]
    items = ([html.A(name, href=f"/download/{name}"), html.Span(f" {what}")] for name, what in files)
    return html.Section(
        html.H2("Everything", id="everything"),
        html.P(
            components.linked(
                f"[Download all tables (ZIP)](/download/gradeline.zip), data version {store.version}: every table with "
                "its codebook, a README and how to cite it; or [all tables as one SQLite file](/download/gradeline.db)"
                ". [What changed from version to version](/changes)."
            )
        ),
        html.Details(html.Summary("Each table by itself"), components.bullets(items), id="tables"),
    )


def codebook(store: Store) -> Content:
    lines: list[CodebookRow] = records(store.tables["codebook"])
    folds = [
        html.Details(
            html.Summary(f"{name}.csv: {store.described[name].title if name in store.described else name}"),
            components.table(
                f"Columns of {name}.csv and their values",
                ["Column", "Value", "Meaning"],
                [[html.Code(r["column"]), html.Code(r["value"]) if r["value"] else None, r["meaning"]] for r in rows],
            ),
            id=f"codebook-{name}",
        )
        for name, rows in grouped(lines, lambda row: row["table"]).items()
    ]
    about = "What every column and every value of every table means. Also as [codebook.csv](/download/codebook.csv)."
    return html.Section(
        html.H2("Codebook", id="codebook"),
        html.P(components.linked(about)),
        *folds,
        className="codebook",
    )


def cite(store: Store) -> Content:
    text = citation.text(store)
    forms = (("bib", "BibTeX"), ("ris", "RIS"), ("txt", "text"))
    links = [html.A(title, href=f"/download/citation.{ending}") for ending, title in forms]
    return html.Section(
        html.H2("How to cite", id="cite"),
        html.P(html.Span(text, " ", id="citation"), html.Span("/data", data_address="/data")),
        html.P("Download the citation as ", *components.joined(links, ", "), "."),
    )
