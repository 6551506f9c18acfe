"""A real little DNS server on loopback: says what it is told, or nothing at all."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class DnsServer:
    """`records` is {(name, type): [what it says, …]}; `is_silent` answers nobody."""

    def __init__(self):
        self.records: dict[tuple[str, str], list[str]] = {}
        self.is_silent = False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def says(self, name: str, *texts: str) -> None:
        """Have these TXT records stand under a name."""
        self.records[name, "TXT"] = [f'"{text[:250]}" "{text[250:]}"' for text in texts]

    def _serve(self) -> None:
        while True:
            wire, asker = self.socket.recvfrom(4096)
            if not wire:
                return
            if not self.is_silent:
                self.socket.sendto(self._answer(dns.message.from_wire(wire)).to_wire(), asker)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        [question] = query.question
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        if found := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif all(known != name for known, _kind in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def close(self) -> None:
        with contextlib.closing(self.socket):
            self.socket.sendto(b"", self.socket.getsockname())
            self.thread.join(5)


@contextlib.contextmanager
def dns_server() -> Iterator[DnsServer]:
    """A server of its own for a test."""
    server = DnsServer()
    yield server
    server.close()
