"""Who has not come back is signed in no more, and leaves nothing behind."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from heluo.base import clock, sessions


def test_a_session_that_has_run_out_is_forgotten(cast, client, settings):
    client.force_login(cast.informant)
    assert sessions.forget_expired() == 0
    with clock.at(clock.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        assert sessions.forget_expired() == 1
    assert not Session.objects.exists()
