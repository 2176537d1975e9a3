"""What a long command says of how far it is."""

from __future__ import annotations

import pytest

from radexo.cli import files


def test_progress_has_the_seconds_so_far_and_those_that_are_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [100.0]
    monkeypatch.setattr(files, "monotonic", lambda: clock[0])
    progress = files.Progress()

    def said(after: float, message: str) -> str:
        clock[0] += after
        progress(message)
        return capsys.readouterr().err

    assert said(1, "mine: 1,000 of about 10,000 rows read") == ""  # as all that is soon done
    assert said(2, "mine: 3,000 of about 10,000 rows read") == (
        "mine: 3,000 of about 10,000 rows read, 3 s, about 7 s left\n"
    )
    assert said(0.5, "mine: 4,000 of about 10,000 rows read") == ""
    assert said(8, "10000 rows") == "10000 rows, 12 s\n"
    # what follows is measured by itself, and goes on where an earlier attempt ended
    first = "900 of about 1,000 nodes written, now Finding"
    assert said(2, first) == f"{first}, 14 s, about 0 s left\n"
    later = "910 of about 1,000 nodes written, now Publication"
    assert said(2, later) == f"{later}, 16 s, about 18 s left\n"
