"""The nouns, one file a kind."""
