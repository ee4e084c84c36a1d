"""The verbs that need no noun."""
