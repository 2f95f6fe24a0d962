"""Hand-made domains: a small one to search through, and the core's own."""

from core.policy.defaults import load_roles
from core.policy.linter import lint
from core.policy.rules import Domain, Resource, Role
from core.policy.vocabulary import Tier

HEAD = "role,resource,action,scope,effect\n"
FREE = frozenset({"all", "none"})


def record(name, actions="read", scopes="", **more):
    offered = FREE | frozenset(scopes.split())
    return Resource(name, "record", frozenset(actions.split()), offered, **more)


def field(name, **more):
    actions = {"read", "reveal"} if more.get("personal") else {"read"}
    return Resource(name, "field", frozenset(actions), FREE, **more)


def operation(kind, name, actions="read"):
    return Resource(name, kind, frozenset(actions.split()), FREE)


def domain_of(resources, roles):
    return Domain({r.name: r for r in resources}, {r.name: r for r in roles})


SMALL_ROLES = (
    Role("branch.licensing_clerk", Tier.BRANCH, "许可科科员", "Licensing clerk"),
    Role("town.leader", Tier.TOWN, "镇街分管领导", "Town leader"),
    Role("town.leader1", Tier.TOWN, "另一岗位", "A post whose name begins alike"),
    Role("enterprise.clerk", Tier.ENTERPRISE, "企业办事员", "Enterprise clerk"),
    Role("public", Tier.PUBLIC, "公众", "The public"),
)
SMALL = domain_of(
    [
        record("core:Division"),
        record("core:Enterprise", "read create", "divisions own"),
        field("core:Enterprise.phone", personal=True, maskable=True),
        field("core:Enterprise.name", maskable=True),
        field("core:Enterprise.id", required=True),
        field("core:Enterprise.foundedIn"),
        record("licensing:Licence", "read create decide", "divisions own published"),
        field("licensing:Licence.note", maskable=True),
        record("licensing:Holder", "read", "own", personal=True),
        operation("query", "licensing:Query.licenceBoard"),
        operation("mutation", "licensing:Mutation.grantLicence", "create decide"),
    ],
    SMALL_ROLES,
)

CHANNELS = (
    record("core:ChannelSettings", "read update", "assigned"),
    field("core:ChannelSettings.mail", personal=True, maskable=True),
    record("core:Delivery", "read update", "assigned"),
    record("core:DeliveryAttempt"),
    record("core:SentText", "read", "assigned"),
    record("core:WebhookEndpoint", "read create update"),
    record("core:MessageTemplate", "read update"),
)

LOGS_AND_IMPORTS = (
    record("core:StepLogLine"),
    record("core:StepAnchor"),
    record("core:ImportRun", "read create confirm", "assigned"),
    record("core:ImportRefusal", scopes="assigned"),
)


def core_domain():
    """What the core's default rules speak of."""
    register = "read create update submit verify confirm import export"
    return Domain(
        {
            r.name: r
            for r in (
                record("core:Division"),
                record("core:EnterpriseCard"),
                record("core:Organisation"),
                record("core:ChangeSet"),
                record("core:CalendarDay", "read update"),
                record("core:CalendarYear", "read publish"),
                record("core:ProcedureDefinition"),
                record("core:Matter", "read update submit withdraw", "divisions own participant"),
                record("core:StepEvent", scopes="divisions own participant"),
                *LOGS_AND_IMPORTS,
                record("core:QueuedJob", "read update"),
                record("core:Message", "read update", "assigned"),
                *CHANNELS,
                record("core:Enterprise", register, "divisions own"),
                record("core:Site", register, "divisions own"),
                record("core:KeyUnitDesignation", "read decide", "divisions own"),
                record("core:Account", "read create update verify withdraw submit", "assigned own"),
                record("core:Post", "read assign withdraw", "assigned own"),
                record("core:PostDivision", "read assign withdraw", "divisions"),
                record("core:TemporaryDuty", "read create confirm withdraw", "assigned"),
                record("core:Session", "read withdraw", "assigned"),
                record("core:ApiToken", "read create withdraw", "assigned"),
                record("core:PolicyRule"),
                record("core:PolicyVersion"),
                record("core:PolicyProposal", "read decide"),
                record("core:PolicyDraft", "read create sign decide withdraw"),
                record("core:PolicyDraftChange"),
                record("core:PolicyDraftFinding"),
                record("core:PolicyDraftDifference"),
                record("core:RegressionCase", "read create withdraw"),
                record("core:Attachment", "read create", "divisions own participant assigned"),
                field("core:Attachment.latitude", personal=True, maskable=True),
                field("core:Attachment.longitude", personal=True, maskable=True),
                record("core:Draw", scopes="published"),
                field("core:Draw.witnesses", personal=True, maskable=True),
                record("core:LedgerEntry", "read verify export", "assigned"),
                field("core:Enterprise.legalRepresentative", personal=True, maskable=True),
                field("core:Enterprise.phone", personal=True, maskable=True),
                field("core:Enterprise.name", maskable=True),
                operation("query", "core:Query.plugins"),
                operation("query", "core:Query.lookUp"),
                operation("query", "core:Query.seeAs"),
                operation("query", "core:Reveal", "reveal"),
                record("core:RevealPurpose"),
                operation("query", "core:Subscription.recordChanged"),
                field("core:Account.phone", personal=True, maskable=True),
                field("core:Account.name", maskable=True),
            )
        },
        load_roles(),
    )


def small(*rows):
    """The linted rules of rows over the small domain."""
    return lint({"policy.csv": HEAD + "\n".join(rows) + "\n"}, SMALL)
