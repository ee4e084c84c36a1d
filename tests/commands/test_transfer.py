"""A client goes to another caseload through the gate, and is taken in there whole, once, and in one step."""

import json
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran

from caseload.records.kinds import KINDS, has_client
from caseload.records.link import Link
from commands.conftest import Quick, once
from commands.papers import CONSENT, SENDER

TO_BO = ("--recipient", "Bo Lee", "--purpose", "continuing care")
STATEMENTS = "--statement revocation --statement redisclosure --statement hipaa-redisclosure --statement refusal"
COVERS = ("--recipient", "Bo Lee", *CONSENT.replace("referral", "continuing-care").split())
COVERS = tuple(one.replace("continuing-care", "continuing care") for one in COVERS)
ALSO_SUD = (
    "--kind", "tpo-single", "--recipient", "Bo Lee", "--purpose", "continuing care", "--data-class", "general",
    "--data-class", "SUD", "--discloser", "me", "--description", "all", "--expires-on", "2027-05-31",
    *STATEMENTS.split(), "--signed-by", "client", "--signed-on", "2026-10-01",
)  # fmt: skip


class Bo:
    """The other case manager, whose database lies beside the first."""

    def __init__(self, program: Quick) -> None:
        self.program = program
        self.env = {"CASELOAD_DB": str(program.home / "bo.db"), "XDG_CONFIG_HOME": str(program.home / "bo")}
        self("init")

    def run(self, *words: str, stdin: str | None = None) -> Ran:
        """As the program's own."""
        return self.program.run(*words, stdin=stdin, env=self.env)

    def __call__(self, *words: str) -> str:
        """As the program's own."""
        ran = self.run(*words)
        assert ran.code == 0, ran.err
        return ran.out

    @property
    def everything(self) -> dict[str, Any]:
        """What Bo has."""
        found: dict[str, Any] = json.loads(self("export", "all"))
        return found


@once
def sent_home(twofold: Quick) -> None:
    """Ana, c1, with two records of each kind and more that name others: a revised plan, steps that wait, what went."""
    for words in (
        ("goal", "observe", "g1", "0.7"), ("plan", "revise", "p1", "--reason", "new needs"),
        ("template", "apply", "release", "c1", "--anchor", "2026-12-20"),
        ("snooze", "t3", "--to", "2026-12-05", "--reason", "office closed"),
        ("client", "edit", "c1", "--tag", "court", "--remarks", "likes tea", "--set", "veteran=yes"),
        ("client", "edit", "c1", "--address", "12 Elm St", "--city", "Reno", "--address-confidential"),
        ("consent", "add", "c1", *COVERS),
        ("export", "task", "--client", "c1", *TO_BO, "-o", str(twofold.home / "data" / "tasks.csv")),
    ):  # fmt: skip
        twofold(*words)


@pytest.fixture
def ana(sent_home: Quick) -> Quick:
    """The same, with a config that says who sends."""
    folder = sent_home.home / "config" / "caseload"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(SENDER)
    return sent_home


@pytest.fixture
def bo(ana: Quick) -> Bo:
    """Bo, who has a client, a plan and a goal, so that no number is the same there."""
    other = Bo(ana)
    for line in ("client add Max Ott", "plan add max Care", "goal add max Walk", "task add max Call",
                 "task add max Write", "note add max Met", "field add client grade"):  # fmt: skip
        other(*line.split())
    return other


@pytest.fixture
def file(ana: Quick) -> str:
    """Where the transfer goes."""
    return str(ana.home / "ana.json")


def transfer(program: Quick, file: str, *more: str) -> Ran:
    return program.run("client", "transfer", "c1", *TO_BO, "--reveal", "--fields", "remarks,tags,veteran", "-o", file,
                       *more)  # fmt: skip


ID = re.compile(rf"\b({'|'.join(kind.PREFIX for kind in KINDS)})([1-9][0-9]*)\b")


def as_sent(records: Mapping[str, Any], database: str) -> dict[str, str]:
    """Records that a transfer brought, each as text in which every id is the one that it had where it came from."""
    were = {
        one["id"]: one["external_id"].partition("/")[2]
        for kind in KINDS for one in records[kind.TABLE]
        if one["source"] == "transfer" and one["external_id"].startswith(f"{database}/")
    }  # fmt: skip
    found = {}
    for one in (one for kind in KINDS for one in records[kind.TABLE] if one["id"] in were):
        held = {key: value for key, value in one.items() if key not in ("external_id", "source")}
        found[were[one["id"]]] = ID.sub(lambda ref: were.get(ref[0], f"?{ref[0]}"), json.dumps(held))
    return found


