"""`bin/manage COMMAND`: manage.py with the home's services running, left as they were found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import FrameType

from dnfa.embedded.home import CHECKOUT, Home, Services
from dnfa.embedded.processes import ServiceError


def main(arguments: list[str]) -> int:
    """Run one management command and return its exit status.

    Side effects: starts the embedded services when they do not run and stops
    them afterwards unless somebody else uses them.
    """
    home = Home.from_environment(os.environ)
    try:
        home.prepare()
        services = Services(home)
        with services.in_use(with_parent=False):
            return _run([sys.executable, str(CHECKOUT / "manage.py"), *arguments], services.environment())
    except ServiceError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1


def _run(command: list[str], env: dict[str, str]) -> int:
    """Run the command as a child, so that we are still there to stop the services after it."""
    child = subprocess.Popen(command, env=env)

    def forward(signum: int, _frame: FrameType | None) -> None:
        child.send_signal(signum)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to the child as well
    status = child.wait()
    return 128 - status if status < 0 else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
