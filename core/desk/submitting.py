"""A form submitted: one mutation through the gateway as the person, or one for each picked row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graphql import is_required_input_field

from core.desk.bodies import Typed
from core.desk.described import Operation, operation
from core.desk.photos import Kept
from core.desk.values import MISSING, NOTHING, Wrong, value_of
from core.desk.visit import Visit
from core.desk_declarations import Column, DeskForm

VERSION: Final = re.compile(r"[0-9]{1,9}")
BUSY = "操作过于频繁，请稍后再试。\nToo many requests; try again in a moment."


@dataclass(frozen=True)
class Outcome:
    """What became of a submission: the payload, or what is wrong and where."""

    payload: Mapping[str, Any] = field(default_factory=dict)
    record_id: str | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()
    why: Mapping[str, Any] | None = None
    """The explanation of a refusal by the policy."""

    @property
    def is_done(self) -> bool:
        """Whether it happened."""
        return not self.wrong and not self.problems


@dataclass(frozen=True)
class Submission:
    """Everything that came with a form."""

    typed: Typed
    once: str
    kept: Mapping[str, Sequence[Kept]]


async def submit(
    visit: Visit, form: DeskForm, sent: Submission, subject: tuple[str, str] | None
) -> Outcome:
    """Do it once. `subject` is the id of the record acted upon, and the version that was read."""
    made = operation(visit.schema, form.mutation)
    if made is None:
        return Outcome(problems=["您不能办理此事项。\nThis is not for you to do."])
    values, wrong = _values(form, made, sent)
    if wrong:
        return Outcome(wrong=wrong)
    if subject is not None:
        values[form.subject] = subject[0]
        if subject[1] and "expectedVersion" in made.input.fields:
            values["expectedVersion"] = _version(subject[1])
    reply = await visit.gateway.ask(visit.access, _text(form, made), {"input": values}, visit.peer)
    payload = (reply.data or {}).get(form.mutation)
    if not isinstance(payload, dict):
        return Outcome(problems=list(reply.errors) or [BUSY])
    if payload["userErrors"]:
        return _refused(form, payload["userErrors"])
    record = payload.get("record")
    key = record.get("id") if isinstance(record, dict) else None
    return Outcome(payload, key)


def _version(text: str) -> int:
    """The version that a page sent; a forged one is stale, so that nobody gets past the check."""
    return int(text) if VERSION.fullmatch(text) else -1


async def submit_all(
    visit: Visit, form: DeskForm, sent: Submission, picks: Sequence[str]
) -> dict[str, Outcome]:
    """Do it for each picked row, `id|version`; one that fails stops none of the others."""
    outcomes = {}
    for pick in dict.fromkeys(picks):
        key, _, version = pick.partition("|")
        each = replace(sent, once=f"{sent.once}-{key}")
        outcomes[pick] = await submit(visit, form, each, (key, version))
    return outcomes


def _values(
    form: DeskForm, made: Operation, sent: Submission
) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {"clientMutationId": sent.once}
    wrong: dict[str, str] = {}
    for each in form.fields:
        typed = sent.typed.texts.get(each.name, [])
        if each.kind == "photo":
            typed = [kept.id for kept in sent.kept.get(each.name, ())]
        taken = made.takes(each.name)
        if taken is None:
            continue
        try:
            value = value_of(each, taken.type, typed)
        except Wrong as error:
            wrong[each.name] = "\n".join(error.words)
            continue
        if value is not NOTHING:
            values[each.name] = value
    wrong |= _unfinished(form, made, values)
    return _nested_values(values), wrong


def _unfinished(form: DeskForm, made: Operation, values: Mapping[str, Any]) -> dict[str, str]:
    """What is missing of objects in lists of which something was typed."""
    begun = {name.rpartition(".")[0] for name in values if "." in name}
    missing = {}
    for each in form.fields:
        taken = made.takes(each.name)
        must = taken is not None and is_required_input_field(taken)
        if must and each.name not in values and each.name.rpartition(".")[0] in begun:
            missing[each.name] = "\n".join(MISSING)
    return missing


def _nested_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """`levels.0.roles` and its like as lists of objects, in the order of their places."""
    whole = {name: value for name, value in values.items() if "." not in name}
    objects: dict[tuple[str, int], dict[str, Any]] = {}
    for name, value in values.items():
        if "." in name:
            of, place, inner = name.split(".")
            objects.setdefault((of, int(place)), {})[inner] = value
    for (of, _), made in sorted(objects.items()):
        whole.setdefault(of, []).append(made)
    return whole


def _text(form: DeskForm, made: Operation) -> str:
    """The mutation, with what is shown or gone on to afterwards."""
    paths = [each.path for each in form.shows if isinstance(each, Column)]
    shown = " ".join(_nested(path) for path in paths)
    record = f"record: {made.record} {{ id }}" if made.record else ""
    return (
        f"mutation ($input: {made.input.name}!) {{ {made.name}(input: $input) {{ "
        f"userErrors {{ code message field explain }} {record} {shown} }} }}"
    )


def _nested(path: str) -> str:
    head, _, rest = path.partition(".")
    return f"{head} {{ {_nested(rest)} }}" if rest else head


def _refused(form: DeskForm, errors: Sequence[Mapping[str, Any]]) -> Outcome:
    """Errors at their fields; those of no field of this form stand on top."""
    known = {_plain(each.name): each.name for each in form.fields if not each.hidden}
    wrong: dict[str, str] = {}
    problems = []
    for error in errors:
        name = known.get(_plain(error["field"] or ""))
        if name is None:
            problems.append(error["message"])
        else:
            wrong.setdefault(name, error["message"])
    why = next((e["explain"] for e in errors if (e["explain"] or {}).get("ask")), None)
    return Outcome(wrong=wrong, problems=problems, why=why)


def _plain(name: str) -> str:
    """`valid_until` and `validUntil` are one name."""
    return name.replace("_", "").lower()
