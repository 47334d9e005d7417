"""Which realistic papers do the tests of the renderers print? Everything in them is invented."""

from huxin.typesetting.content import (
    Align,
    Annex,
    Card,
    Cell,
    Column,
    Field,
    Form,
    FormRow,
    Heading,
    Imprint,
    Labelled,
    Layout,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
    plain,
)

OFFICE = "文山州新就业形态劳动者权益保障联席会议办公室"
BUREAU = "文山州人力资源和社会保障局"
COUNTIES = ("文山市", "砚山县", "西畴县", "麻栗坡县", "马关县", "丘北县", "广南县", "富宁县")
LONG = (
    "各县（市）、各成员单位按照任务分工，围绕平台企业用工、劳动报酬、休息休假、职业伤害保障和算法协商等重点环节，"
    "逐项梳理进展，如实反映问题，提出下一步工作打算，做到数据有来源、情况有依据、整改有时限。"
)

NOTICE = Paper(
    layout=Layout.OFFICIAL,
    mark=Mark((BUREAU,), "文件"),
    number="文人社发〔2026〕18号",
    urgency="加急",
    copy_number="000012",
    title="关于报送2026年上半年新就业形态劳动者\n权益保障工作推进情况的通知",
    addressees="各县（市）人民政府，州级有关部门",
    blocks=(
        plain("为全面掌握工作推进情况，按照联席会议制度要求，现就报送有关事项通知如下。"),
        Heading(1, "报送内容"),
        plain(LONG),
        Heading(
            2,
            "推进落实情况。",
            run_in=(Run("对照任务清单逐项说明进度，"), Run("不得笼统概括", True), Run("。")),
        ),
        Heading(2, "典型案例"),
        Heading(3, "案例应当真实"),
        plain(LONG),
        Heading(4, "隐去个人信息"),
        plain(LONG),
        Heading(1, "报送要求"),
        plain("请于2026年6月10日前将盖章扫描件报送办公室，没有相关任务的单位实行零报告。"),
    ),
    attachments=("工作推进情况统计表", "典型案例采集表"),
    signature=Signature((BUREAU,), "2026年5月20日"),
    note="联系人：劳动关系科；电话：0876-0000000",
    annexes=(
        Annex(
            "附件1",
            "工作推进情况统计表",
            (
                Table(
                    columns=(Column(2), Column(6, Align.LEFT), Column(3), Column(3), Column(4)),
                    rows=(
                        (
                            Cell("序号", down=2),
                            Cell("任务", down=2),
                            Cell("数量", across=2),
                            Cell("备注", down=2),
                        ),
                        cells("本期", "累计"),
                        *(
                            cells(str(place), f"{county}开展走访的平台企业", str(place * 3), str(place * 7), "")
                            for place, county in enumerate(COUNTIES, start=1)
                        ),
                        (Cell("合计", bold=True, across=2), Cell("108"), Cell("252"), Cell()),
                    ),
                    header_rows=2,
                    caption="（单位：户）",
                ),
            ),
        ),
        Annex("附件2", "典型案例采集表", (plain("（空白表，由报送单位填写）", Align.CENTER),), landscape=True),
    ),
    imprint=Imprint(
        "州委办公室，州人大常委会办公室，州政府办公室，州政协办公室",
        BUREAU + "办公室",
        "2026年5月20日",
        "主动公开",
    ),
)


def _report_sections() -> tuple[Heading | Paragraph | Table, ...]:
    blocks: list[Heading | Paragraph | Table] = [plain(LONG)]
    for section in ("总体情况", "重点任务推进情况", "存在的困难和问题", "下一步工作打算"):
        blocks += [Heading(1, section), plain(LONG)]
        for part in ("宣传和政策落实", "企业用工指导", "劳动争议调处", "职业伤害保障"):
            blocks += [Heading(2, part), plain(LONG), Heading(3, "主要做法"), plain(LONG)]
    blocks += [
        Heading(1, "各单位报送情况"),
        Table(
            columns=(Column(1), Column(4, Align.LEFT), Column(2), Column(2), Column(5, Align.LEFT)),
            rows=(
                cells("序号", "单位", "是否按时", "退回次数", "说明"),
                *(
                    cells(
                        str(place),
                        f"第{place}个报送单位",
                        "是" if place % 3 else "迟报",
                        str(place % 2),
                        "内容完整，附件齐全。" * (1 + place % 3),
                    )
                    for place in range(1, 30)
                ),
            ),
            caption="各单位报送情况一览表",
        ),
    ]
    return tuple(blocks)


REPORT = Paper(
    layout=Layout.REPORT,
    title="文山州2026年上半年新就业形态劳动者\n权益保障工作情况报告",
    subtitle="（2026年6月25日）",
    blocks=_report_sections(),
    signature=Signature((OFFICE,), "2026年6月25日"),
)

UPWARD = Paper(
    layout=Layout.OFFICIAL,
    number=None,
    signatories=("甲某某", "乙某某"),
    mark=Mark((BUREAU, "文山州总工会", "文山州交通运输局", "文山州市场监督管理局"), "文件"),
    title="关于提请审议新就业形态劳动者权益保障重大事项的请示",
    addressees="州人民政府",
    blocks=(plain(LONG), plain("妥否，请批示。")),
    signature=Signature((BUREAU, "文山州总工会", "文山州交通运输局", "文山州市场监督管理局"), "2026年7月1日"),
    imprint=Imprint(printed_by=BUREAU + "办公室", printed_on="2026年7月1日", openness="不予公开"),
)

