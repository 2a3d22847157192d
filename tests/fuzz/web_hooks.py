"""What schemathesis is told beside the description. Loaded by it, in its own environment, which has nothing of ours."""

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):  # type: ignore[no-untyped-def]
    """`from` is not later than `to`, which no description of single parameters can say."""
    first, last = (case.query or {}).get("from"), (case.query or {}).get("to")
    if str(first).isdecimal() and str(last).isdecimal() and int(first) > int(last):
        case.query["from"], case.query["to"] = last, first
