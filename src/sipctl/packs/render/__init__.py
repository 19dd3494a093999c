"""Renders a pack: templates filled in a sandbox, and charts."""
