// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "Spar", path: "..")],
  targets: [
    .target(name: "CFuzzer", linkerSettings: [.linkedLibrary("z")]),
    .executableTarget(
      name: "spar-fuzz",
      dependencies: ["CFuzzer", .product(name: "FileChecks", package: "Spar")]),
  ]
)
