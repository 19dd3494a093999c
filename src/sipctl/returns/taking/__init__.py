"""Returns that come back: files → answers → records, and what could not be read of them."""
