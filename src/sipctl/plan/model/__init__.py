"""The entries of a plan's files, and how text is validated into them."""
