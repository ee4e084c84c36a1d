"""Pages for other people: made from a form, in a language; let out by the gate, and logged, where they go to one."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from caseload.commands.kit.options import Files, into_file
from caseload.commands.kit.outgoing import clears, discloses
from caseload.commands.kit.printing import flag, option, options, printing, put
from caseload.daily.out import Withheld, tell_withheld, withholds
from caseload.daily.outgoing import Keeper, asked_for, goes_along, let_out
from caseload.errors import Invalid, NotFound, Refused
from caseload.output.languages import ENGLISH, Language, spoken
from caseload.paths import forms_dir
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.gate import Ask
from caseload.records.of.names import fold
from caseload.reports.consented import Cleared, called, cleared
from caseload.reports.papers import Desk
from caseload.session import Session
from caseload.store.masks import revealed_home

Words = Mapping[str, Any]


class Page(NamedTuple):
    """A page to be made: from which form, of which records at least, and the words from a desk."""

    form: str
    client: Client | None
    core: Sequence[Record]
    words: Callable[[Desk], Words]
    is_theirs: bool = False
    """Whether it is made for the client to read and keep, where no recipient is said."""
    whose: str = ""
    """Of a page about nobody alone: for whom it is."""
    body: Mapping[str, str] = MappingProxyType({})
    """Of a letter: the files of its words by language; the form is the frame around them."""


class _Prints(Files):
    """A command that makes a page for other people; what was typed for it is in `asked.typed` until it runs."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += [
            *options(),
            option("language", "--language", "WORD", "In which language; the client's, where it is for the client."),
            flag("large", "--large", "In large type; HTML and PDF."),
            flag("reveal", "--reveal", "A confidential address, too."),
            flag(
                "sensitive", "--sensitive", "What SUD, MH, HIV, SDV or PSYTHPN guards, too, where no recipient is said."
            ),
            *into_file(),
        ]


PrintsOwn = _Prints
Prints = discloses(_Prints)


def put_paper(session: Session, page: Page) -> None:
    """The page, for the client or yourself; with --recipient what may go there, and the disclosure logged first.

    Raises Refused where the gate keeps back what the page is none without.
    """
    asked, ask = _Asked(session), asked_for(session)
    revealed_home(session.store, page.client, reveal=session.asked.reveal)
    language = asked.spoken(session, page, ask)
    if ask is None or page.client is None:
        _put_own(session, page, asked, language)
        return
    asked.told(session)
    keeper = Keeper(session.store, ask)
    for one in page.core:
        keeper(one)
    words = page.words(_desk(session, language, keeper, for_others=not _reads(session, page.client, ask)))
    found = cleared(session.store, keeper.met.values(), ask)
    refuse_without(session, page.core, found, page.client, ask)
    made = asked.made(session, page, {**words, "notice": goes_along(session, found)})
    let_out(session, keeper.met.values(), ask)
    if not session.dry_run:
        put(session, made)


def _put_own(session: Session, page: Page, asked: "_Asked", language: Language) -> None:
    """The page without a recipient; what a law guards stays out of a file, as everywhere."""
    keeper = Withheld(session.store)
    stays_out = keeper if withholds(session) else (lambda _: False)
    if any(map(stays_out, page.core)):
        raise Refused(
            f"{page.core[-1].ref} is under a law of its own", "--sensitive prints it, for the client or yourself"
        )
    words = page.words(_desk(session, language, stays_out))
    put(session, asked.made(session, page, {**words, "notice": ""}))
    tell_withheld(session, len(keeper.refs))
    asked.told(session)
    if page.client is None:
        session.tell(page.whose)
        return
    whose = f"for {page.client.handle}: no consent is needed" if page.is_theirs else "for yourself"
    session.tell(f"{whose}; for anyone else: --recipient REF|WORDS --purpose TEXT")


