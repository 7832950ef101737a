"""What an eye would notice on a page."""

from playwright.sync_api import Locator, Page, expect

COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 200) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return seen.size;
}"""


def has_overflow(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def colours_of(canvas: Locator) -> int:
    """How many colours are drawn on a canvas."""
    return canvas.evaluate(COLOURS)


def picture_of(canvas: Locator) -> str:
    """The drawing as a data URL, taken after the next frame."""
    return canvas.evaluate("canvas => new Promise(done => requestAnimationFrame(() => done(canvas.toDataURL())))")


def await_drawing(page: Page) -> None:
    """Returns once the timeline has its bars, and shows more than an empty sheet."""
    canvas = page.locator("canvas[data-bars]:not([data-bars='0'])")
    expect(canvas).to_be_visible()
    assert colours_of(canvas) > 8
