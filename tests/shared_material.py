"""Where the published reports and statistics stand beside the checkout, for the tests that read them."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"
needs_sources = pytest.mark.skipif(
    not (SHARED / "reports" / "pdf").is_dir(),
    reason=f"the reports and statistics are not beside the checkout: {SHARED}",
)
