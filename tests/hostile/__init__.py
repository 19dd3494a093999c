"""Attacks: what comes by pull request and e-mail, at its worst."""
