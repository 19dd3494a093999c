"""A new plan as the files of its folder."""
