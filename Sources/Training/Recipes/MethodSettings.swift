import Adversary
import Networks
import Torch

/// What a recipe says of a method.
public protocol MethodSettings: MethodOutline {
  /// The method with all that it needs, in the network's number formats and place.
  ///
  /// - Throws: what reading files throws, and `NetworkError.weightsDoNotFit`.
  func made(precision: Precision, device: Device) throws -> any TrainingMethod
}

extension Method {
  /// The same with the path of every file that it reads as `change` makes it of its key and path.
  func changingFiles(
    _ change: (_ key: String, _ path: String) throws -> String
  ) rethrows -> Method {
    guard case .shapeTexture(var settings) = self else { return self }
    try settings.style.changeFiles { try change("method.shape-texture.style.\($0)", $1) }
    return .shapeTexture(settings)
  }
}

extension MethodSettings where Self: TrainingMethod {
  /// The settings themselves: they are all that the method needs.
  public func made(precision: Precision, device: Device) throws -> any TrainingMethod { self }
}

extension Plain: MethodSettings {}
extension AFAN: MethodSettings {}
extension LearnableAFAN: MethodSettings {}
extension AdvProp: MethodSettings {}
extension FreeAdvProp: MethodSettings {}
extension FastAdvProp: MethodSettings {}
extension MomentExchange: MethodSettings {}
extension AdversarialTraining: MethodSettings {}
extension AugMixTraining: MethodSettings {}
