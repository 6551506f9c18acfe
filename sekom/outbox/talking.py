"""Talking: one kept connection to a mail server, that never waits for an answer.

Where the server allows it (RFC 2920) the end of a message and the envelope of the next go
together, so that each costs one round trip; elsewhere each command waits for the answer to the one
before. The final dot of a message is held back until `release`: until then the server has nothing.
"""

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, cast

from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend

from sekom.outbox import returning
from sekom.outbox.claiming import Job
from sekom.outbox.noting import Answer, State

READ_SIZE = 65536
LONGEST_ANSWER = 65536
MOST_LOSSES = 3
ACCEPTED, GO_ON, SHUTTING_DOWN = 2, 354, 421
POLICY = re.compile(r"[45]\.7\.\d+")


class Lost(OSError):
    """The connection is gone."""


class Refusal(NamedTuple):
    """What the server says no to, and how."""

    of: str
    code: int
    words: str


def open_session() -> smtplib.SMTP:
    """Connect, encrypt and log in as the settings say; for a thread, since it waits for answers."""
    backend = mailers.default
    try:
        backend.open()
        session = cast(EmailBackend, backend).connection
        if session is None:
            raise Lost("There is no connection")
        session.ehlo_or_helo_if_needed()
    except OSError:
        with contextlib.suppress(OSError):
            backend.close()
        raise
    return session


