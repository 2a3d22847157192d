"""What a report says of the authority's earlier inspections: a Document to Mentions, as printed.

In comes a report's text; out come the judgements of earlier inspections that it states with a date, in bullets ("The
previous inspection of ... was in May 2012. The local authority was judged to be good."), in lists of "Label: Grade"
and in sentences. A sentence is read only where each part of it is understood: what was judged, the grade, and the
date that belongs to them. Undated remarks, other kinds of visit and words on no scale are left alone. Which framework
it was, where the text does not name it, and the harmonised grade are the harmoniser's work.

The turns of phrase are in `data/reference/mentions.toml`; `docs/mentions.md` says how they fit together.
"""

from loaders.reading.parsers.mentions.remarks import mentions

__all__ = ["mentions"]
