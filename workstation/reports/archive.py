"""A printed report made fit for an archive: findings attached, colours defined, metadata as XMP, places to sign.

As far towards PDF/A-3 (ISO 19005-3) as is known to hold; ``SIGNING.md`` says how far. The file does not declare
itself PDF/A.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from workstation.errors import ReportError
from workstation.imaging.colour import srgb
from workstation.reports.machine_readable import FILE_NAME
from workstation.reports.pdf import Printed, SignaturePlace
from workstation.reports.quiet import quiet

#: What reading a file that means harm may raise.
_UNREADABLE = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError,
    NotImplementedError, OverflowError, MemoryError, OSError,
)  # fmt: skip

# Flag of an annotation: ISO 32000-1, table 165.
_PRINTED_WIDGET = 4


def archived(printed: Printed, findings: bytes | None = None) -> bytes:
    """The PDF with its findings attached and its places to sign as empty fields. The same input, the same bytes.

    Parameters
    ----------
    findings : bytes or None
        JSON, as ``machine_readable.to_json`` writes it; None attaches nothing.
    """
    reader = PdfReader(BytesIO(printed.pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.7"
    root = writer.root_object
    if findings is not None:
        attached = _added(writer, _file_specification(writer, findings, _said(reader, "/ModDate")))
        names = ArrayObject([TextStringObject(FILE_NAME), attached])
        root[NameObject("/Names")] = _dictionary(EmbeddedFiles=_dictionary(Names=names))
        root[NameObject("/AF")] = ArrayObject([attached])
    root[NameObject("/Metadata")] = _added(writer, _metadata(reader))
    root[NameObject("/OutputIntents")] = ArrayObject([_srgb_intent(writer)])
    if printed.places:
        _add_places(writer, printed.places)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _added(writer: PdfWriter, made: PdfObject) -> PdfObject:
    return writer._add_object(made)  # noqa: SLF001  pypdf has no public way to add an object


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _stream(data: bytes, **entries: PdfObject) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(_dictionary(**entries))
    return made


def _file_specification(writer: PdfWriter, data: bytes, made: str) -> DictionaryObject:
    parameters = _dictionary(Size=NumberObject(len(data)), ModDate=TextStringObject(made))
    kind = {"Type": NameObject("/EmbeddedFile"), "Subtype": NameObject("/application/json")}
    content = _added(writer, _stream(data, **kind, Params=parameters).flate_encode())
    return _dictionary(
        Type=NameObject("/Filespec"),
        F=TextStringObject(FILE_NAME),
        UF=TextStringObject(FILE_NAME),
        Desc=TextStringObject("Findings of this report for programs"),
        AFRelationship=NameObject("/Data"),
        EF=_dictionary(F=content, UF=content),
    )


def _srgb_intent(writer: PdfWriter) -> DictionaryObject:
    name = TextStringObject("sRGB IEC61966-2.1")
    return _dictionary(
        Type=NameObject("/OutputIntent"),
        S=NameObject("/GTS_PDFA1"),
        OutputConditionIdentifier=name,
        Info=name,
        DestOutputProfile=_added(writer, _stream(srgb().icc, N=NumberObject(3)).flate_encode()),
    )


def _said(reader: PdfReader, key: str) -> str:
    return str(reader.metadata.get(key, "")) if reader.metadata else ""


def _metadata(reader: PdfReader) -> DecodedStreamObject:
    xmp = _xmp({key[1:]: escape(_said(reader, key)) for key in _TOLD})
    return _stream(xmp.encode(), Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))


_TOLD = ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate")


def _xmp(told: dict[str, str]) -> str:
    digits = told["CreationDate"].removeprefix("D:")
    at = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{told["Title"]}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{told["Author"]}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{told["Subject"]}</rdf:li></rdf:Alt></dc:description>
   <xmp:CreatorTool>{told["Creator"]}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
   <pdf:Keywords>{told["Keywords"]}</pdf:Keywords>
   <pdf:Producer>{told["Producer"]}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _add_places(writer: PdfWriter, places: tuple[SignaturePlace, ...]) -> None:
    """Empty signature fields; any program can sign there."""
    fields = ArrayObject()
    for place in places:
        left, bottom, right, top = place.box_pt
        page = writer.pages[place.page]
        box = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(right - left), FloatObject(top - bottom)])
        empty = _stream(b"", Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=box)
        widget = _dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject("/Widget"),
            FT=NameObject("/Sig"),
            T=TextStringObject(place.name),
            F=NumberObject(_PRINTED_WIDGET),
            Rect=ArrayObject([FloatObject(each) for each in place.box_pt]),
            AP=_dictionary(N=_added(writer, empty)),
        )
        assert page.indirect_reference is not None
        widget[NameObject("/P")] = page.indirect_reference
        added = _added(writer, widget)
        page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), added])
        fields.append(added)
    writer.root_object[NameObject("/AcroForm")] = _added(writer, _dictionary(Fields=fields))


@contextmanager
def _readable() -> Iterator[None]:
    try:
        with quiet("pypdf"):
            yield
    except _UNREADABLE as error:
        raise ReportError("report-unreadable") from error


def attachment(pdf: bytes) -> bytes | None:
    """The findings inside a report; None where there are none.

    Raises
    ------
    ReportError
        ``report-unreadable``: no PDF, or a damaged one; ``report-attachment-twice``: nobody can tell which holds.
    """
    with _readable():
        found = PdfReader(BytesIO(pdf)).attachments.get(FILE_NAME, [])
    if len(found) > 1:
        raise ReportError("report-attachment-twice", where=FILE_NAME)
    return found[0] if found else None


def prints(pdf: bytes, sha256: str) -> bool:
    """Whether that hash stands on a page as text. Annexes come last, so the last page is read first.

    Raises
    ------
    ReportError
        ``report-unreadable``.
    """
    with _readable():
        pages = PdfReader(BytesIO(pdf)).pages
        return any(sha256 in "".join(page.extract_text().split()) for page in reversed(pages))


def signed_fields(pdf: bytes) -> tuple[str, ...]:
    """Names of the fields that carry a signature.

    Raises
    ------
    ReportError
        ``report-unreadable``.
    """
    with _readable():
        fields = PdfReader(BytesIO(pdf)).get_fields() or {}
        return tuple(name for name, field in fields.items() if field.get("/FT") == "/Sig" and "/V" in field)
