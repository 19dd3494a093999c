"""Where a plan is kept: folder, YAML and its positions, edits, records, git."""
