"""The mail server of a development home: takes every mail and files it for reading, lets none out.

`python -m dnfa.embedded.mail_catcher --socket FD --folder PATH`: the listening socket is opened by bin/up and outlives us,
so a mail that comes while we are started again waits for us instead of being refused.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from dnfa.core.mail.caught import file_mail

logger = logging.getLogger(__name__)
LARGEST_MAIL = 30 * 1024 * 1024


class Catcher:
    """Files what comes (aiosmtpd's handler)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Say yes only when the mail is on the disk."""
        content = envelope.original_content or b""
        try:
            key = file_mail(self.folder, content)
        except OSError as error:
            logger.exception("a mail could not be filed")
            return f"451 4.3.0 {error.strerror}"
        logger.info("filed %s", key)
        return "250 2.0.0 filed"


async def serve(listening: socket.socket, folder: Path) -> None:
    """Take mails until SIGTERM."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    catcher = Catcher(folder)
    server = await loop.create_server(
        lambda: SMTP(catcher, hostname="localhost", data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True),
        sock=listening,
    )
    async with server:
        logger.info("takes mails on port %s", listening.getsockname()[1])
        await stopped.wait()


def main(arguments: list[str]) -> int:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="mail_catcher")
    parser.add_argument("--socket", type=int, required=True, help="the listening socket's descriptor")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are filed")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd repeats every line of every mail
    with socket.socket(fileno=given.socket) as listening:
        asyncio.run(serve(listening, given.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
