"""A PDF without what it tells besides its pages: who wrote it, earlier versions, files inside, scripts.

QPDF, by pikepdf, reads it and writes it anew: only what the pages still need is written, so what was changed
or taken out before is gone. Works on bytes of strangers: only in a process that can be killed.
"""

from __future__ import annotations

import io
from typing import Any

from intake.mail.files.bare_pictures import bare_jpeg

#: Objects of one document; a plan of a whole district has some ten thousand.
_OBJECTS = 200_000
#: What a document is entered by. All else of its catalogue goes: metadata, actions when it opens, files,
#: certificates, what programs keep.
_CATALOGUE = frozenset({
    "/Type", "/Pages", "/PageLabels", "/PageLayout", "/PageMode", "/Outlines", "/Dests", "/Names", "/Lang",
    "/MarkInfo", "/StructTreeRoot", "/OCProperties", "/OutputIntents", "/AcroForm", "/Version",
})  # fmt: skip
#: What goes wherever it stands.
_TELLING = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA",
    "/AF", "/EF", "/RF", "/EmbeddedFiles", "/Collection", "/Perms", "/DSS", "/AlternatePresentations",
    "/Renditions",
)  # fmt: skip
_ACTING = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
    "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView",
})  # fmt: skip
#: How a photo is packed; the short name is allowed for pictures that stand in a page.
_JPEG = frozenset({"/DCTDecode", "/DCT"})
#: What it may be packed in besides, by the names QPDF unpacks itself, without another program.
_PACKED = frozenset({
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode",
    "/Fl", "/LZW", "/A85", "/AHx", "/RL",
})  # fmt: skip
_HOLDING = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
#: What a document that is not built as it should be may raise besides.
_WRONG = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OverflowError,
    MemoryError,
)
#: Who wrote a remark in the margin, and when.
_REMARK = ("/T", "/M", "/CreationDate", "/NM", "/RC")


def bare_pdf(content: bytes) -> bytes | None:
    """The document with its pages, links, bookmarks and form fields alone; None when it is locked, signed
    (what is signed cannot be changed), damaged beyond reading, or without pages. Linear in `content`.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted or not len(pdf.pages) or len(pdf.objects) > _OBJECTS or _is_signed(pdf):
                return None
            _empty(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except (pikepdf.PdfError, pikepdf.PasswordError, *_WRONG):
        return None
    return out.getvalue()


def _is_signed(pdf: Any) -> bool:
    return any(
        _name(each, "/Type") in ("/Sig", "/DocTimeStamp") and "/ByteRange" in each
        for each in map(_dictionary, pdf.objects)
        if each is not None
    )


def _empty(pdf: Any) -> None:
    del pdf.docinfo
    for key in [each for each in pdf.Root.keys() if each not in _CATALOGUE]:  # noqa: SIM118  # no mapping
        del pdf.Root[key]
    for each in list(pdf.objects):
        _walk(each)


def _walk(begun: Any) -> None:
    """Whatever stands in one object, without those that stand elsewhere and are looked at themselves."""
    import pikepdf

    waiting, first = [begun], True
    while waiting:
        one = waiting.pop()
        if not isinstance(one, pikepdf.Object) or (one.is_indirect and not first):
            continue
        first = False
        if isinstance(one, pikepdf.Array):
            _drop_holders(one)
            waiting += list(one)
        elif (held := _dictionary(one)) is not None:
            _bare(held)
            waiting += [held[key] for key in held.keys()]  # noqa: SIM118  # no mapping
            if isinstance(one, pikepdf.Stream):
                _bare_picture(one)


def _bare(held: Any) -> None:
    for key in _TELLING:
        if key in held:
            del held[key]
    if _name(held, "/S") in _ACTING:
        for key in list(held.keys()):
            del held[key]
    if _name(held, "/Type") == "/Annot" and _name(held, "/Subtype") not in ("/Widget", "/Link"):
        for key in _REMARK:
            if key in held:
                del held[key]


def _drop_holders(array: Any) -> None:
    """Remarks that hold a file, a sound or a film are taken off their page."""
    for at in reversed(range(len(array))):
        held = _dictionary(array[at])
        if held is not None and _name(held, "/Subtype") in _HOLDING and "/Rect" in held:
            del array[at]


def _bare_picture(stream: Any) -> None:
    """A photo stands in a document as the file it was, with its place and time."""
    import pikepdf

    filters = _listed(stream.stream_dict, "/Filter")
    if not filters or str(filters[-1]) not in _JPEG:
        return
    parameters = _listed(stream.stream_dict, "/DecodeParms")
    raw = stream.read_raw_bytes()
    if len(filters) > 1:
        raw = _unpacked(raw, filters[:-1], parameters[: len(filters) - 1])
    bare = bare_jpeg(raw)
    if bare is None or (bare == raw and len(filters) == 1):
        return
    own = parameters[len(filters) - 1] if len(parameters) == len(filters) else None
    stream.write(
        bare,
        filter=pikepdf.Name.DCTDecode,
        decode_parms=own if isinstance(own, pikepdf.Dictionary) else None,
    )


def _unpacked(raw: bytes, filters: list[Any], parameters: list[Any]) -> bytes:
    """What is packed besides, unpacked by QPDF. Raises ValueError or pikepdf.PdfError when it cannot be: the
    document has no copy then.
    """
    import pikepdf

    if any(str(each) not in _PACKED for each in filters):
        raise ValueError("a photo is packed in a way that is not known")
    with pikepdf.new() as scratch:
        packed = pikepdf.Stream(scratch, raw)
        packed.stream_dict.Filter = pikepdf.Array([pikepdf.Name(str(each)) for each in filters])
        plain = [
            scratch.copy_foreign(each) if each.is_indirect else each
            for each in parameters
            if isinstance(each, pikepdf.Object)
        ]
        if plain and len(plain) == len(filters):
            packed.stream_dict.DecodeParms = pikepdf.Array(plain)
        unpacked: bytes = packed.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    return unpacked


def _listed(held: Any, key: str) -> list[Any]:
    """What stands there once or in a row, as a list; of what stands not there an empty one."""
    import pikepdf

    found = held.get(key)
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _dictionary(one: Any) -> Any:
    import pikepdf

    if isinstance(one, pikepdf.Stream):
        return one.stream_dict
    return one if isinstance(one, pikepdf.Dictionary) else None


def _name(held: Any, key: str) -> str:
    import pikepdf

    found = held.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""
