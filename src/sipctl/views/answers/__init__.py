"""What each command prints for people: `due`, `list`, `show`, `log` and the others."""
