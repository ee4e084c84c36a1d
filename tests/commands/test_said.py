"""What a write says of what it changed: field by field, from what to what; and when nothing was."""

import re
from shlex import split

import pytest

from commands.conftest import Quick, once

BACK = " · undo: caseload undo\n"


@once
def work(served: Quick) -> Quick:
    """`served`, with t1, t2 (Bo's), a1 of today, n1, pe1 and a measure of g1."""
    for line in (
        "task add ana Call --due fri",
        "task add bo Ask",
        "appointment add ana Visit --at today@8:00 -m 45",
        "note add ana Words -m 10",
        "person add ana Rosa --role doctor",
        "goal observe g1 10",
        "field add client cohort --words 'spring,fall'",
    ):
        served(*split(line))
    return served


CHANGES = (
    ("task edit t1 --priority stat", "t1 Call · ana-ruiz · priority routine -> stat"),
    ("task edit t1 --due mon", "t1 Call · ana-ruiz · due Fri 2026-11-27 -> Mon 2026-11-30 (in 5 days)"),
    ("task edit t1 --clear due", "t1 Call · ana-ruiz · due cleared"),
    ("task edit t1 --title Ring", "t1 Ring · ana-ruiz · title Call -> Ring"),
    ("task edit t1 --goal g1", "t1 Call · ana-ruiz · goal g1"),
    ("task edit t1 --every 2w", "t1 Call · ana-ruiz · every 2w"),
    ("task edit t1 --status done",
     "t1 Call · ana-ruiz · status ready -> completed · completed on Wed 2026-11-25 (today)"),
    ("client edit ana --phone 5550199", "c1 Ana Ruiz · ana-ruiz · phone 00501 -> 5550199"),
    ("client edit ana --clear phone", "c1 Ana Ruiz · ana-ruiz · phone cleared"),
    ("client edit ana --tag court --tag high", "c1 Ana Ruiz · ana-ruiz · tags court, high"),
    ("client edit ana --remarks 'What is long'", "c1 Ana Ruiz · ana-ruiz · remarks changed"),
    ("client edit ana --legal-hold", "c1 Ana Ruiz · ana-ruiz · legal hold yes"),
    ("client edit ana --set cohort=spring", "c1 Ana Ruiz · ana-ruiz · cohort spring"),
    ("client edit ana --opened-on 2026-03-01",
     "c1 Ana Ruiz · ana-ruiz · opened on Mon 2026-03-02 -> Sun 2026-03-01 (269 days ago)"),
    ("client edit ana --address 'Hidden Road' --address-confidential",
     "c1 Ana Ruiz · ana-ruiz · address changed · address confidential yes"),
    ("client handle ana anita", "c1 Ana Ruiz · anita · handle ana-ruiz -> anita"),
    ("plan sign p1", "p1 Care · ana-ruiz · agreed on Wed 2026-11-25 (today)"),
    ("plan sign p1 --on yesterday --copy-given today",
     "p1 Care · ana-ruiz · agreed on Tue 2026-11-24 (yesterday) · copy given on Wed 2026-11-25 (today)"),
    ("plan review p1",
     "p1 Care · ana-ruiz · reviewed on Wed 2026-11-25 (today) · next review Tue 2027-05-25 (in 181 days)"),
    ("plan edit p1 --review-every 1y",
     "p1 Care · ana-ruiz · review every 1y · next review Tue 2027-03-02 (in 97 days)"),
    ("plan close p1 --reason 'all met'",
     "p1 Care · ana-ruiz · change reason all met · closed · on Wed 2026-11-25 (today) · still open: g1 Walk, g2 Read"),
    ("goal edit g1 --target-on +1w --agreed",
     "g1 Walk · ana-ruiz · target on Sun 2027-01-31 -> Wed 2026-12-02 (in 7 days) · agreed yes"),
    ("goal observe g1 40 --achievement improving",
     "go2 40 · improving · ana-ruiz · g1 Walk · seen Wed 2026-11-25 (today) · 33% · g1 achievement improving"),
    ("observation edit go1 --value 12", "go1 12 · ana-ruiz · value 10 -> 12"),
    ("appointment edit a1 --place Court", "a1 Visit · ana-ruiz · place Court"),
    ("appointment move a1 --to mon@9:00",
     "a1 Visit · ana-ruiz · at Wed 2026-11-25 08:00 -> Mon 2026-11-30 09:00 (in 5 days)"),
    ("note edit n1 Others --minutes 15", "n1 Others · ana-ruiz · minutes 10 -> 15 · body changed"),
    ("person edit pe1 --role payee --emergency", "pe1 Rosa · ana-ruiz · role doctor -> payee · emergency yes"),
    ("field edit f1 --words winter", "f1 Cohort · words spring, fall -> spring, fall, winter"),
    ("task void t1 --reason twice", "voided t1 Call · ana-ruiz"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "said"), CHANGES)
