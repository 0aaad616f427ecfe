"""A made sales ledger of an office that runs already: deterministic, with the columns and quirks of real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADS: tuple[str, ...] = (
    "序号", "楼栋", "单元", "楼层", "房号", "业态", "户型", "朝向", "建筑面积(㎡)", "套内面积(㎡)", "分摊面积",
    "客户姓名", "身份证号码", "联系电话", "通讯地址", "性别", "年龄", "置业顾问", "媒体渠道", "认购书编号",
    "认购日期", "约定签约日期", "签约日期", "合同编号", "网签号", "备案日期", "备案号", "合同领取日期",
    "档案位置", "办证日期", "合同交房日期", "签约状态", "标准总价(元)", "折扣", "成交单价(元/㎡)",
    "合同总价(元)", "付款方式", "定金(元)", "首付款(元)", "按揭金额(元)", "公积金贷款(元)", "按揭银行",
    "贷款年限", "按揭进度", "预计放款日", "第1期金额", "第1期应收日期", "第2期金额", "第2期应收日期",
    "第3期金额", "第3期应收日期", "累计已收(元)", "按揭到账(元)", "未收款(元)", "应收日期", "逾期天数",
    "未收原因", "佣金", "录入人", "审核人", "备注",
)  # fmt: skip
CONSULTANTS = ("张伟", "王芳", "单婷", "老赵")  # the last one has left
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Sold:
    """A unit as a price list has it; areas in 0.0001 ㎡."""

    building: str
    entrance: str
    floor: str
    room: str
    built: int
    inside: int
    number: str = ""


@dataclass
class Ledger:
    """What was written: rows by heading, and the sums (fen) that the office has to show afterwards."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    received: int = 0
    open: dict[str, int] = field(default_factory=dict)  # by building

    def add(self, sold: Sold, row: dict[str, Any], total: int, received: int) -> None:
        """One deal more."""
        self.rows.append(row)
        self.total += total
        self.received += received
        self.open[sold.building] = self.open.get(sold.building, 0) + total - received


def id_number(index: int) -> str:
    """A well-formed identity number."""
    born = date(1960, 1, 1) + timedelta(days=index * 17 % 14_000)
    digits = f"440301{born:%Y%m%d}{index % 1000:03d}"
    check = "10X98765432"[sum(int(sign) * weight for sign, weight in zip(digits, _WEIGHTS, strict=True)) % 11]
    return digits + check


def yuan(fen: int) -> float:
    """Fen as a cell has them."""
    return fen / 100


def ledger(units: Sequence[Sold], *, start: date = date(2025, 3, 1)) -> Ledger:
    """One running deal for each unit, of eight kinds in turn."""
    made = Ledger()
    for index, sold in enumerate(units):
        price = 3_000_000 + index * 1_234  # 30,000.00 a ㎡ and a little more for each
        total = (price * sold.built + 5_000) // 10_000 // 100 * 100
        signed = start + timedelta(days=index % 300)
        row, received = _deal(index, sold, total, signed)
        row |= _paper(index, sold, price, total, signed)
        row["累计已收(元)"], row["未收款(元)"] = yuan(received), yuan(total - received)
        made.add(sold, row, total, received)
    return made


def _paper(index: int, sold: Sold, price: int, total: int, signed: date) -> dict[str, Any]:
    names, numbers = f"买主{index:04d}", id_number(index)
    if index % 5 == 0:
        names, numbers = f"{names}、配偶{index:04d}", f"{numbers}，{id_number(index + 5_000)}"
    days: list[object] = [signed.isoformat(), f"{signed:%Y/%m/%d}", (signed - _EPOCH).days, signed]
    return {
        "楼栋": sold.building, "单元": sold.entrance, "楼层": sold.floor, "房号": sold.room, "业态": "住宅",
        "户型": "三房", "建筑面积(㎡)": sold.built / 10_000, "套内面积(㎡)": sold.inside / 10_000, "客户姓名": names,
        "身份证号码": "" if index % 11 == 0 else numbers,
        "联系电话": "" if index % 7 == 0 else 13_600_000_000 + index,
        "通讯地址": f"深圳市龙岗区{index}号", "性别": "男", "置业顾问": CONSULTANTS[index % 4], "媒体渠道": "户外",
        "认购书编号": f"RG旧{index:04d}", "认购日期": days[index % 4], "标准总价(元)": yuan(total + 1_000_000),
        "折扣": "98折", "成交单价(元/㎡)": yuan(price), "合同总价(元)": yuan(total), "定金(元)": 50_000,
        "合同交房日期": "2027-12-31", "按揭银行": "工行", "备注": "旧台账",
    }  # fmt: skip


