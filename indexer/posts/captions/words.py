"""The words and forms by which a text shows that it is a caption, or that it is something else."""

import re

SHOWS = re.compile(
    r"^(?:[图圖][为為]|[图圖]中[为為是]|本[图圖]|这是[^，。]{0,40}(?:拍摄的|\d[^，。]{0,24}摄)|"
    r"[这這]是[^，。]{0,16}(?:照片|画面|畫面)|[这這][张張]照片|[资資]料[图圖照]|拼版照片|组图|组合照片|"
    r"效果图|示意图|[左上][图圖][为為是：:]|[左上][图圖][^。]{1,60}[右下][图圖])"
)
"""Speaks of the picture it stands beside."""

POINTS_DOWN = re.compile(r"^(?:如)?下[图圖]|[（(](?:见|見|如)?下[图圖][）)]")
POINTS_UP = re.compile(
    r"^(?:如)?上[图圖](?!书)|^以上[一二两三四几\d]*[张幅]?[图圖照]|[（(](?:见|見|如)?上[图圖][）)]"
)
SHOT = re.compile(
    r"[（(][^（）()]{0,24}(?:[日月年]\s*摄|攝|资料照片|资料图片|无人机照片|拼版照片|组合照片|视频截图)[）)]"
)
DATED = re.compile(
    r"^(?:\d{4}\s*年\s*)?\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?[^，。]{0,8}，|^\d{1,2}\s*日[^，。]{0,4}，|^当[日天]，"
)
"""Begins with a day, as captions of news do."""

PEOPLE = re.compile(
    r"[（(](?:[左右前后中上下]|[左右前后][一二三四五六]|[左右][上下]|居中|图[左右中])[）)]|[前后左右]排?左起"
)
_PICTURE_WORD = (
    r"(?:合照|合影|照片|截图|資料圖|资料图|剧照|海报|示意图|效果图|设计图|现场图|航拍图|全景|近照|生活照|"
    r"证件照|旧照|老照片|留影|自拍|画面|图示|宣传图|平面图|监控截图|外景|远景)"
)
NAMES_PICTURE = re.compile(rf"^[^，。！？；：]{{1,44}}{_PICTURE_WORD}[）)。]?$")
PICTURE_HEAD = re.compile(rf"^(?P<caption>[^\s，。！？；：]{{1,16}}{_PICTURE_WORD})\s+(?=\S)")
REMARK = re.compile(r"^[（(【\[][^（）()【】]{2,80}[）)】\]]$")
SIGNATURE = re.compile(
    r"^.(?:(?!.*[图圖照摄攝]).{1,4}|[\u4e00-\u9fff]{2,10}(?:\s+[\u4e00-\u9fff]{2,4}){1,4}|[综据編编].*|.*报道|[\u4e00-\u9fff]{2,20}(?:网|台|报|社|频道|客户端|发布))[）)】\]]$"
)
"""Who wrote it, in brackets (``（海州网 周见）``), or a word as short as ``（完）``."""

INSTRUCTION = re.compile(
    r"点击|长按|扫码|扫描|扫一扫|戳|关注|下载|滑动|左滑|右滑|更多|相关阅读|相关资讯|推荐阅读|延伸阅读|图文无关|与本文无关|"
    r"图片可放大|看大图|看清晰|未完|下一页|返回|报名"
)
COMMAND = re.compile(r"点击|长按|扫码|戳视频|戳图|戳下|滑动|一起来看|一起看看|往下看")
ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}\s*[、.．章节回部]|[（(][一二三四五六七八九十\d]{1,2}[）)]|(?:Part|NO\.?|Step)\s?\d|"
    r"[QA]\d?\s*[:：]|[问答]\s*[:：]|#{1,6}\S|\d{1,2}$|[〖【『「][^〗】』」]{1,12}[〗】』」]$)",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"^[【\[（(—–~*·-]{0,6}\s*(?:总?策划|统筹|总?监制|制片人?|主编|副主编|编辑|責任編輯|责任编辑|责编|美编|编审|校对|校審|校审|"
    r"审核|审校|终审|初审|复审|文案|文字|撰文|撰稿|采写|记者|記者|作者|通讯员|实习生|编导|导演|出品人?|制作|视觉|设计|"
    r"剪辑|配音|调色|后期|资料|来源|來源|值班编委|值班主任|栏目主编|文字编辑|新媒体编辑|运营|排版|转载|声明|版权|"
    r"原标题|原题为|完|END|The End|全文完|内容编辑|微信编辑|文)"
    r"\s*(?:[/／、和&]\s*[\u4e00-\u9fff]{1,4}\s*)?(?:$|[:：丨|｜/／\s】\]）)—–~*·-])"
)
STAFF_INSIDE = re.compile(
    r"^[（(【\[](?:[\u4e00-\u9fff]{0,8}记者|编辑|責編|责编|原题|原标题|责任编辑|来源|本报|文[/／])|(?:责任编辑|责编)\s*[:：]"
)
SOURCE_LINE = re.compile(
    r"^(?:(?:发布|发表|更新|日期|时间)(?:时间|日期|于)?\s*[:：]?\s*)?"
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"(?:\s+[^，。]{0,40}|\s*(?:来源|來源|作者|编辑|责编|星期|周).{0,40})?$|"
    r"^[^，。]{0,30}\s(?:来源|作者|编辑|责编)\s*[:：].{0,30}$"
)
"""When and by whom a page was published, as pages say it below their headlines."""

