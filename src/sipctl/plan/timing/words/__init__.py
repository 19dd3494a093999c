"""Words and figures of a phrase: the vocabulary, and how a text is cut into tokens."""
