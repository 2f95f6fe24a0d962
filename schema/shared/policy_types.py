"""The policy as records: its rows, its versions, and proposed defaults. For officers alone."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy import models as m
from schema.enums import show_enum
from schema.fields import column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query

WHO = "角色\nThe role that it speaks of."
WHAT = "资源\n`<plugin>:<Type>`, `<plugin>:<Type>.<field>` or `<plugin>:*`."
ACTION = "操作\nThe action."
ROWS = "范围\nOn which rows."
EFFECT = "效力\nallow, mask or deny; the later beats the earlier."
ORIGIN = "来源\nA default file and line, or the officer who added it."

show_enum(
    m.ProposalState,
    "建议状态\nWhat became of a proposed default.",
    {
        "OPEN": "待决定\nWaits for a decision.",
        "ACCEPTED": "已采纳\nTaken over.",
        "DISMISSED": "不采纳\nLeft out for good.",
    },
    name="PolicyProposalState",
)


@strawberry.type(description="策略版本\nOne state of the whole policy, and why it came to be.")
class PolicyVersion(Node):
    """One state of the whole policy."""

    id: strawberry.ID = key(m.PolicyVersion.id)
    number: int = column(m.PolicyVersion.id, "版本号\n1, 2, 3, ...", where=True, order=True)
    created_at: dt.datetime = column(m.PolicyVersion.created_at, "时间\nWhen.", where=True)
    reason: str = column(m.PolicyVersion.reason, "理由\nWhy.")
    digest: str = column(m.PolicyVersion.digest, "摘要\nFingerprint of all rows in force.")


@strawberry.type(description="策略规则\nOne row of the policy, and the versions that it holds in.")
class PolicyRule(Node):
    """One row of the policy."""

    id: strawberry.ID = key(m.PolicyRule.id)
    role: str = column(m.PolicyRule.role, WHO, where=True, order=True)
    resource: str = column(m.PolicyRule.resource, WHAT, where=True, order=True)
    action: str = column(m.PolicyRule.action, ACTION, where=True)
    scope: str = column(m.PolicyRule.scope, ROWS, where=True)
    effect: str = column(m.PolicyRule.effect, EFFECT, where=True)
    origin: str = column(m.PolicyRule.origin, ORIGIN, where=True)
    in_force: bool = computed(
        m.PolicyRule.removed_in.is_(None), "生效中\nWhether it holds now.", where=True
    )
    added: PolicyVersion | None = to_one(
        PolicyVersion,
        "加入的版本\nThe version that added it.",
        by=m.PolicyRule.added_in,
        where=True,
    )
    removed: PolicyVersion | None = to_one(
        PolicyVersion, "移除的版本\nThe version that removed it.", by=m.PolicyRule.removed_in
    )


@strawberry.type(
    description="待定建议：新版软件的默认规则，与原默认、本局现行规则三方对照，由安全管理员决定\n"
    "What newer software says otherwise than before: old default, here, new default; it changes"
    " nothing yet."
)
class PolicyProposal(Node):
    """A changed default of one (role, resource, action)."""

    id: strawberry.ID = key(m.PolicyProposal.id)
    role: str = column(m.PolicyProposal.role, WHO, where=True)
    resource: str = column(m.PolicyProposal.resource, WHAT, where=True)
    action: str = column(m.PolicyProposal.action, ACTION, where=True)
    old_default: list[str] = column(
        m.PolicyProposal.old_default, "原默认\nWhat the former default said: effect and scope."
    )
    in_force: list[str] = column(m.PolicyProposal.in_force, "本局现行\nWhat is in force here.")
    new_default: list[str] = column(
        m.PolicyProposal.new_default, "新默认\nWhat the new default says."
    )
    conflict: bool = column(
        m.PolicyProposal.conflict,
        "冲突：本局也修改过\nWhether an officer edited what the new default changes, too.",
        where=True,
    )
    origin: str = column(m.PolicyProposal.origin, "来源\nA default file and line.")
    created_at: dt.datetime = column(m.PolicyProposal.created_at, "提出时间\nWhen it arrived.")
    state: m.ProposalState = column(m.PolicyProposal.state, "状态\nDecided or open.", where=True)
    decided_at: dt.datetime | None = column(
        m.PolicyProposal.decided_at, "决定时间\nWhen it was decided."
    )


extensions = [
    extend(
        PolicyVersion,
        added=to_many(PolicyRule, "加入的规则\nRows that it added.", by=m.PolicyRule.added_in),
        removed=to_many(
            PolicyRule, "移除的规则\nRows that it removed.", by=m.PolicyRule.removed_in
        ),
    ),
    extend(
        Query,
        policy_rules=connection(
            PolicyRule, "策略规则，含已移除的\nRows of the policy, old ones too."
        ),
        policy_versions=connection(
            PolicyVersion,
            "策略版本，最近的在前\nVersions, newest first.",
            order_by=m.PolicyVersion.id.desc(),
        ),
        policy_proposals=connection(PolicyProposal, "待定建议\nProposed defaults."),
    ),
]
