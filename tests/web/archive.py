"""A small archive of invented posts with pictures, made on the spot and indexed for real."""

from pathlib import Path

from PIL import Image

import indexer

COLOURS = ("#7a9cb8", "#c98f5a", "#6d8a5c", "#a5231c", "#d8c48f")

HARBOUR = """\
---
title: 渔港开海：千帆竞发
date: 2018-09-01 08:00:00
author: 海州晚报
categories: [社会, 图片]
tags: [水产, 海边]
url: https://paper.example/harbour
---
<p>休渔期结束，海州湾的渔船清晨出港，码头上挤满送行的家人。</p>
<figure><img src="harbour/boats.jpg">
<figcaption>2018年8月31日，渔民在码头整理渔网，准备开海。新华社记者 周牧野 摄</figcaption></figure>
<p>今年开海比往年晚了两天，气象台说南风正好。</p>
<figure><img src="harbour/tall.jpg">
<figcaption>2018年9月1日，灯塔下的孩子目送渔船远去。周牧野 摄</figcaption></figure>
<figure><img src="harbour/gone.jpg">
<figcaption>2018年9月，归航的渔船满载 &lt;梭子蟹&gt; &amp; 对虾。林小禾 摄</figcaption></figure>
<figure><img src="https://pictures.invalid/market.jpg" width="900" height="600">
<figcaption>2018年9月2日拍摄的鱼市。林小禾 摄</figcaption></figure>
<p>傍晚，第一批渔获上岸，鱼市的灯一直亮到天明。</p>
"""

HOSTILE = """\
---
title: '<script>alert("题")</script> 与 "引号"'
date: 2020-02-02
url: javascript:alert(1)
---
<p>这一段讲的是尖括号 &lt;b&gt; 与引号 " 怎样写在标题里，文字要照原样显示出来。</p>
<figure><img src="harbour/boats.jpg">
<figcaption>2020年2月1日，印刷厂的工人检查 &lt;b&gt;版面&lt;/b&gt;。陈默 摄</figcaption></figure>
"""

UNDATED = """\
---
title: 老城
---
<figure><img src="harbour/boats.jpg">
<figcaption>街坊收藏的一张旧照。陈默 摄</figcaption></figure>
"""

LANTERNS = 60


def make_archive(folder: Path) -> Path:
    """Write the posts and pictures below a folder and index them there; returns the index."""
    indexer.build_index(write_corpus(folder), folder / "index")
    return folder / "index"


def write_corpus(folder: Path) -> Path:
    """Write the posts and pictures below a folder; returns the corpus."""
    corpus = folder / "corpus"
    (corpus / "harbour").mkdir(parents=True)
    (corpus / "lanterns").mkdir()
    (corpus / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (corpus / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (corpus / "undated.md").write_text(UNDATED, encoding="utf-8")
    _paint(corpus / "harbour" / "boats.jpg", 900, 600, COLOURS[0])
    _paint(corpus / "harbour" / "tall.jpg", 500, 800, COLOURS[1])
    for year in (2015, 2016, 2017):
        (corpus / f"lanterns{year}.md").write_text(_lanterns(corpus, year), encoding="utf-8")
    return corpus


def _lanterns(corpus: Path, year: int) -> str:
    head = f"---\ntitle: {year}年花灯巡游\ndate: {year}-03-05\n---\n"
    parts = [head, "今年的花灯队伍从鼓楼出发。\n"]
    for number in range(LANTERNS // 3):
        name = f"lanterns/{year}-{number}.jpg"
        _paint(corpus / name, 300 + 10 * number, 200, COLOURS[number % len(COLOURS)])
        caption = f"{year}年3月{number + 1}日，第{number + 1}盏花灯在鼓楼前点亮。何青 摄"
        parts.append(f'<figure><img src="{name}"><figcaption>{caption}</figcaption></figure>\n')
    return "\n".join(parts)


def _paint(path: Path, width: int, height: int, colour: str) -> None:
    Image.new("RGB", (width, height), colour).save(path, "JPEG", quality=60)
