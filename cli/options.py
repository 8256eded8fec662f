"""Options that many commands have, said once: what they are called and what their help says."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
#: Of lists that leave out what has ended.
Ended = Annotated[bool, typer.Option("--all", help="Also those that are over.")]
#: The last day of something that is given to another program.
Until = Annotated[
    str | None, typer.Option(metavar="DAY", help="Works until the end of that day: 31/12/2027.")
]
