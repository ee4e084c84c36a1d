"""The right person: whom a word reaches, what `me` means, and how people of one name are told apart."""

from pathlib import Path

import pytest
from conftest import Program

from commands.conftest import Quick, copied, made


@pytest.fixture(scope="session")
def named_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `named`."""
    return made(
        tmp_path_factory.mktemp("named"),
        "client add Frank Li",
        "client add James Ito",
        "client add Mei Wu",
        "client add Sean O’Brien",
        "task add c3 Call --due 2026-11-20",
        "task add me Renew licence --due 2026-11-19",
        "appointment add me Staff --at 2026-11-26@14:00",
    )


@pytest.fixture
def named(nobody: Program, named_home: Path) -> Quick:
    """Frank Li, James Ito, Mei Wu and Sean O’Brien; t1 is Mei's, t2 and a1 are nobody's."""
    return copied(nobody, named_home)


@pytest.mark.parametrize(
    "line",
    [
        "log rank Called", "task add ank Call", "appointment add mes Visit --at fri@10:00", "plan add ran Care",
        "person add rank Bo", "note add rank Text", "client close rank --reason moved", "client edit ame --city Reno",
        "client link rank mes", "waive rank --rule contact --until +1m --reason x", "show rank", "history ames",
        "task list --client rank", "overdue rank", "agenda --client rank", "client void rank --reason x --yes",
    ],
)  # fmt: skip
def test_letters_inside_a_word_choose_nobody(named: Quick, line: str) -> None:
    before = named.fingerprint
    ran = named.run(*line.split())
    assert (ran.code, ran.out, named.fingerprint) == (3, "", before)
    assert "there is no client" in ran.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("log fra Called", "frank-li"),
        ("task add j Call", "james-ito"),
        ("appointment add i Visit --at fri@10:00", "james-ito"),
        ("plan add w Care", "mei-wu"),
        ("goal add mei Walk", "mei-wu"),
        ("person add o'b Bo", "sean-obrien"),
        ("note add o’brien Text", "sean-obrien"),
        ("client close frank --reason moved", "frank-li"),
        ("client edit li --city Reno", "frank-li"),
        ("client handle fra frankie", "frank-li -> frankie"),
        ("client link frank jam", "c1 frank-li is the same person as c2 james-ito"),
        ("client void wu --reason x --yes", "Mei Wu"),
        ("waive mei --rule contact --until +1m --reason x", "mei-wu"),
        ("snooze mei --to +1w --reason x", "mei-wu"),
    ],
)  # fmt: skip
def test_a_write_says_back_whom_a_beginning_reached(named: Quick, line: str, said: str) -> None:
    ran = named.run(*line.split())
    assert (ran.code, said in ran.err) == (0, True), ran.err


@pytest.mark.parametrize(
    "line",
    [
        "log {} Called", "plan add {} Care", "note add {} Text", "person add {} Bo", "goal add {} Walk",
        "client close {} --reason moved", "client edit {} --city Reno", "client reopen {}", "client link {} frank",
        "show {}", "client show {}", "history {}", "waive {} --rule contact --until +1m --reason x",
        "snooze {} --to +1w --reason x", "client void {} --reason x --yes",
    ],
)  # fmt: skip
def test_me_is_no_client_where_one_is_needed(named: Quick, line: str) -> None:
    before = named.fingerprint
    for word in ("me", "M\u200be"):
        ran = named.run(*line.format(word).split())
        assert (ran.code, ran.out, named.fingerprint) == (2, "", before)
        assert '"me" is no client' in ran.err.lower()


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("task list --client me --ids", ["t2"]),
        ("task list --client mei --ids", ["t1"]),
        ("task export --client ME --ids", ["t2"]),
        ("appointment list --client me --ids", ["a1"]),
        ("overdue me --ids", ["t2"]),
        ("overdue --client me --ids", ["t2"]),
        ("agenda me --ids", ["a1"]),
        ("client list --client me --ids", []),
        ("note list --client me --ids", []),
        ("observation list --client me --ids", []),
    ],
)  # fmt: skip
def test_of_me_are_the_records_of_nobody(named: Quick, line: str, ids: list[str]) -> None:
    assert named(*line.split()).split() == ids


def test_waivers_of_me_are_those_of_what_is_nobodys(named: Quick) -> None:
    named("snooze", "t1", "t2", "--to", "+1d", "--reason", "x")
    assert named("waiver", "list", "--client", "me", "--fields", "item") == "t2\n"


def test_me_in_a_condition_and_in_a_file_is_nobody(named: Quick) -> None:
    assert named("task", "list", "--where", "client = me", "--ids").split() == ["t2"]
    assert named("task", "list", "--where", "client != me", "--ids").split() == ["t1"]
    named("import", "task", "-", stdin="client,title\nme,Mine\nMei Wu,Hers\n")
    assert named("task", "list", "--fields", "title,client_handle", "--status", "all").splitlines()[-2:] == [
        "Mine\t",
        "Hers\tmei-wu",
    ]
    ran = named.run("import", "note", "-", stdin="client,body,occurred\nme,Text,2026-11-20\n")
    assert (ran.code, "line 2, client: is nobody's" in ran.err) == (1, True)


ANA = "client add Ana Ruiz"


@pytest.fixture(scope="session")
def anas_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `anas`."""
    return made(
        tmp_path_factory.mktemp("anas"),
        f"{ANA} --born-on 1950-02-28",
        f"{ANA} --born-on 1951-02-28",
        "client add Bo Li --city Reno --phone 555-0102",
        "client add Bo Li --force --city Austin",
        "task add c1 One --due 2026-11-20",
        "task add c2 Two --due 2026-11-21",
        "task add c3 Three --due 2026-11-22",
        "task add c4 Four --due 2026-11-23",
    )


