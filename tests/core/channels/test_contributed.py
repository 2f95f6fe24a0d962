"""Channels of plugins: in place of the core's or beside them, and what may go where."""

import ipaddress

import pytest

from core.channels.built_in import channels_of, of_persons
from core.channels.endpoints import checked_url
from core.channels.files import FileChannel
from core.channels.outside import is_outside
from core.errors import InvalidInput
from core.outgoing import Address, Receipt
from core.plugins import Plugins
from core.settings import Settings
from schema.reactions import doubled
from tests.fixtures.strangers import HOOKS, serving_after

GATEWAY = """
from core.outgoing import Address, Receipt


class Gateway:
    name, chinese, english, address = "{word}", "短信", "SMS", Address.PHONE

    async def send(self, parcel):
        return Receipt(0)


@hookimpl
def channels():
    return [Gateway()]
"""


class Pager:
    name, chinese, english, address = "sms", "寻呼", "Pager", Address.USERNAME

    async def send(self, parcel):
        return Receipt()


@pytest.fixture
def settings():
    return Settings(_env_file=None)


def test_what_there_is_without_a_mail_server(settings):
    found = channels_of(settings, [])
    assert set(found) == {"webhook", "sms", "dingtalk"}
    assert set(of_persons(found)) == {"sms", "dingtalk"}
    assert isinstance(found["sms"], FileChannel)


def test_a_plugins_channel_takes_the_place_of_ours(settings):
    pager = Pager()
    assert channels_of(settings, [pager])["sms"] is pager


def test_a_plugin_brings_one_by_its_hook(strangers):
    strangers.install("alpha", {"hooks.py": HOOKS + GATEWAY.replace("{word}", "sms")})
    plugins = Plugins(strict=True).load()
    assert serving_after(plugins) == ["alpha"]
    ((plugin, channel),) = plugins.contributions("channels")
    assert (plugin, channel.name) == ("alpha", "sms")


def test_what_is_no_channel_is_refused(strangers):
    broken = GATEWAY.replace("{word}", "sms").replace("async def send", "async def post")
    strangers.install("alpha", {"hooks.py": HOOKS + broken})
    plugins = Plugins(strict=False).load()
    assert "is no Channel" in plugins.found["alpha"].fault


def test_two_plugins_cannot_have_one_name():
    assert doubled([("alpha", Pager()), ("omega", Pager())]) == {
        "omega": "the channel 'sms' is already one of alpha"
    }


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("203.0.114.7", True),
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  nothing is bound
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_outside(address, outside):
    assert is_outside(ipaddress.ip_address(address)) is outside


@pytest.mark.parametrize(
    "url",
    [
        "",
        "zhijian.example",
        "ftp://town.example/",
        "http://town.example/",
        "https://",
        "https://user:secret@town.example/",
        "https://town.example/a b",
        "https://town.example/\r\nx: y",
        "https://镇.example/",
        "https://town.example:99999/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.8:8443/hook",
        "https://[::ffff:10.0.0.8]/",
        "https://town.example/" + "x" * 1_000,
    ],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(InvalidInput):
        checked_url(url, intranet=False)


def test_addresses_that_are_accepted():
    url = "https://town.example:8443/hook?a=b"
    assert checked_url(f" {url}#part ", intranet=False) == url
    assert checked_url("http://10.0.0.8/hook", intranet=True) == "http://10.0.0.8/hook"
