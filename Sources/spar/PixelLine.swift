import Training

/// What is printed of the classes told of one picture's pixels.
struct PixelLine: PrintedPrediction {
  let file: String
  /// How many rows and columns the picture has.
  let height: Int
  let width: Int
  /// The classes of the most pixels.
  let classes: [PixelPrediction.Share]
  /// The file of the mask, and that of the overlay, where there is one.
  let mask: String
  let overlay: String?

  /// The `top` classes of the most pixels, and the files that tell all.
  init(_ prediction: PixelPrediction, top: Int, in files: PredictionFolder.Files) {
    file = prediction.file
    (height, width) = (prediction.mask.height, prediction.mask.width)
    classes = Array(prediction.classes.prefix(top))
    (mask, overlay) = (files.mask, files.overlay)
  }

  var named: [(name: String, share: Double)] { classes.map { ($0.name, $0.share) } }
}
