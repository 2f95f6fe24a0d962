"""Clues: a town or station saw a product that may not conform; the section answers."""

from dataclasses import dataclass

from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.models import Enterprise
from core.register.places import readable, require_town, town_of_today
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.quality.models import Product
from plugins.quality.models_samples import ClueResult, QualityClue, SpotCheckTask
from plugins.quality.procedures import CLUE
from plugins.quality.service import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen, and where: an enterprise, or a town and words."""

    what: str
    place: str = ""
    enterprise_id: int | None = None
    product_id: int | None = None
    town_id: int | None = None
    photos: tuple[int, ...] = ()


async def report_clue(work: UnitOfWork, seen: Seen) -> QualityClue:
    """Report a clue. Raises NotFound, Denied, InvalidInput."""
    duty, _ = acting(work, QualityClue, Action.CREATE)
    if seen.enterprise_id is not None:
        enterprise = await readable(work, Enterprise, seen.enterprise_id, "enterpriseId")
        town = await town_of_today(work, enterprise.town_id)
    elif seen.town_id is not None:
        town = seen.town_id
    else:
        towns = {await town_of_today(work, each) for each in duty.divisions}
        if len(towns) != 1:
            raise InvalidInput("请选择镇街或企业。", "Choose a town or a firm.", field="townId")
        town = towns.pop()
    await require_town(work, town)
    if seen.product_id is not None:
        await readable(work, Product, seen.product_id, "productId")
    place = seen.place.strip()
    clue = QualityClue(
        town_id=town,
        unit_id=seen.enterprise_id,
        product_id=seen.product_id,
        what=filled(seen.what, "what"),
        place=place if seen.enterprise_id is not None else filled(place, "place"),
        reported_on=work.today,
    )
    clue.reported_by = acting(work, QualityClue, Action.CREATE, clue)[1]
    await work.add(clue, Action.CREATE)
    await open_matter(work, clue, CLUE, title=f"质量线索：{clue.what[:40]}")
    await bind(work, seen.photos, clue, act=QualityClue, action=Action.CREATE)
    return clue


async def assess_clue(
    work: UnitOfWork,
    key: int,
    result: ClueResult,
    *,
    answer: str,
    task_id: int | None = None,
    version: int | None = None,
) -> QualityClue:
    """Say what becomes of it; whoever reported it reads the answer. Raises NotFound and others."""
    clue = await work.fetch(QualityClue, key, Action.CONFIRM, expected_version=version)
    if result is ClueResult.CHECKED:
        if task_id is None:
            raise InvalidInput("请先下达抽查任务。", "Assign a check first.", field="taskId")
        await readable(work, SpotCheckTask, task_id, "taskId")
    clue.result, clue.answer = result, filled(answer, "answer")
    clue.task_id = task_id if result is ClueResult.CHECKED else None
    await complete(work, clue, "assessed", outcome=result.value)
    return clue
