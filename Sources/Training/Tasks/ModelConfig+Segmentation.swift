import Networks
import Pictures

extension ModelConfig {
  /// What the weights of a segmentation recipe are, whose pixels have `classes`.
  init(_ recipe: Recipe, _ settings: SegmentationSettings, classes: [String]) {
    self.init(recipe, classes: classes)
    task = recipe.task.name
    outputStride = settings.outputStride
    separable = settings.separable ? true : nil
    colours = recipe.data.palette(classes: outputs)
  }

  /// The task of telling the classes of pixels, with weights from `scope`'s store.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit`.
  func segmentation(_ scope: Scope) throws -> Segmentation {
    var settings = SegmentationSettings()
    settings.outputStride = outputStride ?? settings.outputStride
    settings.separable = separable ?? settings.separable
    return Segmentation(
      try network.buildSegmentation(
        settings, channels: inputShape[0], classes: outputs,
        normalization: Normalization(mean: mean, deviation: deviation), scope), classes: outputs)
  }

  /// The colours of masks, by the 256 numbers that a pixel can have: those of its classes, and
  /// VOC's for others.
  var palette: [Color] {
    Palette.filled((colours ?? []).map { Color(red: $0[0], green: $0[1], blue: $0[2]) })
  }
}
