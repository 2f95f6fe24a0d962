"""How institutes' certificates become rows: matched by body and number, instruments by serial."""

import datetime as dt

from core.exchange_declarations import ExchangeMapping, MappedField
from core.register.verdict import compact
from plugins.metrology.types import Verification

ISSUERS = ("metrology_institute",)


def _field(theirs: str, ours: str, convert: type | None = None) -> MappedField:
    taken = dt.date.fromisoformat if convert is dt.date else compact if convert is None else convert
    return MappedField(theirs=theirs, ours=ours, convert=taken, authority=ISSUERS)


MAPPINGS = [
    ExchangeMapping(
        partner="metrology_institute",
        feed="verification_certificates",
        record=Verification,
        natural_key=("body", "certificate_no"),
        fields=(
            _field("CCBH", "instrument"),
            _field("JDJG", "body", str),
            _field("ZSBH", "certificate_no"),
            _field("JDRQ", "verified_on", dt.date),
            _field("JDJL", "result", str),
            _field("YXQZ", "valid_to", dt.date),
            _field("BHGXM", "findings", str),
            _field("MSJE", "exempted_yuan", int),
        ),
        codes={"JDJL": {"合格": "PASSED", "不合格": "FAILED"}},
    )
]
