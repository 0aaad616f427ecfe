"""The chapters of the first real day, each on the office that the one before left behind."""

from __future__ import annotations

from datetime import date

from tests.stories.driver import Office
from tests.stories.people import (
    ACCOUNTANT,
    ASSISTANT,
    BOSS,
    BUILDINGS,
    BUYER,
    CASHIER,
    CLERK,
    ESCROW,
    FIRST,
    MANAGER,
    PERMIT,
    PROJECT,
    SHAN,
    STAFF,
    UNITS,
    WANG,
    ZHANG,
    price_list,
)

FIRST_DAY, LAST_DAY = date(2026, 11, 23), date(2026, 12, 23)
UNIT = "1-1-301"
LAST_SHARE = "1,328,047.94"  # 70 % of it
FIRST_SHARE = "519163.41"  # 30 % of the price less the deposit
ON_PERMIT = UNITS * 2 // 3
MORNING = "2026-11-23T08:30"  # a Monday


def the_office_is_made(office: Office) -> None:
    """The wizard in an empty folder: project, permit, first administrator, encrypted, for practice; the staff."""
    console = office.start(MORNING)
    console.see("这里还没有案场", "1 建立我的案场").press("1")
    form = console.form("建立我的案场").fill({
        "项目": PROJECT, "开发商": "云栖置业有限公司", "地址": "深圳市龙岗区云栖路1号", "监管账户": ESCROW,
        "许可证号": PERMIT, "发证日期": "2026-10-30", "种类": "@预售许可证", "所载楼栋": "、".join(BUILDINGS[:2]),
        "登录名": BOSS.login, "姓名": BOSS.name, "密码": BOSS.password, "再次输入密码": BOSS.password,
        "加密文件": "@是", "仅供练习": "@是",
    })  # fmt: skip
    form.save()
    console.see("恢复码").press("enter").gone("恢复码")
    console.door.enter(BOSS.login, BOSS.password)
    console.see("建立案场向导")
    console.press("enter")
    for person in STAFF:
        form = console.form("新增员工").fill({
            "姓名": person.name, "登录名": person.login, "角色": f"@{person.roles}", "初始密码": FIRST,
        })  # fmt: skip
        form.save(f"{person.name}现在可以登录了")
    console.press("esc").see(f"{len(STAFF) + 1} 人")
    console.leave()


def the_price_list_comes_in(office: Office) -> None:
    """A developer's file, its preview, and the units of the buildings on the permit put on sale."""
    file = price_list(office.root.parent / "价目表.xlsx")
    console = office.start(MORNING)
    console.door.enter(BOSS.login, BOSS.password)
    console.palette("建立案场向导")
    console.see(f"{len(STAFF) + 1} 人").press("enter")  # one stands on what is not done yet
    console.form("导入价目表").fill({"文件": str(file)}).save()
    console.see("预览", f"{UNITS} 新增")
    console.press("ctrl+s").see(f"新增 {UNITS}", f"✓ 2. 价目表：导入房源 {UNITS} 套")
    console.leave()


def the_units_are_released(office: Office) -> None:
    """The manager, who may: everything that the permit covers; the third building stays as it is."""
    console = office.start("2026-11-23T08:40")
    console.door.enter_first(MANAGER.login, FIRST, MANAGER.password)
    console.go("f5", f"未推 {UNITS}").press("ctrl+y")
    form = console.form("房源推售").fill({"许可证": f"?{PERMIT[-5:]}", "楼栋": ""})
    form.save(f"已推售 {ON_PERMIT} 套", f"未推 {UNITS - ON_PERMIT}", f"待售 {ON_PERMIT}")
    console.leave()


def everybody_comes_in(office: Office) -> None:
    """Each chooses a password at the first sign-in; three consultants sign in, the assistant fixes the order."""
    console = office.start("2026-11-23T08:45")
    for number, person in enumerate(STAFF[1:]):
        if number:
            console.press("ctrl+l")
        console.door.enter_first(person.login, FIRST, person.password)
        if person in (ZHANG, WANG, SHAN):
            console.see("已签到").press("ctrl+g")
            console.see(f"{person.name}已签到")
    console.change_person(ASSISTANT.login, ASSISTANT.password)
    console.see("已签到 3 人").press("ctrl+y").yes("张伟、王芳、单婷 的顺序确定轮班")
    console.see("轮班已确定")
    console.leave()