def test_a_write_says_what_it_changed_from_what_to_what_and_a_dry_run_the_same(
    work: Quick, line: str, said: str
) -> None:
    assert work.run(*split(line), "-n").err == f"dry run, nothing is written: {said}\n"
    assert work.run(*split(line)).err == f"{said}{BACK}"


@pytest.mark.parametrize(
    "line",
    [
        "task edit t1 --priority routine",
        "client edit ana --phone 00501",
        "plan edit p1 --title Care",
        "goal edit g1 --target-on 2027-01-31",
        "appointment edit a1 --minutes 45",
        "appointment move a1 --to today",
        "note edit n1 --minutes 10",
        "note edit n1 Words",
        "person edit pe1 --role doctor",
        "observation edit go1 --value 10",
        "field edit f1 --words spring",
    ],
)
def test_a_write_that_changes_nothing_says_so_and_offers_no_undo(work: Quick, line: str) -> None:
    before = work.fingerprint
    ran = work.run(*split(line))
    assert (ran.code, work.fingerprint) == (0, before)
    assert ran.err.endswith(" · nothing changed\n")
    assert "undo" not in ran.err


def test_what_was_done_before_in_the_same_words_changes_nothing(work: Quick) -> None:
    for line in (
        "plan sign p1",
        "plan review p1",
        "snooze t1 --to mon --reason busy",
        "waive ana --rule contact --until +1m --reason away",
    ):
        work(*split(line))
        before = work.fingerprint
        assert work.run(*split(line)).err.endswith(" · nothing changed\n"), line
        assert work.fingerprint == before


def test_a_snooze_and_a_waiver_that_move_say_from_when_to_when(work: Quick) -> None:
    for line, until in (
        ("snooze t1 --to {} --reason busy", "snoozed until"),
        ("task snooze t2 --to {} --reason busy", "snoozed until"),
        ("waive ana --rule contact --until {} --reason away", "until"),
    ):
        work(*split(line.format("fri")))
        said = work.run(*split(line.format("mon"))).err
        assert f" · {until} Fri 2026-11-27 -> Mon 2026-11-30 (in 5 days) · " in said


def test_a_change_of_several_says_what_became_of_all_then_of_each(work: Quick) -> None:
    ran = work.run("task", "edit", "t1", "t2", "--priority", "asap", "--due", "fri")
    assert ran.err.splitlines() == [
        "2 in one step · priority asap · undo: caseload undo",
        "t1 Call · ana-ruiz · priority routine -> asap",
        "t2 Ask · bo-ng · due Fri 2026-11-27 (in 2 days) · priority routine -> asap",
    ]
    ran = work.run("task", "edit", "t1", "t2", "--priority", "asap")
    assert ran.err.splitlines() == [
        "2 in one step · nothing changed", "t1 Call · ana-ruiz · nothing changed", "t2 Ask · bo-ng · nothing changed",
    ]  # fmt: skip


def test_of_very_many_the_first_few_are_named_and_the_others_counted(work: Quick) -> None:
    for number in range(20):
        work("task", "add", "bo", f"No {number}")
    ran = work.run("task", "edit", "--client", "bo", "--priority", "stat", "--confirm", "21")
    told = ran.err.splitlines()
    assert told[0] == "21 in one step · priority stat · undo: caseload undo"
    assert told[1] == "t2 Ask · bo-ng · priority routine -> stat"
    assert (len(told), told[-1]) == (12, "and 11 more; see caseload history")


def test_what_two_links_say_of_two_clients_is_told_with_what_was_said_before(served: Quick) -> None:
    served("client", "link", "ana", "bo")
    said = served.run("client", "link", "ana", "bo", "--not-same").err
    assert said == f"lk1 c1 ana-ruiz is not the same person as c2 bo-ng · was: the same person as{BACK}"


def test_an_update_from_a_file_says_by_field_what_it_changed(work: Quick) -> None:
    rows = "id,client,title,priority,due\nt1,ana-ruiz,Call,stat,2026-11-30\nt2,bo-ng,Ask,stat,\n"
    ran = work.run("import", "task", "-", "--on-dup", "update", stdin=rows)
    assert ran.err == f"0 tasks added, 0 skipped, 2 updated (due 1, priority 2){BACK}"
    again = work.run("import", "task", "-", "--on-dup", "update", stdin=rows)
    assert again.err == "0 tasks added, 2 skipped, 0 updated; nothing is changed\n"


def test_a_long_value_is_cut_in_what_is_said_and_whole_in_what_is_kept(work: Quick) -> None:
    place = "x" * 300
    said = work.run("appointment", "edit", "a1", "--place", place).err
    assert re.fullmatch(r"a1 Visit · ana-ruiz · place x{59}… · undo: caseload undo\n", said)
    assert place in work("appointment", "show", "a1", "--json")
