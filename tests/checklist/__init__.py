"""The checklist of the command line, on the installed program; a docstring begins with the number of its line."""