class Line:
    """A connection and the messages on it.

    `coming` is the message whose envelope is out or whose body is there, `flying` the one whose dot
    is out. What became of a message is handed to `tell`; one that did not get its turn, to
    `return_job`.
    """

    def __init__(
        self,
        session: smtplib.SMTP,
        *,
        timeout: float,
        body_of: Callable[[Job], bytes],
        tell: Callable[[Job, Answer], None],
        return_job: Callable[[Job], None],
    ):
        if session.sock is None:
            raise Lost("Connection unexpectedly closed")
        self.session, self.sock = session, session.sock
        self.fd = self.sock.fileno()
        self.sock.setblocking(False)
        # A dot must not wait until the server has said that it has the body.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.is_pipelined = session.has_extn("pipelining")
        self.is_reporting = session.has_extn("dsn")
        self.timeout, self.body_of, self.tell, self.return_job = timeout, body_of, tell, return_job
        self.flying: Job | None = None
        self.coming: Job | None = None
        self.is_loaded = self.is_closed = self.needs_reset = False
        self.refusal: Refusal | None = None
        self.expected: deque[str] = deque()
        self.unsaid: deque[tuple[str, bytes]] = deque()
        self.out: deque[memoryview] = deque()
        self.heard = bytearray()
        self.words: list[str] = []
        self.sent = 0
        self.deadline = float("inf")

    # --- What the worker does ---

    @property
    def is_idle(self) -> bool:
        return not (self.flying or self.coming or self.expected or self.is_closed)

    @property
    def loaded(self) -> Job | None:
        """The message that is there, all but its dot."""
        return self.coming if self.is_loaded else None

    @property
    def wants_to_write(self) -> bool:
        return bool(self.out)

    def begin(self, job: Job, mailbox: str) -> None:
        """Say the envelope of a message."""
        self.coming, self.refusal = job, None
        sender, receiver = returning.envelope(job.token, mailbox, is_reporting=self.is_reporting)
        commands = [
            ("mail", f"MAIL FROM:{sender}\r\n".encode()),
            ("rcpt", f"RCPT TO:{receiver}\r\n".encode()),
            ("data", b"DATA\r\n"),
        ]
        if self.needs_reset:
            commands.insert(0, ("reset", b"RSET\r\n"))
            self.needs_reset = False
        self.unsaid.extend(commands)
        self._say_more()

    def release(self) -> None:
        """Let the message that is there leave."""
        self.flying, self.coming, self.is_loaded = self.coming, None, False
        self._say("done", b".\r\n")

    def step(self, *, can_read: bool) -> None:
        """Go on with what can be written and read."""
        try:
            if can_read:
                self._read()
            self._write()
        except OSError as error:
            self.lose(str(error))

    def lose(self, words: str) -> None:
        """Give up the connection: of a message whose dot is out, nobody knows."""
        if self.is_closed:
            return
        self._shut()
        if self.flying:
            self.tell(self.flying, Answer(State.QUEUED, words, is_doubt=True))
        if self.coming:
            self._return(self.coming, words)
        self.flying = self.coming = None

    def abandon(self) -> None:
        """Close before the dot: the message that is there is none."""
        self.coming, self.is_loaded = None, False
        self._shut()

    def quit(self) -> None:
        """Take leave; a server that is gone already needs no goodbye."""
        if not self.is_closed:
            with contextlib.suppress(OSError):
                self.sock.setblocking(False)
                self.sock.send(b"QUIT\r\n")
            self._shut()

    # --- Talking ---

    def _say(self, what: str, command: bytes) -> None:
        self.expected.append(what)
        self._put(command)

    def _say_more(self) -> None:
        while self.unsaid and (self.is_pipelined or not self.expected):
            self._say(*self.unsaid.popleft())

    def _put(self, data: bytes) -> None:
        self.out.append(memoryview(data))
        self.deadline = time.monotonic() + self.timeout

    def _write(self) -> None:
        while self.out:
            data = b"".join(self.out) if len(self.out) > 1 else self.out[0]
            self.out.clear()
            try:
                done = self.sock.send(data)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                done = 0
            if done < len(data):
                self.out.append(memoryview(data)[done:])
                return

    def _read(self) -> None:
        while True:
            try:
                data = self.sock.recv(READ_SIZE)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                break
            if not data:
                raise Lost("Connection unexpectedly closed")
            self.heard += data
            if len(data) < READ_SIZE and not isinstance(self.sock, ssl.SSLSocket):
                break
        *lines, rest = bytes(self.heard).split(b"\r\n")
        if len(rest) > LONGEST_ANSWER:
            raise Lost("The answer has no end")
        self.heard = bytearray(rest)
        for line in lines:
            self._hear(line)
            if self.is_closed:
                return
        self.deadline = (
            time.monotonic() + self.timeout if self.expected or self.out else float("inf")
        )

    def _hear(self, line: bytes) -> None:
        text = line.decode(errors="replace")
        self.words.append(text[4:])
        if text[3:4] == "-":
            return
        words, self.words = " ".join(self.words), []
        if not text[:3].isdigit():
            raise Lost(f"Not an answer: {text[:80]}")
        code = int(text[:3])
        if not self.expected:  # it speaks unasked: most often to say goodbye
            raise Lost(f"{code} {words}")
        self._understand(self.expected.popleft(), code, words)
        self._say_more()

    def _understand(self, what: str, code: int, words: str) -> None:
        is_fine = code // 100 == ACCEPTED
        if what == "done" and (job := self.flying):
            self.flying = None
            self.sent += 1
            self.tell(job, answer_of(code, words))
        elif what == "data" and code == GO_ON and self.coming and not self.refusal:
            self._put(self.body_of(self.coming))
            self.is_loaded = True
        elif what == "data" and code == GO_ON:
            self._refused()
            self._shut()  # it would take a message to nobody
        elif not is_fine and what != "reset":
            self.refusal = self.refusal or Refusal(what, code, words)
            if what == "data" or not self.is_pipelined:
                self.unsaid.clear()
                self._refused()
        if code == SHUTTING_DOWN and not self.is_closed:
            self.lose(f"{code} {words}")

    def _refused(self) -> None:
        """An envelope was not taken."""
        refusal, job = self.refusal, self.coming
        self.coming, self.needs_reset = None, True
        if job and refusal and refusal.of != "mail":
            self.tell(job, answer_of(refusal.code, refusal.words))
        elif job and refusal:
            # It refuses us, not this receiver: perhaps it has had enough over this connection.
            words = f"{refusal.code} {refusal.words}"
            self._return(job, words, is_policy=is_policy(refusal.words))
            self._shut()

    def _return(self, job: Job, words: str, *, is_policy: bool = False) -> None:
        """A message that did not get its turn costs no attempt, unless nothing else is to blame."""
        job.losses += 1
        is_first = job.losses == 1 and not is_policy
        if is_first or (self.sent and job.losses <= MOST_LOSSES):
            self.return_job(job)
        else:
            self.tell(job, Answer(State.QUEUED, words, is_policy=is_policy))

    def _shut(self) -> None:
        self.is_closed = True
        with contextlib.suppress(OSError):
            self.session.close()


def answer_of(code: int, words: str) -> Answer:
    """What an answer means for the delivery."""
    if code // 100 == ACCEPTED:
        return Answer(State.SENT, f"{code} {words}")
    state = State.BOUNCED if 500 <= code < 600 else State.QUEUED
    return Answer(state, f"{code} {words}", is_policy=is_policy(words))


def is_policy(words: str) -> bool:
    """Whether the server refuses us, as one that sends what it does not want (RFC 3463, x.7.x)."""
    return bool(POLICY.match(words))
