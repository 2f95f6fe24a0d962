"""Hypothesis strategies of valid numbers and their neighbours by one typing mistake."""

import datetime as dt
from collections.abc import Iterator

from hypothesis import strategies as st

from core.register.check_digits import CREDIT_ALPHABET, ORGANISATION_ALPHABET, identity_check_digit
from core.register.numbers import credit_code, organisation_check_digit

credit_codes = st.builds(
    credit_code,
    st.text(CREDIT_ALPHABET, min_size=8, max_size=8),
    st.text(CREDIT_ALPHABET, min_size=8, max_size=8),
)
organisation_codes = st.text(ORGANISATION_ALPHABET, min_size=8, max_size=8).map(
    lambda body: body + organisation_check_digit(body)
)
identity_cards = st.builds(
    lambda region, born, serial: f"{region:06}{born:%Y%m%d}{serial:03}",
    st.integers(110000, 659999),
    st.dates(min_value=dt.date(1900, 1, 1)),
    st.integers(0, 999),
).map(lambda first17: first17 + identity_check_digit(first17))


def substitutions(number: str, alphabet: str) -> Iterator[tuple[int, str]]:
    """Every text that differs from the number in exactly one place, with that place."""
    for place, right in enumerate(number):
        for wrong in alphabet.replace(right, ""):
            yield place, number[:place] + wrong + number[place + 1 :]


def swaps(number: str) -> Iterator[tuple[int, str]]:
    """Every text that comes from exchanging two unequal neighbours, with the first's place."""
    for place in range(len(number) - 1):
        left, right = number[place], number[place + 1]
        if left != right:
            yield place, number[:place] + right + left + number[place + 2 :]
