#!/usr/bin/env python3
"""Writes Seeds/<check>/: small files that are read, and one of each kind that is refused.

A name begins with what is to become of the file, `read-` or `refused-`; Tests/FileChecksTests
holds that. Files that a fuzzer found are called `found-...` and are left alone, as are the pictures
of Golden/pictures, which Scripts/fuzz starts from as well.

usage: Fuzzing/make_seeds.py
"""

import gzip
import io
import json
import pathlib
import struct
import tarfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
PICTURES = HERE.parent / "Golden" / "pictures"


def write(check, name, data):
    folder = HERE / "Seeds" / check
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def safetensors(header, data=b"", length=None):
    text = header.encode() if isinstance(header, str) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def write_safetensors():
    def put(name, *file, **more):
        write("safetensors", name, safetensors(*file, **more))

    sizes = {"BOOL": 1, "U8": 1, "I16": 2, "BF16": 2, "F32": 4, "C64": 8, "F64": 8, "U64": 8}
    every, place = {}, 0
    for dtype, size in sizes.items():
        every[dtype] = entry(dtype, [2], place, place + 2 * size)
        place += 2 * size
    put("read-empty", {})
    put("read-types", every, bytes(place))
    put("read-scalar", {"__metadata__": {"format": "pt"}, "a": entry("F32", [], 0, 4)}, bytes(4))
    put("read-none", {"a": entry("F32", [0, 3], 0, 0)})
    put("read-escapes", r'{"\u00e9\ud83d\ude00\n":%s}' % json.dumps(entry("U8", [1], 0, 1)), b"x")
    one = entry("U8", [2], 0, 2)
    put("refused-overlap", {"a": one, "b": entry("U8", [2], 1, 3)}, bytes(3))
    put("refused-hole", {"a": one, "b": entry("U8", [2], 3, 5)}, bytes(5))
    put("refused-short", {"a": one}, bytes(1))
    put("refused-long", {"a": one}, bytes(3))
    put("refused-backwards", {"a": entry("U8", [2], 2, 0)}, bytes(2))
    put("refused-size", {"a": entry("F32", [2], 0, 2)}, bytes(2))
    put("refused-overflow", {"a": entry("F32", [1 << 62, 4], 0, 2)}, bytes(2))
    put("refused-packed", {"a": entry("F4", [4], 0, 2)}, bytes(2))
    put("refused-lengths", {"a": entry("U8", [0, 1 << 32, 1 << 32], 0, 0)})
    put("refused-number", '{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}', b"x")
    put("refused-twice", '{"a":%s,"a":%s}' % (json.dumps(one), json.dumps(one)), bytes(2))
    put("refused-key", {"a": {**one, "more": 1}}, bytes(2))
    put("refused-surrogate", r'{"\ud800":{}}')
    put("refused-utf8", b'{"\xff":{}}'.decode("latin-1"))
    put("refused-nested", "[" * 2000)
    put("refused-header-length", {}, length=1 << 63)
    put("refused-header-past-end", {}, length=100)
    write("safetensors", "refused-tiny", b"\2\0\0")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, interlace=0, before=b"", after=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before
        + chunk(b"IDAT", zlib.compress(rows)) + after + chunk(b"IEND", b"")
    )


def write_png():
    def put(name, *picture, **more):
        write("png", name, png(*picture, **more))

    grey = b"\0\1\2\3" * 3
    palette = chunk(b"PLTE", bytes(range(12)))
    put("read-grey", 3, 3, 8, 0, grey)
    put("read-filters", 3, 5, 8, 0, b"".join(bytes([f, 1, 2, 3]) for f in range(5)))
    passes = [b"\0\1", b"\0\1", b"\0\1\2", b"\0\1", b"\0\1", b"\0\1\2\3"]
    put("read-interlaced", 3, 3, 8, 0, b"".join(passes), interlace=1)
    put("read-palette", 3, 1, 2, 3, b"\0\x1b", before=palette)
    put("read-exif", 3, 3, 8, 0, grey, after=chunk(b"eXIf", tiff(6)))
    profile = chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(200)))
    put("read-profile", 3, 3, 8, 0, grey, before=profile)
    put("read-text", 3, 3, 8, 0, grey, before=chunk(b"zTXt", b"k\0\0" + zlib.compress(b"text")))
    put("refused-no-palette", 3, 1, 2, 3, b"\0\x1b")
    put("refused-rows", 3, 3, 8, 0, grey[:-4])
    put("refused-filter", 3, 3, 8, 0, b"\7" + grey[1:])
    put("refused-depth", 3, 3, 4, 2, grey)
    put("refused-colour", 3, 3, 8, 5, grey)
    put("refused-zero", 0, 3, 8, 0, grey)
    put("refused-limit", 1 << 30, 1 << 30, 8, 0, grey)
    put("refused-text-bomb", 3, 3, 8, 0, grey,
        before=chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(17 << 20), 9)))
    whole = png(3, 3, 8, 0, grey)
    write("png", "refused-cut", whole[:-14])
    write("png", "refused-check-sum", whole[:50] + b"?" + whole[51:])
    write("png", "refused-gif", b"GIF89a" + bytes(20))
    write("png", "refused-empty", b"")


