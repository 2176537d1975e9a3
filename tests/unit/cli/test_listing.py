"""The list of commands is read from a file that holds what the commands declare."""

import ast
import json

import pytest

from radexo.cli import listing
from radexo.docs.make import stubs

REMEDY = "run: python -m radexo.docs.make.stubs"


def test_the_file_holds_what_the_commands_declare():
    with open(listing.FILE, encoding="utf-8") as stream:
        assert stream.read() == stubs.index(), REMEDY


@pytest.mark.parametrize("file", stubs.STUBS, ids=lambda file: file.name)
def test_stubs_hold_what_is_declared(file):
    written, declared = file.read_text(encoding="utf-8"), stubs.STUBS[file]()
    assert ast.dump(ast.parse(written)) == ast.dump(ast.parse(declared)), REMEDY


@pytest.mark.parametrize("harm", ["a question is missing", "not JSON", "no file"])
def test_a_file_that_lacks_a_question_is_not_used(harm, monkeypatch, tmp_path):
    file = tmp_path / "index.json"
    monkeypatch.setattr(listing, "FILE", str(file))
    if harm == "a question is missing":
        index = listing.declared()
        assert index["What acts on what"].pop("targets") == "What X regulates."
        file.write_text(json.dumps(index))
    elif harm == "not JSON":
        file.write_text("{")
    assert listing.listing() == listing.declared()
    assert "targets" in listing.listing()["What acts on what"]
