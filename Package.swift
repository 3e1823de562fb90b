// swift-tools-version: 6.2
import PackageDescription

/// The link to the torch wheel's folder that `Scripts/setup` makes.
let torch = Context.packageDirectory + "/.torch"

// SwiftPM refuses a package with unsafe flags as a versioned dependency; depend on Spar by path.
// Its pkg-config support drops the rpath, so there is no other way to find the wheel's libraries.
let torchLibraries: [LinkerSetting] = [
  .unsafeFlags(["-L\(torch)/lib", "-Xlinker", "-rpath=\(torch)/lib"]),
  .linkedLibrary("torch"),
  .linkedLibrary("torch_cpu"),
  .linkedLibrary("c10"),
]

let package = Package(
  name: "Spar",
  products: [
    .library(
      name: "Spar",
      targets: [
        "Torch", "Networks", "Adversary", "Pictures", "Settings", "Training", "Randomness",
        "Fetching",
      ]),
    .executable(name: "spar", targets: ["spar"]),
    .library(name: "FileChecks", targets: ["FileChecks"]),  // for Fuzzing/
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(name: "Randomness"),
    .target(
      name: "CTorch",
      cxxSettings: [
        .define("NDEBUG"),  // as the wheel was built: its headers differ without
        .headerSearchPath("../../.torch/include"),
        .headerSearchPath("../../.torch/include/torch/csrc/api/include"),
      ],
      linkerSettings: torchLibraries),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "CImages", linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("spng")]),
    .target(name: "CResampling"),
    .target(name: "CReport", exclude: ["page"]),
    .target(name: "Pictures", dependencies: ["Randomness", "CZlib", "CImages", "CResampling"]),
    .target(name: "Settings", dependencies: [.product(name: "Yams", package: "Yams")]),
    .target(name: "Fetching", dependencies: ["CArchive", "CCrypto", "CCurl", "Settings"]),
    .target(name: "Torch", dependencies: ["CTorch", "Randomness"]),
    .target(name: "Networks", dependencies: ["Torch", "Randomness"]),
    .target(name: "Adversary", dependencies: ["Networks", "Torch", "Randomness"]),
    .target(
      name: "Training",
      dependencies: [
        "Adversary", "CReport", "CZlib", "Networks", "Pictures", "Randomness", "Settings",
        "Torch",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .executableTarget(
      name: "spar",
      dependencies: [
        "Adversary", "Fetching", "Networks", "Pictures", "Randomness", "Settings", "Torch",
        "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: [.linkedLibrary("tcmalloc_minimal")]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
    .testTarget(name: "PicturesTests", dependencies: ["Pictures", "Randomness", "CZlib"]),
    .testTarget(name: "SettingsTests", dependencies: ["Settings"]),
    .target(
      name: "Support", dependencies: ["Networks", "Pictures", "Randomness", "Torch"],
      path: "Tests/Support"),
    .target(
      name: "FileChecks", dependencies: ["Pictures", "Settings", "Torch", "Training"],
      path: "Tests/FileChecks"),
    .testTarget(
      name: "FetchingTests", dependencies: ["Fetching", "Pictures", "Randomness", "Support"]),
    .testTarget(name: "FileChecksTests", dependencies: ["FileChecks", "Support"]),
    .testTarget(name: "TorchTests", dependencies: ["Torch", "Randomness", "Support"]),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Randomness", "Torch", "Support"]),
    .testTarget(
      name: "AdversaryTests",
      dependencies: ["Adversary", "Networks", "Randomness", "Torch", "Training", "Support"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "Adversary", "Networks", "Pictures", "Randomness", "Settings", "Torch",
        "Support",
      ]),
    .testTarget(name: "SparTests", dependencies: ["spar", "Pictures", "Torch", "Support"]),
  ],
  cxxLanguageStandard: .cxx20
)
