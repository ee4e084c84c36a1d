"""caseload referral: written, sent, answered, chased, tried again, closed with what came of it."""

import json

import pytest

from commands.conftest import Quick


@pytest.fixture
def food(served: Quick) -> Quick:
    """Ana with a draft to the Elm Street Kitchen, r1; the directory has a second kitchen."""
    served("provider", "add", "Elm", "Street", "Kitchen", "--service", "Hot meals")
    served("provider", "add", "Harbor", "Pantry")
    served("referral", "add", "ana", "Food box", "--provider", "pr1")
    for provider in ("pr1", "pr2"):
        consented(served, "ana", provider)
    return served


SIGNED = (
    "--data-class general --discloser me --description all --purpose referral --expires-on 2027-05-31 "
    "--statement revocation --statement conditioning --statement redisclosure --signed-by client --signed-on 2026-10-01"
)


def consented(program: Quick, client: str, provider: str, signed: str = SIGNED) -> str:
    """The id of a consent that covers what is not guarded."""
    return program("consent", "add", client, "--recipient", provider, *signed.split()).strip()


def kept(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one referral."""
    record = json.loads(program("referral", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


def test_a_referral_is_a_draft_until_it_is_sent(food: Quick) -> None:
    assert kept(food, "r1", "status", "sent_on", "provider") == ["draft", None, "pr1"]
    said = food.run("referral", "send", "r1", "--via", "fax", "--understood", "unsure").err
    assert "draft -> requested" in said
    assert said.count("sent on Wed 2026-11-25") == 1
    assert kept(food, "r1", "status", "sent_on", "via", "understood") == ["requested", "2026-11-25", "fax", "unsure"]


@pytest.mark.parametrize("verb", ["accept", "start", "attempt", "close"])
def test_what_was_never_sent_is_not_answered(food: Quick, verb: str) -> None:
    before = food.fingerprint
    given = ["--outcome", "got-help"] if verb == "close" else []
    ran = food.run("referral", verb, "r1", *given)
    assert (ran.code, food.fingerprint) == (1, before)
    assert "r1 was never sent" in ran.err


def test_a_referral_is_not_closed_without_its_outcome(food: Quick) -> None:
    food("referral", "send", "r1")
    before = food.fingerprint
    ran = food.run("referral", "close", "r1")
    assert (ran.code, food.fingerprint) == (2, before)
    assert "outcome: is missing from a referral that is completed" in ran.err
    assert "got-help" in ran.err


@pytest.mark.parametrize("verb", ["reject", "cancel", "hold", "fail"])
def test_who_turns_down_stops_or_waits_says_why(food: Quick, verb: str) -> None:
    food("referral", "send", "r1")
    before = food.fingerprint
    ran = food.run("referral", verb, "r1", *(["--outcome", "no-capacity"] if verb == "fail" else []))
    assert (ran.code, food.fingerprint) == (2, before)
    assert "--reason" in ran.err


def test_completed_is_not_help_received(food: Quick) -> None:
    food("referral", "send", "r1", "--on", "2026-11-13")
    food("referral", "close", "r1", "--outcome", "could-not-get-help")
    assert kept(food, "r1", "status", "outcome", "closed_on") == ["completed", "could-not-get-help", "2026-11-25"]
    assert "completed, could-not-get-help" in food("show", "r1") or "could-not-get-help" in food("show", "r1")
    assert "0 of 1 got help" in food("show", "pr1")


def test_a_provider_says_how_referrals_to_it_ended(food: Quick) -> None:
    for days, outcome in ((10, "got-help"), (14, "got-help"), (3, "no-capacity"), (1, "")):
        ref = food("referral", "add", "ana", "Food box", "--provider", "pr2").strip()
        food("referral", "send", ref, f"--on=-{days}d")
        if outcome:
            food("referral", "close", ref, "--outcome", outcome)
    assert "2 of 3 got help, median 12 days; 1 open" in food("show", "pr2")


def test_an_ended_referral_is_tried_again_with_another_provider(food: Quick) -> None:
    food("referral", "edit", "r1", "--request", "A box a week, no nuts.")
    food("referral", "send", "r1", "--understood", "yes")
    open_one = food.run("referral", "retry", "r1", "--provider", "pr2")
    assert (open_one.code, "end it first" in open_one.err) == (1, True)
    food("referral", "reject", "r1", "--reason", "only for families", "--outcome", "not-eligible")
    same = food.run("referral", "retry", "r1", "--provider", "pr1")
    assert (same.code, "the same provider" in same.err) == (1, True)
    assert food("referral", "retry", "r1", "--provider", "pr2", "--next-due", "fri") == "r2\n"
    assert kept(food, "r1", "status", "denied_by", "successor") == ["rejected", "provider", "r2"]
    keys = ("status", "provider", "request", "sent_on", "understood", "reason", "outcome", "next_due")
    assert kept(food, "r2", *keys) == ["draft", "pr2", "A box a week, no nuts.", None, None, None, None, "2026-11-27"]
    assert food.run("referral", "retry", "r1", "--provider", "pr2").code == 1
    food("undo")
    assert kept(food, "r1", "successor") == [None]


def test_an_attempt_without_an_answer_is_counted_and_asked_again(food: Quick) -> None:
    food("referral", "send", "r1")
    food("referral", "attempt", "r1")
    food("referral", "attempt", "r1", "Try", "the", "morning", "line", "--again", "1d")
    keys = ("attempts", "attempted_on", "next_action", "next_owner", "next_due")
    assert kept(food, "r1", *keys) == [2, "2026-11-25", "Try the morning line", "me", "2026-11-26"]


def test_another_status_forgets_the_step_that_belonged_to_the_one_before(food: Quick) -> None:
    food("referral", "send", "r1", "--next-action", "ask for the answer", "--next-due", "fri")
    food("referral", "accept", "r1")
    assert kept(food, "r1", "next_action", "next_due") == [None, None]
    food("referral", "hold", "r1", "--reason", "in hospital", "--next-due", "mon")
    assert kept(food, "r1", "status", "reason", "next_due") == ["on-hold", "in hospital", "2026-11-30"]
    food("referral", "start", "r1")
    assert kept(food, "r1", "status", "reason", "next_due") == ["in-progress", None, None]


def test_what_waits_comes_back_on_a_day(food: Quick) -> None:
    ran = food.run("referral", "hold", "r1", "--reason", "in hospital")
    assert (ran.code, "--next-due" in ran.err) == (2, True)


def test_chase_shows_what_waits_too_long_mine_first_the_oldest_first(food: Quick) -> None:
    for ref, provider, day in (("r2", "pr2", "2026-11-10"), ("r3", "pr2", "2026-11-02")):
        food("referral", "add", "ana", "Food box", "--provider", provider)
        food("referral", "send", ref, "--on", day)
    food("referral", "add", "bo", "Ride", "--provider", "pr2", "--next-due", "2026-11-24", "--next-owner", "me")
    food("referral", "send", "r1", "--on", "2026-11-18")
    rows = json.loads(food("referral", "chase", "--json"))
    assert [(row["owner"], row["id"], row["days_late"]) for row in rows] == [
        ("me", "r4", 1), ("provider", "r3", 16), ("provider", "r2", 8),
    ]  # fmt: skip
    assert [row["id"] for row in json.loads(food("referral", "chase", "--client", "bo", "--json"))] == ["r4"]


def test_a_page_and_the_digest_ask_for_the_answer_and_say_what_is_next(food: Quick) -> None:
    food("referral", "send", "r1", "--on", "2026-11-10")
    assert "no answer, sent 2026-11-10" in food("overdue", "--client", "ana")
    food(
        "referral",
        "edit",
        "r1",
        "--next-action",
        "call the intake desk",
        "--next-owner",
        "me",
        "--next-due",
        "2026-11-24",
    )
    assert "Food box: call the intake desk" in food("show", "ana")
    late = ("overdue", "--rule", "referral", "--fields", "title,reason")
    assert food(*late) == "Food box\tme: call the intake desk\n"
    assert "call the intake desk" not in food("digest")
    assert "referral" in food("digest")
    food("referral", "edit", "r1", "--sensitivity", "HIV")
    assert food(*late) == "referral\tnext step of a referral\n"


def test_a_referral_is_refused_for_want_of_consent_and_goes_out_with_it(food: Quick) -> None:
    food("referral", "add", "bo", "Ride", "--provider", "pr2")
    before = food.fingerprint
    ran = food.run("referral", "send", "r2", "--via", "fax")
    assert (ran.code, ran.out, food.fingerprint) == (1, "", before)
    assert "caseload consent add c2 --recipient pr2 --purpose referral" in ran.err
    ref = consented(food, "bo", "pr2", SIGNED.replace("--signed-by client --signed-on 2026-10-01", ""))
    ran = food.run("referral", "send", "r2", "--via", "fax")
    assert (ran.code, f"caseload consent check {ref}" in ran.err) == (1, True)
    consented(food, "bo", "pr2")
    ran = food.run("referral", "send", "r2", "--via", "fax")
    assert ran.code == 0
    assert "REFERRAL r2: Ride" in ran.out
    assert "Bo Ng" in ran.out
    logged = json.loads(food("disclosure", "list", "--json"))
    assert [(one["client"], one["consent"], one["what"], one["via"], one["purpose"]) for one in logged] == [
        ("c2", "cs4", "1 client, 1 referral", "fax", "referral")
    ]
    food("undo")
    assert kept(food, "r2", "status") == ["draft"]
    assert json.loads(food("disclosure", "list", "--json")) == []


def test_a_need_that_no_consent_covers_stays_out_of_the_letter_and_with_one_it_brings_its_notice(food: Quick) -> None:
    food("need", "add", "ana", "Sober housing", "--domain", "housing", "--sensitivity", "SUD", "--part2", "yes")
    food("referral", "edit", "r1", "--need", "nd1")
    ran = food.run("referral", "send", "r1", "-n")
    assert ("Sober housing" in ran.out, "1 need withheld" in ran.err) == (False, True)
    both = SIGNED.replace("general", "general --data-class SUD --kind specific")
    food("consent", "void", "cs1", "--reason", "another", "--yes")
    consented(food, "ana", "pr1", both)
    letter = food("referral", "send", "r1")
    assert "Sober housing" in letter
    assert "42 CFR part 2" in letter
    assert "Scope of the consent (specific)" in letter


def test_what_is_said_by_phone_needs_no_letter_and_is_logged(food: Quick) -> None:
    ran = food.run("referral", "send", "r1", "--via", "phone")
    assert (ran.code, ran.out) == (0, "")
    assert "logged as ds1" in ran.err


def test_what_an_edit_says_was_sent_is_told_not_to_be_in_the_log_once(food: Quick) -> None:
    told = food.run("referral", "edit", "r1", "--status", "requested", "--sent-on", "today").err.splitlines()
    log = "caseload disclosure add c1 --to pr1 --what TEXT --purpose TEXT"
    assert told[1:] == [f"r1 counts as sent, and no disclosure is logged; of what went out: {log}"]
    food(*log.replace("TEXT", "meals").split()[1:])
    again = food.run("referral", "edit", "r1", "--sent-on", "yesterday").err
    assert "disclosure" not in again


def test_an_exception_of_the_law_is_named_and_logged(food: Quick) -> None:
    food("referral", "add", "bo", "Ride", "--provider", "pr2")
    ran = food.run("referral", "send", "r2", "--via", "phone", "--no-consent")
    assert (ran.code, "--no-consent: needs the exception that the law names" in ran.err) == (2, True)
    food("referral", "send", "r2", "--via", "phone", "--no-consent", "--basis", "tpo", "--reason", "asked for by her")
    assert json.loads(food("disclosure", "list", "--json"))[0]["basis"] == "tpo"


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_a_letter_goes_into_a_file_of_its_owner_alone_or_nothing_is_logged(food: Quick, ending: str) -> None:
    food("client", "edit", "ana", "--preferred-name", "<b>Ana</b>", "--address", "1 Elm St", "--address-confidential")
    food("referral", "edit", "r1", "--request", "No <nuts> & *please*")
    place = food.home / f"letter.{ending}"
    place.write_text("here already")
    assert food.run("referral", "send", "r1", "-o", str(place)).code == 1
    assert kept(food, "r1", "status") == ["draft"]
    assert json.loads(food("disclosure", "list", "--json")) == []
    food("referral", "send", "r1", "-o", str(place), "--force")
    said = place.read_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert "1 Elm St" not in said
    wanted = {"txt": "No <nuts> & *please*", "html": "No &lt;nuts&gt; &amp; *please*"}
    assert wanted.get(ending, r"No \<nuts\> & \*please\*") in said


@pytest.mark.parametrize(
    "form",
    [
        "{% for i in range(10**12) %}x{% endfor %}",
        '{{ "x" * 10**15 }}',
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ nosuch }}",
        "{% if %}",
        "{{ client.__class__.__mro__ }}",
        "{{ " + "(" * 3_000 + " }}",
        '{% include "/etc/passwd" %}',
        '{% extends "x" %}',
        "\udcff",
    ],
)  # fmt: skip
def test_a_hostile_form_makes_no_letter_and_is_named_in_a_sentence(food: Quick, form: str) -> None:
    own = food.home / "config" / "caseload" / "forms" / "referral.txt"
    own.parent.mkdir(parents=True)
    own.write_text(form, errors="surrogateescape")
    before = food.fingerprint
    ran = food.run("referral", "send", "r1", "--via", "mail", "-o", str(food.home / "letter.txt"))
    assert (ran.code, food.fingerprint, (food.home / "letter.txt").exists()) == (2, before, False), ran
    last = ran.err.splitlines()[-1]
    assert (last.startswith("caseload: "), str(own) in last, "fault in caseload" in last) == (True, True, False), last


def test_a_form_that_was_copied_and_changed_makes_the_letter(food: Quick) -> None:
    food("form", "copy", "referral.txt")
    own = food.home / "config" / "caseload" / "forms" / "referral.txt"
    assert own.read_text() == food("form", "show", "referral.txt")
    own.write_text("To {{ provider.title }} about {{ client.name }}\n")
    assert food("referral", "send", "r1", "-n") == "To Hot meals, Elm Street Kitchen about Ana Ruiz\n"
    for wrong, fault in (
        ("{{ client.ssn }}", "has no attribute 'ssn'"),
        ("{% if %}", "line 1"),
        ("{{ ''.__class__.__mro__ }}", "SecurityError"),
        ("{% for i in range(9999999999) %}x{% endfor %}", "OverflowError"),
    ):
        own.write_text(wrong)
        before = food.fingerprint
        ran = food.run("referral", "send", "r1")
        assert (ran.code, food.fingerprint) == (2, before)
        assert fault in ran.err
        assert ran.err.count("\n") == 1
    assert food.run("form", "copy", "referral.txt").code == 1


def test_the_consents_count_that_held_on_the_day_it_was_sent_and_the_log_has_that_day(food: Quick) -> None:
    before = food.fingerprint
    ran = food.run("referral", "send", "r1", "--via", "fax", "--on", "2026-09-30")
    assert (ran.code, "withheld" in ran.err, food.fingerprint) == (1, True, before), "signed on 1 October"
    ran = food.run("referral", "send", "r1", "--via", "fax", "--on", "2026-10-01")
    assert (ran.code, "October 1, 2026" in ran.out) == (0, True)
    assert ran.err.count("2026-10-01") == 1
    assert [one["at"] for one in json.loads(food("disclosure", "list", "--json"))] == ["2026-10-01"]


def test_a_letter_made_later_goes_by_the_consents_of_today_too_and_what_was_said_then_is_logged(food: Quick) -> None:
    food("consent", "revoke", "cs1", "--on", "2026-11-20")
    before = food.fingerprint
    ran = food.run("referral", "send", "r1", "--on", "2026-11-19")
    assert (ran.code, ran.out, food.fingerprint) == (1, "", before)
    assert "cs1 was revoked on 2026-11-20" in ran.err
    ran = food.run("referral", "send", "r1", "--on", "2026-11-19", "--via", "phone")
    assert (ran.code, ran.out) == (0, "")
    assert [one["at"] for one in json.loads(food("disclosure", "list", "--json"))] == ["2026-11-19"]


GUARDED = SIGNED.replace("general", "general --data-class SUD --kind specific")


@pytest.fixture
def guarded(food: Quick) -> Quick:
    """As food, and r2, which Part 2 protects, with a consent of its own, cs3, for another purpose."""
    food("referral", "add", "ana", "Detox", "--provider", "pr1", "--part2", "yes")
    consented(food, "ana", "pr1", GUARDED.replace("--purpose referral", "--purpose detox"))
    return food


def test_where_the_client_may_go_out_and_the_referral_may_not_the_refusal_names_the_consent(guarded: Quick) -> None:
    ran = guarded.run("referral", "send", "r2", "-n")
    assert (ran.code, ran.out) == (1, "")
    assert '1 referral withheld: cs3 is for "detox"' in ran.err
    assert "caseload consent check cs3" in ran.err


def test_no_letter_that_part_2_protects_goes_without_its_notice(guarded: Quick) -> None:
    before, to = guarded.fingerprint, ("referral", "send", "r2", "--purpose", "detox")
    assert guarded.run(*to, "--notice", "none").code == 2
    guarded("form", "copy", "referral")
    folder = guarded.home / "config" / "caseload" / "forms"
    for wrong in ("About {{ client.name }}", "About {{ client.name }} {{ notice[:40] }}", "A <!-- {{ notice }} -->"):
        (folder / "referral.html").write_text(wrong)
        ran = guarded.run(*to, "--format", "html")
        assert (ran.code, ran.out, guarded.fingerprint) == (2, "", before)
        assert "leaves out the notice that has to go along; put {{ notice }} into the form" in ran.err
    (folder / "referral.html").write_text("<p>{{ notice|upper|replace(' ', '<br>\n'|safe) }}</p>")
    assert guarded.run(*to, "--format", "html", "-n").code == 0
    for form in ("text", "markdown"):
        assert "unless authorized by the consent" in guarded(*to, "--format", form, "-n")


def test_what_part_2_protects_and_is_said_by_phone_has_its_notice_to_be_handed_on(guarded: Quick) -> None:
    said = guarded("referral", "send", "r2", "--purpose", "detox", "--via", "phone", "--notice", "short")
    assert said.startswith("42 CFR part 2 prohibits unauthorized use or disclosure of these records.")
    assert "Scope of the consent (specific)" in said
    assert "Ana Ruiz" not in said
    assert [one["notice"] for one in json.loads(guarded("disclosure", "list", "--json"))] == ["short"]


@pytest.mark.parametrize(
    ("form", "fault"),
    [("", "makes an empty letter"), (" {# none #}\n", "makes an empty letter"),
     ('{% include "/etc/passwd" %}', "takes in '/etc/passwd'; a form is one file"),
     ('{% import "x" as x %}', "takes in 'x'"), ('{% extends "referral.html" %}', "takes in 'referral.html'")],
)  # fmt: skip
def test_a_form_is_one_file_that_says_something(food: Quick, form: str, fault: str) -> None:
    food("form", "copy", "referral.txt")
    (food.home / "config" / "caseload" / "forms" / "referral.txt").write_text(form)
    before = food.fingerprint
    ran = food.run("referral", "send", "r1")
    assert (ran.code, ran.out, food.fingerprint) == (2, "", before)
    assert fault in ran.err


def test_it_is_said_whom_to_name_where_another_provider_is_to_be_asked(food: Quick) -> None:
    ran = food.run("referral", "retry", "r1")
    assert (ran.code, "caseload referral edit r1 --provider" in ran.err) == (1, True), "a draft was asked of nobody"
    food("referral", "cancel", "r1", "--reason", "moved")
    ran = food.run("referral", "retry", "r1")
    assert (ran.code, "--provider: is missing; --provider REF, another than pr1" in ran.err) == (2, True)


def test_an_attempt_that_is_told_late_does_not_put_the_next_step_back(food: Quick) -> None:
    food("referral", "send", "r1", "--on", "2026-11-13")
    food("referral", "attempt", "r1", "--on", "2026-11-24")
    food("referral", "attempt", "r1", "--on", "2026-11-17")
    assert kept(food, "r1", "attempts", "attempted_on", "next_due") == [2, "2026-11-24", "2026-11-27"]


def test_the_ending_of_the_file_names_how_the_letter_is_written_and_another_is_refused(food: Quick) -> None:
    before = food.fingerprint
    for ending in ("docx", "letter"):
        ran = food.run("referral", "send", "r1", "-o", str(food.home / f"letter.{ending}"))
        assert (ran.code, "-o:" in ran.err, food.fingerprint) == (2, True, before)
    food("referral", "send", "r1", "-o", str(food.home / "letter.HTML"))
    assert (food.home / "letter.HTML").read_text().startswith("<!DOCTYPE html>")


def test_a_draft_again_has_no_answer_of_before(food: Quick) -> None:
    food("referral", "send", "r1")
    food("referral", "accept", "r1")
    food("referral", "edit", "r1", "--status", "draft")
    assert kept(food, "r1", "sent_on", "answered_on") == [None, None]


def test_a_successor_that_was_voided_stands_in_nobodys_way(food: Quick) -> None:
    food("referral", "cancel", "r1", "--reason", "moved")
    food("referral", "retry", "r1", "--provider", "pr2")
    assert food.run("referral", "retry", "r1", "--provider", "pr2").code == 1
    food("referral", "void", "r2", "--reason", "a slip", "--yes")
    food("referral", "retry", "r1", "--provider", "pr2")
    assert kept(food, "r1", "successor") == ["r3"]


def test_a_referral_to_who_is_not_to_be_had_now_says_so(food: Quick) -> None:
    food("provider", "edit", "pr2", "--status", "temporarily-closed")
    said = food.run("referral", "add", "ana", "Rice", "--provider", "pr2").err
    assert "to Harbor Pantry (temporarily-closed)" in said


def test_a_step_on_a_day_that_was_typed_owes_its_day_to_no_interval(food: Quick) -> None:
    food("referral", "edit", "r1", "--next-action", "call", "--next-due", "2026-12-01")
    why = food("show", "r1", "--why")
    assert "2026-12-01, late after 2026-12-01" in why
    assert "None" not in why