def write_mask():
    def put(name, *picture, **more):
        write("mask", name, png(*picture, **more))

    numbers = b"\0\0\1\xff" * 3
    palette = chunk(b"PLTE", bytes(range(12)))
    put("read-palette", 3, 3, 8, 3, numbers, before=palette)
    put("read-palette-1", 3, 1, 1, 3, b"\0\xa0", before=chunk(b"PLTE", bytes(6)))
    put("read-palette-2", 3, 1, 2, 3, b"\0\x1b", before=palette)
    put("read-palette-4", 3, 1, 4, 3, b"\0\x1b\xf0", before=palette)
    put("read-grey", 3, 3, 8, 0, numbers)
    put("read-grey-1", 3, 1, 1, 0, b"\0\xa0")
    put("read-grey-4", 3, 1, 4, 0, b"\0\x1b\xf0")
    put("read-opacity", 3, 3, 8, 3, numbers, before=palette + chunk(b"tRNS", b"\0\1"))
    put("read-filters", 3, 5, 8, 3, b"".join(bytes([f, 1, 2, 3]) for f in range(5)),
        before=palette)
    put("refused-rgb", 1, 3, 8, 2, b"\0\1\2\3" * 3)
    put("refused-rgba", 1, 1, 8, 6, bytes(5))
    put("refused-grey-alpha", 1, 1, 8, 4, bytes(3))
    put("refused-16", 1, 1, 16, 0, bytes(3))
    put("refused-interlaced", 1, 1, 8, 0, bytes(2), interlace=1)
    put("refused-no-palette", 3, 1, 2, 3, b"\0\x1b")
    put("refused-rows", 3, 3, 8, 0, numbers[:-4])
    put("refused-limit", 1 << 30, 1 << 30, 8, 0, numbers)
    put("refused-zero", 0, 3, 8, 0, numbers)
    whole = png(3, 3, 8, 3, numbers, before=palette)
    write("mask", "refused-cut", whole[:-14])
    write("mask", "refused-check-sum", whole[:-20] + b"?" + whole[-19:])
    write("mask", "refused-jpeg", (PICTURES / "rgb-16x16.jpg").read_bytes())
    write("mask", "refused-empty", b"")


def mat_element(kind, data):
    """A data element of a MATLAB 5 file, filled up to eight bytes."""
    return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)


def mat_matrix(kind, sides, name, *parts):
    header = mat_element(6, bytes([kind] + 7 * [0])) + mat_element(5, struct.pack("<2i", *sides))
    return mat_element(14, header + mat_element(1, name) + b"".join(parts))


def mat_structure(**fields):
    names = b"".join(name.encode().ljust(32, b"\0") for name in fields)
    length = struct.pack("<HHI", 5, 4, 32)  # short enough to lie in its tag
    return mat_matrix(2, (1, 1), b"GTcls", length, mat_element(1, names), *fields.values())


def mat_bytes(height, width, data):
    return mat_matrix(9, (height, width), b"", mat_element(2, data))


