"""A declared page for a person: its filters, sections, paging, and the forms that it offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from core.desk.book import Placed, meant_for
from core.desk.choices import Choice, options_of
from core.desk.described import choices_of, operation
from core.desk.home import may
from core.desk.layout import Drawn, draw
from core.desk.visit import Result, Visit, dig
from core.desk.words import COLOURS, ORDER, Words, two
from core.desk_declarations import DeskForm, DeskPage, Filter, WorkQueue
from core.papers.offered import papers_on


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter with its choices and what is chosen; without choices a text or date."""

    name: str
    title: Words
    kind: str
    chosen: str
    choices: list[Choice]
    most: int = 0
    """Of a slider."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form offered on a page: where it is, or why it is not possible now."""

    title: Words
    path: str
    allowed: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything on a declared page."""

    title: Words
    help: Words
    sections: list[Drawn]
    filters: list[FilterView]
    offers: list[Offer]
    bulk: list[Offer]
    papers: list[tuple[Words, str]]
    next_href: str
    first_href: str
    problems: list[str]
    data: Mapping[str, Any]


async def page_view(
    visit: Visit, placed: Placed[DeskPage], key: str | None, query: Mapping[str, str]
) -> PageView | None:
    """The page; None where this person's schema lacks it, or there is no such record."""
    page = placed.part
    reading = visit.reading(page.document)
    if reading is None or not meant_for(page, visit.access):
        return None
    given = {f.name: _given(reading.type_of(f.name), query.get(f.name, ""))
             for f in page.filters if f.name in reading.variables}  # fmt: skip
    result = await visit.read(page.document, id=key, after=query.get("after"), **given)
    if result is None or (page.record and result.at(page.record) is None and not result.errors):
        return None
    await _note_seen(visit, page, result)
    sections = [draw(visit, placed.plugin, result, section) for section in page.layout]
    drawn = [section for section in sections if section is not None]
    drawn += await _parts_of(visit, placed, key)
    filters = [await _filter(visit, result, each, query) for each in page.filters
               if each.name in result.reading.variables]  # fmt: skip
    cursor = next((s.next_cursor for s in drawn if s.next_cursor), None)
    offers = offers_on(visit, placed, result, key)
    return PageView(
        two(page.title),
        two(page.help),
        drawn,
        filters,
        [offer for offer, bulk in offers if not bulk],
        [offer for offer, bulk in offers if bulk],
        papers_on(visit, placed, result, key),
        _href(placed.path, query, cursor) if cursor else "",
        _href(placed.path, query, None) if query.get("after") else "",
        list(result.errors),
        result.data,
    )


async def _note_seen(visit: Visit, page: DeskPage, result: Result) -> None:
    """Say that the person has looked. A refusal is no fault of the page: a preview looks too."""
    if page.seen is None:
        return
    mutation, path = page.seen
    record, made = result.at(path), operation(visit.schema, mutation)
    if isinstance(record, dict) and record.get("unread") and made is not None:
        text = (
            f"mutation ($input: {made.input.name}!) {{ {mutation}(input: $input) "
            "{ userErrors { code } } }"
        )
        await visit.gateway.ask(visit.access, text, {"input": {"id": record["id"]}}, visit.peer)


async def _parts_of(visit: Visit, whole: Placed[DeskPage], key: str | None) -> list[Drawn]:
    """What others add to a detail page: one enterprise, one file."""
    name = f"{whole.plugin}/{whole.part.slug}"
    drawn = []
    for placed in visit.book.pages:
        if placed.part.part_of != name or not meant_for(placed.part, visit.access):
            continue
        if (result := await visit.read(placed.part.document, id=key)) is not None:
            found = [draw(visit, placed.plugin, result, each) for each in placed.part.layout]
            drawn += [section for section in found if section is not None]
    return drawn


