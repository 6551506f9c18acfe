"""Problems: how a program is told what went wrong and what to do (RFC 9457)."""

from http import HTTPStatus

from django.http import JsonResponse


class Problem(Exception):
    """What stops the answer: its status, a sentence, and more facts by name."""

    def __init__(
        self,
        status: HTTPStatus,
        words: str,
        *,
        headers: dict[str, str] | None = None,
        **facts: object,
    ) -> None:
        super().__init__(words)
        self.status = status
        self.headers = headers or {}
        self.told = {"title": status.phrase, "status": status.value, "detail": words} | facts

    def answer(self) -> JsonResponse:
        """The problem as the program gets it."""
        return JsonResponse(
            self.told,
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
