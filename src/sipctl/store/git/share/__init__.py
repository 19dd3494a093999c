"""Commits of the plan, and what is shared with others: sent, and brought up to date."""
