"""Occurrences of a recurrence: the periods of a cadence, named periods, meetings."""
