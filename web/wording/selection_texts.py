"""What pages say of a selection, in Chinese and in English; see ``web.wording.messages``."""

from collections.abc import Mapping

SELECTION: Mapping[str, tuple[str, str]] = {
    "selection": ("选片", "Selection"),
    "pick": ("选中", "Select"),
    "pick_page": ("选中本页", "Select this page"),
    "pick_every": ("选中全部结果", "Select all results"),
    "pick_all": ("选中全部结果（至多 500 张）", "Select all results (up to 500)"),
    "light_table": ("看片台", "Light table"),
    "open_light_table": ("打开看片台", "Open the light table"),
    "clear_selection": ("清空", "Clear"),
    "undo_clear": ("撤销清空", "Undo"),
    "cleared": ("选片已清空", "The selection was cleared"),
    "selection_count": ("已选 {n} 张", "{n} photos selected"),
    "selection_one": ("已选 1 张", "1 photo selected"),
    "selection_none": ("还没有选片", "Nothing selected yet"),
    "selection_full": ("最多选 500 张", "A selection has 500 photos at most"),
    "selection_help": (
        "勾选照片左上角的方框，或在照片上按 x；按住 Shift 可连选。选片留在这个浏览器里。",
        (
            "Tick the box at the corner of a photo, or press x on it; Shift selects a range. "
            "The selection stays in this browser."
        ),
    ),
    "selection_mine": ("加入我的选片", "Add these to my selection"),
    "selection_gone": (
        "有 {n} 张已不在图库里：{ids}",
        "No longer in the archive: {n} ({ids})",
    ),
    "selection_unread": (
        "地址中有 {n} 处不是照片编号：{ids}",
        "In the address, not the id of a photo: {n} ({ids})",
    ),
    "selection_first": (
        "结果共 {total} 张，这里是前 {n} 张",
        "The first {n} of {total} results",
    ),
    "selection_title": ("题名", "Title"),
    "rename": ("改名", "Rename"),
    "print_up": ("前移", "Move forward"),
    "print_down": ("后移", "Move back"),
    "print_remove": ("移出", "Take out"),
    "mark_compare": ("对比", "Compare"),
    "compare": ("对比两张", "Compare two"),
    "compare_two": ("请在看片台上勾选两张照片再对比", "Mark two photos on the light table"),
    "compare_marked": ("对比勾选的两张", "Compare the two marked"),
    "copy_credits": ("复制署名", "Copy credits"),
    "credits": ("署名", "Credits"),
    "credits_copied": ("署名已复制", "The credits were copied"),
    "credits_not_copied": ("未能复制，请从框中选取", "Not copied; please take them from the box"),
    "to_print": ("印样", "Contact sheet"),
    "to_download": ("下载", "Download"),
    "sheet_12": ("每页 12 张", "12 a page"),
    "sheet_20": ("每页 20 张", "20 a page"),
    "sheet_pdf": ("PDF", "PDF"),
    "download_csv": ("表格 CSV", "Table (CSV)"),
    "download_json": ("JSON", "JSON"),
    "download_ninjs": ("ninjs", "ninjs"),
    "download_zip": ("图片 ZIP（附署名）", "Pictures (ZIP, with credits)"),
    "contact_sheet": ("印样", "Contact sheet"),
    "sheet_of": ("检索：{query}", "Search: {query}"),
    "sheet_footer": (
        "印于 {day} · 第 {page} 页，共 {pages} 页",
        "Printed {day} · page {page} of {pages}",
    ),
    "sheet_hint": (
        "用浏览器的打印功能印在 A4 纸上",
        "Print it from the browser, on A4",
    ),
    "sheet_no_picture": ("没有图片", "No picture"),
    "sheet_unshown": (
        "字体中没有的字印作 〓：",
        "Characters that the typeface lacks, printed as 〓: ",
    ),
    "credits_head": ("画报 选片 {n} 张 · {day}", "Huabao: {n} photos selected · {day}"),
    "credits_caption": ("图说：", "Caption: "),
    "credits_credit": ("署名：", "Credit: "),
    "credits_date": ("日期：", "Date: "),
    "credits_article": ("文章：", "Article: "),
    "credits_address": ("地址：", "Address: "),
    "credits_post": ("原文：", "Original post: "),
    "credits_missing": ("（图片不在图库里，未收入）", "(the picture is not here and not included)"),
    "credits_too_much": (
        "（超出一次下载的总量 2 GiB，未收入）",
        "(beyond 2 GiB, which is all that one download holds; not included)",
    ),
}
