"""`python -m chalicelib`, the command line of administration: see
docs/exploitation/administration.md."""

from __future__ import annotations

import sys

from chalicelib.administration.commande import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
