"""Every mistake of a declaration is found when the schema is built, and says where it is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import strawberry
from sqlalchemy import func, select

from core.errors import PluginError
from core.extension import Extension, extend
from core.identity.models import Account
from core.policy.vocabulary import Action
from core.register import models as m
from core.store.session import models
from core.store.unit import UnitOfWork
from plugins.licensing import models as licensing
from schema.build import Schema
from schema.fields import column, computed, connection, count, key, personal, to_many, to_one
from schema.operations import mutation, query
from schema.payloads import MutationInput
from schema.roots import Query
from schema.shared.contents import SHARED
from schema.shared.register import Enterprise, Site

TEXT = "文字\nA text."


def build(*extensions: Extension, plugin: str = "trial") -> Schema:
    """The core's schema with what a plugin adds."""
    shared = [("core", extension) for extension in SHARED]
    return Schema([*shared, *((plugin, extension) for extension in extensions)], models())


def refused(*extensions: Extension) -> str:
    """What is said; graphql-core wraps what is raised while it resolves a type's fields."""
    with pytest.raises((PluginError, TypeError)) as caught:
        build(*extensions)
    return str(caught.value)


def test_a_right_declaration_is_no_fault() -> None:
    schema = build(extend(Enterprise, how_many=count(Site, TEXT, by=m.Site.enterprise_id)))
    assert "howMany: Int" in schema.as_str()


OTHERS_TABLE = "reads ['site'], not the record's own table"
NOT_OURS = "does not lead from Site to Enterprise"
UNTOLD = "needs a description"
MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "another's column": (lambda: column(m.Site.name, TEXT), OTHERS_TABLE),
    "a mixture": (lambda: computed(m.Enterprise.name + m.Site.name, TEXT), OTHERS_TABLE),
    "a key elsewhere": (
        lambda: to_one(Site, TEXT, by=m.Enterprise.town_id),
        "does not lead from Enterprise to Site",
    ),
    "another's key": (
        lambda: to_one(Enterprise, TEXT, by=m.Site.enterprise_id),
        "does not lead from Enterprise to Enterprise",
    ),
    "list": (lambda: to_many(Site, TEXT, by=licensing.Licence.enterprise_id), NOT_OURS),
    "count": (lambda: count(Site, TEXT, by=m.Enterprise.town_id), NOT_OURS),
    "page": (lambda: connection(Site, TEXT, by=m.Site.town_id), NOT_OURS),
    "no description": (lambda: column(m.Enterprise.name, ""), UNTOLD),
    "one language": (lambda: column(m.Enterprise.name, "English only."), UNTOLD),
    "cursor over nulls": (
        lambda: column(m.Enterprise.industry_code, TEXT, order=True),
        "a nullable column has no place in a cursor",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_field_that_cannot_be_right(mistake: str) -> None:
    make, why = MISTAKES[mistake]
    told = refused(extend(Enterprise, trial=make()))
    assert "Enterprise.trial" in told
    assert why in told


def test_a_field_may_not_promise_what_a_column_does_not_keep() -> None:
    @strawberry.type(description=TEXT)
    class Firm:
        id: strawberry.ID = key(m.Enterprise.id)
        industry_code: str = column(m.Enterprise.industry_code, TEXT)

    told = refused(extend(Query, firms=connection(Firm, TEXT)))
    assert "Firm.industry_code: the column may be null, the field may not" in told


def test_a_relation_is_nullable() -> None:
    @strawberry.type(description=TEXT)
    class Firm:
        id: strawberry.ID = key(m.Site.id)
        owner: Enterprise = to_one(Enterprise, TEXT, by=m.Site.enterprise_id)  # type: ignore[assignment]

    told = refused(extend(Query, firms=connection(Firm, TEXT)))
    assert "Firm.owner: a scope may hide the other record, so the field must be nullable" in told


def test_personal_data_cannot_be_sorted_by() -> None:
    @strawberry.type(description=TEXT)
    class Person:
        id: strawberry.ID = key(Account.id)
        phone: str | None = computed(Account.phone, TEXT, order=True)

    assert "no place in a cursor" in refused(extend(Query, persons=connection(Person, TEXT)))
    assert personal(Account.phone, TEXT) is not None


def test_a_record_needs_a_key() -> None:
    @strawberry.type(description=TEXT)
    class Keyless:
        name: str = column(m.Site.name, TEXT)

    with pytest.raises(Exception, match=re.escape("Keyless has no key(...) field")):
        build(extend(Query, keyless=connection(Keyless, TEXT)))


def test_a_subquery_has_no_scope_and_is_refused() -> None:
    with pytest.raises(TypeError, match="may not contain a subquery"):
        computed(select(func.count(m.Site.id)).scalar_subquery(), TEXT)


@strawberry.field(description=TEXT)
def bare() -> int:
    return 1


@query(TEXT, reads=Enterprise)
def guarded() -> int | None:
    return 1


@query(TEXT, reads=Enterprise)
def promised() -> int:
    return 1


@pytest.mark.parametrize("target", [Query, Enterprise])
def test_python_behind_a_foreign_field_names_its_action(target: Any) -> None:
    assert f"{target.__name__}.bare names no action" in refused(extend(target, bare))
    assert build(extend(target, guarded))


def test_a_plugins_resolver_may_not_blank_somebody_elses_record() -> None:
    assert "Enterprise.promised of plugin 'trial' must be nullable" in refused(
        extend(Enterprise, promised)
    )


def test_two_plugins_with_one_name_are_both_named() -> None:
    mine = extend(Enterprise, doubled=count(Site, TEXT, by=m.Site.enterprise_id))
    with pytest.raises(PluginError) as caught:
        Schema([("first", mine), ("second", mine)], models())
    told = str(caught.value)
    assert "Enterprise.doubled of plugin 'second' is already provided by 'first'" in told


def test_a_field_of_the_type_itself_cannot_be_taken() -> None:
    told = refused(extend(Enterprise, name=column(m.Enterprise.name, TEXT)))
    assert "Enterprise.name of plugin 'trial' is already provided by 'core'" in told


def test_the_same_field_twice_in_one_extension() -> None:
    with pytest.raises(TypeError, match="the same field twice"):
        extend(Query, guarded, guarded=count(Enterprise, TEXT))
    with pytest.raises(TypeError, match="only fields can be added"):
        extend(Query, lambda: 1)


def test_an_added_field_is_nullable_by_house_rule() -> None:
    schema = build(extend(Enterprise, again=column(m.Enterprise.name, TEXT)))
    assert str(schema.core.type_map["Enterprise"].fields["again"].type) == "String"


def test_an_operation_open_to_all_says_why() -> None:
    with pytest.raises(TypeError, match="say why"):
        query(TEXT, reads=None)
    with pytest.raises(TypeError, match="say why"):
        mutation(TEXT, on=None, action=Action.CREATE)


@strawberry.input(description=TEXT)
class TrialInput(MutationInput):
    text: str = strawberry.field(description=TEXT)


def test_a_mutation_returns_a_row_or_a_payload() -> None:
    async def trial(work: UnitOfWork, input: TrialInput) -> int:
        return 1

    with pytest.raises(TypeError, match="returns a row of a model, or a Payload"):
        mutation(TEXT, on=Enterprise, action=Action.CREATE)(trial)
