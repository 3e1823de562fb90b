import Pictures
import Randomness
import Support
import Testing
import Training

struct DataSettingsTests {
  private let pictures: TinyPictures

  init() throws { pictures = try .fashionMNIST(training: 50, test: 20) }

  /// The data settings of a recipe that reads the pictures.
  private func data(_ overrides: String...) throws -> DataSettings { try data(overrides) }

  private func data(_ overrides: [String]) throws -> DataSettings {
    try Recipe(overrides: pictures.settings + overrides).data
  }

  /// The numbers of the pictures of `set`, in the file they are read from.
  private func numbers(_ set: any PictureSet) throws -> [Int] {
    try (0..<set.count).map { try set.sample(at: $0).index }
  }

  @Test func `the last pictures are held out, in order`() throws {
    let data = try data("data.validation=12")
    let splits = try data.splits(seed: Seed(1))
    #expect(try numbers(splits.training) == Array(0..<38))
    let validation = try #require(splits.validation)
    #expect(try numbers(validation) == Array(38..<50))
    #expect(splits.test.count == 20)
  }

  @Test(arguments: DataSettings.Holdout.allCases)
  func `what is held out is disjoint, and together it is all`(
    holdout: DataSettings.Holdout
  ) throws {
    let data = try data(
      "data.validation=20",
      "data.holdout=\(holdout.rawValue)")
    let splits = try data.splits(seed: Seed(1))
    let validation = try #require(splits.validation)
    let training = try numbers(splits.training)
    let held = try numbers(validation)
    #expect(held.count == 20)
    #expect((training + held).sorted() == Array(0..<50))
    if holdout == .stratified {
      let counts = Dictionary(grouping: validation.labels) { $0 }.mapValues(\.count)
      #expect(counts == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, 2) }))
    }
  }

  @Test(arguments: [DataSettings.Holdout.random, .stratified])
  func `the seed decides what is drawn`(holdout: DataSettings.Holdout) throws {
    let data = try data(
      "data.validation=20",
      "data.holdout=\(holdout.rawValue)")
    func held(_ seed: UInt64) throws -> [Int] {
      try numbers(#require(data.splits(seed: Seed(seed)).validation))
    }
    #expect(try held(1) == held(1))
    #expect(try held(1) != held(2))
  }

  @Test func `a stratified limit is drawn of every class in proportion`() throws {
    let settings = ["data.validation=10", "data.holdout=stratified", "data.limit=20"]
    func parts(_ seed: UInt64, _ more: String...) throws -> [[Int]] {
      let splits = try data(settings + more).splits(seed: Seed(seed))
      let counts = Dictionary(grouping: splits.training.labels) { $0 }.mapValues(\.count)
      #expect(counts.values.allSatisfy { $0 == 2 } && counts.count == 10)
      return try [numbers(splits.training), numbers(#require(splits.validation))]
    }
    #expect(try parts(1) != parts(2))
    let fixed = try parts(1, "data.splitSeed=7")
    #expect(try fixed == parts(2, "data.splitSeed=7"))
    #expect(try fixed != parts(2, "data.splitSeed=8"))
    #expect(try parts(7) == fixed)
    #expect(Set(fixed[0]).isDisjoint(with: fixed[1]))
  }

  @Test func `a limit keeps the first of those that are not held out`() throws {
    let data = try data(
      "data.validation=10", "data.limit=7")
    let splits = try data.splits(seed: Seed(1))
    #expect(try numbers(splits.training) == Array(0..<7))
    #expect(splits.validation?.count == 10)
  }

  @Test func `holding nothing out trains on all`() throws {
    let data = try data("data.validation=0")
    let splits = try data.splits(seed: Seed(1))
    #expect(splits.validation == nil)
    #expect(splits.training.count == 50)
  }

  @Test(arguments: [50, 51, 5_000])
  func `holding out all there is or more is refused`(held: Int) throws {
    let data = try data("data.validation=\(held)")
    let error = #expect(throws: PicturesError.self) { try data.splits(seed: Seed(1)) }
    #expect(error == .badSplit(held: held, count: 50))
  }

  private static let sets: [(DataSettings.Collection, [Int], Int, Int, Int)] = [
    (.fashionMNIST, [1, 28, 28], 10, 30, 10), (.cifar10, [3, 32, 32], 10, 20, 4),
    (.cifar100, [3, 32, 32], 100, 6, 6),
  ]

  @Test(arguments: sets)
  func `each set has its files, shape and classes`(
    set: DataSettings.Collection, shape: [Int], classes: Int, training: Int, test: Int
  ) throws {
    let pictures: TinyPictures =
      switch set {
      case .fashionMNIST: try .fashionMNIST(training: training, test: test)
      case .cifar10: try .cifar10(perFile: test)
      default: try .cifar100(perFile: test)
      }
    try withExtendedLifetime(pictures) {
      let data = try Recipe(overrides: pictures.settings).data
      #expect(data.pictureShape == shape)
      #expect(data.classes == classes)
      #expect(data.normalization.mean.count == shape[0])
      let part = try data.pictures(.train)
      #expect(part.classes.count == classes)
      #expect(part.count == training)
      #expect(try part.sample(at: 3).picture.shape == shape)
      #expect(try data.pictures(.test).count == test)
    }
  }

  @Test(arguments: [
    ("fashion-mnist", "train-images-idx3-ubyte", "apt-get install dataset-fashion-mnist"),
    ("cifar10", "data_batch_1.bin", "unpack cifar-10-binary.tar.gz"),
    ("cifar100", "train.bin", "unpack cifar-100-binary.tar.gz"),
  ])
  func `missing files are told with what to do`(set: String, file: String, advice: String) throws {
    let folder = try TemporaryFolder()
    let data = try Recipe(overrides: ["data.set=\(set)", "data.folder=\(folder.path)"]).data
    let error = #expect(throws: PicturesError.self) { try data.splits(seed: Seed(1)) }
    let text = try #require(error?.description)
    #expect(text.contains("\(folder.path)/"))
    #expect(text.contains(file))
    #expect(text.contains("there is no such file"))
    #expect(text.contains(advice))
  }

  @Test func `augmentation is what the settings say`() throws {
    #expect(try Recipe().augmentation.count == 2)
    #expect(try Recipe(overrides: ["data.flip=0"]).augmentation.first is PadAndCrop)
    #expect(try Recipe(overrides: ["data.cropPadding=0"]).augmentation.first is RandomFlip)
    let none = try Recipe(overrides: ["data.flip=0", "data.cropPadding=0"]).augmentation
    #expect(none.isEmpty)
  }
}
