extension DataSettings {
  /// What pictures with the classes of their pixels have no use for, or lack; a line for each.
  var maskProblems: [String] {
    let settings = masks ?? MaskSettings()
    let unused: [(key: String, isSet: Bool, reason: String)] = [
      ("randomResizedCrop", randomResizedCrop != nil, "data.size and data.masks.scale crop"),
      ("cropPadding", cropPadding > 0, "data.size and data.masks.scale crop; give 0"),
      ("cropFraction", cropFraction != nil, "data.masks.judged says what is judged"),
      ("interpolation", interpolation != nil, "pictures are resized bilinearly, masks by nearest"),
      ("reducingGap", reducingGap != nil, "every pixel is decoded, as every pixel is told"),
      ("upright", upright == true, "masks are of pictures as they are stored"),
      ("channels", channels == 1, "pictures are of 3 channels"),
      ("autoAugment", autoAugment != nil, "a policy would move pictures and not masks"),
      ("randAugment", randAugment != nil, "a policy would move pictures and not masks"),
      ("augMix", augMix != nil, "a policy would move pictures and not masks"),
      ("rotation", rotation != nil, "it would turn pictures and not masks"),
      ("erasing", erasing != nil, "it would paint over pictures and not masks"),
    ]
    var problems = unused.filter(\.isSet).map {
      "data.\($0.key) has no use for \(collection.rawValue): \($0.reason)"
    }
    if collection != .vocSegmentation {
      for (key, value) in [("folder", settings.folder), ("sbd", settings.sbd)] where value != nil {
        problems.append("data.masks.\(key) is for data.set: voc-segmentation")
      }
    }
    if classFile != nil {
      problems.append(
        "data.classFile: pixels' classes are in classes.txt in data.folder, one a line, where they are "
          + "not VOC's or Cityscapes'")
    }
    return problems
  }
}
