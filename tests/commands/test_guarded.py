"""What a law of its own guards is marked wherever it shows, and stays out of files and of what programs read."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import program_in
from invented import EXAMPLES

from caseload.records.kinds import KINDS
from caseload.records.observation import Observation
from caseload.records.of.guarded import Guarded, Sensitivity
from caseload.records.step import Step
from caseload.records.waiver import Waiver
from caseload.value import replace

from .conftest import Quick, holding, once
from .test_nameless import LISTS as EVERY_LIST
from .test_travels import SECRET, tell, writing

WORD = "heroin"
GUARDS = ("SUD", "MH", "HIV", "SDV", "PSYTHPN")


@once
def guarded(served: Quick) -> Quick:
    """Of Ana a plain note n1 and guarded ones n2 to n6, all signed, two of them with additions; n7 a guarded draft."""
    served("note", "add", "ana", f"Plain {WORD} talk", "--at", "2026-11-18", "--sign")
    for guard in GUARDS:
        served("note", "add", "ana", f"Relapse {WORD} talk", "--at", "2026-11-19", "--sensitivity", guard, "--sign")
    served("note", "addendum", "n1", f"Plain {WORD} addition")
    served("note", "addendum", "n2", f"Relapse {WORD} addition")
    served("note", "add", "ana", f"Relapse {WORD} draft", "--at", "2026-11-20", "--sensitivity", "SUD")
    return served


def seen(program: Quick, *words: str) -> str:
    """What someone at a terminal is shown."""
    ran = program.answered("", *words)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize("form", ["--csv", "--tsv", "--json", "--jsonl", "--markdown", "--plain", "--table", ""])
@pytest.mark.parametrize(
    ("line", "withheld"),
    [
        ("note list --status all", 6), ("note export", 6), ("export note", 6), ("addendum list", 1),
        ("addendum export", 1), (f"find {WORD}", 7), (f"find {WORD} --kind addendum", 1), ("note list --client bo", 0),
        ("note list --due 2026-11-20", 1), ("note list --where 'status = draft'", 1), ("note list --limit 1", 6),
        ("history n2", 1), ("history ad2", 1), ("show n2", 1), ("note show n2", 1), ("show ad2", 1),
    ],
)  # fmt: skip
def test_a_guarded_note_and_what_was_added_to_it_stay_out_of_what_programs_read(
    guarded: Quick, line: str, withheld: int, form: str
) -> None:
    words = line.replace("'status = draft'", "status=draft").split()
    if form == "--markdown" and words[0] == "history":
        pytest.skip("history has a page of its own there")
    ran = guarded.run(*words, *([form] if form else []))
    assert ran.code == 0
    assert "Relapse" not in ran.out
    told = f"{withheld} withheld (SUD, MH, HIV, SDV or PSYTHPN); --sensitive lets them out\n"
    assert (told in ran.err) is (withheld > 0), ran.err
    let_out = guarded.run(*words, *([form] if form else []), "--sensitive")
    assert ("Relapse" in let_out.out) is ((withheld > 0 and "--limit" not in words) or "--limit" in words)
    assert "withheld" not in let_out.err


@pytest.mark.parametrize("form", ["--markdown", "--plain", "--table", ""])
def test_the_page_of_a_client_has_them_at_a_terminal_alone(guarded: Quick, form: str) -> None:
    words = ["show", "c1", *filter(None, [form])]
    ran = guarded.run(*words)
    assert "Relapse" not in ran.out
    assert "SUD" not in ran.out
    assert "5 withheld (SUD" in ran.err
    assert "Relapse" in guarded(*words, "--sensitive")
    assert "Relapse" in seen(guarded, *words)


def test_ids_are_whole(guarded: Quick) -> None:
    ran = guarded.run("note", "list", "--status", "all", "--ids")
    assert sorted(ran.out.split()) == ["n1", "n2", "n3", "n4", "n5", "n6", "n7"]
    assert ran.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("note", "list"), ("note", "export"), ("export", "note"), ("find", WORD), ("show", "ana"), ("show", "n2"),
        ("addendum", "list"), ("show", "ad2"), ("note", "show", "n2"), ("history", "n2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["csv", "json", "md", "txt"])
def test_a_guarded_note_stays_out_of_every_file(
    guarded: Quick, tmp_path: Path, words: tuple[str, ...], ending: str
) -> None:
    file = tmp_path / f"out.{ending}"
    ran = guarded.run(*words, "-o", str(file))
    assert ran.code == 0, ran.err
    assert "Relapse" not in file.read_text()
    assert ("withheld" in ran.err) is not (words == ("show", "ana") and ending in ("csv", "json"))
    guarded(*words, "-o", str(file), "--force", "--sensitive")
    assert ("Relapse" in file.read_text()) is not (words == ("show", "ana") and ending in ("csv", "json"))


def test_it_is_marked_wherever_it_shows(guarded: Quick) -> None:
    for guard in GUARDS:
        assert f"[{guard}] Relapse" in seen(guarded, "note", "list")
        assert f"[{guard}] Relapse" in guarded("note", "list", "--table", "--sensitive")
    for words in (("find", "Relapse"), ("show", "n2"), ("addendum", "list"), ("show", "ad2")):
        assert "[SUD] Relapse" in seen(guarded, *words), words
    assert "[SUD] Relapse" in guarded("show", "n2", "--sensitive")
    assert "[SUD] Relapse" in seen(guarded, "show", "ana")
    assert "[SUD] other note of 2026-11-20" in seen(guarded, "show", "ana")
    assert "[SUD] other note of 2026-11-20" in seen(guarded, "overdue")
    assert "[SUD] other note of 2026-11-20" in guarded("today")
    assert "[SUD] Relapse" in guarded.run("note", "edit", "n7", "--minutes", "5").err
    assert "[" not in "".join(line for line in guarded("note", "list", "--table").splitlines() if "Plain" in line)


def test_neither_the_law_nor_the_text_goes_out_by_mail_or_into_items(guarded: Quick) -> None:
    for form in ("text", "markdown", "html", "json"):
        assert "SUD" not in guarded("digest", "--format", form)
    assert "SUD" not in guarded("overdue", "--json")
    assert [one["title"] for one in json.loads(guarded("overdue", "--json")) if one["id"] == "n7"] == [
        "other note of 2026-11-20"
    ]


def test_what_brings_everything_back_keeps_all(guarded: Quick) -> None:
    assert guarded("export", "all").count("Relapse") == 7


@once
def all_kinds(served: Quick) -> Quick:
    """Of Ana a guarded record of each kind that may leave, each with the word in its text, and what belongs to them."""
    guard = ("--sensitivity", "HIV")
    served("person", "add", "ana", "Relapse", "sponsor", *guard)
    served("episode", "add", "ana", "--closed-on", "2025-01-31", "--destination", "Relapse house", *guard)
    served("plan", "add", "ana", "Relapse", "plan", "--part2", "yes")
    served("goal", "add", "ana", "Relapse", "goal", "--plan", "p1", *guard)
    served("observation", "add", "g4", "--comment", "Relapse seen", "--on", "2026-11-20")
    served("task", "add", "ana", "Relapse", "task", "--due", "2026-11-20", *guard)
    served(
        "appointment", "add", "ana", "Relapse", "visit", "--at", "2026-11-24T10:00", "--place", "Relapse place", *guard
    )
    served("note", "add", "ana", "Relapse", "note", "--at", "2026-11-20", "--part2", "yes", "--sign")
    served("note", "addendum", "n1", "Relapse", "addition")
    return served


LISTS = ("person", "episode", "plan", "goal", "observation", "task", "appointment", "note", "addendum")


@pytest.mark.parametrize("form", ["--csv", "--json", "--markdown", "--table", ""])
def test_a_guarded_record_of_any_kind_stays_out_of_what_programs_read(all_kinds: Quick, form: str) -> None:
    forms = [form] if form else []
    for kind in LISTS:
        has_status = kind not in ("episode", "observation", "addendum")
        for line in ((kind, "list", *(("--status", "all") if has_status else ())), (kind, "export"), ("export", kind)):
            ran = all_kinds.run(*line, *forms)
            assert "Relapse" not in ran.out, line
            assert "1 withheld (SUD" in ran.err, line
            assert "Relapse" in all_kinds(*line, *forms, "--sensitive"), line
    for words in ("today", "overdue", "agenda --due 1m", "show ana", "show p1", "show t1", "history", "find Relapse"):
        if form != "--markdown" or words != "history":
            assert "Relapse" not in all_kinds.run(*words.split(), *forms).out, words
    assert "Relapse" not in all_kinds("digest")
    assert "Relapse" not in all_kinds("agenda", "--ics")


def test_a_guarded_record_of_any_kind_is_marked_and_named_where_someone_looks(all_kinds: Quick) -> None:
    for kind, mark in {
        **dict.fromkeys(LISTS, "[HIV]"),
        **dict.fromkeys(("plan", "note", "addendum"), "[part 2]"),
    }.items():
        shown = seen(all_kinds, kind, "list", *(("--status", "all") if kind == "appointment" else ()))
        assert f"{mark} Relapse" in shown, kind
    assert "[HIV] task" in seen(all_kinds, "overdue")
    page = seen(all_kinds, "show", "ana")
    for said in ("[HIV] Relapse sponsor", "[part 2] Relapse plan", "[HIV] Relapse goal", "[HIV] Relapse task",
                 "[HIV] Relapse visit", "[part 2] Relapse note", "[HIV] Relapse house"):  # fmt: skip
        assert said in page
    assert "[part 2] Relapse plan" in seen(all_kinds, "find", "Relapse")


# What comes of a guarded record elsewhere


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The invented records; the first of each kind that may leave is guarded, with the secret in whatever holds words.

    So are the snoozes of them, what was added to the guarded note and observed of the guarded goal, and the step
    that made the guarded task.
    """
    program = program_in(holding(tmp_path_factory.mktemp("guarded"), EXAMPLES))
    told, guard = Quick(program.home, program.environ), dict[str, Any](sensitivity=Sensitivity.SUD)
    with writing(told, date(2026, 11, 20)) as store:
        for kind in KINDS:
            if issubclass(kind, Guarded):
                store.save(replace(tell(store, store.get(kind, 1)), **guard))
                store.add(Waiver(item=f"{kind.PREFIX}1", rule=None, until=date(2026, 11, 30), reason=SECRET))
        store.add(Observation(goal_id=1, observed_on=date(2026, 11, 20), comment=SECRET))
        tell(store, store.get(Step, 1))
    return told