ADDRESS = re.compile(
    r"^[（(《<【\[]?\s*+(?:[\u4e00-\u9fffA-Za-z]{0,12}+\s*+[:：]\s*+)?"
    r"(?:(?:[a-z0-9]{3,9}://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64})\s*[）)》>】\]]?$",
    re.IGNORECASE,
)
NAVIGATION = re.compile(
    r"[上下前后後][一1]?[篇期页頁章](?!的)|(?:返回|回到|回)(?:首页|首頁|目录|目錄|顶部|頂部)|往期(?:回顾|推荐|文章|内容)|首页\s*[|｜>›»/]|(?:previous|next)\s+(?:post|page)",
    re.IGNORECASE,
)
LICENCE = re.compile(
    r"知识共享|署名[-－—]|自由转载|版权声明|保持署名|许可协议|许可協議|进行许可|進行許可|"
    r"\bCC[ -]BY|creative\s?commons|©\s*\d{4}|保留所有权利|保留一切权利|"
    r"版权所有|版權所有|all rights reserved|转载请|未经授权|未经许可|侵删",
    re.IGNORECASE,
)
DATE_ALONE = re.compile(
    r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号](?:\s*[\u4e00-\u9fff]{1,5})?|"
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|(?:[上下]午|晚上|凌晨)?\s*\d{1,2}[:：]\d{2}|"
    r"Day\s?\d{1,3}.{0,6}|第[一二三四五六七八九十\d]{1,3}[天日周站].{0,6}",
    re.IGNORECASE,
)
"""A day, an hour or a station of a journey: the heading of what follows."""

SAYS_BELOW = re.compile(r"如下|下[图圖面]|所示|这样(?:的)?[：:]?$|是[这這][样樣]")
"""Announces what the picture below shows without saying what it is."""

CONTINUES = re.compile(
    r"^(?:第[一二三四五六七八九]，|其[一二三四五]，|[一二三四]是|然而|但|不过|此外|另外|另一|随后|随即|据|其中|值得|对此|为此|与此|同时|而且|因此|因为|由于|目前|那么|所以|接着|至于|"
    r"例如|比如|首先|其次|再次|最后|最终|于是|虽然|尽管|如果|事实上|实际上|也就是|换句话|更多|公开资料|资料显示|数据显示|"
    r"他(?:们|还|又|说|的)|她(?:们|还|又|说|的)|有人|有网友|网友们?[也纷]|记者|报道[称说]|根据|按照|对于此)"
)
"""Leans on the sentence before it."""

OPEN_END = ("：", ":", "，", "、", ",")
SPEECH = re.compile(r"(?:[：:，,。！？!?…]\s?[”\"’]|[“”\"]\s?[^“”\"]{13,}[”\"])$")
"""Ends with what somebody said, not with a term in quotes."""

QUESTION = re.compile(r"[？?][”\"’）)]?$")
STOP = re.compile(r"[。！!…；;][”\"’）)]?$")
STOPS = re.compile(r"[。！？!?]")

HEADING_CLASS = re.compile(
    r"(?:^|[-_])(?:h[1-6]|title|heading|headline|subtitle)(?:$|[-_])", re.IGNORECASE
)
QUOTE_CLASS = re.compile(r"(?:^|[-_])quote", re.IGNORECASE)
CAPTION_CLASS = re.compile(
    r"caption|(?:^|[-_])(?:img|image|pic|picture|photo|figure)[-_]?(?:dec|desc|descr|description|hint|note|"
    r"text|txt|info|words|intro|legend|label|title|name|alt)|decsimg|descimg|^(?:tuzhu|tushuo|图注|图说)",
    re.IGNORECASE,
)
