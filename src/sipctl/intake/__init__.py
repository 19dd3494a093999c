"""Other people's documents, made into a plan folder: documents → tables → a draft → a plan."""
