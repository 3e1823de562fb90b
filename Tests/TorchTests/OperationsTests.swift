import Foundation
import Support
import Testing
import Torch

/// The folder of the package.
private let package = URL(filePath: Golden.folder).deletingLastPathComponent()
private let python = package.appending(path: ".venv/bin/python")

@Suite struct OperationsTests {
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: python.path),
      "the generator needs torchgen, which Scripts/setup puts into .venv"))
  func `the committed bindings are those that the generator writes`() throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = python
    process.arguments = ["Scripts/generate-operations", "--check"]
    process.currentDirectoryURL = package
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
  }

  @Test func `lists, optionals and defaults reach libtorch as they are`() throws {
    let x = try Tensor([1.0, 5, 3, -4, 2, 0], shape: [2, 3])
    #expect(try x.sum().item() == 7)
    #expect(try x.sum(dim: nil).item() == 7)
    #expect(try x.sum(dim: [0]).elements(Double.self) == [-3, 7, 3])
    #expect(try x.sum(dim: [1], keepdim: true).shape == [2, 1])
    #expect(try x.sum(dim: [0, 1], dtype: .float32).dtype == .float32)
    #expect(try x.clamp(min: 0).elements(Double.self) == [1, 5, 3, 0, 2, 0])
    #expect(try x.clamp(max: 2).elements(Double.self) == [1, 2, 2, -4, 2, 0])
    #expect(try x.clamp(min: Tensor(1, dtype: .float64)).amin().item() == 1)
    #expect(try x.argmax().item() == 1)
    #expect(try x.argmax(dim: 1).elements(Int64.self) == [1, 1])
    #expect(try x.slice(dim: 1, start: 1).elements(Double.self) == [5, 3, 2, 0])
    #expect(try x.add(x, alpha: -2).elements(Double.self) == [-1, -5, -3, 4, -2, 0])
  }

  @Test func `several results and lists of tensors come in libtorch's order`() throws {
    let x = try Tensor([1.0, 5, 3, -4, 2, 0], shape: [2, 3])
    let (values, places) = try x.topk(k: 2)
    #expect(try values.elements(Double.self) == [5, 3, 2, 0])
    #expect(try places.elements(Int64.self) == [1, 2, 1, 2])
    let (variance, mean) = try x.varMean(dim: [1], correction: 0)
    #expect(try mean.elements(Double.self).map { ($0 * 3).rounded() } == [9, -2])
    #expect(try variance.elements(Double.self).map { ($0 * 9).rounded() } == [24, 56])
    let rows = try [x.select(dim: 0, index: 1), x.select(dim: 0, index: 0)]
    #expect(try Tensor.stack(rows, dim: 1).elements(Double.self) == [-4, 1, 2, 5, 0, 3])
    #expect(try Tensor.cat(rows).elements(Double.self) == [-4, 2, 0, 1, 5, 3])
    let isPositive = try x.gt(0)
    #expect(try isPositive.dtype == .bool)
    #expect(
      try isPositive.where(x, other: Tensor(-1, dtype: .float64)).elements(Double.self)
        == [1, 5, 3, -1, 2, -1])
  }
}
