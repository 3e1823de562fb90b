"""Writes archives/: small tar and zip archives as Python's tarfile and zipfile make them.

`read-*` hold the files of `CONTENTS` (archives/contents.json), each in another form, and `small.*` a
folder and a file of them; `refused-*` must not be unpacked, for what their names say: some lead
outside, some hold what no data set does, some are damaged or tell of themselves what is not so.
Every date is the same, so that a second run writes the same bytes.
"""

import gzip
import io
import json
import pathlib
import struct
import subprocess
import tarfile
import tempfile
import zipfile

FOLDER = pathlib.Path(__file__).parent / "archives"
DATE = (2020, 1, 1, 0, 0, 0)
CONTENTS = {
    "set/train/1.txt": b"one " * 40,
    "set/train/2.bin": bytes(range(256)) * 2,
    "set/test/empty.txt": b"",
    "set/labels.txt": "eins\nzwei\n".encode(),
}
LONG = "set/" + "/".join(["a-folder-with-a-long-name"] * 6) + "/" + "n" * 120
tarfile.RECORDSIZE = 512  # no padding to 10 kB


def item(name, kind=tarfile.REGTYPE, data=b"", link=""):
    """The header of one entry of a tar archive, and its bytes."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size, info.mtime = kind, link, len(data), 1577836800
    return info, data


def tar(name, items, form=tarfile.USTAR_FORMAT, cut=None):
    """Writes a tar archive, inside gzip where its name ends so."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for info, data in items:
            archive.addfile(info, io.BytesIO(data))
    data = buffer.getvalue()[:cut]
    if name.endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    (FOLDER / name).write_bytes(data)


