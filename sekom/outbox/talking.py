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

READ_SIZE = 65536  # more than a record of TLS holds: nothing is left over that nobody hears of
LONGEST_ANSWER = 65536
MOST_LOSSES = 3
JUDGING_TIMES = 5  # as long as for other answers: who gives up too early sends it twice
ACCEPTED, GO_ON, SHUTTING_DOWN = 2, 354, 421
POLICY = re.compile(r"[45]\.7\.\d+(?!.*gr[ea]ylist)", re.I)


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
        self.body = b""
        self.expected: deque[str] = deque()
        self.unsaid: deque[tuple[str, bytes]] = deque()
        self.out: deque[memoryview] = deque()
        self.heard = b""
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
        """Say the envelope of a message, once that is made."""
        self.body = self.body_of(job)
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
        self._set_deadline()

    def _set_deadline(self) -> None:
        """Begin to wait anew: something has gone on, or begins."""
        is_waiting = bool(self.expected or self.out)
        patience = self.timeout * (JUDGING_TIMES if self.flying else 1)
        self.deadline = time.monotonic() + patience if is_waiting else float("inf")

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
            if not done:
                return
            self._set_deadline()

    def _read(self) -> None:
        try:
            data = self.sock.recv(READ_SIZE)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        if not data:
            raise Lost("Connection unexpectedly closed")
        *lines, self.heard = (self.heard + data).split(b"\r\n")
        for line in lines:
            self._hear(line)
            if self.is_closed:
                return
        if len(self.heard) + len(" ".join(self.words)) > LONGEST_ANSWER:
            raise Lost("The answer has no end")

    def _hear(self, line: bytes) -> None:
        text = line.decode(errors="replace").replace("\0", "")
        self.words.append(text[4:])
        if text[3:4] == "-":
            return
        words, self.words = " ".join(self.words), []
        if not text[:3].isdecimal():
            raise Lost(f"Not an answer: {text[:80]}")
        code = int(text[:3])
        if not self.expected:  # it speaks unasked: most often to say goodbye
            raise Lost(f"{code} {words}")
        self._understand(self.expected.popleft(), code, words)
        self._say_more()
        self._set_deadline()

    def _understand(self, what: str, code: int, words: str) -> None:
        is_fine = code // 100 == ACCEPTED
        if what == "done" and (job := self.flying):
            self.flying = None
            self.sent += 1
            self.tell(job, answer_of(code, words))
        elif what == "data" and code == GO_ON and self.coming and not self.refusal:
            body, self.body = self.body, b""
            self._put(body)
            self.is_loaded = True
        elif what == "data" and code == GO_ON:
            self._refused()
            self._shut()  # it would take a message to nobody
        elif what == "data" and is_fine:
            raise Lost(f"It takes no message: {code} {words}")
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
