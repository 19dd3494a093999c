"""Word documents: a small HTML is turned into styled paragraphs and tables."""
