"""A scanned paper: what it is, whose it is, and the file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huji.web.forms import Form


class EvidenceForm(Form):
    """The file is opened and checked by the facts room; its name and ending prove nothing."""

    subject = forms.ChoiceField(label=_("谁的材料"), widget=forms.RadioSelect)
    key = forms.ChoiceField(label=_("什么材料"), error_messages={"required": _("请选择是什么材料。")})
    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、JPEG 或 PNG，不超过 10 MB。"),
        error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的。")},
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], papers: Iterable[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = list(people)
        if not self.fields["subject"].choices:  # a matter's papers are the matter's
            del self.fields["subject"]
        self.fields["key"].choices = list(papers)
        self.fields["file"].widget.attrs["accept"] = "application/pdf,image/jpeg,image/png"
