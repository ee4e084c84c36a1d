"""Arguments in, one call, one line out: a file per noun or daily verb."""
