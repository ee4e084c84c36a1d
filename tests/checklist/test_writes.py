"""Writes: one step each, taken back and brought back whole, tried without being done; ids that are never used again."""

import json
import re
import sqlite3
from pathlib import Path
from shlex import split
from typing import Any

import pytest
from conftest import Program
from nouns import LEAVES, TABLES
from nouns import WRITES as COMMANDS

from caseload.records.kinds import KINDS
from checklist.tree import side_by_side

WRITES = (
    "client add Eve Ott --phone 1",
    "client edit ana --acuity 2 --clear phone",
    "client close ana --reason moved --drop-open",
    "client handle ana ana-r",
    "client void ana --reason 'entered twice' --yes",
    "client close zoe --reason moved --drop-open && client reopen zoe",
    "client link ana zoe",
    "client unlink ana zoe",
    "waive zoe --rule contact --until 2027-01-31 --reason away",
    "waiver void w1 --reason x",
    "plan edit p1 --title Other",
    "plan review p1",
    "plan revise p1 --reason 'new needs'",
    "plan sign p1",
    "plan close p1",
    "plan void p1 --reason x --yes",
    "goal edit g1 --target-on eoy",
    "goal observe g1 55 --achievement improving",
    "goal met g1",
    "goal drop g1",
    "goal void g1 --reason x --yes",
    "task add ana Call",
    "task edit t1 --title Other --clear due",
    "task drop t2",
    "task void t1 --reason x",
    "task done t2",
    "task drop t1 && task reopen t1",
    "task snooze t1 --to +1w --reason away",
    "done t2",
    "done t1 t2 t3",
    "snooze p1 --to +1m --reason ill",
    "appointment add ana Visit --at 'fri 10:00'",
    "appointment edit a1 --place Office",
    "appointment move a1 --to 'fri 10:00'",
    "appointment kept a2",
    "appointment noshow a2",
    "appointment cancel a1 --reason pat-lt",
    "appointment void a1 --reason x --yes",
    "assess ana phq-2 --answers - <<< 1=2;2=1",
    "assess ana phq-2 --answers - <<< 1=2;2=1 && assessment amend as3 2=0",
    "assess ana phq-9 --answers - <<< 9=1 && assessment answer as3 --note n2",
    "assess ana hunger-vital-sign --answers - <<< 1=often && assessment take-up as3",
    "identifier add ana ssn 123-45-6789",
    "identifier edit i1 --value 004172290",
    "income add ana Wages --amount 412.5 --per week",
    "income edit inc1 --until 2026-11-30",
    "condition resolve dx1",
    "document request d1",
    "document got d1",
    "incident report ic1 --recipient APS",
    "instrument import gad-7",
    "template import release",
    "template apply release ana --anchor 2027-01-15 --exempt housing --reason 'with her sister'",
    "template apply intake ana && client edit ana --opened-on 2026-02-02",
    "template apply youth-entry ana && done t5",
    "template apply transfer ana --anchor 2027-01-15 && template move transfer ana 2027-01-22",
    "note trip n1 --miles 28.6",
    "medication refill m1 --next +30d",
    "medication reconcile ana",
    "medication stop m1 --reason rash",
    "need met nd1",
    "need decline nd1 --reason 'her brother drives her'",
    "need resolve nd1",
    "provider assure pr1",
    "safety review sp1 --on yesterday",
    "coverage end cv1",
    "authorization add ana Rides --units 20 && authorization approve au2 --units 12 --number A-9",
    "authorization deny au1 --reason 'not needed'",
    "service edit sv1 --authorization au1 && authorization renew au1 --until 2027-12-31",
    "authorization used au1 3 --on yesterday",
    "benefit apply ana SNAP --household 2",
    "benefit ask b1 Lease",
    "benefit got b1 --sent",
    "benefit apply ana SSI && benefit interview b2 'fri 10:00'",
    "benefit apply ana SSI && benefit approve b2 --until 2029-11-30",
    "benefit apply ana SSI --on 2026-11-02 && benefit deny b2 --reason 'light work' --notice-on 2026-11-20",
    "benefit close b1 --reason 'form not back' --notice-on 2026-11-20 --effective 2026-12-01",
    "benefit renew b1",
    "benefit appeal b1 --notice-on 2026-11-23 --aid asked",
    "benefit appeal b1 --notice-on 2026-11-23 && benefit decide b1 reversed",
    "stay move st1 2026-12-09 --certainty firm",
    "stay leave st1 --to home",
    "stay leave st1 --on 2026-11-20 && stay follow st1",
    "ride request rd1 --driver MTM",
    "ride confirm rd1 --number T-5502",
    "ride done rd1",
    "ride noshow rd1 vendor",
    "ride cancel rd1 --reason 'her sister drives'",
    "expense claim x1",
    "remind --sent a1 --by call",
    "appeal file ap1 --aid asked",
    "appeal drop ap1 --reason 'found work'",
    "appeal file ap1 && appeal hearing ap1 '2026-12-14 9:00'",
    "appeal file ap1 && appeal decide ap1 upheld",
    "enrollment enroll en2",
    "enrollment phase en1",
    "enrollment waive en1 sessions --reason 'the judge'",
    "enrollment complete en1 --waive sessions --waive parenting --waive phases --reason 'the judge'",
    "enrollment withdraw en1 --reason moved",
    "enrollment expel en1 --reason absences",
    "meeting add pg1 --at '2026-12-01 16:00' --every tue --times 3",
    "meeting add pg1 --at '2026-12-01 16:00' && meeting cancel me3 --reason snow",
    "roll pg1 --on 2026-11-24 --all no",
    "attendance edit at1 --attended late --minutes-late 10",
    "service start sv1",
    "service hold sv1 --reason ill",
    "service stop sv1 --reason moved",
    "service decline sv1 --reason 'prefers her daughter'",
    "referral add ana Ride --provider pr1 && referral send r2 --via fax",
    "referral letter r1",
    "referral accept r1",
    "referral start r1",
    "referral reject r1 --reason full --outcome no-capacity",
    "referral hold r1 --reason ill --next-due +1w",
    "referral cancel r1 --reason moved",
    "referral close r1 --outcome got-help",
    "referral fail r1 --reason lost --outcome could-not-contact",
    "referral attempt r1",
    "referral handover r1 --understood yes",
    "referral reject r1 --reason full && referral retry r1 --provider pr2",
    "note add ana Words",
    "note edit n1 --minutes 5",
    "note sign n1",
    "note addendum n2 More line",
    "note void n2 --reason x --yes",
    "addendum add n2 Yet more",
    "consent add ana --recipient Kin && consent sign cs2",
    "consent edit cs1 --expires-event move && consent event cs1 --not-yet",
    "consent revoke cs1 --how fax",
    "log ana Called -k call -m 10 --goal g1 --done t2 --task 'Follow up' --due +1w --sign",
)
"""One command or more for every verb that writes; before the last && what must have happened."""

