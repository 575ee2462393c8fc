"""How do pages get into a PDF as they fill?

Pages leave for the file at once, so that its size never stands in memory. A page is a whole number of printer dots, so that a dot of the
page is a dot of the paper, from whichever corner the printer counts.
"""

from __future__ import annotations

from typing import BinaryIO

from labels.fonts import Font
from labels.layout import DOT, MM


class Paper:
    """A PDF under way; `height` is that of its pages in points."""

    def __init__(self, out: BinaryIO, *, page_mm: tuple[float, float], title: str = "情報資産ラベル") -> None:
        from reportlab.pdfbase import pdfdoc

        self._pdf, self._out = pdfdoc, out
        self._size = tuple(round(length * MM / DOT) * DOT for length in page_mm)
        self.height = self._size[1]
        self._document = pdfdoc.PDFDocument(dummyoutline=1, compression=1, invariant=1, lang="ja")
        self._document.setTitle(title)
        self._file = pdfdoc.PDFFile()
        self._pages = 0

    def encoded(self, text: str, font: Font) -> list[tuple[str, str]]:
        """`text` in pieces of (name of the font in the PDF, escaped string)."""
        from reportlab.lib.rl_accel import escapePDF
        from reportlab.pdfbase.pdfmetrics import getFont

        known, document = getFont(font.name), self._document
        if not font.embedded:
            return [(document.getInternalFontName(font.name), known.formatForPdf(text))]
        return [
            (known.getSubsetInternalName(subset, document), escapePDF(raw))
            for subset, raw in known.splitString(text, document)
        ]

    def add_page(self, content: str) -> None:
        """One more page, its operators given; it is written now."""
        page = self._pdf.PDFPage()
        page.pagewidth, page.pageheight = self._size
        page.Contents = self._pdf.PDFStream(content=content, filters=[self._pdf.PDFZCompress])
        page.Resources = self._pdf.PDFResourceDictionary()
        page.Resources.basicFonts()
        self._document.addPage(page)
        name = page.__InternalName__
        self._write(name)
        self._write(page.Contents.__InternalName__)
        self._document.Pages.pages[-1] = self._pdf.PDFObjectReference(name)
        self._pages += 1

    def finished(self) -> int:
        """Write what the pages share, and the table of contents of the file; returns the number of pages."""
        if self._pages:
            self._print_at_its_true_size()
            self._write_the_rest()
        return self._pages

    def _print_at_its_true_size(self) -> None:
        """Ask the reader not to scale the page: a sheet that is "fitted" misses its labels."""
        preferences = self._pdf.ViewerPreferencesPDFDictionary()
        preferences["PrintScaling"] = "None"
        self._document.Catalog.ViewerPreferences = preferences

    def _write_the_rest(self) -> None:
        document = self._document
        for font in document.delayedFonts:
            font.addObjects(document)
        document.info.digest(document.signature)
        document.Catalog.Outlines = None
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        names: list[str] = []
        while len(names) < len(document.numberToId):
            names.append(document.numberToId[len(names) + 1])
            if names[-1] not in document.idToOffset:
                self._write(names[-1])
        table = self._pdf.PDFCrossReferenceTable()
        table.addsection(0, names)
        where = self._file.add(table.format(document))
        size, identity = len(names) + 1, document.ID()
        trailer = self._pdf.PDFTrailer(startxref=where, Size=size, Root=root, Info=info, ID=identity)
        self._file.add(trailer.format(document))
        self._flush()

    def _write(self, name: str) -> None:
        """Write one object of the PDF, then forget what it held."""
        document = self._document
        written = self._pdf.PDFIndirectObject(name, document.idToObject[name]).format(document)
        document.idToOffset[name] = self._file.add(written)
        document.idToObject[name] = None
        self._flush()

    def _flush(self) -> None:
        self._out.write(b"".join(self._file.strings))
        self._file.strings.clear()
