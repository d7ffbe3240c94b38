"""Who may change the tree of places: nobody but those who run the site. Everyone may read it."""

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_administrator, is_system

allow("places.import", is_system | is_administrator.because(_("Only an administrator may load places.")))
