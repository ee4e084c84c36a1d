"""What is kept: a frozen record, its vocabulary and its pure rules a kind; no I/O, no clock."""
