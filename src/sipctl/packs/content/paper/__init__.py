"""The board's paper: two pages on what is off course, what the board is asked, what changed."""
