"""The manual pages of faults, a file for each slug, and what reads them."""
