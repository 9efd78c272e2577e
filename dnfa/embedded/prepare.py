"""Bring a home up to date in one process: migrations, static files, register, demonstration users.

`python -m dnfa.embedded.prepare [--static] [--demo]`, called by bin/up with the services running.
"""

from __future__ import annotations

import sys
import time

import django
from django.core.management import CommandError, call_command

from dnfa import heartbeat

MIGRATE = ("Cập nhật cấu trúc dữ liệu (migrations)", ["migrate", "--verbosity=0"])
STATIC = ("Gom tệp tĩnh (static files)", ["collectstatic", "--noinput", "--verbosity=0"])
DEMO = [
    ("Nạp sổ đăng ký theo Quyết định 2887 (the register)", ["load_register"]),
    ("Tạo người dùng thử (demonstration users)", ["ensure_demo_users"]),
]


def steps(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return the title and the management command of each step that `arguments` ask for."""
    chosen = [MIGRATE]
    if "--static" in arguments:
        chosen.append(STATIC)
    if "--demo" in arguments:
        chosen += DEMO
    return chosen


def main(arguments: list[str]) -> None:
    """Run the steps in order; the first failure ends the process, a command's own refusal without a traceback."""
    django.setup()
    for title, command in steps(arguments):
        begin = time.monotonic()
        print(f"• {title} …", flush=True)
        try:
            call_command(*command)
        except CommandError as error:
            sys.exit(f"✗ {command[0]}: {error}")
        print(f"  xong sau {time.monotonic() - begin:.1f} s", flush=True)
    # Signs of life of a run that was killed would make the health check green too early.
    heartbeat.forget("worker")
    heartbeat.forget("beat")


if __name__ == "__main__":
    main(sys.argv[1:])
