"""`python -m tools.fuzz`: mutated and made-up documents by the thousand, each of which is read or refused in one line.

`seeds` has the documents to begin with, `mutate`, `pdf`, `sheets`, `texts` and `made_up` each make others of them,
`forged` makes reports that hide grades, and `laws` says what must hold of whatever comes out: also that what was read
is what is shown. The seed and the number of an input make it again, byte for byte.
"""
