"""The portal's addresses and one more: a view that does nothing, below the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sekom.urls import handler500, urlpatterns

ADDRESS = "/bench/bare/"
body = b""

__all__ = ["handler500", "urlpatterns"]


def answer_with(content: bytes) -> None:
    """Have the bare view answer with these bytes."""
    globals()["body"] = content


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """The bytes of a page that somebody else has made."""
    str(request.user)  # who is logged in is found out by every page of ours
    return HttpResponse(body)


urlpatterns = [*urlpatterns, path(ADDRESS.lstrip("/"), bare)]
