"""A bureau in the middle of a working day, really served: what each role finds on its first page.

Unit a1 has a lift in the register, whose inspection is past its date, and a licence; three lifts of
it wait for confirmation; a hazard that a town reported eight days ago waits for its station.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.inspection.seeds import plant_law
from plugins.special_equipment.numbers import equipment_code, use_number
from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from tests.browser.walking import enter
from tests.core.desk.stock import enter_licences
from tests.core.files.pictures import photo
from tests.fixtures.browser import Browser, Page
from tests.fixtures.serving import serving
from tests.stories.declaring import LIFT, Declaration, picture, unit
from tests.stories.rectifying import HazardStory

OFFICER, CLERK = "town-quality-officer-a", "branch-special-equipment-clerk"
OWNER = "enterprise-manager-a1"
WAITING = 3


@dataclass
class Stage:
    """The served bureau at one window size."""

    bureau: Any
    base: str
    size: str
    photo: Path
    lift: str
    """Use number of the registered lift."""
    licence: str
    hazard: HazardStory

    def enter(self, browser: Browser, username: str, path: str = "/desk") -> Page:
        """Somebody opens the desk."""
        return enter(browser, f"{self.base}{path}", username, self.size)


@asynccontextmanager
async def stage_in(bureau: Any, size: str, folder: Path) -> AsyncIterator[Stage]:
    """Furnish a bureau and serve it."""
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
        await plant_law(session)
    licences = await enter_licences(bureau)
    first = await _verified_lift(bureau, 1)
    await first.act(CLERK, "confirmDeclaration")
    hazard = HazardStory(bureau)
    await hazard.begin()
    await hazard.report(OFFICER)
    bureau.clock.advance(days=8)
    for number in range(2, 2 + WAITING):
        await _verified_lift(bureau, number)
    taken = folder / "photo.jpg"
    taken.write_bytes(photo())
    lift = use_number("3", "11", 1, 2024)
    async with serving(bureau.site) as server:
        base = f"http://{server.address}"
        yield Stage(bureau, base, size, taken, lift, licences["red"], hazard)


async def _verified_lift(bureau: Any, number: int) -> Declaration:
    filed = Declaration(bureau)
    own = {
        "name": f"{number}号客梯",
        "equipmentCode": equipment_code("3110", "10123", 2020, number),
        "useRegistrationNo": use_number("3", "11", number, 2024),
    }
    photos = [await picture(bureau, OWNER)]
    given = LIFT | own | {"enterpriseId": unit(bureau), "photos": photos}
    await filed.act(OWNER, "declareNewEquipment", **given)
    await filed.verify(OFFICER)
    return filed
