"""A term's report for governors as a file: its content, its templates, and Word documents.

Templates are given the content (`sipctl.packs.content.model`) and nothing else, and whatever they
print is escaped for the format.
"""
