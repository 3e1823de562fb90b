import Networks
import Testing

@testable import Training

/// Model cards.
struct HubFolderTests {
  private func card(_ config: ModelConfig) throws -> String {
    try HubFolder(
      config: config, outline: NetworkOutline(config), source: "some/place/it.pth", run: nil
    ).card
  }

  @Test func `a card promises timm for what timm builds, and says how to come there`() throws {
    var config = NarrowNetwork.config("resnet50", width: nil)
    let plain = try card(config)
    #expect(plain.contains("library_name: timm") && plain.contains("timm.create_model("))
    config.auxiliaryBranches = 1
    let branched = try card(config)
    #expect(branched.contains("library_name: spar") && !branched.contains("create_model"))
    #expect(branched.contains("`spar convert --strip-auxiliary` leaves them out"))
    for other in [
      NarrowNetwork.config("resnet50", width: 8), NarrowNetwork.config(width: nil),
      NarrowNetwork.config("mobilenet_v2", width: nil),
      NarrowNetwork.config("resnext101_32x48d", width: nil),
    ] {
      let card = try card(other)
      #expect(card.contains("library_name: spar"))
      #expect(card.contains("timm has no network of this kind.") && !card.contains("--strip"))
    }
  }

  @Test func `a card of foreign weights tells nothing of their training`() throws {
    let card = try card(NarrowNetwork.config())
    #expect(card.contains("Converted by Spar from `it.pth`."))
    #expect(!card.contains("number format") && !card.contains("## Results"))
  }
}
