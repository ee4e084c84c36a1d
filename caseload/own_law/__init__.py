"""rules.toml: what the user has otherwise than the law's tables."""
