"""The addresses of the drafting room."""

from django.urls import path

import huji.drafting.ids
import huji.web.ids  # noqa: F401  (the converters `digest`, `policy` and `id`)
from huji.drafting.views import checks, drafts, editor, finish, home, packs, simulate

app_name = "drafting"
urlpatterns = [
    path("", home.home, name="home"),
    path("packs/<digest:digest>/", packs.pack, name="pack"),
    path("packs/<digest:before>/<digest:after>/", packs.compared, name="compared"),
    path("policies/<policy:policy>/", packs.history, name="history"),
    path("publications/<id:entry>/withdraw/", finish.withdraw, name="withdraw"),
    path("drafts/new/", drafts.new, name="new"),
    path("drafts/<id:draft>/", editor.draft, name="draft"),
    path("drafts/<id:draft>/check/", editor.check, name="check"),
    path("drafts/<id:draft>/numbers/", editor.move, name="numbers"),
    path("drafts/<id:draft>/revisions/<id:number>/", drafts.revision, name="revision"),
    path("drafts/<id:draft>/changes/", drafts.changed, name="changes"),
    path("drafts/<id:draft>/verify/", checks.verify, name="verify"),
    path("drafts/<id:draft>/golden/", checks.golden, name="golden"),
    path("drafts/<id:draft>/trial/", checks.trial, name="trial"),
    path("drafts/<id:draft>/simulate/", simulate.simulate, name="simulate"),
    path("drafts/<id:draft>/simulate/look/", simulate.look_again, name="look"),
    path("drafts/<id:draft>/simulate/adopt/", simulate.adopt, name="adopt"),
    path("drafts/<id:draft>/finish/", finish.finish, name="finish"),
    path("drafts/<id:draft>/submit/", finish.submit, name="submit"),
    path("drafts/<id:draft>/publish/", finish.publish, name="publish"),
    path("drafts/<id:draft>/return/", finish.send_back, name="send_back"),
    path("drafts/<id:draft>/discard/", finish.discard, name="discard"),
]
