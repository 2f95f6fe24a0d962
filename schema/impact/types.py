"""`policyImpact`: what a draft of the policy would do, before anybody signs it."""

from typing import Annotated, Final

import strawberry
from strawberry.types.info import Info

import schema.shared.identity_types  # noqa: F401  names the enum of tiers
from core.extension import extend
from core.policy.drafts import changed_by, changes_of_draft, draft_of
from core.policy.rules import Domain
from core.policy.stored import read_current
from core.policy.vocabulary import Tier
from schema.ids import key_of
from schema.impact import words
from schema.impact.documents import DocumentChange
from schema.impact.report import Impact, impact_of, tables_of
from schema.impact.rows import RowChange
from schema.impact.schemas import SchemaDifference
from schema.operations import query
from schema.request import Request
from schema.roots import Query

COST: Final = 5_000
"""Objects that one preview counts for: it reads whole tables and makes schemas anew."""
WHO: Final = "角色\nRoles."


@strawberry.type(description="一组权限的模式差异\nWhat a permission set's schema gains and loses.")
class SchemaImpact:
    """The difference of one permission set's schema."""

    roles: list[str] = strawberry.field(description=WHO)
    text: str = strawberry.field(description="概述\nIn a sentence.")
    gained: list[str] = strawberry.field(
        description="增加的类型、操作、字段、参数、枚举值\nTypes, operations, fields, ... gained."
    )
    lost: list[str] = strawberry.field(
        description="减少的类型、操作、字段、参数、枚举值\nTypes, operations, fields, ... lost."
    )

    @classmethod
    def of(cls, found: SchemaDifference, domain: Domain) -> "SchemaImpact":
        """The difference as data."""
        return cls(
            roles=list(found.roles),
            text=str(words.schema_in_words(found, domain)),
            gained=[str(words.part_in_words(part)) for part in words.brief(found.gained)],
            lost=[str(words.part_in_words(part)) for part in words.brief(found.lost)],
        )


@strawberry.type(description="一类岗位在一镇的行数变化\nRows a role in a town gains and loses.")
class RowImpact:
    """Gained and lost rows of one resource."""

    resource: str = strawberry.field(description="资源\nOf which record.")
    role: str = strawberry.field(description="角色\nThe role.")
    tier: Tier = strawberry.field(description="层级\nIts tier.")
    town: str | None = strawberry.field(description="镇街；空为全区\nThe town; null: the district.")
    people: int = strawberry.field(description="在任岗位数\nPosts in force there.")
    before: int = strawberry.field(description="现可见行数\nRows seen now.")
    gained: int = strawberry.field(description="增加行数\nRows gained.")
    lost: int = strawberry.field(description="减少行数\nRows lost.")
    text: str = strawberry.field(description="概述\nIn a sentence.")

    @classmethod
    def of(cls, change: RowChange, impact: Impact, domain: Domain) -> "RowImpact":
        """The change as data."""
        return cls(
            resource=change.resource,
            role=change.role,
            tier=domain.roles[change.role].tier,
            town=None if change.town is None else impact.towns.get(change.town),
            people=change.people,
            before=change.before,
            gained=change.gained,
            lost=change.lost,
            text=str(words.rows_in_words(change, impact.towns, domain)),
        )


@strawberry.type(description="受影响的查询\nA document that would fail, or newly succeed.")
class DocumentImpact:
    """A persisted document, or an operation seen of late."""

    title: str = strawberry.field(description="名称\nIts name or beginning.")
    document: str = strawberry.field(description="文档，不含取值\nThe text, without values.")
    breaks: bool = strawberry.field(description="将失败\nWhether it would fail.")
    roles: list[str] = strawberry.field(description=WHO)
    persisted: bool = strawberry.field(
        description="预存的，或近日见到的\nPersisted, or seen of late."
    )
    seen: int = strawberry.field(description="见到次数\nHow often it was seen.")
    last_seen_on: str | None = strawberry.field(description="最近见到\nWhen it was last seen.")
    why: str | None = strawberry.field(description="失败原因\nWhat validation would say.")
    text: str = strawberry.field(description="概述\nIn a sentence.")

    @classmethod
    def of(cls, change: DocumentChange, domain: Domain) -> "DocumentImpact":
        """The change as data."""
        known = change.document
        return cls(
            title=known.title,
            document=known.text,
            breaks=change.breaks,
            roles=list(change.roles),
            persisted=known.persisted,
            seen=known.seen,
            last_seen_on=known.last_seen_on or None,
            why=change.why or None,
            text=str(words.document_in_words(change, domain)),
        )


@strawberry.type(description="策略草案的影响\nWhat a draft of the policy would do.")
class PolicyImpact:
    """Schemas, rows and documents. Counts and words; no person and no row is named."""

    policy_version: int = strawberry.field(description="对照的现行版本\nCompared with which.")
    text: str = strawberry.field(description="概述\nIn a sentence.")
    schemas: list[SchemaImpact] = strawberry.field(description="模式差异\nSchemas that differ.")
    rows: list[RowImpact] = strawberry.field(description="行数变化\nRows gained and lost.")
    documents: list[DocumentImpact] = strawberry.field(
        description="受影响的查询\nDocuments that would fail or newly succeed."
    )

    @classmethod
    def of(cls, impact: Impact, domain: Domain) -> "PolicyImpact":
        """The impact as data."""
        return cls(
            policy_version=impact.version,
            text=str(words.impact_in_words(impact)),
            schemas=[SchemaImpact.of(each, domain) for each in impact.schemas],
            rows=[RowImpact.of(each, impact, domain) for each in impact.rows],
            documents=[DocumentImpact.of(each, domain) for each in impact.documents],
        )


Draft = Annotated[strawberry.ID, strawberry.argument(description="策略草案\nThe draft.")]


@query(
    "策略草案的影响：模式、可见行数、受影响的查询\n"
    "What a draft of the policy would do to schemas, to rows, and to what clients send.",
    reads="core:PolicyRule",
)
async def policy_impact(info: Info, draft: Draft) -> PolicyImpact | None:
    """Compare the policy in force with what it would be. Raises NotFound."""
    request: Request = info.context
    application = request.services
    application.spend(request.access, request.ip, COST)
    key = key_of("PolicyDraft", draft)
    async with request.store.reading(request.access) as session:
        await draft_of(session, key)
        changes = await changes_of_draft(session, key)
        present = await read_current(session, application.assembly.domain)
    if present is None:
        return None
    rules = (*present.rules, *present.dormant)
    after = changed_by(rules, changes)
    tables = tables_of(application.assembly, rules, after, present.version)
    found = await impact_of(request.store, application.assembly, tables, request.today)
    return PolicyImpact.of(found, application.assembly.domain)


extensions = [extend(Query, policy_impact)]
