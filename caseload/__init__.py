"""A caseload in the terminal: what is due, what is late, for whom, and why."""

__version__ = "0.1.0"
