"""How the Golden Quality project's lists of superior spot checks become rows: no firm twice."""

from core.exchange_declarations import ExchangeMapping, MappedField
from core.register.verdict import compact
from plugins.quality.types_checks import UpperLevelCheck

SUPERIORS = ("golden_quality",)

MAPPINGS = [
    ExchangeMapping(
        partner="golden_quality",
        feed="upper_level_checks",
        record=UpperLevelCheck,
        natural_key=("product", "enterprise", "notice", "year"),
        fields=(
            MappedField(theirs="PRODCODE", ours="product", convert=compact, authority=SUPERIORS),
            MappedField(theirs="UNISCID", ours="enterprise", convert=compact, authority=SUPERIORS),
            MappedField(theirs="NOTICENO", ours="notice", authority=SUPERIORS),
            MappedField(theirs="CHECKYEAR", ours="year", convert=int, authority=SUPERIORS),
            MappedField(theirs="CHECKLEVEL", ours="level", authority=SUPERIORS),
        ),
        codes={"CHECKLEVEL": {"国家": "NATIONAL", "省级": "PROVINCIAL", "市级": "MUNICIPAL"}},
    )
]
