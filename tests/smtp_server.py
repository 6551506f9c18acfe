"""A real mail server on loopback that keeps all it is handed, and misbehaves when told to."""

import asyncio
import email
import email.policy
import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 2.0.0 Kept"


class MailServer:
    """Keeps each message as a file. What it does to whom is told by its attributes.

    `refuse` is {address: answer to RCPT TO}, `refuse_data` {address: answer to the message}, `drop`
    the addresses whose message is lost with the connection, `drop_after` those whose message is
    kept before the connection is cut, `delay` the seconds that each message takes, `late` those
    until it greets all but the first. With `is_pipelined` it lets commands come together
    (RFC 2920).
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.refuse: dict[str, str] = {}
        self.refuse_data: dict[str, str] = {}
        self.drop: set[str] = set()
        self.drop_after: set[str] = set()
        self.delay = self.late = 0.0
        self.is_pipelined = self.is_reporting = False
        self.asked: list[str] = []
        self.connections = self.now_open = self.most_at_once = 0
        self.senders: list[str] = []
        self._numbers = itertools.count()
        self.port = _free_port()
        self._controller: Controller | None = None

    # --- What aiosmtpd calls ---

    async def handle_EHLO(self, server: SMTP, session: Session, envelope, name, responses):
        self.connections += 1
        session.host_name = name
        if self.connections > 1:
            await asyncio.sleep(self.late)
        more = ["250-PIPELINING"] * self.is_pipelined + ["250-DSN"] * self.is_reporting
        return [*responses[:-1], *more, responses[-1]]

    def connected(self, is_open: bool) -> None:
        self.now_open += 1 if is_open else -1
        self.most_at_once = max(self.most_at_once, self.now_open)

    async def handle_RCPT(self, server, session, envelope: Envelope, address: str, options) -> str:
        if answer := self.refuse.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        [address] = envelope.rcpt_tos
        self.senders.append(envelope.mail_from)
        if answer := self.refuse_data.get(address):
            return answer
        if address in self.drop:
            server.transport.abort()
            return ACCEPTED
        name = f"{next(self._numbers):06} {address}.eml"
        (self.folder / name).write_bytes(envelope.original_content)
        if address in self.drop_after:
            server.transport.abort()
        return ACCEPTED

    # --- What tests ask ---

    def addresses(self) -> list[str]:
        """Who was sent a message, in the order they came; twice who got two."""
        return [path.stem.partition(" ")[2] for path in self._files()]

    def sources(self, address: str) -> list[bytes]:
        """The messages to an address, byte for byte."""
        return [path.read_bytes() for path in self._files() if path.stem.endswith(f" {address}")]

    def messages(self, address: str) -> list[EmailMessage]:
        """The messages to an address, taken apart."""
        policy = email.policy.default
        return [email.message_from_bytes(source, policy=policy) for source in self.sources(address)]

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))

    def start(self) -> None:
        """Answer, on the same port as before if it was stopped."""
        self._controller = Counting(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Answer nobody."""
        if self._controller:
            self._controller.stop()
            self._controller = None


class Counted(SMTP):
    """A session that says when it begins and ends."""

    def connection_made(self, transport):
        super().connection_made(transport)
        self.event_handler.connected(True)

    def connection_lost(self, error):
        super().connection_lost(error)
        self.event_handler.connected(False)

    async def smtp_MAIL(self, arg):
        await super().smtp_MAIL(self._heed(arg))

    async def smtp_RCPT(self, arg):
        await super().smtp_RCPT(self._heed(arg))

    def _heed(self, arg: str) -> str:
        if not self.event_handler.is_reporting:
            return arg
        address, *asked = arg.split(" ")
        self.event_handler.asked += asked
        return address


class Counting(Controller):
    """A server of such sessions."""

    def factory(self):
        return Counted(self.handler, **self.SMTP_kwargs)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """A server of its own for a test."""
    server = MailServer(folder)
    server.start()
    yield server
    server.stop()