COMMON = {f"{kind.TABLE} {verb}" for kind in KINDS for verb in ("add", "edit", kind.VOID)}
"""The verbs that all nouns have: commands/test_steps.py takes them back for every kind."""

APART = {"undo", "redo", "import", "client purge", "merge"}
"""What takes back and brings back itself, what has tests of its own below, and what nothing takes back."""

TRIED = (
    "client add Eve Ott --phone 1",
    "client close ana --reason moved --drop-open",
    "client void ana --reason 'entered twice' --yes",
    "plan revise p1 --reason 'new needs'",
    "goal observe g1 55 --achievement improving",
    "goal met g1",
    "task edit t1 --title Other --clear due",
    "done t2",
    "done t1 t2 t3",
    "snooze p1 --to +1m --reason ill",
    "appointment cancel a1 --reason pat-lt",
    "note sign n1",
    "log ana Called -k call -m 10 --goal g1 --done t2 --task 'Follow up' --due +1w --sign",
)
"""Those among them that write several records, or whose echo tells of counts or of what was computed."""


def typed(program: Program, line: str) -> str:
    """The run of a line, with what stands behind <<< on stdin, ; for a line's end."""
    words, _, stdin = line.partition(" <<< ")
    return program(*split(words), stdin=stdin.replace(";", "\n") or None)


def content(database: Path) -> dict[str, list[Any]]:
    """Every row of every table but the change log, the search index and what SQLite keeps for itself."""
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        kept = [name for name in names if not re.match(r"sqlite_|_|change$|operation$|.*fts|.*search", name)]
        return {name: connection.execute(f"select * from {name} order by 1").fetchall() for name in kept}


