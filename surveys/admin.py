"""Surveys in the admin: for looking things up; whatever has a consequence has a page of its own."""

from django.contrib import admin

from surveys.models import Response, SurveyRound, Version


class ReadOnly(admin.ModelAdmin):
    """Rows that are looked at here and changed by the secretariat's own pages."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Version)
class VersionAdmin(ReadOnly):
    list_display = ("title", "number", "file_name", "published_at")
    list_select_related = ("survey",)


@admin.register(SurveyRound)
class SurveyRoundAdmin(ReadOnly):
    list_display = ("title", "version", "opened_at", "closes_at", "closed_at")
    list_select_related = ("version",)


@admin.register(Response)
class ResponseAdmin(ReadOnly):
    list_display = ("member", "round", "first_answer_at", "submitted_at", "accepted_at")
    list_filter = ("round",)
    list_select_related = ("member", "round")
    search_fields = ("member__name",)
