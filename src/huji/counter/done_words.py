"""What a step has done, as the page says it afterwards: by name, of matters, of cases and of rounds."""

from huji.standards import Text

MATTER = {
    "carry_out": Text("已办结，登记已经作出。", "Done: it is entered in the register."),
    "accept": Text("已受理。", "Accepted."),
    "give_notice": Text("已记录书面告知。", "The written notice is on record."),
    "request_completion": Text(
        "已告知补正，等待申报人补正。", "Completion is requested; waiting for the papers."
    ),
    "receive_completion": Text(
        "已收到补正，请在“修改”中勾选补来的材料。",
        "Completion is received; tick what was brought under “Edit”.",
    ),
    "review": Text("审核意见已记录，等待审批。", "The review is on record; waiting for approval."),
    "approve": Text("县级已批准，等待上级审批。", "Approved by the county; waiting for the city."),
    "decide": Text("已批准并办结，登记已经作出。", "Approved and done: it is entered in the register."),
    "refuse": Text(
        "已决定不予办理，决定书在“文书”中。", "Refused; the written decision is among the papers."
    ),
    "withdraw": Text("已撤回。", "Withdrawn."),
}

CASE = {
    "accept": Text("已受理，受理回执在“文书”中。", "Accepted; the receipt is among the papers."),
    "request_completion": Text(
        "已告知补正，等待申请人补正。", "Completion is requested; waiting for the applicant."
    ),
    "receive_completion": Text("已收到补正，可以继续办理。", "Completion is received; the case goes on."),
    "reopen_completion": Text("已准许再次告知补正。", "One more request for completion is allowed."),
    "send_to_review": Text("已移送审核。", "Sent to review."),
    "review": Text("审核意见已记录，等待审批。", "The review is on record; waiting for approval."),
    "approve": Text("已批准，等待窗口办理。", "Approved; the counter goes on with it."),
    "refuse": Text(
        "已决定不予批准，决定书在“文书”中。", "Refused; the written decision is among the papers."
    ),
    "withdraw": Text("已撤回。", "Withdrawn."),
    "execute": Text("已落户，户口簿在“文书”中。", "Settled; the booklet is among the papers."),
    "issue_move_in_permit": Text(
        "已签发准予迁入证明，等待申请人持户口迁移证来办理。",
        "The move-in permit is issued; waiting for the applicant with the migration certificate.",
    ),
    "present_certificate": Text(
        "已迁入落户，户口簿在“文书”中。", "Moved in; the booklet is among the papers."
    ),
    "issue_migration_certificate": Text(
        "已签发户口迁移证，等待迁入地的回执。",
        "The migration certificate is issued; waiting for the receipt of the other register.",
    ),
    "confirm_arrival": Text("已确认在迁入地落户。", "The arrival in the other register is confirmed."),
    "replace_paper": Text("已补发，原件作废。", "Issued anew; the former paper is void."),
    "expire": Text("到期的证件已处理。", "What had run out is closed."),
}

ROUND = {
    "open": Text("轮次已开设。", "The round is open."),
    "apply": Text("申请已登记。", "The application is entered."),
    "withdraw": Text("申请已撤回。", "The application is withdrawn."),
    "record_facts": Text("情况已记录。", "What was told is on record."),
    "score": Text("计分已完成。", "Scored."),
    "publish": Text("名单已公示。", "The list is published."),
    "object": Text("异议已登记，等待答复。", "The objection is entered; waiting for the answer."),
    "answer": Text("异议已答复。", "The objection is answered."),
    "settle": Text("名单已确定，结果已公布。", "The round is settled and the result published."),
}
