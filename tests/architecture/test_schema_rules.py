"""House rules of the assembled schema: described, guarded, bounded, scoped, indexed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_specified_scalar_type,
)
from sqlalchemy import UniqueConstraint

from core.store.base import Base
from schema.assembly import Assembly
from schema.fields import DataField
from schema.guards import guard_of
from schema.paging import MAX_PAGE
from schema.sources import Aggregate, Many, Value

TWO_LANGUAGES = re.compile(r"[^\n]*[\u3400-\u9fff][^\n]*\n[^\n]*[A-Za-z0-9]")

VALUES_UNTOLD = {
    "AuthorityLevel",
    "LeadUnit",
    "SessionKind",
}
"""Enums whose values are not described one by one yet. No new ones; the list only shrinks."""
ARGUMENTS_UNTOLD = {
    "Query.explain(input)",
    "Query.node(id)",
    "Query.policyDomain(after)",
    "Query.policyDomain(first)",
    "Query.policyDomain(prefix)",
}
"""Likewise for arguments."""
SMALL = {
    "accident_class": "some dozen rows",
    "account": "some hundred people",
    "authorised_body": "some dozen bodies",
    "checklist": "some dozen versions",
    "checklist_item": "some hundred questions",
    "document_form": "the 56 forms of an edition",
    "enforcement_card": "one for each officer",
    "legal_basis": "some hundred articles",
    "letter_rule": "some dozen rules",
    "object_library": "some dozen libraries",
    "campaign_target": "towns x campaigns",
    "api_token": "a few per account",
    "key_unit_designation": "300 key units and their history",
    "organisation": "some hundred, one per key enterprise",
    "policy_draft_difference": "those of one draft, read by officers",
    "policy_draft_finding": "those of one draft, read by officers",
    "policy_rule": "some thousand rows at most, read by officers",
    "post": "a few per account",
    "session": "removed when they end",
}
"""Tables that are sorted in memory as fast as an index would be read."""
KEYS_SHOWN = {"PolicyVersion.number": "the number by which people speak of a version"}

INDEX_OWED: set[str] = set()
"""Order columns of large tables without an index yet. No new ones; the list only shrinks."""
BOUNDED = {
    "Query.caseBalance": "one row for a case",
    "Query.caseBoard": "steps x colours",
    "Query.causeReports": "causes of cases",
    "Query.discretionBounds": "grades",
    "Query.discretionUses": "rules of discretion x grades",
    "Query.doublePublicity": "a thousand, of a period",
    "Query.channelChoices": "channels x the kinds that core.channels.kinds offers",
    "Query.messageKinds": "the kinds that core.channels.kinds offers",
    "Query.plugins": "the plugins that are installed",
    "Query.policyFiles": "the plugins that are installed",
    "Query.roles": "the roles of policies/roles.csv",
    "Query.foodProducerBoard": "towns x classes of food x grades x colours",
    "Query.foodPlanProgress": "towns x grades",
    "Query.classBoard": "towns x classes x levels x regimes x colours",
    "Query.failureByClass": "classes",
    "Query.failureByItem": "its own limit of 100",
    "Query.foodResultRates": "towns",
    "Query.foodSampleRates": "classes of food",
    "Query.complaintStatistics": "its 500 largest cells",
    "Query.letterTimeliness": "steps of two procedures",
    "Query.instrumentBoard": "towns x categories x colours",
    "Query.passRates": "categories, towns or bodies",
    "Query.verificationRates": "towns",
    "Query.hazardBoard": "towns x grades x steps x colours",
    "Query.lookUp": "core.look_up.service.MOST of each kind",
    "Query.licenceBoard": "towns x kinds x colours",
    "Query.licenceExpiries": "24 months x kinds",
    "Query.licenceIslands": "kinds",
    "Query.licenceStates": "towns x kinds x states",
    "Query.renewalRates": "towns",
    "Query.equipmentBoard": "towns x kinds x colours",
    "Query.equipmentNear": "100 devices",
    "Query.equipmentRates": "towns",
    "Query.instructionCounts": "towns",
    "Query.monthlyReturn": "kinds of devices",
    "Query.operatorCoverage": "projects of the catalogue",
    "Query.matterBoard": "towns x procedures x steps",
    "Query.matterColleagues": "people of one organisation",
    "Query.rectificationRates": "towns",
    "Query.publicStepPerformance": "its 200 latest lines",
    "Query.stepPerformance": "its 200 latest lines",
    "Query.standardExposure": "towns x colours",
    "Query.standardsBoard": "towns",
    "Query.spotCheckRates": "towns x levels",
    "Query.trace": "schema.tracing.finding.MOST",
    "Query.search": "its argument `first`, 20 at most for each type",
}
"""Lists behind Python: what bounds them. A list of plain values needs no entry."""


@pytest.fixture(scope="module")
def core(assembly: Assembly) -> GraphQLSchema:
    return assembly.schema.core


def own_types(core: GraphQLSchema) -> list[Any]:
    return [
        t
        for t in core.type_map.values()
        if not t.name.startswith("__") and not is_specified_scalar_type(t)
    ]


def told(core: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Every coordinate with its description."""
    for type_ in own_types(core):
        yield type_.name, type_.description
        for name, field in getattr(type_, "fields", {}).items():
            yield f"{type_.name}.{name}", field.description
            for arg, spec in getattr(field, "args", {}).items():
                yield f"{type_.name}.{name}({arg})", spec.description
        if isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                yield f"{type_.name}:{name}", value.description


