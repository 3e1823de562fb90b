/// What Cityscapes calls an object: its number in `labelIds` files, and among the classes that
/// networks are trained on (`cityscapesscripts/helpers/labels.py`).
public struct CityscapesLabel: Sendable, Hashable {
  /// The label id, 0...33, or -1 for licence plates, which no mask has.
  public let id: Int
  /// The name.
  public let name: String
  /// The train id, 0...18, or `Mask.ignored`.
  public let trainID: UInt8
  /// The colour that the label is drawn in.
  public let color: Color

  private init(
    _ id: Int, _ name: String, _ trainID: UInt8, _ red: UInt8, _ green: UInt8, _ blue: UInt8
  ) {
    self.id = id
    self.name = name
    self.trainID = trainID
    color = Color(red: red, green: green, blue: blue)
  }

  /// All of them, by label id; licence plates come last.
  public static let all = [
    CityscapesLabel(0, "unlabeled", Mask.ignored, 0, 0, 0),
    CityscapesLabel(1, "ego vehicle", Mask.ignored, 0, 0, 0),
    CityscapesLabel(2, "rectification border", Mask.ignored, 0, 0, 0),
    CityscapesLabel(3, "out of roi", Mask.ignored, 0, 0, 0),
    CityscapesLabel(4, "static", Mask.ignored, 0, 0, 0),
    CityscapesLabel(5, "dynamic", Mask.ignored, 111, 74, 0),
    CityscapesLabel(6, "ground", Mask.ignored, 81, 0, 81),
    CityscapesLabel(7, "road", 0, 128, 64, 128),
    CityscapesLabel(8, "sidewalk", 1, 244, 35, 232),
    CityscapesLabel(9, "parking", Mask.ignored, 250, 170, 160),
    CityscapesLabel(10, "rail track", Mask.ignored, 230, 150, 140),
    CityscapesLabel(11, "building", 2, 70, 70, 70),
    CityscapesLabel(12, "wall", 3, 102, 102, 156),
    CityscapesLabel(13, "fence", 4, 190, 153, 153),
    CityscapesLabel(14, "guard rail", Mask.ignored, 180, 165, 180),
    CityscapesLabel(15, "bridge", Mask.ignored, 150, 100, 100),
    CityscapesLabel(16, "tunnel", Mask.ignored, 150, 120, 90),
    CityscapesLabel(17, "pole", 5, 153, 153, 153),
    CityscapesLabel(18, "polegroup", Mask.ignored, 153, 153, 153),
    CityscapesLabel(19, "traffic light", 6, 250, 170, 30),
    CityscapesLabel(20, "traffic sign", 7, 220, 220, 0),
    CityscapesLabel(21, "vegetation", 8, 107, 142, 35),
    CityscapesLabel(22, "terrain", 9, 152, 251, 152),
    CityscapesLabel(23, "sky", 10, 70, 130, 180),
    CityscapesLabel(24, "person", 11, 220, 20, 60),
    CityscapesLabel(25, "rider", 12, 255, 0, 0),
    CityscapesLabel(26, "car", 13, 0, 0, 142),
    CityscapesLabel(27, "truck", 14, 0, 0, 70),
    CityscapesLabel(28, "bus", 15, 0, 60, 100),
    CityscapesLabel(29, "caravan", Mask.ignored, 0, 0, 90),
    CityscapesLabel(30, "trailer", Mask.ignored, 0, 0, 110),
    CityscapesLabel(31, "train", 16, 0, 80, 100),
    CityscapesLabel(32, "motorcycle", 17, 0, 0, 230),
    CityscapesLabel(33, "bicycle", 18, 119, 11, 32),
    CityscapesLabel(-1, "license plate", Mask.ignored, 0, 0, 142),
  ]

  /// The 19 that networks are trained on, by train id.
  public static let trained = all.filter { $0.trainID != Mask.ignored }

  /// For every byte of a `labelIds` file its train id; `Mask.ignored` for bytes that are no id.
  public static let trainIDs: [UInt8] = all.filter { $0.id >= 0 }.reduce(
    into: [UInt8](repeating: Mask.ignored, count: 256)
  ) { $0[$1.id] = $1.trainID }

  /// For every train id its label id, as Cityscapes' server takes predictions; 0, which is
  /// `unlabeled`, for bytes that are no train id.
  public static let labelIDs: [UInt8] = trained.reduce(into: [UInt8](repeating: 0, count: 256)) {
    $0[Int($1.trainID)] = UInt8($1.id)
  }
}
