"""A plan's folder and every file that is written."""
