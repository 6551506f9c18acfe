"""Connecting: the connections that one worker keeps to the mail server.

More are opened while there is work for them, and no more once the server refuses one. They have
numbers that all workers share, so that there are never more than the settings allow.
"""

import selectors
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from sekom.outbox import claiming
from sekom.outbox.handing import Hand
from sekom.outbox.relays import Relay
from sekom.outbox.talking import Line, open_session

MOST_LINES = 16
OPENING_SECONDS = 0.005  # between looks whether a connection is there


class RelayDown(Exception):
    """The mail server cannot be reached, or talks to nobody: no letter's fault."""


class Lines:
    """The open connections, and those that are being opened."""

    def __init__(self, relay: Relay, connect: Callable[[object], Line | Hand]):
        self.relay, self.connect = relay, connect
        self.open: list[Line | Hand] = []
        self.opening: dict[Future, int] = {}
        self.slots: dict[Line | Hand, int] = {}
        self.writing: set[Line] = set()
        self.most = MOST_LINES if relay.speaks_smtp else 1
        self.selector = selectors.DefaultSelector()
        self.opener = ThreadPoolExecutor(MOST_LINES)

    def want(self, number: int) -> None:
        """See to it that so many are open, or being opened, if that may be.

        Raises RelayDown when the server lets nobody in.
        """
        self._take_opened()
        while len(self.open) + len(self.opening) < min(self.most, number):
            slot = self._free_slot()
            if slot is None:  # the other workers have them
                self.most = len(self.open) + len(self.opening)
                return
            start = open_session if self.relay.speaks_smtp else (lambda: None)
            self.opening[self.opener.submit(start)] = slot

    @property
    def are_all_taken(self) -> bool:
        """Whether other workers have every connection that there may be."""
        return not self.most

    def listen(self, *, patience: float) -> None:
        """Wait until something can be read or written, and go on with it."""
        lines = [line for line in self.open if isinstance(line, Line)]
        for line in lines:
            self._watch(line)
        patience = min(patience, OPENING_SECONDS) if self.opening else patience
        for key, events in self.selector.select(patience):
            key.data.step(can_read=bool(events & selectors.EVENT_READ))
        now = time.monotonic()
        for line in lines:
            if line.deadline < now:
                line.lose("The server does not answer")
        self.forget_closed()

    def forget_closed(self) -> None:
        """Strike off what is closed, before its number in the system is somebody else's."""
        for line in [line for line in self.open if line.is_closed]:
            self.open.remove(line)
            claiming.unlock(claiming.CONNECTIONS, self.slots.pop(line))
            if isinstance(line, Line):
                self.selector.unregister(line.fd)
                self.writing.discard(line)

    def close(self) -> None:
        """End them all, also those that are being opened; asks nothing of the database."""
        for line in self.open:
            line.quit()
        self.opener.shutdown(wait=True)
        for future in self.opening:
            if not future.exception() and (session := future.result()):
                session.close()
        self.selector.close()

    def _free_slot(self) -> int | None:
        mine = {*self.opening.values(), *self.slots.values()}
        others = (one for one in range(1, self.relay.connections + 1) if one not in mine)
        return next((one for one in others if claiming.lock(claiming.CONNECTIONS, one)), None)

    def _take_opened(self) -> None:
        for future in [future for future in self.opening if future.done()]:
            slot = self.opening.pop(future)
            try:
                line = self.connect(future.result())
            except OSError as error:  # includes every error of smtplib
                claiming.unlock(claiming.CONNECTIONS, slot)
                if not self.open and not self.opening:
                    raise RelayDown(str(error)) from error
                self.most = max(1, len(self.open) + len(self.opening))
                continue
            self.open.append(line)
            self.slots[line] = slot
            if isinstance(line, Line):
                self.selector.register(line.fd, selectors.EVENT_READ, line)

    def _watch(self, line: Line) -> None:
        """Look whether it can be written too, while it has something to say."""
        if line.wants_to_write == (line in self.writing):
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.wants_to_write else 0)
        self.selector.modify(line.fd, events, line)
        self.writing ^= {line}
