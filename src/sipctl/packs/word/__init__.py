"""Word documents: a subset of HTML is turned into styled paragraphs and tables."""
