"""Arithmetic of the check characters in Chinese numbers: pure functions over well-formed text.

Each takes the characters before the check character and returns the check character. Text outside
the alphabet raises `ValueError`: callers judge the shape first (see `core.register.numbers`).
"""

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capitals without I, O, S, V and Z."""

CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_check_digit(first17: str) -> str:
    """Character 18 of a unified social credit code (GB 32100-2015, weights 3^i mod 31)."""
    total = _weighted(first17, CREDIT_ALPHABET, CREDIT_WEIGHTS)
    return CREDIT_ALPHABET[-total % 31]


def organisation_check_digit(first8: str) -> str:
    """Character 9 of an organisation code (GB 11714): 11 minus the sum mod 11, ten written X."""
    total = _weighted(first8, ORGANISATION_ALPHABET, ORGANISATION_WEIGHTS)
    return "0123456789X"[-total % 11]


def identity_check_digit(first17: str) -> str:
    """Character 18 of an identity card number (GB 11643, ISO 7064 MOD 11-2)."""
    return IDENTITY_CHECKS[_weighted(first17, "0123456789", IDENTITY_WEIGHTS) % 11]


def hybrid_check_digit(digits: str) -> str:
    """The check digit of ISO 7064 MOD 11,10 (GB/T 17710): SC licences, old registration numbers."""
    product = 10
    for character in digits:
        product = ((product + "0123456789".index(character)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def _weighted(text: str, alphabet: str, weights: tuple[int, ...]) -> int:
    return sum(
        weight * alphabet.index(character) for weight, character in zip(weights, text, strict=True)
    )
