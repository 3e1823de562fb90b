import Pictures
import Randomness
import Testing

/// Loaders of pictures with masks.
@Suite(.timeLimit(.minutes(2)))
struct LoaderMasksTests {
  let folder: TemporaryFolder
  let set: VOCSegmentation

  /// Eight pictures and masks whose pixels tell where they are.
  init() throws {
    folder = try TemporaryFolder()
    try folder.writeVOC((0..<8).map { "\($0)" })
    for number in 0..<8 {
      let places = (0..<(12 * 9)).map { UInt8(($0 + number) % 21) }
      let picture = Picture(channels: 3, height: 12, width: 9, bytes: places + places + places)
      try folder.write(picture.png(), to: "JPEGImages/\(number).png")
      let mask = Mask(height: 12, width: 9, bytes: places)
      try folder.write(mask.png(palette: Palette.voc), to: "SegmentationClass/\(number).png")
    }
    set = try VOCSegmentation(folder.path, split: "train")
  }

  private func loader(
    _ set: any PictureSet, _ reading: (any MaskedReading)?, transforms: [any Transform] = [],
    batchSize: Int = 3, shuffles: Bool = true, damaged: DamagedPictures = .refuse,
    threads: Int = 1
  ) -> Loader {
    Loader(
      set: set, maskedReading: reading, transforms: transforms, batchSize: batchSize,
      shuffles: shuffles, damaged: damaged, seed: Seed(4), threads: threads)
  }

  private func all(_ loader: Loader, epoch: Int = 0) throws -> [PictureBatch] {
    let batches = loader.epoch(epoch)
    var all: [PictureBatch] = []
    while let batch = try batches.next() { all.append(batch) }
    return all
  }

  /// The red channel of each picture, one after another.
  private func red(_ batch: PictureBatch) -> [UInt8] {
    let plane = batch.shape[2] * batch.shape[3]
    return (0..<batch.count).flatMap { batch.bytes[(3 * $0 * plane)..<((3 * $0 + 1) * plane)] }
  }

  @Test func `pixels and their classes stay together`() throws {
    // At scale 1 a picture's pixels are moved, not mixed; what is beside it is black and ignored.
    let reading = MaskedCropReading(height: 10, width: 12, scale: 1...1)
    let batches = try all(loader(set, reading))
    #expect(batches.map(\.shape) == [[3, 3, 10, 12], [3, 3, 10, 12], [2, 3, 10, 12]])
    for batch in batches {
      let masks = try #require(batch.masks)
      #expect(red(batch) == masks.map { $0 == Mask.ignored ? 0 : $0 })
      #expect(masks.filter { $0 == Mask.ignored }.count == batch.count * 10 * 3)
      #expect(batch.labels.allSatisfy { $0 == 0 })
    }
  }

  @Test func `without a reading pictures and masks are whole`() throws {
    for batch in try all(loader(set, nil, shuffles: false)) {
      #expect(batch.masks == red(batch))
      #expect(batch.shape[2...] == [12, 9])
    }
  }

  @Test func `with a reading of pictures alone there are no masks`() throws {
    let loader = Loader(
      set: set, reading: CenterCropReading(size: 4), batchSize: 8, shuffles: false, seed: Seed(1))
    #expect(try all(loader).map(\.masks) == [nil])
  }

  @Test func `a sample is a function of seed, epoch and number, in any subset, on any thread`()
    throws
  {
    let reading = MaskedCropReading(size: 8)
    let expected = try all(loader(set, reading, batchSize: 1, shuffles: false), epoch: 3)
    let jitter: [any Transform] = [ColorJitter(brightness: 0.5)]
    let subset = Subset(Subset(set, [6, 1, 5]), [2, 0])
    let some = try all(loader(subset, reading, batchSize: 1, shuffles: false), epoch: 3)
    #expect(some.map(\.indices) == [[5], [6]])
    #expect(some.map(\.masks) == [expected[5].masks, expected[6].masks])
    #expect(some.map(\.bytes) == [expected[5].bytes, expected[6].bytes])
    let threads = try all(
      loader(set, reading, transforms: jitter, batchSize: 1, shuffles: false, threads: 4), epoch: 3)
    #expect(threads.map(\.masks) == expected.map(\.masks))
    #expect(threads.map(\.bytes) != expected.map(\.bytes))
    let later = try all(loader(set, reading, batchSize: 1, shuffles: false), epoch: 4)
    #expect(later.map(\.masks) != expected.map(\.masks))
  }

  @Test func `pictures of several sizes are told of a batch size of 1`() throws {
    try folder.writePicture("JPEGImages/1.png", height: 5, width: 9)
    try folder.writeMask("SegmentationClass/1.png", height: 5, width: 9)
    let error = picturesError { _ = try all(loader(set, nil, shuffles: false)) }
    #expect(error?.description.contains("crop or resize") == true)
    #expect(error?.description.contains("batch size of 1") == true)
    let ones = try all(loader(set, nil, batchSize: 1, shuffles: false))
    #expect(ones.map(\.shape)[1] == [1, 3, 5, 9])
  }

  @Test func `a mask that cannot be read is refused, or skipped and told of`() throws {
    let path = try folder.writePicture("SegmentationClass/2.png", height: 12, width: 9)
    let reading = MaskedCropReading(size: 4)
    #expect(
      picturesError { _ = try all(loader(set, reading)) }?.description.contains(path) == true)
    let epoch = loader(set, reading, damaged: .skip).epoch(0)
    while try epoch.next() != nil {}
    #expect(epoch.skipped.map(\.index) == [2])
  }

  @Test func `a set without masks is refused where masks are asked for`() throws {
    for damaged in DamagedPictures.allCases {
      let error = picturesError {
        _ = try all(loader(numbered(3), MaskedCropReading(size: 2), damaged: damaged))
      }
      #expect(error?.description.contains("numbered") == true)
      #expect(error?.description.contains("no masks") == true)
    }
  }

  @Test func `a transform that changes a picture's size is refused`() throws {
    let loader = loader(
      set, MaskedCropReading(size: 8), transforms: [PadAndCrop(padding: 0, size: 7)],
      damaged: .skip)
    let error = picturesError { _ = try all(loader) }
    #expect(error?.description.contains("7x7") == true)
    #expect(error?.description.contains("8x8") == true)
  }

  @Test func `a view of a batch keeps its masks`() throws {
    let loader = Loader(
      set: set, maskedReading: MaskedCropReading(size: 8), views: [RandomGrayscale(probability: 1)],
      batchSize: 8, shuffles: false, seed: Seed(1))
    let batch = try #require(try all(loader).first)
    #expect(batch.view(0).masks == batch.masks)
    #expect(batch.masks?.count == 8 * 64)
  }

  @Test func `both kinds of reading at once, and masks of another size, stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Loader(
        set: numbered(1), reading: CenterCropReading(size: 4),
        maskedReading: MaskedCropReading(size: 4), batchSize: 1, shuffles: false, seed: Seed(1))
    }
    await #expect(processExitsWith: .failure) {
      _ = PictureBatch(
        bytes: [1, 2], masks: [1], labels: [0], indices: [0], shape: [1, 1, 1, 2])
    }
  }
}
