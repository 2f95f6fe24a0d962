"""Drafts of the policy and regression cases as records. For officers alone."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy import drafts as m
from core.policy.models import ExpectedEffect
from core.policy.models import PolicyProposal as Proposed
from core.policy.models import RegressionCase as Case
from schema.enums import show_enum
from schema.fields import column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.policy_types import (
    ACTION,
    EFFECT,
    ORIGIN,
    ROWS,
    WHAT,
    WHO,
    PolicyProposal,
    PolicyVersion,
)

show_enum(
    m.DraftState,
    "草案状态\nWhere a draft stands.",
    {
        "DRAFT": "待签署\nWaits for a signature.",
        "SCHEDULED": "已签署待生效\nSigned; comes into force at its time.",
        "ACTIVE": "已生效\nIt came into force.",
        "REJECTED": "已驳回\nAnother officer rejected it.",
        "WITHDRAWN": "已撤回\nIts proposer took it back.",
        "OUTDATED": "已过时\nAnother version came into force; bring it up to date.",
    },
    name="PolicyDraftState",
)
show_enum(
    m.DraftKind,
    "草案来源\nWhat a draft was made from.",
    {
        "EDIT": "修改\nAn edit.",
        "ROLLBACK": "恢复旧版\nAn earlier version.",
        "IMPORT": "导入\nFiles.",
        "DEFAULTS": "采纳新默认\nDefaults of newer software.",
    },
    name="PolicyDraftKind",
)
show_enum(
    m.ChangeKind,
    "改动\nWhat a draft does with a row.",
    {"ADD": "增加\nAdds it.", "REMOVE": "移除\nRemoves it."},
    name="PolicyChangeKind",
)
show_enum(
    m.FindingKind,
    "检查\nWhich check speaks.",
    {
        "LINT": "用词检查\nThe linter.",
        "INVARIANT": "不变式\nAn invariant.",
        "CASE": "必须成立的情形\nA regression case.",
        "JUDGE": "裁决核对\nThe comparison with pycasbin.",
        "SHADOWED": "多余的规则\nA row that decides nothing.",
        "CONFLICTING": "相互矛盾的规则\nRows that contradict each other.",
    },
    name="PolicyFindingKind",
)
show_enum(
    m.DifferenceKind,
    "差异\nHow a decision differs.",
    {
        "GAINED": "新增权限\nAllowed, and was not.",
        "LOST": "失去权限\nNo longer allowed.",
        "CHANGED": "权限变化\nAllowed otherwise.",
    },
    name="PolicyDifferenceKind",
)
show_enum(
    ExpectedEffect,
    "应有的结论\nWhat a case expects.",
    {
        "ALLOW": "允许\nAllowed, in clear.",
        "MASK": "至多脱敏\nMasked at most, never in clear.",
        "DENY": "禁止\nDenied.",
    },
)


@strawberry.type(description="策略草案：拟议的改动，经检查和第二人签署后生效\nA proposed change.")
class PolicyDraft(Node):
    """A proposed change of the policy."""

    id: strawberry.ID = key(m.PolicyDraft.id)
    version: int = column(m.PolicyDraft.version, "修订号\nFor `expectedVersion`.")
    kind: m.DraftKind = column(m.PolicyDraft.kind, "来源\nWhat it was made from.", where=True)
    state: m.DraftState = column(m.PolicyDraft.state, "状态\nWhere it stands.", where=True)
    reason: str = column(m.PolicyDraft.reason, "理由\nWhy.")
    proposer: str = column(m.PolicyDraft.proposer, "提出人\nWho proposed it.", where=True)
    proposed_at: dt.datetime = column(m.PolicyDraft.proposed_at, "提出时间\nWhen.")
    sound: bool = computed(
        m.PolicyDraft.faults == 0, "可签署\nWhether no check forbids a signature.", where=True
    )
    faults: int = column(m.PolicyDraft.faults, "不合格项\nFindings that forbid a signature.")
    gained: int = column(m.PolicyDraft.gained, "新增权限数\nDecisions that allow and did not.")
    lost: int = column(m.PolicyDraft.lost, "失去权限数\nDecisions that no longer allow.")
    changed: int = column(m.PolicyDraft.changed, "变化权限数\nDecisions that allow otherwise.")
    widened: int = column(
        m.PolicyDraft.widened, "放宽数\nDecisions that give access which nobody had."
    )
    signer: str | None = column(m.PolicyDraft.signer, "签署人\nWho signed it.")
    signed_at: dt.datetime | None = column(m.PolicyDraft.signed_at, "签署时间\nWhen.")
    activate_at: dt.datetime | None = column(
        m.PolicyDraft.activate_at, "定于何时生效\nWhen it is to come into force; null: at once."
    )
    closed_at: dt.datetime | None = column(m.PolicyDraft.closed_at, "了结时间\nWhen it ended.")
    closing_reason: str | None = column(
        m.PolicyDraft.closing_reason, "了结说明\nWhy it was rejected, withdrawn, or given back."
    )
    base: PolicyVersion | None = to_one(
        PolicyVersion, "基于的版本\nThe version that it changes.", by=m.PolicyDraft.base
    )
    became: PolicyVersion | None = to_one(
        PolicyVersion, "生效为\nThe version that it became.", by=m.PolicyDraft.became
    )


@strawberry.type(description="草案的一处改动\nOne row that a draft adds or removes.")
class PolicyDraftChange(Node):
    """One row that a draft adds or removes."""

    id: strawberry.ID = key(m.PolicyDraftChange.id)
    kind: m.ChangeKind = column(m.PolicyDraftChange.kind, "改动\nAdded or removed.")
    role: str = column(m.PolicyDraftChange.role, WHO)
    resource: str = column(m.PolicyDraftChange.resource, WHAT)
    action: str = column(m.PolicyDraftChange.action, ACTION)
    scope: str = column(m.PolicyDraftChange.scope, ROWS)
    effect: str = column(m.PolicyDraftChange.effect, EFFECT)
    origin: str = column(m.PolicyDraftChange.origin, ORIGIN)


@strawberry.type(description="对草案的一条检查意见\nWhat one check says about a draft.")
class PolicyDraftFinding(Node):
    """What one check says about a draft."""

    id: strawberry.ID = key(m.PolicyDraftFinding.id)
    kind: m.FindingKind = column(m.PolicyDraftFinding.kind, "检查\nWhich check.")
    fault: bool = column(
        m.PolicyDraftFinding.fault, "不合格\nWhether it forbids a signature.", where=True
    )
    message: str = column(m.PolicyDraftFinding.message, "说明\nWhat it says.")


@strawberry.type(description="草案带来的一处权限差异\nOne decision that a draft changes.")
class PolicyDraftDifference(Node):
    """One decision that a draft changes."""

    id: strawberry.ID = key(m.PolicyDraftDifference.id)
    kind: m.DifferenceKind = column(m.PolicyDraftDifference.kind, "差异\nHow.", where=True)
    widens: bool = column(
        m.PolicyDraftDifference.widens, "放宽\nWhether it gives access.", where=True
    )
    role: str = column(m.PolicyDraftDifference.role, WHO, where=True)
    resource: str = column(m.PolicyDraftDifference.resource, WHAT, where=True)
    action: str = column(m.PolicyDraftDifference.action, ACTION)
    before: str = column(m.PolicyDraftDifference.before, "原结论\nEmpty: denied.")
    after: str = column(m.PolicyDraftDifference.after, "新结论\nEmpty: denied.")
    message: str = column(m.PolicyDraftDifference.message, "说明\nIn a sentence.")


@strawberry.type(description="必须成立的情形：任何策略都须遵守\nWhat every policy must keep.")
class RegressionCase(Node):
    """A question whose answer must stay the same."""

    id: strawberry.ID = key(Case.id)
    who: str = column(Case.who, "谁\nA role, a tier (every role of it) or `*`.", where=True)
    resource: str = column(Case.resource, WHAT, where=True)
    action: str = column(Case.action, ACTION)
    expected: ExpectedEffect = column(Case.expected, "应有的结论\nWhat must be answered.")
    chinese: str = column(Case.chinese, "说明\nIn a sentence, in Chinese.")
    english: str = column(Case.english, "英文说明\nIn English.")
    origin: str = column(Case.origin, "来源\nA file and line, or the officer.")
    held: bool = computed(Case.retired_at.is_(None), "有效\nWhether it is held to.", where=True)
    retired_at: dt.datetime | None = column(Case.retired_at, "停用时间\nWhen it was retired.")


extensions = [
    extend(
        PolicyDraft,
        changes=to_many(
            PolicyDraftChange, "改动\nWhat it adds and removes.", by=m.PolicyDraftChange.draft_id
        ),
        findings=to_many(
            PolicyDraftFinding,
            "检查意见，不合格的在前\nWhat checks say, faults first.",
            by=m.PolicyDraftFinding.draft_id,
            order_by=m.PolicyDraftFinding.fault.desc(),
        ),
        differences=to_many(
            PolicyDraftDifference,
            "权限差异，放宽的在前\nDecisions that it changes, those that widen first.",
            by=m.PolicyDraftDifference.draft_id,
            order_by=m.PolicyDraftDifference.widens.desc(),
        ),
    ),
    extend(
        PolicyVersion,
        drafts=to_many(PolicyDraft, "所据草案\nThe draft it came from.", by=m.PolicyDraft.became),
    ),
    extend(
        PolicyProposal,
        draft=to_one(PolicyDraft, "所在草案\nThe draft that takes it over.", by=Proposed.draft_id),
    ),
    extend(
        Query,
        policy_drafts=connection(
            PolicyDraft,
            "策略草案，最近的在前\nDrafts of the policy, newest first.",
            order_by=m.PolicyDraft.id.desc(),
        ),
        regression_cases=connection(RegressionCase, "必须成立的情形\nWhat every policy must keep."),
    ),
]
