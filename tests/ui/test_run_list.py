"""The list of flow runs, as a user meets it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.ui.conftest import OpenPage
from tests.ui.looking import has_overflow
from tests.ui.serving import UiServer

pytestmark = [pytest.mark.ui, pytest.mark.slow]


def rows(page: Page, flow_name: str = ""):
    return page.get_by_role("row").filter(has=page.locator("[data-row-link]")).filter(has_text=flow_name)


def test_every_run_is_listed(ui_server: UiServer, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(f"{ui_server.url}/")
    expect(page).to_have_url(f"{ui_server.url}/flow-runs")
    expect(page).to_have_title("Flow Runs · Legato")
    expect(rows(page)).to_have_count(5)
    expect(page.get_by_text("5 runs")).to_be_visible()
    nightly = rows(page, "nightly-load")
    expect(nightly).to_contain_text("Completed")
    expect(nightly).to_contain_text("prod")
    expect(rows(page, "always-fails")).to_contain_text("Failed")
    expect(rows(page, "report")).to_contain_text("subflow")
    expect(page.get_by_role("group", name="Durations of the 5 runs shown").get_by_role("button")).to_have_count(5)
    page.screenshot(path=screenshots / "run_list.png")


def test_one_view_costs_one_request_of_each_kind(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/no/such/room")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.get_by_role("link", name="See the flow runs").click()
    expect(rows(page, "nightly-load")).to_be_visible()
    kinds = ["/flow_runs/filter", "/flow_runs/count", "/flows/filter"]
    assert sorted(url.split("/api")[1] for url in asked) == sorted(kinds)


def test_list_fits_a_narrow_dark_screen(ui_server: UiServer, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(f"{ui_server.url}/flow-runs", width=420, height=860, theme="dark")
    expect(rows(page)).to_have_count(5)
    assert not has_overflow(page)
    page.screenshot(path=screenshots / "run_list_narrow_dark.png")


def test_filters_narrow_the_list_and_live_in_the_url(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/flow-runs")
    page.get_by_role("button", name="All states").click()
    page.get_by_role("option", name="Failed").click()
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(f"{ui_server.url}/flow-runs?state=failed")

    page.goto(f"{ui_server.url}/flow-runs?subflows=hide&sort=NAME_ASC")
    expect(rows(page)).to_have_count(4)
    expect(page.get_by_role("switch", name="Hide subflows")).to_be_checked()
    names = page.locator("[data-row-link]").all_inner_texts()
    assert names == sorted(names)


def test_search_finds_a_run_by_a_part_of_its_name(ui_server: UiServer, open_page: OpenPage) -> None:
    name = ui_server.run_of("nightly-load")["name"]
    page = open_page(f"{ui_server.url}/flow-runs")
    page.get_by_role("searchbox", name="Search by run name").fill(name[1:-1].upper())
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(name)
    page.get_by_role("searchbox", name="Search by run name").fill("no such run")
    expect(page.get_by_text("No run matches these filters")).to_be_visible()
    page.get_by_role("button", name="Show all runs").click()
    expect(rows(page)).to_have_count(5)


def test_flows_are_chosen_from_a_list(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/flow-runs")
    page.get_by_role("button", name="All flows").click()
    page.get_by_role("option", name="hello").click()
    expect(rows(page)).to_have_count(2)


def test_keys_walk_through_the_rows(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/flow-runs")
    links = page.locator("[data-row-link]")
    expect(links).to_have_count(5)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search by run name")).to_be_focused()
    links.first.focus()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_text("1 run selected")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Logs")).to_be_visible()


def test_selected_runs_are_deleted_after_a_confirmation(ui_server: UiServer, open_page: OpenPage) -> None:
    ui_server.run_flow("hello")
    victim = ui_server.run_of("hello")["name"]
    page = open_page(f"{ui_server.url}/flow-runs")
    page.get_by_role("checkbox", name=f"Select {victim}").click()
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted 1 run")).to_be_visible()
    expect(rows(page, victim)).to_have_count(0)
    assert ui_server.post("/flow_runs/count", {"flow_runs": {"name": {"any_": [victim]}}}) == 0


def test_runs_appear_and_change_without_a_reload(empty_server: UiServer, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"{empty_server.url}/flow-runs")
    expect(page.get_by_text("from legato import flow")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    with empty_server.running_flow("until-told", tmp_path / "stop") as stop:
        expect(rows(page, "until-told")).to_contain_text("Running")
        stop.touch()
        expect(rows(page, "until-told")).to_contain_text("Completed")


def test_change_between_an_answer_and_the_feed_is_not_missed(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    feeds: list[WebSocketRoute] = []

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        feeds[0].send('{"type": "ready"}')
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        route.fulfill(response=answer, json=answer.json()[1:])

    page.route_web_socket("**/api/live", lambda feed: feeds.append(feed))
    page.route("**/api/flow_runs/filter", answer_late, times=1)
    page.goto(f"{ui_server.url}/flow-runs")
    expect(rows(page)).to_have_count(5)


def test_feed_that_breaks_is_taken_up_again(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/api/live", pass_on)
    page.goto(f"{ui_server.url}/flow-runs")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    with page.expect_response("**/flow_runs/filter"):  # whatever changed meanwhile was not told
        sockets[0].close()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    assert len(sockets) == 2


def test_theme_is_kept(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/flow-runs")
    page.get_by_role("button", name="Theme: system").click()
    page.get_by_role("button", name="Theme: light").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_unknown_address_leads_back(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{ui_server.url}/no/such/room")
    page.get_by_role("link", name="See the flow runs").click()
    expect(rows(page)).to_have_count(5)
