import Pictures

/// A page of the names and colours of classes of pixels.
struct Legend {
  /// One class.
  private struct Row {
    let number: Int
    let name: String
    let colour: Color
  }

  private let rows: [Row]

  /// The classes that weights of `model` tell, each with its number in `numbers`; `nil` for the
  /// number of its output.
  init(of model: ModelConfig, numbers: [Int]? = nil) {
    rows = (0..<model.outputs).map {
      Row(number: numbers?[$0] ?? $0, name: model.name(ofOutput: $0), colour: model.palette[$0])
    }
  }

  /// The page, which needs nothing beside it.
  var html: String {
    let rows = rows.map { row in
      let colour = "rgb(\(row.colour.red), \(row.colour.green), \(row.colour.blue))"
      return """
        <tr><td>\(row.number)</td><td style="background: \(colour)"></td>\
        <td>\(escaped(row.name))</td></tr>
        """
    }
    return """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Classes</title>
      <style>
      body { font-family: sans-serif; }
      td { padding: 0.2em 0.6em; border: 1px solid #ccc; }
      td:nth-child(2) { width: 3em; }
      </style>
      <table>
      <tr><td>number in masks</td><td>colour</td><td>class</td></tr>
      \(rows.joined(separator: "\n"))
      </table>
      </html>

      """
  }
}

/// `text` as it stands in a page.
private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
