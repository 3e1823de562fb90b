import Torch

extension FileCheck {
  /// Files of `torch.save`: every tensor can be made, and is no larger than the file; saved as
  /// safetensors it is the same.
  public static let pth = FileCheck(name: "pth", longest: 4_096) { bytes, workplace in
    let path = try workplace.write(bytes, to: "weights.pth")
    return try outcome(of: path, refusedBy: [PthError.self]) {
      let file = try PthFile(path)
      try require(Set(file.names).count == file.names.count, "a name is there twice")
      for name in file.names.prefix(100) {
        let tensor = try file.tensor(name)
        try require(
          tensor.count * tensor.dtype.size <= bytes.count, "'\(name)' is larger than its file")
        try require(try tensor.bytes() == file.tensor(name).bytes(), "'\(name)' differs")
      }
    }
  }
}
