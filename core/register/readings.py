"""Readings of Chinese characters that the dictionary of pypinyin gets wrong or cannot know.

Words come first, longest match; surnames only count at the start of what looks like a person's
name. Extend the tables rather than the code.
"""

WORDS = {
    "萧山": ("xiao", "shan"),
    "闻堰": ("wen", "yan"),
    "瓜沥": ("gua", "li"),
    "衙前": ("ya", "qian"),
    "浦阳": ("pu", "yang"),
    "乐清": ("yue", "qing"),
    "六安": ("lu", "an"),
    "会稽": ("kuai", "ji"),
    "五金行": ("wu", "jin", "hang"),
    "商行": ("shang", "hang"),
    "车行": ("che", "hang"),
    "药行": ("yao", "hang"),
    "茶行": ("cha", "hang"),
    "粮行": ("liang", "hang"),
    "布行": ("bu", "hang"),
    "重工": ("zhong", "gong"),
    "重型": ("zhong", "xing"),
    "重机": ("zhong", "ji"),
    "乐器": ("yue", "qi"),
    "给水": ("ji", "shui"),
    "给排水": ("ji", "pai", "shui"),
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
}
"""Words of trade and place, syllable by syllable."""

SURNAMES = {
    "单": ("shan", "位独一据元价项品面机车体证"),
    "曾": ("zeng", "经"),
    "仇": ("qiu", "恨人敌"),
    "区": ("ou", "域级长委政块"),
    "解": ("xie", "决放除释约"),
    "查": ("zha", "询看验封处办明"),
    "乐": ("yue", "园趣"),
    "翟": ("zhai", ""),
    "缪": ("miao", ""),
    "盖": ("ge", "板子章"),
    "朴": ("piao", "素"),
    "覃": ("qin", ""),
    "种": ("chong", "植类子苗养"),
    "繁": ("po", "荣华殖忙"),
    "员": ("yun", "工"),
    "冼": ("xian", ""),
}
"""Surname: its reading as a name, and the characters after which it is an ordinary word."""

AFTER_A_SURNAME = "氏记"
"""曾氏, 单记: in a shop's name these mark the character before them as a surname."""

ALTERNATES = {
    "单": ("dan", "shan"),
    "曾": ("zeng", "ceng"),
    "重": ("zhong", "chong"),
    "行": ("xing", "hang"),
    "乐": ("le", "yue"),
    "长": ("chang", "zhang"),
    "仇": ("qiu", "chou"),
    "解": ("jie", "xie"),
    "查": ("cha", "zha"),
    "朝": ("chao", "zhao"),
    "盛": ("sheng", "cheng"),
    "区": ("qu", "ou"),
    "翟": ("zhai", "di"),
    "缪": ("miao", "mou"),
    "覃": ("qin", "tan"),
    "调": ("tiao", "diao"),
    "会": ("hui", "kuai"),
    "参": ("can", "shen"),
}
"""Characters with two common readings: a search finds the name by either."""
