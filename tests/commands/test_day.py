"""Whole pages of the invented caseload, held to the files in tests/golden/day."""

import json
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import Program, program_in
from invented import NASTY
from output.test_markup import read
from readers import html_faults

from caseload.output.clean import clean
from caseload.records.kinds import KINDS

GOLDEN = Path(__file__).parents[1] / "golden" / "day"

PAGES = {
    "today.txt": "today",
    "today-table-80.txt": "today --table",
    "today-monday.txt": "today --date mon",
    "overdue.tsv": "overdue",
    "overdue.csv": "overdue --csv",
    "overdue-table-80.txt": "overdue --table",
    "overdue-by-client-80.txt": "overdue --by client --table",
    "overdue-by-priority.tsv": "overdue --by priority --fields priority,id,days_late",
    "agenda.txt": "agenda",
    "agenda-ana.txt": "agenda ana --due month",
    "agenda-table-80.txt": "agenda --table",
    "agenda-heat.txt": "agenda --heat",
    "agenda-heat-table-80.txt": "agenda --heat --table",
    "report-caseload.txt": "report caseload --add 3@2",
    "report-caseload.csv": "report caseload --csv",
    "report-caseload-table-80.txt": "report caseload --table",
    "board-authorization.csv": "board authorization --csv",
    "board-authorization-table-50.txt": "board authorization --table",
    "board-authorization-table-80.txt": "board authorization --table",
    "board-authorization-table-120.txt": "board authorization --table",
    "digest.txt": "digest",
    "digest-full.md": "digest --names full --format markdown --days 2",
    "digest-handle.html": "digest --names handle --format html --days 0",
    "board-benefit.csv": "board benefit --limit 6 --csv",
    "board-benefit-table-50.txt": "board benefit --limit 6 --table",
    "board-benefit-table-80.txt": "board benefit --limit 6 --table",
    "board-benefit-table-120.txt": "board benefit --limit 6 --table",
    "board-release.csv": "board release --csv",
    "board-release-table-50.txt": "board release --limit 3 --table",
    "board-release-table-80.txt": "board release --table",
    "board-release-table-120.txt": "board release --table",
    "show-ana.txt": "show ana",
    "show-ana-table-50.txt": "show ana --table",
    "show-ana-table-80.txt": "show ana --table",
    "show-ana-table-120.txt": "show ana --table",
    "show-task.txt": "show t2",
    "show-goal.txt": "show g1",
    "task-list.tsv": "task list",
    "task-list-table-80.txt": "task list --table",
    "client-list-table-80.txt": "client list --table",
    **{f"{noun}-list-table-{width}.txt": f"{noun} list --table" for noun in ("client", "task") for width in (50, 120)},
}
"""File and the command whose stdout it holds, 80 columns wide unless its name says another width."""


