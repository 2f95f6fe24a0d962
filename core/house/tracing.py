"""追溯 on every desk: a number typed, the record, and how it became what it is."""

from core.desk_declarations import Column, DeskPage, Filter, Table, Timeline

PAGES = [
    DeskPage(
        slug="trace",
        title="编号追溯\nTrace a number",
        help=(
            "输入许可证号、设备代码、使用登记证编号、文书号、信用代码等完整编号。"
            "全角半角、大小写、空格和括号样式不限。\n"
            "Type a whole number: of a licence, a device, a paper, a credit code. "
            "Width, case, spaces and the style of brackets do not matter."
        ),
        document="""query ($number: String! = "") {
  trace(number: $number) {
    id kind number name enterprise { id name } site { id name } matter { id name }
    changes { at what act post organisation by kind source changed reason }
  }
}""",
        filters=(Filter(name="number", title="完整编号\nThe whole number"),),
        layout=(
            Table(
                rows="trace",
                columns=(
                    Column("number", "编号\nNumber", page="core/record", key="id"),
                    Column("kind", "种类\nKind"),
                    Column("name", "名称\nName"),
                    Column("enterprise.name", "企业\nEnterprise", page="enterprise"),
                    Column("site.name", "场所\nSite"),
                    Column("matter.name", "事项\nMatter", page="matter"),
                ),
                empty="没有查到：编号有误，或不在您的范围之内\nA wrong number, or not yours to see",
            ),
            Timeline(
                rows="trace.changes",
                when="at",
                what="what",
                columns=(
                    Column("act", "动作\nAct"),
                    Column("post", "岗位\nPost"),
                    Column("organisation", "单位\nOrganisation"),
                    Column("by", "用户\nWho"),
                    Column("kind", "来由\nKind"),
                    Column("source", "来源\nSource"),
                    Column("changed", "变更内容\nChanged"),
                    Column("reason", "理由\nReason"),
                ),
                title="来龙去脉\nHow it became what it is",
            ),
        ),
    ),
]
