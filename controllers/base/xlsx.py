from odoo.http import content_disposition, request

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_xlsx(content, name):
    """Return the answer that downloads a workbook.

    :param bytes content: the workbook
    :param str name: name of the file, without extension
    """
    return request.make_response(
        content,
        [
            ("Content-Type", XLSX_TYPE),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ("Cache-Control", "no-store"),
        ],
    )
