"""Parsers: one per layout, from a Document to the inspections and graded lines that it prints."""
