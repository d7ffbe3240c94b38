"""The words of the loop's notices, and what they lead to. %(number)s is the need's number."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base.outbox.leads import Lead
from heluo.needs.models import ConfirmationCode, Need, Offer, Service

NOTICES = {
    "needs.published": _("A new need was published: %(number)s. Please find somebody for it."),
    "needs.submitted": _("Somebody asked by QR code: %(number)s waits to be read and published."),
    "needs.declined_by_sms": _(
        "Your need %(number)s was declined; the village or the town tells you why and what to do."
    ),
    "needs.coming_again": _("The same people come again for your need %(number)s."),
    "needs.declined": _("Your need %(number)s was declined; the reason and what to do instead are on its page."),
    "needs.duplicate": _("Your need %(number)s asks the same as %(original)s and goes on there."),
    "needs.assigned": _("Someone has agreed to come for your need %(number)s, and will ring to fix the hour."),
    "needs.served": _(
        "A service for your need %(number)s was registered. Was it any good? "
        "Please say so, with the six digits of its code."
    ),
    "needs.waits_again": _("The service for the need %(number)s was voided; the need waits for its service again."),
    "needs.looking_again": _("Whoever was to come for your need %(number)s can't; somebody else is being looked for."),
    "needs.coming_again_to_publisher": _("The same people come again for the need %(number)s that you published."),
    "needs.declined_to_publisher": _(
        "The need %(number)s that you published was declined; the reason and what to do instead are on its page."
    ),
    "needs.duplicate_to_publisher": _(
        "The need %(number)s that you published asks the same as %(original)s and goes on there."
    ),
    "needs.assigned_to_publisher": _(
        "Someone has agreed to come for the need %(number)s that you published, and will ring to fix the hour."
    ),
    "needs.served_to_publisher": _(
        "A service for the need %(number)s that you published was registered. "
        "Please ask the people served whether it was any good, and to say so with the six digits of its code."
    ),
    "needs.looking_again_to_publisher": _(
        "Whoever was to come for the need %(number)s that you published can't; somebody else is being looked for."
    ),
    "needs.reopened": _(
        "The need %(number)s was reopened: the people served are not content. "
        "What was not good, and who comes now, stands on its page."
    ),
    "needs.come_again": _(
        "The people served by the need %(number)s were not content: please go once more. "
        "Its page says what was not good."
    ),
    "needs.changed": _("The need %(number)s, to which you are invited, was changed: its page says what is asked now."),
    "needs.expired": _(
        "The need %(number)s found nobody in time and has expired; the science office can take it up again."
    ),
    "needs.code": _(
        "Your code for the need %(number)s is %(code)s. Once somebody has been, type it at %(address)s. "
        "Give it to nobody but the hotline or the village."
    ),
    "offers.invited": _("You are invited to the need %(number)s. Please say on its page whether you come."),
    "offers.declined": _("%(who)s can't come for the need %(number)s. Its page shows who else could."),
    "offers.lapsed": _(
        "%(who)s did not answer the invitation to the need %(number)s in time. Its page shows who else could come."
    ),
    "offers.withdrawn": _("The invitation to the need %(number)s was taken back: you are not to come for it."),
    "offers.not_content": _(
        "The people served by the need %(number)s were not content, and somebody else is looked for: "
        "you are not to come again."
    ),
    "services.disputed": _("A service for %(number)s is disputed: please find out what happened."),
    "services.corrected": _(
        "The service for your need %(number)s was corrected; please confirm it again. "
        "Who has no code any more gets a new one, by SMS or from the town."
    ),
    "services.corrected_to_publisher": _(
        "The service for the need %(number)s that you published was corrected; the people served are asked to confirm "
        "it again. Who has no code any more gets a new one, by SMS or from the town."
    ),
    "services.code": _(
        "Your code for the service %(number)s is %(code)s. Type it at %(address)s and say whether it took place. "
        "Give it to nobody but the hotline or the village."
    ),
    "services.unplanned": _(
        "The service %(number)s was registered in your place without a need. "
        "Nobody there has a code yet: please hand one to the people served."
    ),
}


def leads_of_needs(ids: Collection[str]) -> dict[str, Lead]:
    found = Need.objects.filter(public_id__in=ids).select_related("place")
    return {str(need.public_id): _lead_of_need(need) for need in found}


def _lead_of_need(need: Need) -> Lead:
    """With its title once everybody may read it; a draft that waits at the town is opened by those who may."""
    title = need.title if need.published_at else ""
    return Lead(reverse("needs:need", args=[need.public_id]), need.place.code, title)


def leads_of_offers(ids: Collection[str]) -> dict[str, Lead]:
    """An offer is answered on its need's page."""
    found = Offer.objects.filter(public_id__in=ids).select_related("need__place")
    return {str(offer.public_id): _lead_of_need(offer.need) for offer in found}


def leads_of_services(ids: Collection[str]) -> dict[str, Lead]:
    found = Service.objects.filter(public_id__in=ids).select_related("place")
    return {str(service.public_id): _lead_of_service(service) for service in found}


def _lead_of_service(service: Service) -> Lead:
    title = service.title if service.registered_at else ""
    return Lead(reverse("needs:service", args=[service.public_id]), service.place.code, title)


def leads_of_codes(ids: Collection[str]) -> dict[str, Lead]:
    """A code is handed over on the page of its service, or of the need that still waits for one."""
    rows = ConfirmationCode.objects.filter(public_id__in=ids).select_related("service__place", "need__place")
    return {str(code.public_id): _lead_of_code(code) for code in rows}


def _lead_of_code(code: ConfirmationCode) -> Lead:
    if code.service is not None:
        return _lead_of_service(code.service)
    assert code.need is not None  # a code is of a service, or of a need
    return _lead_of_need(code.need)


LEADS = {
    "needs.need": leads_of_needs,
    "needs.offer": leads_of_offers,
    "needs.service": leads_of_services,
    "needs.confirmationcode": leads_of_codes,
}
