"""What Gradeline costs, measured against a bare Dash app of the same versions: `make bench`, and `make load`."""
