"""Returns: the forms of a round of asking, as they go out and as they come back."""
