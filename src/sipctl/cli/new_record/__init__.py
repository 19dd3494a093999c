"""A new record from the options of `sipctl record`: what it says, and what is asked about it."""
