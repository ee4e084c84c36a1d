"""What follows a record takes over every field of it, but for those that are named here with the reason.

A new field travels: where it is lost on the way, or is another in what follows, this fails and names it.
"""

import ast
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from inspect import getclosurevars
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from invented import DAY
from typable import value_of

import caseload as package
from caseload.actions.renewing import renewed
from caseload.records.appointment import Appointment, AppointmentStatus, rebooked
from caseload.records.authorization import OF_ONE_ALONE as OF_ONE_AUTHORIZATION
from caseload.records.authorization import Authorization
from caseload.records.meeting import Meeting, MeetingStatus, repeated
from caseload.records.of.appointment_series import member
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.task_series import next_task
from caseload.records.plan import Plan, PlanStatus, next_version
from caseload.records.referral import OF_ONE_REFERRAL, Outcome, Referral, ReferralStatus, retried
from caseload.records.task import Task, TaskStatus
from caseload.when.dates import When

LATER = When(DAY + timedelta(days=60))

OF_ONE_ALONE = dict.fromkeys(Record.DEFAULTS.keys() - {"own"}, "its number, origin and stamps are those of one record")


class Following(NamedTuple):
    """A record that holds these values beside one in every other field, what follows it, and what does not travel."""

    kind: type[Record]
    holding: Mapping[str, Any]
    follow: Callable[[Any], Record | None]
    stays: Mapping[str, str]


DONE = {"status": "it is still to do", "completed_on": "it is still to do", "due": "it has a date of its own"}
UNDECIDED = dict.fromkeys(("cancel_reason", "outcome", "reminded_on", "reminded_by"), "it is still to take place")

FOLLOWING = {
    "the next task, counted from the due date": Following(
        Task,
        {"status": TaskStatus.COMPLETED, "after": None},
        lambda task: next_task(task, DAY),
        {**DONE, "every": "the rule says how many are left"},
    ),
    "the next task, counted from the day it was done": Following(
        Task,
        {"status": TaskStatus.COMPLETED, "every": None},
        lambda task: next_task(task, DAY),
        {**DONE, "after": "the rule says how many are left", "anchor_on": "it counts from no first due date"},
    ),
    "the next version of a plan": Following(
        Plan,
        {"status": PlanStatus.ON_HOLD},
        lambda plan: next_version(plan, DAY, "moved"),
        {
            "status": "it is active",
            "version": "it is the next one",
            "supersedes_id": "it supersedes this one",
            "started_on": "it takes over on a day of its own",
            "ended_on": "it has not ended",
            "reviewed_on": "its own review is to come",
            "change_reason": "it has a reason of its own",
            "agreed_on": "the client has not agreed with it yet",
            "copy_given_on": "the client has no copy of it yet",
            "goals_as_revised": "its goals are still worked on",
        },
    ),
    "the appointment in place of one that was lost": Following(
        Appointment,
        {"status": AppointmentStatus.CANCELLED, "superseded_by_id": None},
        lambda appointment: rebooked(appointment, LATER),
        {
            **UNDECIDED,
            "status": "it is booked",
            "starts": "it is at another time",
            "series_id": "it stands by itself",
            "every": "it stands by itself",
            "slot": "it stands by itself",
        },
    ),
    "the referral to another provider": Following(
        Referral,
        {"status": ReferralStatus.FAILED, "outcome": Outcome.NO_CAPACITY},
        lambda referral: retried(referral, 1),
        dict.fromkeys(OF_ONE_REFERRAL, "it is asked anew")
        | {"provider_id": "it is another", "status": "it is a draft"},
    ),
    "the authorization after one": Following(
        Authorization,
        {},
        lambda authorization: renewed(authorization, {}),
        {
            **dict.fromkeys(OF_ONE_AUTHORIZATION, "it is asked for anew"),
            "starts_on": "it begins where the other ends",
        },
    ),
    "another of a series": Following(
        Appointment,
        {"status": AppointmentStatus.CANCELLED},
        lambda appointment: member(appointment, LATER),
        {
            **UNDECIDED,
            "status": "it is booked",
            "starts": "it is in a slot of its own",
            "slot": "it is in a slot of its own",
            "superseded_by_id": "nothing stands in its place",
        },
    ),
    "another meeting of a series": Following(
        Meeting,
        {"status": MeetingStatus.CANCELLED},
        lambda meeting: repeated(meeting, LATER),
        {
            "held": "it has a time of its own",
            "series_id": "it is of the series that this begins",
            "status": "it is to be held",
            "reason": "it is to be held",
        },
    ),
}


@pytest.mark.parametrize("case", FOLLOWING.values(), ids=FOLLOWING)
def test_every_field_travels_but_for_those_that_have_a_reason_not_to(case: Following) -> None:
    values = {field.name: value_of(case.kind, field) for field in fields_of(case.kind)}
    before = case.kind(**{**values, **case.holding})
    after = case.follow(before)
    assert type(after) is case.kind
    changed = {name for name in vars(before) if getattr(after, name) != getattr(before, name)}
    assert changed == {*case.stays, *OF_ONE_ALONE}


def test_a_field_that_holds_nothing_in_one_case_holds_something_in_another() -> None:
    """What holds nothing beforehand could be lost unseen."""
    for kind in {case.kind for case in FOLLOWING.values()}:
        empty = [
            {name for name, value in case.holding.items() if value is None}
            for case in FOLLOWING.values() if case.kind is kind
        ]  # fmt: skip
        assert not set.intersection(*empty), kind.TABLE


def test_every_function_that_makes_a_follower_is_among_them() -> None:
    texts = (module.read_text("utf-8") for module in Path(package.__file__).parent.rglob("*.py"))
    trees = (ast.parse(text) for text in texts if "follower(" in text)
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    makers = {one.name for one in functions if re.search(r"\bfollower\(", ast.unparse(one)) and one.name != "follower"}
    tried = {name for case in FOLLOWING.values() for name in getclosurevars(case.follow).globals}
    assert makers
    assert makers - tried == set()
