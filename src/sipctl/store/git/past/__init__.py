"""A plan as git had it: at a revision, or at the end of a day."""
