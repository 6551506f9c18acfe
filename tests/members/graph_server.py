"""A made-up Microsoft Graph on this machine, to test against.

Synthetic: it answers in the shapes that Microsoft documented in November 2026, and proves nothing
about Microsoft's own service.
"""

import json
import re
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TENANT, TEAM, TOKEN = "exempel-hyresgast", "exempel-team", "nyckel"
USERS = re.compile(r"/users\('([^']+)'\)$")


class GraphServer(ThreadingHTTPServer):
    """Holds one team and one tenant's users; remembers what it was asked.

    team     {user id: {"email", "name", "roles"}}
    users    {address: user id}: whom the tenant knows
    refuse   {user id: code}: whom it neither adds nor removes
    instead  answers to give first, in turn: (status, headers, body)
    """

    def __init__(self, page_size=2):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.page_size = page_size
        self.team, self.users, self.refuse = {}, {}, {}
        self.instead, self.asked = deque(), []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1.0"

    @property
    def settings(self):
        """What the portal is given to reach it."""
        return {
            "tenant": TENANT,
            "client_id": "exempel-app",
            "client_secret": "hemlig",
            "team_id": TEAM,
            "url": self.url,
            "login_url": f"http://127.0.0.1:{self.server_port}",
            "scope": "https://graph.microsoft.com/.default",
        }

    def know(self, *emails):
        """Make people known in the tenant; their ids are made of their addresses."""
        self.users |= {email: f"id-{email}" for email in emails}

    def seat(self, email, *, name="Någon", roles=()):
        """Put somebody in the team."""
        self.know(email)
        self.team[f"id-{email}"] = {"email": email, "name": name, "roles": list(roles)}

    def emails(self):
        return sorted(member["email"] or "" for member in self.team.values())

    def times_asked(self, path):
        return sum(1 for _method, asked in self.asked if asked.endswith(path))


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Silence."""

    def do_GET(self):
        address = urlsplit(self.path)
        if self._answered_instead() or not self._is_let_in():
            return
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == f"/v1.0/teams/{TEAM}/members":
            self._page(address.path, self._members(), int(query.get("skip", 0)))
        elif address.path == "/v1.0/users":
            asked = re.findall(r"'((?:[^']|'')*)'", query["$filter"])
            known = self.server.users
            found = [one.replace("''", "'") for one in asked]
            rows = [{"id": known[one], "mail": one} for one in found if one in known]
            self._answer(200, {"value": rows})
        else:
            self._answer(404, {"error": {"code": "NotFound"}})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self._answered_instead():
            return
        if self.path == f"/{TENANT}/oauth2/v2.0/token":
            self._log_in(parse_qs(body))
        elif self._is_let_in():
            self._change(self.path.rpartition("/")[2], json.loads(body)["values"])

    def _log_in(self, given):
        if given["client_secret"] != ["hemlig"] or given["grant_type"] != ["client_credentials"]:
            self._answer(401, {"error": "invalid_client"})
        else:
            token = {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN}
            self._answer(200, token)

    def _change(self, action, values):
        most = {"add": 200, "remove": 20}[action]
        if len(values) > most or not all(
            value["@odata.type"] == "microsoft.graph.aadUserConversationMember" for value in values
        ):
            self._answer(400, {"error": {"code": "BadRequest"}})
            return
        results = [self._change_one(action, value) for value in values]
        if any(result["error"] for result in results):
            self._answer(207, {"value": results})
        elif action == "add":
            self._answer(200, {"value": results})
        else:
            self._answer(204)

    def _change_one(self, action, value):
        user_id = USERS.search(unquote(value["user@odata.bind"]))[1]
        emails = {known: email for email, known in self.server.users.items()}
        code = self.server.refuse.get(user_id) or ("" if user_id in emails else "NotFound")
        if not code and action == "add":
            self.server.team[user_id] = {
                "email": emails[user_id], "name": "Ny", "roles": value["roles"],
            }  # fmt: skip
        elif not code:
            self.server.team.pop(user_id, None)
        return {
            "@odata.type": "#microsoft.graph.aadUserConversationMemberResult",
            "userId": user_id,
            "error": {"code": code, "message": "Exempel"} if code else None,
        }

    def _members(self):
        return [
            {
                "@odata.type": "#microsoft.graph.aadUserConversationMember",
                "id": f"plats-{user_id}",
                "roles": member["roles"],
                "displayName": member["name"],
                "userId": user_id,
                "email": member["email"],
            }
            for user_id, member in self.server.team.items()
        ]

    def _page(self, path, rows, skip):
        size = self.server.page_size
        page = {"@odata.count": len(rows), "value": rows[skip : skip + size]}
        if skip + size < len(rows):
            host = self.server.url.removesuffix("/v1.0")
            page["@odata.nextLink"] = f"{host}{path}?skip={skip + size}"
        self._answer(200, page)

    def _answered_instead(self):
        self.server.asked.append((self.command, urlsplit(self.path).path))
        if not self.server.instead or "oauth2" in self.path:
            return False
        self._answer(*self.server.instead.popleft())
        return True

    def _is_let_in(self):
        if self.headers["Authorization"] == f"Bearer {TOKEN}":
            return True
        self._answer(401, {"error": {"code": "InvalidAuthenticationToken"}})
        return False

    def _answer(self, status, body=None, headers=None):
        told = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)
