"""What browsers load beside pages: the chart library that the installed plotly draws for, fonts, the stylesheet."""

import re

import plotly.offline
from PIL import ImageFont

from dashboard.store import Store
from dashboard.web.static_files import ASSETS


def test_plotly_js_is_of_the_version_that_plotly_ships() -> None:
    start = (ASSETS / "plotly-basic.min.js").read_text(encoding="utf-8")[:300]
    match = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", start)
    assert match is not None
    assert match.group(1) == plotly.offline.get_plotlyjs_version()
    assert "MIT" in (ASSETS / "plotly-basic.LICENSE.txt").read_text(encoding="utf-8")


def test_the_fonts_have_every_weight_and_sign_that_is_asked_of_them(store: Store) -> None:
    style = (ASSETS / "gradeline.css").read_text(encoding="utf-8")
    faces = dict(re.findall(r'@font-face {.*url\("([^"]+)"\).*font-weight: (\d+ \d+);', style))
    assert faces == {"gradeline-sans.woff2": "400 700", "gradeline-serif.woff2": "600 700"}
    least, most = map(int, faces["gradeline-sans.woff2"].split())
    asked = set(map(int, re.findall(r"font(?:-weight)?: (\d00|\d50)[ ;]", style.replace("font-weight: 400 700", ""))))
    assert least == min(asked)
    assert most == max(asked)
    terms = [term.title for term in store.reference.vocabulary.printed]
    names = {authority.name for authority in store.reference.register.authorities}
    said = sorted(set("".join([*terms, *names, "“20% – 1,000”·…×−‘ÂâÉéŒœ£½"])))
    for name in faces:
        font = ImageFont.truetype(str(ASSETS / name), 40)
        missing = bytes(font.getmask("\uffff"))
        assert [sign for sign in said if sign != " " and bytes(font.getmask(sign)) == missing] == []
        assert len({font.getlength(figure) for figure in "0123456789"}) == 1
    axes = ImageFont.truetype(str(ASSETS / "gradeline-sans.woff2")).get_variation_axes()
    assert [(axis["minimum"], axis["maximum"]) for axis in axes] == [(least, most)]


def test_changed_fonts_have_names_of_their_own_and_their_licence_beside_them() -> None:
    licence = (ASSETS / "gradeline-fonts-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.count("with Reserved Font Name ‘Source’") == 2
    for path in ASSETS.glob("*.woff2"):
        family, _style = ImageFont.truetype(str(path)).getname()
        assert f"{family} ({path.name})" in licence
        assert family is not None
        assert "Source" not in family


def test_the_stylesheet_uses_no_other_host_and_knows_every_state() -> None:
    style = (ASSETS / "gradeline.css").read_text(encoding="utf-8")
    assert "http" not in re.sub(r'a\[href\^="http"\]', "", style)
    assert "@import" not in style
    for rule in (
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "@media print",
        ":focus-visible",
        "forced-colors",
    ):
        assert rule in style
