"""The last screen with each instrument, and what is under way."""

from caseload.output.column import Column
from caseload.output.gauge import spark
from caseload.records.assessment import A_SCREEN, DONE, Assessment
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.screens import screens_of_client


def shown(asked: Asked) -> Shown:
    """The newest first, each with the course of all scores up to it; a flag that nobody has answered is told."""
    last: dict[tuple[str, bool], Assessment] = {}
    scores: dict[str, list[int]] = {}
    flagged = []
    for one in screens_of_client(asked.store, asked.client.id):
        key = one.name, one.status in DONE
        before = last.pop(key, None)
        if before and is_to_answer(before):
            flagged.append(before)
        last[key] = one
        scores.setdefault(one.name, []).extend([] if one.score is None else [one.score])

    def course(one: Assessment) -> str | None:
        mine = scores[one.name]
        return spark(mine) if len(mine) > 1 and last.get((one.name, True)) is one else None

    columns = (
        Column[Assessment]("id", lambda one: one.ref),
        Column[Assessment]("assessed_on", lambda one: one.assessed_on),
        Column[Assessment]("screen", lambda one: one.name),
        Column[Assessment]("course", course),
        Column[Assessment]("came_to", lambda one: ", ".join(one.came_to()), text=True),
        Column[Assessment](
            "flags", lambda one: f"to answer: {', '.join(one.flags)}" if is_to_answer(one) else None, text=True,
            style=lambda _: "late",
        ),
    )  # fmt: skip
    newest = sorted((*last.values(), *flagged), key=lambda one: (one.assessed_on, one.id), reverse=True)
    return Shown("Screens", newest, columns, note=f"each {A_SCREEN}")


def is_to_answer(one: Assessment) -> bool:
    """Whether somebody must still act on an answer of the screen."""
    return bool(one.flags) and one.answered_on is None
