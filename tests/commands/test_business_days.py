"""Business days as the user meets them: in rules of config.toml, in dates that are typed, in doctor."""

import json

import pytest

from commands.conftest import Quick
from commands.test_why import facts, settle

HOLIDAYS = '[holidays]\ncountry = "US"\nstate = "OH"\nextra = ["2026-12-24"]\nexcept = ["Columbus Day"]\n'


@pytest.mark.parametrize(
    ("every", "late_after"),
    [
        ("2d", "2026-11-27"),
        ("2bd", "2026-11-30"),  # Thanksgiving is no business day, and then comes a weekend
    ],
)
def test_a_rule_counts_in_business_days_where_config_says_so(served: Quick, every: str, late_after: str) -> None:
    settle(served, f'{HOLIDAYS}[rules.note-unsigned]\nevery = "{every}"\n')
    served("note", "add", "ana", "Talked", "--at", "2026-11-25")
    found = facts(
        served("show", "n1", "--why"),
        "n1 · phone-call note of 2026-11-25 · note-unsigned".replace("phone-call", "other"),
    )
    assert found["arithmetic"] == f"2026-11-25 + {every} = {late_after}, late after {late_after}"


@pytest.mark.parametrize(
    ("started", "roll", "due", "late_from"),
    [
        ("2026-10-26", "", "2026-11-25", "2026-11-26"),
        ("2026-10-27", "", "2026-11-26", "2026-11-27"),
        ("2026-10-27", "workday", "2026-11-27", "2026-11-28"),  # Thanksgiving is a holiday of config.toml
        ("2026-10-27", "federal", "2026-11-27", "2026-11-28"),
        ("2026-10-29", "federal", "2026-11-30", "2026-12-01"),  # a Saturday
        ("2026-09-12", "federal", "2026-10-13", "2026-10-14"),  # Columbus Day, which is worked here
        ("2026-09-12", "workday", "2026-10-12", "2026-10-13"),
        ("2026-01-30", "workday", "2026-03-02", "2026-03-03"),  # 1 March is a Sunday
        ("2028-01-29", "workday", "2028-02-28", "2028-02-29"),
        ("2028-01-30", "none", "2028-02-29", "2028-03-01"),
    ],
)
def test_a_due_date_that_was_counted_rolls_and_is_late_the_day_after(
    empty: Quick, started: str, roll: str, due: str, late_from: str
) -> None:
    settle(empty, f"{HOLIDAYS}[rules.plan-unsigned]\n{f'roll = {roll!r}' if roll else ''}\n".replace("'", '"'))
    empty("client", "add", "Ana Ruiz", "--opened-on", "2026-01-01")
    later = {"CASELOAD_NOW": "2028-12-31T09:00"}
    empty("plan", "add", "ana", "Care", "--started-on", started, env=later)
    for day, late in ((due, False), (late_from, True)):
        shown = empty("agenda", "--due", f"..{due}", "--json", env={"CASELOAD_NOW": f"{day}T12:00"})
        mine = [one for one in json.loads(shown) if one["rule"] == "plan-unsigned"] if shown.strip() else []
        why = json.loads(empty("show", "p1", "--why", "--json", env={"CASELOAD_NOW": f"{day}T12:00"}))
        said = next(one for one in why if one["rule"] == "plan-unsigned")
        assert said["due"] == due
        assert bool(said["days_late"]) is late
        assert all(one["due"] == due for one in mine)


def test_why_tells_from_which_day_a_due_date_rolled_and_which_line_says_so(served: Quick) -> None:
    path = settle(served, '[rules.plan-unsigned]\nroll = "federal"\n')
    served("plan", "edit", "p1", "--started-on", "2026-10-27")
    found = facts(served("show", "p1", "--why"), "p1 · Care · plan-unsigned")
    assert found["arithmetic"] == "2026-10-27 + 30d = 2026-11-26, no workday, so 2026-11-27, late after 2026-11-27"
    assert found["set by"] == f"{path}, line 2 (rules.plan-unsigned.roll)"


def test_a_date_that_is_kept_never_rolls(served: Quick) -> None:
    settle(served, '[rules.goal-target]\nroll = "federal"\n')
    refused = served.run("today")
    assert refused.code == 2
    assert "line 2: the rule goal-target has no 'roll'; leave it out" in refused.err


@pytest.mark.parametrize(
    ("config", "typed", "day"),
    [
        ("", "+2bd", "2026-11-27"),
        (HOLIDAYS, "+2bd", "2026-11-30"),
        (HOLIDAYS, "+1bd", "2026-11-27"),
        (HOLIDAYS, "+1bd 2pm", "2026-11-27T14:00"),
        (HOLIDAYS, "+20bd", "2026-12-28"),  # 24 December is off, too
    ],
)
def test_business_days_are_typed_as_a_date(served: Quick, config: str, typed: str, day: str) -> None:
    settle(served, config)
    served("task", "add", "ana", "Call", "--due", typed)
    assert json.loads(served("task", "list", "--json"))[0]["due"] == day
    assert served("task", "list", "--due", f"..{typed.split(maxsplit=1)[0]}", "--json").count('"Call"') == 1
    assert (
        served("task", "list", "--where", f"due <= {typed.split(maxsplit=1)[0]}@23:00", "--json").count('"Call"') == 1
    )


@pytest.mark.parametrize("typed", ["+0bd", "+2b", "2bd", "+1000bd"])
def test_what_is_no_count_of_business_days_is_refused(served: Quick, typed: str) -> None:
    assert served.run("task", "add", "ana", "Call", "--due", typed).code == 2


def business_days(program: Quick, code: int = 0) -> dict[str, str]:
    ran = program.run("doctor", "--json")
    assert ran.code == code
    found: dict[str, str] = next(one for one in json.loads(ran.out) if one["check"] == "business days")
    return found


def test_doctor_says_which_days_are_worked_and_by_which_rules_due_dates_keep_to_them(served: Quick) -> None:
    assert business_days(served)["detail"] == (
        "Monday to Friday without holidays: none is set (see caseload help clocks)"
    )
    settle(served, f'{HOLIDAYS}[rules.plan-copy]\nroll = "workday"\n')
    assert business_days(served) == {
        "check": "business days",
        "state": "ok",
        "detail": "Monday to Friday without the holidays of US-OH, 1 more of your own, 1 left out; "
        "due dates move to them: plan-copy by workday",
    }
    settle(served, '[holidays]\ncountry = "US"\nstate = "ZZ"\n')
    found = business_days(served, 1)
    assert found["state"] == "bad"
    assert "line 3: no holidays of 'ZZ' are known" in found["detail"]


def test_a_day_without_business_days_asks_for_no_holidays(served: Quick) -> None:
    """A state that there is not stops only what counts business days."""
    settle(served, '[holidays]\ncountry = "US"\nstate = "ZZ"\n')
    assert served.run("today").code == 0
    refused = served.run("task", "add", "ana", "Call", "--due", "+1bd")
    assert (refused.code, refused.out) == (2, "")
    assert "no holidays of 'ZZ' are known" in refused.err
