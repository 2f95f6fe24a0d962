"""What can be seen without a database: texts, policy, scope."""

import re
from collections.abc import Iterator
from typing import Any, Final

from core.plugin_check.subject import Finding, Subject, broken, odd, sound
from core.policy.vocabulary import Action, Effect
from core.store.base import is_public, is_system

TWO_LANGUAGES: Final = re.compile(r"[^\n]*[\u3400-\u9fff][^\n]*\n[^\n]*[A-Za-z0-9]")
OWNERS: Final = {"own": "enterprise_id", "divisions": "town_id"}
"""Kinds of scope, and the column by which a row usually belongs to somebody of that kind."""


def read(subject: Subject) -> Iterator[Finding]:
    """Every finding of this part."""
    yield from descriptions(subject)
    yield from policy(subject)
    yield from scopes(subject)


def descriptions(subject: Subject) -> Iterator[Finding]:
    """Every type, field and argument is told in Chinese and then in English."""
    told = [each for type_ in subject.types for each in _told(type_)]
    silent = [where for where, text in told if not TWO_LANGUAGES.match(text or "")]
    if silent:
        yield broken(
            f"说明缺失或不是两种语言：{'、'.join(silent[:5])}。",
            f"Not described in both languages ({len(silent)}): {', '.join(silent[:5])}.",
        )
    else:
        yield sound(f"{len(told)} 处说明齐全。", f"{len(told)} descriptions in both languages.")


def _told(type_: Any) -> Iterator[tuple[str, str | None]]:
    yield type_.name, type_.description
    for name, field in getattr(type_, "fields", {}).items():
        if name in {"id", "clientMutationId"}:
            continue  # of the house
        yield f"{type_.name}.{name}", field.description
        for arg, spec in getattr(field, "args", {}).items():
            yield f"{type_.name}.{name}({arg})", spec.description


def policy(subject: Subject) -> Iterator[Finding]:
    """Who may what: the file was read when the plugin was built in; here is what it comes to."""
    own = [r for r in subject.assembly.defaults if r.resource.startswith(f"{subject.name}:")]
    allowing = [rule for rule in own if rule.effect != Effect.DENY]
    for model in subject.models:
        resource = subject.assembly.resources.get(model)
        if resource is None:
            yield odd(
                f"{model.__name__} 没有对应的类型，外界看不到。",
                f"{model.__name__} has no type: nobody can see it.",
            )
            continue
        readers = sorted(
            {r.role for r in allowing if r.resource == resource and r.action == Action.READ}
        )
        if not readers:
            yield broken(
                f"没有岗位可以查看 {resource}。", f"No role may read {resource}; see policy.csv."
            )
        else:
            yield sound(
                f"{resource} 有 {len(readers)} 个岗位可查看。",
                f"{resource} is read by {', '.join(readers)}.",
            )


def scopes(subject: Subject) -> Iterator[Finding]:
    """Whose rows they hold: said in the model, and found by an index."""
    for model in subject.models:
        table = model.__table__
        if is_system(model):
            continue
        if is_public(model):
            if owners := sorted(set(OWNERS.values()) & set(table.columns.keys())):
                yield odd(
                    f"{model.__name__} 对可查看者全部开放，但有列 {'、'.join(owners)}。",
                    f"{model.__name__} is open to all its readers, although it has "
                    f"{', '.join(owners)}.",
                )
            continue
        leading = {next(iter(index.columns)).name for index in table.indexes if index.columns}
        for kind, column in model.__scope__.items():
            if column not in leading and column not in {c.name for c in table.primary_key}:
                yield odd(
                    f"{model.__name__}.{column}（范围 {kind}）没有索引。",
                    f"{model.__name__}.{column}, which the scope {kind!r} looks at, has no index.",
                )
        forgotten = [
            k for k, c in OWNERS.items() if c in table.columns and k not in model.__scope__
        ]
        for kind in forgotten:
            yield odd(
                f"{model.__name__} 有列 {OWNERS[kind]}，范围却未声明 {kind}：这些人看不到。",
                f"{model.__name__} has {OWNERS[kind]} but no scope {kind!r}: they see no rows.",
            )
        yield sound(
            f"{model.__name__} 的范围：{'、'.join(model.__scope__)}。",
            f"{model.__name__} is scoped by {', '.join(model.__scope__)}.",
        )
