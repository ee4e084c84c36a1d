"""Reads across tables, one file a subject, one named function a question."""
