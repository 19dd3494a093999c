"""Forms that came back: found in a document, held against the plan, read row by row."""