def test_every_kind_arrives_as_it_was_but_for_ids(ana: Quick, bo: Bo, file: str) -> None:
    """Ids in fields, in texts that the program reads (waits, snoozes, frozen goals, what went out), in own fields."""
    was = json.loads(ana("export", "all"))
    assert transfer(ana, file).code == 0
    assert bo.run("import", "transfer", file).code == 0
    there = as_sent(bo.everything, was["database"])
    named = json.loads(Path(file).read_text())
    assert set(there) == {one["id"] for kind in KINDS for one in named[kind.TABLE]}
    for kind in KINDS:
        mine = [one for one in was[kind.TABLE] if one.get("client", "c1") == "c1" and one["id"] not in ("c2", "c3")]
        mine = [one for one in mine if one["id"] in there or has_client(kind)]
        assert kind is Link or mine, kind.TABLE
        for one in mine if kind is not Link else ():
            held = {key: value for key, value in one.items() if key not in ("external_id", "source")}
            assert _but_for(kind.TABLE, json.loads(there[one["id"]])) == _but_for(kind.TABLE, held)
    for table, text in (("task", "waiting_on"), ("waiver", "item"), ("plan", "goals_as_revised"),
                        ("disclosure", "records"), ("client", "own")):  # fmt: skip
        assert any(one[text] for one in named[table]), f"no {table} with {text}"


def _but_for(table: str, one: dict[str, Any]) -> dict[str, Any]:
    """What is said otherwise there, left out: who `me` was, what was yours of a provider."""
    apart = {
        "consent": {"status", "discloser"}, "disclosure": {"disclosed_by"}, "provider": {"own", "remarks"},
        "instrument": {"own"}, "program": {"own"}, "meeting": {"own", "series", "every", "reason"},
    }  # fmt: skip
    return {key: value for key, value in one.items() if key not in apart.get(table, ())}


def test_without_a_consent_nothing_goes_and_nothing_is_written(ana: Quick, file: str) -> None:
    before = ana.fingerprint
    ran = ana.run("client", "transfer", "c1", "--recipient", "Kim", "--purpose", "care", "-o", file)
    assert (ran.code, ran.out, ana.fingerprint, Path(file).exists()) == (1, "", before, False)
    assert "no consent names Kim\n" in ran.err
    assert ran.err.endswith("c1 may not go there, and nothing was written; "
                            "caseload consent add c1 --recipient Kim --purpose care\n")  # fmt: skip


AFTERCARE = """
name = "aftercare"
version = "1"
title = "After zqx"
anchor = "day"
steps = [{name = "call", title = "Call her", due = "the day"},
         {name = "clinic", title = "Clinic zqx", due = "the day", sensitivity = "SUD"}]
"""


@once
def guarded(served: Quick) -> Quick:
    """Ana with what laws of their own guard, and what is voided, each of it saying zqx, and what belongs to it."""
    aftercare = served.home / "data" / "aftercare.toml"
    aftercare.write_text(AFTERCARE)
    for words in (
        ("note", "add", "c1", "Relapse zqx", "--sensitivity", "SUD", "--at", "2026-11-20", "--miles", "4"),
        ("goal", "add", "c1", "Sober zqx", "--plan", "p1", "--sensitivity", "SUD", "--part2", "yes"),
        ("goal", "observe", "g4", "5"), ("task", "add", "c1", "Call the sponsor", "--goal", "g4"),
        ("service", "add", "c1", "Counseling zqx", "--sensitivity", "MH"),
        ("identifier", "add", "c1", "ssn", "123-45-6789"), ("task", "add", "c1", "Wrong client zqx"),
        ("task", "void", "t2", "--reason", "zqx"), ("note", "add", "c1", "Saw her", "--service", "sv1"),
        ("consent", "add", "c1", "--recipient", "Clinic zqx", "--purpose", "care", "--data-class", "SUD"),
        ("snooze", "g4", "--to", "2026-12-05", "--reason", "zqx"),
        ("client", "link", "c1", "c2", "--not-same", "--reason", "zqx"), ("plan", "revise", "p1", "--reason", "more"),
        ("disclosure", "add", "c1", "--what", "a letter zqx", "--recipient", "Dr. Ito", "--notice", "full"),
        ("export", "service", "--client", "c1", "--recipient", "client", "--purpose", "copy", "--no-consent", "--basis",
         "to-individual", "--reason", "her copy", "--csv"),
        ("client", "edit", "c1", "--remarks", "HIV+ zqx", "--address", "12 Elm zqx", "--address-confidential"),
        ("template", "import", str(aftercare)), ("template", "apply", "aftercare", "c1", "--anchor", "2026-12-20"),
    ):  # fmt: skip
        served(*words)
    return served


