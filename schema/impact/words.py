"""An impact in sentences, for officers: what a role gains and loses, where; what would break."""

from collections.abc import Iterable, Mapping

from core.policy.rules import Domain
from core.policy.wording import Sentence
from schema.impact.documents import DocumentChange
from schema.impact.report import Impact
from schema.impact.rows import RowChange
from schema.impact.schemas import KINDS, Kind, Part, Roles, SchemaDifference

EVERYWHERE = Sentence("全区", "the whole district")


def roles_in_words(roles: Roles, domain: Domain) -> Sentence:
    """A permission set by the titles of its posts."""
    known = [domain.roles[name] for name in roles if name in domain.roles]
    if not known:
        return Sentence("无岗位", "no post")
    return Sentence("＋".join(r.chinese for r in known), " + ".join(r.english for r in known))


def brief(parts: Iterable[Part]) -> list[Part]:
    """Without what goes with something larger: fields of a type, arguments of a field."""
    listed = list(parts)
    whole = {coordinate for _, coordinate in listed}
    return [
        (kind, coordinate)
        for kind, coordinate in listed
        if kind == "type" or whole.isdisjoint(_larger(kind, coordinate))
    ]


def _larger(kind: str, coordinate: str) -> set[str]:
    """What a part goes with: its type, its field; of a member, the type that it is."""
    owner, _, own = coordinate.partition(".")
    return {owner, coordinate.rpartition("(")[0]} | ({own} if kind == "member" else set())


def part_in_words(part: Part) -> Sentence:
    """One coordinate, such as `字段 Enterprise.phone`."""
    chinese, english = KINDS[part[0]]
    return Sentence(f"{chinese} {part[1]}", f"{english} {part[1]}")


def schema_in_words(found: SchemaDifference, domain: Domain) -> Sentence:
    """What one permission set's schema gains and loses, briefly."""
    who = roles_in_words(found.roles, domain)
    gained, lost = _counted(brief(found.gained)), _counted(brief(found.lost))
    return Sentence(
        f"“{who.chinese}”的模式：增加{gained.chinese}，减少{lost.chinese}。",
        f"The schema of {who.english} gains {gained.english} and loses {lost.english}.",
    )


def rows_in_words(change: RowChange, towns: Mapping[int, str], domain: Domain) -> Sentence:
    """What a role in a town gains and loses of one resource."""
    who = roles_in_words((change.role,), domain)
    town = EVERYWHERE
    if change.town is not None:
        name = towns.get(change.town, str(change.town))
        town = Sentence(name, name)
    return Sentence(
        f"{town.chinese}的“{who.chinese}”：{change.resource} 增加 {change.gained} 行、"
        f"减少 {change.lost} 行（现有 {change.before} 行）。",
        f"{who.english} in {town.english}: {change.gained} rows of {change.resource} more, "
        f"{change.lost} fewer (now {change.before}).",
    )


def document_in_words(change: DocumentChange, domain: Domain) -> Sentence:
    """What becomes of a document, for whom."""
    titles = [roles_in_words((role,), domain) for role in change.roles]
    chinese, english = "、".join(t.chinese for t in titles), ", ".join(t.english for t in titles)
    fate = ("将失败", "would fail") if change.breaks else ("将可执行", "would succeed")
    title = change.document.title.replace("\n", " ")
    return Sentence(f"{title}：对{chinese}{fate[0]}", f"{title}: {fate[1]} for {english}")


def impact_in_words(impact: Impact) -> Sentence:
    """The whole in one sentence."""
    if impact.is_empty:
        return Sentence("没有人会察觉这一改动。", "Nobody would notice the change.")
    gained, lost = sum(c.gained for c in impact.rows), sum(c.lost for c in impact.rows)
    breaks = sum(change.breaks for change in impact.documents)
    works = len(impact.documents) - breaks
    sets = len(impact.schemas)
    return Sentence(
        f"{sets} 组权限的模式有变；各岗位合计增加 {gained} 行、减少 {lost} 行；"
        f"{breaks} 份查询将失败，{works} 份将可执行。",
        f"{sets} schemas differ; {gained} rows more and {lost} fewer over all posts and towns; "
        f"{breaks} documents would fail, {works} would newly succeed.",
    )


def _counted(parts: Iterable[Part]) -> Sentence:
    listed = list(parts)
    counts: dict[Kind, int] = {kind: sum(k == kind for k, _ in listed) for kind in KINDS}
    chinese = "、".join(f"{KINDS[k][0]} {n} 个" for k, n in counts.items() if n)
    english = ", ".join(f"{n} of kind {KINDS[k][1]}" for k, n in counts.items() if n)
    return Sentence(chinese or "无", english or "nothing")
