"""What keeps the policy: regression cases, new defaults, files, and how many must sign."""

import strawberry
from sqlalchemy import func, select
from strawberry.types.info import Info

from core.extension import extend
from core.identity.models import Account, Post
from core.identity.seats import in_force
from core.identity.separation import SECURITY_OFFICER
from core.policy.drafts import DraftKind
from core.policy.drafts import PolicyDraft as Draft
from core.policy.models import ExpectedEffect
from core.policy.models import PolicyProposal as Proposal
from core.policy.models import RegressionCase as Kept
from core.policy.stored import rules_in_force
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.workbench import proposing
from core.workbench.cases import Case
from core.workbench.defaults import adopt, keep_ours
from core.workbench.exchanging import exported, imported
from core.workbench.keeping import add_case, retire_case
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import MutationInput
from schema.request import Request
from schema.roots import Mutation, Query
from schema.shared.policy_types import ACTION, WHAT, PolicyProposal, PolicyRule
from schema.workbench.drafts import PolicyDraft, RegressionCase


@strawberry.input(description="增补情形的输入\nWhat `addRegressionCase` takes.")
class AddRegressionCaseInput(MutationInput):
    """One question and its answer."""

    who: str = strawberry.field(description="谁：角色、层级或 *\nA role, a tier or `*`.")
    resource: str = strawberry.field(description=WHAT)
    action: str = strawberry.field(description=ACTION)
    expected: ExpectedEffect = strawberry.field(description="应有的结论\nWhat must be answered.")
    chinese: str = strawberry.field(description="说明\nIn a sentence.")
    english: str = strawberry.field(default="", description="英文说明\nIn English.")


@strawberry.input(description="停用情形的输入\nWhat `retireRegressionCase` takes.")
class RetireRegressionCaseInput(MutationInput):
    """Which case."""

    id: strawberry.ID = strawberry.field(description="情形\nThe case.")


@strawberry.input(description="采纳新默认的输入\nWhat `adoptPolicyDefaults` takes.")
class AdoptPolicyDefaultsInput(MutationInput):
    """Which proposals; `reason` must be given."""

    ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="逐条选定的建议\nProposals, chosen one by one."
    )
    plugin: str = strawberry.field(
        default="", description="该子系统全部无冲突的建议\nAll of a plugin without a conflict."
    )


@strawberry.input(description="不采纳的输入\nWhat `dismissPolicyProposal` takes.")
class DismissPolicyProposalInput(MutationInput):
    """Which proposal."""

    id: strawberry.ID = strawberry.field(description="建议\nThe proposal.")


@strawberry.input(description="一个策略文件\nOne file of a policy.")
class PolicyFileInput:
    """A plugin's rows as text."""

    plugin: str = strawberry.field(
        description="子系统，即文件名\nThe plugin, as the file is named."
    )
    text: str = strawberry.field(description="内容\nThe text, as exported.")


@strawberry.input(description="导入策略的输入\nWhat `importPolicy` takes.")
class ImportPolicyInput(MutationInput):
    """Files; `reason` must be given."""

    files: list[PolicyFileInput] = strawberry.field(
        description="文件；未列出的子系统不变。较大的文件用命令 zhijian policy import 导入\n"
        "Files; plugins without one stay as they are. Larger ones: `zhijian policy import`."
    )


@strawberry.type(description="策略文件\nOne file of the policy.")
class PolicyFile:
    """A plugin's rows as text."""

    plugin: str = strawberry.field(description="子系统\nThe plugin; the file is `<plugin>.csv`.")
    text: str = strawberry.field(description="内容\nIts rows, with the comments as shipped.")


@strawberry.type(description="策略现状\nHow the policy stands.")
class PolicyStatus:
    """The version in force, and who may change it."""

    version: int = strawberry.field(description="现行版本\nThe version in force.")
    signatures: int = strawberry.field(
        description="改动须几人同意，提出人在内\nHow many must agree, the proposer included."
    )
    security_officers: int = strawberry.field(
        description="在任安全管理员人数\nHow many security officers are in office."
    )


