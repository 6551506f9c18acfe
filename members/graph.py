"""Microsoft Graph: who is in the contact persons' Team, and how they are added and removed.

After Microsoft's documentation as it was in November 2026: the members of a team are listed page by
page, added 200 and removed 20 at a time, and the answer says what became of each. Whatever goes
wrong comes as a ValidationError in words.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ADDED, MOST_REMOVED, MOST_LOOKED_UP = 200, 20, 15
TIMEOUT = (5, 20)  # seconds to connect, and to wait for an answer
PAUSE = 5  # seconds, where Microsoft asks us to wait and does not say how long


@dataclass(frozen=True)
class TeamMember:
    """Somebody who is in the Team; the address is "" where Microsoft tells none."""

    user_id: str
    name: str
    email: str
    is_owner: bool


def is_configured() -> bool:
    """Whether the portal has been given an app registration and a team."""
    return bool(settings.MICROSOFT_GRAPH["team_id"])


class Team:
    """The contact persons' Team. `patience` is how many seconds we wait for Microsoft in all."""

    def __init__(self, *, patience: float):
        self._config = settings.MICROSOFT_GRAPH
        self._base = self._config["url"].rstrip("/")
        self._until = time.monotonic() + patience
        self._session = requests.Session()

    def members(self) -> list[TeamMember]:
        """Everybody in the Team, owners too."""
        found = self._pages(f"{self._members_url}?$top=999")
        return [
            TeamMember(
                user_id=(row.get("userId") or "").lower(),
                name=row.get("displayName") or "",
                email=(row.get("email") or "").lower(),
                is_owner="owner" in row.get("roles", []),
            )
            for row in found
        ]

    def find_users(self, emails: Iterable[str]) -> dict[str, str]:
        """{address: user id} of those whom the organisation knows, as its own or as guests."""
        users: dict[str, str] = {}
        for some in batched(emails, MOST_LOOKED_UP, strict=False):
            quoted = ",".join("'{}'".format(email.replace("'", "''")) for email in some)
            address = requests.Request(
                "GET",
                f"{self._base}/users",
                params={"$filter": f"mail in ({quoted})", "$select": "id,mail"},
            ).prepare()
            for row in self._pages(address.url or ""):
                users[(row.get("mail") or "").lower()] = row["id"].lower()
        return users

    def add(self, user_ids: Iterable[str]) -> dict[str, str]:
        """Add people; {user id: what Microsoft said} of those it did not add."""
        return self._post("add", user_ids, MOST_ADDED)

    def remove(self, user_ids: Iterable[str]) -> dict[str, str]:
        """Remove people; {user id: what Microsoft said} of those it did not remove."""
        return self._post("remove", user_ids, MOST_REMOVED)

    # --- How it is said -------------------------------------------------------------------------

    @property
    def _members_url(self) -> str:
        return f"{self._base}/teams/{self._config['team_id']}/members"

    def _post(self, action: str, user_ids: Iterable[str], most: int) -> dict[str, str]:
        refused: dict[str, str] = {}
        for some in batched(user_ids, most, strict=False):
            values = [self._bound(user_id, action) for user_id in some]
            answer = self._ask("POST", f"{self._members_url}/{action}", json={"values": values})
            for row in answer.get("value", []):
                if row.get("error"):
                    refused[row["userId"].lower()] = row["error"].get("code") or "?"
        return refused

    def _bound(self, user_id: str, action: str) -> dict[str, Any]:
        bound: dict[str, Any] = {
            "@odata.type": "microsoft.graph.aadUserConversationMember",
            "user@odata.bind": f"{self._base}/users('{user_id}')",
        }
        return bound | ({"roles": []} if action == "add" else {})

    def _pages(self, address: str) -> Iterator[dict[str, Any]]:
        while address:
            page = self._ask("GET", address)
            yield from page.get("value", [])
            address = page.get("@odata.nextLink", "")
            if address and not address.startswith(f"{self._base}/"):
                # Our key goes to Microsoft and to nobody else, whatever an answer says.
                raise ValidationError(_("Microsoft's answer led astray. Nothing was changed."))

    def _ask(self, method: str, address: str, **sent) -> dict[str, Any]:
        if "Authorization" not in self._session.headers:
            self._session.headers["Authorization"] = f"Bearer {self._token()}"
        return self._judged(self._send(method, address, **sent))

    def _token(self) -> str:
        """A key for the app itself, by its client credentials."""
        answer = self._send(
            "POST",
            f"{self._config['login_url'].rstrip('/')}/{self._config['tenant']}/oauth2/v2.0/token",
            data={
                "grant_type": "client_credentials",
                "client_id": self._config["client_id"],
                "client_secret": self._config["client_secret"],
                "scope": self._config["scope"],
            },
        )
        if answer.status_code in (400, 401):
            raise ValidationError(
                _(
                    "Microsoft does not accept the app registration. Check its number, its secret "
                    "and the tenant."
                ),
                code="login",
            )
        return self._judged(answer)["access_token"]

    def _send(self, method: str, address: str, **sent) -> requests.Response:
        """Send until Microsoft has time for us, or our patience is over."""
        while True:
            try:
                answer = self._session.request(
                    method, address, timeout=TIMEOUT, allow_redirects=False, **sent
                )
            except requests.RequestException as error:
                raise ValidationError(
                    _("Microsoft does not answer. Try again in a while."), code="silent"
                ) from error
            if answer.status_code not in (429, 503, 504):
                return answer
            pause = _seconds(answer.headers.get("Retry-After", ""))
            if time.monotonic() + pause > self._until:
                raise ValidationError(
                    _("Microsoft asks us to wait %(seconds)d seconds. Try again then.")
                    % {"seconds": pause},
                    code="busy",
                )
            time.sleep(pause)

    @staticmethod
    def _judged(answer: requests.Response) -> dict[str, Any]:
        if answer.status_code in (401, 403):
            raise ValidationError(
                _(
                    "Microsoft does not let the portal in. Check that the app registration has "
                    "TeamMember.ReadWrite.All and User.ReadBasic.All, and that they are approved."
                ),
                code="forbidden",
            )
        if answer.status_code == 404:
            raise ValidationError(
                _("Microsoft knows no such team. Check MICROSOFT_GRAPH_TEAM_ID."), code="unknown"
            )
        if not 200 <= answer.status_code < 300:
            raise ValidationError(
                _("Microsoft answered with the error %(status)d. Try again, or ask for help.")
                % {"status": answer.status_code},
                code="error",
            )
        if not answer.content:
            return {}
        try:
            return answer.json()
        except requests.JSONDecodeError as error:
            raise ValidationError(
                _("Microsoft's answer could not be read. Try again in a while."), code="unreadable"
            ) from error


def _seconds(retry_after: str) -> int:
    return int(retry_after) if retry_after.isascii() and retry_after.isdigit() else PAUSE
