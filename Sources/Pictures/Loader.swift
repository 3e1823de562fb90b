import Randomness

/// Reads, transforms and batches a set's pictures on threads of its own, ahead of their use.
///
/// An epoch is a function of the set, the reading, the transforms, the batch size and the seed: how
/// many threads work and how far ahead they are changes nothing. The order of epoch `e` is drawn
/// from `seed / "order" / e`; what is done to sample `i` draws from `seed / "augment" / e / i` only,
/// and what is done to view `v` of it from `"view" / v` below that.
public struct Loader: Sendable {
  /// The pictures.
  public let set: any PictureSet
  /// How each encoded picture is read, before the transforms; `nil` reads it whole.
  public let reading: (any ImageReading)?
  /// How each picture of a `MaskedPictureSet` is read with its mask, before the transforms.
  ///
  /// Where this and `reading` are `nil`, both are read whole. The transforms change pictures alone,
  /// so they have to leave pixels where they are.
  public let maskedReading: (any MaskedReading)?
  /// What is done to each picture first, in order, before its views part from it.
  public let common: [any Transform]
  /// What is then done to each picture, in order.
  public let transforms: [any Transform]
  /// What is done in the place of `transforms` for each further view of a picture.
  ///
  /// A batch has the views beside its pictures, which are the same without any view.
  public let views: [any Transform]
  /// How many pictures a batch has; the last one may have fewer, and so has one with skipped ones.
  public let batchSize: Int
  /// Whether a last batch that is not full is left out.
  public let dropsLast: Bool
  /// Whether each epoch has an order of its own; else it is that of the set.
  public let shuffles: Bool
  /// What is done about a picture that cannot be read.
  public let damaged: DamagedPictures
  /// The root of all that is random here.
  public let seed: Seed
  /// How many threads work.
  public let threads: Int
  /// How many batches are made or ready ahead of the one asked for.
  ///
  /// A thread works on one batch at a time, so fewer than `threads` leaves some of them idle.
  public let prefetch: Int

  /// A loader of `set`; `batchSize`, `threads` and `prefetch` are 1 or more.
  ///
  /// Without `prefetch` it is twice `threads`, and 4 at least. One of `reading` and `maskedReading`
  /// can be given.
  public init(
    set: any PictureSet, reading: (any ImageReading)? = nil,
    maskedReading: (any MaskedReading)? = nil, common: [any Transform] = [],
    transforms: [any Transform] = [], views: [any Transform] = [], batchSize: Int,
    dropsLast: Bool = false, shuffles: Bool, damaged: DamagedPictures = .refuse, seed: Seed,
    threads: Int = 1, prefetch: Int? = nil
  ) {
    let prefetch = prefetch ?? max(4, 2 * threads)
    precondition(
      batchSize > 0 && threads > 0 && prefetch > 0,
      "batch size \(batchSize), \(threads) threads, prefetch \(prefetch): each is 1 or more")
    precondition(
      reading == nil || maskedReading == nil, "pictures are read with their masks or without")
    self.set = set
    self.reading = reading
    self.maskedReading = maskedReading
    self.common = common
    self.transforms = transforms
    self.views = views
    self.batchSize = batchSize
    self.dropsLast = dropsLast
    self.shuffles = shuffles
    self.damaged = damaged
    self.seed = seed
    self.threads = threads
    self.prefetch = prefetch
  }

  /// How many batches an epoch has; 0 where `dropsLast` leaves nothing.
  public var batches: Int {
    dropsLast ? set.count / batchSize : (set.count + batchSize - 1) / batchSize
  }

  /// The places in the set that epoch `number` visits, in order.
  public func order(ofEpoch number: Int) -> [Int] {
    let places = Array(0..<set.count)
    return shuffles ? shuffled(places, seed / "order" / number) : places
  }

  /// Starts threads on epoch `number`, from batch `batch` on; earlier batches are not made.
  ///
  /// The threads end with the epoch, or when the returned object is let go.
  public func epoch(_ number: Int, startingAt batch: Int = 0) -> LoaderEpoch {
    precondition(batch >= 0, "an epoch has no batch \(batch)")
    let order = order(ofEpoch: number)
    let work = EpochWork(range: min(batch, batches)..<batches, prefetch: prefetch) {
      index, isStopped in
      let start = index * batchSize
      let places = order[start..<min(start + batchSize, order.count)]
      return try self.batch(index, of: places, epoch: number, unless: isStopped)
    }
    return LoaderEpoch(
      work, threads: threads, isWhole: batch == 0, description: set.description)
  }
}
