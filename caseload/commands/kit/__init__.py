"""What several commands are made with: options, the making of changes, what is said of them, lists."""
