"""What the officers do: accounts by one of them, posts and lost second factors by another."""

import datetime as dt

import strawberry

from core.extension import extend
from core.identity import accounts, posts
from core.identity import models as m
from core.identity.hand_over import HandOver
from core.identity.hand_over import hand_over_account as hand_over
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput, Payload
from schema.request import Request
from schema.roots import Mutation
from schema.running import name_subject
from schema.shared.identity_types import Account, Organisation, Post, PostDivision
from schema.shared.register import Division
from schema.shared.signing_in import SHOWN_ONCE

WHICH_ACCOUNT = "账号\nThe account."


@strawberry.input(description="开设账号的输入\nWhat `createAccount` takes.")
class CreateAccountInput(MutationInput):
    """Whose account to open."""

    username: str = strawberry.field(description="用户名\nUser name; folded to lower case.")
    name: str = strawberry.field(description="姓名\nThe person's name.")
    organisation_id: strawberry.ID = strawberry.field(description="所属机构\nThe organisation.")
    phone: str | None = strawberry.field(
        default=None, description="电话，加密保存\nTelephone; stored encrypted."
    )


@strawberry.type(description="开设账号的结果\nWhat `createAccount` gives.")
class CreateAccountPayload(Payload):
    """The account and the password for its first sign-in."""

    account: Account | None = strawberry.field(default=None, description=WHICH_ACCOUNT)
    one_time_password: str | None = strawberry.field(default=None, description=SHOWN_ONCE)


@strawberry.input(description="停用账号的输入\nWhat `disableAccount` takes.")
class DisableAccountInput(ChangeInput):
    """Which account."""

    id: strawberry.ID = strawberry.field(description=WHICH_ACCOUNT)


@strawberry.input(description="重置密码的输入\nWhat `resetPassword` takes.")
class ResetPasswordInput(MutationInput):
    """Whose password."""

    id: strawberry.ID = strawberry.field(description=WHICH_ACCOUNT)


@strawberry.type(description="重置密码的结果\nWhat `resetPassword` gives.")
class ResetPasswordPayload(Payload):
    """The account and a password for a single use."""

    account: Account | None = strawberry.field(default=None, description=WHICH_ACCOUNT)
    one_time_password: str | None = strawberry.field(default=None, description=SHOWN_ONCE)


@strawberry.input(description="解除动态口令的输入\nWhat `removeTotp` takes.")
class RemoveTotpInput(MutationInput):
    """Whose second factor."""

    id: strawberry.ID = strawberry.field(description=WHICH_ACCOUNT)


@strawberry.input(description="任职的输入\nWhat `assignPost` takes.")
class AssignPostInput(MutationInput):
    """Who gets which role, where, over which divisions, from when."""

    account_id: strawberry.ID = strawberry.field(description="任职的账号\nWho gets it.")
    role: str = strawberry.field(description="角色代码\nThe role's name, see `roles`.")
    organisation_id: strawberry.ID = strawberry.field(description="任职的机构\nWhere.")
    valid_from: dt.date = strawberry.field(description="起始日\nFirst day; not before today.")
    valid_to: dt.date | None = strawberry.field(
        default=None, description="终止日，空为长期\nThe first day without it; empty: open-ended."
    )
    division_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="辖区\nDivisions to attach for the same time."
    )


@strawberry.input(description="免职的输入\nWhat `endPost` takes.")
class EndPostInput(MutationInput):
    """Which post, and when; `reason` must be given."""

    id: strawberry.ID = strawberry.field(description="岗位\nThe post.")
    day: dt.date = strawberry.field(description="终止日\nThe first day without it.")


@strawberry.input(description="划入区划的输入\nWhat `attachDivision` takes.")
class AttachDivisionInput(MutationInput):
    """Which division to which post, and when."""

    post_id: strawberry.ID = strawberry.field(description="岗位\nThe post.")
    division_id: strawberry.ID = strawberry.field(description="区划\nThe division.")
    valid_from: dt.date = strawberry.field(description="起始日\nFirst day; not before today.")
    valid_to: dt.date | None = strawberry.field(
        default=None, description="终止日，空为与岗位同\nThe first day without it."
    )


@strawberry.input(description="划出区划的输入\nWhat `detachDivision` takes.")
class DetachDivisionInput(MutationInput):
    """Which attachment, and when."""

    id: strawberry.ID = strawberry.field(description="岗位辖区\nThe attachment.")
    day: dt.date = strawberry.field(description="终止日\nThe first day without it.")


@strawberry.input(description="移交的输入\nWhat `handOverAccount` takes.")
class HandOverAccountInput(MutationInput):
    """From whom to whom, and when; `reason` must be given."""

    from_account_id: strawberry.ID = strawberry.field(description="移交人\nWho leaves the posts.")
    to_account_id: strawberry.ID = strawberry.field(description="接收人\nWho takes them.")
    day: dt.date = strawberry.field(description="接收首日\nThe successor's first day.")


