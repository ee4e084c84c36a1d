"""How a page is written: as text, Markdown, HTML or PDF; on which paper, and into the place that -o names."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from typer.core import TyperOption

from caseload.commands.kit.options import Composes
from caseload.errors import Invalid
from caseload.output.files import new_file
from caseload.output.terminal import stream
from caseload.session import STDOUT, Session


class Paper(StrEnum):
    """What a page is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"

    @property
    def ending(self) -> str:
        """How its file ends."""
        return {"text": "txt", "markdown": "md"}.get(self, str(self))

    @property
    def form(self) -> str:
        """How the form ends that it is made from: PDF is HTML on paper."""
        return "html" if self is Paper.PDF else self.ending


SHEETS = (Paper.HTML, Paper.PDF)
"""What has sheets of paper, and type."""


class Printing(NamedTuple):
    """How a page was asked for."""

    paper: Paper
    is_a4: bool = False
    large: bool = False

    def made(self, page: str) -> str | bytes:
        """The page as it is written out; raises Refused where PDF is not to be had."""
        if self.paper is not Paper.PDF:
            return page
        from caseload.output.pdf import pdf

        return pdf(page, "a4" if self.is_a4 else "letter")


def printing(session: Session, accepted: Sequence[Paper] = tuple(Paper)) -> Printing:
    """How the page is to be written: as was typed, else as -o ends, else as the first that is accepted.

    Raises Invalid for what does not go together.
    """
    return _printing(session, _Typed.taken(session), accepted)


def on_sheets(session: Session) -> Printing | None:
    """How a page that has rows, too, goes on paper; None where text or the rows are asked for.

    Raises Invalid where both are.
    """
    typed, file = _Typed.taken(session), str(session.asked.output or "").casefold()
    paper = typed.paper((Paper.TEXT, *SHEETS))
    if not typed.a4 and (paper is Paper.TEXT or (paper is None and not file.endswith((".html", ".htm", ".pdf")))):
        return None
    found = _printing(session, typed, SHEETS)
    asked = session.asked
    for name, given in ((f"--{asked.format}", asked.format), ("--names", asked.names), ("--fields", asked.fields)):
        if given:
            raise Invalid(f"is for rows, and {found.paper} is a page", "one of the two", field=name)
    return found


def _printing(session: Session, typed: "_Typed", accepted: Sequence[Paper]) -> Printing:
    file = session.asked.output
    paper = typed.paper(accepted) or (accepted[0] if file in STDOUT else _ending(str(file), accepted))
    if typed.a4 and paper is not Paper.PDF:
        raise Invalid("is for PDF", "--pdf beside it; a browser asks for the size when it prints", field="--a4")
    if typed.large and paper not in SHEETS:
        raise Invalid("is for what has type: HTML and PDF", "--format html, or -o FILE.html", field="--large")
    if paper is Paper.PDF and file in STDOUT and not session.dry_run:
        raise Invalid("is missing: a PDF is no text", "-o FILE.pdf", field="-o")
    return Printing(paper, typed.a4, typed.large)


def put(session: Session, made: str | bytes) -> None:
    """The page in its place."""
    if isinstance(made, str):
        with session.into(own=True):
            stream(session.terminal, [made])
        return
    place = session.new(str(session.asked.output))
    with new_file(place) as file:
        file.buffer.write(made)
    session.tell(f"wrote {session.asked.output} (mode 0600)")


class _Typed(NamedTuple):
    """What was typed of it, which is taken out of what was typed for records."""

    format: str | None
    pdf: bool
    a4: bool
    large: bool

    @classmethod
    def taken(cls, session: Session) -> "_Typed":
        typed = session.asked.typed
        return cls(typed.pop("format", None), *(bool(typed.pop(name, False)) for name in ("pdf", "a4", "large")))

    def paper(self, accepted: Sequence[Paper]) -> Paper | None:
        if self.format is not None and self.format not in accepted:
            raise Invalid("is not accepted", f"one of {', '.join(accepted)}", typed=self.format, field="--format")
        if self.pdf and self.format not in (None, Paper.PDF):
            raise Invalid(f"cannot stand beside --format {self.format}", "one of the two", field="--pdf")
        return Paper.PDF if self.pdf else Paper(self.format) if self.format else None


def _ending(file: str, accepted: Sequence[Paper]) -> Paper:
    """What the file that -o names asks for by its ending; raises Invalid for one that says nothing."""
    ending = {"htm": "html"}.get(found := file.casefold().rpartition(".")[2], found)
    paper = next((one for one in accepted if one.ending == ending), None)
    if paper is None:
        endings = f"{', '.join(f'.{one.ending}' for one in accepted)}, or --format {'|'.join(accepted)}"
        raise Invalid("does not say how the page is written", endings, typed=file, field="-o")
    return paper


def options(accepted: Sequence[Paper] = tuple(Paper)) -> list[TyperOption]:
    """The options that say how a page is written."""
    return [
        option("format", "--format", "|".join(accepted), "How it is written; the ending of -o says it, too."),
        flag("pdf", "--pdf", "As PDF, which wants -o FILE and caseload-cli[pdf]."),
        flag("a4", "--a4", "PDF on A4; Letter unless said."),
    ]


class Sheets(Composes):
    """A command whose page goes on paper, too, beside the rows behind it."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += options((Paper.TEXT, *SHEETS))


def option(name: str, typed: str, metavar: str, told: str) -> TyperOption:
    """An option of a page, kept in what was typed under that name."""

    def keep(ctx: Any, param: Any, given: str | None) -> None:  # noqa: ARG001 - Typer's signature
        if given is not None:
            ctx.obj.asked.typed[name] = given

    return TyperOption(
        param_decls=[f"{name}_paper", typed], type=str, metavar=metavar, expose_value=False, help=told, callback=keep
    )


def flag(name: str, typed: str, told: str) -> TyperOption:
    """A yes or no of a page, kept in what was typed, or in what was asked where every command has it."""

    def keep(ctx: Any, param: Any, given: bool) -> None:  # noqa: ARG001 - Typer's signature
        if given and name in ("reveal", "sensitive"):
            setattr(ctx.obj.asked, name, True)
        elif given:
            ctx.obj.asked.typed[name] = True

    return TyperOption(
        param_decls=[f"{name}_paper", typed], is_flag=True, default=False, expose_value=False, help=told, callback=keep
    )