@pytest.fixture
def anas(nobody: Program, anas_home: Path) -> Quick:
    """Two Ana Ruiz with two birthdays (c1, c2), two Bo Li with none (c3, c4); each has a late task."""
    return copied(nobody, anas_home)


def test_a_question_tells_namesakes_by_birthday_and_then_by_what_differs(anas: Quick) -> None:
    ran = anas.run("log", "ana", "Text")
    assert (ran.code, ran.out) == (4, "")
    assert "c1 (born 1950-02-28), c2 (born 1951-02-28); type one" in ran.err
    ran = anas.run("show", "bo li")
    assert ran.code == 4
    assert "c3 (birthday unknown, in Reno), c4 (birthday unknown, in Austin); type one" in ran.err
    anas("client", "edit", "c3", "c4", "--city", "Hidden", "--address-confidential", "--confirm", "2")
    assert "c3 (birthday unknown, phone ..0102), c4 (birthday unknown, no phone)" in anas.run("show", "bo li").err


@pytest.mark.parametrize("columns", ["50", "80", "150"])
@pytest.mark.parametrize(
    "line",
    ["client list --table", "today", "today --table", "overdue --table", "overdue --by client --table",
     "digest --names handle", "digest --names full", "report caseload", "report caseload --table", "task list --table",
     "task list --table --fields id,client_handle", "waiver list --table",
     "find --kind task --table o", "find --kind client --table a"],
)  # fmt: skip
def test_every_list_tells_namesakes_apart_at_every_width(anas: Quick, line: str, columns: str) -> None:
    if line.startswith("find"):
        for number, title in enumerate(("One", "Old", "Other", "Ode"), 1):
            anas("task", "edit", f"t{number}", "--title", title)
            anas("client", "edit", f"c{number}", "--remarks", "A note")
    if line.startswith("waiver"):
        anas("snooze", "t1", "t2", "t3", "t4", "--to", "+3d", "--reason", "Later")
    page = " ".join(anas(*line.split(), env={"COLUMNS": columns}).split())
    for said in ("born 1950-02-28", "born 1951-02-28", "birthday unknown, in Reno", "birthday unknown, in Austin"):
        assert page.count(said) == 1, page
    anas("client", "void", "c2", "c4", "--reason", "x", "--yes", "--confirm", "2")
    page = anas(*line.split(), env={"COLUMNS": columns})
    assert "born 19" not in page
    assert "unknown" not in page


def test_what_tells_namesakes_apart_stands_whole_below_the_row(empty: Quick) -> None:
    for city in ("Truth or Consequences", "Kirkland Lake"):
        empty(*f"{ANA} --born-on 1950-02-28 --force --phone 555-0102 --opened-on 2026-03-02 --city".split(), city)
    empty("client", "add", "Cy", "Ito")
    for columns in ("40", "50", "80", "120"):
        rows = [line.strip() for line in empty("client", "list", "--table", env={"COLUMNS": columns}).splitlines()]
        below = " ".join(rows[rows.index(next(row for row in rows if row.startswith("c1 "))) :])
        assert (
            below.index("born 1950-02-28, in Truth or Consequences") < below.index("c2 ") < below.index("in Kirkland")
        )
        assert below.count("born") == 2
    empty("client", "link", "c1", "c2", "--not-same")
    said = empty("link", "list", "--table", env={"COLUMNS": "80"})
    assert "ana-ruiz, born 1950-02-28, in Truth or Consequences; ana-ruiz-2, born" in " ".join(said.split())
    assert "born" not in empty("link", "list", "--table", "--names", "initials")


