"""The words of the loop's notices, and what they lead to. %(number)s is the need's number."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base.outbox.leads import Lead
from heluo.needs.models import Need, Offer, Service

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


def leads_of_needs(ids: Collection[str]) -> dict[str, Lead]:
    found = Need.objects.filter(public_id__in=ids).values_list("public_id", "place__code")
    return {str(key): Lead(reverse("needs:need", args=[key]), code) for key, code in found}


def leads_of_offers(ids: Collection[str]) -> dict[str, Lead]:
    """An offer is answered on its need's page."""
    found = Offer.objects.filter(public_id__in=ids).values_list("public_id", "need__public_id", "need__place__code")
    return {str(key): Lead(reverse("needs:need", args=[need]), code) for key, need, code in found}


def leads_of_services(ids: Collection[str]) -> dict[str, Lead]:
    found = Service.objects.filter(public_id__in=ids).values_list("public_id", "place__code")
    return {str(key): Lead(reverse("needs:service", args=[key]), code) for key, code in found}


LEADS = {"needs.need": leads_of_needs, "needs.offer": leads_of_offers, "needs.service": leads_of_services}
