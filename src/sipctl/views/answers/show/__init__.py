"""`show`: one thing whole, as text."""