FULL_VISIT = {
    "已告知隐私": "@是", "性别": "@男", "居住区域": "龙岗区布吉", "认知途径": "@短视频", "用途": "@首次自住",
    "意向面积": "@70–90㎡", "意向户型": "@两居", "预算": "@150–200万", "等级": "@A 准客户",
    "洽谈内容": "看样板间，关注学区",
}  # fmt: skip


SECOND_VISIT = {label: value for label, value in FULL_VISIT.items() if label != "已告知隐私"}


def visitors_come(office: Office) -> None:
    """A first visit goes to the head of the line and the next one writes it down; later the visitor comes back."""
    console = office.start("2026-11-23T09:20")
    console.door.enter(ASSISTANT.login, ASSISTANT.password)
    console.see("已签到 3 人").press("ctrl+a")
    form = console.form("来客登记").fill({"第一次来吗": "@首访", "电话": BUYER.phone, "姓名": BUYER.name})
    console.see("新号码：无人登记")
    form.save("张伟 接待（轮序首位）", "王芳 登记", "请 王芳 立即补位")
    console.change_person(ZHANG.login, ZHANG.password)
    console.see("接待中").press("ctrl+o")
    form = console.form("来访 LF20261123-001：首访")
    form.fill(FULL_VISIT).save("已保存")
    console.press("ctrl+d").form("结束接待").save("张伟回到候位")
    console.leave()


def the_visitor_comes_back(office: Office) -> None:
    """A returning visit goes to the owner, whoever is up; a call."""
    console = office.start("2026-11-23T10:40")
    console.door.enter(ASSISTANT.login, ASSISTANT.password)
    console.see("已签到 3 人").press("ctrl+a")
    form = console.form("来客登记").fill({"第一次来吗": "@复访", "电话或姓名": f"?{BUYER.phone}"})
    form.save("张伟 接待")
    console.change_person(ZHANG.login, ZHANG.password)
    console.see("接待中").press("ctrl+o")
    console.form("来访 LF20261123-002：复访").fill(SECOND_VISIT).save("LF20261123-002已保存")
    console.press("ctrl+d").form("结束接待").save("张伟回到候位")
    console.change_person(WANG.login, WANG.password)
    console.see("已签到 3 人").press("ctrl+n")
    console.form("登记来电").fill({
        "姓名": "何女士", "电话": "13900139002", "重复来电": "@否", "认知途径": "@户外广告", "已告知隐私": "@是",
        "关注问题": "问地铁和首付", "等级": "@C 一般",
    }).save("来电LD20261123-001已保存")  # fmt: skip
    console.leave()


def a_unit_is_held_and_subscribed(office: Office) -> None:
    """The consultant's short hold, then the paper, handed in to the manager."""
    console = office.start("2026-11-23T11:10")
    console.door.enter(ZHANG.login, ZHANG.password)
    console.go("f5", f"待售 {ON_PERMIT}").turn("ctrl+f")
    console.write(UNIT).see(UNIT).press("enter")
    console.see(f"{UNIT} 售 待售").press("ctrl+o")
    console.form("申请临定").fill({"客户": f"?{BUYER.name}"}).save(f"{UNIT} 已临定")
    console.press("ctrl+n")
    form = console.form(f"认购 {UNIT}").fill({
        "姓名": BUYER.name, "证件号码": BUYER.id_no, "电话": BUYER.phone, "地址": BUYER.address,
        "付款方式": "@分期付款", "占比": "30%", "付款期限": "3",
    })  # fmt: skip
    form.another_row("占比").fill({"占比": "70%", "付款期限": "20", "定金": "50000", "交付日期": "2028-12-31"})
    form.save(f"{UNIT} 的认购书")
    console.go("f6", "第 1 行，共 1 行").steps().take("提交审核").yes("买受人和顾问均已签字")
    console.see("等待经理审核")
    console.leave()


def the_paper_is_reviewed_paid_and_stamped(office: Office) -> None:
    """The manager from the inbox, the cashier with the password, the clerk's stamp."""
    console = office.start("2026-11-23T11:16")
    console.door.enter(MANAGER.login, MANAGER.password)
    console.see("待办", UNIT).turn("enter")
    console.steps().take("审核通过").yes(f"审核通过 {UNIT} 的认购书")
    console.see("已审核")
    console.change_person(CASHIER.login, CASHIER.password)
    console.see("待办", UNIT).turn("enter")
    console.steps().take("收款开据")
    form = console.form("开具收据").fill({"金额": "50000"})
    form.save("已开具", password=CASHIER.password)
    console.change_person(CLERK.login, CLERK.password)
    console.see("待办", UNIT).turn("enter")
    console.see("RG2026-0001").steps().take("盖章")
    console.form("认购书盖章生效").save("已生效")
    console.change_person(MANAGER.login, MANAGER.password)
    console.go("f6", "> RG2026-0001").steps().take("签署认购审批单")
    console.form("签署审批单").save("审批单已签署")
    console.leave()


