"""SAM to plain CloudFormation, without an account: the template on standard input, the other on
standard output.

Run by the interpreter of `.venv-ministack`: aws-sam-translator wants another pydantic than our
tools. It imports nothing of ours."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

from samtranslator.translator.transform import transform


def main() -> None:
    """The command. Raises InvalidDocumentException, as a traceback, on what SAM refuses."""
    modele = json.load(sys.stdin)
    # No managed policy is looked up: our roles are written out.
    json.dump(transform(modele, {}, SimpleNamespace(load=dict)), sys.stdout)


if __name__ == "__main__":
    main()
