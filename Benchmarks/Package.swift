// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Spar", path: "..")],
  targets: [
    .executableTarget(
      name: "spar-benchmark",
      dependencies: [.product(name: "Spar", package: "Spar")],
      linkerSettings: [.linkedLibrary("tcmalloc_minimal")]),
    .executableTarget(
      name: "checkpoint-benchmark",
      dependencies: [.product(name: "Spar", package: "Spar")],
      linkerSettings: [.linkedLibrary("tcmalloc_minimal")]),
  ]
)