def write_sbd():
    def put(name, *variables, version=b"\0\1IM"):
        write("sbd", name, b"MATLAB 5.0 MAT-file".ljust(124) + version + b"".join(variables))

    def compressed(variable):
        data = zlib.compress(variable)
        return struct.pack("<II", 15, len(data)) + data

    mask = mat_bytes(3, 2, b"\0\0\1\xff\2\3")
    other = mat_matrix(6, (1, 1), b"", mat_element(9, bytes(8)))
    whole = mat_structure(Boundaries=mat_matrix(1, (1, 1), b"", other), Segmentation=mask,
                          CategoriesPresent=other)
    put("read-compressed", compressed(whole))
    put("read-plain", whole)
    put("read-alone", compressed(mat_structure(Segmentation=mask)))
    put("refused-version", compressed(whole), version=b"\0\2IM")
    put("refused-order", compressed(whole), version=b"\1\0MI")
    put("refused-nothing")
    put("refused-two", compressed(whole), compressed(whole))
    put("refused-matrix", compressed(mask))
    put("refused-field", compressed(mat_structure(Boundaries=other)))
    put("refused-double", compressed(mat_structure(Segmentation=other)))
    put("refused-count", compressed(mat_structure(Segmentation=mat_bytes(3, 2, bytes(5)))))
    put("refused-sides", compressed(mat_structure(Segmentation=mat_bytes(-1, -6, bytes(6)))))
    put("refused-limit", compressed(mat_structure(Segmentation=mat_bytes(1 << 30, 1 << 30, b""))))
    put("refused-none", compressed(mat_structure(Segmentation=mat_bytes(0, 2, b""))))
    put("refused-cut", compressed(whole)[:-9])
    put("refused-check-sum", compressed(whole)[:-1] + b"?")
    put("refused-bomb", compressed(struct.pack("<II", 14, 0xc0000000)))
    zeros = mat_bytes(2048, 2048, bytes(1 << 22))
    put("refused-zeros", compressed(mat_structure(Segmentation=zeros)))
    put("refused-beyond", whole[:4] + struct.pack("<I", 1 << 31) + whole[8:])
    write("sbd", "refused-empty", b"")


def tiff(orientation, little=False):
    order = "<" if little else ">"
    mark = b"II*\0" if little else b"MM\0*"
    entries = struct.pack(order + "HHIHHI", 274, 3, 1, orientation, 0, 0)
    return mark + struct.pack(order + "IH", 8, 1) + entries


def write_exif():
    write("exif", "read-big-endian", tiff(6))
    write("exif", "read-little-endian", tiff(8, little=True))
    write("exif", "refused-upright", tiff(1))
    write("exif", "refused-value", tiff(9))
    write("exif", "refused-directory", b"MM\0*\xff\xff\xff\xff")
    write("exif", "refused-entries", b"MM\0*\0\0\0\x08\xff\xff" + bytes(24))
    write("exif", "refused-cut", tiff(6)[:-8])
    write("exif", "refused-empty", b"")


def write_jpeg():
    whole = (PICTURES / "rgb-16x16.jpg").read_bytes()
    frame = whole.index(b"\xff\xc0")
    scan = whole.index(b"\xff\xda")
    write("jpeg", "read-plain.jpg", whole)
    write("jpeg", "refused-cut.jpg", whole[:-30])
    write("jpeg", "refused-no-scan.jpg", whole[:scan])
    write("jpeg", "refused-no-frame.jpg", whole[:frame] + whole[scan:])
    write("jpeg", "refused-two-frames.jpg", whole[:scan] + whole[frame:])
    write("jpeg", "refused-bits.jpg", whole[:frame + 4] + b"\x0c" + whole[frame + 5:])
    write("jpeg", "refused-size.jpg", whole[:frame + 5] + bytes(4) + whole[frame + 9:])
    write("jpeg", "refused-limit.jpg", whole[:frame + 5] + b"\xff" * 4 + whole[frame + 9:])
    write("jpeg", "refused-larger.jpg", whole[:frame + 5] + b"\0\x80\0\x80" + whole[frame + 9:])
    write("jpeg", "refused-lossless.jpg", whole[:frame + 1] + b"\xc3" + whole[frame + 2:])
    write("jpeg", "refused-sampling.jpg", whole[:frame + 11] + b"\0" + whole[frame + 12:])
    write("jpeg", "refused-tables.jpg", whole[:2] + whole[frame:])
    write("jpeg", "refused-length.jpg", whole[:4] + b"\0\1" + whole[6:])


def idx(shape, data):
    return bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + data


