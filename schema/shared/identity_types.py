"""Who somebody is, as records: organisations, accounts, dated posts, sessions, API tokens."""

import datetime as dt

import strawberry

from core.extension import extend
from core.identity import models as m
from core.policy.vocabulary import Tier
from schema.fields import by_id, column, connection, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import Division, Enterprise

FIRST_DAY = "起始日\nThe first day on which it is in force."
LAST_DAY = "终止日：自该日起失效；空为长期\nThe first day on which it is no longer in force."

strawberry.enum(Tier, description="层级\nThe four tiers, those above, the public, the officers.")
strawberry.enum(m.SessionKind, description="会话方式\nHow a client carries its session token.")


@strawberry.type(
    description="机构：科室、站所、镇街、企业、上级单位\n"
    "A section, station, town, enterprise or superior body in which posts are held."
)
class Organisation(Node):
    """A body in which posts are held."""

    id: strawberry.ID = key(m.Organisation.id)
    code: str = column(m.Organisation.code, "代码\nIts code.", where=True, order=True)
    name: str = column(m.Organisation.name, "名称\nIts name.", where=True, order=True)
    tier: Tier = column(m.Organisation.tier, "层级\nIts tier.", where=True)
    valid_from: dt.date = column(m.Organisation.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date | None = column(m.Organisation.valid_to, LAST_DAY, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "对应的企业\nThe enterprise that it is.", by=m.Organisation.enterprise_id
    )


@strawberry.type(
    description="账号：一人一号，权利只来自岗位\nA person who may sign in; rights come from posts."
)
class Account(Node):
    """One person who may sign in."""

    id: strawberry.ID = key(m.Account.id)
    username: str = column(m.Account.username, "用户名\nUser name.", where=True, order=True)
    name: str = column(m.Account.name, "姓名\nThe person's name.", where=True, order=True)
    phone: str | None = personal(m.Account.phone, "电话\nTelephone.", where=True)
    created_at: dt.datetime = column(m.Account.created_at, "开户时间\nWhen it was opened.")
    disabled_at: dt.datetime | None = column(
        m.Account.disabled_at, "停用时间；空为正常\nWhen it was closed.", where=True
    )
    must_change_password: bool = column(
        m.Account.must_change_password,
        "下次登录须改密码\nWhether the next sign-in needs a new password.",
    )
    version: int = column(m.Account.version, "版本\nFor `expectedVersion`.")
    organisation: Organisation | None = to_one(
        Organisation,
        "所属机构\nWhere the person belongs.",
        by=m.Account.organisation_id,
        where=True,
    )


@strawberry.type(
    description="岗位：某人自某日起在某机构担任某角色\n"
    "A role that an account holds in an organisation, from a day and until a day."
)
class Post(Node):
    """A dated role of an account in an organisation."""

    id: strawberry.ID = key(m.Post.id)
    role: str = column(m.Post.role, "角色代码\nThe role's name in policy rows.", where=True)
    valid_from: dt.date = column(m.Post.valid_from, FIRST_DAY, where=True, order=True)
    valid_to: dt.date | None = column(m.Post.valid_to, LAST_DAY, where=True)
    ended_reason: str | None = column(m.Post.ended_reason, "免职理由\nWhy it was ended.")
    account: Account | None = to_one(
        Account, "任职的账号\nWho holds it.", by=m.Post.account_id, where=True
    )
    organisation: Organisation | None = to_one(
        Organisation, "任职的机构\nWhere it is held.", by=m.Post.organisation_id, where=True
    )


@strawberry.type(description="岗位辖区\nA division attached to a post, from a day and until a day.")
class PostDivision(Node):
    """A dated attachment of a division to a post."""

    id: strawberry.ID = key(m.PostDivision.id)
    valid_from: dt.date = column(m.PostDivision.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date | None = column(m.PostDivision.valid_to, LAST_DAY, where=True)
    division: Division | None = to_one(
        Division, "区划\nThe division.", by=m.PostDivision.division_id, where=True
    )
    post: Post | None = to_one(Post, "岗位\nThe post.", by=m.PostDivision.post_id, where=True)


@strawberry.type(description="登录会话\nA signed-in person at one client.")
class Session(Node):
    """A signed-in person at one client; its token is nowhere to be read."""

    id: strawberry.ID = key(m.Session.id)
    kind: m.SessionKind = column(m.Session.kind, "方式\nBearer token or cookie.", where=True)
    created_at: dt.datetime = column(
        m.Session.created_at, "登录时间\nWhen it began.", where=True, order=True
    )
    last_seen_at: dt.datetime = column(
        m.Session.last_seen_at, "最近使用\nLast use, to the minute.", order=True
    )
    expires_at: dt.datetime = column(m.Session.expires_at, "到期\nWhen it ends at the latest.")
    ended_at: dt.datetime | None = column(
        m.Session.ended_at, "结束时间；空为未结束\nWhen it was ended.", where=True
    )
    ip: str = column(m.Session.ip, "网络地址\nFrom which address.", where=True)
    user_agent: str = column(m.Session.user_agent, "客户端\nWith which client.")
    account: Account | None = to_one(
        Account, "账号\nWhose session it is.", by=m.Session.account_id, where=True
    )


@strawberry.type(
    description="接口令牌：程序代账号办事的钥匙，权利更窄，至多一年\n"
    "A key for a program that acts for an account within narrower rights, for a year at most."
)
class ApiToken(Node):
    """A program's key; only its first characters can be read."""

    id: strawberry.ID = key(m.ApiToken.id)
    name: str = column(m.ApiToken.name, "名称\nWhat it is for.", where=True, order=True)
    prefix: str = column(m.ApiToken.prefix, "开头几位\nIts first characters.", where=True)
    actions: list[str] = column(m.ApiToken.actions, "可用操作\nActions that it may perform.")
    plugins: list[str] = column(
        m.ApiToken.plugins, "可用子系统；空为全部\nPlugins that it reaches; empty means all."
    )
    created_at: dt.datetime = column(m.ApiToken.created_at, "申请时间\nWhen it was made.")
    expires_at: dt.datetime = column(
        m.ApiToken.expires_at, "到期\nWhen it expires.", where=True, order=True
    )
    revoked_at: dt.datetime | None = column(
        m.ApiToken.revoked_at, "作废时间\nWhen it was revoked.", where=True
    )
    account: Account | None = to_one(
        Account, "账号\nFor whom it acts.", by=m.ApiToken.account_id, where=True
    )


extensions = [
    extend(
        Account,
        posts=to_many(
            Post,
            "岗位，含已结束的\nPosts, ended ones too.",
            by=m.Post.account_id,
            order_by=m.Post.valid_from,
            where=True,
        ),
    ),
    extend(
        Post,
        divisions=to_many(
            PostDivision,
            "辖区，含已解除的\nAttached divisions, ended ones too.",
            by=m.PostDivision.post_id,
        ),
    ),
    extend(
        Query,
        organisations=connection(
            Organisation, "机构\nOrganisations, by code.", order_by=m.Organisation.code
        ),
        accounts=connection(Account, "账号\nAccounts, by user name.", order_by=m.Account.username),
        account=by_id(Account, "一个账号\nOne account."),
        posts=connection(Post, "岗位\nPosts."),
        sessions=connection(
            Session, "登录会话，最近的在前\nSessions, newest first.", order_by=m.Session.id.desc()
        ),
        api_tokens=connection(
            ApiToken,
            "接口令牌，最近的在前\nAPI tokens, newest first.",
            order_by=m.ApiToken.id.desc(),
        ),
    ),
]