def test_what_no_consent_covers_stays_with_all_that_tells_of_it_and_the_rest_is_logged(guarded: Quick) -> None:
    """So do a goal's value, its snooze, its place in a plan as revised, a consent and a disclosure about such."""
    guarded("consent", "add", "c1", *COVERS)
    guarded("client", "edit", "c1", "--legal-hold")
    file = str(guarded.home / "ana.json")
    ran = guarded.run("client", "transfer", "c1", *TO_BO, "-o", file)
    assert ran.code == 1
    kept = "1 consent, 1 goal, 1 observation, 1 task, 2 steps, 1 note, 1 disclosure, 1 waiver"
    assert f"{kept} withheld: cs2 does not cover SUD\n" in ran.err
    assert "1 service, 1 disclosure withheld: cs2 does not cover MH\n" in ran.err
    assert "left out, for no consent names them: remarks; --fields lets out what it names\n" in ran.err
    assert "left out, masked as everywhere: the confidential address, 1 identifier; --reveal" in ran.err
    assert "stays here: 1 voided, that c1 is not the same person as c2, the change log\n" in ran.err
    assert "c1 is under legal hold: it goes along, and holds here as before\n" in ran.err
    assert ran.err.splitlines()[-1].startswith("caseload: not all went: 1 consent, 1 goal, 1 observation, 1 service,")
    text = Path(file).read_text()
    assert ("zqx" in text, "6789" in text, "Bo Ng" in text, "withheld" in text) == (False, False, False, False)
    found = json.loads(text)
    assert [(one["title"], one["goal"]) for one in found["task"]] == [("Call the sponsor", None), ("Call her", None)]
    assert found["template"] == []
    assert [(one["body"], one["service"]) for one in found["note"]] == [("Saw her", None)]
    [frozen] = [json.loads(one["goals_as_revised"]) for one in found["plan"] if one["goals_as_revised"]]
    assert [one["id"] for one in frozen] == ["g1", "g2"]
    assert found["transfer"]["notice"] is None
    logged = json.loads(guarded("disclosure", "list", "--json"))[0]
    assert (logged["recipient"], logged["consent"], logged["notice"]) == ("Bo Lee", "cs2", "none")
    assert "n2" in logged["records"]
    assert "n1" not in logged["records"]


def test_what_part_2_protects_goes_by_its_consent_with_the_notice_in_the_file_and_in_both_messages(
    guarded: Quick,
) -> None:
    guarded("consent", "add", "c1", *ALSO_SUD)
    guarded("service", "void", "sv1", "--reason", "x", "--yes")
    guarded("disclosure", "void", "ds2", "--reason", "x")
    guarded("client", "edit", "c1", "--legal-hold")
    bo, file = Bo(guarded), str(guarded.home / "ana.json")
    ran = guarded.run("client", "transfer", "c1", *TO_BO, "-o", file)
    assert ran.code == 0, ran.err
    found = json.loads(Path(file).read_text())
    assert "42 CFR part 2" in found["transfer"]["notice"]
    assert "Scope of the consent (tpo-single), signed 2026-10-01 by client" in found["transfer"]["notice"]
    said = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert f"stands in the file: {said}\n" in ran.err
    assert json.loads(guarded("disclosure", "list", "--json"))[0]["notice"] == "full"
    there = bo.run("import", "transfer", file)
    assert f"came along: {said}\n" in there.err
    assert "c1 is under legal hold, as there\n" in there.err
    assert [one["sensitivity"] for one in bo.everything["goal"]] == ["normal", "normal", "SUD"]
    # What guards it there guards it here: it is not in a file unasked.
    assert "Relapse" not in bo("export", "note", "--csv")


