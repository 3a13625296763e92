"""The public home page, and the page that checks a paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.documents import queries
from huji.portal.limit import exceeded
from huji.web.access import public
from huji.web.forms import Form, LineField


class PaperForm(Form):
    """What is printed on a paper: its number and its verification code."""

    number = LineField(
        label=gettext_lazy("文书编号"),
        max_length=60,
        help_text=gettext_lazy("印在文书上方，例如“盘户准字〔2026〕第12-000123号”。"),
    )
    code = LineField(
        label=gettext_lazy("验证码"), max_length=40, help_text=gettext_lazy("印在文书下方。不分大小写。")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20 digits"}
        )
        self.fields["number"].widget.attrs.update({"autocomplete": "off", "class": "govuk-input--width-30"})


@public
def home(request: HttpRequest) -> HttpResponse:
    """Tell what this is and lead to the page that checks papers and to the sign-in."""
    return render(request, "portal/home.html")


@public
def verify(request: HttpRequest) -> HttpResponse:
    """Check a paper's number and code; the answer names no one in full."""
    asked = "number" in request.GET or "code" in request.GET
    form = PaperForm(request.GET if asked else None)
    paper, sought = None, False
    if asked and form.is_valid():
        if exceeded(request, "verify"):
            form.add_error(None, _("核验次数过多，请过一分钟再试。"))
            return render(request, "portal/verify.html", {"form": form}, status=429)
        today = timezone.localdate()
        paper = queries.verify(form.cleaned_data["number"], form.cleaned_data["code"], today)
        sought = True
    return render(request, "portal/verify.html", {"form": form, "paper": paper, "sought": sought})
