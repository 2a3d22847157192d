"""What schemathesis is told beside the description. Loaded by it, in its own environment, which has nothing of ours."""

import schemathesis


@schemathesis.hook
def before_call(context: object, case: schemathesis.Case, kwargs: dict[str, object]) -> None:  # noqa: ARG001
    """`from` is not later than `to`, which no description of single parameters can say."""
    query = case.query or {}
    first, last = str(query.get("from")), str(query.get("to"))
    if first.isdecimal() and last.isdecimal() and int(first) > int(last):
        query["from"], query["to"] = query["to"], query["from"]