LETTER = Paper(
    layout=Layout.LETTER,
    mark=Mark((OFFICE,)),
    number="文新就业办函〔2026〕3号",
    urgency="特急",
    title="关于加快推进平台企业用工指导工作的提示函",
    addressees="砚山县人民政府",
    blocks=(
        plain("截至2026年5月31日，贵县承担的下列任务尚未报送进展："),
        Table(
            columns=(Column(1), Column(5, Align.LEFT), Column(2)),
            rows=(
                cells("序号", "任务", "应完成时间"),
                cells("1", "建立平台企业用工指导台账", "2026年5月31日"),
            ),
        ),
        plain("请于收到本函之日起5个工作日内书面答复，并抓紧推进。"),
        plain("特此提示。"),
    ),
    attachments=("未报送任务清单",),
    signature=Signature((OFFICE,), "2026年6月3日"),
    imprint=Imprint(copies_to="州人民政府办公室"),
)

MINUTES = Paper(
    layout=Layout.MINUTES,
    mark=Mark(("文山州新就业形态劳动者权益保障联席会议纪要",)),
    number="第1期",
    title="联席会议第一次全体会议纪要",
    signature=Signature((OFFICE,), "2026年3月12日"),
    blocks=(
        plain(
            "2026年3月10日，联席会议召开第一次全体会议。会议听取了上年度工作情况汇报，研究了下一步工作。现纪要如下："
        ),
        Heading(1, "会议议定事项"),
        Heading(2, "关于任务分解。", run_in=(Run(LONG),)),
        Heading(2, "关于数据共享。", run_in=(Run(LONG),)),
        Heading(1, "工作要求"),
        plain(LONG),
        Labelled(
            "出席",
            "喆某某（州人力资源社会保障局）、堃某某（州总工会）、赟某某（州交通运输局）、玥某某（州市场监管局）",
        ),
        Labelled("请假", "珺某某（州商务局，出差）"),
        Labelled("列席", "祎某某（砚山县）"),
    ),
    imprint=Imprint("各成员单位，各县（市）人民政府", OFFICE, "2026年3月12日", "依申请公开"),
)

FORM = Paper(
    layout=Layout.SHEET,
    title="文山州人力资源和社会保障局发文稿纸",
    blocks=(
        Form(
            (
                FormRow((Field("发文字号", "文人社发〔2026〕　　号"), Field("紧急程度", "加急"))),
                FormRow((Field("标题", "关于报送2026年上半年新就业形态劳动者权益保障工作推进情况的通知"),), 16),
                FormRow((Field("签发意见", "", "签名：　　　　　　　年　　月　　日"),), 40),
                FormRow((Field("会签意见", "同意。\n请注意报送时限。", "签名：丙某某　　2026年5月19日"),), 35),
                FormRow((Field("核稿", "丁某某"), Field("拟稿", "戊某某"), Field("日期", "2026年5月18日"))),
                FormRow((Field("主送", "各县（市）人民政府，州级有关部门"),), 14),
                FormRow(
                    (
                        Field("份数", "40"),
                        Field("公开", "主动公开"),
                        Field("附件", "2"),
                        Field("用印", "（印章）"),
                    )
                ),
            )
        ),
    ),
)

SIGN_IN = Paper(
    layout=Layout.SHEET,
    title="联席会议第一次全体会议签到表",
    subtitle="2026年3月10日　州政务中心三楼会议室",
    blocks=(
        Table(
            columns=(Column(1), Column(4, Align.LEFT), Column(2), Column(2), Column(3)),
            rows=(
                cells("序号", "单位", "姓名", "职务", "签名"),
                *(cells(str(place), county + "人民政府", "", "", "") for place, county in enumerate(COUNTIES, start=1)),
            ),
            row_height_mm=12,
        ),
    ),
)

CARDS = Paper(
    layout=Layout.CARDS,
    blocks=(Card("喆某某", BUREAU), Card("堃某", "文山州总工会"), Card("欧阳某某", "砚山县")),
)

ONE_PAGE = Paper(
    layout=Layout.SHEET,
    title="工作推进情况一页纸",
    subtitle="截至2026年5月31日",
    blocks=(
        Heading(1, "总体"),
        plain("21项任务中，按期推进15项，临期3项，超期2项，未启动1项。"),
        Table(
            columns=(Column(3, Align.LEFT), Column(1), Column(1), Column(1)),
            rows=(
                cells("县（市）", "按期", "临期", "超期"),
                *(cells(county, "15", "3", "2") for county in COUNTIES),
            ),
        ),
        Heading(1, "需要领导关注的事项"),
        plain("砚山县两项任务超期，已发提示函。"),
        Paragraph((Run("建议：", True), Run("请分管领导约谈。"))),
    ),
)

TWO_PARTS = Paper(
    layout=Layout.REPORT,
    title="分页与空行",
    blocks=(
        plain("第一页"),
        Paragraph(),
        plain("居左", Align.LEFT),
        plain("居右", Align.RIGHT),
        PageBreak(),
        Heading(1, "三、自带序号的标题", numbered=False),
        plain("第二页"),
    ),
)

PAPERS = {
    "notice": NOTICE,
    "report": REPORT,
    "upward": UPWARD,
    "letter": LETTER,
    "minutes": MINUTES,
    "form": FORM,
    "sign_in": SIGN_IN,
    "cards": CARDS,
    "one_page": ONE_PAGE,
    "two_parts": TWO_PARTS,
}
