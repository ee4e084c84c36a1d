"""What is confidential is masked wherever anything is shown, unless --reveal is typed; that is noted, not stored."""

import json
import stat
from pathlib import Path
from shlex import split

import pytest
from checklist.test_writes import READS
from conftest import Program, program_in
from invented import EXAMPLES

from commands.conftest import Quick, copied, holding

NEEDLES = ("zqstreet", "zqtown", "77123", "zq7788", "zq5566", "zqphone", "zqmail")
"""Where the client lives, numbers of hers, how those are reached who live with her."""

MORE = (
    "history c1", "history pe1", "history i2", "show pe1", "show i2", "find zqstreet", "find zqphone", "find zqmail",
    "export client --csv", "export person", "export identifier", "export coverage --csv", "digest --names full",
    "agenda --ics", "client list --fields id,address,city,zip --csv", "client edit ana --zip 77123 --acuity 9",
    "identifier add ana medicaid ZQ77881234", "person edit pe1 --email zqmail@x.org --status none",
    "packet ana --for payer", "packet ana --for court", "client file ana --format html", "letter ana referral",
    "sql 'select * from client_summary'", "visits 2026-11-25 --csv", "note list --where 'client = ana' --json",
)  # fmt: skip


@pytest.fixture(scope="module")
def hidden_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented records, of whom the first client must not be found."""
    home = holding(tmp_path_factory.mktemp("hidden"), EXAMPLES)
    program = Quick(home, program_in(home).environ)
    program("client", "edit", "ana-ruiz", "--address", "Zqstreet 12", "--city", "Zqtown", "--zip", "77123",
            "--address-confidential")  # fmt: skip
    program("identifier", "add", "ana-ruiz", "medicaid", "ZQ77881234")
    program("coverage", "edit", "cv1", "--member-id", "ZQ55661234")
    program("person", "edit", "pe1", "--phone", "zqphone 5", "--email", "zqmail@x.org", "--in-household")
    return home


@pytest.fixture
def ana(nobody: Program, hidden_home: Path) -> Quick:
    """The program on a copy of it."""
    return copied(nobody, hidden_home)


def noted(program: Quick) -> list[dict[str, object]]:
    """The lines of the note."""
    path = program.home / "state" / "caseload" / "revealed.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_nothing_confidential_is_in_any_list_page_export_or_error_unless_it_is_to_be_revealed(ana: Quick) -> None:
    lines = [f"{line}{form}" for line in READS if line != "export all" for form in ("", " --json")]
    for line in (*lines, *MORE):
        ran = ana.run(*split(line))
        typed = {one for one in NEEDLES if one in line.lower()}
        found = [one for one in NEEDLES if one in f"{ran.out}{ran.err}".lower() and one not in typed]
        assert not found, (line, ran)
        assert "zq" not in ran.out.lower(), line
    assert noted(ana) == []


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("show ana", ["c1", "i1", "i2", "pe1"]),
        ("show pe1", ["pe1"]),
        ("client list --json", ["c1"]),
        ("client list --csv --fields id", None),
        ("person list --csv", ["pe1"]),
        ("identifier list", ["i1", "i2"]),
        ("identifier list --jsonl --limit 1", ["i1"]),
        ("export coverage --csv", ["cv1"]),
        ("history c1", ["c1"]),
        ("history t1", None),
        ("find zqstreet", ["c1"]),
        ("find ZQ77881234", ["i2"]),
        ("client file ana", ["c1", "cv1", "i1", "i2", "pe1"]),
        ("task list", None),
    ],
)
def test_what_is_revealed_is_noted_outside_the_database(ana: Quick, line: str, ids: list[str] | None) -> None:
    before = ana.fingerprint
    ran = ana.run(*split(line), "--reveal")
    assert ran.code == 0, ran
    begun, *shown = noted(ana)
    assert (str(begun["command"]) in line, begun["ids"]) == (True, None)
    assert [one["ids"] for one in shown] == ([ids] if ids else [])
    path = ana.home / "state" / "caseload" / "revealed.jsonl"
    assert (stat.S_IMODE(path.stat().st_mode), ana.fingerprint) == (0o600, before)


def test_nothing_is_revealed_where_it_cannot_be_noted(ana: Quick) -> None:
    folder = ana.home / "state" / "caseload"
    folder.mkdir(parents=True)
    (folder / "revealed.jsonl").symlink_to("/dev/null")
    ran = ana.run("show", "ana", "--reveal")
    assert (ran.code, ran.out, "leave --reveal out" in ran.err) == (74, "", True)
    assert ana.run("show", "ana").code == 0