def untold(core: GraphQLSchema) -> set[str]:
    return {name for name, text in told(core) if not text or not TWO_LANGUAGES.match(text)}


def test_everything_is_described_in_chinese_and_english(core: GraphQLSchema) -> None:
    missing = untold(core)
    known = {n for n in missing if n.partition(":")[0] in VALUES_UNTOLD and ":" in n}
    assert sorted(missing - known - ARGUMENTS_UNTOLD) == []
    assert sorted(VALUES_UNTOLD - {n.partition(":")[0] for n in known}) == [], "shrink the list"
    assert sorted(ARGUMENTS_UNTOLD - missing) == [], "shrink the list"


def test_the_rule_sees_each_kind_of_missing_description() -> None:
    good = '"""好\\nGood."""'
    bare = build_schema(
        f"""type Query {{ {good} a(x: E): Int
                         "English." b: Int }}
            {good} enum E {{ V }}"""
    )
    assert untold(bare) == {"Query", "Query.a(x)", "Query.b", "E:V"} | untold_literals(bare)


def untold_literals(core: GraphQLSchema) -> set[str]:
    """Descriptions written on one line of SDL hold a backslash and an n, not a new line."""
    return {name for name, text in told(core) if text and "\\n" in text}


def root_fields(assembly: Assembly) -> Iterator[tuple[str, Any]]:
    core = assembly.schema.core
    for root in (core.query_type, core.mutation_type, core.subscription_type):
        for name, field in root.fields.items() if root else ():
            yield f"{root.name}.{name}", field


def test_every_root_field_is_guarded(assembly: Assembly) -> None:
    """By its data's source, or by the action that its author named, or by a reason for neither."""
    for name, field in root_fields(assembly):
        declared = field.extensions["strawberry-definition"]
        if isinstance(declared, DataField):
            continue
        guard = guard_of(declared)
        assert guard is not None, name
        assert guard.on is not None or len(guard.open_because) > 10, f"{name}: open, but why?"
        if name.startswith("Mutation."):
            assert guard.kind == "mutation", name


def test_what_an_operation_needs_is_something_a_rule_can_name(assembly: Assembly) -> None:
    for name, _ in root_fields(assembly):
        type_, _, field = name.partition(".")
        needs = assembly.shape.types[type_].fields[field].needs
        if needs is not None:
            assert needs[1] in assembly.domain.resources[needs[0]].actions, name