def test_what_is_sent_again_brings_what_is_new_alone(guarded: Quick) -> None:
    """The consent that came late brings what was withheld; what came before, edited or voided there, stays as it is."""
    bo, file = Bo(guarded), str(guarded.home / "ana.json")
    guarded("consent", "add", "c1", *COVERS)
    guarded.run("client", "transfer", "c1", *TO_BO, "-o", file)
    bo("import", "transfer", file)
    bo("task", "edit", "t1", "--title", "Done by phone")
    bo("note", "void", "n1", "--reason", "by mistake", "--yes")
    before = bo.everything
    ran = bo.run("import", "transfer", file)
    assert (ran.code, ran.out, bo.everything) == (0, "", before)
    assert "here already and unlike the file, left as it is: t1\n" in ran.err
    assert "voided here, and left so, with what hangs from it: 1\n" in ran.err
    assert ran.err.endswith("nothing is changed\n")
    guarded("consent", "add", "c1", *ALSO_SUD)
    guarded("task", "add", "c1", "Last thing")
    ran = guarded.run("client", "transfer", "c1", *TO_BO, "--reveal", "-o", file, "--force")
    assert "1 service, 1 disclosure withheld: cs" in ran.err
    ran = bo.run("import", "transfer", file)
    assert "1 goal, 1 observation, 2 tasks, 2 steps, 1 note, " in ran.err
    after = bo.everything
    assert [one["title"] for one in after["task"]] == ["Done by phone", "Call her", "Clinic zqx", "Last thing"]
    assert [one["task"] for one in after["step"]] == ["t2", "t3"]
    assert [one["observed_on"] for one in after["observation"]] == ["2026-11-25"]
    assert {one["client"] for one in after["goal"]} == {"c1"}
    assert len(after["client"]) == 1
    assert bo.everything["note"][0]["voided_at"]
    for _ in range(2):
        bo("undo")
    bo("undo")
    assert bo.run("import", "transfer", file).code == 0


def test_who_goes_and_comes_back_is_known_again(ana: Quick, bo: Bo, file: str) -> None:
    transfer(ana, file)
    ana("client", "close", "c1", "--reason", "transferred", "--drop-open")
    bo("import", "transfer", file)
    her = bo.everything["client"][1]["id"]
    bo(
        "consent",
        "add",
        her,
        "--recipient",
        "Kim Park",
        "--purpose",
        "care",
        *CONSENT.replace("--purpose referral", "").split(),
    )
    bo("task", "add", her, "What Bo did")
    back = str(ana.home / "back.json")
    assert bo.run("client", "transfer", her, "--recipient", "Kim Park", "--purpose", "care", "-o", back).code == 0
    before = json.loads(ana("export", "all"))
    ran = ana.run("import", "transfer", back)
    assert "c1 ana-ruiz was closed on 2026-11-25 (transferred); caseload client reopen c1 goes on\n" in ran.err
    after = json.loads(ana("export", "all"))
    new = {kind.TABLE: len(after[kind.TABLE]) - len(before[kind.TABLE]) for kind in KINDS}
    assert {table: count for table, count in new.items() if count} == {"consent": 1, "task": 1}
    assert after["task"][-1]["client"] == "c1"
    ran = ana.run("import", "transfer", file)
    assert (ran.code, "is of this very caseload" in ran.err) == (1, True)


def test_an_import_is_one_step_and_its_undo_leaves_nothing(ana: Quick, bo: Bo, file: str) -> None:
    transfer(ana, file)
    before = bo("export", "all")
    dry = bo.run("import", "transfer", file, "--dry-run")
    assert (dry.code, bo("export", "all")) == (0, before)
    ran = bo.run("import", "transfer", file)
    assert dry.err.replace("dry run, nothing is written: ", "") == ran.err.replace(" · undo: caseload undo", "")
    assert "c2 Ana Ruiz · ana-ruiz · from Kim Park, Elm County Care · 1 field, 1 client, " in ran.err
    assert re.search(r"due for ana-ruiz here: \d+ late, \d+ ahead; see caseload show c2\n", ran.err)
    after = bo("export", "all")
    bo("undo")
    assert bo("export", "all") == before
    bo("redo")
    assert bo("export", "all") == after
    assert bo.run("doctor").out.count("\tok\t") == bo.run("doctor").out.count("ok\t")


def test_who_may_be_here_already_is_refused_until_forced_and_never_joined(ana: Quick, bo: Bo, file: str) -> None:
    transfer(ana, file)
    bo("client", "add", "Ana", "Ruiz")
    before = bo.everything
    ran = bo.run("import", "transfer", file)
    assert (ran.code, bo.everything) == (1, before)
    assert "Ana Ruiz is here already: c2" in ran.err
    assert bo.run("import", "transfer", file, "--force").code == 0
    assert [(one["id"], one["handle"]) for one in bo.everything["client"][1:]] == [
        ("c2", "ana-ruiz"), ("c3", "ana-ruiz-2"),
    ]  # fmt: skip
    assert {one["client"] for one in bo.everything["person"]} == {"c3"}


