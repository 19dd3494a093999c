"""What was worked out before, kept in the user's cache folder: losing it costs only time.

- `listing`  which files a plan has, with their sizes and times: what everything kept hangs on
- `home`     the private folder that it is kept in, and writing there whole or not at all
- `answers`  whole answers, given again in the time that Python takes to start
- `snapshot` the plan as validated, read back without YAML or pydantic
"""
