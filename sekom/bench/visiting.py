"""Somebody who visits a running portal over HTTP: a browser that draws nothing."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from members.models import Person

# Django takes any secret that the cookie and the form agree on.
SECRET = "a" * 32
TIMEOUT_SECONDS = 30
# Servers close a connection on which nothing has been asked for two seconds.
LONGEST_SILENCE = 1


@dataclass(frozen=True)
class Page:
    """What a portal answered."""

    status: int
    text: str
    location: str


class Visitor:
    """Keeps cookies, and the connection where asked to; such a one asks one thing at a time."""

    def __init__(self, port: int, *, keeps_connection: bool = False):
        self.port = port
        self.connection = self._connection() if keeps_connection else None
        self.asked_at = 0.0
        self.cookies = {settings.CSRF_COOKIE_NAME: SECRET}

    def be(self, person: Person) -> "Visitor":
        """Have the session that logging in by any door would have made."""
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        self.cookies[name] = client.cookies[name].value
        return self

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        return self._ask("POST", path, urlencode(fields))

    def close(self) -> None:
        if self.connection:
            self.connection.close()

    def _connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies[settings.CSRF_COOKIE_NAME]
        connection = self.connection or self._connection()
        if time.monotonic() - self.asked_at > LONGEST_SILENCE:
            connection.close()  # the next request opens it anew
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            if not self.connection:
                connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self.asked_at = time.monotonic()
        return Page(answer.status, text, answer.headers.get("Location", ""))
