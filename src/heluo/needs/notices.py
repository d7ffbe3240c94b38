"""The words of the loop's notices. %(number)s is the need's number."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "needs.published": _("A new need was published: %(number)s."),
    "needs.declined": _("Your need %(number)s was declined; the reason and what to do instead are on its page."),
    "needs.duplicate": _("Your need %(number)s asks the same as %(original)s and goes on there."),
    "needs.assigned": _("Someone is coming for your need %(number)s."),
    "needs.served": _("A service for your need %(number)s was registered. Was it any good? Please say so."),
    "needs.reopened": _("The need %(number)s was reopened: the people served are not content."),
    "needs.expired": _("The need %(number)s found nobody in time and has expired."),
    "needs.code": _("Your code for the need %(number)s is %(code)s. Give it to nobody but the hotline or the village."),
    "offers.invited": _("You are invited to the need %(number)s."),
    "offers.declined": _("%(who)s can't come for the need %(number)s."),
    "offers.lapsed": _("%(who)s did not answer the invitation to the need %(number)s in time."),
    "offers.withdrawn": _("The invitation to the need %(number)s was taken back."),
    "services.disputed": _("A service for %(number)s is disputed."),
    "services.corrected": _("The service for your need %(number)s was corrected; please confirm it again."),
}
