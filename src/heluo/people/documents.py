"""An agreement of service as a Word document, to be printed, stamped and filed. Always in Chinese: it is a paper for
Chinese offices, whatever language its reader has chosen for the pages."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from heluo.people.models import Agreement

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OTHER = (
    "服务情况在河洛平台登记，由甲方确认和评价。",
    "未尽事宜由双方协商；协商不成的，请当地科技局调解。",
)
_BLANK = "____年__月__日"


def agreement_document(agreement: Agreement) -> bytes:
    """The .docx file. Telephone and identity numbers are not in it: the two sides know each other."""
    document = Document()
    _set_fonts(document)
    title = document.add_heading("科技特派员服务协议", level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(f"编号：{agreement.number}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for line in _parties(agreement):
        document.add_paragraph(line)
    for heading, lines in _articles(agreement):
        document.add_heading(heading, level=2)
        for line in lines:
            document.add_paragraph(line)
    _add_signatures(document, agreement)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _parties(agreement: Agreement) -> list[str]:
    specialist, client = agreement.specialist, agreement.client
    employer = f"（{specialist.employer.name}）" if specialist.employer else ""
    code = f"（统一社会信用代码 {client.credit_code}）" if client.credit_code else ""
    return [
        f"甲方（服务对象）：{client.name}{code}",
        f"乙方（科技特派员）：{specialist.name}{employer}",
        f"服务地点：{agreement.place.path}",
        "为把科技送到生产一线，甲乙双方自愿约定如下。",
    ]


def _articles(agreement: Agreement) -> list[tuple[str, list[str]]]:
    return [
        ("一、服务期限", [f"自{chinese_day(agreement.first_day)}起，至{chinese_day(agreement.last_day)}止。"]),
        ("二、乙方的服务内容", agreement.tasks.splitlines()),
        ("三、甲方的责任", (agreement.duties_of_client or "提供服务所需的场地和便利，如实反馈服务效果。").splitlines()),
        ("四、报酬", [_fee(agreement)]),
        ("五、其他", list(_OTHER)),
    ]


def _fee(agreement: Agreement) -> str:
    if not agreement.fee_fen:
        return "乙方的服务不收取报酬。"
    return f"甲方向乙方支付人民币 {agreement.fee_yuan} 元。"


def _add_signatures(document: Any, agreement: Agreement) -> None:
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "甲方（盖章）："
    table.cell(0, 1).text = "乙方（签字）："
    table.cell(1, 0).text = _signed(agreement.signed_by_client_at)
    table.cell(1, 1).text = _signed(agreement.signed_by_specialist_at)


def _signed(moment: datetime | None) -> str:
    return f"{chinese_day(timezone.localtime(moment).date())}（平台签署）" if moment else _BLANK


def chinese_day(day: date) -> str:
    """2020年11月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _set_fonts(document: Any) -> None:
    """Word chooses Chinese characters' font by another attribute than Latin letters'."""
    for name, size in (("Normal", 12), ("Title", 20), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.font.size = Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
