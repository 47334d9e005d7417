"""Which documents do rules without a figure rest on? Their words are ours, their names and numbers the documents'."""

GUIDE = "人社厅发〔2023〕50号《新就业形态劳动者休息和劳动报酬权益保障指引》"
IN_FULL = f"{GUIDE}：按时足额支付，不得无故克扣、拖欠"