@pytest.mark.parametrize("line", WRITES)
def test_any_write_is_taken_back_and_brought_back_whole(rich: Program, line: str) -> None:
    """48. Any write, then `undo`: the export equals the one before; `redo` restores; one step even of many records."""
    *first, line = line.split(" && ")
    for one in first:
        typed(rich, one)
    before = content(rich.db)
    typed(rich, line)
    after = content(rich.db)
    assert after != before
    rich("undo")
    assert content(rich.db) == before
    rich("redo")
    assert content(rich.db) == after


def test_every_command_that_writes_is_among_them() -> None:
    tried = [f"{line.rpartition(' && ')[2]} " for line in WRITES]
    lacking = [path for path in COMMANDS if not any(line.startswith(f"{path} ") for line in tried)]
    assert set(lacking) - COMMON == APART, "each has its line among the WRITES here"


@pytest.mark.parametrize("line", TRIED)
def test_a_dry_run_writes_nothing_and_says_what_the_real_run_says(rich: Program, line: str) -> None:
    """47. A dry run: db same, counts equal the real run's."""
    before = rich.fingerprint
    dry = rich.run(*split(line), "--dry-run")
    assert (dry.code, dry.out) == (0, ""), dry.err
    assert rich.fingerprint == before
    said = re.sub(r"(?m)^dry run, nothing is written: |\n", "", dry.err)
    assert said
    assert said == re.sub(r"(?m) · undo: caseload undo$|\n", "", rich.run(*split(line)).err)


def test_a_day_of_writes_is_taken_back_step_by_step(rich: Program) -> None:
    """48. The export is the one before after as many undos as there were commands; then redo by redo."""
    day = (
        "done t2",
        "plan revise p1 --reason new",
        "client close zoe --reason moved --drop-open",
    )
    exports = [rich("export", "all")]
    for line in day:
        rich(*split(line))
        exports.append(rich("export", "all"))
    assert len(set(exports)) == len(exports)
    for expected in exports[-2::-1]:
        rich("undo")
        assert rich("export", "all") == expected
    for expected in exports[1:]:
        rich("redo")
        assert rich("export", "all") == expected
    assert rich.run("redo").code == 3


def test_an_import_is_taken_back_as_one_step(rich: Program) -> None:
    """48. One import is one undo."""
    before = rich("export", "all")
    rich("import", "task", "-", "--source", "list", stdin="client,title\n" + "ana-ruiz,Call\n" * 30)
    after = rich("export", "all")
    rich("undo")
    assert rich("export", "all") == before
    rich("redo")
    assert rich("export", "all") == after


READS = (
    "",
    "today",
    "overdue --csv",
    "agenda",
    "digest",
    "show ana",
    "show t1",
    "find home",
    "history",
    "history t1",
    "export all",
    "doctor",
    "path",
    "help",
    "show nobody",
    "task list --sort colour",
    "sql 'select 1'",
    "report caseload",
    "report capacity",
    "report duplicates",
    "report served",
    "report contacts --none",
    "report retention",
    "report purged",
    "report outcomes",
    "visits",
    "remind",
    "report time",
    "report miles",
    "report outcomes --rows contacts --csv",
    "client disclosures ana",
    "consent check cs1",
    "income household ana",
    "benefit screen ana",
    "program waitlist pg1",
    "board authorization",
    "board program pg1",
    "gaps",
    "plan print p1",
    "enrollment report en1",
    "enrollment letter en3",
    "client file ana",
    "client summary ana",
    "client transfer ana --recipient pr1 --purpose treatment -n",
    "letter ana closing",
    "packet ana",
    "handover",
    "assessment compare as1 as2",
    "provider find meals",
    "referral chase",
    "board benefit",
    "board release",
    "template diff",
    "form list",
    "drafts",
    "form show referral.txt",
    *(f"{noun} list" for noun in TABLES),
)

ALIKE = {f"{noun} {verb}" for noun in TABLES for verb in ("show", "export")}
"""The same as `show` and `export` alone."""


def test_a_read_leaves_no_trace(rich: Program) -> None:
    """49. Every read leaves sha256 and mtime unchanged."""
    before = (rich.fingerprint, rich.db.stat().st_mtime_ns, sorted(rich.db.parent.iterdir()))
    side_by_side(lambda line: rich.run(*split(line)), READS)
    assert (rich.fingerprint, rich.db.stat().st_mtime_ns, sorted(rich.db.parent.iterdir())) == before


