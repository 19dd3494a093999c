"""Plain data of a file → its model, and what does not fit in plain words."""
