"""What came of the work in a period: figures, each with what it counts, and the rows that it opens into."""
