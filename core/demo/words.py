"""Names that nobody bears: enterprises, persons, streets and telephone numbers of our own making.

An enterprise is called by a poetic word and a character that no firm would choose together, so
that none of them is a real one. Telephone numbers are all of one block: 199 0000 xxxx.
"""

from random import Random
from typing import Final

_SCENES: Final = tuple(
    """
    云杉 青禾 白鹭 松针 晚汐 竹露 蓼花 芦荻 雪砚 苇岸 石笋 霜橘 荷擎 鹤栖 藕丝 萤窗 桑陌 菱歌
    枫桥 兰舟 溪梧 麦垄 梅坞 杏帘 雁回 柳浪 茶烟 橹声 渔灯 稻穗 栀影 橙屿 柘林 榆钱 葭月 莼羹
    """.split()  # noqa: SIM905  one word a line would hide the list
)
_SIGNS: Final = tuple("渡畔笺汀屿岑涧砧埠埭畈漾浜堰墟篱檐砚橹棹蓑笠甑瓮")
_SURNAMES: Final = tuple("王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯沈俞楼来")
_GIVEN: Final = tuple("明华建国志强伟敏静丽军洋勇艳杰娟涛磊芳燕平刚桂英玉兰春梅海波晓东雪松云峰")
_ROADS: Final = ("工业路", "振兴路", "建设路", "人民路", "通惠路", "创业路", "新城路", "沿江路")


def brands(random: Random, count: int) -> list[str]:
    """Distinct invented brands; with many, another sign or scene goes before the sign."""
    every = [scene + sign for scene in _SCENES for sign in _SIGNS]
    if count > len(every):
        every += [a + b + c for a in _SCENES for b in _SIGNS for c in _SIGNS if b != c]
    if count > len(every):
        pairs = [b + c for b in _SIGNS for c in _SIGNS if b != c]
        every += [a + b + pair for a in _SCENES for b in _SCENES if a != b for pair in pairs]
    return random.sample(every, count)


def person(random: Random) -> str:
    """A name of two or three characters."""
    given = random.sample(_GIVEN, random.choice((1, 2, 2)))
    return random.choice(_SURNAMES) + "".join(given)


def phone(random: Random) -> str:
    """A mobile number of the invented block."""
    return f"1990000{random.randrange(10_000):04}"


def street(random: Random, town: str) -> str:
    """An address within a town."""
    return f"杭州市萧山区{town}{random.choice(_ROADS)}{random.randrange(1, 999)}号"
