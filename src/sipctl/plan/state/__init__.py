"""How work stands on a day: progress, the agenda, filters."""
