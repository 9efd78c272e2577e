#!/usr/bin/env python
"""Django's command line; `bin/manage` calls it with the embedded services running."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command with dnfa.settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dnfa.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings come first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
