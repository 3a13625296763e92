"""The officers' addresses."""

from django.urls import path

import huji.web.ids  # noqa: F401  (the converter `id`)
from huji.counter.forms.steps import FORMS
from huji.counter.views import (
    address,
    case,
    decision,
    due,
    evidence,
    facts,
    household,
    intake,
    issuing,
    looks,
    matter_steps,
    matters,
    papers,
    person,
    prints,
    queue,
    round_applications,
    rounds,
    search,
    steps,
)

app_name = "counter"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("new/", intake.new, name="new"),
    path("addresses/", intake.addresses, name="addresses"),
    path("due/", due.due, name="due"),
    path("search/", search.search, name="search"),
    path("persons/<id:person>/", person.person, name="person"),
    path("persons/<id:person>/history/", person.history, name="person-history"),
    path("persons/<id:person>/looks/", looks.looks, name="looks"),
    path("households/<id:household>/", household.household, name="household"),
    path("addresses/<id:address>/", address.address, name="address"),
    path("papers/", papers.paper, name="paper"),
    path("papers/about/", issuing.about, name="paper-about"),
    path("papers/issue/", issuing.issue, name="paper-issue"),
    path("papers/replace/", issuing.replace, name="paper-replace"),
    path("papers/cancel/", issuing.cancel, name="paper-cancel"),
    path("prints/", prints.prints, name="prints"),
    path("prints/new/", prints.new, name="print-new"),
    path("prints/<id:batch>/", prints.the_print, name="print"),
    path("prints/<id:batch>/<id:number>/", prints.part, name="print-part"),
    path("prints/<id:batch>/stop/", prints.stop, name="print-stop"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/application/", intake.application, name="application"),
    path("cases/<str:number>/facts/", facts.facts, name="facts"),
    path("cases/<str:number>/evidence/", evidence.evidence, name="evidence"),
    path("cases/<str:number>/evidence/<id:paper>/", evidence.scan, name="scan"),
    path("cases/<str:number>/decision/", decision.decision, name="decision"),
    path("matters/", matters.start, name="matters"),
    path("matters/new/<slug:name>/", matters.new, name="matter-new"),
    path("matters/<slug:number>/", matters.matter, name="matter"),
    path("matters/<slug:number>/amend/", matters.amend, name="matter-amend"),
    *(
        path(f"matters/<slug:number>/{name}/", matter_steps.page_of_step(name), name=f"matter-{name}")
        for name in matter_steps.FORMS
    ),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_round, name="round-open"),
    path("rounds/<slug:number>/", rounds.the_round, name="round"),
    path("rounds/<slug:number>/apply/", rounds.apply, name="round-apply"),
    path("rounds/<slug:number>/score/", rounds.score, name="round-score"),
    path("rounds/<slug:number>/publish/", rounds.publish, name="round-publish"),
    path("rounds/<slug:number>/settle/", rounds.settle, name="round-settle"),
    path("rounds/<slug:number>/<id:id_>/", round_applications.application, name="round-application"),
    path("rounds/<slug:number>/<id:id_>/score/", round_applications.rescore, name="round-rescore"),
    path("rounds/<slug:number>/<id:id_>/objection/", round_applications.objection, name="round-objection"),
    path(
        "rounds/<slug:number>/<id:id_>/objection/<id:objection>/",
        round_applications.answer,
        name="round-answer",
    ),
    path("rounds/<slug:number>/<id:id_>/withdraw/", round_applications.withdraw, name="round-withdraw"),
    *(path(f"cases/<str:number>/{name}/", steps.page_of(name), name=name) for name in FORMS),
]
