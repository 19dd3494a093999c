"""The content of a pack about one term, worked out from the plan."""
