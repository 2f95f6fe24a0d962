"""The law in force as one piece of work needs it, read once however many instruments there are."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models_law import AuthorisedBody, InstrumentCategory, VerificationRule
from plugins.metrology.service_rules import covers, rule_for


@dataclass(frozen=True, slots=True)
class Law:
    """Categories, intervals and bodies, old ones too."""

    categories: dict[int, InstrumentCategory]
    rules: tuple[VerificationRule, ...]
    bodies: dict[int, AuthorisedBody]

    @classmethod
    async def read(cls, work: UnitOfWork) -> Self:
        """Three statements."""
        categories = (await work.session.scalars(select(InstrumentCategory))).all()
        rules = (await work.session.scalars(select(VerificationRule))).all()
        bodies = (await work.session.scalars(select(AuthorisedBody))).all()
        return cls({c.id: c for c in categories}, tuple(rules), {b.id: b for b in bodies})

    def category(self, code: str, on: dt.date) -> InstrumentCategory:
        """The category in force. Raises InvalidInput at `categoryCode`."""
        named = (c for c in self.categories.values() if c.code == code and c.in_force(on))
        if (found := next(named, None)) is None:
            raise InvalidInput(
                "请选择现行强制检定目录中的类别。",
                "Choose a category of the catalogue in force.",
                field="categoryCode",
            )
        return found

    def rule(self, category_id: int, on: dt.date) -> VerificationRule:
        """The interval of a category on a day. Raises InvalidInput where none is known."""
        found = rule_for(self.rules, self.categories[category_id].code, on)
        if found is None:
            raise InvalidInput(
                "没有该类器具的检定周期，请联系计量科。",
                "No interval is known for this category; ask the section.",
                field="categoryCode",
            )
        return found

    def require_body(self, body_id: int, category_id: int, on: dt.date) -> AuthorisedBody:
        """A body that may verify the category on the day. Raises NotFound, InvalidInput."""
        body, category = self.bodies.get(body_id), self.categories[category_id]
        if body is None:
            raise NotFound(field="bodyId")
        if not body.in_force(on) or not covers(body.scope_codes, category.code):
            raise errors.not_authorised(category.name)
        return body
