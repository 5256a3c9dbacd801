"""Documents that say in all places who made them."""

import io

from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from tests.integration.images import located
from tests.integration.papers import office

PEOPLE = ("张三丰", "李四光", "LSG", "ZSF", "lisiguang", "zhangsanfeng", "云川市局", "设备号", "SECRETCAM")
OWN = "http://schemas.openxmlformats.org/officeDocument/2006"
PARTS = {
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">'
    "<dc:title>学习&amp;记录</dc:title><dc:creator>张三丰</dc:creator><cp:lastModifiedBy>李四光</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-03-01T08:00:00Z</dcterms:created></cp:coreProperties>',
    "docProps/app.xml": f'<Properties xmlns="{OWN}/extended-properties">'
    "<Pages>7</Pages><Company>云川市局</Company></Properties>",
    "docProps/custom.xml": f'<Properties xmlns="{OWN}/custom-properties">'
    '<property name="ICV">9F3C-设备号</property></Properties>',
    "word/document.xml": "<w:document>"
    '<w:ins w:author="李四光" w:date="2020"><w:t>张先生，作者不详</w:t></w:ins></w:document>',
    "word/comments.xml": '<w:comments><w:comment w:id="0" w:author="李四光" w:initials="LSG"/>'
    '<w:comment w:author="张三丰"/></w:comments>',
    "word/people.xml": "<w15:people><w15:person w15:author='李四光'>"
    "<w15:presenceInfo w15:providerId='AD' w15:userId='S::lisiguang@x'/></w15:person></w15:people>",
    "word/_rels/settings.xml.rels": '<Relationships><Relationship Id="r1" Type="x/attachedTemplate"'
    ' Target="file:///C:\\Users\\zhangsanfeng\\a.dotm" TargetMode="External"/></Relationships>',
    "xl/comments1.xml": "<comments><authors><author>张三丰</author></authors><comment authorId='0'/></comments>",
    "xl/persons/person.xml": '<personList><person displayName="张三丰" id="{1}" userId="zhangsanfeng"'
    ' providerId="AD"/></personList>',
    "xl/workbook.xml": '<workbook><fileSharing userName="张三丰"/>'
    '<x15ac:absPath url="C:\\Users\\zhangsanfeng\\"/><sheet name="台账"/></workbook>',
    "ppt/commentAuthors.xml": '<p:cmAuthorLst><p:cmAuthor id="0" name="张三丰" initials="ZSF"/></p:cmAuthorLst>',
}


def authored_office(kind: str = "docx", encoding: str = "utf-8", **parts: bytes) -> bytes:
    """An Office package whose parts name people in all the ways that the three programs have."""
    written = {name: text.encode(encoding) for name, text in PARTS.items()}
    return office(kind, **{**written, "word/media/image1.jpeg": located(), **parts})


def authored_pdf(*, password: str | None = None, signed: bool = False) -> bytes:
    """A PDF with a comment and a form's field."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Author": "张三丰", "/Title": "李四光的总结", "/Creator": "WPS 文字"})
    about = DecodedStreamObject()
    about.set_data("<dc:creator>张三丰</dc:creator>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(about)
    for kind, said in (("/Text", "王五岳"), ("/Widget", "field-1")):
        note = Text(rect=(50, 550, 200, 650), text="请补签")
        note[NameObject("/T")], note[NameObject("/Subtype")] = TextStringObject(said), NameObject(kind)
        writer.add_annotation(0, note)
    if signed:
        writer.root_object[NameObject("/ByteRange")] = TextStringObject("0 1 2 3")
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()
