"""What a person sets: where to be reached, by which channels, of what, and when not."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import inspect, select

from core.channels.arrangements import ChannelSettings, Language
from core.channels.kinds import checked
from core.channels.quiet import checked_times
from core.errors import InvalidInput
from core.identity.models import Account
from core.identity.own import own_account_id
from core.outgoing import Address, Channel
from core.policy.vocabulary import Action
from core.store.personal import seal
from core.store.unit import UnitOfWork

_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
LONGEST_MAIL: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Everything at once; what is left empty is taken away."""

    mail: str | None = field(repr=False)
    language: Language
    choices: Sequence[str]
    """`<channel>:<kind>`."""
    quiet_from: str | None
    quiet_to: str | None
    urgent: Sequence[str]


async def set_channel_settings(
    work: UnitOfWork, wishes: Wishes, channels: Mapping[str, Channel]
) -> ChannelSettings:
    """Put the wishes of the person who is signed in in place of the former ones.

    Raises InvalidInput for what is no address, channel, kind or time, and (`NO_ADDRESS`) for a
    channel that does not know where to reach the person.
    """
    account_id = own_account_id(work)
    own = await _own(work, account_id)
    mail = _mail(wishes.mail)
    own.mail = seal(mail, "mail") if mail else None
    own.language = wishes.language
    own.choices = _choices(wishes.choices, channels)
    own.quiet_from, own.quiet_to = checked_times(wishes.quiet_from, wishes.quiet_to)
    own.urgent = checked(wishes.urgent, "urgent")
    chosen = {choice.partition(":")[0] for choice in own.choices}
    await _require_addresses(work, own, [channels[name] for name in sorted(chosen)])
    return own if inspect(own).persistent else await work.add(own, Action.UPDATE)


async def _own(work: UnitOfWork, account_id: int) -> ChannelSettings:
    known = select(ChannelSettings.id).where(ChannelSettings.account_id == account_id)
    if (key := await work.session.scalar(known)) is not None:
        return await work.fetch(ChannelSettings, key, Action.UPDATE)
    return ChannelSettings(account_id=account_id)


def _mail(given: str | None) -> str | None:
    mail = (given or "").strip()
    if mail and (len(mail) > LONGEST_MAIL or not _MAIL.fullmatch(mail)):
        raise InvalidInput("不是有效的邮箱地址。", "Not a mail address.", field="mail")
    return mail or None


def _choices(given: Sequence[str], channels: Collection[str]) -> list[str]:
    pairs = [choice.partition(":")[::2] for choice in given]
    for channel, _ in pairs:
        if channel not in channels:
            raise InvalidInput(
                f"没有通知方式“{channel}”。", f"There is no channel {channel!r}.", field="choices"
            )
    checked([kind for _, kind in pairs], "choices")
    return list(dict.fromkeys(f"{channel}:{kind}" for channel, kind in pairs))


async def _require_addresses(
    work: UnitOfWork, own: ChannelSettings, channels: Sequence[Channel]
) -> None:
    account = await work.session.get_one(Account, own.account_id)
    known = {
        Address.MAIL: own.mail,
        Address.PHONE: account.phone,
        Address.USERNAME: account.username,
    }
    for channel in channels:
        if not known.get(channel.address):
            raise InvalidInput(
                f"{channel.chinese}没有可用的地址：请填写邮箱，或请系统管理员登记电话。",
                f"{channel.english} does not know where to reach you: give your mail address, "
                "or ask the system officer to enter your telephone.",
                field="choices",
                code="NO_ADDRESS",
            )
