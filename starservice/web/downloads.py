"""Rows as a file to keep: a workbook or text, in bounded memory whatever their number."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from starservice.sheets.writing import CSV_TYPE, XLSX_TYPE, csv_pieces, write_xlsx


def table_response(
    *, kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse | FileResponse:
    """Return the rows as a download; raises Http404 for a format we do not write."""
    file_name = f"{slugify(name, allow_unicode=True)}.{kind}"
    if kind == "csv":
        answer = StreamingHttpResponse(csv_pieces(headings, rows), content_type=CSV_TYPE)
        answer["Content-Disposition"] = content_disposition_header(True, file_name)
        return answer
    if kind != "xlsx":
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    write_xlsx(file, headings, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name, content_type=XLSX_TYPE)


def pdf_response(document: bytes, name: str) -> HttpResponse:
    """Return a PDF to look at or keep; it is nobody else's, so nothing stores it on the way."""
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer
