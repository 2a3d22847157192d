"""The C library's heap: `reload` has it trimmed once it has read a data folder.

To read one takes tens of megabytes for a moment, in small pieces. What is freed between pieces that stay can be used
again by this process alone: so it was with a fifth of what the processes of a server held after some replacements.
"""

import ctypes


def trim() -> None:
    """Give what is free back to the system; nothing where the C library has no such call, as others than GNU's."""
    try:
        malloc_trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    malloc_trim(0)