def _deal(index: int, sold: Sold, total: int, signed: date) -> tuple[dict[str, Any], int]:
    """(columns of its kind, fen received)."""
    contract = signed + timedelta(days=7)
    row: dict[str, Any] = {
        "签约日期": contract.isoformat(), "合同编号": f"LD旧{index:04d}", "网签号": sold.number,
        "备案日期": (contract + timedelta(days=20)).isoformat() if index % 3 else "", "签约状态": "已备案",
    }  # fmt: skip
    loan = total * 7 // 10 // 1_000_000 * 1_000_000
    own = total - loan
    kind = index % 8
    if kind in (0, 3, 6):
        row |= {
            "付款方式": "按揭", "首付款(元)": yuan(own), "按揭金额(元)": yuan(loan), "贷款年限": 30,
            "按揭进度": "审批中" if kind == 0 else "已放款", "预计放款日": "2026-12-20" if kind == 0 else "",
        }  # fmt: skip
    if kind == 0:  # the loan has not come yet
        return row, own
    if kind == 3:  # it has
        return row | {"按揭到账(元)": yuan(loan)}, total
    if kind == 6:  # a fund loan beside it that has come
        fund = 50_000_000
        row |= {"付款方式": "组合贷", "按揭金额(元)": yuan(loan - fund), "公积金贷款(元)": yuan(fund)}
        return row, own
    if kind == 1:
        return row | {"付款方式": "一次性"}, total
    if kind == 4:
        row |= {"签约状态": "已办证", "办证日期": "2026-08-01", "合同领取日期": "2026-03-05", "档案位置": "A-3"}
        return row | {"付款方式": "一次性"}, total
    if kind == 7:  # late
        return row | {"付款方式": "一次性付款", "应收日期": "2026-06-30"}, total // 3
    if kind == 2:  # only what is open stands in the ledger: two parts of the down payment, and the loan
        received = 20_000_000
        rest = own - received
        row |= {
            "付款方式": "首付分期", "按揭金额(元)": yuan(loan), "第1期金额": yuan(rest // 2),
            "第1期应收日期": "2026-12-01", "第2期金额": yuan(rest - rest // 2), "第2期应收日期": "2027年3月1日",
        }  # fmt: skip
        return row, received
    third = total // 3  # all instalments stand there, the first is paid
    row |= {
        "付款方式": "分期", "第1期金额": yuan(third), "第1期应收日期": contract.isoformat(),
        "第2期金额": yuan(third), "第2期应收日期": "2026-12-31", "第3期金额": yuan(total - 2 * third),
        "第3期应收日期": 46_500,
    }  # fmt: skip
    return row, third


def write(path: Path, made: Ledger, *, title: str = "项目销售台账") -> Path:
    """As an office keeps it: a merged title, one sheet, a line of sums under each building and at the end."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "销售台账"
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=12)
    sheet.append(list(HEADS))
    for line in _lines(made):
        sheet.append(line)
    book.save(path)
    return path


def _lines(made: Ledger) -> Iterator[list[Any]]:
    building = None
    for no, row in enumerate(made.rows, start=1):
        if building not in (None, row["楼栋"]):
            yield ["小计", *[None] * 50, 1.0]
        building = row["楼栋"]
        yield [no, *(row.get(head) for head in HEADS[1:])]
    yield ["合计", *[None] * 50, yuan(made.received)]
