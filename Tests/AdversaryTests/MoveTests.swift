import Adversary
import Networks
import Support
import Testing
import Torch

@Suite struct MoveTests {
  /// `value` as bfloat16 keeps it: its upper 16 bits, rounded to the nearest, ties to even.
  private static func rounded(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16
  }

  /// The part of the changed elements that bfloat16 keeps apart, counted one by one.
  private static func counted(_ move: Move) throws -> Double {
    let clean = try move.clean[0].elements(Float.self)
    let moved = try move.moved[0].elements(Float.self)
    let changed = zip(clean, moved).filter { $0 != $1 }
    return Double(changed.count { rounded($0.0) != rounded($0.1) }) / Double(changed.count)
  }

  private func move(_ model: Problem.Model, _ attack: PGD) throws -> Move {
    let problem = try Problem(model, precision: .bf16)
    let lessons = [AFAN.Lesson(weight: 0.5), AFAN.Lesson(strength: 0.25, weight: 0.5)]
    let method = AFAN.at(model.middle, attack, lessons: lessons)
    return try Outcome(problem, method).learned.moves[0]
  }

  @Test(arguments: Problem.Model.allCases)
  func `half a pixel's step is partly rounded away by bfloat16`(model: Problem.Model) throws {
    let move = try move(model, PGD(stepSize: 0.5 / 255))
    let survival = try move.survival(roundedTo: .bfloat16)
    #expect(survival == (try Self.counted(move)))
    #expect(survival > 0 && survival < 0.95)
    #expect(try move.survival(ofLesson: 0, roundedTo: .bfloat16) == survival)
    #expect(try move.survival(ofLesson: 1, roundedTo: .bfloat16) < survival)
    #expect(try move.survival(roundedTo: .float32) == 1)
  }

  @Test(arguments: Problem.Model.allCases)
  func `a fiftieth of the features' size survives bfloat16`(model: Problem.Model) throws {
    let move = try move(model, PGD(stepSize: 0.02, unit: .relative))
    let survival = try move.survival(roundedTo: .bfloat16)
    #expect(survival == (try Self.counted(move)))
    #expect(survival >= 0.95)
  }

  @Test func `a move of nothing survives whole`() throws {
    let move = try move(.tiny, PGD(stepSize: 0))
    #expect(try move.survival(roundedTo: .bfloat16) == 1)
  }

  @Test(arguments: Problem.Model.allCases, Precision.allCases)
  func `maps that are moved have the parameters' type`(
    _ model: Problem.Model, precision: Precision
  ) throws {
    let problem = try Problem(model, precision: precision)
    let move = try Outcome(problem, .at(model.middle, PGD(stepSize: 0.1))).learned.moves[0]
    #expect(try move.moved[0].dtype == precision.storage)
  }
}