def test_under_initials_a_birthday_stays_at_home(anas: Quick) -> None:
    assert "born" not in anas("digest")


def test_what_programs_read_has_no_birthday_beside_a_handle(anas: Quick) -> None:
    for line in ("client list", "client list --csv --fields handle,name", "overdue --csv", "overdue"):
        assert "born" not in anas(*line.split())


def test_a_pair_that_may_be_one_says_in_what_it_differs(anas: Quick) -> None:
    assert anas("report", "duplicates") == (
        "c3\tBo Li\t\tc4\tBo Li\t\tsame name, birthdays unknown\tin Reno or in Austin, phone ..0102 or no phone\n"
    )


def test_a_cell_that_names_two_tells_them_apart(anas: Quick) -> None:
    ran = anas.run("import", "task", "-", stdin="client,title\nRuiz Ana,One\nBO LI,Two\n")
    assert ran.code == 1
    assert "line 2, client: could be c1 (born 1950-02-28) or c2 (born 1951-02-28)" in ran.err
    assert "line 3, client: could be c3 (birthday unknown, in Reno) or c4 (" in ran.err


@pytest.mark.parametrize(
    ("here", "new", "is_taken"),
    [
        ("", "", False),
        ("1950-02-28", "", False),
        ("", "1950-02-28", False),
        ("1950-02-28", "1950-02-28", False),
        ("1950-02-28", "1951-02-28", True),
    ],
)
@pytest.mark.parametrize("name", ["Sean O’Brien", "obrien, SEAN", "Sean\u00a0O\u200bBrien", "O Brien, Séan"])
def test_a_name_that_is_here_is_refused_unless_two_birthdays_part_them(
    empty: Quick, here: str, new: str, name: str, *, is_taken: bool
) -> None:
    empty("client", "add", "Sean", "O'Brien", *(("--born-on", here) if here else ()))
    born, before = (("--born-on", new) if new else ()), empty.fingerprint
    ran = empty.run("client", "add", name, *born)
    known = f"c1 ({f'born {here}' if here else 'birthday unknown'}, active)"
    if is_taken:
        assert (ran.code, ran.out) == (0, "c2\n")
        assert f"another of that name is here: {known.replace('c1', 'c1 sean-obrien')}" in ran.err
        return
    assert (ran.code, ran.out, empty.fingerprint) == (1, "", before)
    two = "--force takes it, or a birthday of each: caseload client edit c1 --born-on DAY"
    way = "--force or another birthday takes it" if here else two
    assert f"is here already: {known}; if it is someone else, {way}" in ran.err
    assert empty("client", "add", name, *born, "--force") == "c2\n"


