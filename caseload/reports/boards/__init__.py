"""Boards: every client by what comes first, one module a board, named as its command."""
