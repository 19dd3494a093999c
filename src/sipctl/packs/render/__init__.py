"""A pack as a file: templates filled in a sandbox, charts."""
