import Testing

@testable import Settings

private struct Shares: Configurable, Equatable {
  var held: Amount? = 5_000

  static var fields: [Field<Self>] { [Field("held", \.held)] }
}

struct AmountTests {
  @Test(arguments: [
    ("0", Amount.count(0)), ("500", .count(500)), ("+7", .count(7)), ("1", .count(1)),
    ("0.1", .share(0.1)), ("1/5", .share(0.2)), (".5", .share(0.5)), ("1e-3", .share(0.001)),
  ])
  func `digits are a count, a number below 1 is a share`(text: String, amount: Amount) throws {
    #expect(try Shares(overrides: ["held=\(text)"]).held == amount)
  }

  @Test(arguments: ["-1", "1.0", "0.0", "1.5", "-0.1", "10/2", "1e3", "99999999999999999999"])
  func `what is neither is refused with what is allowed`(text: String) throws {
    let error = #expect(throws: SettingsError.self) { try Shares(overrides: ["held=\(text)"]) }
    let allowed = "allowed is a count such as 500, or a share of all below 1 such as 0.1"
    #expect(error?.description.contains(allowed) == true)
  }

  @Test(arguments: ["many", "'5'", "010", "true", "[5]"])
  func `what is no number is of the wrong type`(text: String) throws {
    let error = #expect(throws: SettingsError.self) { try Shares(overrides: ["held=\(text)"]) }
    #expect(error?.description.contains("expected a count such as 500") == true)
  }

  @Test(arguments: [Amount?.none, .count(0), .count(5_000), .share(0.1), .share(1.0 / 3)])
  func `an amount reads back as it was written`(amount: Amount?) throws {
    var shares = Shares()
    shares.held = amount
    #expect(try Shares(yaml: shares.yaml()) == shares)
  }

  @Test func `a count is written without a point`() throws {
    #expect(try Shares().yaml() == "held: 5000\n")
  }

  // scikit-learn 1.9: len(train_test_split(range(n), test_size=share)[1]).
  @Test(arguments: [
    (0.1, 30, 3), (0.1, 31, 4), (0.25, 4, 1), (0.25, 5, 2), (0.33, 100, 33), (0.2, 15, 3),
    (0.15, 7, 2), (0.001, 50, 1), (0.7, 10, 7), (1.0 / 3, 9, 3),
  ])
  func `a share is rounded up, as scikit-learn rounds`(share: Double, count: Int, held: Int) {
    #expect(Amount.share(share).of(count) == held)
    #expect(Amount.count(held).of(count) == held)
  }
}
