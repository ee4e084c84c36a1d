"""Pages of help on a terminal: nothing of Markdown, nothing left out, no command broken."""

import io
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from caseload.commands.tools.help import TOPICS, topic
from caseload.output.terminal import Terminal
from caseload.output.topic import drawn
from caseload.output.width import width

GOLDEN = Path(__file__).parent.parent / "golden" / "topics"
WIDTHS = (50, 80, 120)


def shown(page: str, columns: int, *, color: bool = False) -> str:
    terminal = Terminal(io.StringIO(), io.StringIO(), is_tty=True, width=columns, color=color)
    return drawn(page, terminal, TOPICS)


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_page_looks_like_its_golden_one(columns: int) -> None:
    """A page of all that topics have; the topics themselves change, and are held by the rules below."""
    place = GOLDEN / f"page-{columns}.txt"
    said = shown((GOLDEN / "page.md").read_text(encoding="utf-8"), columns)
    if os.environ.get("CASELOAD_GOLDEN") == "write":
        place.write_text(said, encoding="utf-8")
    assert said == place.read_text(encoding="utf-8"), "CASELOAD_GOLDEN=write pytest tests/output/test_topic.py"


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("name", TOPICS)
def test_no_word_of_a_topic_is_left_out_at_any_width_and_nothing_of_markdown_is_left(name: str) -> None:
    page = topic(name)
    blocks = re.findall(r"```(?s:.*?)```|(?m:^ {4}.*)", page)
    said_in_page = re.sub(r"\]\([^)]*\)|```\w*", "", page)
    for columns in WIDTHS:
        said = shown(page, columns)
        assert words(said_in_page) <= words(said), columns
        typed = {line.strip() for block in blocks for line in block.expandtabs().split("\n")}
        prose = [line for line in said.splitlines() if not line.startswith("    ") and line.strip() not in typed]
        assert [line for line in prose if re.search(r"^ *#+ |^ *\|[- ]|\*\*[A-Za-z]|```", line)] == []
        # What is wider is a line of a file, or one word, of a shell too.
        wide = [line.strip() for line in said.splitlines() if width(line) > columns]
        one_word = r"""(\S+|\S*"[^"]*"\S*|\S*'[^']*'\S*)( \\)?"""
        assert [line for line in wide if line not in typed and not re.fullmatch(one_word, line)] == []


@pytest.mark.parametrize("name", TOPICS)
def test_every_command_of_a_topic_can_be_copied_and_typed(name: str) -> None:
    """Whole in a line, or folded where a shell reads on."""
    page = topic(name)
    blocks = re.findall(r"```(?:console|sh)?\n(.*?)```", page, re.DOTALL)
    typed = [line.removeprefix("$ ") for block in blocks for line in block.split("\n") if line[:2] == "$ "]
    typed = [re.sub(r"\s{2,}# .*", "", one) for one in typed]
    text = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    paragraphs = re.sub(r"(?<=\S)\n +(?=\S)|(?<=\S)\n(?=[^\s|#])", " ", text)
    typed += re.findall(r"(?<!`)`(caseload [^`]+)`(?!`)", paragraphs)
    for columns in WIDTHS:
        unfolded = re.sub(r" \\\n +", " ", shown(page, columns))
        lacking = [one for one in typed if one.replace("\\|", "|").removesuffix(" \\") not in unfolded]
        assert lacking == [], columns


def test_a_table_that_has_no_room_is_a_list_of_its_rows() -> None:
    page = "# Rules\n\n| rule | counts from | every |\n|---|---|---|\n| **contact** | the last contact made | `1m` |\n"
    assert shown(page, 60) == (
        "Rules\n\n  rule     counts from            every\n"
        "  ─────────────────────────────────────\n"
        "  contact  the last contact made  1m\n"
    )
    assert shown(page, 30) == (
        "Rules\n\n  rule · counts from · every\n"
        "  contact\n    counts from: the last\n      contact made\n    every: 1m\n"
    )


def test_bold_is_of_each_word_alone_and_of_nothing_without_colours() -> None:
    page = "# A page\n\n**Not now.** Type `caseload today`.\n"
    on, off = "\x1b[1m", "\x1b[0m"
    heading = f"{on}A{off} {on}page{off}\n\n"
    assert shown(page, 80, color=True) == f"{heading}  {on}Not{off} {on}now.{off} Type {on}caseload today{off}.\n"
    assert shown(page, 80) == "A page\n\n  Not now. Type caseload today.\n"


def test_a_command_that_is_too_long_is_folded_where_a_shell_reads_on() -> None:
    page = '```console\n$ caseload task add ana "Call the landlord again" --due "fri 2pm"  # said by phone\n```\n'
    assert shown(page, 40) == (
        "    # said by phone\n"
        "    $ caseload task add ana \\\n"
        '        "Call the landlord again" \\\n'
        '        --due "fri 2pm"\n'
    )


def test_a_path_of_the_users_own_orders_no_terminal_about() -> None:
    assert (
        shown("`/home/a\x1b[31m\u202e/caseload`\n", 80, color=True) == "  \x1b[1m/home/a␛[31m\ufffd/caseload\x1b[0m\n"
    )