def test_what_a_client_is_called_is_a_name_that_is_here_in_look_up_list_and_file_alike(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz", "--preferred-name", "Kiki", "--born-on", "1950-02-28")
    ran = empty.run("client", "add", "ruiz, KIKI")
    assert (ran.code, "is here already: c1 (born 1950-02-28, active)" in ran.err) == (1, True), ran.err
    ran = empty.run("import", "client", "-", stdin="name\nKiki Ruiz\n")
    assert (ran.code, "line 2: the client is here already: c1" in ran.err) == (1, True), ran.err
    ran = empty.run("client", "add", "Kiki", "Ruiz", "--born-on", "1951-02-28")
    assert (ran.out, "another of that name is here: c1 ana-ruiz" in ran.err) == ("c2\n", True), ran.err
    assert empty.run("log", "kiki", "Called").code == 4
    assert "born 1951-02-28" in empty("client", "list", "--table")
    empty("client", "add", "Eva", "Li")
    ran = empty.run("client", "edit", "c3", "--preferred-name", "Kiki", "--family", "Ruiz")
    assert "may be here already: c1 ana-ruiz" in ran.err, ran.err


def test_several_of_one_name_who_are_here_are_told_apart_by_what_differs(empty: Quick) -> None:
    for city in ("Austin", "Reno"):
        empty(*ANA.split(), "--city", city, "--force")
    here = "is here already: c1 (birthday unknown, active, in Austin), c2 (birthday unknown, active, in Reno); "
    assert here in empty.run(*ANA.split()).err
    assert f"line 2: the client {here}" in empty.run("import", "client", "-", stdin="name\nAna Ruiz\n").err


def test_who_is_closed_is_to_be_reopened_and_who_died_is_not(empty: Quick) -> None:
    empty(*ANA.split())
    empty("client", "close", "c1", "--reason", "moved")
    assert "(birthday unknown, finished); caseload client reopen c1 if" in empty.run(*ANA.split()).err
    empty("client", "reopen", "c1")
    empty("client", "close", "c1", "--reason", "deceased")
    ran = empty.run(*ANA.split())
    assert (ran.code, "reopen" in ran.err) == (1, False)


FILE = """name,born_on,external_id
Ana Ruiz,,1
Sean O'Brien,1950-01-01,2
New One,,3
Néw-One,1950-01-01,4
Bo Li,1950-01-01,5
"Li, Bo",1950-01-01,6
Bo Li,1950-01-02,7
"""


def test_rows_of_names_that_are_here_are_bad_all_told_together(empty: Quick) -> None:
    empty(*ANA.split())
    empty("client", "add", "Sean O’Brien")
    empty("client", "close", "c2", "--reason", "moved")
    before = empty.fingerprint
    for line in ("import client -", "import client - -n"):
        ran = empty.run(*line.split(), stdin=FILE)
        assert (ran.code, ran.out, empty.fingerprint) == (1, "", before)
        assert ran.err.splitlines()[:4] == [
            (
                "line 2: the client is here already: c1 (birthday unknown, active); "
                "if it is someone else, --force takes it, or a birthday of each: caseload client edit c1 --born-on DAY"
            ),
            (
                "line 3: the client is here already: c2 (birthday unknown, finished); "
                "caseload client reopen c2 if it is the same person, else --force takes it, or a birthday of each: "
                "caseload client edit c2 --born-on DAY"
            ),
            (
                "line 5: the client is in line 4 already, and no birthdays tell the two apart; "
                "--force takes it, or a birthday of each"
            ),
            (
                "line 7: the client is in line 6 already, and no birthdays tell the two apart; "
                "--force or another birthday takes it"
            ),
        ]
        assert "4 bad rows" in ran.err


def test_force_takes_the_names_that_are_here_and_the_same_file_again_adds_nobody(empty: Quick) -> None:
    empty(*ANA.split())
    ran = empty.run("import", "client", "-", "--force", stdin=FILE)
    assert ran.code == 0
    assert "may be here already: 3 rows, lines 2 (ana-ruiz), 5 (new-one), 7 (bo-li)" in ran.err
    assert "another of that name is here: 1 row, line 8 (bo-li, bo-li-2)" in ran.err
    for dup in ("skip", "update"):
        again = empty.run("import", "client", "-", "--on-dup", dup, stdin=FILE)
        assert (again.code, "0 clients added, 7 skipped" in again.err) == (0, True)


def test_namesakes_go_among_the_bad_rows_and_the_others_come_in(empty: Quick, tmp_path: Path) -> None:
    empty(*ANA.split())
    rejects = str(tmp_path / "bad.csv")
    ran = empty.run("import", "client", "-", "--skip-bad", rejects, stdin=FILE)
    assert (ran.code, "4 clients added" in ran.err) == (1, True)
    # With --skip-bad, --force is only about its file.
    ran = empty.run("import", "client", "-", "--source", "x", "--skip-bad", rejects, "--force", stdin=FILE)
    assert (ran.code, "0 clients added" in ran.err) == (1, True)


def test_a_voided_row_is_nobodys_namesake(empty: Quick) -> None:
    stdin = "name,status\nAna Ruiz,entered in error\nAna Ruiz,\n"
    assert "2 clients added" in empty.run("import", "client", "-", stdin=stdin).err


def test_the_reported_files_find_their_clients(empty: Quick) -> None:
    empty("import", "client", "-", stdin="name\nSean O’Brien\nMaria Aikin-Roel\nKate Smith–Jones\n")
    empty("import", "task", "-", stdin='client,title\n"Sean O\'Brien",Straight\n"Sean O’Brien",Curly\n')
    assert empty("task", "list", "--fields", "client_handle").split() == ["sean-obrien"] * 2
    empty("import", "client", "-", stdin="name,phone\n\u200eAna Ruiz,\u202a+1 555 0101\nBen\u200b Lopez,555-0102\n")
    assert empty("client", "show", "ben lopez", "--fields", "id") == "c5\n"
    assert empty.run(*ANA.split()).code == 1


@pytest.fixture(scope="session")
def several_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `several`."""
    return made(
        tmp_path_factory.mktemp("several"),
        "client add Ana Ruiz", "client add Bea Lopez", "client add Renee Dubois", "client add Kiki Dubois",
        "client add Cy", "client add Day", "client add Cy Day", "task add c1 Call --due 2026-11-20",
    )  # fmt: skip


@pytest.fixture
def several(nobody: Program, several_home: Path) -> Quick:
    """Ana Ruiz, Bea Lopez, Renee and Kiki Dubois (c1 to c4), Cy, Day, and Cy Day (c5 to c7); t1 is Ana's."""
    return copied(nobody, several_home)


TO_SEVERAL = (
    "client edit {} --phone 555",
    "client void {} --reason dup --yes",
    "snooze {} --to +1w --reason x",
)


@pytest.mark.parametrize("line", TO_SEVERAL)
@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        ("ana lopez", "", 3), ("ruiz bea", "", 3), ("c1 lopez", "", 3), ("ana-ruiz lopez", "", 3), ("cy day", "", 4),
        ("-", "ana\nlopez\n", 2), ("-", "c1\nlopez\n", 2), ("-", "Ana Ruiz\n", 2), ("c1 -", "bea\n", 2),
    ],
)  # fmt: skip
def test_parts_of_two_names_reach_nobody(several: Quick, line: str, words: str, stdin: str, code: int) -> None:
    before = several.fingerprint
    ran = several.run(*line.format(words).split(), stdin=stdin)
    assert (ran.code, ran.out, several.fingerprint) == (code, "", before), ran.err


