"""What the words in the cells of price lists mean: missing, usage, sale status, pricing basis (2.16, 3.5, 5.2)."""

from __future__ import annotations

import re
import unicodedata

from anchang.domain.price_list import PricingBasis, SaleStatus, Usage
from anchang.i18n import M, Msg

_BLANK = re.compile(r"[-—–－―_/\\\s　.]*|暂无|无|未知|不详|待定|N/?A|NULL|NONE|NAN", re.IGNORECASE)
_BROKEN = re.compile(r"#(?:=.*|REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)", re.DOTALL)

# In this order: «商务公寓» is an apartment, «商业车位» a parking space.
_USAGES: tuple[tuple[str, Usage], ...] = (
    ("车位|车库|停车", Usage.PARKING),
    ("储藏|储物|仓储|仓库|库房", Usage.STORAGE),
    ("公寓|酒店式", Usage.APARTMENT),
    ("办公|写字楼|商务楼|研发", Usage.OFFICE),
    ("商业|商铺|店铺|店面|商服|门面|商用|商住", Usage.COMMERCIAL),
    ("住宅|居住|住房|别墅|洋房|高层|叠拼|联排|普宅|人才房|安居房", Usage.RESIDENTIAL),
)
_STATUSES: dict[SaleStatus, str] = {
    SaleStatus.UNSOLD: "未售 可售 待售 在售 未售出 未签约 未销售 可销售 期房待售 现房待售 未推 未推售",
    SaleStatus.REGISTERED: "已网签 网签 已备案 备案 已签 已签约 签约 已售 已售出 已销售 已签合同 合同已备案",
    SaleStatus.TITLED: "已转移登记 转移登记 已办证 已办产权 已办产证 已登记 产权出证 已过户",
}
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}


def plain(text: str) -> str:
    """The text in one width and without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_blank(text: str) -> bool:
    """Whether the cell says nothing: empty, dashes, a slash, «暂无», «无». Never 0."""
    return _BLANK.fullmatch(text) is not None


def why_broken(text: str) -> Msg | None:
    """Why a cell of a spreadsheet says nothing that could be taken: an error, or a formula not worked out."""
    said = text.strip()
    if _BROKEN.fullmatch(said) is None:
        return None
    if said.startswith("#="):
        return M("the formula «{text}» was not worked out; open the file in Excel and save it, or write the value",
                 text=said[1:])  # fmt: skip
    return M("the spreadsheet shows the error {text} here; write the value itself", text=said)


def usage_of(text: str) -> Usage | None:
    """The usage, or None where the word is not known."""
    word = plain(text)
    return next((usage for pattern, usage in _USAGES if re.search(pattern, word)), None)


def sale_status_of(text: str) -> SaleStatus | None:
    """The sale status, or None where the word is not known."""
    return _STATUS_OF.get(plain(text))


def basis_of(text: str) -> PricingBasis | None:
    """The pricing basis out of «按建筑面积计» and the like, or None."""
    word = plain(text)
    if re.search("套内|户内|使用面积", word):
        return PricingBasis.INSIDE
    if re.search("建筑面积|建面", word):
        return PricingBasis.BUILD
    return PricingBasis.SUITE if re.search("按套|元/套|整套", word) else None
