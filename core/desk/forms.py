"""A declared form as a person sees it: fields with what was typed, facts, problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.desk.bodies import Typed
from core.desk.book import Placed, meant_for
from core.desk.choices import Choice, is_searched, options_of
from core.desk.described import choices_of, operation
from core.desk.layout import Drawn, draw
from core.desk.pages import permitted, sensible
from core.desk.photos import Kept
from core.desk.visit import Result, Visit, dig
from core.desk.words import Words, two
from core.desk_declarations import DeskForm, Facts, Field

FEW = 4
"""So many choices stand side by side; more of them in a list."""
TICKED = 16
"""So many choices, of which several may be taken, have a box each; more of them stand in a list."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field with what was typed."""

    name: str
    title: Words
    kind: str
    required: bool
    help: Words
    values: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    searched: bool = False
    q: str = ""
    wrong: str = ""
    kept: Sequence[Kept] = ()

    @property
    def value(self) -> str:
        """The first value."""
        return self.values[0] if self.values else ""

    @property
    def few(self) -> bool:
        """Whether all choices fit side by side."""
        return 0 < len(self.choices) <= FEW and not self.searched

    @property
    def ticked(self) -> bool:
        """Whether each of the choices has a box."""
        return len(self.choices) <= TICKED and not self.searched


@dataclass(frozen=True)
class FormView:
    """Everything on the page of a form."""

    title: Words
    help: Words
    path: str
    once: str
    """The client's id of the mutation: a second press of the button repeats nothing."""
    fields: Sequence[FieldView]
    hidden: Sequence[tuple[str, str]] = ()
    facts: Drawn | None = None
    version: str = ""
    picks: Sequence[str] = ()
    problems: Sequence[str] = ()
    why: Mapping[str, Any] | None = None
    refusal: str = ""
    """Why the form cannot be used now; empty: it can."""

    @property
    def multipart(self) -> bool:
        """Whether files may come along."""
        return any(each.kind == "photo" for each in self.fields)


@dataclass(frozen=True)
class Draft:
    """What has been typed so far, and what is wrong with it."""

    typed: Typed = field(default_factory=Typed)
    once: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()
    why: Mapping[str, Any] | None = None
    kept: Mapping[str, Sequence[Kept]] = field(default_factory=dict)
    picks: Sequence[str] = ()
    is_new: bool = True
    """Nothing was typed yet: fields hold their defaults."""


async def form_view(
    visit: Visit, placed: Placed[DeskForm], key: str | None, draft: Draft
) -> FormView | None:
    """The form; None where this person may not use it, or there is no such record."""
    form = placed.part
    if operation(visit.schema, form.mutation) is None or not meant_for(form, visit.access):
        return None
    result = await _record(visit, form, key)
    record = result.at(result.reading.first_field) if result else None
    if form.subject and record is None and not draft.picks:
        return None
    maker = _Maker(visit, form, record, draft)
    view = FormView(
        title=two(form.title),
        help=two(form.help),
        path=placed.path + (f"/{key}" if key else ""),
        once=draft.once,
        fields=[await maker.field(each) for each in form.fields if not each.hidden],
        hidden=[(f.name, maker.default(f)) for f in form.fields if f.hidden],
        picks=draft.picks,
        problems=draft.problems,
        why=draft.why,
    )
    if result is None or not isinstance(record, dict):
        return view
    facts = Facts(of=result.reading.first_field, columns=form.facts)
    return replace(
        view,
        facts=draw(visit, placed.plugin, result, facts) if form.facts else None,
        version=str(record.get("version", "")),
        refusal=_refusal(form, record),
    )


def _refusal(form: DeskForm, record: dict[str, Any]) -> str:
    if not sensible(form, record):
        return "该记录目前的状态不能办理此事项。\nThe record's present state does not allow this."
    allowed, reason = permitted(form, record)
    return "" if allowed else (reason or "目前不能办理。\nNot possible now.")


async def _record(visit: Visit, form: DeskForm, key: str | None) -> Result | None:
    if not form.document or (form.subject and key is None):
        return None
    return await visit.read(form.document, id=key)


@dataclass(frozen=True)
class _Maker:
    visit: Visit
    form: DeskForm
    record: Any
    draft: Draft

    async def field(self, given: Field) -> FieldView:
        """A field with its choices and values."""
        typed = self.draft.typed
        fresh = self.draft.is_new and given.name not in typed.texts
        values = self.defaults(given) if fresh else typed.texts.get(given.name, [])
        q = typed.one(f"_q_{given.name}")
        choices, searched = await self._choices(given, q)
        return FieldView(
            name=given.name,
            title=two(given.title),
            kind=given.kind,
            required=bool(given.required),
            help=two(given.help),
            values=[value for value in values if value],
            choices=choices,
            searched=searched,
            q=q,
            wrong=self.draft.wrong.get(given.name, ""),
            kept=self.draft.kept.get(given.name, ()),
        )

    async def _choices(self, given: Field, q: str) -> tuple[list[Choice], bool]:
        if given.options is not None:
            found = await options_of(self.visit, given.options, q)
            return found, is_searched(self.visit, given.options)
        if given.choices:
            return [Choice(*each) for each in given.choices], False
        if given.kind not in ("choice", "records"):
            return [], False
        made = operation(self.visit.schema, self.form.mutation)
        known = made.takes(given.name) if made else None
        words = choices_of(known.type) if known else {}
        return [Choice(name, said.both) for name, said in words.items()], False

    def defaults(self, given: Field) -> list[str]:
        """What stands in a field before anything is typed; several where the record has a list."""
        found = dig(self.record, given.default) if given.default else None
        return [str(each) for each in found] if isinstance(found, list) else [self.default(given)]

    def default(self, given: Field) -> str:
        """The one value of a field before anything is typed."""
        if given.default == "today":
            return self.visit.access.today.isoformat()
        if given.default.startswith("="):
            return given.default[1:]
        found = dig(self.record, given.default) if given.default else None
        if isinstance(found, bool):
            return "true" if found else ""
        return "" if found is None else str(found)
