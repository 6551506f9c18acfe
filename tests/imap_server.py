"""A small mailbox on loopback that is read over IMAP (RFC 3501), as far as our reader goes."""

import re
import socketserver
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD, KEY = "retur@example.org", 'hem ligt"', "nyckel"


@dataclass
class Mail:
    source: bytes
    flags: set[str] = field(default_factory=set)


class Mailbox(socketserver.ThreadingTCPServer):
    """Folders of messages under their numbers. `break_after` cuts the line after so many reads."""

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.folders: dict[str, dict[int, Mail]] = {"INBOX": {}, "Klara returer": {}}
        self.validity, self.next_number, self.fetched = 7, 1, 0
        self.break_after = 10**6
        self.logged_in_by = ""

    @property
    def address(self) -> str:
        return f"imap://retur%40example.org:hem%20ligt%22@127.0.0.1:{self.server_address[1]}/INBOX"

    def put(self, source: bytes, folder: str = "INBOX") -> int:
        number, self.next_number = self.next_number, self.next_number + 1
        self.folders[folder][number] = Mail(source.replace(b"\n", b"\r\n"))
        return number

    def seen(self) -> list[int]:
        return [number for number, mail in self.folders["INBOX"].items() if r"\Seen" in mail.flags]


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Mailbox

    def handle(self):
        self._say("* OK Hello")
        self.open: dict[int, Mail] = {}
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            words = rest[0] if rest else ""
            if command == "UID":
                command, _space, words = words.partition(" ")
            answer = getattr(self, f"do_{command.lower()}")(words)
            if answer is None:
                return
            self._say(f"{tag} {answer}")

    def do_capability(self, _words):
        self._say("* CAPABILITY IMAP4rev1 MOVE AUTH=XOAUTH2")
        return "OK done"

    def do_login(self, words):
        self.server.logged_in_by = "password"
        escaped = PASSWORD.replace('"', r"\"")
        is_right = words.split(" ", 1) == [USER, f'"{escaped}"']
        return "OK done" if is_right else "NO Wrong password"

    def do_authenticate(self, _words):
        self.server.logged_in_by = "key"
        self._say("+ ")
        said = self.rfile.readline()
        expected = f"user={USER}\1auth=Bearer {KEY}\1\1".encode()
        return "OK done" if b64decode(said) == expected else "NO Wrong key"

    def do_select(self, words):
        folder = self.server.folders.get(words.strip('"'))
        if folder is None:
            return "NO There is no such folder"
        self.open = folder
        self._say(f"* {len(folder)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.server.validity}] Numbers")
        return "OK [READ-WRITE] done"

    def do_search(self, words):
        [first] = re.findall(r"UID (\d+):\* SINCE \d\d-[A-Z][a-z]{2}-\d{4}", words)
        last = max(self.open, default=0)
        found = [number for number in self.open if number >= int(first) or number == last]
        self._say(f"* SEARCH {' '.join(map(str, found))}".strip())
        return "OK done"

    def do_fetch(self, words):
        number, most = map(int, re.findall(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", words)[0])
        if self.server.fetched >= self.server.break_after:
            return None
        self.server.fetched += 1
        source = self.open[number].source[:most]
        self._say(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(source)}}}")
        self.wfile.write(source)
        self._say(")")
        return "OK done"

    def do_store(self, words):
        self.open[int(words.split()[0])].flags.add(r"\Seen")
        return "OK done"

    def do_move(self, words):
        number, folder = words.split(" ", 1)
        self.server.folders[folder.strip('"')][int(number)] = self.open.pop(int(number))
        return "OK done"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mailbox of its own for a test."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