def offers_on(
    visit: Visit, placed: Placed[DeskPage], result: Result, key: str | None
) -> list[tuple[Offer, bool]]:
    """The forms that this person may use on a page: (offer, whether for several rows at once)."""
    record = result.at(placed.part.record) if placed.part.record else None
    found = []
    offered = visit.book.forms_on(placed.plugin, placed.part.slug)
    for each in sorted(offered, key=lambda form: form.plugin == "core"):  # a step's own act first
        form = each.part
        if not (meant_for(form, visit.access) and may(visit, form)):
            continue
        if key is None:
            if form.bulk or not form.subject:
                found.append((Offer(two(form.title), each.path), form.bulk))
        elif sensible(form, record):
            allowed, reason = permitted(form, record)
            if allowed or reason:
                subject = _subject(visit, form, placed.part, record) or key
                offer = Offer(two(form.title), f"{each.path}/{subject}", allowed, reason)
                found.append((offer, False))
    return found


def _subject(visit: Visit, form: DeskForm, page: DeskPage, record: Any) -> str | None:
    """A form for what a matter is about is offered on the matter's page, under the other id."""
    if not form.document:
        return None
    theirs, ours = visit.book.readings[form.document], visit.book.readings[page.document]
    wanted, found = theirs.spot(theirs.first_field), ours.spot(page.record)
    if wanted is None or found is None or wanted.named.name in ("Node", found.named.name):
        return None
    subject: str | None = dig(record, "subjectId")
    return subject


def bulk_offers(visit: Visit, placed: Placed[WorkQueue]) -> list[Offer]:
    """The forms that may be applied to several rows of a queue."""
    found = []
    for name in placed.part.forms:
        plugin, _, slug = (name if "/" in name else f"{placed.plugin}/{name}").partition("/")
        form = visit.book.form(plugin, slug)
        if form and form.part.bulk and meant_for(form.part, visit.access) and may(visit, form.part):
            found.append(Offer(two(form.part.title), form.path))
    return found


def sensible(form: DeskForm, record: Any) -> bool:
    """Whether the form makes sense for the record as it is; what was not read is no objection."""
    if form.only_if is None or not isinstance(record, dict):
        return True
    path, values = form.only_if
    value = dig(record, path)
    return value is None or str(value) in values


def permitted(form: DeskForm, record: Any) -> tuple[bool, str]:
    """What the record says of the form, and the server of its action on it; and why not."""
    if form.open_if is not None:
        path, values, reason = form.open_if
        if (value := dig(record, path)) is not None and str(value) not in values:
            return False, reason
    actions = dig(record, "availableActions") or dig(record, "matter.availableActions")
    if not isinstance(actions, list):
        return True, ""
    wanted = ("name", form.action) if form.action else ("mutation", form.mutation)
    for action in actions:
        if action.get(wanted[0]) == wanted[1]:
            return bool(action.get("allowed")), action.get("reason") or ""
    return (not form.action), ""


async def _filter(
    visit: Visit, result: Result, filter_: Filter, query: Mapping[str, str]
) -> FilterView:
    type_ = result.reading.type_of(filter_.name)
    chosen = query.get(filter_.name, "")
    if filter_.options is not None:
        typed = filter_.options.labels == (filter_.options.value,)
        kind = "suggest" if typed else "choice"
        choices = await options_of(visit, filter_.options, chosen if typed else "")
        return FilterView(filter_.name, two(filter_.title), kind, chosen, choices)
    named = visit.schema.type_map.get(type_.strip("[]!"))
    words = choices_of(named) if named else {}
    if named and named.name == "WarningColour":
        words = {name: COLOURS[name] for name in ORDER if name in words}
    choices = [Choice(name, said.both) for name, said in words.items()]
    choices += [Choice(*each) for each in filter_.choices]
    plain = {"Date": "date", "Int": "range" if filter_.most else "number"}
    kind = "choice" if choices else plain.get(named.name if named else "", "text")
    return FilterView(filter_.name, two(filter_.title), kind, chosen, choices, filter_.most)


def _given(type_: str, value: str) -> Any:
    """A filter's value for its variable; nothing typed is no condition."""
    if not value.strip():
        return None
    if type_.strip("!") == "Boolean":
        return value == "true"
    if type_.strip("!") == "Int":
        return int(value) if value.strip().isdecimal() else None
    return [value] if type_.startswith("[") else value.strip()


def _href(path: str, query: Mapping[str, str], cursor: str | None) -> str:
    kept = {name: value for name, value in query.items() if name not in ("after", "done") and value}
    if cursor:
        kept["after"] = cursor
    return f"{path}?{urlencode(kept)}" if kept else path
