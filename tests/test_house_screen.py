"""Nothing reaches a screen but through the sanitizer: what may be let out to one is of a type of its own.

mypy holds that `pour`, `present` and `complain` take nothing but Harmless; here is who makes it, and who has a door.
"""

import ast
import re
from pathlib import Path

import pytest
from test_house import HOUSE, MODULES, tree_of

DOORS = {
    r"sys\.(__)?std(out|err)(__)?(\.buffer)?\.(write\w*|buffer)": {},
    r"sys\.(__)?std(out|err)(__)?": {
        "app.py": "hands both to the run, and to `complain`",
        "start.py": "has them flushed at the end",
    },
    r"(.+\.)?terminal\.(out|err)|err\.write": {
        "output/terminal.py": "is the one place that writes to them",
        "output/pager.py": "gives the pager its place to write",
        "output/progress.py": "has a bar of numbers drawn",
        "intake/draft.py": "gives the editor its place to draw",
        "commands/kit/unseen.py": "asks for a number, with the name of a field",
        "session.py": "asks whether it is a terminal",
    },
    r"os\.(write|writev|sendfile|system|popen|spawn\w*|exec\w+)": {
        "output/spool.py": "hands on what `pour` and the pager were given"
    },
    r"(.+\.)?Harmless": {
        "output/clean.py": "makes text harmless",
        "output/table.py": "draws with colours what it has cleaned",
        "output/emit.py": "sets such tables apart",
        "output/topic.py": "draws what it has made harmless first",
        "output/terminal.py": "takes no other",
        "output/pager.py": "takes no other",
    },
    r"(.+\.)?Console": {"output/table.py": "draws into a text", "output/progress.py": "draws the bar"},
    r"subprocess(\.\w+)?": {
        "output/pager.py": "starts the pager",
        "intake/draft.py": "starts the editor",
        "reports/surroundings.py": "asks the system, and keeps the answer to itself",
        "unlocking.py": "asks the user's own command for a passphrase, and shows nothing of the answer",
    },
    r"(.+\.)?getpass": {"commands/kit/unseen.py": "shows nothing of what is typed"},
    r"print|input|breakpoint|(typer|click)\.(echo\w*|secho|style|prompt|confirm|progressbar|launch|edit)": {},
}
"""What writes to a terminal, and the modules that have it, each with its reason."""

MAY_NAME = re.compile(
    r"std(out|err)|\.(out|err)\b|err\.write|\bos\.(write|sendfile|system|popen|spawn|exec)|from (os|sys|typer|click)\b"
    r"|Harmless|Console|subprocess|getpass|\b(print|input|breakpoint|echo\w*|secho|progressbar|launch)\b"
    r"|(typer|click)\.(style|prompt|confirm|edit)"
)
"""What a module has as text that may have a door: the others need not be taken apart."""

ANY = "|".join(f"(?:{door})" for door in DOORS)


def doors_of(module: Path) -> set[str]:
    """The doors that a module names, each by its pattern."""
    if not MAY_NAME.search(module.read_text("utf-8")):
        return set()
    tree = tree_of(module)
    names = [dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            of = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names += [of + one.name for one in node.names]
    return {door for name in set(names) if re.fullmatch(ANY, name) for door in DOORS if re.fullmatch(door, name)}


def dotted(node: ast.expr) -> str:
    """session.terminal.out; of what is no name before the dots, the rest."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_only_these_modules_have_a_door_to_the_terminal_and_each_says_why() -> None:
    found = {module.relative_to(HOUSE).as_posix(): doors_of(module) for module in MODULES}
    for door, allowed in DOORS.items():
        assert {module for module, doors in found.items() if door in doors} == set(allowed), door


@pytest.mark.parametrize(
    "line",
    [
        "sys.stdout.write(name)", "sys.stderr.buffer.write(name)", "session.terminal.out.write(name)", "print(name)",
        "typer.echo(name)", "typer.confirm(name)", "os.write(2, name)", "Console().print(name)", "Harmless(name)",
        "subprocess.run(['echo', name])", "from typer import confirm", "from click import echo",
        "from getpass import getpass", "from sys import stdout",
    ],
)  # fmt: skip
def test_every_way_around_is_known_as_a_door(line: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(f"{line}\n", encoding="utf-8")
    assert doors_of(module), line
