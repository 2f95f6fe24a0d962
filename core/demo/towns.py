"""What the 28 towns of Xiaoshan live on, and which invented station looks after which of them.

Industries are coded by GB/T 4754-2017. The stations of 2013 are not published: these are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Trade:
    """What an enterprise makes or sells; `word` is how its name says so."""

    industry: str
    word: str
    is_food: bool = False


TRADES: Final[Mapping[str, Trade]] = MappingProxyType(
    {
        "meat": Trade("1353", "肉制品", is_food=True),
        "pickles": Trade("1371", "蔬菜食品", is_food=True),
        "tofu": Trade("1392", "豆制品", is_food=True),
        "bakery": Trade("1411", "糕点食品", is_food=True),
        "noodles": Trade("1431", "米面制品", is_food=True),
        "frozen": Trade("1432", "速冻食品", is_food=True),
        "brewery": Trade("1462", "调味食品", is_food=True),
        "rice_wine": Trade("1514", "酒业", is_food=True),
        "water": Trade("1522", "饮用水", is_food=True),
        "tea": Trade("1530", "茶业", is_food=True),
        "weaving": Trade("1751", "纺织", is_food=False),
        "dyeing": Trade("1752", "印染"),
        "garments": Trade("1819", "服饰"),
        "down": Trade("1942", "羽绒制品"),
        "shoes": Trade("1952", "鞋业"),
        "furniture": Trade("2110", "家具"),
        "paper": Trade("2221", "纸业"),
        "packaging": Trade("2319", "包装印刷"),
        "chemicals": Trade("2614", "化工"),
        "fibre": Trade("2822", "化纤"),
        "plastics": Trade("2921", "塑料"),
        "cement": Trade("3021", "水泥制品"),
        "steel": Trade("3311", "钢结构"),
        "doors": Trade("3312", "门窗"),
        "bathrooms": Trade("3352", "卫浴"),
        "fasteners": Trade("3482", "紧固件"),
        "car_parts": Trade("3670", "汽车零部件"),
        "umbrellas": Trade("4119", "伞业"),
        "heat": Trade("4430", "热力"),
        "hotel": Trade("6110", "酒店"),
    }
)

FOOD_EVERYWHERE: Final = ("bakery", "noodles", "tofu")
"""Food is made in every town, besides what the town is known for."""

SHOPS: Final = (
    Trade("5213", "便利店", is_food=True),
    Trade("5222", "糕饼店", is_food=True),
    Trade("6210", "餐馆", is_food=True),
    Trade("6291", "小吃店", is_food=True),
)
"""What sole traders run."""


@dataclass(frozen=True, slots=True)
class TownEconomy:
    """How much of the district's business a town has, and in which trades."""

    weight: int
    trades: tuple[str, ...]


ECONOMY: Final[Mapping[str, TownEconomy]] = MappingProxyType(
    {
        "330109001": TownEconomy(5, ("hotel", "packaging", "bakery", "water")),
        "330109002": TownEconomy(6, ("hotel", "packaging", "frozen", "garments")),
        "330109003": TownEconomy(5, ("car_parts", "packaging", "bakery", "furniture")),
        "330109004": TownEconomy(7, ("down", "garments", "plastics", "meat")),
        "330109005": TownEconomy(4, ("weaving", "dyeing", "meat", "fasteners")),
        "330109006": TownEconomy(4, ("umbrellas", "chemicals", "plastics", "pickles")),
        "330109007": TownEconomy(6, ("weaving", "car_parts", "fibre", "pickles")),
        "330109008": TownEconomy(5, ("steel", "car_parts", "brewery", "plastics")),
        "330109009": TownEconomy(2, ("umbrellas", "weaving", "pickles")),
        "330109010": TownEconomy(5, ("chemicals", "dyeing", "heat", "fibre")),
        "330109011": TownEconomy(3, ("car_parts", "chemicals", "frozen")),
        "330109100": TownEconomy(2, ("garments", "tea", "fasteners")),
        "330109101": TownEconomy(3, ("paper", "packaging", "tofu")),
        "330109102": TownEconomy(3, ("furniture", "paper", "tea", "water")),
        "330109103": TownEconomy(3, ("shoes", "fasteners", "rice_wine")),
        "330109104": TownEconomy(2, ("plastics", "tea", "rice_wine")),
        "330109105": TownEconomy(6, ("steel", "paper", "rice_wine", "brewery", "doors")),
        "330109106": TownEconomy(4, ("weaving", "doors", "cement", "noodles")),
        "330109107": TownEconomy(3, ("tea", "plastics", "fasteners")),
        "330109108": TownEconomy(7, ("fibre", "weaving", "heat")),
        "330109109": TownEconomy(3, ("cement", "garments", "frozen")),
        "330109110": TownEconomy(6, ("car_parts", "steel", "plastics", "meat")),
        "330109111": TownEconomy(5, ("chemicals", "doors", "steel", "bakery")),
        "330109112": TownEconomy(4, ("weaving", "fasteners", "garments")),
        "330109113": TownEconomy(8, ("dyeing", "weaving", "fibre", "heat", "meat")),
        "330109114": TownEconomy(6, ("bathrooms", "dyeing", "weaving", "heat")),
        "330109115": TownEconomy(3, ("weaving", "steel", "pickles")),
        "330109120": TownEconomy(3, ("pickles", "weaving", "packaging")),
    }
)

STATIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "第一质监站": ("330109001", "330109002", "330109003", "330109004"),
        "第二质监站": ("330109109", "330109110", "330109111"),
        "第三质监站": ("330109007", "330109008", "330109009"),
        "第四质监站": ("330109010", "330109011", "330109120"),
        "第五质监站": ("330109005", "330109006", "330109112"),
        "第六质监站": ("330109108", "330109113", "330109114", "330109115"),
        "第七质监站": ("330109103", "330109104", "330109105", "330109107"),
        "第八质监站": ("330109100", "330109101", "330109102", "330109106"),
    }
)
