"""Copies of files that leave tell what they show, and nothing else; what cannot be cleaned has no copy."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from intake.mail.files.leaving import kind_of, leaving_copy
from tests.rows import in_rows

SECRET = b"Jeanne-48.8566"


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(out, kind, **options)
    return out.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB").tobytes()


@in_rows(
    "planted",
    [
        segment(0xE0, b"JFXX\x00\x10" + SECRET),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
        segment(0xED, b"Photoshop 3.0\x00" + SECRET),
        segment(0xFE, SECRET),
        segment(0xE2, b"MPF\x00" + SECRET),
        segment(0xE2, b"FPXR\x00" + SECRET),
    ],
)
def test_no_segment_of_a_jpeg_tells_more_than_its_pixels(planted: bytes) -> None:
    content = picture()
    for hostile in (content[:2] + planted + content[2:], content[:-2] + planted + content[-2:]):
        bare = leaving_copy(hostile)
        assert bare is not None
        assert SECRET not in bare
        assert pixels(bare) == pixels(content)


def test_bytes_where_a_jpeg_has_none_have_it_drawn_anew() -> None:
    content = picture()
    odd = content[:20] + b"\x00\x00" + segment(0xE1, b"Exif\x00\x00" + SECRET) + content[20:]
    bare = leaving_copy(odd)
    assert bare is not None and SECRET not in bare
    assert len(pixels(bare)) == len(pixels(content))


def test_a_thumbnail_in_the_first_segment_is_left_behind() -> None:
    content = picture()
    jfif = content[4:20]
    thumb = b"\xff\xe0" + struct.pack(">H", 16 + 3) + jfif[2:14] + b"\x01\x01" + b"Jea"
    bare = leaving_copy(content[:2] + thumb + content[20:])
    assert bare is not None
    assert b"Jea" not in bare
    assert pixels(bare) == pixels(content)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + b"\x00" * 4


def test_no_chunk_of_a_png_tells_more_than_its_pixels() -> None:
    content = picture("PNG")
    for kind in (b"tEXt", b"eXIf", b"prVt", b"caBX", b"zzZz"):
        bare = leaving_copy(content[:33] + png_chunk(kind, SECRET) + content[33:] + SECRET)
        assert bare == content


def test_a_gif_keeps_its_frames_and_loop_without_comments() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET)
    assert SECRET in out.getvalue()
    bare = leaving_copy(out.getvalue() + SECRET)
    assert bare is not None
    assert SECRET not in bare
    with Image.open(io.BytesIO(bare)) as image:
        assert (image.n_frames, image.info["loop"]) == (2, 0)


@in_rows("kind", ["JPEG2000", "TIFF", "BMP"])
def test_other_pictures_are_drawn_anew(kind: str) -> None:
    bare = leaving_copy(picture(kind) + SECRET)
    assert bare is not None
    assert bare.startswith(b"\xff\xd8\xff")
    assert SECRET not in bare


def test_a_video_is_no_picture_whatever_container_it_shares() -> None:
    assert kind_of(b"\x00\x00\x00\x18ftypmp42") == "other"
    assert kind_of(b"\x00\x00\x00\x18ftypqt  ") == "other"
    assert kind_of(b"\x00\x00\x00\x18ftypheic") == "picture"
    assert leaving_copy(b"\x00\x00\x00\x18ftypmp42" + SECRET) is None


# --- PDF ---


@pytest.fixture
def pdf() -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page()
    page = made.pages[0]
    page.Contents = made.make_stream(b"BT (pages stay) Tj ET")
    return made


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out, **{"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable, **options}
    )
    return out.getvalue()


def seen(content: bytes) -> bytes:
    """Everything that can be read of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as again:
        return saved(again, stream_decode_level=pikepdf.StreamDecodeLevel.all)


def plant_info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = SECRET.decode()
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [SECRET.decode()]


def plant_script(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=SECRET.decode())
    pdf.Root.OpenAction = action
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", action]))
    pdf.pages[0].AA = Dictionary(O=action)


def plant_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["secret.txt"] = SECRET


def plant_remarks(pdf: pikepdf.Pdf) -> None:
    rect = [0, 0, 10, 10]
    inside = pdf.make_stream(SECRET)
    pdf.pages[0].Annots = pdf.make_indirect(
        [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Text, Rect=rect, T=SECRET.decode(), Contents="une remarque"
            ),
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FileAttachment,
                    Rect=rect,
                    FS=Dictionary(EF=Dictionary(F=inside)),
                )
            ),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=Dictionary(S=Name.Launch, F=SECRET.decode())
            ),
        ]
    )