def write_idx():
    def put(name, data):
        write("idx", name, data)

    pictures = idx([2, 2, 3], bytes(range(12)))
    put("read-pictures", pictures)
    put("read-labels", idx([3], b"\0\1\2"))
    put("read-gzip", gzip.compress(pictures, mtime=0))
    put("refused-magic", idx([2, 2], bytes(4)))
    put("refused-zero", idx([2, 0, 3], b""))
    put("refused-short", pictures[:-1])
    put("refused-long", pictures + b"x")
    put("refused-huge", idx([1 << 31] * 3, b""))
    put("refused-gzip-huge", gzip.compress(idx([1 << 31] * 3, b""), mtime=0))
    put("refused-gzip-short", gzip.compress(pictures[:-1], mtime=0))
    put("refused-gzip-long", gzip.compress(pictures + b"x", mtime=0))
    put("refused-gzip-cut", gzip.compress(pictures, mtime=0)[:-3])
    put("refused-gzip-sum", gzip.compress(pictures, mtime=0)[:-8] + bytes(8))
    put("refused-gzip-twice", 2 * gzip.compress(pictures, mtime=0))
    put("refused-gzip-code", gzip.compress(pictures, mtime=0)[:10] + b"\xff" * 20)


def write_cifar():
    names = "\n".join(f"class {number}" for number in range(10)).encode() + b"\0"
    write("cifar", "read-ten", b"\0\7" + bytes(3072))
    write("cifar", "read-hundred", b"\1\5\x63" + bytes(3072))
    write("cifar", "read-names", b"\2" + names + b"\7" + bytes(3072))
    write("cifar", "refused-label", b"\0\x0a" + bytes(3072))
    write("cifar", "refused-short", b"\4\7" + bytes(3072))
    write("cifar", "refused-long", b"\0\7" + bytes(3080))
    write("cifar", "refused-names", b"\2one\n\0\7" + bytes(3072))
    write("cifar", "refused-empty", b"")


