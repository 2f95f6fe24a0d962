"""The base of every table. A model that does not say whose rows it holds does not load."""

import datetime as dt
import enum
from typing import Annotated, Any, ClassVar, Final

from sqlalchemy import ARRAY, DateTime, Enum, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from core.store.scope import PUBLIC, SYSTEM, ScopeDeclaration, about

Key = Annotated[int, mapped_column(primary_key=True)]
"""A table's own number. Clients never see it: they get an opaque global id."""

VIEW: Final = {"view": True}
"""`__table_args__ = {"info": VIEW}`: a migration makes the view, and its SQL holds the wall."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. `__scope__` says which column each kind of scope looks at."""

    __scope__: ClassVar[ScopeDeclaration]
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        dt.datetime: DateTime(timezone=True),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40),
        list[int]: ARRAY(Integer),
        list[str]: ARRAY(Text),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        """Refuse a model without a scope, or with one that names no column of it."""
        super().__init_subclass__(**options)
        if cls.__dict__.get("__abstract__"):
            return
        if not hasattr(cls, "__scope__"):
            raise TypeError(f"{cls.__name__} declares no __scope__ (PUBLIC if all rows are public)")
        named = {*cls.__scope__.values(), *filter(None, [about(cls)])}
        if unknown := named - set(cls.__table__.c.keys()):
            raise TypeError(f"{cls.__name__}.__scope__ names no column: {sorted(unknown)}")


def is_system(model: type[Base]) -> bool:
    """Whether only the core's own system work may read the model."""
    return model.__scope__ is SYSTEM


def is_public(model: type[Base]) -> bool:
    """Whether all rows are for everyone who may read the type."""
    return model.__scope__ is PUBLIC


def is_view(model: type[Base]) -> bool:
    """Whether the model reads a view, which nobody can write and the models do not make."""
    return bool(model.__table__.info.get("view"))  # type: ignore[attr-defined]
