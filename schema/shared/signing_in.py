"""What a person does to the own account: sign in and out, password, second factor, sessions."""

import datetime as dt

import strawberry

from core.errors import InvalidInput, Unauthenticated
from core.extension import extend
from core.identity import api_tokens, own, sessions
from core.identity import models as m
from core.identity.sign_in import SignInRequest
from core.identity.sign_in import sign_in as begin_session
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation
from schema.running import name_subject
from schema.shared.identity_types import Account, ApiToken, Session

SHOWN_ONCE = "只显示这一次；重复提交不再显示\nShown this once; a replay does not show it again."


@strawberry.input(description="登录的输入\nWhat `signIn` takes.")
class SignInInput:
    """Name, password and what else is due."""

    username: str = strawberry.field(description="用户名\nUser name.")
    password: str = strawberry.field(description="密码\nPassword.")
    totp: str | None = strawberry.field(
        default=None, description="动态口令\nThe code of the second factor, where enrolled."
    )
    new_password: str | None = strawberry.field(
        default=None, description="新密码，首次登录须设置\nA new one, due with a one-time password."
    )


@strawberry.type(description="登录结果\nWhat `signIn` gives.")
class SignInPayload(Payload):
    """The bearer token."""

    token: str | None = strawberry.field(
        default=None,
        description="令牌，放入 Authorization: Bearer\nSend it as `Authorization: Bearer`.",
    )


@strawberry.input(description="退出登录的输入\nWhat `signOut` takes.")
class SignOutInput(MutationInput):
    """Nothing of its own: the present session is meant."""


@strawberry.input(description="修改密码的输入\nWhat `changeOwnPassword` takes.")
class ChangeOwnPasswordInput(MutationInput):
    """The present password and the new one."""

    password: str = strawberry.field(description="原密码\nThe present password.")
    new_password: str = strawberry.field(description="新密码\nThe new password.")


@strawberry.input(description="启用动态口令的输入\nWhat `enrolTotp` takes.")
class EnrolTotpInput(MutationInput):
    """Nothing of its own: the caller's account is meant."""


@strawberry.type(description="启用动态口令的结果\nWhat `enrolTotp` gives.")
class EnrolTotpPayload(Payload):
    """What an authenticator app needs."""

    account: Account | None = strawberry.field(default=None, description="账号\nThe account.")
    uri: str | None = strawberry.field(
        default=None, description="二维码内容；只显示这一次\nFor the QR code; shown this once."
    )
    seed: str | None = strawberry.field(
        default=None, description="种子，可手工输入\nThe seed, to type in by hand."
    )


@strawberry.input(description="确认动态口令的输入\nWhat `confirmTotp` takes.")
class ConfirmTotpInput(MutationInput):
    """A code of the app."""

    code: str = strawberry.field(
        description="手机显示的六位数字\nThe six digits that the app shows."
    )


@strawberry.input(description="结束会话的输入\nWhat `endSession` takes.")
class EndSessionInput(MutationInput):
    """Which session."""

    id: strawberry.ID = strawberry.field(description="会话\nThe session.")


@strawberry.input(description="结束全部会话的输入\nWhat `endAllSessions` takes.")
class EndAllSessionsInput(MutationInput):
    """Whose sessions."""

    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="账号，默认本人\nThe account; one's own when left out."
    )


@strawberry.type(description="结束全部会话的结果\nWhat `endAllSessions` gives.")
class EndAllSessionsPayload(Payload):
    """How many were ended."""

    ended: int = strawberry.field(default=0, description="结束的会话数\nHow many sessions ended.")


@strawberry.input(description="申请接口令牌的输入\nWhat `createApiToken` takes.")
class CreateApiTokenInput(MutationInput):
    """What the token may do."""

    name: str = strawberry.field(description="用途\nWhat it is for.")
    actions: list[str] = strawberry.field(description="可用操作\nActions that it may perform.")
    plugins: list[str] = strawberry.field(
        default_factory=list, description="可用子系统；空为全部\nPlugins; none named means all."
    )
    expires_at: dt.datetime = strawberry.field(description="到期\nWhen it expires; within a year.")


@strawberry.type(description="申请接口令牌的结果\nWhat `createApiToken` gives.")
class CreateApiTokenPayload(Payload):
    """The token, this once."""

    api_token: ApiToken | None = strawberry.field(default=None, description="令牌\nIts record.")
    token: str | None = strawberry.field(default=None, description=SHOWN_ONCE)


@strawberry.input(description="作废接口令牌的输入\nWhat `revokeApiToken` takes.")
class RevokeApiTokenInput(MutationInput):
    """Which token."""

    id: strawberry.ID = strawberry.field(description="令牌\nThe token.")


