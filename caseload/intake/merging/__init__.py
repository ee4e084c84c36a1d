"""Two copies of one caseload made one: what was done in the other is found, weighed against this one, and taken in."""
