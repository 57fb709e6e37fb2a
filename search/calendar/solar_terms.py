"""The 24 solar terms: their names, and which of them are words of every day as well."""

CHINESE = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
ENGLISH = (
    "Minor Cold", "Major Cold", "Start of Spring", "Rain Water", "Awakening of Insects",
    "Spring Equinox", "Qingming", "Grain Rain", "Start of Summer", "Grain Buds", "Grain in Ear",
    "Summer Solstice", "Minor Heat", "Major Heat", "Start of Autumn", "End of Heat", "White Dew",
    "Autumn Equinox", "Cold Dew", "Frost's Descent", "Start of Winter", "Minor Snow", "Major Snow",
    "Winter Solstice",
)  # fmt: skip

EVERYDAY = frozenset(("雨水", "小满", "小暑", "大暑", "白露", "小雪", "大雪", "小寒", "大寒"))
WEATHER = frozenset(("雨水", "小雪", "大雪"))
