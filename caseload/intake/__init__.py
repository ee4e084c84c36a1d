"""Foreign files into records."""
