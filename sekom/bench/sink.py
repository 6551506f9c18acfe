"""A mail server that takes all it is handed as fast as it can, each answer late by so much.

Run as `python -m sekom.bench.sink SECONDS`: prints its port, then answers a line on standard input
with how many messages it has taken.
"""

import heapq
import selectors
import socket
import sys
import time

READ_SIZE = 262_144
END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 50000000\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 Bye\r\n",
}
OK = b"250 2.0.0 OK\r\n"


class Session:
    """One connection; `is_in_data` while a message comes in."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self.heard = bytearray()
        self.is_in_data = False
        self.is_open = True


class Sink:
    """All connections in one loop."""

    def __init__(self, delay: float):
        self.delay, self.taken, self.serial = delay, 0, 0
        self.late: list[tuple[float, int, Session, bytes]] = []
        self.selector = selectors.DefaultSelector()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.server.setblocking(False)
        self.selector.register(self.server, selectors.EVENT_READ)
        self.selector.register(sys.stdin, selectors.EVENT_READ)

    def serve(self) -> None:
        """Answer until standard input is closed."""
        print(self.server.getsockname()[1], flush=True)
        while True:
            wait = max(0.0, self.late[0][0] - time.monotonic()) if self.late else None
            for key, _events in self.selector.select(wait):
                if key.fileobj is self.server:
                    self._welcome()
                elif key.data:
                    self._hear(key.data)
                elif not sys.stdin.readline():
                    return
                else:
                    print(self.taken, flush=True)
            while self.late and self.late[0][0] <= time.monotonic():
                _at, _serial, session, answer = heapq.heappop(self.late)
                self._send(session, answer)

    def _welcome(self) -> None:
        sock, _address = self.server.accept()
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(sock)
        self.selector.register(sock, selectors.EVENT_READ, session)
        self._answer(session, b"220 sink\r\n")

    def _hear(self, session: Session) -> None:
        try:
            data = session.sock.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._close(session)
            return
        session.heard += data
        answers = b"".join(self._answers(session))
        if answers:
            self._answer(session, answers)

    def _answers(self, session: Session):
        heard = session.heard
        while session.is_open:
            if session.is_in_data:
                # What was looked through before holds no end, but perhaps the beginning of one.
                end = heard.find(END)
                if end < 0:
                    if len(heard) > len(END):
                        del heard[: -len(END)]
                    return
                del heard[: end + len(END)]
                session.is_in_data = False
                self.taken += 1
                yield OK
                continue
            end = heard.find(b"\r\n")
            if end < 0:
                return
            word = bytes(heard[:4]).upper()
            del heard[: end + 2]
            session.is_in_data = word == b"DATA"
            yield ANSWERS.get(word, OK)

    def _answer(self, session: Session, answer: bytes) -> None:
        if not self.delay:
            self._send(session, answer)
            return
        self.serial += 1
        heapq.heappush(self.late, (time.monotonic() + self.delay, self.serial, session, answer))

    def _send(self, session: Session, answer: bytes) -> None:
        try:
            if session.is_open:
                session.sock.send(answer)
        except OSError:
            self._close(session)

    def _close(self, session: Session) -> None:
        if session.is_open:
            session.is_open = False
            self.selector.unregister(session.sock)
            session.sock.close()


if __name__ == "__main__":
    Sink(float(sys.argv[1])).serve()
