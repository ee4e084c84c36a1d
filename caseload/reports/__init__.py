"""Questions answered: each takes the store and the moment, and returns frozen records."""
