"""The loop's addresses. Public ids only; what needs an account says so in its page."""

from django.urls import path

from heluo.needs.pages import acts, answers, ask, desk, desks, needs, offers, officer, publish, services

app_name = "needs"

urlpatterns = [
    path("needs/", needs.listing, name="list"),
    path("needs/mine/", needs.mine, name="mine"),
    path("needs/new/", publish.new, name="new"),
    path("needs/new/places/", publish.places, name="places"),
    path("needs/new/near/", publish.places_near, name="near"),
    path("needs/new/industries/", publish.industries, name="industries"),
    path("needs/new/requesters/", publish.requesters, name="requesters"),
    path("needs/<uuid:public_id>/", needs.need, name="need"),
    path("needs/<uuid:public_id>/edit/", publish.edit, name="edit"),
    path("needs/<uuid:public_id>/photos/<uuid:photo_id>/", needs.photo, name="photo"),
    path("needs/<uuid:public_id>/invite/", offers.invite_candidate, name="invite"),
    *(path(f"needs/<uuid:public_id>/{act.name}/", acts.page_for(act), name=act.name) for act in acts.ACTS),
    path("offers/<uuid:public_id>/accept/", offers.accept, name="offer-accept"),
    path("offers/<uuid:public_id>/decline/", offers.decline, name="offer-decline"),
    path("offers/<uuid:public_id>/withdraw/", offers.withdraw, name="offer-withdraw"),
    path("desk/", desks.desk, name="desk"),
    path("desk/queue/", desks.queue, name="queue"),
    path("desk/town/", desks.town, name="town"),
    path("desk/bulk/", officer.bulk, name="bulk"),
    path("desk/match/", officer.match_county, name="match-county"),
    path("desk/match/<uuid:public_id>/", officer.match, name="match"),
    path("desk/match/<uuid:public_id>/invite/", officer.invite_many, name="invite-many"),
    path("needs/<uuid:public_id>/slip/", answers.need_slip, name="need-slip"),
    path("services/new/", services.register, name="register"),
    path("services/to-check/", services.to_check, name="to-check"),
    path("services/<uuid:public_id>/", services.service, name="service"),
    path("services/<uuid:public_id>/correct/", services.correct, name="service-correct"),
    path("services/<uuid:public_id>/check/", services.check, name="service-check"),
    path("services/<uuid:public_id>/dispute/", services.dispute, name="service-dispute"),
    path("services/<uuid:public_id>/void/", services.void, name="service-void"),
    path("services/<uuid:public_id>/slip/", answers.service_slip, name="service-slip"),
    path("services/<uuid:public_id>/evaluate/", answers.evaluate, name="evaluate"),
    path("services/<uuid:public_id>/evidence/<uuid:evidence_id>/", services.evidence, name="evidence"),
    path("confirm/", answers.by_digits, name="confirm"),
    path("c/<str:token>/", answers.by_link, name="confirm-link"),
    path("desk/specialist/", desk.specialist, name="specialist-desk"),
    path("desk/specialist/<int:year>/<int:month>/", desk.calendar, name="calendar"),
    path("desk/specialist/<int:year>/", desk.my_year, name="my-year"),
    path("desk/specialist/<int:year>/word/", desk.my_year_as_word, name="my-year-word"),
    path("ask/<uuid:public_id>/", ask.ask, name="ask"),
    path("ask/<uuid:public_id>/sent/", ask.asked, name="asked"),
    path("ask/<uuid:public_id>/poster/", ask.poster, name="poster"),
]
