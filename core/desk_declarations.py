r"""What a plugin declares for the desks: cards, queues, pages, forms and public look-ups, as data.

Texts for people are "中文\nEnglish". A *path* is dotted and leads through an answer, such as
`licences.nodes` or, within a row, `enterprise.name`. Titles and kinds that are left out come from
the schema: a column's from its field, a form field's from the mutation's input. Every document
runs as the signed-in person; what that person's schema lacks is left out of it, and what nothing is
left of is not offered. The engine fills the variables `$today`, `$id` (from the address) and those
that a filter names; lists page by `$after`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.desk_figures import Figure
from core.policy.vocabulary import Tier

Kind = Literal[
    "", "text", "longtext", "date", "datetime", "number", "colour", "choice", "boolean", "photo",
    "record", "records", "days", "share",
    "outcome",
]  # fmt: skip
"""How a value is shown or typed; empty: as the schema says. `days`: a due date, as days left.
`share`: a number from 0 to 1, as per cent. `outcome`: how a matter ended, in the words of its
procedure.

`record` and `records` pick rows of other types, with `options`. `photo` holds attachments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom a part of the desk is meant; empty: for everybody whose schema offers it."""

    tiers: tuple[Tier, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row or record: where it stands, what it is called, how it is shown."""

    path: str
    title: str = ""
    kind: Kind = ""
    page: str = ""
    """A detail page, `slug` or `plugin/slug`, to open with the id that stands beside the value;
    `core/record` is the page of whatever record the id names."""
    key: str = ""
    """The path of that id, where it is not `id` beside the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of a list or connection: a table on a desktop, cards on a phone."""

    rows: str
    columns: tuple[Column | str, ...]
    title: str = ""
    page: str = ""
    """The detail page that a row opens, by the row's `id`."""
    group_by: str = ""
    """A path in the row; rows with one value of it stand under one heading."""
    most: int = 0
    """How many rows to show of a list that is not paged; 0: all."""
    pick: str = "id"
    """What a `bulk` form gets of a picked row; the `version` beside it is its `expectedVersion`."""
    dense: bool = False
    """A table on a phone too: a name and a few numbers."""
    empty: str = "没有记录\nNothing here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Key and value of one record."""

    of: str
    columns: tuple[Column | str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What happened, latest last: a moment, what it was, and more about it."""

    rows: str
    when: str
    what: str
    columns: tuple[Column | str, ...] = ()
    title: str = "经过\nWhat happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A paragraph for people."""

    text: str


Section = Table | Facts | Timeline | Note | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where choices come from. With `$q` in the document they are searched."""

    document: str
    rows: str
    labels: tuple[str, ...] = ("name",)
    """Paths in a row, shown one after the other."""
    value: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A variable of a page's document that the person may set; its kind is the variable's type."""

    name: str
    title: str
    options: Options | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """(value, text), where the variable's type is no enum."""
    most: int = 0
    """Of a whole number: a slider from 0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage(Audience):
    """A list or, with `$id` in its document, a detail page: `/desk/<plugin>/<slug>[/<id>]`."""

    slug: str
    title: str
    document: str
    layout: tuple[Section, ...] = ()
    filters: tuple[Filter, ...] = ()
    record: str = ""
    """On a detail page the record that forms may act upon; empty: the document's first field."""
    template: str = ""
    """Instead of a layout: a Jinja2 file in the plugin's `desk/`, given `data`; it extends
    `page.html`."""
    help: str = ""
    menu: bool = True
    """Whether the desk links to it; detail pages never stand there."""
    seen: tuple[str, str] | None = None
    """A mutation that notes that the person has looked, and the path of the record that it takes:
    with `id`, and `unread` as long as there is something to note."""
    part_of: str = ""
    """Another detail page, such as `core/enterprise`, that shows these sections below its own: the
    document gets the same `$id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard(Audience):
    """What concerns me: counts by colour, or one number, and where to read on.

    `counts` leads to a list of `{ colour count }`, added up by colour; `number` to a number. With
    neither, the document's own fields are named by colour: `RED: licences(...) { totalCount }`.
    """

    slug: str
    title: str
    document: str
    counts: str = ""
    number: str = ""
    page: str = ""
    """The list to open; a colour opens it with `?colour=`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQueue(Audience):
    """What waits for me: a list in the order of its due dates, with days left."""

    slug: str
    title: str
    document: str
    rows: str
    """A list, or the `nodes` of a connection whose `totalCount` says how many wait."""
    columns: tuple[Column | str, ...]
    due: str = ""
    """The path of the due date in a row."""
    overdue: str = ""
    """The path of a number in the answer; empty: counted among the rows shown."""
    page: str = ""
    forms: tuple[str, ...] = ()
    """Forms with `bulk=True` that may be applied to several rows at once."""
    pick: str = "id"
    """As in `Table`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList(Audience):
    """Objects on site that are due: merged over all subsystems, by town, into a day's route."""

    slug: str
    title: str
    document: str
    rows: str
    what: str
    due: str
    place: str = ""
    town: str = ""
    colour: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskHome:
    """How the home page of one tier is arranged, in the order of a person's first five minutes."""

    tier: Tier
    title: str
    parts: tuple[str, ...] = ("queues", "reports", "cards", "due", "own", "pages")
    """The order on a phone; a desktop has two columns. `own` are the sections of `layout`."""
    document: str = ""
    layout: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, by its name in the mutation's input; `levels.0.roles` is a field of the
    first object of a list. An object of which nothing is typed is left out.
    """

    name: str
    title: str = ""
    kind: Kind = ""
    required: bool | None = None
    options: Options | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """(value, text) of a choice that is not an enum of the schema."""
    default: str = ""
    """`today`, `=` and a value, or a path in the form's record."""
    help: str = ""
    hidden: bool = False
    """Sent with its default, never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskForm(Audience):
    """What I may do: a mutation, rendered from its input. Offered where the schema has it.

    Without `subject` it stands on the home page under "what I may report", or on the lists `on`.
    With it, on the pages `on`, for the record there; `bulk` forms act on several rows of a list or
    queue at once.
    `clientMutationId` and `expectedVersion` are the engine's.
    """

    slug: str
    title: str
    mutation: str
    fields: tuple[Field, ...] = ()
    subject: str = ""
    """The input field that takes the record's id, such as `licenceId`."""
    document: str = ""
    """Reads the record by `$id`, for facts, defaults and `version`; needed with a subject."""
    facts: tuple[Column | str, ...] = ()
    """What to show of the record above the fields; paths within it."""
    action: str = ""
    """The name in `availableActions { name allowed reason }` of the record, or of its `matter`,
    that must allow it."""
    only_if: tuple[str, tuple[str, ...]] | None = None
    """A path in the record and the values under which the form makes sense."""
    open_if: tuple[str, tuple[str, ...], str] | None = None
    """As `only_if`, but elsewhere the form's place says why it cannot be used: a sentence."""
    on: tuple[str, ...] = ()
    bulk: bool = False
    success: str = "已提交\nSubmitted"
    next: str = ""
    """The page to go on to. A detail page in `on` shows the record acted upon, any other what came
    of it. Empty: back."""
    shows: tuple[Column | str, ...] = ()
    """Paths in the payload that are shown once instead of going on, such as a password."""
    help: str = ""
    quick: bool = False
    """Among the first on a phone."""


@dataclass(frozen=True, slots=True)
class PublicFact:
    """One narrow fact: its name, and a mapped column or SQL expression over the record's row."""

    title: str
    value: Any
    words: Mapping[str, str] = field(default_factory=dict)
    """What people call the values of an enum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """What anybody may look up by an exact number: never persons, never more than these facts."""

    slug: str
    title: str
    by: Any
    """The mapped column that holds the number."""
    facts: tuple[PublicFact, ...]
    colour: Any = None
    """An SQL expression of the warning colour."""
    where: Any = None
    """Which rows may be looked up at all; None: every row."""
