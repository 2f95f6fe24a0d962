"""What a password must be: the profile of the multi-level protection scheme, level 3 (等保三级)."""

import string
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput

LONGEST = 128
HISTORY = 5
"""How many last passwords may not come back."""
_COMMON = frozenset(
    (Path(__file__).parent / "data" / "common_passwords.txt").read_text("utf-8").split()
)
_SIGNS = string.punctuation + string.whitespace
_LOOK_ALIKES = str.maketrans("01345@$!7", "oieasasit")


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """Lengths are in characters."""

    shortest: int
    classes: int
    """Of lower case, upper case, digits, and everything else."""
    history: int

    def check(self, password: str, username: str) -> None:
        """Raise InvalidInput, naming the first thing that is wrong with a new password."""
        if not self.shortest <= len(password) <= LONGEST:
            raise _weak(
                f"密码长度须为 {self.shortest} 至 {LONGEST} 个字符。",
                f"A password has {self.shortest} to {LONGEST} characters.",
            )
        if _classes(password) < self.classes:
            raise _weak(
                f"密码须包含小写字母、大写字母、数字、其他字符中的至少 {self.classes} 类。",
                "A password mixes at least "
                f"{self.classes} of: lower case, upper case, digits, other characters.",
            )
        if username and username in password.casefold():
            raise _weak("密码不得包含用户名。", "A password does not contain the user name.")
        if is_common(password):
            raise _weak(
                "该密码过于常见，请换一个。", "This password is too common; choose another one."
            )


MLPS3 = PasswordPolicy(shortest=10, classes=3, history=HISTORY)


def is_common(password: str) -> bool:
    """Whether it is a well-known password, perhaps with digits around it or look-alikes in it."""
    folded = password.casefold()
    word, core = folded.strip(_SIGNS), folded.strip(_SIGNS + string.digits)
    return bool({word, core, core.translate(_LOOK_ALIKES)} & _COMMON) or len(set(folded)) <= 3


def reused() -> InvalidInput:
    """The error for a password that was used lately."""
    return _weak("不得与最近用过的密码相同。", "A password used lately may not come back.")


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit)
    found = [any(map(test, password)) for test in tests]
    other = any(not any(test(c) for test in tests) for c in password)
    return sum(found) + other


def _weak(chinese: str, english: str) -> InvalidInput:
    return InvalidInput(chinese, english, field="newPassword", code="WEAK_PASSWORD")
