"""The house as a Django app: wires what every process needs."""

from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Makes our Celery application the one that tasks are sent with, in every thread of every process.

    Celery's "current app" belongs to the thread that made it; a worker thread of the web server would
    otherwise fall back to an application of its own that looks for a broker nobody runs.
    """

    name = "dnfa"
    label = "dnfa"

    def ready(self) -> None:
        """Make it the default application of the process."""
        from dnfa.celery import app

        app.set_default()
