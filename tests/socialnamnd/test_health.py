import pytest
from django.test import Client

from tests.servers import free_port, get, gunicorn


@pytest.mark.django_db
def test_who_is_not_logged_in_may_ask(client: Client) -> None:
    response = client.get("/halsa/")
    assert (response.status_code, response.content.decode()) == (200, "Allt fungerar.\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_asked_over_plain_http_behind_a_proxy(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    settings.SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]  # type: ignore[attr-defined]
    assert client.get("/halsa/").status_code == 200
    assert client.get("/logga-in/").status_code == 301


@pytest.mark.once
def test_a_database_that_is_gone_gives_503(tmp_path: object) -> None:
    nobody = f"postgres://socialnamnd@127.0.0.1:{free_port()}/socialnamnd"
    with gunicorn({"DATABASE_URL": nobody, "VAR_DIR": str(tmp_path)}) as address:
        assert get(f"{address}/halsa/") == (503, "Databasen svarar inte.\n")
