"""Files of another caseload: known as such, so that nothing of one stands under a client of the other."""

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from commands.conftest import Quick
from conftest import Program, Ran, program_in

from caseload.records.kinds import KINDS, has_client

TABLES = [kind.TABLE for kind in KINDS]
CLIENTS = [kind.TABLE for kind in KINDS if has_client(kind) and kind.TABLE != "client"]
"""Kinds whose rows name their client, or what is a client's."""


def told(program: Program, *words: str, stdin: str = "") -> Ran:
    """The run of a command inside this process, into pipes."""
    return Quick(program.home, program.environ).run(*words, stdin=stdin)


def caseload(home: Path, name: str) -> Program:
    """A caseload whose every title has that name in it, so that what is whose can be told anywhere."""
    home.mkdir()
    program = program_in(home)
    for line in (
        "init", f"client add {name} Ruiz --born-on 1990-01-02", f"client add {name}x Li", f"plan add c1 {name}-plan",
        f"need add c1 {name}-need", f"provider add {name}-pantry",
        f"goal add c1 {name}-goal --plan p1", f"task add c1 {name}-task --due fri", f"task add me {name}-own",
        f"appointment add c2 {name}-visit --at fri@14:00", f"note add c1 {name}-note -k call",
        "note sign n1", f"addendum add n1 {name}-addendum", f"person add c1 {name}-person",
        f"provider add {name}-kitchen", f"goal observe g1 3 --comment {name}-seen",
        f"episode add c1 --closed-on 2025-03-02 --destination {name}-town", f"snooze t1 --to +3d --reason {name}-why",
        f"coverage add c1 {name}-payer", f"authorization add c1 {name}-help --coverage cv1",
        f"service add c1 {name}-service --provider pr1", f"medication add c1 {name}-pill",
        f"document add c1 {name}-paper", f"consent add c1 --recipient {name}-firm",
        f"disclosure add c1 --recipient {name}-firm --what {name}-lease",
        f"assessment add c1 katz-6 --score 3 --result {name}-result", f"referral add c1 {name}-referral --provider pr1",
        f"condition add c1 {name}-condition", f"identifier add c1 case {name}-12345",
        f"income add c1 {name}-wages --amount 10 --per week",
        f"benefit add c1 {name}-benefit", f"verification add b1 {name}-proof",
        f"appeal add b1 --action denial --reason {name}-word", f"stay add c1 hospital --place {name}-ward",
        f"program add {name}-program --requires phases:{name}-one>{name}-two", "meeting add pg1 --at 2026-11-24T16:00",
        f"enrollment add c1 pg1 --ordered-by {name}-court", f"attendance add en1 me1 --excused --reason {name}-ill",
        f"ride add a1 --driver {name}-van", f"expense add c1 5 {name}-pass",
        f"incident add c1 {name}-incident", f"safety add c1 --warning-signs {name}-signs",
        f"consent add c1 --recipient {name}-aid --purpose housing --data-class general --expires-on 2027-05-31",
        f"disclosure add c1 --to {name}-town --what {name}-lease --via phone --basis client --reason asked",
        " --exempt ".join((
            f"template apply transfer c1 --anchor 2026-12-15 --reason {name}-settled", "tell", "consent", "summary",
            "together", "providers", "after",
        )),
        f"client link c1 c2 --not-same --reason {name}-two", "field add client code --label Code",
        f"client edit c1 --set code={name}-code",
    ):  # fmt: skip
        ran = told(program, *line.split())
        assert ran.code == 0, (line, ran.err)
    return program


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The homes of Dora's caseload and of Ben's, made at the very same moments."""
    folder = tmp_path_factory.mktemp("two")
    for name in ("dora", "ben"):
        caseload(folder / name, name)
    return folder / "dora", folder / "ben"


@pytest.fixture
def dora(homes: tuple[Path, Path], tmp_path: Path) -> Program:
    """Dora's caseload."""
    shutil.copytree(homes[0], tmp_path / "dora")
    return program_in(tmp_path / "dora")


@pytest.fixture
def ben(homes: tuple[Path, Path], tmp_path: Path) -> Program:
    """Ben's caseload."""
    shutil.copytree(homes[1], tmp_path / "ben")
    return program_in(tmp_path / "ben")


