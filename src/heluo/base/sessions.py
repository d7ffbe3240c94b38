"""Who is signed in. Django forgets a session only when its own browser comes back."""

from django.contrib.sessions.models import Session

from heluo.base import clock


def forget_expired() -> int:
    """Delete the sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
