"""The page of one flow run, as a user meets it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import OpenPage
from tests.ui.looking import await_drawing, has_overflow, picture_of
from tests.ui.serving import UiServer

pytestmark = [pytest.mark.ui, pytest.mark.slow]


def url_of(server: UiServer, flow_name: str) -> str:
    return f"{server.url}/flow-runs/flow-run/{server.run_of(flow_name)['id']}"


def log_lines(page: Page):
    return page.get_by_role("log")


def test_run_shows_its_timeline_and_its_log(ui_server: UiServer, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(url_of(ui_server, "nightly-load"))
    name = ui_server.run_of("nightly-load")["name"]
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page).to_have_title(f"{name} · Legato")
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
    await_drawing(page)
    expect(log_lines(page)).to_contain_text("Reading 6 records")
    expect(log_lines(page)).to_contain_text("The connection was reset")
    page.screenshot(path=screenshots / "run_page.png")


def test_run_page_fits_a_narrow_dark_screen(ui_server: UiServer, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(url_of(ui_server, "nightly-load"), width=420, height=860, theme="dark")
    await_drawing(page)
    expect(log_lines(page)).to_contain_text("Reading 6 records")
    assert not has_overflow(page)
    page.screenshot(path=screenshots / "run_page_narrow_dark.png")


def test_a_bar_opens_what_it_stands_for(ui_server: UiServer, open_page: OpenPage, screenshots: Path) -> None:
    page = open_page(url_of(ui_server, "nightly-load"))
    await_drawing(page)
    page.get_by_role("img", name="Timeline of").focus()
    page.keyboard.press("ArrowRight")
    panel = page.get_by_role("complementary", name="Task run extract")
    expect(panel).to_be_visible()
    expect(panel.get_by_role("list", name="State history")).to_contain_text("Completed")
    expect(panel.get_by_role("log")).to_contain_text("Reading 6 records")
    page.screenshot(path=screenshots / "run_page_panel.png")
    page.reload()
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_have_count(0)


def test_pointing_at_a_bar_tells_about_it(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(url_of(ui_server, "nightly-load"))
    await_drawing(page)
    canvas = page.get_by_role("img", name="Timeline of")
    box = canvas.bounding_box()
    assert box is not None
    tooltip = page.get_by_role("tooltip").filter(has_text="Completed")
    for x in range(14, int(box["width"]), 4):
        page.mouse.move(box["x"] + x, box["y"] + 40)
        if tooltip.count() > 0:
            break
    expect(tooltip).to_be_visible()


def test_timeline_zooms_and_fits_again(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(url_of(ui_server, "nightly-load"))
    await_drawing(page)
    canvas = page.get_by_role("img", name="Timeline of")
    fitted = picture_of(canvas)
    page.get_by_role("button", name="Zoom in").click()
    assert picture_of(canvas) != fitted
    page.get_by_role("button", name="Fit").click()
    assert picture_of(canvas) == fitted


def test_log_is_narrowed_by_level_and_by_text(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(url_of(ui_server, "nightly-load"))
    page.get_by_label("Minimum level").select_option("Error")
    expect(log_lines(page)).to_contain_text("One row was refused")
    expect(log_lines(page)).not_to_contain_text("Reading 6 records")
    page.get_by_label("Minimum level").select_option("All levels")
    page.get_by_role("searchbox", name="Search in logs").fill("LOADED")
    expect(log_lines(page).locator("mark")).to_have_text("loaded")
    expect(log_lines(page)).not_to_contain_text("Reading 6 records")


def test_task_runs_are_filtered_and_opened(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{url_of(ui_server, 'nightly-load')}?tab=task-runs")
    table = page.get_by_role("table", name="Task runs")
    retried = table.get_by_role("row").filter(has_text="add_up")
    expect(retried.get_by_role("cell").nth(3)).to_have_text("2")
    retried.get_by_role("button").click()
    panel = page.get_by_role("complementary", name="Task run add_up")
    expect(panel.get_by_role("list", name="State history")).to_contain_text("connection reset by peer")
    page.get_by_role("button", name="All states").click()
    page.get_by_role("option", name="Crashed").click()
    expect(page.get_by_text("No task run is in such a state")).to_be_visible()


def test_subflow_leads_to_its_run_and_back(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{url_of(ui_server, 'nightly-load')}?tab=subflow-runs")
    page.get_by_role("table", name="Subflow runs").get_by_role("link").click()
    expect(page.get_by_role("navigation", name="Path")).to_contain_text("report")
    page.get_by_role("link", name="called by").click()
    expect(page.get_by_role("navigation", name="Path")).to_contain_text("nightly-load")


def test_parameters_and_details_are_told(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(f"{url_of(ui_server, 'nightly-load')}?tab=parameters")
    expect(page.get_by_label("parameters", exact=True)).to_contain_text('"region": "eu-west"')
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_role("region", name="Details")).to_contain_text(ui_server.run_of("nightly-load")["id"])
    expect(page.get_by_role("list", name="State history")).to_contain_text("Running")


def test_failed_run_says_why(ui_server: UiServer, open_page: OpenPage) -> None:
    page = open_page(url_of(ui_server, "always-fails"))
    expect(page.get_by_text("The disk of host db-7 is full").first).to_be_visible()
    expect(page.get_by_text("This run has called no task.")).to_be_visible()


def open_running(server: UiServer, open_page: OpenPage) -> Page:
    """The page of the run that goes on, reached from the list as soon as it is there."""
    page = open_page(f"{server.url}/flow-runs")
    page.get_by_role("row").filter(has_text="until-told").get_by_role("link").click()
    expect(page.get_by_text("Running", exact=True).first).to_be_visible()
    return page


def test_running_run_is_followed_live(ui_server: UiServer, open_page: OpenPage, tmp_path: Path) -> None:
    with ui_server.running_flow("until-told", tmp_path / "stop") as stop:
        page = open_running(ui_server, open_page)
        expect(log_lines(page)).to_contain_text("tick 5")
        await_drawing(page)
        stop.touch()
        expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
        expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    page.close()
    ui_server.delete_runs("until-told")


def test_run_is_cancelled_after_a_confirmation(ui_server: UiServer, open_page: OpenPage, tmp_path: Path) -> None:
    with ui_server.running_flow("until-told", tmp_path / "stop"):
        page = open_running(ui_server, open_page)
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Cancel run").click()
        expect(page.get_by_text("Cancelling").or_(page.get_by_text("Cancelled")).first).to_be_visible()
    page.close()
    ui_server.delete_runs("until-told")


def test_deleting_a_run_leads_back_to_the_list(ui_server: UiServer, browser: Browser) -> None:
    ui_server.run_flow("hello")
    name = ui_server.run_of("hello")["name"]
    page = browser.new_page()
    page.goto(url_of(ui_server, "hello"))
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete run").click()
    expect(page.get_by_text(f"Deleted {name}")).to_be_visible()
    expect(page).to_have_url(f"{ui_server.url}/flow-runs")
    page.close()


def test_unknown_run_is_said_to_be_missing(ui_server: UiServer, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{ui_server.url}/flow-runs/flow-run/00000000-0000-4000-8000-000000000000")
    expect(page.get_by_role("alert")).to_contain_text("There is no such run")
    page.close()