@pytest.fixture(scope="module")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented caseload of the fixed moment."""
    place = tmp_path_factory.mktemp("demo")
    program = program_in(place)
    program("demo", "--db", str(place / "demo.db"))
    return place / "demo.db"


@pytest.fixture
def demo(nobody: Program, demo_db: Path) -> Program:
    """The program with a copy of the invented caseload."""
    nobody.db.parent.mkdir(mode=0o700)
    shutil.copy2(demo_db, nobody.db)
    return nobody


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_its_golden_file(demo: Program, name: str) -> None:
    width = re.search(r"-table-(\d+)", name)
    said = demo(*PAGES[name].split(), env={"COLUMNS": width[1] if width else "80"})
    if os.environ.get("CASELOAD_GOLDEN") == "write":
        (GOLDEN / name).write_text(said, "utf-8")
    assert said == (GOLDEN / name).read_text("utf-8")


def test_the_demo_shows_todays_page_and_the_digest(nobody: Program, demo: Program) -> None:
    said = demo("demo", "--db", str(demo.home / "other.db"))
    assert said.startswith(demo("today"))
    assert said.endswith(demo("digest"))


def test_every_figure_of_the_outcomes_has_something_to_show_in_the_demo(demo: Program) -> None:
    found = json.loads(demo("report", "outcomes", "--json"))
    assert [one["figure"] for one in found if not one["value"]] == []


def test_a_second_demo_shows_the_first_with_what_was_added_to_it(nobody: Program) -> None:
    share = nobody.home / "share"
    nobody.environ |= {"XDG_DATA_HOME": str(share), "CASELOAD_DB": str(share / "caseload" / "demo.db")}
    first = nobody.run("demo")
    assert f"made 25 invented clients in {nobody.db}\n" in first.err
    again = nobody.run("demo")
    assert (again.code, again.out) == (0, first.out)
    assert f"this is {nobody.db}, made on 2026-11-25 09:00, nothing added or changed since; caseload" in again.err
    nobody("task", "add", "ana", "Mine", "--due", "today", env={"CASELOAD_NOW": "2026-11-25T09:30"})
    nobody("client", "edit", "ana-ruiz", "--acuity", "2", env={"CASELOAD_NOW": "2026-11-25T09:31"})
    kept = nobody.run("demo")
    assert (kept.code, "Mine" in kept.out) == (0, True)
    assert "2 records added or changed since, the newest c1 on 2026-11-25 09:31; caseload demo --force" in kept.err
    anew = nobody.run("demo", "--force")
    assert (anew.code, anew.out) == (0, first.out)
    assert f"in place of {nobody.db}, made on 2026-11-25 09:00, 2 records added or changed since" in anew.err
    assert "Mine" not in nobody("task", "list")
    assert [one.name for one in nobody.db.parent.iterdir()] == ["demo.db"]


@pytest.mark.parametrize("more", [[], ["--force"]])
def test_a_demo_never_replaces_a_caseload_of_ones_own(ana: Program, more: list[str]) -> None:
    share = ana.home / "share"
    (share / "caseload").mkdir(parents=True)
    shutil.copy(ana.db, share / "caseload" / "demo.db")
    ana.environ |= {"XDG_DATA_HOME": str(share)}
    before = ana.fingerprint
    for words in ([], ["--db", str(ana.db)]):
        ran = ana.run("demo", *words, *more)
        assert (ran.code, ran.out) == (1, "")
        assert "a database of your own" in ran.err
        assert "--force" not in ran.err
    assert (share / "caseload" / "demo.db").read_bytes() == ana.db.read_bytes()
    assert ana.fingerprint == before


@pytest.mark.parametrize("what", [b"id,title\n", b"SQLite format 3\0" + bytes(200)])
def test_a_demo_never_replaces_what_is_no_caseload(nobody: Program, what: bytes) -> None:
    place = nobody.home / "x.db"
    place.write_bytes(what)
    assert nobody.run("demo", "--db", str(place), "--force").code == 5
    assert place.read_bytes() == what


def test_a_demo_waits_for_who_is_writing_into_the_one_it_replaces(demo: Program) -> None:
    before = demo.fingerprint
    other = sqlite3.connect(demo.db, isolation_level=None)
    other.execute("begin immediate")
    ran = demo.run("demo", "--db", str(demo.db), "--force")
    other.close()
    assert (ran.code, "busy" in ran.err) == (5, True)
    assert demo.fingerprint == before


def test_a_demo_does_not_replace_a_database_that_is_named(demo: Program) -> None:
    ran = demo.run("demo", "--db", str(demo.db))
    assert (ran.code, ran.out, "--force makes it anew" in ran.err) == (1, "", True)


def test_a_demo_is_sound(demo: Program) -> None:
    assert {row["state"] for row in json.loads(demo("doctor", "--json"))} <= {"ok", "warning"}


def test_the_demo_has_something_of_every_kind(demo: Program) -> None:
    kept = json.loads(demo("export", "all"))
    assert [kind.TABLE for kind in KINDS if not kept[kind.TABLE]] == []


def test_the_referrals_of_the_demo_went_out_by_consents_that_hold(demo: Program) -> None:
    sql = """