def test_every_list_of_records_is_paged_or_bounded(assembly: Assembly) -> None:
    core = assembly.schema.core
    records = {n for n, t in assembly.shape.types.items() if t.resource or t.kind == "union"}
    for type_ in own_types(core):
        for name, field in getattr(type_, "fields", {}).items():
            declared = field.extensions.get("strawberry-definition")
            if isinstance(declared, DataField) and isinstance(declared.source, Many):
                assert field.args["first"].default_value <= MAX_PAGE
                if type_.name == "Query":
                    assert declared.source.paged, f"Query.{name} lists a whole table"
            elif type_.name == "Query" and is_list_type(get_nullable_type(field.type)):
                assert f"Query.{name}" in BOUNDED, f"Query.{name}: what bounds it?"
            elif get_named_type(field.type).name in records and is_list_type(
                get_nullable_type(field.type)
            ):
                paging = type_.name.endswith("Connection") or type_.name.endswith("Payload")
                # a dozen for each record: core/files/binding.py
                paging = paging or get_named_type(field.type).name == "Attachment"
                assert paging, f"{type_.name}.{name} lists records without a bound"


def test_ids_are_opaque(assembly: Assembly) -> None:
    """A key shows as a global id only, and no column that refers to another row shows at all."""
    catalogue = assembly.schema.catalogue
    for name, type_ in assembly.shape.types.items():
        if not type_.resource:
            continue
        record = assembly.schema.origin_of(name)
        shown: Any = assembly.schema.core.type_map[name]
        assert str(shown.fields["id"].type) == "ID!"
        assert "Node" in {i.name for i in shown.interfaces}
        for field in catalogue.fields(record).values():
            source = field.source
            if isinstance(source, Value) and not source.is_id:
                stored: Any = source.expression
                at = f"{name}.{field.python_name}"
                assert not getattr(stored, "primary_key", False) or at in KEYS_SHOWN, at
                assert not getattr(stored, "foreign_keys", ()), f"{name}.{field.python_name}"


def test_every_model_is_scoped(assembly: Assembly) -> None:
    for model in (mapper.class_ for mapper in Base.registry.mappers):
        assert hasattr(model, "__scope__"), model
    for model, resource in assembly.resources.items():
        assert model.__name__ == resource.partition(":")[2], "one name for a model and its type"


def indexed(column: Any) -> bool:
    """Whether an index or a unique key begins with the column."""
    table = column.table
    starts = [next(iter(index.columns), None) for index in table.indexes]
    starts += [
        next(iter(c.columns), None) for c in table.constraints if isinstance(c, UniqueConstraint)
    ]
    return column.primary_key or any(start is column for start in starts)


def order_columns(assembly: Assembly) -> Iterator[Any]:
    """Columns that clients may sort by, and those that whole lists are sorted by without asking."""
    catalogue = assembly.schema.catalogue
    for name, type_ in assembly.shape.types.items():
        if type_.resource:
            for field in catalogue.fields(assembly.schema.origin_of(name)).values():
                if isinstance(field.source, Value) and field.source.order:
                    yield field.source.expression
    for field in catalogue.fields(assembly.schema.origin_of("Query")).values():
        source = field.source
        if isinstance(source, Many) and source.order_by is not None:
            yield getattr(source.order_by, "element", source.order_by)
        assert not isinstance(source, Aggregate), "an aggregate over a whole table has no bound"


def test_what_is_sorted_by_is_indexed(assembly: Assembly) -> None:
    missing = {
        f"{c.table.name}.{c.name}"
        for c in order_columns(assembly)
        if not indexed(c) and c.table.name not in SMALL
    }
    assert sorted(missing - INDEX_OWED) == []
    assert sorted(INDEX_OWED - missing) == [], "shrink the list"
