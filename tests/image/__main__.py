"""`python -m tests.image FOLDER`: writes FOLDER/guichet-VERSION.oci.tar. As root on Debian 12."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.image.build import build

if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]))}\n")
