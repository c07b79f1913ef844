"""The front door as a whole, over a real database, without a browser."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import content
from data import officers
from data.connection import session
from data.settings import settings
from web import front_door, missing


@pytest.fixture
def client(site_database: Path) -> TestClient:
    app = Starlette(
        routes=front_door.routes(),
        middleware=front_door.middleware(),
        exception_handlers={404: missing.not_found},
    )
    return TestClient(app, base_url=settings().public_url)


PAGES = content.load().pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_has_its_own_head(client: TestClient, page: content.Page) -> None:
    answer = client.get(f"/{page.path}")
    assert answer.status_code == 200
    text = answer.text
    assert '<html lang="en-GB">' in text
    assert page.description.replace("'", "&#39;") in text
    assert ('name="robots" content="noindex"' in text) is not page.index
    assert "<noscript>" in text
    assert "/plain/help" in text
    assert "Streamlit" not in re.sub(r"<script.*?</script>|<link[^>]*>", "", text)


def test_heads_differ(client: TestClient) -> None:
    titles = [re.search(r"<title>(.*?)</title>", client.get(f"/{page.path}").text)[1] for page in PAGES]  # type: ignore[index]
    assert len(set(titles)) == len(PAGES)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/find/nothing",
        "/plain/nothing",
        "/plain/hub/nothing",
        "/plain/messages/nothing",
        "/posters/nothing.pdf",
        "/favicon.ico",
    ],
)
def test_an_address_that_does_not_exist_is_a_kind_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.text
    assert "/help" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.js",
        "/static/find",
        "/assets/nothing.css",
        "/vendor/leaflet/leaflet-src.js",
        "/_stcore/nothing",
        "/_stcore/healthx",
        "/_stcore/upload_file/x",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_nothing_of_streamlits_own_answers_for_it(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 404
    assert "<title>Streamlit" not in answer.text


@pytest.mark.parametrize(
    ("path", "to"), [("/find/?near=SE6", "/find?near=SE6"), ("/plain/", "/plain"), ("//find", "/find")]
)
def test_a_slash_too_many_leads_to_the_page(client: TestClient, path: str, to: str) -> None:
    answer = client.get(f"{settings().public_url}{path}", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == to


@pytest.mark.parametrize("ward", ["E05013730", "e05013730", "rushey green"])
def test_a_ward_by_code_or_in_small_letters_is_put_right(client: TestClient, ward: str) -> None:
    answer = client.get("/find", params={"ward": ward, "near": ""}, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/find?ward=Rushey+Green&near="
    assert client.get("/find", params={"ward": "Rushey Green"}, follow_redirects=False).status_code == 200
    assert client.get("/find", params={"ward": "Nowhere"}, follow_redirects=False).status_code == 200


def test_every_address_in_a_head_answers(client: TestClient) -> None:
    text = client.get("/").text
    found = re.findall(
        r'(?:src|href|content)="((?:/|http://localhost)[^"]+\.[a-z0-9]{2,5}(?:\?v=\w+)?)"', text
    )
    assert any("card.png" in address for address in found)
    assert any("/static/js/" in address for address in found)
    for address in found:
        assert client.get(address).status_code == 200, address


def test_open_data_is_served(client: TestClient) -> None:
    package = client.get("/open-data/datapackage.json")
    assert package.status_code == 200
    for resource in package.json()["resources"]:
        answer = client.get(f"/open-data/{resource['path']}")
        assert answer.status_code == 200
        assert len(answer.content) == resource["bytes"]


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").json() == {
        "database": True,
        "figures": True,
        "hubs": True,
        "detail": "All is well.",
    }


def test_sitemap_lists_public_pages_alone(client: TestClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{settings().public_url}/find" in found
    assert f"{settings().public_url}/plain/help" in found
    assert not any("officers" in address for address in found if address)
    assert all(client.get(address).status_code == 200 for address in found if address)


def test_robots_names_the_sitemap(client: TestClient) -> None:
    assert f"Sitemap: {settings().public_url}/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "{{ 7*7 }}", "SE6 4RU\u202e", "%00", "'; DROP TABLE hub; --", "x" * 2000],
)
def test_hostile_postcodes_are_shown_as_text(client: TestClient, typed: str) -> None:
    answer = client.get("/plain/hubs", params={"near": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "49" not in re.findall(r'value="([^"]*)"', answer.text)[0]


@pytest.mark.parametrize("ward", ["E05000449", "nonsense", "<b>"])
def test_an_unknown_ward_is_a_404(client: TestClient, ward: str) -> None:
    assert client.get("/plain/hubs", params={"ward": ward}).status_code == 404


def sign_in(client: TestClient, username: str, password: str) -> object:
    form = client.get("/officers/sign-in")
    token = re.search(r'name="token" value="([^"]+)"', form.text)[1]  # type: ignore[index]
    return client.post(
        "/officers/sign-in",
        data={"username": username, "password": password, "token": token},
        follow_redirects=False,
    )


def test_only_an_officer_gets_in(client: TestClient) -> None:
    with session() as db:
        officers.add(db, "asha", "correct horse battery", officers.Role.OFFICER)
    assert sign_in(client, "asha", "wrong horse battery").status_code == 403  # type: ignore[attr-defined]
    assert sign_in(client, "nobody", "correct horse battery").status_code == 403  # type: ignore[attr-defined]
    assert "officer" not in client.cookies
    answer = sign_in(client, "asha", "correct horse battery")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("officer="))  # type: ignore[attr-defined]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    with session() as db:
        assert officers.find_session(db, client.cookies["officer"]) is not None


def test_a_form_from_elsewhere_signs_nobody_in(client: TestClient) -> None:
    answer = client.post("/officers/sign-in", data={"username": "asha", "password": "x", "token": "made up"})
    assert answer.status_code == 400


def test_signing_out_takes_the_sessions_own_form(client: TestClient) -> None:
    with session() as db:
        officers.add(db, "asha", "correct horse battery", officers.Role.OFFICER)
    sign_in(client, "asha", "correct horse battery")
    token = client.cookies["officer"]
    assert client.post("/officers/sign-out", data={"csrf": "made up"}).status_code == 400
    with session() as db:
        found = officers.find_session(db, token)
        assert found is not None
        csrf = found.csrf
    assert client.post("/officers/sign-out", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    with session() as db:
        assert officers.find_session(db, token) is None


def test_too_large_a_form_is_refused_unread(client: TestClient) -> None:
    answer = client.post("/officers/sign-in", data={"username": "a" * 10_000, "password": "b", "token": "c"})
    assert answer.status_code == 400


def test_poster_with_and_without_a_postcode(client: TestClient) -> None:
    plain = client.get("/posters/bullying.pdf")
    local = client.get("/posters/bullying.pdf", params={"near": "se6 4ru"})
    assert plain.headers["content-type"] == local.headers["content-type"] == "application/pdf"
    assert plain.content != local.content
    assert 'filename="bullying-SE64RU-a4.pdf"' in local.headers["content-disposition"]
    assert client.get("/posters/bullying.pdf", params={"near": "nonsense"}).content == plain.content
    assert client.get("/posters/bullying.pdf", params={"size": "a9"}).status_code == 404


@pytest.fixture
def broken(use_database: object, tmp_path: Path) -> TestClient:
    """The same front door where the database file is no database."""
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is not a database" * 100)
    use_database(f"sqlite:///{path}")  # type: ignore[operator]
    app = Starlette(
        routes=front_door.routes(),
        middleware=front_door.middleware(),
        exception_handlers={404: missing.not_found},
    )
    return TestClient(app, base_url=settings().public_url)


def test_without_its_database_the_site_says_so_and_still_helps(broken: TestClient) -> None:
    state = broken.get("/readyz")
    assert state.status_code == 503
    assert state.json()["database"] is False
    assert "Traceback" not in state.text
    assert broken.get("/healthz").status_code == 200
    assert "0800 1111" in broken.get("/plain/help").text
    assert broken.get("/plain/messages/bullying").status_code == 200
    hubs = broken.get("/plain/hubs", params={"near": "SE6 4RU"})
    assert "Catford Library" in hubs.text
    assert content.load().say("offline.hubs").replace("'", "&#39;") in hubs.text
    assert sign_in(broken, "asha", "correct horse battery").status_code == 503  # type: ignore[attr-defined]
