"""Edits of a plan's files: changes at routes, spliced into the text, proved, and written."""
