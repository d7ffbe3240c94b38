"""The addresses of people."""

from django.urls import path

from heluo.people.pages import accounts, agreements, bodies, households, me, organisations, specialists

app_name = "people"
urlpatterns = [
    path("specialists/", specialists.list_specialists, name="specialists"),
    path("specialists/new/", specialists.new_specialist, name="specialist_new"),
    path("specialists/<uuid:public_id>/", specialists.show_specialist, name="specialist"),
    path("specialists/<uuid:public_id>/edit/", specialists.edit_specialist, name="specialist_edit"),
    path("specialists/<uuid:public_id>/about-me/", specialists.edit_own, name="specialist_own"),
    path("specialists/<uuid:public_id>/terms/", specialists.add_term, name="term_new"),
    path("specialists/<uuid:public_id>/absences/", specialists.add_absence, name="absence_new"),
    path("absences/<uuid:public_id>/withdraw/", specialists.withdraw_absence, name="absence_withdraw"),
    path("organisations/", organisations.list_organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="organisation_new"),
    path("organisations/<uuid:public_id>/", organisations.show_organisation, name="organisation"),
    path("organisations/<uuid:public_id>/edit/", organisations.edit_organisation, name="organisation_edit"),
    path("groups/", bodies.list_groups, name="groups"),
    path("groups/<uuid:public_id>/", bodies.show_group, name="group"),
    path("teams/", bodies.list_teams, name="teams"),
    path("teams/<uuid:public_id>/", bodies.show_team, name="team"),
    path("workstations/", bodies.list_workstations, name="workstations"),
    path("science-bases/", bodies.list_science_bases, name="science_bases"),
    path("households/", households.list_households, name="households"),
    path("households/new/", households.new_household, name="household_new"),
    path("households/<uuid:public_id>/", households.show_household, name="household"),
    path("households/<uuid:public_id>/edit/", households.edit_household, name="household_edit"),
    path("agreements/", agreements.list_agreements, name="agreements"),
    path("agreements/new/", agreements.new_agreement, name="agreement_new"),
    path("agreements/<uuid:public_id>/", agreements.show_agreement, name="agreement"),
    path("agreements/<uuid:public_id>/edit/", agreements.edit_agreement, name="agreement_edit"),
    path("agreements/<uuid:public_id>/document/", agreements.download_agreement, name="agreement_document"),
    path("agreements/<uuid:public_id>/do/<slug:act>/", agreements.act_on_agreement, name="agreement_act"),
    path("agreements/<uuid:public_id>/why/<slug:act>/", agreements.end_agreement, name="agreement_end"),
    path("accounts/", accounts.list_accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="account_new"),
    path("accounts/<uuid:public_id>/", accounts.show_account, name="account"),
    path("accounts/<uuid:public_id>/edit/", accounts.edit_account, name="account_edit"),
    path("accounts/<uuid:public_id>/password/", accounts.set_password, name="account_password"),
    path("accounts/<uuid:public_id>/close/", accounts.close_account, name="account_close"),
    path("accounts/<uuid:public_id>/reopen/", accounts.reopen_account, name="account_reopen"),
    path("grants/<uuid:public_id>/end/", accounts.end_role, name="grant_end"),
    path("me/", me.my_account, name="me"),
    path("me/password/", me.my_password, name="my_password"),
]
