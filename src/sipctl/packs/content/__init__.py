"""What a pack says of one term, worked out from the plan."""
