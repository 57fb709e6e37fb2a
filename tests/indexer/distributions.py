"""Distributions that tests install: a module and its metadata in a folder, which needs no pip."""

from pathlib import Path


def install(
    folder: Path, code: str, *, name: str = "ours", version: str = "1.0", point: str = "Reader"
) -> None:
    """Put a distribution of one reader into a folder; module and entry point have its name."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}_reader.py").write_text(code, "utf-8")
    for old in folder.glob(f"{name}-*.dist-info"):
        old.rename(folder / "gone")
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8"
    )
    (about / "entry_points.txt").write_text(
        f"[huabao.readers]\n{name} = {name}_reader:{point}\n", "utf-8"
    )
