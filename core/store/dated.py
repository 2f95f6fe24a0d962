"""Law and other reference data that is in force between two days."""

import datetime as dt

from sqlalchemy.orm import Mapped


class Dated:
    """In force from a day on; `valid_to` is the first day without."""

    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]

    def in_force(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