def everything(program: Program) -> str:
    """All that a caseload holds."""
    ran = told(program, "export", "all")
    assert ran.code == 0, ran.err
    return ran.out


def database(program: Program) -> str:
    """Which caseload it is."""
    return str(json.loads(everything(program))["database"])


def test_two_databases_have_two_ids_and_a_copy_has_the_same(dora: Program, ben: Program, tmp_path: Path) -> None:
    assert database(dora) != database(ben)
    (tmp_path / "copy").mkdir()
    copy = program_in(tmp_path / "copy")
    (tmp_path / "all.json").write_text(everything(dora), "utf-8")
    assert told(copy, "import", "all", str(tmp_path / "all.json")).code == 0
    assert everything(copy) == everything(dora)


def test_a_folder_of_csv_carries_the_id_too(dora: Program, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    copy = program_in(tmp_path / "copy")
    assert told(dora, "export", "all", "-o", f"{tmp_path}/all/").code == 0
    assert told(copy, "import", "all", f"{tmp_path}/all").code == 0
    assert database(copy) == database(dora)


def test_copies_of_an_older_file_agree_on_the_id_that_is_reckoned(tmp_path: Path) -> None:
    import gzip

    old = gzip.decompress((Path(__file__).parent.parent / "store" / "schemas" / "schema-5.db.gz").read_bytes())
    found = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        program = program_in(tmp_path / name)
        program.db.parent.mkdir(parents=True, exist_ok=True)
        program.db.write_bytes(old)
        program.db.chmod(0o600)
        found.add(database(program))
    assert len(found) == 1


@pytest.fixture(scope="module")
def bens(homes: tuple[Path, Path]) -> dict[str, str]:
    """What Ben's caseload exports of each kind."""
    return {one: told(program_in(homes[1]), "export", one, "--csv", "--reveal").out for one in TABLES}


@pytest.fixture(scope="module")
def untouched(homes: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Dora's caseload, for tests that leave it as it is."""
    home = tmp_path_factory.mktemp("untouched")
    shutil.copytree(homes[0], home, dirs_exist_ok=True)
    return program_in(home)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_another_caseload_with_a_typed_id_is_bad_and_nothing_comes_in(
    untouched: Program, bens: dict[str, str], tmp_path: Path, table: str
) -> None:
    (tmp_path / "bens.csv").write_text(bens[table], "utf-8")
    before = untouched.fingerprint
    for dup in ("skip", "update"):
        ran = told(untouched, "import", table, str(tmp_path / "bens.csv"), "--on-dup", dup)
        assert ran.code == 1, ran.err
        assert "is of another caseload" in ran.err
    assert untouched.fingerprint == before


@pytest.mark.parametrize("table", CLIENTS)
def test_without_its_database_a_row_is_known_by_the_handle_beside_the_id(
    untouched: Program, bens: dict[str, str], tmp_path: Path, table: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(bens[table])))
    some = [row for row in rows if row["client_handle"]]
    assert some
    before = untouched.fingerprint
    for less in (("database",), ("id", "database")):
        with (tmp_path / "bens.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, [name for name in rows[0] if name not in less], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(some)
        ran = told(untouched, "import", table, str(tmp_path / "bens.csv"), "--on-dup", "update")
        assert (ran.code, "client_handle: is not the handle of c" in ran.err) == (1, True), ran.err
    assert untouched.fingerprint == before


def test_a_list_of_another_caseload_is_told_by_its_database_too(dora: Program, ben: Program, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(told(ben, "task", "list", "--csv").out, "utf-8")
    ran = told(dora, "import", "task", str(tmp_path / "list.csv"), "--on-dup", "update")
    assert (ran.code, "ben-" in everything(dora)) == (1, False)


def test_a_calendar_of_another_caseload_touches_nothing_that_was_made_at_the_same_moment(
    dora: Program, ben: Program, tmp_path: Path
) -> None:
    """Both caseloads made a1 in the same second, so its UID is the same in both."""
    told(ben, "appointment", "move", "a1", "--to", "2026-12-09@08:00")
    assert told(ben, "agenda", "--ics", "-o", str(tmp_path / "ben.ics")).code == 0
    before = json.loads(everything(dora))["appointment"]
    words = ("import", "appointment", str(tmp_path / "ben.ics"), "--on-dup", "update")
    ran = told(dora, *words)
    assert (ran.code, "the calendar is of another caseload" in ran.err) == (2, True), ran.err
    ran = told(dora, *words, "--set", "client=me")
    assert ran.code == 0, ran.err
    after = json.loads(everything(dora))["appointment"]
    assert after[: len(before)] == before
    assert [one["client"] for one in after[len(before) :]] == [None] * (len(after) - len(before))


def test_a_row_of_ours_comes_in_again_whatever_was_renamed(dora: Program, tmp_path: Path) -> None:
    for table in TABLES:
        (tmp_path / f"{table}.csv").write_text(told(dora, "export", table, "--csv", "--reveal").out, "utf-8")
    told(dora, "client", "handle", "c1", "somebody-else")
    for table in TABLES:
        ran = told(dora, "import", table, str(tmp_path / f"{table}.csv"))
        assert (ran.code, " 0 updated" in ran.err) == (0, True), (table, ran.err)


def test_the_handle_of_another_client_beside_the_id_is_refused_in_a_row_of_ours_too(
    dora: Program, tmp_path: Path
) -> None:
    exported = told(dora, "export", "task", "--csv").out
    (tmp_path / "t.csv").write_text(exported.replace("c1,dora-ruiz", "c2,dora-ruiz"), "utf-8")
    ran = told(dora, "import", "task", str(tmp_path / "t.csv"), "--on-dup", "update")
    assert (ran.code, "client_handle: is the handle of c1, and the row is of c2" in ran.err) == (1, True), ran.err


@pytest.mark.parametrize(("table", "about"), [("observation", "go1,g2"), ("addendum", "ad1,n2"), ("waiver", "w1,t3")])
def test_so_is_it_beside_what_leads_to_the_client(dora: Program, tmp_path: Path, table: str, about: str) -> None:
    for line in ("goal add c2 Other", "note add c2 Other -k call", "note sign n2", "task add c2 Other"):
        assert told(dora, *line.split()).code == 0
    exported = told(dora, "export", table, "--csv").out
    ours = {"observation": "go1,g1", "addendum": "ad1,n1", "waiver": "w1,t1"}[table]
    (tmp_path / "t.csv").write_text(exported.replace(f"{ours},dora-ruiz", f"{about},dora-ruiz"), "utf-8")
    ran = told(dora, "import", table, str(tmp_path / "t.csv"), "--on-dup", "update")
    assert (ran.code, "client_handle: is the handle of c1, and the row is of c2" in ran.err) == (1, True), ran.err


def test_what_is_nobodys_there_and_a_clients_here_is_told_by_the_blank_in_place_of_the_handle(
    dora: Program, ben: Program, tmp_path: Path
) -> None:
    """T2 is Ben's own and a client's of Dora's; a2 the other way round."""
    for line in (
        "task edit t2 --to-client c1",
        "appointment add me own --at fri@16:00",
        "snooze a2 --to +3d --reason x",
    ):
        assert told(dora, *line.split()).code == 0, line
    for line in ("snooze t2 --to +3d --reason ben-hides", "appointment add c1 ben-new --at fri@15:00",
                 "snooze a2 --to +3d --reason ben-hides", "snooze t1 --to +4d --reason ben-hides"):  # fmt: skip
        assert told(ben, *line.split()).code == 0, line
    before = everything(dora)
    for table, at, said in (
        ("task", "t2", "client_handle: is blank, and the row is of c1 here"),
        ("waiver", "t2", "client_handle: is blank, and the row is of c1 here"),
        ("waiver", "a2", "client_handle: is a client's, and the row names none under item"),
    ):
        rows = list(csv.DictReader(io.StringIO(told(ben, "export", table, "--csv", "--reveal").out)))
        kept = [name for name in rows[0] if name != "database"]
        with (tmp_path / "bens.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, kept, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(row for row in rows if at in row.values())
        ran = told(dora, "import", table, str(tmp_path / "bens.csv"), "--on-dup", "update")
        assert (ran.code, said in ran.err) == (1, True), (table, ran.err)
    assert everything(dora) == before


def test_a_line_by_hand_below_an_export_needs_no_handle_where_it_names_the_client(
    dora: Program, tmp_path: Path
) -> None:
    for table, line in (("task", {"client": "c1", "title": "By hand"}), ("observation", {"goal": "g1", "value": "4"})):
        rows = list(csv.DictReader(io.StringIO(told(dora, "export", table, "--csv").out)))
        with (tmp_path / "t.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows([*rows, {**line, "observed_on": "2026-11-24"} if table == "observation" else line])
        ran = told(dora, "import", table, str(tmp_path / "t.csv"))
        assert (ran.code, "1 " in ran.err) == (0, True), ran.err


def test_a_hand_made_list_with_typed_ids_stays_good(dora: Program, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("client,title\nc1,Call the clinic\nc2,Call the court\n", "utf-8")
    assert told(dora, "import", "task", str(tmp_path / "mine.csv")).code == 0
    rows = list(csv.DictReader(io.StringIO(told(dora, "export", "task", "--csv").out)))
    assert [row["client"] for row in rows[2:]] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("C1", 1, "is no external_id of a client here; a typed id is c1"),
        ("C77", 0, ""),
        ("c2", 1, "could be c2 (birthday unknown) or c3"),
    ],
)
def test_an_agencys_number_is_not_a_typed_id(dora: Program, tmp_path: Path, cell: str, code: int, said: str) -> None:
    """External_id is looked up first; two different answers are a bad row that names both."""
    told(dora, "client", "add", "Ada", "Ng", "--external-id", "C77")
    if cell == "c2":
        told(dora, "client", "edit", "c3", "--external-id", "c2")
    (tmp_path / "agency.csv").write_text(f"client,title\n{cell},Call\n", "utf-8")
    ran = told(dora, "import", "task", str(tmp_path / "agency.csv"))
    assert (ran.code, said in ran.err) == (code, True), ran.err
    rows = list(csv.DictReader(io.StringIO(told(dora, "export", "task", "--csv").out)))
    assert [row["client"] for row in rows[2:]] == (["c3"] if code == 0 else [])


def test_another_caseloads_rows_come_in_where_their_ids_are_left_out(
    dora: Program, ben: Program, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(told(ben, "export", "task", "--csv").out, "utf-8")
    words = ["import", "task", str(tmp_path / "t.csv"), "--map", "id=", "--map", "client=", "--map", "goal="]
    for left_out in ((), ("--map", "client_handle=")):
        ran = told(dora, *words, *left_out)
        assert (ran.code, "--set client=NAME says whose it is here" in ran.err) == (1, True), ran.err
    ran = told(dora, *words, "--set", "client=c2")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(told(dora, "export", "task", "--csv").out)))
    assert {row["client"] for row in rows if "ben" in row["title"]} == {"c2"}


def test_a_database_whose_id_another_program_took_away_still_answers(dora: Program) -> None:
    with sqlite3.connect(dora.db) as outside:
        outside.execute("delete from identity")
    assert json.loads(everything(dora))["database"] == ""
    assert told(dora, "today").code == 0
    assert told(dora, "export", "task", "--csv").code == 0


@pytest.mark.parametrize("cell", ["dora-ruiz", "Dora Ruiz", "Ruiz, Dora"])
def test_a_namesake_here_is_not_the_client_of_a_row_of_another_caseload(
    dora: Program, ben: Program, tmp_path: Path, cell: str
) -> None:
    (tmp_path / "t.csv").write_text(f'client,title,database\n"{cell}",Call,{database(ben)}\n', "utf-8")
    before = everything(dora)
    ran = told(dora, "import", "task", str(tmp_path / "t.csv"))
    assert (ran.code, "is of another caseload" in ran.err) == (1, True), ran.err
    for map_it in ("database=", "database=source"):
        assert told(dora, "import", "task", str(tmp_path / "t.csv"), "--map", map_it).code == 1
    assert everything(dora) == before


@pytest.mark.parametrize("header", ["title,client_handle", "title,client_handle,client"])
def test_a_handle_in_a_row_that_names_no_client_is_not_passed_over(dora: Program, tmp_path: Path, header: str) -> None:
    (tmp_path / "t.csv").write_text(f"{header}\nCall,dora-ruiz{',' * (header.count(',') - 1)}\n", "utf-8")
    ran = told(dora, "import", "task", str(tmp_path / "t.csv"))
    assert (ran.code, "names none under client" in ran.err) == (1, True), ran.err
