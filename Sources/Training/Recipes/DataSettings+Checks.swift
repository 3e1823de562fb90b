import Settings

extension DataSettings {
  /// What contradicts itself among the settings, or would be ignored; a line for each.
  var problems: [String] {
    var problems = collection.isPublished ? publishedProblems : ownProblems
    problems += collection.hasMasks ? maskProblems : []
    if masks != nil, !collection.hasMasks {
      problems.append(
        "data.masks is for data.set: voc-segmentation, cityscapes or masks, not "
          + collection.rawValue)
    }
    if picturesPerFile != nil, ![.cifar10, .cifar100].contains(collection) {
      problems.append("data.picturesPerFile is for CIFAR's files")
    }
    if randomResizedCrop != nil, cropPadding > 0 {
      problems.append(
        "data.cropPadding is \(cropPadding), but data.randomResizedCrop crops already; give 0")
    }
    if splitSeed != nil, holdout == .last, limit == nil || collection.isPublished {
      problems.append(
        "data.splitSeed: data.holdout is last, so that no picture is drawn; leave it out, or hold "
          + "out stratified or random")
    }
    if pictureShape[0] == 1 {
      if grayscale > 0 { problems.append("data.grayscale: the pictures are grey already") }
      if let colorJitter, colorJitter.saturation > 0 || colorJitter.hue > 0 {
        problems.append("data.colorJitter: grey pictures have no saturation and no hue")
      }
    }
    if let colorJitter, colorJitter == ColorJitterSettings() {
      problems.append("data.colorJitter changes nothing; give an amount, or null")
    }
    return problems + policyProblems
  }

  /// Settings that a published set has no use for.
  private var publishedProblems: [String] {
    let keys: [(key: String, isSet: Bool)] = [
      ("classFile", classFile != nil), ("test", test != nil), ("channels", channels != nil),
      ("cropFraction", cropFraction != nil), ("upright", upright != nil),
      ("damaged", damaged != nil), ("limits", limits != nil), ("reducingGap", reducingGap != nil),
      ("interpolation", interpolation != nil && randomResizedCrop == nil && shorterSide == nil),
    ]
    var problems = keys.filter(\.isSet).map {
      "data.\($0.key) is for pictures of your own (data.set: folder, list or tar), not "
        + collection.rawValue
    }
    if collection == .shapes {
      if folder != nil { problems.append("data.folder: shapes are drawn, not read; leave it out") }
      if let size, size < 16 { problems.append("data.size is \(size), shapes need 16 pixels") }
    }
    return problems
  }

  private var ownProblems: [String] {
    var problems: [String] = []
    if holdout == .last, collection != .list, !collection.hasMasks {
      problems.append(
        "data.holdout is last, but a \(collection.rawValue) comes class by class: the last "
          + "pictures are of one class. Give stratified or random")
    }
    if validation == 0, test == 0 {
      problems.append("data.validation and data.test are 0: nothing would be judged")
    }
    return problems
  }
}
