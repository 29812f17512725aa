"""PyLTI1p3 on our own rows: which registrations there are, and state and nonce kept on the server, used once."""

from typing import Any

from pylti1p3.contrib.django.message_launch import DjangoMessageLaunch
from pylti1p3.contrib.django.oidc_login import DjangoOIDCLogin
from pylti1p3.contrib.django.request import DjangoRequest
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.registration import Registration
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from certification.lti.keys import signing_key
from certification.lti.models import Platform


def registration_of(platform: Platform) -> Registration:
    """Return a platform as the library has it, with the key that this site signs with."""
    key = signing_key()
    found = Registration()
    found.set_issuer(platform.issuer).set_client_id(platform.client_id)
    found.set_auth_login_url(platform.auth_login_url).set_auth_token_url(platform.auth_token_url)
    found.set_key_set_url(platform.key_set_url)
    if platform.auth_audience:
        found.set_auth_audience(platform.auth_audience)
    found.set_tool_private_key(key.as_pem(private=True).decode())
    found.set_tool_public_key(key.as_pem(private=False).decode())
    return found


class OpenPlatforms(ToolConfAbstract[DjangoRequest]):
    """The registrations that are open; one issuer may have several clients."""

    def __init__(self) -> None:
        self.found: Platform | None = None

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> Registration:
        raise NotImplementedError  # the two above say that nobody asks

    def find_registration_by_params(self, iss: str, client_id: str, *args: Any, **kwargs: Any) -> Registration:
        self.found = self._platform(iss, client_id)
        return registration_of(self.found) if self.found else None  # type: ignore[return-value]  # as the library has it

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        raise NotImplementedError

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment | None:
        platform = self.found
        if platform is None or deployment_id not in platform.deployments:
            return None
        return Deployment().set_deployment_id(deployment_id)

    def _platform(self, iss: Any, client_id: Any) -> Platform | None:
        """Return who asks; a login may leave its client out where the issuer has only one."""
        rows = Platform.objects.filter(issuer=str(iss), closed_at=None)
        if client_id:
            return rows.filter(client_id=str(client_id)).first()
        some = list(rows[:2])
        return some[0] if len(some) == 1 else None


class Kept(CookieService, SessionService):
    """What the library would put into cookies and sessions, for one request; the caller keeps it in a row.

    `state`, `nonce`: made by a login; for a launch, those that are expected.
    """

    def __init__(self, state: str = "", is_right_nonce: Any = None) -> None:
        self.state, self.nonce, self.is_right_nonce = state, "", is_right_nonce

    def get_cookie(self, name: str) -> str | None:
        return self.state or None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        self.state = str(value)

    def save_nonce(self, nonce: str) -> None:
        self.nonce = nonce

    def check_nonce(self, nonce: str) -> bool:
        return bool(self.is_right_nonce(nonce))

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        return False  # ask the cookie

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        """Remember nothing: a state is used once."""

    def save_launch_data(self, key: str, jwt_body: Any) -> None:
        """Remember nothing: what counts of it goes into rows."""


#: The library's Django side has no types.
Login: Any = DjangoOIDCLogin
MessageLaunch: Any = DjangoMessageLaunch
