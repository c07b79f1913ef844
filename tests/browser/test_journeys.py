"""What people come to do, done in a real browser, on a phone where they would."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import create_engine, text

import content
from tests.browser.conftest import Watched, settled
from tests.running import ROOT, Site, environment

NEUTRAL = content.load().site.exit_url


def test_from_home_to_the_nearest_place_on_a_phone(open_page: Callable[..., Watched]) -> None:
    watched = open_page("/", width=390)
    page = watched.page
    page.get_by_label("Your postcode").fill("se6 4ru")
    page.get_by_role("button", name="Find a place").click()
    expect(page.get_by_role("heading", name="Nearest to SE6 4RU")).to_be_visible()
    assert page.url.endswith("/find?near=se6+4ru") or page.url.endswith("/find?near=se6%204ru")
    first = page.locator(".places h3").first
    expect(first).to_have_text("Catford Library")
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Catford Library")).to_be_visible()
    expect(page.get_by_text("We have not confirmed it")).to_be_visible()
    assert watched.errors == []


def test_a_found_list_can_be_shared_by_its_address(open_page: Callable[..., Watched]) -> None:
    page = open_page("/find?near=SE14%206AS", width=390).page
    expect(page.get_by_role("heading", name="Nearest to SE14 6AS")).to_be_visible()


def test_a_wrong_postcode_keeps_what_was_typed_and_offers_a_way_on(open_page: Callable[..., Watched]) -> None:
    page = open_page("/find", width=390).page
    page.get_by_label("Your postcode").fill("banana")
    page.get_by_role("button", name="Find a place").click()
    expect(page.get_by_role("alert")).to_contain_text(content.load().say("postcode.nonsense"))
    expect(page.locator("#root .problem")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("Your postcode")).to_have_value("banana")
    ward, first = page.get_by_role("combobox", name="Or choose a ward"), page.locator(".places h3").first
    assert ward.bounding_box()["y"] < first.bounding_box()["y"]  # the way on stands above the long list
    page.get_by_role("link", name="Go to “Your postcode”").click()
    expect(page.get_by_label("Your postcode")).to_be_focused()
    expect(page.get_by_role("heading", name="Every place we list")).to_be_visible()


def test_choosing_a_ward(open_page: Callable[..., Watched]) -> None:
    page = open_page("/find").page
    page.get_by_role("combobox", name="Or choose a ward").click()
    page.get_by_role("option", name="Forest Hill").click()
    expect(page.get_by_role("heading", name="Places in Forest Hill")).to_be_visible()
    assert page.url.endswith("/find?ward=Forest+Hill")
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Places in Forest Hill")).to_be_visible()


def test_links_stay_in_the_running_app_and_focus_lands_on_the_heading(
    open_page: Callable[..., Watched],
) -> None:
    watched = open_page("/")
    page = watched.page
    page.evaluate("window.stillHere = true")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="About").click()
    expect(page.locator("#root h1")).to_have_text(content.load().page("about").heading)
    assert page.evaluate("window.stillHere") is True
    expect(page.locator("#root h1")).to_be_focused()
    expect(page.locator(".nav a[aria-current=page]")).to_have_text("About")
    page.go_back()
    expect(page.locator("#root h1")).to_have_text(content.load().page("home").heading)
    assert watched.errors == []


def test_the_phone_menu_opens_closes_and_leads_on(open_page: Callable[..., Watched]) -> None:
    page = open_page("/", width=390).page
    menu = page.locator(".menu summary")
    box = menu.bounding_box()
    assert box
    assert box["y"] > 700  # within reach of a thumb, at the foot of the screen
    assert box["height"] >= 44
    menu.click()
    link = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Get help now")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    menu.click()
    link.click()
    expect(page.locator("#root h1")).to_have_text(content.load().documents["help"].title)
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()


def test_a_survey_answer_is_really_kept(open_page: Callable[..., Watched], site: Site) -> None:
    watched = open_page("/survey", width=390)
    page = watched.page
    question = content.load().survey.questions[0]
    page.get_by_role("radiogroup", name=question.text).get_by_text(
        question.options[1].label, exact=True
    ).click()
    send = page.get_by_role("button", name="Send my answers")
    send.dblclick()
    expect(page.get_by_role("heading", name="Thank you. It is saved.")).to_be_visible()
    expect(page.locator(".answer")).to_be_focused()
    expect(page.locator(".receipt")).to_be_in_viewport()
    code = page.locator(".receipt").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    engine = create_engine(f"sqlite:///{site.var / 'site.db'}")
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT question, code FROM answer")).all()
        assert kept.count((question.id, question.options[1].code)) == 1
        assert connection.scalar(text("SELECT count(*) FROM response")) == len(kept)
        assert (
            connection.scalar(
                text("SELECT count(*) FROM response WHERE receipt_hash = :code"), {"code": code}
            )
            == 0
        )
    assert watched.errors == []


def test_an_empty_survey_brings_its_problem_into_view(open_page: Callable[..., Watched]) -> None:
    page = open_page("/survey", width=390).page
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_have_text(content.load().say("survey.empty"))
    expect(page.locator("#root .problem")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_in_viewport()


def test_survey_by_keyboard_alone(open_page: Callable[..., Watched]) -> None:
    page = open_page("/survey", width=390).page
    question = content.load().survey.questions[0]
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radiogroup", name=question.text).get_by_role("radio").first).to_be_checked()
    page.get_by_role("button", name="Send my answers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you. It is saved.")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/help", "/plain/help", "/survey"])
def test_exit_replaces_the_page_at_once(open_page: Callable[..., Watched], path: str) -> None:
    page = open_page("/about").page
    page.route(
        NEUTRAL, lambda route: route.fulfill(body="<title>Weather</title>sunny", content_type="text/html")
    )
    page.goto(page.url.replace("/about", path))
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(NEUTRAL)
    page.go_back()
    page.wait_for_url("**/about")  # the page itself is no longer in the history, only the one before it


def test_shift_three_times_exits(open_page: Callable[..., Watched]) -> None:
    for path in ("/bullying", "/plain/messages/bullying"):
        page = open_page(path).page
        page.route(NEUTRAL, lambda route: route.fulfill(body="sunny", content_type="text/html"))
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        assert path in page.url
        page.keyboard.press("Shift")
        page.wait_for_url(NEUTRAL)


def test_capital_letters_typed_with_shift_do_not_exit(open_page: Callable[..., Watched]) -> None:
    page = open_page("/find").page
    page.get_by_label("Your postcode").press_sequentially("S")
    for letter in "SEA":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    page.wait_for_timeout(300)
    assert "/find" in page.url


def test_single_keys_do_nothing_outside_fields(open_page: Callable[..., Watched]) -> None:
    page = open_page("/").page
    runs: list[str] = []
    page.on("websocket", lambda socket: runs.append(socket.url))
    page.locator("h1").click()
    page.evaluate(
        """() => { window.ran = 0; new MutationObserver((all) => all.forEach((each) => {
            if (each.target.dataset.testScriptState === 'running') window.ran += 1; }))
            .observe(document.querySelector('[data-testid=stApp]'), {attributes: true}); }"""
    )
    page.keyboard.press("r")
    page.keyboard.press("c")
    page.wait_for_timeout(800)
    assert page.evaluate("window.ran") == 0
    assert page.get_by_role("dialog").count() == 0
    page.get_by_label("Your postcode").fill("")
    page.get_by_label("Your postcode").press_sequentially("rc")
    expect(page.get_by_label("Your postcode")).to_have_value("rc")


def test_officers_only_with_an_account_made_on_the_server(
    open_page: Callable[..., Watched], site: Site
) -> None:
    page = open_page("/officers").page
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert page.get_by_text("Survey answers kept").count() == 0

    def sign_in(name: str, password: str) -> None:
        page.goto(site.url + "/officers/sign-in")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()

    sign_in("nobody", "a long enough guess")
    expect(page.get_by_role("alert")).to_have_text(content.load().say("officer.refused"))
    subprocess.run(
        [sys.executable, "-m", "data", "officer", "add", "asha", "--role", "officer", "--password-stdin"],
        input=b"correct horse battery\n",
        cwd=ROOT,
        env=environment(site.var, site.url),
        check=True,
        capture_output=True,
    )
    sign_in("asha", "correct horse battery")
    expect(page.get_by_text("Survey answers kept")).to_be_visible()
    cookie = next(each for each in page.context.cookies() if each["name"] == "officer")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Officers: sign in")).to_be_visible()
    page.context.add_cookies([cookie])
    page.goto(site.url + "/officers")
    settled(page)
    assert page.get_by_text("Survey answers kept").count() == 0


def test_a_school_prints_its_own_poster(open_page: Callable[..., Watched]) -> None:
    page = open_page("/schools").page
    page.get_by_label("Your school's or group's postcode").fill("SE13 6LH")
    page.get_by_role("button", name="Put the nearest places on the posters").click()
    link = page.get_by_role("link", name="A4 poster about Bullying (PDF)")
    expect(link).to_have_attribute("href", re.compile("near=SE13"))
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/", "/help", "/find", "/bullying"])
def test_without_javascript_help_and_a_way_on_are_there(open_page: Callable[..., Watched], path: str) -> None:
    page = open_page(path, width=390, javascript=False).page
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .noscript")).to_be_visible()
    expect(page.locator("main .noscript")).to_contain_text("Call 999")
    page.get_by_role("link", name="places near you").click()
    assert page.url.endswith("/plain/hubs")
    page.get_by_label("Your postcode").fill("SE6 4RU")
    page.get_by_role("button", name="Find a place").click()
    expect(page.get_by_role("heading", name="Nearest to SE6 4RU")).to_be_visible()
    expect(page.locator("main li").first).to_contain_text("Catford Library")


@pytest.mark.parametrize(
    "path", ["/plain", "/plain/help", "/plain/hubs", "/plain/hubs?near=SE6%204RU", "/plain/messages/bullying"]
)
def test_plain_pages_are_one_small_request(open_page: Callable[..., Watched], site: Site, path: str) -> None:
    asked: list[str] = []
    watched = open_page("/plain/messages", javascript=False)
    watched.page.on("request", lambda request: asked.append(request.url))
    response = watched.page.goto(site.url + path)
    assert response
    assert len(response.body()) < 20_000
    assert asked == [site.url + path]


def test_a_ward_by_its_code_keeps_its_address(open_page: Callable[..., Watched]) -> None:
    page = open_page("/trends?ward=E05013719").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Violence in Deptford")
    page.wait_for_url("**/trends?ward=Deptford")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Violence in Deptford")


def test_without_a_websocket_help_and_a_way_on_are_there(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.route_web_socket(re.compile(".*"), lambda socket: socket.close())
    page.goto(site.url + "/help")
    expect(page.locator("#boot").get_by_role("link", name="0800 1111")).to_be_visible()
    page.goto(site.url + "/find")
    expect(page.locator("#slow").get_by_role("link", name="plain version")).to_be_visible(timeout=10_000)
    page.close()


def test_a_look_at_help_loses_no_answer_and_the_page_can_be_cleared(
    open_page: Callable[..., Watched],
) -> None:
    page = open_page("/survey", width=390).page
    question = content.load().survey.questions[0]
    group = page.get_by_role("radiogroup", name=question.text)
    group.get_by_text(question.options[2].label, exact=True).click()
    expect(group.get_by_role("radio", name=question.options[2].label)).to_be_checked()
    settled(page)
    page.locator("#root").get_by_role("link", name="Get help now").click()
    expect(page.locator("#root h1")).to_have_text(content.load().documents["help"].title)
    page.go_back()
    expect(group.get_by_role("radio", name=question.options[2].label)).to_be_checked()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator(".receipt")).to_be_visible()
    page.get_by_role("button", name="Finish and clear this page").click()
    expect(group.get_by_role("radio").first).to_be_visible()
    assert page.get_by_role("radio", checked=True).count() == 0
    assert page.locator(".receipt").count() == 0


def test_nothing_of_a_visit_stays_on_the_device(open_page: Callable[..., Watched]) -> None:
    page = open_page("/help", width=390).page
    page.locator(".menu summary").click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="About").click()
    expect(page.locator("#root h1")).to_have_text(content.load().page("about").heading)
    page.goto(page.url.replace("/about", "/plain"))
    assert page.evaluate("() => Object.keys(localStorage)") == []
    assert page.evaluate("() => Object.keys(sessionStorage)") == []
    assert page.context.cookies() == []
