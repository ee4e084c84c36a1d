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


@once
def care(served: Quick) -> Quick:
    """`served`, with one record of Ana's of each kind that goes from a screening to help received."""
    for line in (
        "provider add Kitchen --service Meals",
        "identifier add ana medicaid 004172289",
        "income add ana SSI --amount 967 --per month",
        "condition add ana Asthma",
        "incident add ana Fell --at yesterday",
        "safety add ana --warning-signs x",
        "need add ana --domain food",
        "service add ana Meals",
        "medication add ana Iron --refill-due fri",
        "document add ana Card",
        "consent add ana --to 'Legal Aid' --purpose housing --expires-event 'case closed'",
        "disclosure add ana --to 'Legal Aid' --what 'that she came'",
        "assessment add ana --outside C-SSRS --result low",
        "referral add ana Meals --provider pr1",
    ):
        served(*split(line))
    return served


CARED = (
    ("identifier edit i1 --value 004172290 --until 2026-12-31",
     "i1 medicaid ***2290 · ana-ruiz · value changed to ***2290 · until Thu 2026-12-31 (in 36 days)"),
    ("income edit inc1 --amount 994 --from 2026-01-01",
     "inc1 SSI · ana-ruiz · amount $967.00 -> $994.00 · from Thu 2026-01-01 (328 days ago)"),
    ("condition resolve dx1 --on yesterday",
     "dx1 Asthma · ana-ruiz · status active -> resolved · over Tue 2026-11-24 (yesterday)"),
    ("condition edit dx1 --type allergy --code J45.909",
     "dx1 Asthma · ana-ruiz · type diagnosis -> allergy · code J45.909"),
    ("incident report ic1",
     "ic1 Fell · ana-ruiz · reported Wed 2026-11-25 (today)"),
    ("incident edit ic1 --report-due fri --place Hall",
     "ic1 Fell · ana-ruiz · place Hall · report due Fri 2026-11-27 (in 2 days)"),
    ("safety edit sp1 --coping walks",
     "sp1 safety plan of 2026-11-25 · ana-ruiz · coping changed"),
    ("need met nd1",
     "nd1 food-insecurity · ana-ruiz · support not-started -> met · met Wed 2026-11-25 (today)"),
    ("need decline nd1 --reason 'not now'",
     ("nd1 food-insecurity · ana-ruiz · support not-started -> declined · reason changed"
     " · declined Wed 2026-11-25 (today)")),
    ("need resolve nd1",
     "nd1 food-insecurity · ana-ruiz · status active -> resolved · resolved Wed 2026-11-25 (today)"),
    ("need edit nd1 --support in-progress",
     "nd1 food-insecurity · ana-ruiz · support not-started -> in-progress"),
    ("service start sv1 --on mon",
     "sv1 Meals · ana-ruiz · status not-started -> in-progress · started Mon 2026-11-23 (2 days ago)"),
    ("service hold sv1 --reason away",
     "sv1 Meals · ana-ruiz · status not-started -> on-hold · reason away"),
    ("service stop sv1 --reason moved",
     "sv1 Meals · ana-ruiz · status not-started -> stopped · reason moved · stopped Wed 2026-11-25 (today)"),
    ("service decline sv1 --reason no",
     ("sv1 Meals · ana-ruiz · status not-started -> cancelled · decline reason no"
     " · declined Wed 2026-11-25 (today)")),
    ("medication refill m1 --next +30d",
     "m1 Iron · ana-ruiz · refilled · next refill Fri 2026-12-25 (in 30 days)"),
    ("medication stop m1 --reason rash",
     ("m1 Iron · ana-ruiz · refill due cleared · status active -> stopped · reason rash"
     " · stopped Wed 2026-11-25 (today)")),
    ("medication edit m1 --dose '5 mg' --clear refill_due",
     "m1 Iron · ana-ruiz · dose 5 mg · refill due cleared"),
    ("document request d1",
     "d1 Card · ana-ruiz · status needed -> requested · requested Wed 2026-11-25 (today)"),
    ("document got d1 --expires-on +1y",
     ("d1 Card · ana-ruiz · status needed -> received · received Wed 2026-11-25 (today)"
     " · expires Thu 2027-11-25 (in 365 days)")),
    ("consent sign cs1",
     ("cs1 hipaa to Legal Aid · ana-ruiz · signed by client · signed on Wed 2026-11-25 (today)"
     " · event asked on Wed 2026-11-25 (today) · status draft -> active"
     " · opens no gate: lacks 6 elements: caseload consent check cs1")),
    ("consent edit cs1 --data-class general --expires-on +1y",
     ("cs1 hipaa to Legal Aid · ana-ruiz · data classes general · expires on Thu 2027-11-25 (in 365 days)"
     " · opens no gate: is not signed")),
    ("provider assure pr1",
     "pr1 Meals, Kitchen · assured on Wed 2026-11-25 (today)"),
    ("provider edit pr1 --phone 555 --cost free",
     "pr1 Meals, Kitchen · phone 555 · cost free"),
    ("referral handover r1",
     "r1 Meals · ana-ruiz · handed over on Wed 2026-11-25 (today)"),
    ("referral edit r1 --next-action ask --next-due fri",
     "r1 Meals · ana-ruiz · next action ask · next due Fri 2026-11-27 (in 2 days)"),
    ("assessment edit as1 --stage entry",
     "as1 C-SSRS, done elsewhere · ana-ruiz · stage entry · on Wed 2026-11-25 (today) · entry"),
    ("medication void m1 --reason twice",
     "voided m1 Iron · ana-ruiz"),
    ("disclosure void ds1 --reason twice",
     "voided ds1 that she came to Legal Aid · ana-ruiz"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "said"), CARED)
def test_so_does_a_write_of_the_kinds_from_a_screening_to_help_received(care: Quick, line: str, said: str) -> None:
    assert care.run(*split(line), "-n").err == f"dry run, nothing is written: {said}\n"
    assert care.run(*split(line)).err == f"{said}{BACK}"


def test_what_is_reconciled_at_once_is_told_one_by_one(care: Quick) -> None:
    care("medication", "add", "ana", "Zinc")
    assert care.run("medication", "reconcile", "ana").err.splitlines() == [
        "2 in one step · undo: caseload undo",
        "m1 Iron · ana-ruiz · reconciled Wed 2026-11-25 (today)",
        "m2 Zinc · ana-ruiz · reconciled Wed 2026-11-25 (today)",
    ]


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