def tar(*members, form=tarfile.GNU_FORMAT):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form, bufsize=1) as archive:
        for name, kind, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data)
            info.linkname = "cats/1.jpg" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
            archive.addfile(info, io.BytesIO(data))
    used = len(file.getvalue().rstrip(b"\0"))
    return file.getvalue()[: -(-used // 512) * 512] + bytes(1024)


def write_tar():
    plain = tarfile.REGTYPE
    long = "train/" + "x" * 120 + "/cats/1.jpg"
    cat = ("cats/1.jpg", plain, b"not a picture")

    def put(name, *members, form=tarfile.GNU_FORMAT):
        write("tar", name, tar(*members, form=form))

    put("read-plain", ("cats", tarfile.DIRTYPE, b""), cat, ("./dogs/2.PNG", plain, b""))
    put("read-picture", ("cats/1.png", plain, png(3, 3, 8, 0, b"\0\1\2\3" * 3)))
    put("read-gnu-long", (long, plain, b""))
    put("read-pax-long", ("é" + long, plain, b""), form=tarfile.PAX_FORMAT)
    split = "a" * 90 + "/" + "b" * 80 + "/1.jpg"
    put("read-prefix", (split, plain, b""), form=tarfile.USTAR_FORMAT)
    put("refused-absolute", ("/cats/1.jpg", plain, b""))
    put("refused-outside", ("cats/../../1.jpg", plain, b""))
    put("refused-link", cat, ("cats/2.jpg", tarfile.SYMTYPE, b""))
    put("refused-hard-link", cat, ("cats/2.jpg", tarfile.LNKTYPE, b""))
    put("refused-device", ("cats/2.jpg", tarfile.CHRTYPE, b""))
    put("refused-pipe", ("cats/2.jpg", tarfile.FIFOTYPE, b""))
    put("refused-kind", ("cats/2.jpg", b"Z", b""))
    put("refused-no-class", ("1.jpg", plain, b""))
    put("refused-no-picture", ("cats/1.txt", plain, b""))
    put("refused-case", cat, ("Cats/2.jpg", plain, b""))
    whole = tar(cat)
    write("tar", "refused-cut", whole[:520])
    write("tar", "refused-sum", b"d" + whole[1:])
    write("tar", "refused-no-end", whole[:1024])


def write_list():
    write("list", "read-names", "cats/1.jpg cat\ndogs/a b.png\tdog\n")
    write("list", "read-numbers", "\ufeffa.jpg 2\r\n\r\nb.jpg 0\r\n")
    write("list", "read-mixed", "a.jpg 2\nb.jpg two\nc.jpg -1\n")
    write("list", "read-slash", "a1.7372 / go1+24\n")
    write("list", "refused-label", "a.jpg\n")
    write("list", "refused-case", "a.jpg cat\nb.jpg Cat\n")
    write("list", "refused-utf8", b"a\xff.jpg 1\n")
    write("list", "refused-zero", b"a\0.jpg 1\n")
    write("list", "refused-empty", "\n \n")
    write("list", "refused-far", "a.jpg 16777215\n")


def scan(mark="Spar folder scan 1", counts=(3, 2, 3), changed=1_700_000_000_000_000_000,
         classes=(("cats", 0), ("dogs", 2)), files=("cats/1.jpg", "cats/2.png", "dogs/1.jpg")):
    texts = [mark, "{folder}", *counts]
    for folder in (".", "cats", "dogs"):
        texts += [folder, changed]
    texts += [text for pair in classes for text in pair] + list(files)
    return "".join(f"{text}\0" for text in texts)


def write_memory():
    def put(name, **parts):
        write("memory", name, scan(**parts))

    put("read-whole")
    put("refused-mark", mark="Spar folder scan 2")
    put("refused-time", changed=1)
    put("refused-counts", counts=(3, 2, 4))
    put("refused-huge", counts=(2**63 - 1, 2, 3))
    put("refused-negative", counts=(-1, 2, 3))
    put("refused-firsts", classes=(("cats", 0), ("dogs", 9)))
    put("refused-order", classes=(("cats", 2), ("dogs", 0)))
    put("refused-class", files=("cats/1.jpg", "cats/2.png", "cats/1.jpg"))
    put("refused-outside", files=("cats/1.jpg", "cats/../../2.png", "dogs/1.jpg"))
    put("refused-twice", classes=(("cats", 0), ("cats", 2)), files=("cats/1.jpg",) * 3)
    write("memory", "refused-cut", scan()[:-1])
    write("memory", "refused-empty", "")


def pickled_text(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def pickled_tensor(key="0", count=6, shape=(2, 3), strides=(3, 1), offset=0, kind="FloatStorage"):
    """What torch.save writes for a tensor, without its memory opcodes."""
    def numbers(values):
        return b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"

    storage = b"(" + pickled_text("storage") + b"ctorch\n" + kind.encode() + b"\n"
    storage += pickled_text(key) + pickled_text("cpu") + b"J" + struct.pack("<i", count) + b"tQ"
    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + b"J" + struct.pack("<i", offset)
        + numbers(shape) + numbers(strides) + b"\x89ccollections\nOrderedDict\n)RtR"
    )


def pickled(items, before=b"", after=b""):
    """A dictionary of `items`, whose values are pickled."""
    pairs = b"".join(pickled_text(name) + value for name, value in items.items())
    return b"\x80\x02" + before + b"}(" + pairs + b"u" + after + b"."


def pth(pickle, storages=(("0", bytes(24)),), order="little", method=zipfile.ZIP_STORED, more=()):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        entries = [("data.pkl", pickle), ("byteorder", order.encode())]
        entries += [(f"data/{key}", data) for key, data in storages] + list(more)
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(f"a/{name}"), data, method)
    return file.getvalue()


def legacy_pth(pickle, keys=("0",), count=6, data=bytes(24), little=True):
    magic = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
    system = pickled({"little_endian": b"\x88" if little else b"\x89"})
    listed = b"\x80\x02](" + b"".join(map(pickled_text, keys)) + b"e."
    return (magic + b"\x80\x02M\xe9\x03." + system + pickle + listed
            + struct.pack("<Q", count) + data)


def write_pth():
    def put(name, *parts, **more):
        write("pth", name, pth(*parts, **more))

    def tensor(name, **changes):
        put(name, pickled({"w": pickled_tensor(**changes)}))

    plain = pickled({"w": pickled_tensor()})
    put("read-plain", plain)
    put("read-nothing", pickled({"epoch": b"K\3", "best": b"G" + bytes(8), "none": b"N"}))
    tensor("read-turned", shape=(3, 2), strides=(1, 3))
    tensor("read-part", shape=(2,), strides=(2,), offset=3)
    tensor("read-repeated", shape=(9,), strides=(0,), offset=5)
    tensor("read-none", shape=(0, 3), strides=(3, 1), offset=9)
    nested = b"](" + pickled_tensor() + b"N\x85e"
    put("read-nested", pickled({"a": b"}" + pickled_text("b") + nested + b"s", "w": b"\x88"}))
    put("read-memory", pickled({"w": pickled_tensor() + b"q\0", "v": b"h\0"}))
    write("pth", "read-legacy", legacy_pth(plain))
    system = b"cos\nsystem\n" + pickled_text("true") + b"\x85R"
    put("refused-system", pickled({}, after=system))
    put("refused-posix", pickled({"w": b"cposix\nsystem\n"}))
    put("refused-eval", pickled({"w": b"c__builtin__\neval\n" + pickled_text("1") + b"\x85R"}))
    put("refused-object", pickled({"w": b"ctorch\nSize\n)\x81"}))
    put("refused-instance", pickled({"w": b"(ios\nsystem\n"}))
    put("refused-call", pickled({"w": b"K\1)R"}))
    put("refused-attributes", pickled({"w": b"K\1}b"}))
    put("refused-protocol", b"\x80\x04N.")
    put("refused-stack", b"\x80\x02u.")
    put("refused-left", b"\x80\x02NN.")
    put("refused-memory", b"\x80\x02h\7.")
    put("refused-depth", b"\x80\x02" + b"]" * 99 + pickled_tensor() + b"a" * 99 + b".")
    again = b"](" + pickled_tensor() + b"e" + b"q\0"
    again += b"".join(b"](" + bytes([0x68, i]) * 9 + b"eq" + bytes([i + 1]) for i in range(9))
    put("refused-again", b"\x80\x02(" + again + b"t.")
    ordered = b"ccollections\nOrderedDict\nq\2" + b"h\2h\1\x85R" * 200
    put("refused-copies", b"\x80\x02(NN\x86q\0]q\1(" + b"h\0" * 500 + b"e" + ordered + b"t.")
    put("refused-keys", b"\x80\x02(}q\0(" + b"NN" * 500 + b"u" + b"h\0" * 800 + b"t.")
    head = b"ctorch._utils\n_rebuild_tensor_v2\n"
    body = pickled_tensor(shape=(1,) * 64, strides=(1,) * 64)[len(head):-1]
    put("refused-shapes",
        b"\x80\x02](" + head + b"q\1" + body + b"q\0R" + b"h\1h\0R" * 50 + b"e.")
    tensor("refused-dimensions", shape=(1,) * 65, strides=(1,) * 65)
    put("refused-self", b"\x80\x02]q\0h\0a.")
    tensor("refused-outside", offset=1)
    tensor("refused-negative", strides=(-3, 1))
    tensor("refused-lengths", shape=(1 << 30,) * 3, strides=(0, 0, 0))
    tensor("refused-expanded", shape=(1 << 20,), strides=(0,))
    tensor("refused-key", key="../../1")
    tensor("refused-kind", kind="QInt8Storage")
    tensor("refused-count", count=7)
    put("refused-big", plain, order="big")
    put("refused-compressed", plain, method=zipfile.ZIP_DEFLATED)
    put("refused-program", plain, more=(("code/a.py", b""),))
    inner = pickled({"b": pickled_tensor()})[2:-1]
    put("refused-twice", pickled({"a.b": pickled_tensor(), "a": inner}))
    whole = pth(plain)
    write("pth", "refused-cut", whole[:-30])
    write("pth", "refused-name", whole.replace(b"a/data/0", b"a/data/1", 1))
    place = whole.rindex(b"PK\1\2")
    write("pth", "refused-bounds", whole[:place + 42] + struct.pack("<I", 1 << 30)
          + whole[place + 46:])
    write("pth", "refused-sizes", whole[:place + 20] + struct.pack("<II", 1 << 30, 1 << 30)
          + whole[place + 28:])
    write("pth", "refused-legacy-cut", legacy_pth(plain, data=bytes(23)))
    write("pth", "refused-legacy-count", legacy_pth(plain, count=1 << 62))
    write("pth", "refused-legacy-key", legacy_pth(plain, keys=("1",)))
    write("pth", "refused-legacy-big", legacy_pth(plain, little=False))
    write("pth", "refused-other-pickle", b"\x80\x02N.      ")
    write("pth", "refused-empty", "")


def write_recipe():
    write("recipe", "read-defaults", "{}\n")
    write("recipe", "read-some", """\
name: some
seed: 18446744073709551615
data: {set: cifar10, limit: 100}
method:
  afan:
    cleanWeight: 0.5
    cuts:
      - stage: layer2
        attack: {steps: 5, stepSize: 0.5/255, unit: relative}
        lessons: [{strength: 0.5, weight: 0.25}, {weight: 0.25}]
schedule: {warmUp: 1, shape: {steps: {epochs: [50, 150], factor: 0.1}}}
evaluation: {fgsm: null, noise: 1e-1}
precision: bf16
""")
    write("recipe", "refused-key", "sead: 1\n")
    write("recipe", "refused-type", "epochs: many\n")
    write("recipe", "refused-range", "epochs: 0\n")
    write("recipe", "refused-twice", "seed: 1\nseed: 2\n")
    write("recipe", "refused-anchor", "data: &a {limit: 1}\nnetwork: *a\n")
    write("recipe", "refused-aliases", "a: &a [x]\n" + "? [" + ", ".join(["*a"] * 40) + "]\n: 1\n")
    write("recipe", "refused-tag", "seed: !!int 1\n")
    write("recipe", "refused-documents", "{}\n---\n{}\n")
    write("recipe", "refused-syntax", "data: {set: [\n")
    write("recipe", "refused-depth", "name: " + "[" * 200 + "]" * 200 + "\n")
    write("recipe", "refused-deeper", "name: " + "[" * 4000 + "\n")
    write("recipe", "refused-control", b"name: \x01\n")
    write("recipe", "refused-utf8", b"name: \xff\n")
    write("recipe", "refused-empty", "# nothing\n")


def write_overrides():
    write("overrides", "read-none", "\n")
    write("overrides", "read-some",
          "seed=3\ndata.limit=100\nevaluation.pgd=null\noptimizer={kind: {sgd: {momentum: 0}}}\n")
    cut = "{stage: a, attack: {stepSize: 0.1}, lessons: [{weight: 1}]}"
    write("overrides", "read-method",
          "method={afan: {cuts: [%s]}}\nmethod.afan.cuts[0].attack.steps=3\n" % cut)
    write("overrides", "refused-key", "data.limmit=1\n")
    write("overrides", "refused-choice", "method.afan.cleanWeight=1\n")
    write("overrides", "refused-item",
          "schedule.shape={steps: {epochs: [1]}}\nschedule.shape.steps.epochs[1]=2\n")
    write("overrides", "refused-below", "seed.more=1\n")
    write("overrides", "refused-no-value", "seed\n")
    write("overrides", "refused-syntax", "seed=[\n")
    write("overrides", "refused-huge", "seed=99999999999999999999\n")


def write_config():
    whole = {
        "architecture": "resnet20", "auxiliaryBranches": 0, "classes": ["cat", "dog"],
        "outputs": 2, "inputShape": [3, 32, 32], "mean": [0.5, 0.5, 0.5],
        "deviation": [0.25, 0.25, 0.25], "precision": "fp32",
        "preprocessing": {"resampling": "bilinear", "upright": True},
    }

    def put(name, **changes):
        write("config", name, json.dumps({**whole, **changes}))

    put("read-whole")
    put("read-more", width=32, stem="small", outputs=3,
        preprocessing={
            "shorterSide": 256, "resampling": "bicubic", "reducingGap": 2,
            "upright": False})
    put("refused-network", architecture="resnet2")
    put("refused-width", width=1 << 62)
    put("refused-no-width", width=0)
    put("refused-outputs", outputs=1 << 40)
    put("refused-few-outputs", outputs=1)
    put("refused-shape", inputShape=[3, 32])
    put("refused-mean", mean=[0.5])
    put("refused-deviation", deviation=[0.25, 0, 0.25])
    put("refused-side", preprocessing={
        "shorterSide": 0, "resampling": "bilinear", "upright": True})
    put("refused-null", classes=None)
    put("refused-number", mean=[1e999] * 3)
    hub = {"architecture": "resnet18", "num_classes": 2, "pretrained_cfg": {
        "input_size": [3, 224, 224], "mean": [0.5] * 3, "std": [0.25] * 3, "crop_pct": 0.875,
        "interpolation": "bicubic"}}
    write("config", "read-hub", json.dumps(hub))
    write("config", "refused-hub-classes", json.dumps({**hub, "num_classes": -1}))
    part = {**hub["pretrained_cfg"], "crop_pct": 1e-300}
    write("config", "read-hub-part", json.dumps({**hub, "pretrained_cfg": part}))
    write("config", "refused-depth", "[" * 800)
    write("config", "refused-syntax", '{"architecture": ')
    write("config", "refused-empty", "")


if __name__ == "__main__":
    for make in (write_safetensors, write_png, write_mask, write_sbd, write_exif, write_jpeg,
                 write_idx, write_cifar, write_tar, write_list, write_memory, write_pth,
                 write_recipe, write_overrides, write_config):
        make()
