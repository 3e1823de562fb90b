import Torch

/// Tensors by the names that Spar's networks have, and what a person should know, a clause.
typealias Renamed = (tensors: [String: Tensor], note: String)

/// The tensors of the CIFAR ResNet of A-FAN's authors, who number its layers: 1 is the first
/// convolution, 2 its norm, 4 the first block (VITA-Group/CV_A-FAN, resnet_s.py); `nil` where
/// `tensors` are others.
func authorsNames(_ tensors: [String: Tensor]) -> Renamed? {
  let root = "sequential_model."
  let blocks = Set(
    tensors.keys.compactMap { place(in: $0, from: root, to: ".conv1.weight") }
  ).sorted()
  guard tensors["\(root)1.weight"] != nil, !blocks.isEmpty, blocks.count.isMultiple(of: 3) else {
    return nil
  }
  var places = ["1": "conv1", "2": "bn1", "\(4 + blocks.count + 2)": "linear"]
  for (index, block) in blocks.enumerated() {
    let depth = blocks.count / 3
    places["\(block)"] = "layer\(1 + index / depth).\(index % depth)"
  }
  var renamed: [String: Tensor] = [:]
  for (name, tensor) in tensors where name.hasPrefix(root) {
    let parts = name.dropFirst(root.count).split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let place = places[String(parts[0])] else { continue }
    renamed["\(place).\(parts[1])"] = tensor
  }
  return (renamed, "named as by A-FAN's authors; their normalization and 'w' left out")
}

/// The tensors of a DeepLabV3+ of A-FAN's authors, whose backbone holds the normalization of pictures
/// too (VITA-Group/CV_A-FAN, Segmentation/network/backbone/resnet.py); `nil` where `tensors` are
/// others.
func authorsSegmentationNames(_ tensors: [String: Tensor]) -> Renamed? {
  let theirs = Set(["backbone.normal.mean", "backbone.normal.std"])
  guard theirs.isSubset(of: tensors.keys) else { return nil }
  return (
    tensors.filter { !theirs.contains($0.key) },
    "named as by A-FAN's authors for segmentation; their normalization left out"
  )
}

/// The tensors of an EfficientNet of the package efficientnet-pytorch, which counts blocks through
/// all stages (lukemelas/EfficientNet-PyTorch, model.py); `nil` where `tensors` are others.
///
/// A stage begins where the channels that blocks leave change.
func efficientNetPyTorchNames(_ tensors: [String: Tensor]) -> Renamed? {
  let root = "_blocks."
  let output = "._project_conv.weight"
  let blocks = Set(tensors.keys.compactMap { place(in: $0, from: root, to: output) }).sorted()
  guard tensors["_conv_stem.weight"] != nil, blocks == Array(0..<blocks.count) else { return nil }
  var layers = [
    "_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2",
    "_fc": "classifier",
  ]
  var (stage, index, channels) = (-1, 0, 0)
  for block in blocks {
    let leaves = tensors["\(root)\(block)\(output)"]?.shape.first ?? 0
    (stage, index) = leaves == channels ? (stage, index + 1) : (stage + 1, 0)
    channels = leaves
    let expands = tensors["\(root)\(block)._expand_conv.weight"] != nil
    for (name, timms) in blockLayers(expanding: expands) {
      layers["\(root)\(block).\(name)"] = "blocks.\(stage).\(index).\(timms)"
    }
  }
  var renamed: [String: Tensor] = [:]
  for (name, tensor) in tensors {
    guard let dot = name.lastIndex(of: "."), let layer = layers[String(name[..<dot])] else {
      return nil
    }
    renamed[layer + name[dot...]] = tensor
  }
  return (renamed, "named as by the package efficientnet-pytorch")
}

/// timm's names of a block's layers by those of efficientnet-pytorch; one without an expansion
/// has two convolutions and norms.
private func blockLayers(expanding: Bool) -> [String: String] {
  let squeeze = ["_se_reduce": "se.conv_reduce", "_se_expand": "se.conv_expand"]
  let layers =
    expanding
    ? [
      "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2",
      "_project_conv": "conv_pwl", "_bn2": "bn3",
    ]
    : ["_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"]
  return layers.merging(squeeze) { first, _ in first }
}

/// The number between `start` and `end` of `name`, where nothing else is there.
private func place(in name: String, from start: String, to end: String) -> Int? {
  guard name.hasPrefix(start), name.hasSuffix(end), name.count > start.count + end.count else {
    return nil
  }
  return Int(name.dropFirst(start.count).dropLast(end.count))
}
