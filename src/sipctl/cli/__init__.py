"""Asks and answers: a file a command."""
