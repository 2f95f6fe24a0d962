"""The channels of this installation: ours, and those of plugins in their place or beside them."""

from collections.abc import Iterable, Mapping

from core.channels.files import FOLDER, FileChannel
from core.channels.mail import Mail
from core.channels.webhook import Webhook
from core.outgoing import Address, Channel
from core.settings import Settings


def channels_of(settings: Settings, contributed: Iterable[Channel]) -> Mapping[str, Channel]:
    """By name. A plugin's channel that is called like one of ours replaces it."""
    outbox = settings.var_path / FOLDER
    ours: list[Channel] = [
        Webhook(settings.webhook_intranet),
        FileChannel(outbox, "sms", "短信", "Text message"),
        FileChannel(outbox, "dingtalk", "钉钉", "DingTalk"),
    ]
    if settings.smtp_host:
        ours.insert(0, Mail(settings))  # what most people choose
    return {channel.name: channel for channel in (*ours, *contributed)}


def of_persons(channels: Mapping[str, Channel]) -> Mapping[str, Channel]:
    """Those that a person may choose."""
    return {n: c for n, c in channels.items() if c.address is not Address.ENDPOINT}
