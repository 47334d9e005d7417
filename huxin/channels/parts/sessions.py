"""What does a session hold at rest? What a reporter types before he sends it, and his receipt: so it is encrypted."""

from typing import Any

from django.contrib.sessions.backends import db

from huxin.base.secrets import KeyProblem
from huxin.orgs.personal import decrypt, encrypt

FIELD = "django_session.session_data"


class SessionStore(db.SessionStore):
    """Django's own in the database, sealed with the installation's keys; one that they do not open is a new one."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encrypt(super().encode(session_dict), FIELD)

    def decode(self, session_data: str) -> dict[str, Any]:
        try:
            return super().decode(decrypt(session_data, FIELD))
        except KeyProblem:
            return {}
