"""The user's cache of earlier results: losing it costs only time.

- `listing`   a plan's files with their sizes and times: the key of everything cached
- `folder`    the private cache folder, and its files written whole or not at all
- `answers`   whole answers of commands, printed again without importing the rest of sipctl
- `snapshot`  the plan as validated, read back without YAML or pydantic
- `schemas`   what pydantic makes of the models, to validate a file without importing it
- `templates` packs' templates as Jinja compiled them
"""
