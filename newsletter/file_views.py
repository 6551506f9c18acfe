"""Files of issues: a page that says what one gets, and the file itself."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsletter import attaching
from newsletter.models import File
from sekom import pace, uploads

MOST_PER_HOUR = 200  # counted from one network address: a town hall's readers, but no machine's


# A reader needs no cookie to fetch what is public: the button counts, and changes nothing else.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, code: str) -> HttpResponse:
    """What a file is. Scanners of mail only look, so it is the button that counts."""
    found = _file(request, code)
    if request.method != "POST":
        return render(request, "newsletter/file.html", {"file": found})
    address = get_adapter().get_client_ip(request)
    if not pace.is_too_fast("files", address, most=MOST_PER_HOUR, per=timedelta(hours=1)):
        attaching.count_fetched(found)
    answer = redirect("newsletter:file_content", found.code, found.name)
    answer.status_code = 303  # whatever it was asked by: see there
    return answer


@login_not_required
@require_safe
def file_content(request: HttpRequest, code: str, name: str) -> FileResponse:
    """The file itself, to save."""
    found = _file(request, code)
    if name != found.name:
        raise Http404
    return uploads.hand_out(found.file, name=found.name, content_type=found.content_type)


def _file(request: HttpRequest, code: str) -> File:
    return get_object_or_404(
        File.objects.visible_to(request.user).select_related("issue"), code=code
    )
