"""A headless Chromium that reaches nothing but this machine, for the tests that open pages."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium import webdriver


class MissingError(Exception):
    """No browser, or no driver for it, is on this machine."""


BROWSERS = (
    "/usr/lib/chromium/chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
"""The first that is there is used: the one without windows takes less CPU time.

Debian's program of that name waits for it instead of becoming it; the driver would end only that.
"""


def _find(variable: str, *names: str) -> str:
    found = os.environ.get(variable) or next(
        (path for name in names if (path := shutil.which(name))), None
    )
    if not found:
        raise MissingError(
            f"no {' or '.join(names)}: install one (Debian: apt-get install chromium "
            f"chromium-driver), or name it in {variable}"
        )
    return found


def programs() -> tuple[str, str]:
    """Find the browser and its driver."""
    return _find("CHROMIUM", *BROWSERS), _find("CHROMEDRIVER", "chromedriver")


@contextmanager
def chromium(downloads: Path) -> Iterator[webdriver.Chrome]:
    """Run a browser without internet access that saves downloads in a folder."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location, driver_program = programs()
    service = Service(driver_program)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=1500,900",
        "--force-device-scale-factor=1",
        "--disable-dev-shm-usage",
        "--process-per-site",  # else each page that is opened starts a process
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=service)
    driver.command_executor.client_config.timeout = 300  # a busy machine is slow, not broken
    driver.set_script_timeout(120)
    try:
        driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
        )
        yield driver
    finally:
        driver.quit()


@contextmanager
def system(driver: webdriver.Chrome, scheme: str) -> Iterator[None]:
    """Let the system prefer a color scheme."""

    def prefer(value: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": value}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    prefer(scheme)
    try:
        yield
    finally:
        prefer("light")


@contextmanager
def screen(driver: webdriver.Chrome, width: int, height: int) -> Iterator[None]:
    """Make the window as large as another screen; a narrow one is a phone's."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def until(check: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """Wait until a call returns something true, and return it."""
    end = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.02)
    return found


_READY = """
const [seconds, done] = arguments, end = performance.now() + 1000 * seconds;
const look = () => {
  if (window.READY === true) done(true);
  else if (performance.now() > end) done(false);
  else setTimeout(look, 10);
};
look();
"""


def until_ready(driver: webdriver.Chrome, what: str, seconds: float = 60.0) -> None:
    """Wait until a page is idle; its own script looks, which costs less than many commands."""
    from selenium.common.exceptions import JavascriptException

    def ready() -> bool:
        try:
            return bool(driver.execute_async_script(_READY, seconds))
        except JavascriptException:  # another page was opened meanwhile
            return False

    until(ready, what, seconds)


def accessibility(driver: webdriver.Chrome, *tags: str) -> list[dict[str, Any]]:
    """Run the checker that a page holds, all its rules or those with tags; return what is wrong.

    As with all of them, rules that go beyond what WCAG AA asks for are left out.

    Of what is right it keeps one element for a rule, which is all that is asked of it.
    """
    passes, violations = driver.execute_async_script(
        "const [tags, done] = arguments, tagged = () => axe.getRules(tags)"
        ".filter((rule) => !rule.tags.includes('wcag2aaa')).map((rule) => rule.ruleId);"
        "const only = tags.length ? {runOnly: {type: 'rule', values: tagged()}} : {};"
        "axe.run(document, {resultTypes: ['violations'], ...only})"
        ".then((found) => done([found.passes.length, found.violations]))",
        tags,
    )
    assert passes
    return list(violations)


def requests(driver: webdriver.Chrome) -> list[str]:
    """Return the addresses requested since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [
        m["params"]["request"]["url"]
        for m in messages
        if m["method"] == "Network.requestWillBeSent"
    ]