def refuse_without(session: Session, core: Sequence[Record], found: Cleared, client: Client, ask: Ask) -> None:
    """Raises Refused where the gate keeps back some of what nothing goes out without; all that it keeps is told."""
    lacking = [one.ref for one in core if one.ref not in found.refs]
    if lacking:
        for line in found.told():
            session.tell(line)
        raise Refused(
            f"{', '.join(lacking)} may not go there, and nothing was written", clears(found.withheld, client.id, ask)
        )


def _desk(
    session: Session, language: Language, stays_out: Callable[[Record], bool], *, for_others: bool = False
) -> Desk:
    return Desk(
        session.store, session.config.sender, session.now, language, tuple(session.rules), stays_out,
        session.asked.reveal, for_others,
    )  # fmt: skip


_TOLD = 8
"""How many of the labels that a language lacks are named."""


class _Asked:
    """What was typed of how the page is made."""

    def __init__(self, session: Session) -> None:
        self.language: str | None = session.asked.typed.pop("language", None)
        self.printing = printing(session)

    def spoken(self, session: Session, page: Page, ask: Ask | None) -> Language:
        """The language typed; else the client's where the client reads it; else English. What it lacks is told."""
        folder = forms_dir(session.environ)
        if self.language and page.client is None:
            raise Invalid("is for pages of one client", "this one is in English", field="--language")
        reads = page.is_theirs if ask is None else page.client and _reads(session, page.client, ask)
        theirs = page.client.language if page.client and reads else None
        try:
            found = spoken(self.language or theirs or ENGLISH, folder)
        except NotFound as error:
            if self.language:
                raise
            session.tell(f"{error.what}, so it is in English; {error.next_step}")
            found = spoken(ENGLISH, folder)
        if found.lacking:
            first, more = ", ".join(found.lacking[:_TOLD]), len(found.lacking) - _TOLD
            rest = f" and {more} more of caseload form show en.toml" if more > 0 else ""
            session.tell(f"{found.code} lacks {first}{rest}: said in English")
        return found

    def made(self, session: Session, page: Page, words: Words) -> str | bytes:
        """The page as it is written out; raises Invalid for a form at fault, Refused where PDF is not to be had."""
        from caseload.output.forms import rendered

        folder = forms_dir(session.environ)
        if session.as_of:
            # Nobody may take it for a paper that was printed then.
            words = {**words, "today": f"{words['t']['as_of']} {words['today']}"}
        if page.body:
            words = {**words, "body": self._body(session, page, words)}
        form = f"{page.form}.{self.printing.paper.form}"
        return self.printing.made(rendered(form, {**words, "large": self.printing.large}, folder))

    def _body(self, session: Session, page: Page, words: Words) -> list[str]:
        """The paragraphs of a letter; in English, which is told, where its form has no other language."""
        from caseload.output.forms import rendered

        language = str(words["language"])
        file = page.body.get(language) or page.body.get("" if "" in page.body else ENGLISH)
        if file is None or (language not in page.body and language != ENGLISH):
            file = file or next(iter(page.body.values()))
            session.tell(f"the letter has no {language}: its words are those of {file}")
        text = rendered(file, {**words, "notice": ""}, forms_dir(session.environ))
        return [one.strip("\n") for one in re.split(r"\n\s*\n", text) if one.strip()]

    def told(self, session: Session) -> None:
        """What the page lacks that is nobody's but the user's: who it is from, and whom to call."""
        lacks = [one for one in ("name", "phone") if not getattr(session.config.sender, one)]
        if lacks:
            set_so = " and ".join(f'{one} = "..."' for one in lacks)
            session.tell(f"the page has no {' and no '.join(lacks)} of yours: {set_so} under [sender] in config.toml")


def _reads(session: Session, client: Client, ask: Ask | None) -> bool:
    """Whether the client, not somebody else, is to read the page."""
    if ask is None:
        return True
    own = {fold(one) for one in (*called(session.store, client.id), "client")}
    return ask.recipient.words is not None and fold(ask.recipient.words) in own