@pytest.mark.parametrize("line", [*EVERY_LIST, "waiver list --due ..", "show w2", "show w2 --why", "history w2"])
def test_no_list_lets_out_what_a_guarded_record_of_any_kind_says(every_kind: Quick, line: str) -> None:
    for form in ("", "--csv", "--table"):
        ran = every_kind.run(*line.split(), *([form] if form else []))
        assert SECRET not in ran.out, (form, ran.out)


def test_what_a_guarded_record_waits_for_is_told_by_no_list_of_what_is_due(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    empty("provider", "add", "Elm", "Kitchen")
    empty("task", "add", "ana", "Call", "--due", "2026-11-20", "--waiting-on", "Relapse ward", "--part2", "yes")
    empty("referral", "add", "ana", "Detox", "--provider", "pr1", "--next-action", "Relapse ward",
          "--next-due", "2026-11-20", "--sensitivity", "SUD")  # fmt: skip
    for line in ("overdue", "overdue --json", "today", "agenda", "show t1 --why", "show r1 --why --json", "digest"):
        assert "Relapse" not in empty(*line.split()), line
        assert "Relapse" not in seen(empty, *line.split()), line
    assert "[SUD] referral (next step of a ref" in seen(empty, "overdue")


def test_what_is_chased_and_who_was_served_leave_out_what_is_guarded_and_count_it(empty: Quick, tmp_path: Path) -> None:
    empty("client", "add", "Ana", "Ruiz", "--opened-on", "2026-11-01")
    empty("provider", "add", "Elm", "Kitchen")
    for words in ("Food box", "Relapse group --sensitivity SUD"):
        empty("referral", "add", "ana", *words.split(), "--provider", "pr1", "--next-due", "2026-11-20")
    empty("episode", "add", "ana", "--opened-on", "2026-01-02", "--closed-on", "2026-02-03",
          "--destination", "Relapse house", "--sensitivity", "SUD")  # fmt: skip
    for line in ("referral chase", "report served"):
        for form in ("", "--json", "--table", "--csv"):
            ran = empty.run(*line.split(), *([form] if form else []))
            assert "Relapse" not in ran.out
            assert "1 withheld (SUD" in ran.err
            assert "Relapse" in empty(*line.split(), *([form] if form else []), "--sensitive")
        empty(*line.split(), "-o", str(tmp_path / "out.csv"), "--force")
        assert "Relapse" not in (tmp_path / "out.csv").read_text()
        assert "[SUD] Relapse" in seen(empty, *line.split())
    assert "1 client · 2 opened · 1 closed" in empty("report", "served")
    assert empty("referral", "chase", "--ids").split() == ["r1", "r2"]


def test_guarded_screens_are_compared_at_a_terminal_alone(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    for answer in ("1=2\n2=1\n", "1=0\n2=1\n"):
        empty("assess", "ana", "phq-2", "--sensitivity", "normal", "--answers", "-", stdin=answer)
    words = ("assessment", "compare", "as1", "as2")
    assert "little interest" in empty(*words)
    assert len(json.loads(empty("assessment", "list", "--json", "--fields", "id,course"))[1]["course"]) > 1
    empty("assessment", "edit", "as1", "--sensitivity", "MH")
    ran = empty.run(*words, "--json")
    assert (json.loads(ran.out), "1 withheld (SUD" in ran.err) == ([], True)
    assert "little interest" in empty(*words, "--sensitive")
    assert "little interest" in seen(empty, *words)
    # Nor does the course of the others have its score.
    assert [one["course"] for one in json.loads(empty("assessment", "list", "--json", "--fields", "id,course"))] == [""]


@once
def revised(empty: Quick) -> Quick:
    """A plan p1 whose goal is guarded only since p2 has taken over from it."""
    empty("client", "add", "Ana", "Ruiz")
    empty("plan", "add", "ana", "Care")
    empty("goal", "add", "ana", "Relapse goal", "--plan", "p1")
    empty("plan", "revise", "p1", "--reason", "a year is over")
    empty("goal", "edit", "g1", "--sensitivity", "SUD")
    return empty


@pytest.mark.parametrize("form", ["", "--json", "--table", "--csv"])
def test_a_plan_keeps_the_guard_of_the_goals_that_it_has_frozen(revised: Quick, form: str) -> None:
    for line in ("plan list --status all", "plan export", "export plan", "show p1", "plan show p1", "history p1"):
        words = [*line.split(), *([form] if form else [])]
        ran = revised.run(*words)
        assert "Relapse" not in ran.out, line
        assert "1 withheld (SUD" in ran.err, line
        assert "p2" in ran.out or line.endswith("p1"), line
        assert revised.run(*words, "--sensitive").code == 0
    assert "Relapse" in revised("plan", "export", "--json", "--sensitive")
    assert "[SUD] Care" in seen(revised, "plan", "list", "--status", "all")
    assert "Relapse goal" in seen(revised, "show", "p1")
    assert "Relapse" in revised("export", "all")


def test_what_was_done_before_a_record_was_guarded_is_told_by_its_kind(served: Quick) -> None:
    served("task", "add", "ana", "Relapse group")
    served("snooze", "t1", "--to", "+3d", "--reason", "Relapse")
    assert "Relapse" in served("history", "--json")
    served("task", "edit", "t1", "--sensitivity", "SUD")
    for form in ("--json", "--table", ""):
        assert "Relapse" not in served("history", *([form] if form else []))
    served("undo")
    assert "Relapse group" in served("history", "--json")


def test_a_snooze_is_guarded_as_what_it_is_of(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--sensitivity", "SUD")
    served("snooze", "t1", "--to", "+3d", "--reason", "Relapse")
    for line in ("waiver list", "waiver export", "export waiver", "show w1", "waiver show w1", "history w1"):
        ran = served.run(*line.split())
        assert (ran.out, "1 withheld (SUD" in ran.err) == ("", True), line
        assert "Relapse" in served(*line.split(), "--sensitive"), line
    assert "[SUD] Relapse" in seen(served, "waiver", "list")
    assert served("waiver", "list", "--ids") == "w1\n"


DETOX = """
name = "detox"
version = "1"
title = "Before treatment"
pace = "as-you-go"

[[steps]]
name = "relapse-plan"
title = "Relapse plan"
sensitivity = "SUD"

[[steps]]
name = "bag"
title = "Pack a bag"

[[steps]]
name = "relapse-ward"
title = "Relapse ward"
sensitivity = "SUD"
"""


def test_a_step_is_guarded_as_what_it_made_and_before_that_as_its_template_says(served: Quick) -> None:
    served("template", "import", "-", stdin=DETOX)
    served("template", "apply", "detox", "ana", "--anchor", "fri", "--exempt", "bag", "--reason", "Plain, at home")
    for line, withheld in (("step list", 2), ("step export", 2), ("export step", 2), ("show ts1", 1), ("show ts3", 1),
                           ("find relapse --kind step", 0), ("history ts1", 1)):  # fmt: skip
        for form in ("", "--csv", "--json"):
            ran = served.run(*line.split(), *([form] if form else []))
            assert "elapse" not in ran.out, (line, form)
            assert (f"{withheld} withheld (SUD" in ran.err) is (withheld > 0), (line, form, ran.err)
    assert "ts2" in served("step", "list")
    assert "[SUD]" in seen(served, "step", "list")
    served("task", "edit", "t1", "--sensitivity", "normal")
    assert served("step", "list", "--fields", "id").split() == ["ts1", "ts2"]
    served("task", "drop", "t1", "--reason", "Relapse already planned")
    assert "Relapse already" in served("find", "relapse")
    served("task", "edit", "t1", "--part2", "yes")
    assert "Relapse" not in served("find", "relapse")
    assert "[part 2] Relapse already" in seen(served, "find", "relapse")
    assert served("step", "list", "--ids").split() == ["ts1", "ts2", "ts3"]


def test_a_page_of_a_client_has_no_ride_and_no_checklist_of_what_is_guarded(served: Quick) -> None:
    served("appointment", "add", "ana", "Group", "--at", "fri 2pm", "--sensitivity", "SUD")
    served("ride", "add", "a1", "--pickup", "Relapse ward")
    served("template", "import", "-", stdin=DETOX)
    served("template", "apply", "detox", "ana", "--anchor", "fri")
    assert "detox" in served("show", "ana")
    served("task", "done", "t1")
    served("task", "edit", "t2", "--sensitivity", "SUD")
    ran = served.run("show", "ana")
    assert not {"Relapse", "detox"} & {*ran.out.replace("\n", " ").split(" ")}
    shown = seen(served, "show", "ana")
    assert "[SUD] detox version 1" in shown
    assert "[SUD] for a1, 2026-11-27T14:00" in shown


def test_a_confirmation_has_the_mark_of_whatever_it_names(served: Quick) -> None:
    served("appointment", "add", "ana", "Group", "--at", "fri 2pm", "-m", "60", "--sensitivity", "SUD")
    assert "at one time: a1 [SUD] Group (ana-ruiz) and a2" in (
        served.run("appointment", "add", "ana", "Clinic", "--at", "fri 2:30pm").err
    )
    served("goal", "edit", "g1", "--sensitivity", "MH")
    assert "g1 [MH] " in served.run("goal", "observe", "g1", "3").err
    assert "g1 [MH] " in served.run("observation", "add", "g1", "--comment", "Seen").err
    served("task", "add", "ana", "Detox", "--part2", "yes")
    assert "done t1 [part 2] Detox" in served.run("log", "ana", "Called", "--done", "t1").err


def test_what_comes_to_belong_to_a_guarded_record_and_is_not_guarded_is_told(served: Quick) -> None:
    service = served("service", "add", "ana", "Counselling", "--sensitivity", "SUD").strip()
    goal = served("goal", "add", "ana", "Sober a month", "--part2", "yes").strip()
    told = served.run("log", "ana", "Went along", "-k", "visit", "--service", service, "--goal", goal).err
    assert (
        f"n1 is of {service}, which is [SUD], and is not guarded itself; caseload note edit n1 --sensitivity SUD"
        in told
    )
    assert f"n1 is of {goal}, which is [part 2], and is not guarded itself; caseload note edit n1 --part2 yes" in told
    assert "odd" not in served.run("note", "edit", "n1", "--minutes", "20").err, "it was told"
    assert "odd" not in served.run("note", "edit", "n1", "--part2", "yes").err
    assert (
        f" is of {goal}, which is [part 2]" in served.run("task", "add", "ana", "Drive her there", "--goal", goal).err
    )
    assert "odd" not in served.run("task", "add", "ana", "Drive him", "--goal", goal, "--sensitivity", "MH").err
