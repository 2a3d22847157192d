"""The pages, one module each, which registers itself: `dash.register_page(__name__, path=…, title=…, …)` at its top,
`PARAMETERS`, the parameters that its address accepts, and `layout(store, parameters, …)`, which gives a View.

Dash registers pages with an app alone. Where none has been made yet, as for a figure or in a test, one that serves
nothing stands in: the registry belongs to the process and not to an app.
"""

import dash
from dash.exceptions import AppNotFoundError

try:
    dash.get_app()
except AppNotFoundError:
    dash.Dash(__name__, assets_folder="", include_assets_files=False, add_log_handler=False)
