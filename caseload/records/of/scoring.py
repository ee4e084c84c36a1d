"""Answers to a screening tool as they are kept, and what they come to: a total or none, positive domains, flags."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from caseload.errors import Invalid
from caseload.records.of.questionnaire import MISSING, CutOff, Definition, Domain, Flag, Item, Option

Answers = Mapping[str, Mapping[str, Any]]
"""By the code of its item each answer: its code and points, several codes, or how it is missing."""


class Outcome(NamedTuple):
    """What answers come to."""

    score: int | None = None
    """The total, where every item that counts has an answer; never a part of it."""
    score_of: str | None = None
    """The domain whose total it is, where it is not that of the whole."""
    band: str | None = None
    positive: bool | None = None
    """Whether the screen is positive; None where that cannot be told."""
    domains: tuple[str, ...] = ()
    """The names of those that are positive."""
    untold: tuple[str, ...] = ()
    """The names of those that cannot be told, since an answer is missing."""
    flags: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    """The labels of the items that count and have no answer."""


def read_answers(text: str) -> dict[str, Any]:
    """What an assessment keeps of its answers; raises Invalid for what is no JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("are no JSON object", 'such as {"44250-9": "several days"}', field="answers")
    return found


def kept(answers: Answers) -> str:
    """The answers as an assessment keeps them."""
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":"))


