"""An archive of an image is the same octets for the same files, and holds what its lists say."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.image.archive import write_image

LABELS = {"org.opencontainers.image.title": "guichet"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "usr/bin").mkdir(parents=True)
    (root / "data").mkdir(mode=0o700)
    (root / "usr/bin/guichet").write_text("#!/bin/sh\n", "utf-8")
    (root / "usr/bin/guichet").chmod(0o755)
    (root / "usr/lien").symlink_to("bin/guichet")
    return root


def written(target: Path, root: Path) -> bytes:
    layers = (("base", lambda path: path.startswith("usr")), ("rest", lambda path: True))
    write_image(
        target, root, layers, config={"Labels": LABELS}, owners={"data": 10001}, architecture="amd64", tag="1", at=1_000
    )  # fmt: skip
    return target.read_bytes()


def test_the_same_files_are_the_same_octets_whenever_they_were_touched(root: Path, tmp_path: Path) -> None:
    first = written(tmp_path / "one.tar", root)
    for path in root.rglob("*"):
        os.utime(path, (5_000, 5_000), follow_symlinks=False)
    assert written(tmp_path / "two.tar", root) == first


def test_every_blob_is_what_its_digest_says_and_every_file_is_in_one_layer(
    root: Path, tmp_path: Path
) -> None:
    written(tmp_path / "one.tar", root)
    with tarfile.open(tmp_path / "one.tar") as archive:
        inside = {each.name: archive.extractfile(each).read() for each in archive.getmembers()}  # type: ignore[union-attr]

    def blob(entry: dict[str, Any]) -> bytes:
        octets = inside[f"blobs/{entry['digest'].replace(':', '/')}"]
        assert f"sha256:{hashlib.sha256(octets).hexdigest()}" == entry["digest"]
        assert len(octets) == entry["size"]
        return octets

    (listed,) = json.loads(inside["index.json"])["manifests"]
    manifest = json.loads(blob(listed))
    image = json.loads(blob(manifest["config"]))
    found: dict[str, tarfile.TarInfo] = {}
    for entry, plain in zip(manifest["layers"], image["rootfs"]["diff_ids"], strict=True):
        octets = gzip.decompress(blob(entry))
        assert f"sha256:{hashlib.sha256(octets).hexdigest()}" == plain
        with tarfile.open(fileobj=io.BytesIO(octets)) as layer:
            for member in layer.getmembers():
                assert member.name not in found or member.isdir()
                found[member.name] = member
    assert set(found) == {"data", "usr", "usr/bin", "usr/bin/guichet", "usr/lien"}
    assert (found["data"].uid, found["data"].mode) == (10001, 0o700)
    assert (found["usr/bin/guichet"].uid, found["usr/bin/guichet"].mode) == (0, 0o755)
    assert found["usr/lien"].linkname == "bin/guichet"
    # The list that older engines read names the very same blobs.
    (older,) = json.loads(inside["manifest.json"])
    assert [older["Config"], *older["Layers"]] == [
        f"blobs/{each['digest'].replace(':', '/')}" for each in (manifest["config"], *manifest["layers"])
    ]
