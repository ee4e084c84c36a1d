"""What a command says of a screen: what it came to, what must be acted on, what was not answered."""

from collections.abc import Iterator, Sequence

from caseload.commands.kit.saying import on, whose
from caseload.output.terminal import warn
from caseload.records.assessment import A_SCREEN, DONE, Assessment
from caseload.records.instrument import Instrument
from caseload.records.need import Need
from caseload.records.of.guarded import Sensitivity
from caseload.records.of.questionnaire import CutOff
from caseload.records.of.scoring import cut_off_said, outcome, read_answers
from caseload.session import Session


def screen_said(session: Session, one: Assessment) -> tuple[str | None, ...]:
    """What a confirmation says of a screen: when, at which stage, by whom."""
    return on(session, "on", one.assessed_on), one.stage and str(one.stage), one.asked_by and f"by {one.asked_by}"


def screen_told(session: Session, one: Assessment, instrument: Instrument) -> None:
    """Tell what a screen came to, beside what the confirmation says: cut-offs, domains, flags, what comes next."""
    for line in _lines(one, instrument, whose(session, one) or ""):
        session.tell(line)
    for line in flag_lines(one, instrument):
        # Whoever asks for silence does not ask to miss it.
        warn(session.terminal, line)


def needs_told(session: Session, one: Assessment, new: Sequence[Need]) -> None:
    """Tell which needs were made, or how they are made of what was found."""
    for need in new:
        session.tell(f"{need.ref} {need.called}")
    if one.domains and not one.need_ids:
        session.tell(f"to make the needs that it offers: caseload assessment take-up {one.ref}")


def bared_told(session: Session, one: Assessment) -> None:
    """Tell where no law guards a screen that its instrument would have guarded."""
    instrument = one.instrument_id and session.store.get(Instrument, one.instrument_id, voided=True)
    if instrument and (line := _bared(one, instrument)):
        session.tell(line)


def outside_told(session: Session, one: Assessment) -> None:
    """Tell that no law guards a screen done elsewhere, of which nobody but its reader knows what it asks about."""
    if "sensitivity" not in session.asked.typed and not one.mark:
        edit = f"caseload assessment edit {one.ref} --sensitivity MH|SUD|HIV|SDV"
        session.tell(f"{one.ref} goes out by a general consent; what a law guards: {edit}")


def _bared(one: Assessment, instrument: Instrument) -> str:
    law, bare = instrument.sensitivity, Sensitivity.NORMAL
    if law is bare or one.sensitivity is not bare:
        return ""
    return f"{one.ref} is normal, and {instrument.name} asks about {law}: it goes out by a general consent"


def flag_lines(one: Assessment, instrument: Instrument) -> Iterator[str]:
    """A line for each answer that someone must act on."""
    if one.answered_on:
        return
    for flag in instrument.read().flags:
        if flag.name in one.flags:
            yield f"! {flag.says}; then caseload assessment answer {one.ref} --task T|--note N"


def _lines(one: Assessment, instrument: Instrument, handle: str) -> Iterator[str]:
    definition = instrument.read()
    found = outcome(definition, read_answers(one.answers)) if one.answers else None
    if found and found.lacking and one.status in DONE:
        yield f"not answered: {', '.join(found.lacking)}"
    if found and found.untold and one.status in DONE:
        yield f"cannot be told, an answer is missing: {', '.join(found.untold)}"
    if one.score is not None:
        least, most = definition.span
        of = next((domain for domain in definition.domains if domain.name == definition.score_of), None)
        cut_offs = definition.cut_offs or ((CutOff(of.at_least),) if of and of.at_least is not None else ())
        said = f": {cut_off_said(cut_offs, one.score)}" if cut_offs else ""
        yield f"{f'{of.name}, ' if of else ''}{one.score} of {least} to {most}{said}"
    marked = [domain.name for domain in definition.domains if domain.mark and domain.name in one.domains]
    if marked:
        yield f"by one source only: {', '.join(marked)}"
    if line := _bared(one, instrument):
        yield line
    if one.positive and definition.next:
        yield f"positive: go on with caseload assess {handle} {definition.next}"
    yield A_SCREEN
