import pytest


@pytest.fixture
def as_user(client):
    """The browser of an account."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
