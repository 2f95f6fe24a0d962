"""Warnings on the desks: what waits, where to go, one warning with its story, what may be done."""

from plugins.early_warning.desk.forms import FORMS
from plugins.early_warning.desk.queues import DUE_LISTS, PAGES, QUEUES

__all__ = ["DUE_LISTS", "FORMS", "PAGES", "QUEUES"]
