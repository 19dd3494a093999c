"""A term's pack as a file: templates in a sandbox, and what each format needs.

A template is given the term (`sipctl.packs.content.model`) and nothing else. Whatever it prints is
escaped for its format, unless the template itself wrote it.
"""