def the_contract_is_signed_and_filed(office: Office) -> None:
    """Appointed, drawn up, the first instalment in, checked twice, signed, sealed, sent and filed."""
    console = office.start("2026-11-23T15:00")
    console.door.enter(CLERK.login, CLERK.password)
    console.go("f7", "没有").press("ctrl+n")
    form = console.form("预约签约").fill({"认购书": "?RG2026-0001", "日期": "2026-11-23", "时间": ""})
    form.write("16:00").save("已预约签约")
    console.see(f"> {UNIT}").steps().take("拟定")
    console.form("拟定合同").save("已拟定")
    console.change_person(CASHIER.login, CASHIER.password)
    console.go("f8", "> SJ2026-000001").press("f8").see("分期款").turn("down").press("ctrl+n")
    form = console.form("开具收据").fill({"金额": FIRST_SHARE, "款项类型": "@分期款"})
    form.save("已开具", password=CASHIER.password)
    console.change_person(CLERK.login, CLERK.password)
    console.go("f7", f"> {UNIT}").steps().take("提交流转审核").yes("送审？")
    console.see("已提交流转审核").steps().take("登记合同审核").yes("姓名、证件号")
    console.see("的合同审核已登记")
    console.change_person(ACCOUNTANT.login, ACCOUNTANT.password)
    console.go("f7", f"> {UNIT}").steps().take("登记财务审核").yes("收款、价格")
    console.see("的财务审核已登记")
    console.change_person(CLERK.login, CLERK.password)
    console.go("f7", f"> {UNIT}").steps().take("签约")
    console.form("签约").save("已签约")
    console.steps().take("盖合同章")
    console.form("合同盖章").save("已盖章")
    console.steps().take("送交备案")
    console.form("送交备案").save("已送备案")
    console.steps().take("登记备案")
    console.form("登记备案").fill({"备案号": "深备2026-11-0001"}).save("已备案")
    console.leave()


def the_day_is_closed(office: Office) -> None:
    """Three hand in, the assistant consolidates, the manager reviews, the day is closed."""
    console = office.start("2026-11-23T18:05")
    for number, person in enumerate((ZHANG, WANG, SHAN)):
        if number:
            console.press("ctrl+l")
        console.door.enter(person.login, person.password)
        console.see("已签到 3 人").press("ctrl+u").see("我的日单")
        console.press("ctrl+s").see("已上交").gone("我的日单")
    console.change_person(ASSISTANT.login, ASSISTANT.password)
    console.see("已签到 3 人").press("f12").see("日结").press("ctrl+k").see("份日报已汇总")
    console.see("按 Ctrl+S 日结")
    console.press("ctrl+s").see("已日结")
    console.leave()


def a_month_later(office: Office) -> None:
    """The second instalment is late; the manager writes both files, the daily one of the first day too."""
    console = office.start("2026-12-23T10:00")
    console.door.enter(MANAGER.login, MANAGER.password)
    console.go("f8", "> SJ2026").press("f8")
    console.see_line(UNIT, "2026-12-13", LAST_SHARE, " 10 ", "1–30 天", "逾期")
    console.go("f10", "经理看板 2026-12-23").press("ctrl+e")
    exports = office.root / "exports"
    console.written(exports / f"daily_visit_summary_{PROJECT}_{LAST_DAY}.xlsx")
    console.press("ctrl+o").written(exports / f"receivables_{PROJECT}_{LAST_DAY}.xlsx")
    console.press("ctrl+f")
    console.form("选择日期").fill({"日期": "2026-11-23"}).save()
    console.see("经理看板 2026-11-23").press("ctrl+e")
    console.written(exports / f"daily_visit_summary_{PROJECT}_{FIRST_DAY}.xlsx")
    console.leave()


CHAPTERS = (
    the_office_is_made,
    the_price_list_comes_in,
    the_units_are_released,
    everybody_comes_in,
    visitors_come,
    the_visitor_comes_back,
    a_unit_is_held_and_subscribed,
    the_paper_is_reviewed_paid_and_stamped,
    the_contract_is_signed_and_filed,
    the_day_is_closed,
    a_month_later,
)
