"""The limit of sending: one message that is ready, over and over, pipelined, with no ledger."""

import selectors
import smtplib

from sekom.bench.mailing import HTML, TEXT

CONNECTIONS = 16
ENVELOPE = b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"


def body() -> bytes:
    """A message as large as those of the mailing, all but its dot."""
    lines = ("Subject: Nyheter\r\n\r\n" + (TEXT + HTML).replace("\n", "\r\n")).encode()
    return lines.replace(b"\r\n.", b"\r\n..") + b"\r\n"


class _Line:
    def __init__(self, port: int):
        self.session = smtplib.SMTP("127.0.0.1", port)
        self.session.ehlo()
        self.sock = self.session.sock
        self.sock.setblocking(False)
        self.out = memoryview(ENVELOPE)
        self.unheard = 3  # answers to what has been said
        self.is_sending = False


def send(number: int, port: int) -> None:
    """Send so many messages to a server on this machine, as fast as they can be said."""
    group = body() + b".\r\n" + ENVELOPE
    selector = selectors.DefaultSelector()
    lines = [_Line(port) for _connection in range(CONNECTIONS)]
    for line in lines:
        selector.register(line.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, line)
    begun = answered = 0
    while answered < number:
        for key, events in selector.select():
            line = key.data
            if events & selectors.EVENT_READ:
                line.unheard -= line.sock.recv(65536).count(b"\n")
            if not line.unheard and not line.out:
                answered += line.is_sending
                line.is_sending = begun < number
                if line.is_sending:
                    begun += 1
                    line.out, line.unheard = memoryview(group), 4
            if line.out:
                line.out = _say(line)
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.out else 0)
            if key.events != wanted:
                selector.modify(line.sock, wanted, line)
    for line in lines:
        line.session.close()


def _say(line: _Line) -> memoryview:
    try:
        return line.out[line.sock.send(line.out) :]
    except BlockingIOError:
        return line.out
