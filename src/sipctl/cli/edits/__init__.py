"""What the editing commands share: they find an entry, prove an edit, write it and report it."""
