"""By which levels a programme's decisions are contested, and which deadlines of the law's table each has."""

from collections.abc import Mapping

from caseload.errors import Invalid
from caseload.records.appeal import Action, Level
from caseload.records.of.by_law import of_ones_own
from caseload.records.of.programme import Programme

_SOCIAL_SECURITY = (Level.RECONSIDERATION, Level.ALJ, Level.APPEALS_COUNCIL, Level.COURT)

_LEVELS: Mapping[str | None, tuple[Level, ...]] = {
    Programme.MANAGED_CARE: (Level.PLAN_INTERNAL, Level.FAIR_HEARING),
    Programme.SSI: _SOCIAL_SECURITY,
    Programme.SSDI: _SOCIAL_SECURITY,
    Programme.MEDICARE: (
        Level.REDETERMINATION, Level.RECONSIDERATION, Level.ALJ, Level.APPEALS_COUNCIL, Level.COURT,
    ),
    Programme.MEDICARE_ADVANTAGE: (
        Level.PLAN_INTERNAL, Level.EXTERNAL, Level.ALJ, Level.APPEALS_COUNCIL, Level.COURT,
    ),
}  # fmt: skip

_WINDOWS: Mapping[tuple[str | None, Level], str] = {
    (Programme.MEDICAID, Level.FAIR_HEARING): "medicaid-hearing",
    (Programme.MANAGED_CARE, Level.PLAN_INTERNAL): "mco-appeal",
    (Programme.MANAGED_CARE, Level.FAIR_HEARING): "mco-hearing",
    (Programme.SNAP, Level.FAIR_HEARING): "snap-hearing",
    **{(programme, level): "ssa-appeal" for programme in (Programme.SSI, Programme.SSDI)
       for level in (Level.RECONSIDERATION, Level.ALJ, Level.APPEALS_COUNCIL)},
    **{(programme, Level.COURT): "ssa-court" for programme in (Programme.SSI, Programme.SSDI)},
    (Programme.MEDICARE, Level.REDETERMINATION): "medicare-l1",
    (Programme.MEDICARE, Level.RECONSIDERATION): "medicare-l2",
    (Programme.MEDICARE_ADVANTAGE, Level.PLAN_INTERNAL): "ma-partd-l1",
    **{(programme, level): key for programme in (Programme.MEDICARE, Programme.MEDICARE_ADVANTAGE)
       for level, key in ((Level.ALJ, "medicare-l3"), (Level.APPEALS_COUNCIL, "medicare-l4"))},
}  # fmt: skip

_DECISIONS: Mapping[tuple[str | None, Level], str] = {
    (Programme.MEDICAID, Level.FAIR_HEARING): "medicaid-hearing-decision",
    (Programme.MANAGED_CARE, Level.PLAN_INTERNAL): "mco-appeal-decision",
    (Programme.SNAP, Level.FAIR_HEARING): "snap-hearing-decision",
}

_AID: Mapping[tuple[str | None, Level], str] = {
    (Programme.MEDICAID, Level.FAIR_HEARING): "medicaid-aid-continuing",
    (Programme.MANAGED_CARE, Level.PLAN_INTERNAL): "mco-continue",
    (Programme.SNAP, Level.FAIR_HEARING): "snap-aid-continuing",
    # At the judge's what is paid goes on after a cessation of disability alone.
    (Programme.SSI, Level.RECONSIDERATION): "ssi-continue",
    (Programme.SSI, Level.ALJ): "ssa-cessation-continue",
    (Programme.SSDI, Level.RECONSIDERATION): "ssa-cessation-continue",
    (Programme.SSDI, Level.ALJ): "ssa-cessation-continue",
}


def levels_known(programme: str | None) -> tuple[Level, ...]:
    """Who may be asked about decisions of a programme; nothing where its state, or its agency, says who."""
    if programme in (Programme.MEDICAID, Programme.SNAP):
        return (Level.FAIR_HEARING,)
    return _LEVELS.get(programme, ())


def refuse_level(programme: str | None, level: Level | None) -> None:
    """Raise Invalid for a level that a programme does not have; a court may be asked about any."""
    known = (*levels_known(programme), *_BESIDES.get(programme, ()))
    if level and known and level not in (*known, Level.COURT):
        said = " or ".join(dict.fromkeys((*known, Level.COURT)))
        raise Invalid(f"is no level of {programme}", said, typed=level, field="--level")


_BESIDES: Mapping[str | None, tuple[Level, ...]] = {
    Programme.MEDICAID: (Level.PLAN_INTERNAL, Level.EXTERNAL),
    Programme.MANAGED_CARE: (Level.EXTERNAL,),
}
"""Levels that some states or plans have, and that the table has no deadline of."""


def first_level(programme: str | None) -> Level:
    """Who is asked first: a fair hearing, where no other is known."""
    return _LEVELS.get(programme, (Level.FAIR_HEARING,))[0]


def next_level(programme: str | None, level: Level) -> Level | None:
    """Who is asked next after a decision at a level; None where none is known."""
    levels = _LEVELS.get(programme, (Level.FAIR_HEARING,))
    place = levels.index(level) + 1 if level in levels else len(levels)
    return levels[place] if place < len(levels) else None


def window_key(programme: str | None, level: Level) -> str:
    """The deadline of the law's table until which an appeal is filed; of the user's own where the table has none."""
    return _WINDOWS.get((programme, level)) or of_ones_own(programme, _word(level))


def decision_key(programme: str | None, level: Level) -> str:
    """The deadline until which an appeal is decided; of the user's own where the table has none."""
    return _DECISIONS.get((programme, level)) or of_ones_own(programme, f"{_word(level)}-decision")


def aid_key(programme: str | None, level: Level, action: Action) -> str:
    """The deadline until which it may be asked that a benefit goes on; nothing where there is nothing to go on."""
    if action is Action.OVERPAYMENT and (programme, level) == (Programme.SSDI, Level.RECONSIDERATION):
        return "ssa-overpayment-30"
    if not goes_on(action):
        return ""
    return _AID.get((programme, level)) or of_ones_own(programme, "aid-continuing")


def _word(level: Level) -> str:
    """What a level is called in the name of a deadline: tanf-hearing, medicare-advantage-external."""
    return "hearing" if level is Level.FAIR_HEARING else str(level)


def goes_on(action: Action) -> bool:
    """Whether what is contested could go on meanwhile: a closing or a cut of what was there."""
    return action in (Action.CLOSING, Action.CUT)