@strawberry.type(description="移交的结果\nWhat `handOverAccount` gives.")
class HandOverAccountPayload(Payload):
    """The successor's new posts."""

    posts: list[Post] = strawberry.field(
        default_factory=list, description="接收人的新岗位\nThe successor's new posts."
    )


@mutation("开设账号\nOpen an account, without rights.", on=Account, action=Action.CREATE)
async def create_account(
    work: UnitOfWork, request: Request, input: CreateAccountInput
) -> CreateAccountPayload:
    """Open an account without any rights."""
    new = accounts.NewAccount(
        username=input.username,
        name=input.name,
        organisation_id=key_of(Organisation, input.organisation_id),
        phone=input.phone,
    )
    issued = await accounts.create_account(work, request.services.credentials, new)
    return CreateAccountPayload(row=issued.account, one_time_password=issued.password)


@mutation("停用账号\nClose an account at once.", on=Account, action=Action.WITHDRAW)
async def disable_account(
    work: UnitOfWork, request: Request, input: DisableAccountInput
) -> m.Account:
    """Close an account; its sessions and tokens end."""
    account, credentials = key_of(Account, input.id), request.services.credentials
    return await accounts.disable_account(work, credentials, account, input.expected_version)


@mutation(
    "重置密码，给出一次性密码\nReplace a lost password by one for a single use.",
    on=Account,
    action=Action.UPDATE,
)
async def reset_password(
    work: UnitOfWork, request: Request, input: ResetPasswordInput
) -> ResetPasswordPayload:
    """Replace a lost password by one for a single use."""
    account = key_of(Account, input.id)
    issued = await accounts.reset_password(work, request.services.credentials, account)
    return ResetPasswordPayload(row=issued.account, one_time_password=issued.password)


@mutation("解除遗失的动态口令\nRemove a lost second factor.", on=Account, action=Action.VERIFY)
async def remove_totp(work: UnitOfWork, request: Request, input: RemoveTotpInput) -> m.Account:
    """Remove a lost second factor, once the person is identified."""
    account = key_of(Account, input.id)
    return await accounts.remove_totp(work, request.services.credentials, account)


@mutation("任职\nGive an account a role.", on=Post, action=Action.ASSIGN)
async def assign_post(work: UnitOfWork, request: Request, input: AssignPostInput) -> m.Post:
    """Give an account a role."""
    new = posts.NewPost(
        account_id=key_of(Account, input.account_id),
        role=input.role,
        organisation_id=key_of(Organisation, input.organisation_id),
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        division_ids=tuple(key_of(Division, each) for each in input.division_ids),
    )
    return await posts.assign_post(work, request.services.credentials, new)


@mutation("免职，须写明理由\nEnd a post; give the reason.", on=Post, action=Action.WITHDRAW)
async def end_post(work: UnitOfWork, input: EndPostInput) -> m.Post:
    """End a post from a day on."""
    return await posts.end_post(work, key_of(Post, input.id), input.day, input.reason or "")


@mutation("划入区划\nAttach a division to a post.", on=PostDivision, action=Action.ASSIGN)
async def attach_division(
    work: UnitOfWork, request: Request, input: AttachDivisionInput
) -> m.PostDivision:
    """Attach a division to a post."""
    post, division = key_of(Post, input.post_id), key_of(Division, input.division_id)
    dates = (input.valid_from, input.valid_to)
    return await posts.attach_division(work, request.services.credentials, post, division, dates)


@mutation("划出区划\nDetach a division from a post.", on=PostDivision, action=Action.WITHDRAW)
async def detach_division(work: UnitOfWork, input: DetachDivisionInput) -> m.PostDivision:
    """Detach a division from a post."""
    return await posts.detach_division(work, key_of(PostDivision, input.id), input.day)


@mutation(
    "移交镇街或企业账号的全部岗位，须写明理由\n"
    "Hand all posts of a town's or an enterprise's account to another; give the reason.",
    on=Post,
    action=Action.ASSIGN,
)
async def hand_over_account(
    request: Request, input: HandOverAccountInput
) -> HandOverAccountPayload:
    """Hand every post of one account over to another."""
    handing = HandOver(
        from_account_id=key_of(Account, input.from_account_id),
        to_account_id=key_of(Account, input.to_account_id),
        day=input.day,
        reason=input.reason or "",
    )
    async with request.writing() as work:
        name_subject(work, Account, handing.from_account_id)
        made = await hand_over(work, request.services.credentials, handing)
    loaded = [await request.loading.record(Post, post.id) for post in made]
    return HandOverAccountPayload(posts=[post for post in loaded if post is not None])


extensions = [
    extend(
        Mutation,
        create_account,
        disable_account,
        reset_password,
        remove_totp,
        assign_post,
        end_post,
        attach_division,
        detach_division,
        hand_over_account,
    )
]
