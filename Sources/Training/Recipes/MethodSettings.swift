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
