"""A few lines for each program that people analyse with, which load exactly the rows of an address.

Comes in: the address of a CSV. Goes out: code as text. Codes such as the DfE's number stay text, empty cells become
what the program has for missing values, dates become dates.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snippet:
    """Code for one program, with the address of the rows at `{address}`."""

    name: str
    title: str
    code: str

    def around(self) -> tuple[str, str]:
        before, _, after = self.code.partition("{address}")
        return before, after


SNIPPETS = (
    Snippet(
        "pandas",
        "Python, pandas",
        "import pandas as pd\n\n"
        "judgements = pd.read_csv(\n"
        '    "{address}",\n'
        '    dtype={"dfe_la_number": "string", "grade_number_original": "Int64", "grade_rank": "Int64"},\n'
        '    parse_dates=["inspection_start", "inspection_end", "published", "date"],\n'
        ")\n",
    ),
    Snippet(
        "polars",
        "Python, polars",
        # polars asks for files of a known length alone, and these are streamed.
        "from urllib.request import urlopen\n\n"
        "import polars as pl\n\n"
        "judgements = pl.read_csv(\n"
        '    urlopen("{address}").read(),\n'
        "    try_parse_dates=True,\n"
        "    infer_schema_length=None,\n"
        '    schema_overrides={"dfe_la_number": pl.String},\n'
        ")\n",
    ),
    Snippet(
        "r",
        "R",
        "judgements <- read.csv(\n"
        '  "{address}",\n'
        '  na.strings = "", encoding = "UTF-8", colClasses = c(dfe_la_number = "character")\n'
        ")\n"
        "judgements$date <- as.Date(judgements$date)\n",
    ),
    Snippet(
        "duckdb",
        "DuckDB",
        "INSTALL httpfs;\nLOAD httpfs;\nSET force_download = true;\n\n"
        "CREATE TABLE judgements AS\n"
        "SELECT * FROM read_csv(\n"
        "    '{address}',\n"
        "    header = true, delim = ',', quote = '\"', sample_size = -1, types = {'dfe_la_number': 'VARCHAR'}\n"
        ");\n",
    ),
    Snippet(
        "excel",
        "Excel: Data, Get data, From other sources, Blank query, Advanced editor",
        "let\n"
        '    File = Web.Contents("{address}"),\n'
        '    Rows = Csv.Document(File, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n'
        "    Judgements = Table.PromoteHeaders(Rows, [PromoteAllScalars = true])\n"
        "in\n"
        "    Judgements\n",
    ),
)
