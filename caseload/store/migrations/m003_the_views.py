"""Schema 3."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind


def m003_the_views(db: Database) -> None:
    """What is stored, as a public interface for other programs: docs/views.md."""
    for statement in _VIEWS:
        db.conn.execute(statement)


_MADE = """case when {0}.reached = 'collateral' then 0
        when {0}.mode in ('email', 'text', 'letter')
            then case when {0}.direction = 'inbound' or {0}.reached = 'yes' then 1 else 0 end
        when {0}.reached in ('yes', 'group') then 1 else 0 end"""
"""`records.contact.is_made`, in SQL; a test holds the two equal.

DuckDB runs the SQL of a view by itself, so nothing in a view is SQLite's alone: no `is`, no truth as a number."""

_TASK_OPEN = "status in ('ready', 'in-progress', 'on-hold') and {0}.voided_at is null"
_APPOINTMENT_OPEN = """status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
    and {0}.voided_at is null"""
_GOAL_OPEN = "lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and {0}.voided_at is null"
_PLAN_OPEN = "status in ('draft', 'active', 'on-hold') and {0}.voided_at is null"


def _open(words: str, table: str) -> str:
    """What is open, as the partial indexes spell it: any other spelling would miss them."""
    return f"{table}.{words.format(table)}"


def _masked(column: str) -> str:
    return f"""case when client.address_confidential = 1 and client.{column} is not null then '(confidential)'
        else client.{column} end as {column}"""


_VIEWS = (
    f"""
create view open_task as
select 't' || task.id as id, 'c' || task.client_id as client, client.handle as client_handle, task.title, task.due,
    task.priority, task.status, task.responsible, 'g' || task.goal_id as goal, task.every, task.after, task.waiting_on
from task left join client on client.id = task.client_id
where {_open(_TASK_OPEN, "task")}
""",
    f"""
create view open_appointment as
select 'a' || appointment.id as id, 'c' || appointment.client_id as client, client.handle as client_handle,
    appointment.title, appointment.starts, appointment.minutes, appointment.place, appointment.mode, appointment.kind,
    appointment.status, appointment.prepare, appointment.bring, appointment.accommodations, appointment.transport,
    'a' || appointment.series_id as series, appointment.every
from appointment left join client on client.id = appointment.client_id
where {_open(_APPOINTMENT_OPEN, "appointment")}
""",
    f"""
create view current_plan as
select 'p' || plan.id as id, 'c' || plan.client_id as client, client.handle as client_handle, plan.title, plan.status,
    plan.version, 'p' || plan.supersedes_id as supersedes, plan.started_on, plan.review_every, plan.reviewed_on,
    plan.agreed_on, plan.copy_given_on,
    (select count(*) from goal where goal.plan_id = plan.id and {_open(_GOAL_OPEN, "goal")}) as open_goals
from plan join client on client.id = plan.client_id
where {_open(_PLAN_OPEN, "plan")} and plan.status <> 'draft'
""",
    f"""
create view open_goal as
select 'g' || goal.id as id, 'c' || goal.client_id as client, client.handle as client_handle,
    'p' || goal.plan_id as plan, goal.area, goal.title, goal.lifecycle, goal.achievement, goal.priority, goal.target_on,
    goal.measure, goal.unit,
    goal.baseline, goal.target, observation.value as last_value, observation.observed_on as last_observed_on
from goal join client on client.id = goal.client_id
left join observation on observation.id = (
    select one.id from observation as one
    where one.goal_id = goal.id and one.value is not null and one.voided_at is null
    order by one.observed_on desc, one.id desc limit 1)
where {_open(_GOAL_OPEN, "goal")}
""",
    f"""
create view last_contact as
select 'c' || client.id as client, client.handle as client_handle, client.status as client_status,
    'n' || contact.id as contact, contact.occurred as contact_occurred, contact.mode as contact_mode,
    'n' || visit.id as visit, visit.occurred as visit_occurred
from client
left join note as contact on contact.id = (
    select one.id from note as one
    where one.client_id = client.id and one.voided_at is null
        and {_MADE.format("one")} = 1
    order by one.occurred desc, one.id desc limit 1)
left join note as visit on visit.id = (
    select one.id from note as one
    where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
        and one.reached in ('yes', 'group')
    order by one.occurred desc, one.id desc limit 1)
where client.voided_at is null
""",
    f"""
create view note_time as
select 'n' || note.id as id, 'c' || note.client_id as client, client.handle as client_handle, note.occurred,
    substr(note.occurred, 1, 10) as occurred_on, note.minutes, note.miles, note.mode, note.direction, note.reached,
    {_MADE.format("note")} as made,
    note.activity, note.status
from note join client on client.id = note.client_id
where note.voided_at is null
""",
    f"""
create view client_summary as
select 'c' || client.id as id, client.handle, client.given_name, client.family_name, client.preferred_name,
    client.born_on, client.died_on, client.phone, client.email,
    {_masked("address")},
    {_masked("city")},
    client.state,
    {_masked("zip")},
    client.language, client.status, client.acuity, client.setting, client.opened_on, client.closed_on,
    client.close_reason, client.release_on,
    (select 'p' || plan.id from plan where plan.client_id = client.id and {_open(_PLAN_OPEN, "plan")}
        and plan.status <> 'draft' order by plan.version desc, plan.id desc limit 1) as plan,
    (select count(*) from goal where goal.client_id = client.id and {_open(_GOAL_OPEN, "goal")}) as open_goals,
    (select count(*) from task where task.client_id = client.id and {_open(_TASK_OPEN, "task")}) as open_tasks,
    (select min(task.due) from task where task.client_id = client.id
        and {_open(_TASK_OPEN, "task")}) as first_task_due,
    (select count(*) from appointment where appointment.client_id = client.id
        and {_open(_APPOINTMENT_OPEN, "appointment")}) as open_appointments,
    (select min(appointment.starts) from appointment where appointment.client_id = client.id
        and {_open(_APPOINTMENT_OPEN, "appointment")}) as first_appointment_starts,
    (select one.occurred from note as one
        where one.client_id = client.id and one.voided_at is null
            and {_MADE.format("one")} = 1
        order by one.occurred desc, one.id desc limit 1) as last_contact_occurred,
    (select one.occurred from note as one
        where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
            and one.reached in ('yes', 'group')
        order by one.occurred desc, one.id desc limit 1) as last_visit_occurred,
    client.external_id, client.source
from client
where client.voided_at is null
""",
    """
create view waived_item as
select 'w' || waiver.id as id, waiver.item, waiver.rule, waiver.until, waiver.reason, waiver.created_at
from waiver
where waiver.voided_at is null
""",
)
