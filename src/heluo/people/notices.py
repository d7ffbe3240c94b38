"""The words of notices about agreements, and what they lead to. %(number)s is the agreement's number."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base.outbox.leads import Lead
from heluo.people.models import Agreement

NOTICES = {"agreement_to_sign": _("The agreement of service %(number)s waits for your signature.")}


def leads_of_agreements(ids: Collection[str]) -> dict[str, Lead]:
    found = Agreement.objects.filter(public_id__in=ids).values_list("public_id", "place__code")
    return {str(key): Lead(reverse("people:agreement", args=[key]), code) for key, code in found}


LEADS = {"people.agreement": leads_of_agreements}