def test_every_command_that_reads_is_among_them() -> None:
    """But for those that make a database or a file, which have tests of their own."""
    reads = [path for path in LEAVES if path not in COMMANDS and path not in ALIKE]
    assert [path for path in reads if not any(f"{line} ".startswith(f"{path} ") for line in READS)] == [
        "form copy",
        "init",
        "demo",
        "backup",
        "restore",
        "encrypt",
        "rekey",
        "decrypt",
        "unlock",
        "lock",
    ]


def test_an_id_is_never_used_again(ana: Program) -> None:
    """50. add, void, add -> a larger id; add, undo, add too."""
    add = ("task", "add", "ana", "Call")
    assert ana(*add) == "t1\n"
    ana("task", "void", "t1", "--reason", "entered twice")
    assert ana(*add) == "t2\n"
    ana("undo")
    assert ana(*add) == "t3\n"
    ana("undo")
    assert ana("note", "add", "ana", "Words") == "n1\n"
    assert ana(*add) == "t4\n"


def test_a_file_with_one_bad_row_changes_nothing(ana: Program) -> None:
    """51. An import of 250 rows with row 220 bad: nothing imported, the line and the column named."""
    rows = [f"ana-ruiz,Call number {number},2026-12-01" for number in range(1, 251)]
    rows[219] = "ana-ruiz,Call,2026-02-30"
    before = ana.fingerprint
    ran = ana.run("import", "task", "-", "--source", "list", stdin="\n".join(["client,title,due", *rows, ""]))
    assert ran.code == 1
    assert ran.out == ""
    assert "line 221" in ran.err
    assert "due" in ran.err
    assert "2026-02-30" not in ran.err
    assert ana.fingerprint == before


def test_a_dry_import_counts_as_the_real_one_does(ana: Program) -> None:
    """47. A dry run of an import too."""
    given = "client,title,external_id\n" + "".join(f"ana-ruiz,Call {number},{number}\n" for number in range(40))
    ana("import", "task", "-", "--source", "list", stdin=given)
    more = given + "ana-ruiz,One more,40\nana-ruiz,Another,41\n"
    before = ana.fingerprint
    dry = ana.run("import", "task", "-", "--source", "list", "-n", stdin=more)
    assert ana.fingerprint == before
    real = ana.run("import", "task", "-", "--source", "list", stdin=more)
    assert dry.code == real.code == 0
    numbers = [re.findall(r"\d+", ran.err) for ran in (dry, real)]
    assert numbers[0] == numbers[1]
    assert {"2", "40"} <= set(numbers[0])


def test_twenty_at_once_are_twenty(ana: Program) -> None:
    """52. 20 parallel `log`: all 0, 20 notes."""
    # Each a process of its own, which Python has to start for it.
    env = {"PYTHONHASHSEED": "0"}
    ran = side_by_side(lambda number: ana.run("log", "ana", f"Call number {number}", env=env), range(20), at_once=20)
    assert [one.code for one in ran] == [0] * 20
    assert len({one.out for one in ran}) == 20
    assert len(json.loads(ana("note", "list", "--json"))) == 20


def test_a_note_comes_in_by_a_pipe(ana: Program) -> None:
    """41. `echo x | log ana -` stores it."""
    assert ana.shell("echo x | caseload log ana -").code == 0
    (note,) = json.loads(ana("note", "list", "--json"))
    assert note["body"].strip() == "x"
    assert note["client"] == "c1"


def test_the_database_is_named_before_or_after_the_verb(ana: Program) -> None:
    """44. `--db` before and after the verb."""
    other = str(ana.home / "other.db")
    ana("--db", other, "init")
    ana("client", "add", "--db", other, "Eve", "Ott")
    before = ana("--db", other, "client", "list")
    assert before.startswith("c1\teve-ott\t")
    assert ana("client", "--db", other, "list") == before
    assert ana("client", "list", f"--db={other}") == before
    assert "eve-ott" not in ana("client", "list")


def test_done_with_a_next_task_is_one_step(rich: Program) -> None:
    """48. One step even when `done` made the next occurrence."""
    before = rich("export", "all")
    assert "t5" in rich.run("done", "t2").err
    rich("undo")
    assert rich("export", "all") == before
