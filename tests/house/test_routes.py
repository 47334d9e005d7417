"""Does every route say who may open it?"""

from django.test import Client

from huxin.config.routes import all_routes, own_routes
from huxin.orgs.roles import PERMISSIONS, ROLES


def test_every_route_of_ours_states_its_right_or_says_public() -> None:
    silent = [path for path, view in own_routes() if not hasattr(view, "needs")]
    assert silent == []


def test_every_right_of_a_route_exists_and_somebody_holds_it() -> None:
    for path, view in own_routes():
        if view.needs is not None:
            assert view.needs in PERMISSIONS, path
            assert any(view.needs in role.permissions for role in ROLES.values()), path


def test_only_a_machines_routes_do_without_the_secret_token_of_a_form() -> None:
    exempt = {path for path, view in own_routes() if getattr(view, "csrf_exempt", False)}
    assert exempt == {path for path, view in own_routes() if getattr(view, "by_key", False)}
    assert exempt == {path for path, _ in own_routes() if path.startswith("api/")}


def test_only_the_accounts_library_brings_routes_of_its_own() -> None:
    foreign = {path.split("/")[0] for path, view in all_routes() if not view.__module__.startswith("huxin.")}
    assert foreign <= {"account"}


def test_of_the_accounts_library_only_what_is_used_is_there(client: Client) -> None:
    """No sign-up, no addresses and no password by e-mail, which nobody here would know of or could send."""
    for path in ("password/reset/", "confirm-email/", "confirm-email/a:b/", "login/code/", "phone/change/"):
        assert client.get(f"/account/{path}").status_code == 404, path
    for path in ("signup/", "email/", "password/set/"):
        for answer in (client.get(f"/account/{path}"), client.post(f"/account/{path}", {"email": "a@example.org"})):
            assert (answer.status_code, answer["Location"]) == (302, "/account/login/"), path


def test_every_permission_is_held_by_some_role() -> None:
    held = {p for role in ROLES.values() for p in role.permissions}
    assert set(PERMISSIONS) == held
