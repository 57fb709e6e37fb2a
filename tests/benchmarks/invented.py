"""Names, places and agencies of generated archives: common enough to look real, made up together.

The number of photographers is that of a large agency; which of them takes a picture is drawn by
Zipf's law, because a few staff photographers take most of what an archive holds.
"""

from itertools import accumulate, product

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_FIRST = "建小文晓志海春明国玉永秀红金丽德云庆卫东家子思宇"
_SECOND = "华军平伟芳强杰敏静霞刚辉燕洋涛婷鹏飞峰林波琳恒然"

PHOTOGRAPHERS: tuple[str, ...] = tuple(
    surname + first + second for second, first, surname in product(_SECOND[:6], _FIRST, _SURNAMES)
)
"""Different names, most prolific first."""

PHOTOGRAPHER_WEIGHTS: tuple[float, ...] = tuple(
    accumulate(1.0 / (rank + 10) for rank in range(len(PHOTOGRAPHERS)))
)
"""Cumulative, for ``random.choices``."""

AGENCIES: tuple[str, ...] = ("新华社", "中新社", "人民网", "海州日报", "东滨晚报", "临川通讯社")

AGENCY_WEIGHTS: tuple[float, ...] = (50, 72, 84, 93, 98, 100)
"""Cumulative."""

PLACES: tuple[str, ...] = (
    "北京", "上海", "天津", "重庆", "青岛", "济南", "南京", "苏州", "杭州", "宁波", "合肥", "福州",
    "厦门", "南昌", "郑州", "武汉", "长沙", "广州", "深圳", "南宁", "海口", "成都", "贵阳", "昆明",
    "拉萨", "西安", "兰州", "西宁", "银川", "乌鲁木齐", "沈阳", "大连", "长春", "哈尔滨", "石家庄",
    "太原", "呼和浩特",
)  # fmt: skip

CATEGORIES: tuple[str, ...] = (
    "国内", "国际", "体育", "文化", "经济", "社会", "科技", "军事", "图片", "生态",
)  # fmt: skip