def answered(definition: Definition, given: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The answers in the order of the items; raises Invalid naming an item that is none, or an answer that is none."""
    found: dict[str, Mapping[str, Any]] = {}
    for key, value in given.items():
        item = definition.item(key)
        if item is None:
            takes = ", ".join(one.code for one in definition.items)
            raise Invalid("is none of its items", f"one of {takes}, or its number on the form", field=key)
        if item.code in found:
            raise Invalid("is answered twice", "one answer an item", field=item.code)
        if answer := _answer(definition, item, value):
            found[item.code] = answer
    return {item.code: found[item.code] for item in definition.items if item.code in found}


def _answer(definition: Definition, item: Item, value: Any) -> Mapping[str, Any]:
    """One answer as it is kept, from what was kept already or what was typed."""
    if isinstance(value, dict):
        value = (
            value.get("code")
            if "code" in value and "missing" not in value
            else value.get("missing", value.get("codes"))
        )
    if value is None:
        return {}
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    return told(definition, item, ", ".join(texts)) if texts else {}


def told(definition: Definition, item: Item, typed: str) -> Mapping[str, Any]:
    """The answer that was typed: a number or word, a code, or how it is missing; several where the item takes them.

    Raises Invalid, naming the item and what it takes.
    """
    word = typed.strip().casefold().replace("_", "-").replace("not collected", "not-collected")
    if how := next((how for how in MISSING if word in (how, item.missing.get(how, "").casefold() or how)), None):
        return {"missing": how} | ({"code": item.missing[how]} if how in item.missing else {})
    parts = [part for part in re.split(r"[,;]", typed) if part.strip()] if item.multiple else [typed]
    options = list(dict.fromkeys(_option(item, part) for part in parts))
    if not options:
        raise _no_answer(item, typed)
    if not item.multiple:
        points = definition.points(item, options[0])
        return {"code": options[0].code} | ({} if points is None else {"points": points})
    if len(options) > 1 and (alone := next((one for one in options if one.alone), None)):
        raise Invalid(f"{alone.label!r} excludes the other answers", "it alone, or the others", field=_named(item))
    return {"codes": [one.code for one in item.options if one in options]}


def said_of(item: Item, answer: Mapping[str, Any]) -> str:
    """An answer as people read it: our labels, or how it is missing; nothing for none."""
    codes = [str(code) for code in answer.get("codes", [answer["code"]] if "code" in answer else [])]
    labels = {option.code: option.label for option in item.options}
    return str(answer.get("missing") or ", ".join(labels.get(code, code) for code in codes))


def _option(item: Item, typed: str) -> Option:
    wanted = " ".join(typed.split()).casefold()
    shorter = {"y": "yes", "n": "no"}.get(wanted, wanted)
    for one in item.options:
        if wanted in (item.number(one), one.code.casefold()) or shorter == one.label.casefold():
            return one
    begun = [one for one in item.options if wanted and one.label.casefold().startswith(wanted)]
    if len(begun) != 1 or wanted.isdecimal():
        raise _no_answer(item, typed)
    return begun[0]


def _no_answer(item: Item, typed: str) -> Invalid:
    return Invalid("is no answer", item.takes, typed=typed.strip(), field=_named(item))


def _named(item: Item) -> str:
    return f"{item.code} ({item.label})" if item.label != item.code else item.code


def outcome(definition: Definition, answers: Answers) -> Outcome:
    """What the answers come to; an item without one is missing."""
    points = {code: answer.get("points") for code, answer in answers.items()}
    lacking = [
        item.label for item in definition.items if item.code in definition.scored and points.get(item.code) is None
    ]
    counted = [number for code in definition.scored if (number := points.get(code)) is not None]
    total = sum(counted) if definition.scored and not lacking else None
    found = {domain.name: _is_positive(definition, domain, answers, total) for domain in definition.domains}
    flags = [flag.name for flag in definition.flags if any(is_flagged(flag, points.get(code)) for code in flag.items)]
    return of_total(definition, total, found)._replace(flags=tuple(flags), lacking=tuple(lacking))


def is_raised(definition: Definition, before: Answers, after: Answers) -> bool:
    """Whether an answer that someone must act on is a higher one than it was."""

    def points(answers: Answers, code: str) -> int:
        return answers.get(code, {}).get("points") or 0

    codes = ((flag, code) for flag in definition.flags for code in flag.items)
    return any(points(after, code) > max(flag.over, points(before, code)) for flag, code in codes)


def is_flagged(flag: Flag, points: int | None) -> bool:
    """Whether an answer of so many points is one that someone must act on."""
    return points is not None and points > flag.over


def of_total(
    definition: Definition, total: int | None, domains: Mapping[str, bool | None] | None = None
) -> Outcome:  # fmt: skip
    """What a total comes to, with what is known of the domains; those that go by the total are told by it.

    Raises Invalid for a total that cannot be.
    """
    least, most = definition.span
    if total is not None and not (definition.scored and least <= total <= most):
        accepted = f"{least} to {most}" if definition.scored else "no score"
        raise Invalid("is no score of this instrument", accepted, field="score")
    if domains is None:
        domains = {one.name: None if one.at_least is None or total is None else total >= one.at_least
                   for one in definition.domains}  # fmt: skip
    positive = _overall(definition, total, list(domains.values()))
    band = next((one.label for one in reversed(definition.bands) if total is not None and total >= one.least), None)
    word = {True: definition.called[0], False: definition.called[1], None: ""}[positive]
    return Outcome(
        score=total,
        score_of=None if total is None else definition.score_of,
        band=band or word or None,
        positive=positive,
        domains=tuple(name for name, is_positive in domains.items() if is_positive),
        untold=tuple(name for name, is_positive in domains.items() if is_positive is None),
    )


def _overall(definition: Definition, total: int | None, domains: Sequence[bool | None]) -> bool | None:
    """Whether the screen is positive: by its cut-offs, where they agree, else by its domains."""
    if definition.cut_offs:
        told_by = {} if total is None else dict.fromkeys(total >= one.at_least for one in definition.cut_offs)
        return next(iter(told_by)) if len(told_by) == 1 else None
    if any(domains):
        return True
    return None if None in domains or not domains else False


def _is_positive(definition: Definition, domain: Domain, answers: Answers, total: int | None) -> bool | None:
    if domain.at_least is not None:
        return None if total is None else total >= domain.at_least
    items = [item for item in definition.items if item.code in domain.items]
    each = [_speaks(domain, item, answers.get(item.code, {})) for item in items]
    return True if True in each else None if None in each else False


def _speaks(domain: Domain, item: Item, answer: Mapping[str, Any]) -> bool | None:
    """Whether an answer is positive in a domain; None where it is missing."""
    codes = answer.get("codes", [] if "missing" in answer or "code" not in answer else [answer["code"]])
    if not codes:
        return None
    positive = domain.answers or tuple(option.code for option in item.options if option.positive)
    return any(code in positive for code in codes)


def cut_off_said(cut_offs: tuple[CutOff, ...], total: int) -> str:
    """What the cut-offs say of a total: cut-off 10; for men 4 no, for women 3 yes."""
    if len(cut_offs) == 1:
        return f"{'at or above' if total >= cut_offs[0].at_least else 'below'} the cut-off of {cut_offs[0].at_least}"
    each = (f"{one.at_least} for {one.whom}: {'yes' if total >= one.at_least else 'no'}" for one in cut_offs)
    return f"cut-off {', '.join(each)}"
