"""A long chain of traces is read by several processes: one that dies in the middle costs time, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

from models.store.chain.seal import seal
from tests.database.test_traces_prove_themselves import look, url_of
from tests.desk import Desk

#: Reads the chain of the database named in four processes, of which the others die as soon as they are told what
#: to read: what they unpack first ends them. Eight times, since how it ends is a matter of the moment.
_VERIFY = """
import multiprocessing, os, sys
from models.store.chain import at_once
from models.store.chain.rows import ACCESSES
from models.store.chain.verify import verify_chain
from models.store.database import Database

handed = []

class Ends(int):
    def __reduce__(self):
        handed.append(self)
        return os._exit, (9,)

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload([at_once.__name__])
first = context.Process(target=os.getpid)
first.start()
first.join()
database = Database(sys.argv[1])
for n in range(1, 9):
    with database.reading() as session:
        four = at_once.ReadAtOnce(sys.argv[1], processes=4, least=2)
        found = verify_chain(session, ACCESSES, frozenset({Ends(3)}), at_once=four)
    assert len(handed) == 3 * n, handed
database.close()
print(found.count, found.problems)
"""
#: Far beyond what a loaded machine takes: whoever waits for the dead waits for ever.
_PATIENCE_SECONDS = 180


def test_whoever_verifies_does_not_wait_for_a_process_that_died(desk: Desk) -> None:
    look(desk.database, 400)
    seal(desk.database)
    with subprocess.Popen(
        [sys.executable, "-c", _VERIFY, url_of(desk.database)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as verifying:  # fmt: skip
        try:
            told, wrong = verifying.communicate(timeout=_PATIENCE_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(verifying.pid, signal.SIGKILL)  # with the processes that it left
    assert (verifying.returncode, told) == (0, "400 []\n"), wrong
