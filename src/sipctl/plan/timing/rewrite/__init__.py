"""Rewrites a syntax tree by what the plan decides: its years, its quarters, its recurrences."""
