"""PostgreSQL and a Redis-protocol broker from PyPI wheels, run as our own children.

Only for a development home and for tests: `DATABASE_URL` and `REDIS_URL` point
the same code at real servers. Why not the wheels' own Python layer: docs/dependencies.md.
"""

from __future__ import annotations

from dnfa.embedded.postgres import Postgres
from dnfa.embedded.processes import ServiceError
from dnfa.embedded.valkey import Valkey

__all__ = ["Postgres", "ServiceError", "Valkey"]
