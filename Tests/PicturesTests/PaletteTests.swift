import Foundation
import Pictures
import Testing

/// Colours, names and numbers beside those of VOC's development kit and torchvision.
struct PaletteTests {
  private struct Golden: Decodable {
    struct Label: Decodable {
      let name: String
      let id: Int
      let trainID: Int
      let colour: [UInt8]
    }

    let voc: [String]
    let vocColours: [[UInt8]]
    let cityscapes: [Label]
  }

  private let golden: Golden

  init() throws {
    let data = try Data(contentsOf: GoldenPicture.url("masks/classes.json"))
    golden = try JSONDecoder().decode(Golden.self, from: data)
  }

  private func parts(_ colours: [Color]) -> [[UInt8]] {
    colours.map { [$0.red, $0.green, $0.blue] }
  }

  @Test func `VOC's 256 colours and 21 classes are its own`() {
    #expect(parts(Palette.voc) == golden.vocColours)
    #expect(VOCSegmentation.classNames == golden.voc)
    #expect(Palette.voc[15] == Color(red: 192, green: 128, blue: 128))
    #expect(Palette.voc[255] == Color(red: 224, green: 224, blue: 192))
  }

  @Test func `Cityscapes' labels are its own`() {
    let labels = CityscapesLabel.all
    #expect(labels.map(\.name) == golden.cityscapes.map(\.name))
    #expect(labels.map(\.id) == golden.cityscapes.map(\.id))
    // Licence plates have -1 there.
    #expect(
      labels.map { Int($0.trainID) } == golden.cityscapes.map { $0.trainID < 0 ? 255 : $0.trainID })
    #expect(parts(labels.map(\.color)) == golden.cityscapes.map(\.colour))
    #expect(Palette.cityscapes.count == 19)
    #expect(Palette.cityscapesLabels.count == 34)
    #expect(Palette.cityscapesLabels[26] == Color(red: 0, green: 0, blue: 142))
  }

  @Test func `label ids become train ids and go back, others are ignored and unlabelled`() {
    #expect(CityscapesSegmentation.classNames.first == "road")
    #expect(CityscapesSegmentation.classNames.last == "bicycle")
    for (trainID, label) in CityscapesLabel.trained.enumerated() {
      #expect(CityscapesLabel.trainIDs[label.id] == UInt8(trainID))
      #expect(CityscapesLabel.labelIDs[trainID] == UInt8(label.id))
    }
    #expect(CityscapesLabel.trainIDs.filter { $0 != Mask.ignored }.count == 19)
    #expect(CityscapesLabel.labelIDs[19...].allSatisfy { $0 == 0 })
  }
}