def plant_page_data(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].PieceInfo = Dictionary(Editor=Dictionary(Private=SECRET.decode()))
    pdf.pages[0].Metadata = pdf.make_stream(SECRET)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=Dictionary(Metadata=pdf.make_stream(SECRET))))


TOLD = picture()[:2] + segment(0xE1, b"Exif\x00\x00" + SECRET) + picture()[2:]


def plant_photo(pdf: pikepdf.Pdf, filters: Any = Name.DCTDecode, packed: bytes = TOLD) -> None:
    photo = pdf.make_stream(packed)
    photo.stream_dict.Filter = filters
    photo.stream_dict.Subtype = Name.Image
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=photo))


@pytest.mark.parametrize(
    ("before", "packed"),
    [
        ([], TOLD),
        ([Name.FlateDecode], zlib.compress(TOLD)),
        ([Name.ASCII85Decode], base64.a85encode(TOLD) + b"~>"),
        ([Name.ASCIIHexDecode, Name.FlateDecode], zlib.compress(TOLD).hex().encode() + b">"),
    ],
)
def test_a_photo_in_a_pdf_leaves_bare_however_it_is_packed(
    pdf: pikepdf.Pdf, before: list[Any], packed: bytes
) -> None:
    plant_photo(pdf, pikepdf.Array([*before, Name.DCTDecode]), packed)
    bare = leaving_copy(saved(pdf))
    assert bare is not None
    with pikepdf.open(io.BytesIO(bare)) as again:
        photo = again.pages[0].Resources.XObject.P
        assert SECRET not in photo.read_raw_bytes()
        assert photo.Filter == Name.DCTDecode
        assert pixels(photo.read_raw_bytes()) == pixels(TOLD)


def test_a_pdf_whose_photo_cannot_be_unpacked_has_no_copy(pdf: pikepdf.Pdf) -> None:
    plant_photo(pdf, pikepdf.Array([Name.JBIG2Decode, Name.DCTDecode]))
    assert leaving_copy(saved(pdf)) is None


@pytest.mark.parametrize(
    "plant", [plant_info, plant_script, plant_file, plant_remarks, plant_page_data, plant_photo]
)
def test_a_pdf_leaves_with_its_pages_alone(pdf: pikepdf.Pdf, plant: Any) -> None:
    plant(pdf)
    content = saved(pdf)
    assert SECRET in content or SECRET in seen(content)
    bare = leaving_copy(content)
    assert bare is not None
    assert SECRET not in bare
    assert SECRET not in seen(bare)
    assert b"pages stay" in seen(bare)


def test_what_an_earlier_version_of_a_pdf_said_is_gone(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"BT (" + SECRET + b") Tj ET")
    first = saved(pdf)
    with pikepdf.open(io.BytesIO(first)) as again:
        number, root = again.pages[0].Contents.objgen[0], again.Root.objgen[0]
    start = first.rindex(b"startxref") + 10
    before = int(first[start : first.index(b"\n", start)])
    update = b"%d 0 obj\n<</Length 22>>stream\nBT (pages stay) Tj ET \nendstream\nendobj\n" % number
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer<</Size 99/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    content = first + update + xref % (number, len(first), root, before, len(first) + len(update))
    assert SECRET in content
    bare = leaving_copy(content)
    assert bare is not None
    assert SECRET not in seen(bare)
    assert b"pages stay" in seen(bare)


def test_links_bookmarks_and_form_fields_stay(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI="https://ville.example"),
    )
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Tx, T="prenom", V="Marie")
    )
    pdf.pages[0].Annots = pdf.make_indirect([link, field])
    pdf.Root.AcroForm = Dictionary(Fields=[field])
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Premier chapitre", 0))
    text = seen(leaving_copy(saved(pdf)) or saved(pikepdf.new()))
    for word in (b"https://ville.example", b"prenom", b"Marie", b"Premier chapitre"):
        assert word in text


def test_a_locked_a_signed_or_a_broken_pdf_has_no_copy(pdf: pikepdf.Pdf) -> None:
    whole = saved(pdf)
    assert leaving_copy(saved(pdf, encryption=pikepdf.Encryption(owner="x", user="y"))) is None
    assert leaving_copy(saved(pdf, encryption=pikepdf.Encryption(owner="x", user=""))) is None
    assert leaving_copy(b"%PDF-1.7\n" + b"garbage " * 100) is None
    assert leaving_copy(b"%PDF-") is None
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"00"))
    pdf.Root.AcroForm = Dictionary(Fields=[Dictionary(FT=Name.Sig, T="s", V=value)])
    assert leaving_copy(saved(pdf)) is None
    assert leaving_copy(whole) is not None


def test_a_pdf_of_many_things_inside_one_another_ends(tmp_path: Path) -> None:
    deep = b"%PDF-1.4\n1 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n"
    assert leaving_copy(deep) is None
