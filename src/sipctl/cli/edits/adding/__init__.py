"""What `sipctl add` adds: new entries as changes of the plan's files."""
