"""What a mapping means in tables: the model, its columns, and the records that fields lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from core.exchange_declarations import ExchangeMapping, MappedField
from core.register.models import Enterprise
from core.store.session import models

ENTERPRISE_CODES = (
    (18, Enterprise.__table__.c.credit_code),
    (9, Enterprise.__table__.c.organisation_code),
    (15, Enterprise.__table__.c.registration_no),
)
"""By how long a code is: which of the three it is."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that leads to another record, over an alias of that record."""

    field: str
    key: Any
    """The foreign key in the row of the register."""
    target: Any
    by: Any
    """The attribute of `target` that the partner names."""
    is_enterprise: bool


@dataclass(frozen=True)
class Target:
    """The record that a mapping writes to, through its owner."""

    mapping: ExchangeMapping

    @cached_property
    def model(self) -> Any:
        """The model of the record: both carry one name, which nobody else has."""
        return _model(lambda each: each.__name__ == self.mapping.record.__name__)

    @property
    def key(self) -> Any:
        """Its primary key."""
        return self.model.id

    @cached_property
    def columns(self) -> Mapping[str, Any]:
        """Fields that are plain columns, by our names."""
        known = inspect(self.model).column_attrs
        names = [f.ours for f in self.mapping.fields if f.ours in known]
        return {name: getattr(self.model, name) for name in names}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """Fields that lead to other records, as far as the mapping says by what."""
        found = (self._reference(each) for each in self.mapping.fields)
        return {each.field: each for each in found if each is not None}

    @cached_property
    def unknown(self) -> list[str]:
        """Fields that nothing here can be compared with."""
        known = {*self.columns, *self.references}
        return [each.ours for each in self.mapping.fields if each.ours not in known]

    @property
    def can_find(self) -> bool:
        """Whether a row of ours can be found by the natural key."""
        return not set(self.mapping.natural_key) & set(self.unknown)

    def joined(self, selected: Any) -> Any:
        """A selection over the model, with everything that its fields lead to."""
        selected = selected.select_from(self.model)
        for each in self.references.values():
            selected = selected.outerjoin(each.target, each.target.id == each.key)
        return selected

    def ours(self, staged: Any) -> ColumnElement[Any]:
        """Our values as one JSON object; `staged` gives the columns of the staged record."""
        parts: list[Any] = []
        for name, column in self.columns.items():
            parts += [name, func.to_jsonb(column)]
        for name, each in self.references.items():
            value: Any = func.to_jsonb(each.by)
            if each.is_enterprise:  # named by whichever code, it is the same one
                value = case((each.key == staged.enterprise_id, staged.mapped[name]), else_=value)
            parts += [name, value]
        return func.jsonb_build_object(*parts, type_=JSONB)

    def same_key(self, staged: Any) -> list[ColumnElement[bool]]:
        """That a row of ours is what a staged record is of, by the natural key."""
        found: list[ColumnElement[bool]] = []
        for name in self.mapping.natural_key:
            if name in self.columns:
                column = self.columns[name]
                text = column if isinstance(column.type, Text) else cast(column, Text)
                found.append(text == staged.mapped[name].astext)
            elif (each := self.references[name]).is_enterprise:
                found.append(each.key == staged.enterprise_id)
            else:
                found.append(each.by == staged.mapped[name].astext)
        return found

    def _reference(self, each: MappedField) -> Reference | None:
        key = getattr(self.model, f"{each.ours}_id", None)
        if each.ours in self.columns or key is None:
            return None
        (foreign,) = key.property.columns[0].foreign_keys
        model = _model(lambda other: other.__table__ is foreign.column.table)
        is_enterprise = model is Enterprise
        if each.by is None and not is_enterprise:
            return None
        target = aliased(model, name=f"{each.ours}_named")
        by = "credit_code" if each.by is None else each.by.key
        return Reference(each.ours, key, target, getattr(target, by), is_enterprise)


def _model(is_it: Callable[[Any], bool]) -> Any:
    return next(each for each in models() if is_it(each))
