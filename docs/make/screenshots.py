"""Take the documentation's screenshots: ``python -m radexo.docs.make.screenshots docs/pictures``.

It drives Chromium (selenium, chromium and chromedriver are needed), which is shut off from the
internet.
"""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from pathlib import Path
from typing import Any

from radexo.api import load
from radexo.docs.make.gallery import smaller
from radexo.graph.atomic import write_bytes

__all__ = ["SCREENS", "main"]

_PATHS = "q=paths&source=hypoxia&target=radiosensitivity"
_CELLS = "q=mechanism&name=miR-340-5p&_layout=transfer"
SCREENS: dict[str, tuple[str, str | None]] = {
    "explorer-home.png": ("", None),
    "explorer-dark.png": (_CELLS, None),
    "explorer-phone.png": (_PATHS, None),
    "explorer-list.png": (
        "q=connect&names=miR-340-5p|KLF10|UVRAG|NORAD|hypoxia&bridges=true",
        None,
    ),
    "explorer-paths.png": ("q=paths&source=miR-340-5p&target=radiosensitivity", "KLF10"),
    "explorer-stitched.png": (f"{_PATHS}&_pick=row:15&_support=stitched", None),
    "explorer-contradiction.png": ("q=contradictions", "Wnt/beta-catenin signaling"),
    "explorer-graph.png": ("q=graph", None),
    "explorer-ask.png": (
        "q=ask&text=which exosomal miRNAs make glioblastoma radioresistant?",
        None,
    ),
}
"""The screens by file name: the page's state, and the node whose first outgoing arrow is picked."""

DARK, PHONE = frozenset({"explorer-dark.png"}), frozenset({"explorer-phone.png"})
"""The screens in dark, and on a screen of 390 pixels."""

_PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
_PICK = (
    "RadExo.pick(cy.edges().filter((e) => e.source().data('label') === arguments[0]).first().id())"
)


def main(folder: str) -> list[Path]:
    """Write every screenshot into a folder."""
    import uvicorn
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    from radexo.explorer.app import make_app
    from radexo.explorer.serving import listen

    Path(folder).mkdir(parents=True, exist_ok=True)
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(load(), port=port), log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--force-device-scale-factor=1",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--hide-scrollbars",
    ):
        options.add_argument(argument)
    written = []
    try:
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            for file, (state, picked) in SCREENS.items():
                scheme = "dark" if file in DARK else "light"
                features = [{"name": "prefers-color-scheme", "value": scheme}]
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
                driver.set_window_size(1600, 1000)
                if file in PHONE:
                    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _PHONE)
                else:
                    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
                driver.get("about:blank")
                driver.get(f"http://127.0.0.1:{port}/#{state}")
                _idle(driver)
                if picked:
                    driver.execute_script(_PICK, picked)
                    _idle(driver)
                written.append(
                    write_bytes(Path(folder) / file, smaller(driver.get_screenshot_as_png()))
                )
        finally:
            driver.quit()
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
    return written


def _idle(driver: Any, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not driver.execute_script("return window.READY === true"):
        if time.monotonic() > end:
            raise TimeoutError("the page is not idle")
        time.sleep(0.05)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    main(parser.parse_args().folder)
