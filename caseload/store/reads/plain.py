"""Names as SQLite can compare them; those with letters or signs that only Python folds are told from them."""


def without_marks(sql: str) -> str:
    """SQL for a text in small letters without blanks, hyphens, apostrophes and full stops."""
    found = f"lower({sql})"
    for mark in (" ", "-", "''", "."):
        found = f"replace({found}, '{mark}', '')"
    return found


def has_other_letters(sql: str) -> str:
    """SQL for whether there is more in the text than what `without_marks` makes of it says all of."""
    return f"({sql}) glob '*[^-a-zA-Z0-9 .'']*'"
