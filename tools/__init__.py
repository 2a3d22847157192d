"""Programs for those who work on Gradeline; the dashboard and the loaders use none of them."""
