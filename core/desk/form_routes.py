"""Forms over HTTP: shown, searched in, submitted once, and given back with what was typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from core.desk.bodies import Typed
from core.desk.book import Placed, linked
from core.desk.forms import Draft, FormView, form_view
from core.desk.photos import Photos
from core.desk.submitting import Outcome, Submission, submit, submit_all
from core.desk.visit import Visit, dig
from core.desk.words import Words, two
from core.desk_declarations import Column, DeskForm

PARTLY = (
    "其中 {done} 项已办理，{left} 项未办理，见下。\n{done} were done, {left} were not: see below."
)


@dataclass(frozen=True)
class Answer:
    """What a form answers: itself again, a place to go on to, or what is shown only once."""

    view: FormView | None = None
    status: int = 200
    go_on: str = ""
    problem: str = ""
    """What to say where there is nothing to fill in."""
    shown: Sequence[tuple[Words, str]] = ()


@dataclass(frozen=True)
class Forms:
    """Forms of one worker. `make_id` draws the ids that make a repeated submission harmless."""

    photos: Photos
    make_id: Callable[[], str] = field(default=lambda: token_hex(16))

    async def begin(
        self, visit: Visit, placed: Placed[DeskForm], key: str | None, given: dict[str, list[str]]
    ) -> Answer:
        """An empty form; what the address holds stands in its fields already."""
        shown = {each.name for each in placed.part.fields if not each.hidden}
        typed = Typed({name: texts for name, texts in given.items() if name in shown})
        return Answer(await form_view(visit, placed, key, Draft(typed, once=self.make_id())))

    async def take(
        self, visit: Visit, placed: Placed[DeskForm], key: str | None, typed: Typed
    ) -> Answer:
        """A form as it came back."""
        once = typed.one("_once")[:64] or self.make_id()
        picks = typed.all("_pick") if placed.part.bulk and key is None else []
        if await form_view(visit, placed, key, Draft(once=once, picks=picks or ["?"])) is None:
            return Answer()
        if placed.part.subject and key is None and not picks:
            return Answer(problem=NONE_PICKED)
        album = await self.photos.gather(visit, placed.part, typed)
        draft = Draft(typed, once, album.wrong, kept=album.kept, picks=picks, is_new=False)
        if self._is_unfinished(placed.part, typed, picks):
            unasked = replace(draft, is_new="_once" not in typed.texts)
            return Answer(await form_view(visit, placed, key, unasked))
        if album.wrong:
            return Answer(await form_view(visit, placed, key, draft), 422)
        sent = Submission(typed, once, album.kept)
        if picks:
            return await self._several(visit, placed, sent, draft)
        subject = None if key is None else (key, typed.one("_version"))
        return await self._one(visit, placed, sent, draft, subject)

    def _is_unfinished(self, form: DeskForm, typed: Typed, picks: Sequence[str]) -> bool:
        """Whether the person was still searching, or has only picked rows so far."""
        asks = any(not each.hidden for each in form.fields)
        return bool(typed.one("_find")) or (bool(picks) and asks and "_once" not in typed.texts)

    async def _one(
        self,
        visit: Visit,
        placed: Placed[DeskForm],
        sent: Submission,
        draft: Draft,
        subject: tuple[str, str] | None,
    ) -> Answer:
        outcome = await submit(visit, placed.part, sent, subject)
        key = subject and subject[0]
        if not outcome.is_done:
            again = replace(draft, wrong=outcome.wrong, problems=outcome.problems, why=outcome.why)
            return Answer(await form_view(visit, placed, key, again), 422)
        if placed.part.shows:
            return Answer(shown=_shown(placed.part, outcome))
        return Answer(go_on=_next(visit, placed, _whose(placed.part, key, outcome), 0))

    async def _several(
        self, visit: Visit, placed: Placed[DeskForm], sent: Submission, draft: Draft
    ) -> Answer:
        outcomes = await submit_all(visit, placed.part, sent, draft.picks)
        failed = {pick: outcome for pick, outcome in outcomes.items() if not outcome.is_done}
        if not failed:
            return Answer(go_on=_next(visit, placed, None, len(outcomes)))
        done = len(outcomes) - len(failed)
        wrong = next(iter(failed.values())).wrong
        problems = [PARTLY.format(done=done, left=len(failed))] if done else []
        problems += dict.fromkeys(text for each in failed.values() for text in each.problems)
        why = next(iter(failed.values())).why
        again = replace(draft, picks=list(failed), wrong=wrong, problems=problems, why=why)
        return Answer(await form_view(visit, placed, None, again), 422)


NONE_PICKED = "请先在列表中勾选要办理的记录。\nPick the rows in the list first."


def _shown(form: DeskForm, outcome: Outcome) -> list[tuple[Words, str]]:
    columns = [each for each in form.shows if isinstance(each, Column)]
    found: list[tuple[Words, Any]] = [
        (two(each.title or each.path), dig(outcome.payload, each.path)) for each in columns
    ]
    return [(words, str(value)) for words, value in found if value is not None]


def _whose(form: DeskForm, key: str | None, outcome: Outcome) -> str | None:
    """The record to go on to: the one acted upon on its own pages, elsewhere what came of it."""
    if key is not None and (not form.next or form.next in form.on):
        return key
    return outcome.record_id or key


def _next(visit: Visit, placed: Placed[DeskForm], key: str | None, count: int) -> str:
    """Where to go on to, with what to say there."""
    form, where = placed.part, "/desk"
    target = form.next or (form.on[0] if form.on and key else "")
    if target:
        where = linked(target, placed.plugin)
        _, _, plugin, slug = where.split("/", 3)
        page = visit.book.page(plugin, slug)
        if page is not None and page.part.record:
            where = f"{where}/{key}" if key else "/desk"
    said = {"done": f"{placed.plugin}/{form.slug}", **({"count": str(count)} if count else {})}
    return f"{where}?{urlencode(said)}"


def done_words(visit: Visit, said: str, count: str) -> Words | None:
    """What a form that has just been done wants to have said."""
    plugin, _, slug = said.partition("/")
    placed = visit.book.form(plugin, slug)
    if placed is None:
        return None
    words = two(placed.part.success)
    if count.isdigit():
        return Words(f"{words.chinese}（{count} 项）", f"{words.english} ({count})")
    return words
