"""Answers to a screening tool from a file or a pipe: CSV, JSON, or a line an answer."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from caseload.errors import Invalid
from caseload.intake.piped import decoded, read_small

_FORMS = "CSV with the headings item,answer, a JSON object, or lines such as 1=2"


def answers_in(place: str, stdin: TextIO) -> dict[str, Any]:
    """The answers by item, as they were written; raises Invalid for what holds none, or one item twice."""
    text = decoded(read_small(place, stdin, "a file, or - for stdin"), "--answers").lstrip("\ufeff")
    found: dict[str, Any] = {}
    try:
        for item, answer in _pairs(text.strip()):
            if item in found:
                raise Invalid("is answered twice", "one answer an item", field=item)
            found[item] = _whole(answer)
    except csv.Error as error:
        raise Invalid(f"is no CSV: {error}", _FORMS, field="--answers") from None
    if not found:
        raise Invalid("holds no answers", _FORMS, field="--answers")
    return found


def _whole(answer: Any) -> Any:
    """An answer as people write it: pandas writes 2.0 for 2 where a column has gaps."""
    found = re.fullmatch(r"(\d+)\.0+", str(answer).strip(), re.ASCII) if isinstance(answer, str | float) else None
    return found[1] if found else answer


def _pairs(text: str) -> Iterator[tuple[str, Any]]:
    if text[:1] in ("{", "["):
        return _of_json(text)
    for between in (",", ";", "\t"):
        first = next(csv.reader(text.splitlines()[:1], delimiter=between), [])
        if {"item", "answer"} <= {cell.strip().lower() for cell in first}:
            return _of_csv(text, between)
    return _of_lines(text)


def _of_json(text: str) -> Iterator[tuple[str, Any]]:
    try:
        found = json.loads(text, object_pairs_hook=list)
    except (ValueError, RecursionError):
        raise Invalid("is no JSON", _FORMS, field="--answers") from None
    for one in found:
        if isinstance(one, tuple):
            yield one[0], _value(one[0], one[1])
            continue
        each = dict(one) if isinstance(one, list) and all(isinstance(pair, tuple) for pair in one) else {}
        if not {"item", "answer"} <= each.keys():
            raise Invalid("has an answer without an item", '{"item": "1", "answer": "2"}', field="--answers")
        yield str(each["item"]), _value(str(each["item"]), each["answer"])


def _value(item: str, value: Any) -> Any:
    """A text, a number, or several of them; null is no answer."""
    several = value if isinstance(value, list) else [value]
    if any(isinstance(one, bool | list | tuple) for one in several):
        raise Invalid("has an answer that is no text and no number", "such as 2, or several days", field=item)
    return value


def _of_csv(text: str, between: str) -> Iterator[tuple[str, Any]]:
    for row in csv.DictReader(text.splitlines(), delimiter=between):
        named = {str(key).strip().lower(): cell for key, cell in row.items() if key}
        item, answer = (named.get("item") or "").strip(), named.get("answer") or ""
        if item and answer.strip():
            yield item, answer


def _of_lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item, sign, answer = line.partition("=" if "=" in line else ":")
        if not sign or not item.strip():
            raise Invalid(f"line {number} is no answer", _FORMS, field="--answers")
        if answer.strip():
            yield item.strip(), answer.strip()
