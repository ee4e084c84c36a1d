"""What kinds are made of, and the rules that span several of them."""
