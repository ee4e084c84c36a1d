"""docs/clocks.md with the table of deadlines that laws set, and what doctor says of its example of rules.toml."""

import csv
import re
import tempfile
from pathlib import Path

from conftest import program_in
from transcripts import BLOCK

from caseload.records.of.deadline import Deadline
from caseload.records.of.deadlines_of_law import AT_STAKE, DEADLINES, UNREAD
from caseload.when.workdays import Roll

PAGE = Path(__file__).parent.parent / "docs" / "clocks.md"
_LEVELS = {"medicare-l3": "a hearing (`medicare-l3`)", "medicare-l5": "a federal court (`medicare-l5`)"}
_TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def clocks_page() -> str:
    """The page as it should be."""
    text = PAGE.read_text("utf-8")
    table = "\n".join(map(_row, DEADLINES))
    text = re.sub(r"(?<=\|---\|---\|---\|---\|---\|---\|---\|---\|\n)(\|.*\n)*", lambda _: f"{table}\n", text)
    text = re.sub(r"(?<=in dollars: ).*(?:\n.+)*", lambda _: _at_stake(), text)
    return BLOCK.sub(lambda _: _doctor(example(text)), text)


def example(text: str) -> str:
    """The rules.toml of the page."""
    blocks: list[str] = _TOML.findall(text)
    return next(block for block in blocks if "[clock." in block)


def _row(row: Deadline) -> str:
    days = " ".join(f"{word} {day}" for word, day in (("from", row.since), ("until", row.until)) if day)
    by = f"{days}, by the day it is due" if row.by == "due" else days
    mail = f" + {row.mail_days}d mail" * bool(row.mail_days)
    first = ", first-of-month" * (row.unit == "first-of-month")
    later = f", no earlier than {row.later_of}" if row.later_of else ""
    roll = f", rolls: {row.roll}" if row.roll is not Roll.NONE else ""
    unread = "nothing counts by it yet" if row.key in UNREAD else ""
    what = "; ".join(filter(None, (row.label, row.note, unread)))
    cells = (row.key, what, row.anchor, f"{row.term}{mail}{first}{later}{roll}", by or "always", row.default, row.mark)
    return f"| {' | '.join(cells)} | {row.citation} |"


def _at_stake() -> str:
    said = []
    for key, words in _LEVELS.items():
        years = ", ".join(f"${one.dollars:,} in {one.year}" for one in AT_STAKE if one.key == key)
        said.append(f"{words} {years}")
    return f"{'; '.join(said)}\n({AT_STAKE[0].citation}; one source)."


def _doctor(rules: str) -> str:
    """What doctor says of those rules."""
    with tempfile.TemporaryDirectory() as home:
        program = program_in(Path(home))
        program("init")
        place = program.home / "config" / "caseload" / "rules.toml"
        place.parent.mkdir(parents=True)
        place.write_text(rules, encoding="utf-8")
        words = ("doctor", "--fields", "check,state,detail", "--tsv")
        rows = [line for line in program(*words).splitlines() if "rules.toml" in line]
        return f"$ caseload {' '.join(words)} | grep rules.toml\n" + "".join(
            "\t".join(next(csv.reader([row], delimiter="\t"))).replace(f"{place.parent}/", "") + "\n" for row in rows
        ).expandtabs(2)
