"""The characters of credit lines in their simplified form, one for one.

The forms know one spelling of each word. A table of all characters exists
(``search.text.variants``) but takes half a second to make in every process that reads posts; these
are the ones that the words of credit lines, the names of houses and the surnames hold.
"""

_TRADITIONAL = (
    "攝記員圖來網報華聯視覺國際實習專題資製繪發導總編輯臺廣電東處館間與機構線訊體聞讀絡頻畫雜誌駐級時紀"
    "訪當業眾縣區隊會學廳擷取後參輸環樂聲話黨衛視塊劇監權版歸屬許協議創檔"
    "陳張劉楊趙黃吳孫馬羅鄭謝許鄧馮葉蔣賴蘇盧呂蕭顏簡莊鍾譚陸龔嚴賀歐陽萬錢韓竇龍遲"
    "鄔閻閔關賈傅費錦鮑麥鄒範魯韋湯畢寧倫諸項藍喬齊紀項駱單連遊衞内爲錄諮佈"
)
_SIMPLIFIED = (
    "摄记员图来网报华联视觉国际实习专题资制绘发导总编辑台广电东处馆间与机构线讯体闻读络频画杂志驻级时纪"
    "访当业众县区队会学厅撷取后参输环乐声话党卫视块剧监权版归属许协议创档"
    "陈张刘杨赵黄吴孙马罗郑谢许邓冯叶蒋赖苏卢吕萧颜简庄钟谭陆龚严贺欧阳万钱韩窦龙迟"
    "邬阎闵关贾傅费锦鲍麦邹范鲁韦汤毕宁伦诸项蓝乔齐纪项骆单连游卫内为录咨布"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with these characters simplified; every character keeps its place."""
    return text.translate(_TABLE)
