"""The plan at a glance: on one screen, in words, and as JSON."""