select referral.id from referral join disclosure using (client_id, provider_id) join consent on consent.id = consent_id
where referral.sent_on = substr(at, 1, 10) and consent.provider_id = referral.provider_id and signed_on <= sent_on
"""
    assert demo("sql", sql).split() == ["1", "2", "3", "10"]
    assert [row["id"] for row in json.loads(demo("referral", "chase", "--json"))] == ["r3"]
    assert demo.run("consent", "check", "cs5").code == 1


def test_today_gives_each_item_once_as_json(demo: Program) -> None:
    rows = json.loads(demo("today", "--json"))
    keys = [(row["id"], row["rule"]) for row in rows]
    assert len(keys) == len(set(keys)) > 10
    late = {(row["id"], row["rule"]): row for row in rows if row["days_late"] > 0}
    overdue = json.loads(demo("overdue", "--json", "--min-days", "1"))
    assert late == {(row["id"], row["rule"]): row for row in overdue}


def test_overdue_takes_a_client_a_kind_and_a_least_lateness(demo: Program) -> None:
    assert demo("overdue", "ana", "--ids").split() == ["p1", "t1"]
    assert demo("overdue", "--kind", "appointment", "--ids").split() == ["a7"]
    assert demo("overdue", "--kind", "plans", "--ids").split() == ["p1"]
    assert demo("overdue", "--min-days", "12", "--ids").split() == ["p1", "c22", "t18"]


def test_overdue_exits_1_when_asked_to_and_something_is_late(demo: Program) -> None:
    assert demo.run("overdue", "--exit-code").code == 1
    assert demo.run("overdue", "--exit-code", "--min-days", "999").code == 0


def test_an_unknown_order_or_kind_is_a_usage_error(demo: Program) -> None:
    assert demo.run("overdue", "--by", "name").code == 2
    assert demo.run("overdue", "--kind", "tsk").code == 2


def test_a_digest_of_the_next_day_has_what_became_late_after_what_is_stat(demo: Program) -> None:
    demo("digest")
    same = demo("digest")
    assert "Newly late" not in same
    tomorrow = [demo("digest", env={"CASELOAD_NOW": f"2026-11-26T{time}"}) for time in ("07:00", "09:00")]
    headings = [line for line in tomorrow[0].splitlines() if re.fullmatch(r"[A-Z].*: \d+", line)]
    assert headings[:2] == ["Stat: 2", "Newly late: 6"]
    ids = [re.findall(r"^    ([a-z]+[0-9]+)", said, re.MULTILINE) for said in tomorrow]
    assert ids[0] == ids[1] != []


def test_a_digest_of_another_date_leaves_no_stamp(demo: Program) -> None:
    demo("digest", "--date", "mon")
    assert not list((demo.home / "state").rglob("*.json"))


def test_a_digest_with_nothing_to_say_is_silent_unless_asked(caseload: Program) -> None:
    assert caseload.run("digest", "--exit-code") == caseload.run("digest")
    assert caseload("digest") == ""
    assert "Caseload, Wed 2026-11-25" in caseload("digest", "--always")


def test_a_digest_exits_1_when_asked_to_and_there_is_something(demo: Program) -> None:
    assert demo.run("digest", "--exit-code").code == 1


def test_a_digest_shows_initials_unless_asked_or_configured(demo: Program) -> None:
    assert not re.search("ruiz", demo("digest"), re.IGNORECASE)
    assert "AR c1" in demo("digest")
    config = demo.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[privacy]\nnames = "handle"\n')
    assert "ana-ruiz" in demo("digest")
    assert "Ana Ruiz" in demo("digest", "--names", "full")


def test_a_digest_that_cannot_be_remembered_is_still_said(demo: Program) -> None:
    (demo.home / "state").write_text("in the way")
    ran = demo.run("digest")
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "AR c1" in ran.out


def test_the_digest_never_writes_to_the_database(demo: Program) -> None:
    before = demo.db.read_bytes(), demo.db.stat().st_mtime_ns
    demo("digest")
    assert (demo.db.read_bytes(), demo.db.stat().st_mtime_ns) == before


def test_doctor_warns_when_the_last_digest_is_older_than_three_days(demo: Program) -> None:
    demo("digest")
    for now, state in (("2026-11-28T09:00", "ok"), ("2026-11-29T09:00", "warning")):
        rows = json.loads(demo("doctor", "--json", env={"CASELOAD_NOW": now}))
        assert [row["state"] for row in rows if row["check"] == "digest"] == [state]


def test_doctor_names_each_rule_that_is_off_and_where(demo: Program) -> None:
    assert ("clocks", "ok") in [(row["check"], row["state"]) for row in json.loads(demo("doctor", "--json"))]
    config = demo.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[rules.silent]\noff = true\n[rules.task]\nlead = '3d'\n[rules.attempts]\noff = true\n")
    rows = [row for row in json.loads(demo("doctor", "--json")) if row["check"] == "clocks"]
    assert [row["state"] for row in rows] == ["warning", "warning"]
    assert [row["detail"] for row in rows] == [f"attempts is off: {config}, line 6", f"silent is off: {config}, line 2"]


def test_the_days_page_says_when_the_digest_has_stopped(demo: Program) -> None:
    def last(now: str, *words: str) -> str:
        return demo("today", *words, env={"CASELOAD_NOW": now}).splitlines()[-1]

    assert "cron" not in last("2026-11-30T09:00")
    demo("digest")
    assert "cron" not in last("2026-11-28T09:00")
    said = "the last digest was on 2026-11-25 09:00, 4 days ago: is cron running? see caseload help cron"
    assert last("2026-11-29T09:00") == said
    assert "cron" not in last("2026-11-29T09:00", "--date", "mon")
    assert "cron" not in demo("today", "--json", env={"CASELOAD_NOW": "2026-11-29T09:00"})


def test_what_was_dealt_with_is_told_the_next_day_and_then_no_more(demo: Program) -> None:
    demo("digest")
    demo("done", "t1")
    demo("log", "noah", "Talked", "-k", "call", "--sign")
    for time in ("07:00", "09:00"):
        said = demo("digest", env={"CASELOAD_NOW": f"2026-11-26T{time}"})
        assert "Resolved since last time: 3" in said
        assert re.search("^    t1 +done on 2026-11-25 ", said, re.MULTILINE)
        assert re.search("^    c22 +contact made on 2026-11-25, next 2026-12-25 +contact$", said, re.MULTILINE)
    assert "Resolved" not in demo("digest", env={"CASELOAD_NOW": "2026-11-27T07:00"})


def test_what_was_dealt_with_is_worth_a_digest_by_itself(caseload: Program) -> None:
    caseload("task", "add", "me", "Renew", "--due", "fri")
    caseload("digest")
    caseload("done", "t1")
    tomorrow = {"CASELOAD_NOW": "2026-11-26T07:00"}
    assert caseload.run("digest", "--exit-code", env=tomorrow).code == 1
    assert json.loads(caseload("digest", "--format", "json", env=tomorrow)) == []
    assert caseload("digest", env=tomorrow) == (
        "Caseload, Thu 2026-11-26\n1 resolved\n\n"
        "Resolved since last time: 1\n  Your own\n    t1  done on 2026-11-25  Renew\n"
    )
    assert caseload("digest", env={"CASELOAD_NOW": "2026-11-27T07:00"}) == ""


def test_a_digest_gives_each_item_once_as_json_in_the_order_of_its_sections(demo: Program) -> None:
    demo("digest")
    demo("task", "add", "me", "Fresh", "--due", "fri")
    rows = json.loads(demo("digest", "--format", "json", env={"CASELOAD_NOW": "2026-11-26T07:00"}))
    keys = [(row["id"], row["rule"]) for row in rows]
    assert len(keys) == len(set(keys)) > 20
    # What is stat, then what is new.
    assert (keys[:3], keys[-1]) == ([("t8", "task"), ("t1", "task"), ("t26", "task")], ("c22", "silent"))


def test_a_digest_is_a_page_that_an_html_validator_passes(nobody: Program, tmp_path: Path) -> None:
    page = tmp_path / "digest.html"
    page.write_text(nasty(nobody), "utf-8")
    assert html_faults(page) == ""


def test_a_digest_in_html_is_whole_and_lets_no_title_become_a_tag(nobody: Program) -> None:
    reader = read(nasty(nobody))
    assert reader.open == []
    assert set(reader.seen) == {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    cells = {word.strip() for word in reader.words}
    assert all(clean(title).strip() in cells for title in titles())
    assert 'x<b>"&amp;</td>--> c1' in cells


def titles() -> list[str]:
    """Titles that a record may have and that HTML could take for something else."""
    return [*(text for text in NASTY if text.strip()), "</td></table><script>x</script>", "&lt;b&gt; & <!-- -->"]


def nasty(program: Program) -> str:
    """The digest of the second day in HTML, of a client and tasks of such names, in every section there is."""
    program("init")
    program("client", "add", "--given", 'x<b>"&amp;</td>-->', "--opened-on", "2026-10-01")
    for place, title in enumerate(titles()):
        program("task", "add", "c1", "--due", ("2026-11-20", "2026-11-25", "2026-11-28")[place % 3], "--", title)
    for title in titles()[:2]:
        program("task", "add", "c1", "--due", "2026-11-23", "--", title)
    count = len(titles())
    program("snooze", f"t{count + 1}", "--to", "2026-11-26", "--reason", "<i>&")
    program("digest")
    program("done", f"t{count + 2}")
    program("task", "add", "me", "<new>", "--due", "2026-11-28")
    words = ("digest", "--format", "html", "--names", "full")
    return program(*words, env={"CASELOAD_NOW": "2026-11-26T07:00"})


def test_help_serves_every_topic_as_it_is_written(nobody: Program) -> None:
    for topic in ("clocks", "dates", "exit-codes", "formats", "import"):
        assert nobody("help", topic) == (Path(__file__).parents[2] / "docs" / f"{topic}.md").read_text("utf-8")


def test_a_config_that_is_named_and_not_there_is_refused_not_passed_over(demo: Program) -> None:
    ran = demo.run("today", env={"CASELOAD_CONFIG": str(demo.home / "typo.toml")})
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "typo.toml" in ran.err


def test_a_number_that_is_nought_is_shown(demo: Program) -> None:
    assert re.search(r"^ +baseline +0$", demo("show", "g1"), re.MULTILINE)


def test_overdue_takes_a_rule(demo: Program) -> None:
    rows = json.loads(demo("overdue", "--rule", "contact", "--json"))
    assert {row["rule"] for row in rows} == {"contact"}
    ran = demo.run("overdue", "--rule", "contacts")
    assert (ran.code, ran.out) == (2, "")
    assert '--rule: "contacts" is not a rule; one of task, appointment, kept-unwritten' in ran.err


def test_what_is_past_its_day_and_in_its_grace_says_how_long_ago_that_was(demo: Program) -> None:
    demo("stay", "move", "st1", "2026-11-20")
    for page in (demo("today"), demo("digest")):
        assert re.search(r"c7 .*5 days ago .*release", page), page


@pytest.fixture
def ruiz(caseload: Program) -> Program:
    """Ana Ruiz, whose name stands where it need not."""
    caseload("client", "add", "Ana", "Ruiz", "--preferred-name", "Anita")
    caseload("task", "add", "ana", "Call Ana RUIZ's landlord for Anita", "--due", "-2d")
    caseload("plan", "add", "ana", "Plan for Ana Ruiz", "--started-on", "-2m")
    caseload("waive", "p1", "--rule", "plan-unsigned", "--until", "+1d", "--reason", "Ana Ruiz in hospital")
    return caseload


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_under_initials_a_digest_shortens_the_clients_own_name_wherever_it_stands(ruiz: Program, form: str) -> None:
    later = {"CASELOAD_NOW": "2026-11-26T07:00"}
    ruiz("digest")
    said = ruiz("digest", "--format", form, env=later)
    assert not re.search(r"ana\b|ruiz|anita", said, re.IGNORECASE), said
    assert "Call A. R.'s landlord for A." in said.replace("&#x27;", "'")
    told = ruiz("digest", "--format", form, "--names", "handle", env=later)
    assert "ana-ruiz" in told.replace("\\", "")
    assert "Ana RUIZ" in told


def test_an_appointment_that_was_put_off_or_whose_rule_is_off_still_stands_on_its_day(ruiz: Program) -> None:
    ruiz("appointment", "add", "ana", "Court", "--at", "2026-11-27@10:00", "--minutes", "30")
    ruiz("snooze", "a1", "--to", "2026-12-01", "--reason", "x")
    config = ruiz.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    for setting in ("", "[rules.appointment]\noff = true\n"):
        config.write_text(setting)
        for page in ("today", "agenda", "digest"):
            assert "Court" in ruiz(page, env={"CASELOAD_NOW": "2026-11-27T07:00"}), (page, setting)
        assert "a1" not in ruiz("overdue", env={"CASELOAD_NOW": "2026-11-27T12:00"})


def test_what_is_within_its_grace_is_counted_by_every_page(caseload: Program) -> None:
    config = caseload.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[rules.task]\ngrace = "3d"\n')
    caseload("task", "add", "me", "Renew", "--due", "2026-11-23")
    assert "1 due today" in caseload("today")
    assert "1 past and within grace: caseload today" in caseload("agenda")
    assert "1 today" in caseload("digest").splitlines()[1]


def test_a_digest_does_not_warn_before_a_rules_own_lead_whatever_the_days(caseload: Program) -> None:
    caseload("client", "add", "Ana", "Ruiz", "--opened-on", "2026-11-01")
    assert "contact" in caseload("digest")
    config = caseload.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[rules.contact]\nlead = "0d"\n[rules.face-to-face]\nlead = "0d"\n')
    assert caseload("digest") == ""


def test_today_counts_as_late_what_overdue_lists(demo: Program) -> None:
    count = re.search(r"\b(\d+) late\b", demo("today").splitlines()[1])
    assert count
    assert int(count[1]) == len(demo("overdue").splitlines())


def test_a_list_says_until_when_each_is_snoozed(demo: Program) -> None:
    for ref in ("p1", "g1", "a7", "t1", "n12"):
        demo("snooze", ref, "--to", "2026-12-01", "--reason", "x")
    for noun in ("plan", "goal", "appointment", "task", "note"):
        assert "snoozed until 2026-12-01: " in demo(noun, "list", "--table", env={"COLUMNS": "120"}), noun
    page = demo("show", "ana")
    assert re.search(r"t1 .*2 days late, snoozed until 2026-12-01 ", page), page


def test_closing_a_client_names_the_notes_that_nothing_will_ask_for_any_more(caseload: Program) -> None:
    caseload("client", "add", "Bo", "Lee")
    caseload("log", "bo", "Talked", "-k", "call")
    ran = caseload.run("client", "close", "bo", "--reason", "moved")
    assert "caseload note sign n1" in ran.err


def shown_of(cell: str, screen: str) -> int:
    """How many letters of a text, from its beginning, are on the screen."""
    return next((size for size in range(len(cell), 0, -1) if cell[:size] in screen), 0)


def test_a_list_never_shows_less_where_there_is_more_room_and_says_in_words_what_is_late(demo: Program) -> None:
    """Of every kind: no cell goes from 50 to 80 columns, no text is shorter in 120 than in 80; red says late."""
    marked = 0
    for kind in KINDS:
        rows = demo(kind.TABLE, "list").splitlines()
        cells = {cell for row in rows for cell in row.split("\t") if len(cell) > 1}
        narrow, usual, wide = (
            demo(kind.TABLE, "list", "--table", "--color", "always", env={"COLUMNS": columns}) if rows else ""
            for columns in ("50", "80", "120")
        )
        late = re.findall(r"\x1b\[1;31m([^\x1b]+)", wide)
        assert [said for said in late if "late" not in said] == [], kind.TABLE
        marked += len(late)
        for cell in cells:
            assert shown_of(cell, usual) <= shown_of(cell, wide), (kind.TABLE, cell)
            assert shown_of(cell, usual) > 0 or shown_of(cell, narrow) == 0, (kind.TABLE, cell)
    assert marked > 10


@pytest.mark.parametrize("line", ["client list", "task list", "appointment list"])
def test_a_list_of_every_day_is_a_line_a_row_in_80_columns(demo: Program, line: str) -> None:
    ids = demo(*line.split(), "--ids").split()
    head, _, *rows = demo(*line.split(), "--table", env={"COLUMNS": "80"}).splitlines()
    under = [row for row in rows if row.startswith("    ")]
    assert head.startswith("Id")
    # What tells two of one name apart stands below both.
    assert [row.split()[0] for row in rows if row not in under] == ids
    assert all("born" in row for row in under)