def test_who_has_the_number_of_a_client_here_is_refused_until_forced(served: Quick) -> None:
    bo, file = Bo(served), str(served.home / "ana.json")
    table = served.home / "agency.csv"
    for program, name in ((served, "Ana Maria Ruiz"), (bo, "Annamaria Lopez")):
        table.write_text(f"external_id,name,handle\nA-17,{name},am\n")
        program("import", "client", str(table), "--source", "agency")
    served("consent", "add", "am", *COVERS)
    assert served.run("client", "transfer", "am", *TO_BO, "-o", file).code == 0
    ran = bo.run("import", "transfer", file)
    assert (ran.code, "c1 has the number that the client has in another system" in ran.err) == (1, True)
    bo("import", "transfer", file, "--force")
    assert [one["source"] for one in bo.everything["client"]] == ["agency", "transfer"]


def test_what_the_directory_has_is_matched_and_what_is_another_is_kept_apart(ana: Quick, bo: Bo, file: str) -> None:
    """A provider by name and service; an instrument, a template, a field under a name of its own; a programme apart."""
    transfer(ana, file)
    other = ana.home / "mood.toml"
    shown = ana("instrument", "export", "mood-2").replace('version = "1"', 'version = "2"')
    other.write_text(shown.replace("tired", "weary"))
    for words in (("provider", "add", "elm street", "KITCHEN", "--service", "Hot meals"),
                  ("instrument", "import", str(other)), ("program", "add", "Youth path"),
                  ("field", "add", "client", "veteran", "--type", "text")):  # fmt: skip
        bo(*words)
    ran = bo.run("import", "transfer", file)
    assert "instrument mood-2 is another here: what came is called mood-2-2\n" in ran.err
    assert "field veteran is another here: what came is called veteran_2\n" in ran.err
    assert "pg1 is a program of that name, too; what came is kept apart from it\n" in ran.err
    there = bo.everything
    assert [one["name"] for one in there["provider"]] == ["elm street KITCHEN"]
    assert {one["provider"] for one in there["referral"]} == {"pr1"}
    assert {one["screen"] for one in there["assessment"]} == {"mood-2-2"}
    assert [one["name"] for one in there["instrument"]] == ["mood-2", "mood-2-2"]
    assert there["client"][-1]["own"] == {there["field"][-1]["id"]: True}
    # What is typed there means what it meant.
    assert "in1" in bo("instrument", "show", "mood-2")


def test_a_consent_opens_a_gate_there_only_where_it_names_who_is_there(ana: Quick, bo: Bo, file: str) -> None:
    ana("consent", "add", "c1", "--recipient", "Dr. Ito", *CONSENT.replace("discloser me", "discloser X").split())
    ana("consent", "edit", "cs4", "--discloser", "ELM county care")
    transfer(ana, file)
    Path(bo.env["XDG_CONFIG_HOME"], "caseload").mkdir(parents=True)
    Path(bo.env["XDG_CONFIG_HOME"], "caseload", "config.toml").write_text(SENDER.replace("Kim Park", "Bo Lee"))
    ran = bo.run("import", "transfer", file)
    assert "names another as who may disclose, and opens no gate here: cs3; caseload consent add\n" in ran.err
    found = {one["id"]: (one["discloser"], one["status"]) for one in bo.everything["consent"]}
    assert found["cs3"] == ("Kim Park, Elm County Care", "inactive")
    assert found["cs4"] == ("ELM county care", "active")
    assert bo.run("export", "task", "--client", "c2", *TO_BO).code == 1
    assert {one["disclosed_by"] for one in bo.everything["disclosure"]} >= {"Kim Park, Elm County Care"}


def test_miles_and_hours_of_another_are_not_claimed(guarded: Quick) -> None:
    guarded("consent", "add", "c1", *ALSO_SUD)
    bo, file = Bo(guarded), str(guarded.home / "ana.json")
    guarded.run("client", "transfer", "c1", *TO_BO, "-o", file)
    bo.run("import", "transfer", file)
    assert "1 trip" in guarded.run("report", "miles").out
    assert bo.run("report", "miles").err.startswith("2 contacts were another's")
    assert (bo("report", "miles", "--csv").count("\n"), bo("report", "time", "--csv").count("\n")) == (1, 1)