@pytest.mark.parametrize("line", TO_SEVERAL)
def test_words_that_are_one_name_reach_that_client_alone(several: Quick, line: str) -> None:
    ran = several.run(*line.format("renee dubois").split())
    assert (ran.code, "kiki" in ran.err, "renee" in ran.err.lower()) == (0, False, True), ran.err


@pytest.mark.parametrize("words", ["c1 c2", "ana-ruiz bea-lopez", "c1 Bea-Lopez", "-", "c1 -"])
@pytest.mark.parametrize("line", [TO_SEVERAL[1], TO_SEVERAL[2]])
def test_several_are_reached_by_ids_and_whole_handles(several: Quick, line: str, words: str) -> None:
    ran = several.run(*line.format(words).split(), stdin="ana-ruiz\nc2\n" if words == "-" else "c2\n")
    assert (ran.code, "ana-ruiz" in ran.err, "bea-lopez" in ran.err) == (0, True, True), ran.err


def test_me_with_signs_beside_it_is_nobodys(empty: Quick) -> None:
    empty("client", "add", "Me", "Too")
    for word in ("me-", "(me)", "me."):
        before = empty.fingerprint
        ran = empty.run("log", word, "hi")
        assert (ran.code, empty.fingerprint) == (2, before)
        assert f'"{word}" is no client' in ran.err
        empty("task", "add", word, "x")
    assert empty("task", "list", "--client", "me", "--ids").split() == ["t1", "t2", "t3"]


def test_me_as_a_handle_is_refused_as_reserved(named: Quick) -> None:
    for line in ("client edit c2 --handle me", "client handle c2 me", "client add Bo Li --handle me"):
        ran = named.run(*line.split())
        assert (ran.code, "handle: is reserved: me is for what is nobody's" in ran.err) == (2, True), ran.err


def test_an_edit_that_makes_a_namesake_tells_it_and_is_not_refused(anas: Quick) -> None:
    ran = anas.run("client", "edit", "c2", "--born-on", "1950-02-28")
    said = "may be here already: c1 ana-ruiz (born 1950-02-28, active), same name, same birthday; if so, "
    assert (ran.code, f"{said}caseload client link c2 c1" in ran.err) == (0, True), ran.err
    ran = anas.run("client", "edit", "c2", "--phone", "555")
    assert "here" not in ran.err
    anas("client", "edit", "c1", "--born-on", "1949-01-01")
    ran = anas.run("client", "edit", "c3", "--given", "Ana", "--family", "Ruiz", "--born-on", "1948-01-01")
    assert ran.err.count("another of that name is here: ") == 2, ran.err


def test_a_list_that_filters_leave_empty_says_that_nothing_fits(anas: Quick, empty_home: Path) -> None:
    for line in ("client list --where given_name=zed", "client list --tag x", "task list --client c1 --status done"):
        said = anas.run(*line.split(), "--table")
        assert "fits; see caseload" in said.out + said.err, said
        assert "add one" not in said.out + said.err