@mutation(
    "登录，得到令牌\nSign in; gives a bearer token.",
    on=None,
    action=Action.CREATE,
    open_because="whoever signs in is nobody yet",
)
async def sign_in(request: Request, input: SignInInput) -> SignInPayload:
    """Begin a session, and say so in the ledger as the person who has come."""
    application = request.services
    asked = SignInRequest(
        username=input.username,
        password=input.password,
        totp=input.totp,
        new_password=input.new_password,
        ip=request.ip,
        user_agent=request.user_agent,
        kind=m.SessionKind.COOKIE if request.cookie else m.SessionKind.BEARER,
    )
    signed = await begin_session(request.store, application.clock, application.passwords, asked)
    request.access = await application.access(signed.token)
    async with request.writing():
        pass
    if request.cookie:
        request.set_token = signed.token
        return SignInPayload()
    return SignInPayload(token=signed.token)


@mutation("退出登录\nSign out: end the present session.", on=Session, action=Action.WITHDRAW)
async def sign_out(
    work: UnitOfWork,
    request: Request,
    input: SignOutInput,  # noqa: ARG001  its type belongs to the schema
) -> m.Session:
    """End the caller's session, and take the cookie away."""
    if work.access.actor.session_id is None:
        raise Unauthenticated
    ended = await sessions.end_session(work, work.access.actor.session_id)
    request.set_token = ""
    return ended


@mutation("修改本人密码\nChange one's own password.", on=Account, action=Action.SUBMIT)
async def change_own_password(
    work: UnitOfWork, request: Request, input: ChangeOwnPasswordInput
) -> m.Account:
    """Change one's own password; the other sessions end."""
    credentials = request.services.credentials
    return await own.change_own_password(work, credentials, input.password, input.new_password)


@mutation("启用动态口令\nBegin to enrol a second factor.", on=Account, action=Action.SUBMIT)
async def enrol_totp(
    work: UnitOfWork,
    request: Request,
    input: EnrolTotpInput,  # noqa: ARG001  its type belongs to the schema
) -> EnrolTotpPayload:
    """Begin to enrol a second factor."""
    enrolment = await own.enrol_totp(work, request.services.credentials)
    account = await work.fetch(m.Account, own.own_account_id(work), Action.SUBMIT)
    return EnrolTotpPayload(row=account, uri=enrolment.uri, seed=enrolment.seed)


@mutation("确认动态口令\nPut the second factor in force.", on=Account, action=Action.SUBMIT)
async def confirm_totp(work: UnitOfWork, request: Request, input: ConfirmTotpInput) -> m.Account:
    """Put the enrolled second factor in force."""
    return await own.confirm_totp(work, request.services.credentials, input.code)


@mutation("结束一个会话\nEnd a session.", on=Session, action=Action.WITHDRAW)
async def end_session(work: UnitOfWork, input: EndSessionInput) -> m.Session:
    """End a session: one's own, or as an officer anybody's."""
    return await sessions.end_session(work, key_of(Session, input.id))


@mutation("结束账号的全部会话\nEnd all sessions.", on=Session, action=Action.WITHDRAW)
async def end_all_sessions(request: Request, input: EndAllSessionsInput) -> EndAllSessionsPayload:
    """End every session of an account, the present one included."""
    whose = input.account_id
    account = request.access.actor.account_id if whose is None else key_of(Account, whose)
    if account is None:
        raise InvalidInput("请指明账号。", "Name the account.", field="accountId")
    async with request.writing() as work:
        name_subject(work, Account, account)
        ended = await sessions.end_all_sessions(work, account)
    return EndAllSessionsPayload(ended=len(ended))


@mutation("申请接口令牌\nMake an API token for oneself.", on=ApiToken, action=Action.CREATE)
async def create_api_token(
    work: UnitOfWork, request: Request, input: CreateApiTokenInput
) -> CreateApiTokenPayload:
    """Make an API token for oneself."""
    if input.expires_at.tzinfo is None:
        raise InvalidInput("请写明时区。", "Say in which time zone.", field="expiresAt")
    new = api_tokens.NewApiToken(
        input.name, tuple(input.actions), input.expires_at, tuple(input.plugins)
    )
    issued = await api_tokens.create_api_token(work, request.services.credentials, new)
    return CreateApiTokenPayload(row=issued.token, token=issued.clear)


@mutation("作废接口令牌\nRevoke an API token.", on=ApiToken, action=Action.WITHDRAW)
async def revoke_api_token(work: UnitOfWork, input: RevokeApiTokenInput) -> m.ApiToken:
    """Revoke an API token: one's own, or as the security officer anybody's."""
    return await api_tokens.revoke_api_token(work, key_of(ApiToken, input.id))


extensions = [
    extend(
        Mutation,
        sign_in,
        sign_out,
        change_own_password,
        enrol_totp,
        confirm_totp,
        end_session,
        end_all_sessions,
        create_api_token,
        revoke_api_token,
    )
]