def test_a_file_is_its_owners_alone_replaces_nothing_unasked_and_follows_no_link(ana: Quick, file: str) -> None:
    """What came to no file is not in the log."""
    count = ana("disclosure", "list", "--ids").count("ds")
    assert transfer(ana, file).code == 0
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    link = ana.home / "link.json"
    link.symlink_to(file)
    before = Path(file).read_bytes()
    for place in (file, str(link), str(ana.db), str(ana.home)):
        assert transfer(ana, place).code == 1
    assert Path(file).read_bytes() == before
    assert transfer(ana, str(ana.home / "no" / "where.json")).code == 74
    assert ana("disclosure", "list", "--ids").count("ds") == count + 1
    assert transfer(ana, file, "--force").code == 0
    assert not list(ana.home.glob(".*.part"))


def test_it_says_to_whom_for_what_and_into_which_file(ana: Quick) -> None:
    for words, said in (
        ((), "--recipient: is missing"), (("--recipient", "Bo Lee"), "--purpose: is missing"),
        (TO_BO, "-o: is missing"), ((*TO_BO, "-o", "-", "--fields", "phone"), '--fields: "phone"'),
    ):  # fmt: skip
        ran = ana.run("client", "transfer", "c1", *words)
        assert (ran.code, ran.out, said in ran.err) == (2, "", True), ran.err
    piped = ana.run("client", "transfer", "c1", *TO_BO, "-o", "-")
    assert (piped.code, json.loads(piped.out)["transfer"]["client"]) == (0, "c1")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda _: "{", 2, "not JSON (line 1)"),
        (lambda found: json.dumps(found)[:-40], 2, "not JSON"),
        (lambda _: "[]", 2, "is not one JSON object"),
        (lambda _: '{"name": "other"}', 2, "is no transfer; what client transfer wrote"),
        (lambda found: found.pop("transfer") and found, 2, "is a whole caseload and no transfer; caseload import all"),
        (lambda found: found | {"schema": 99}, 1, "was written by a newer caseload (schema 99); upgrade caseload"),
        (lambda found: found | {"database": ""}, 2, "does not say of which caseload it is"),
        (lambda found: found | {"transfer": {}}, 2, "the head of the file is damaged"),
        (lambda found: found | {"note": []}, 2, "has not the records that its head names"),
        (lambda found: found | {"dog": []}, 2, "dog is no table of an export"),
        (
            lambda found: found["goal"][0].update(plan="p9") or found,
            1,
            "goal 1, plan: refers to a plan that is not there",
        ),
        (lambda found: found["task"][0].update(client="c9") or found, 1, "task 1, client: "),
        (lambda found: found["task"][0].update(due="someday") or found, 1, "task 1, due: "),
        (lambda found: found["plan"][0].update(supersedes="p1") or found, 1, "plan 1, supersedes: refers to itself"),
    ],
)
def test_what_is_no_whole_transfer_is_refused_in_a_line_and_nothing_is_written(
    ana: Quick, bo: Bo, file: str, change: Any, code: int, said: str
) -> None:
    transfer(ana, file)
    made = change(json.loads(Path(file).read_text()))
    Path(file).write_text(made if isinstance(made, str) else json.dumps(made))
    before = bo("export", "all")
    ran = bo.run("import", "transfer", file)
    assert (ran.code, ran.out, bo("export", "all")) == (code, "", before)
    assert said in ran.err
    assert sum(line.startswith("caseload: ") for line in ran.err.splitlines()) == 1


def test_everything_is_no_transfer_nor_a_transfer_everything(ana: Quick, bo: Bo, file: str) -> None:
    transfer(ana, file)
    ran = bo.run("import", "all", file)
    assert (ran.code, "is a transfer of one client; caseload import transfer" in ran.err) == (2, True)
    ran = bo.run("import", "transfer", str(ana.home))
    assert (ran.code, "is a folder" in ran.err) == (2, True)
    ran = bo.run("import", "transfer", file, "--map", "a=b")
    assert (ran.code, "import transfer: takes no map" in ran.err) == (2, True)
    ran = bo.program.run("import", "transfer", file, env=bo.env | {"CASELOAD_DB": str(ana.home / "none.db")})
    assert (ran.code, (ana.home / "none.db").exists()) == (5, False)
