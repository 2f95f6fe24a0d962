"""How the Golden Quality project's licences become rows, which are read-only here."""

import datetime as dt

from core.exchange_declarations import ExchangeMapping, MappedField
from core.register.verdict import compact
from plugins.licensing import service_exchange
from plugins.licensing.models import LicenceType
from plugins.licensing.types import Licence

ISSUERS = ("golden_quality", "district_data_centre")


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


MAPPINGS = [
    ExchangeMapping(
        partner="golden_quality",
        feed="licences",
        record=Licence,
        natural_key=("type", "number"),
        fields=(
            MappedField(theirs="LICTYPE", ours="type", authority=ISSUERS, by=LicenceType.code),
            MappedField(theirs="LICNO", ours="number", convert=compact, authority=ISSUERS),
            MappedField(theirs="UNISCID", ours="enterprise", convert=compact, authority=ISSUERS),
            MappedField(theirs="LICSCOPE", ours="covers", convert=_list, authority=ISSUERS),
            MappedField(theirs="LICANTH", ours="authority", authority=ISSUERS),
            MappedField(
                theirs="ISSDATE", ours="issued_on", convert=dt.date.fromisoformat, authority=ISSUERS
            ),
            MappedField(
                theirs="VALTO", ours="valid_until", convert=dt.date.fromisoformat, authority=ISSUERS
            ),
            MappedField(theirs="LICSTATE", ours="status", authority=ISSUERS),
        ),
        codes={
            "LICTYPE": {"食品生产许可": "SC", "工业产品生产许可": "XK", "强制性产品认证": "CCC"},
            "LICSTATE": {
                "有效": "VALID",
                "暂停": "SUSPENDED",
                "撤销": "ANNULLED",
                "撤回": "WITHDRAWN",
                "吊销": "REVOKED",
                "注销": "CANCELLED",
            },
        },
        check=service_exchange.check,
        take=service_exchange.take,
        withdraw=service_exchange.withdraw,
    )
]
