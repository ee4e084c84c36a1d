"""A plan of care on paper: goals in the client's words, who does what by when, services, backup plan, who signs."""

from collections.abc import Iterator, Mapping
from typing import Any

from caseload.records.client import Client
from caseload.records.goal import Achievement, Goal, Lifecycle, is_open
from caseload.records.need import is_strength
from caseload.records.person import Person
from caseload.records.plan import Plan, PlanStatus
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.records.task import Responsible, Task
from caseload.reports.due import Standing
from caseload.reports.papers import Desk, heading, person_words
from caseload.reports.papers.client_file import person_said
from caseload.store.reads.care import goals_of_plan, last_value, people_of_client
from caseload.store.reads.needs import needs_of_client
from caseload.store.reads.served_by import Providing, services_of_plan
from caseload.store.reads.work import tasks_of_client

FORM = "plan"


def words(desk: Desk, plan: Plan) -> Mapping[str, Any]:
    """What the form of a plan may say."""
    store, language = desk.store, desk.language
    client = store.get(Client, plan.client_id)
    services = desk.kept(services_of_plan(store, plan.id))
    steps = desk.kept(one for one in tasks_of_client(store, client.id) if one.goal_id)
    review = Standing(store, desk.now, desk.rules)("plan-review", plan)
    providing = Providing(store)
    return heading(desk, f"{client.ref} {plan.ref}") | {
        "client": person_words(desk, client),
        "plan": {
            "id": plan.ref, "title": plan.title, "version": str(plan.version),
            "started": language.day(plan.started_on), "agreed": language.day(plan.agreed_on),
            "review": language.day(review.due.day) if review else "",
            "backup": plan.backup_plan or "", "is_draft": plan.status is PlanStatus.DRAFT,
            "is_over": plan.status not in Plan.OPEN,
        },
        "goals": [_goal(desk, goal, steps, client) for goal in desk.kept(_shown(desk, plan))],
        "services": [_service(desk, one, providing) for one in services if goes_on(one)],
        "declined": [one.what for one in services if one.declined],
        "helps": list(_helps(desk, client)),
        "calls": list(_calls(desk, client)),
        "signers": list(_signers(desk, client, [one for one in services if goes_on(one)], providing)),
    }  # fmt: skip


def _helps(desk: Desk, client: Client) -> Iterator[str]:
    """What the client brings along that helps."""
    for one in desk.kept(needs_of_client(desk.store, client.id)):
        if is_strength(one):
            yield one.description or desk.language.word(one.domain)


def _calls(desk: Desk, client: Client) -> Iterator[dict[str, str]]:
    """Whom to call when something does not work out: the case manager, then who is there in an emergency."""
    sender, t = desk.sender, desk.language.labels
    if sender.phone:
        yield {"name": sender.name or t["case_manager"], "who": t["the_case_manager"], "phone": sender.phone}
    for one in desk.kept(people_of_client(desk.store, client.id)):
        if one.phone and (one.is_emergency or one.is_guardian) and desk.reaches(client, one):
            yield {"name": one.name, "who": person_said(desk, one), "phone": one.phone}


def _shown(desk: Desk, plan: Plan) -> list[Goal]:
    """The goals that are worked on, or were reached; not what was given up."""
    reached = Lifecycle.COMPLETED
    return [one for one in goals_of_plan(desk.store, plan.id) if is_open(one) or one.lifecycle is reached]


def _goal(desk: Desk, goal: Goal, steps: list[Task], client: Client) -> dict[str, Any]:
    value, unit = last_value(desk.store, goal.id), f" {goal.unit}" if goal.unit else ""
    return {
        "id": goal.ref, "title": goal.title, "words": goal.client_words or "", "area": goal.area or "",
        "by": desk.language.day(goal.target_on), "measure": goal.measure or "",
        "now": "" if value is None else f"{value:g}{unit}",
        "target": "" if goal.target is None else f"{goal.target:g}{unit}",
        "reached": goal.lifecycle is Lifecycle.COMPLETED or goal.achievement is Achievement.ACHIEVED,
        "steps": [_step(desk, one, client) for one in steps if one.goal_id == goal.id],
    }  # fmt: skip


def _step(desk: Desk, task: Task, client: Client) -> dict[str, str]:
    labels = desk.language.labels
    who = {
        Responsible.ME: desk.sender.name or labels["the_case_manager"], Responsible.CLIENT: client.name,
        Responsible.FAMILY: labels["my_family"], Responsible.PROVIDER: labels["the_provider"],
    }  # fmt: skip
    return {
        "who": who[task.responsible],
        "what": task.title,
        "by": desk.language.day(task.due.day) if task.due else "",
    }


def _service(desk: Desk, service: Service, providing: Providing) -> dict[str, str]:
    is_usual = service.status == "in-progress"
    return {
        "what": service.what,
        "provider": providing.of(service),
        "who": service.responsible or "",
        "often": ", ".join(filter(None, (service.frequency, service.amount))),
        "standing": "" if is_usual else desk.language.word(service.status, "service"),
        "since": desk.language.day(service.started_on),
    }


def _signers(desk: Desk, client: Client, services: list[Service], providing: Providing) -> Iterator[dict[str, str]]:
    """Who signs: the client, a guardian, the case manager, whoever provides something (42 CFR 441.301(c)(2)(ix))."""
    labels = desk.language.labels
    yield {"name": client.name, "role": labels["the_client"]}
    people: list[Person] = [one for one in people_of_client(desk.store, client.id) if one.is_guardian]
    yield from ({"name": one.name, "role": labels["the_guardian"]} for one in desk.kept(people))
    yield {"name": desk.sender.name or "________________", "role": labels["the_case_manager"]}
    for name in dict.fromkeys(filter(None, map(providing.of, services))):
        yield {"name": name, "role": labels["the_provider"]}
