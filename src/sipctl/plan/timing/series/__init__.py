"""Occurrences of what comes back: a cadence's own periods, named periods, meetings."""
