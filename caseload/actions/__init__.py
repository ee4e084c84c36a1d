"""What writes several records at once, in one step that one undo takes back."""
