"""What git knows of a plan: versions, history, commits."""
