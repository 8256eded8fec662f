"""What tells languages apart is loaded without writing anything, keeps few languages, and says what the library says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from intake.words.language import _KNOWN

_ROOT = Path(__file__).parents[2]
_WORDS = _ROOT / "tests" / "words_fr" / "lines.txt"
#: The files that this process writes have at most 64 KB.
_SAYS_WITHOUT_A_FILE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
from intake.words.language import _identifier
known = _identifier()
json.dump([known.labels, [known.classify(text)[0] for text in json.load(sys.stdin)]], sys.stdout)
"""


def test_it_says_of_each_text_what_the_library_says_and_writes_no_file() -> None:
    texts = [path.read_text("utf-8") for path in sorted((_ROOT / "templates").rglob("*.txt"))]
    texts += _WORDS.read_text("utf-8").splitlines()[:200]
    texts += ["Wo bitte finde ich das Rathaus?", "La farola está rota", "Улица темна", "", "1234"]
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(_KNOWN)
    done = subprocess.run(
        [sys.executable, "-c", _SAYS_WITHOUT_A_FILE],
        input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=_ROOT,
    )  # fmt: skip
    labels, said = json.loads(done.stdout)
    assert sorted(labels) == sorted(_KNOWN)
    assert said == [library.classify(text)[0] for text in texts]
    assert {"fr", "en", "de", "es"} <= set(said)
