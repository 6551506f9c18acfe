"""What the secretariat writes of a piece of news, and the picture that it chooses."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsletter.models import Article, Picture
from sekom.uploads import UploadField


class ArticleForm(forms.ModelForm):
    """The draft of an article, with the version that it was opened from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    picture_id = forms.ModelChoiceField(
        Picture.objects.all(), label=_("Picture"), required=False, empty_label=_("No picture")
    )
    file = UploadField(
        label=_("A new picture"),
        help_text=_("PNG, JPEG, WebP or GIF. We make it small enough for letters."),
        required=False,
    )
    alt = forms.CharField(
        label=_("What the new picture shows"),
        help_text=_("Read to those who do not see it: “Children plant a tree in a park”."),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Article
        fields = ("title", "lead", "text", "link_text", "link")
        help_texts = {
            "lead": _("One or two sentences. Lists and the newsletter show them alone."),
            "link_text": _("Say what one does there: “Sign up”, “Open the survey”."),
            "link": _("An address of ours, such as /evenemang/, or one elsewhere, with https://."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].widget = forms.Textarea({"rows": 2})

    def clean(self):
        given = super().clean()
        if given.get("file") and not given.get("alt"):
            self.add_error("alt", ValidationError(_("Say in words what the picture shows.")))
        return given
