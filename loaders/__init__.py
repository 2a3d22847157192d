"""Loaders: read inspection reports and official statistics into Gradeline's tidy tables."""
