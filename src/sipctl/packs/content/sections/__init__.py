"""The sections of a pack: of the whole plan, and of each committee, lead and framework part."""
