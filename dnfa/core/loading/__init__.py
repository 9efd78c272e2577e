"""Loading the register's data files: a protocol of the ground floor.

Each room registers its own loaders in `AppConfig.ready()`; `load_register` runs them by order, in one
transaction. What officers have edited since a fact was loaded stays as they left it (docs/data.md).
"""

from __future__ import annotations

from dnfa.core.loading.registry import Loader, load_register, loaders, register
from dnfa.core.loading.rows import DataError, Row, read_rows
from dnfa.core.loading.session import GONE, Fact, Load, Summary, TableCount

__all__ = [
    "GONE",
    "DataError",
    "Fact",
    "Load",
    "Loader",
    "Row",
    "Summary",
    "TableCount",
    "load_register",
    "loaders",
    "read_rows",
    "register",
]
