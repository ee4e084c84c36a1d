"""What a row refers to by its name among the records of its client, and whose the row is by what it refers to."""

from collections.abc import Callable, Mapping
from typing import Any

from caseload.errors import Invalid
from caseload.intake.matching import Indexes
from caseload.intake.values import Texts
from caseload.intake.whose import Whose, whose_by
from caseload.records.authorization import Authorization
from caseload.records.benefit import CONTESTED, Benefit, is_open
from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.names import fold, fold_name, readings, said_as
from caseload.records.of.programme import programme_of
from caseload.records.of.tail import significant
from caseload.records.person import Person
from caseload.store import bulk
from caseload.store.core import Store
from caseload.store.reads.authorizations import numbered

_SELF = ("self", "client", "applicant", "head of household", "hoh")
"""What a list of a household calls the client, who is nobody around the client."""


class Named:
    """Finds benefits, authorizations and people of a row's client by what they are called, and the client by them."""

    def __init__(self, store: Store, kind: type[Record], indexes: Indexes, source: str) -> None:
        self._store, self._kind, self._indexes, self._source = store, kind, indexes, source
        self._fields = [one for one in fields_of(kind) if one.refers in _BY_NAME]
        self._whose = whose_by(kind)

    def given(self, texts: Texts, whose: Whose) -> tuple[Texts, dict[str, Any]]:
        """The texts of a row but for those that a name or a reference answers, and these answers by field name.

        Raises Invalid for a name that nothing, or more than one record, of the client has.
        """
        found: dict[str, Any] = {}
        for field in self._fields:
            text = texts.get(field.key)
            if text is not None and not self._is_ref(field, text, whose):
                number = self._numbered(field, text) if "client" not in texts else None
                if number is None:
                    number = self._named(field, text, self._client(texts, whose, field))
                texts = {key: one for key, one in texts.items() if key != field.key}
                found |= {} if number is None else {field.name: number}
        if self._whose and "client" not in texts:
            found |= self._client_by(texts, found, whose)
        if "client_id" not in self._kind.DEFAULTS:
            texts = {key: one for key, one in texts.items() if key != "client"}
        return texts, found

    def _is_ref(self, field: Field, text: str, whose: Whose) -> bool:
        try:
            self._indexes[str(field.refers)].find(text, self._source, whose)
        except Invalid:
            return False
        return True

    def _client(self, texts: Texts, whose: Whose, field: Field) -> int:
        if "client" not in texts:
            noun = field.refers
            what = f"is no {noun} stored here, and by name it is found among those of a client"
            raise Invalid(what, f"an id such as {kind_of(str(noun)).PREFIX}1, or a column client", field=field.key)
        try:
            return self._indexes[Client.TABLE].find(texts["client"], self._source, whose)
        except Invalid as error:
            raise Invalid(error.fault, error.accepted, field="client") from None

    def _named(self, field: Field, text: str, client: int) -> int | None:
        kind = kind_of(str(field.refers))
        if kind is Person and self._is_client(text, client):
            return None
        there = bulk.of_client(self._store, kind, client)
        found = [one for one in there if _BY_NAME[kind.TABLE](one, text)]
        for better in (lambda one: fold(one.called) == fold(text), self._is_likely):
            if len(found) > 1:
                found = [one for one in found if better(one)] or found
        if len(found) == 1:
            return found[0].id
        if found:
            several = " or ".join(one.ref for one in found)
            raise Invalid(f"could be {several} of c{client}", "the typed id of one of them", field=field.key)
        known = ", ".join(one.ref for one in there[:5]) or "none"
        how = f"the typed id or the name of one that is stored ({known}); else add it first"
        raise Invalid(f"is no {kind.TABLE} of c{client} here", how, field=field.key)

    def _is_client(self, text: str, number: int) -> bool:
        one = self._indexes[Client.TABLE].clients.get(number)
        names = said_as(one.given_name, one.family_name, one.preferred_name) if one else frozenset()
        return fold(text) in _SELF or bool(readings(text) & names)

    def _is_likely(self, one: Record) -> bool:
        """Of several, whether it is one that an appeal contests, or that papers are still asked for."""
        if not isinstance(one, Benefit):
            return True
        return one.status in CONTESTED if self._kind.TABLE == "appeal" else is_open(one)

    def _numbered(self, field: Field, text: str) -> int | None:
        """The only authorization that has a number of the payer's, whoever's it is."""
        if field.refers != Authorization.TABLE:
            return None
        found = [one for one in numbered(self._store) if _is_number(one, text)]
        return found[0].id if len(found) == 1 else None

    def _client_by(self, texts: Texts, found: Mapping[str, int], whose: Whose) -> dict[str, int]:
        for field in self._whose:
            index, number, text = self._indexes[str(field.refers)], found.get(field.name), texts.get(field.key)
            if text is not None and self._is_ref(field, text, whose):
                number = index.find(text, self._source, whose)
            one = index.known(number) if number else None
            if one and one.client_id:
                return {"client_id": one.client_id}
        return {}


def _is_person(one: Any, text: str) -> bool:
    is_called = sorted(fold_name(one.name).split()) == sorted(fold_name(text).split())
    return is_called or fold(one.relationship or "") == fold(text)


def _is_benefit(one: Any, text: str) -> bool:
    programme = programme_of(text)
    return fold(one.name) == fold(text) or (programme is not None and one.programme is programme)


def _is_authorization(one: Any, text: str) -> bool:
    return _is_number(one, text) or fold(one.service_type) == fold(text)


def _is_number(one: Authorization, text: str) -> bool:
    number = significant(one.number or "").casefold()
    return bool(number) and number == significant(text).casefold()


_BY_NAME: dict[str, Callable[[Any, str], bool]] = {
    Benefit.TABLE: _is_benefit, Authorization.TABLE: _is_authorization, Person.TABLE: _is_person
}  # fmt: skip
"""How a record of a kind is known by what a cell calls it, by table."""
