"""Checks of what plugins declare for the desk, at start: a fault names itself, nothing waits.

Each check gives the part back with the titles and kinds that the schema knows filled in. All raise
PluginError.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from graphql import GraphQLSchema

from core.desk.described import Operation, column_of, field_of, operation
from core.desk.documents import Reading, checked, refuse_unset
from core.desk_declarations import (
    Column,
    DeskCard,
    DeskForm,
    DeskHome,
    DeskPage,
    DueList,
    Facts,
    Field,
    Note,
    Options,
    PublicView,
    Section,
    Table,
    Timeline,
    WorkQueue,
)
from core.desk_figures import Figure
from core.errors import PluginError
from core.figures.places import paths

S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Judge:
    """The whole schema, and the documents found sound in it."""

    schema: GraphQLSchema
    readings: dict[str, Reading]

    def document(self, text: str, more: Sequence[str] = ()) -> Reading:
        """A sound document; checked once, however many parts show the same."""
        if text not in self.readings:
            self.readings[text] = checked(text, self.schema)
        refuse_unset(self.readings[text], more)
        return self.readings[text]

    def options(self, options: Options | None) -> None:
        """Choices: rows with their labels and value."""
        if options is not None:
            reading = self.document(options.document)
            for path in (*options.labels, options.value):
                column_of(path, reading, options.rows)


def refuse_doubles(parts: Iterable[DeskPage | DeskForm | WorkQueue]) -> None:
    """Pages, queues and forms of one plugin share its addresses."""
    seen: set[str] = set()
    for part in parts:
        if part.slug in seen:
            raise PluginError(f"the desk has two parts called {part.slug!r}")
        seen.add(part.slug)


def card(judge: Judge, part: DeskCard) -> DeskCard:
    """A card's document leads to counts or to a number."""
    reading = judge.document(part.document)
    for path in filter(None, (part.number, *_counted(part))):
        column_of(path, reading, "")
    return part


def _counted(part: DeskCard) -> list[str]:
    return [f"{part.counts}.colour", f"{part.counts}.count"] if part.counts else []


def queue(judge: Judge, part: WorkQueue) -> WorkQueue:
    """A queue's rows, their due date and columns."""
    reading = judge.document(part.document)
    if part.due:
        column_of(part.due, reading, part.rows)
    if part.overdue:
        column_of(part.overdue, reading, "")
    return replace(part, columns=_columns(part.columns, reading, part.rows))


def due_list(judge: Judge, part: DueList) -> DueList:
    """A list of due objects."""
    reading = judge.document(part.document)
    for path in filter(None, (part.what, part.due, part.place, part.town, part.colour)):
        column_of(path, reading, part.rows)
    return part


def page(judge: Judge, part: DeskPage) -> DeskPage:
    """A page: its document, filters and layout."""
    reading = judge.document(part.document, [each.name for each in part.filters])
    for each in part.filters:
        if each.name not in reading.variables:
            raise PluginError(f"the page {part.slug!r} filters by ${each.name}, which is unused")
        judge.options(each.options)
    if not (part.layout or part.template):
        raise PluginError(f"the page {part.slug!r} has neither a layout nor a template")
    is_detail = "id" in reading.variables
    if part.seen:
        mutation, path = part.seen
        if operation(judge.schema, mutation) is None:
            raise PluginError(f"the page {part.slug!r} asks for a mutation {mutation!r}")
        for name in ("id", "unread"):
            column_of(f"{path}.{name}", reading, "")
    return replace(
        part,
        layout=tuple(_section(each, reading) for each in part.layout),
        record=part.record or (reading.first_field if is_detail else ""),
    )


def home(judge: Judge, part: DeskHome) -> DeskHome:
    """A first page: sections of its own over its document."""
    if not part.layout:
        return part
    reading = judge.document(part.document)
    return replace(part, layout=tuple(_section(each, reading) for each in part.layout))


def form(judge: Judge, part: DeskForm) -> DeskForm:
    """A form: its mutation, fields, and the record that it acts upon."""
    made = operation(judge.schema, part.mutation)
    if made is None:
        raise PluginError(f"the form {part.slug!r} asks for a mutation {part.mutation!r}")
    for each in part.fields:
        judge.options(each.options)
    part = replace(
        part,
        fields=tuple(field_of(each, made) for each in part.fields),
        shows=tuple(_shown(each, made) for each in part.shows),
    )
    if part.subject:
        return _with_record(judge, part, made)
    if part.document:
        judge.document(part.document)
    return part


def _with_record(judge: Judge, part: DeskForm, made: Operation) -> DeskForm:
    field_of(Field(part.subject), made)
    if not part.document:
        raise PluginError(f"the form {part.slug!r} acts on a record but reads none: `document`")
    reading = judge.document(part.document)
    if "id" not in reading.variables:
        raise PluginError(f"the document of the form {part.slug!r} lacks `$id`")
    for each in part.fields:
        if each.default and each.default != "today" and not each.default.startswith("="):
            column_of(_unplaced(each.default), reading, reading.first_field)
    conditions = [each[0] for each in (part.only_if, part.open_if) if each]
    for path in conditions:
        column_of(path, reading, reading.first_field)
    if part.action:
        _check_actions(reading)
    return replace(part, facts=_columns(part.facts, reading, reading.first_field))


def _unplaced(path: str) -> str:
    """The path without the places in lists: `levels.0.roles`."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _check_actions(reading: Reading) -> None:
    """The record or its matter says what may be done."""
    try:
        column_of("availableActions.allowed", reading, reading.first_field)
    except PluginError:
        column_of("matter.availableActions.allowed", reading, reading.first_field)


def _shown(given: Column | str, made: Operation) -> Column:
    column = Column(given) if isinstance(given, str) else given
    type_: Any = made.payload
    for name in column.path.split("."):
        field = getattr(type_, "fields", {}).get(name)
        if field is None:
            raise PluginError(f"the mutation {made.name} gives no {column.path!r}")
        type_ = getattr(field.type, "of_type", field.type)
    return column


def public_view(_judge: Judge, part: PublicView) -> PublicView:
    """A public look-up: a column to look by, and facts."""
    if not part.facts:
        raise PluginError(f"the public view {part.slug!r} shows nothing")
    return part


def _section(section: S, reading: Reading) -> S:
    match section:
        case Table(rows=base) | Facts(of=base):
            return replace(section, columns=_columns(section.columns, reading, base))
        case Timeline(rows=base):
            for path in (section.when, section.what):
                column_of(path, reading, base)
            return replace(section, columns=_columns(section.columns, reading, base))
        case Figure():
            _columns(paths(section), reading, "")
            return section
        case Note():
            return section
    raise PluginError(f"{section!r} is no section of a page")


def _columns(given: Iterable[Column | str], reading: Reading, base: str) -> tuple[Column, ...]:
    return tuple(column_of(each, reading, base) for each in given)