class Stream(io.RawIOBase):
    """Bytes that are written front to back: zipfile then puts lengths behind what they are of."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def zipped(items, to=None, wide=False):
    """The bytes of a zip archive of (name, bytes, mode) or (name, bytes)."""
    buffer = to or io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data, *mode in items:
            info = zipfile.ZipInfo(name, DATE)
            info.external_attr = (mode[0] if mode else 0o100644) << 16
            stored = name.endswith(".bin") or not data
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=wide) as entry:
                entry.write(data)
    return to.data if to else buffer.getvalue()


def put(name, data):
    (FOLDER / name).write_bytes(data)


def read_tars():
    folders = [item(name, tarfile.DIRTYPE) for name in ("set", "set/train", "set/test")]
    files = [item(name, data=data) for name, data in CONTENTS.items()]
    tar("read-plain.tar", folders + files)
    tar("read-plain.tar.gz", folders + files)
    tar("read-no-folders.tar", files)
    tar("read-gnu-long.tar", files + [item(LONG, data=b"long")], tarfile.GNU_FORMAT)
    tar("read-pax-long.tar", files + [item(LONG, data=b"long")], tarfile.PAX_FORMAT)
    tar("small.tar", folders[:1] + files[-1:])
    tar("small.tar.gz", folders[:1] + files[-1:])
    tar("read-dots.tar", [item("./" + name, data=data) for name, data in CONTENTS.items()])


def read_zips():
    files = list(CONTENTS.items())
    put("read-plain.zip", zipped([("set/", b"", 0o40755)] + files))
    put("small.zip", zipped([("set/", b"", 0o40755)] + files[-1:]))
    put("read-wide.zip", zipped(files, wide=True))
    put("read-stream.zip", zipped(files, to=Stream()))


def refused_tars():
    link, hard = tarfile.SYMTYPE, tarfile.LNKTYPE
    x = [item("set/x", data=b"x")]
    for name, items in {
        "absolute": [item("/tmp/spar-escaped", data=b"x")],
        "parent": [item("set/../../spar-escaped", data=b"x")],
        "parent-folder": [item("..", tarfile.DIRTYPE)],
        "parent-inside": [item("set/a/../b", data=b"x")],
        "link": x + [item("set/link", link, link="x")],
        "link-outside": [item("set", link, link="/tmp"), item("set/spar-escaped", data=b"x")],
        "link-above": [item("set", link, link=".."), item("set/spar-escaped", data=b"x")],
        "hard-link": x + [item("set/y", hard, link="set/x")],
        "hard-link-outside": [item("set/y", hard, link="/etc/passwd")],
        "device": [item("set/null", tarfile.CHRTYPE)],
        "block-device": [item("set/disk", tarfile.BLKTYPE)],
        "pipe": [item("set/pipe", tarfile.FIFOTYPE)],
        "twice": x + [item("set/x", data=b"y")],
        "file-as-folder": x + [item("set/x/y", data=b"y")],
        "folder-as-file": [item("set/x/y", data=b"y"), item("set/x", data=b"x")],
        "control": [item("set/\x1b[2Jx", data=b"x")],
        "line-end": [item("set/a\nb", data=b"x")],
        "root": [item("./", data=b"")],
        "nothing": [],
    }.items():
        tar(f"refused-{name}.tar", items)
    pax, gnu = tarfile.PAX_FORMAT, tarfile.GNU_FORMAT
    tar("refused-name-length.tar", [item("set/" + "n" * 256, data=b"x")], gnu)
    tar("refused-path-length.tar", [item("/".join(["n" * 100] * 30), data=b"x")], gnu)
    info, data = item("set/x", data=b"x")
    info.pax_headers = {"path": "/tmp/spar-escaped"}
    tar("refused-pax-absolute.tar", [(info, data)], pax)
    tar("refused-mark.tar", [item("../\u0301spar-escaped", data=b"x")], pax)
    tar("refused-pax-link.tar", [item("set/x", link, link="/etc/" + "n" * 200)], pax)
    tar("refused-bomb.tar.gz", [item("set/zeros", data=bytes(3_000_000))])
    tar("refused-cut-data.tar", [item("set/x", data=b"x" * 2000)], cut=1500)
    tar("refused-cut-header.tar", x + [item("set/y", data=b"y")], cut=1300)
    refused_tars_made_by_hand()


def refused_tars_made_by_hand():
    info, _ = item("set/x")
    huge = bytearray(info.tobuf())
    huge[124:136] = b"77777777777\0"  # 8 GiB
    huge[148:156] = b"        "
    huge[148:156] = b"%06o\0 " % sum(huge)
    put("refused-size.tar", bytes(huge) + bytes(1024))
    put("refused-sum.tar", (FOLDER / "read-plain.tar").read_bytes()[:512].replace(b"set", b"sex"))
    whole = (FOLDER / "read-plain.tar.gz").read_bytes()
    put("refused-cut.tar.gz", whole[: len(whole) // 2])
    put("refused-text.tar", b"<html>Please log in</html>" * 40)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder) / "sparse"
        with open(place, "wb") as file:
            file.truncate(1 << 40)
        put("refused-sparse.tar", subprocess.run(
            ["tar", "--sparse", "--mtime=2020-01-01", "--owner=0", "--group=0", "--numeric-owner",
             "-b1", "-cf", "-", "-C", folder, "sparse"], check=True, capture_output=True).stdout)


def refused_zips():
    for name, items in {
        "absolute": [("/tmp/spar-escaped", b"x")],
        "parent": [("set/../../spar-escaped", b"x")],
        "link": [("set/link", b"/etc/passwd", 0o120777)],
        "link-outside": [("set", b"/tmp", 0o120777), ("set/spar-escaped", b"x")],
        "control": [("set/\x1b[2Jx", b"x")],
        "bomb": [("set/zeros", bytes(3_000_000))],
        "nothing": [],
    }.items():
        put(f"refused-{name}.zip", zipped(items))
    plain = zipped([("set/x", b"x" * 100), ("set/y", b"y" * 100)])
    put("refused-twice.zip", plain.replace(b"set/y", b"set/x"))
    put("refused-file-as-folder.zip", zipped([("set/x", b"x"), ("set/x/y", b"y")]))
    put("refused-cut.zip", plain[:-30])
    put("refused-text.zip", b"<html>Please log in</html>" * 40)
    # Bytes without the mark that they are UTF-8: libarchive tells those as they are.
    mark = zipped([("../##spar-escaped", b"x")]).replace(b"##", "\u0301".encode())
    put("refused-mark.zip", mark)
    windows = bytearray(zipped([("set#..#..#spar-escaped", b"x")]).replace(b"#", b"\\"))
    windows[windows.index(b"PK\1\2") + 5] = 0  # made by MS-DOS: libarchive reads \ as /
    put("refused-backslash.zip", bytes(windows))
    refused_zips_made_by_hand(plain)


def refused_zips_made_by_hand(plain):
    """Headers that disagree with what they are of; offsets are those of APPNOTE 4.3.7 and 4.3.12."""
    entry = plain.index(b"PK\1\2")
    for name, central, local, value in [
        ("less", 24, 22, struct.pack("<I", 50)), ("more", 24, 22, struct.pack("<I", 200)),
        ("sum", 16, 14, b"\1\2\3\4"), ("method", 10, 8, struct.pack("<H", 99)),
        ("encrypted", 8, 6, struct.pack("<H", 1)),
        ("huge", 24, 22, struct.pack("<I", 0xfffffffe)),
    ]:
        data = bytearray(plain)
        for place in (entry + central, local):
            data[place : place + len(value)] = value
        put(f"refused-{name}.zip", bytes(data))


def main():
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    read_tars()
    read_zips()
    refused_tars()
    refused_zips()
    contents = {name: list(data) for name, data in CONTENTS.items()}
    put("contents.json", json.dumps(contents).encode() + b"\n")
    print(len(list(FOLDER.iterdir())), "files in", FOLDER)


if __name__ == "__main__":
    main()