@mutation(
    "增补必须成立的情形\nHold every policy to one more case.",
    on=RegressionCase,
    action=Action.CREATE,
)
async def add_regression_case(
    work: UnitOfWork, request: Request, input: AddRegressionCaseInput
) -> Kept:
    """Hold every policy to one more case."""
    words = (input.who, input.resource, input.action, input.expected.value)
    case = Case(*words, input.chinese.strip(), input.english.strip())
    return await add_case(work, request.services.workbench, case)


@mutation("停用情形\nHold no policy to a case any more.", on=RegressionCase, action=Action.WITHDRAW)
async def retire_regression_case(
    work: UnitOfWork, request: Request, input: RetireRegressionCaseInput
) -> Kept:
    """Hold no policy to a case any more."""
    key = key_of(RegressionCase, input.id)
    return await retire_case(work, request.services.workbench, key)


@mutation(
    "采纳新版默认规则，成为一份草案\nTake over new defaults, as a draft.",
    on=PolicyDraft,
    action=Action.CREATE,
)
async def adopt_policy_defaults(
    work: UnitOfWork, request: Request, input: AdoptPolicyDefaultsInput
) -> Draft:
    """Take over new defaults, as a draft."""
    ids = [key_of(PolicyProposal, each) for each in input.ids]
    bench, reason = request.services.workbench, input.reason or ""
    return await adopt(work, bench, ids, input.plugin, reason)


@mutation(
    "不采纳新版默认规则\nLeave a new default out for good.",
    on=PolicyProposal,
    action=Action.DECIDE,
)
async def dismiss_policy_proposal(work: UnitOfWork, input: DismissPolicyProposalInput) -> Proposal:
    """Leave a new default out for good."""
    return await keep_ours(work, key_of(PolicyProposal, input.id))


@mutation(
    "导入策略文件，成为一份草案\nPropose what files say, as a draft.",
    on=PolicyDraft,
    action=Action.CREATE,
)
async def import_policy(work: UnitOfWork, request: Request, input: ImportPolicyInput) -> Draft:
    """Propose what files say."""
    files = {file.plugin: file.text for file in input.files}
    held = await rules_in_force(work.session)
    wanted = imported(files, held)
    bench, reason = request.services.workbench, input.reason or ""
    return await proposing.propose(work, bench, wanted, reason, DraftKind.IMPORT)


@query("策略文件，可原样导入\nThe policy as files, to be imported again.", reads=PolicyRule)
async def policy_files(info: Info) -> list[PolicyFile]:
    """The policy in force, one text per plugin."""
    request: Request = info.context
    async with request.store.reading(request.access) as session:
        rules = await rules_in_force(session)
    texts = exported(rules, request.services.workbench.templates)
    return [PolicyFile(plugin=plugin, text=text) for plugin, text in texts.items()]


@query("策略现状：版本、须几人签署\nThe version in force, and who may change it.", reads=PolicyRule)
async def policy_status(info: Info) -> PolicyStatus:
    """The version in force, how many must agree, and how many could."""
    request: Request = info.context
    holders = (
        select(func.count(func.distinct(Post.account_id)))
        .join(Account, Account.id == Post.account_id)
        .where(Post.role == SECURITY_OFFICER, Account.disabled_at.is_(None))
        .where(in_force(Post, request.today))
    )
    async with request.store.reading(request.access) as session:
        officers = await session.scalar(holders)
    return PolicyStatus(
        version=request.access.table.version,
        signatures=request.services.workbench.signatures,
        security_officers=officers or 0,
    )


extensions = [
    extend(Query, policy_files, policy_status),
    extend(
        Mutation,
        add_regression_case,
        retire_regression_case,
        adopt_policy_defaults,
        dismiss_policy_proposal,
        import_policy,
    ),
]
