"""Text for people: English, styles, tables, terminals, Markdown."""
