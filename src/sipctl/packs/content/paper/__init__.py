"""The board's paper: two pages of what is off course, what is asked, and what moved."""
