"""What is kept: a frozen dataclass, its vocabulary and its pure rules a kind; no I/O, no clock."""
