"""Cells as they came back: the columns of tables, and answers and days as people write them."""
