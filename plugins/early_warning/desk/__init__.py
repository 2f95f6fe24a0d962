"""Warnings and their rules on the desks: what waits, where to go, and what may be done."""

from plugins.early_warning.desk import forms, queues, rules

DUE_LISTS = queues.DUE_LISTS
FORMS = [*forms.FORMS, *rules.FORMS]
PAGES = [*queues.PAGES, *rules.PAGES]
QUEUES = [*queues.QUEUES, *rules.QUEUES]
