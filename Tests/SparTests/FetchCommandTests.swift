import Foundation
import Pictures
import Support
import Testing

/// `spar fetch`, from a server of this machine.
struct FetchCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var place: String { "\(folder.path)/data" }

  /// A server that has Fashion-MNIST; each file slowly where `pause` is more than 0.
  private func clothing(pause: Double = 0) throws -> WebServer? {
    guard let files = try PublishedClothing.files() else { return nil }
    return try WebServer { request in
      guard let bytes = files[request.path] else { return WebServer.Answer(404) }
      var answer = request.answer(with: bytes, tag: "\"1\"")
      answer.pause = pause
      return answer
    }
  }

  @Test func `without a name it lists what there is, with sizes and licences`() throws {
    let outcome = try spar("fetch")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("fashion-mnist   30.9 MB"))
    #expect(outcome.output.contains("coco2017        20.4 GB"))
    #expect(outcome.output.contains("imagenet        by hand"))
    #expect(outcome.output.contains("licence: MIT"))
  }

  @Test func `Fashion-MNIST comes to where its reader reads it, once`() throws {
    guard let server = try clothing() else { return }
    let outcome = try spar("fetch", "fashion-mnist", place, "--from", server.address)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("t10k-labels-idx1-ubyte.gz: checksum right\n"))
    #expect(outcome.output.contains("use it with data.folder=\(place)/fashion-mnist\n"))
    let set = try FashionMNIST(folder: "\(place)/fashion-mnist", split: .test)
    #expect(set.pictures.count == 10_000)
    let again = try spar("fetch", "fashion-mnist", place, "--from", server.address)
    #expect(again.status == 0)
    #expect(again.output.contains("train-images-idx3-ubyte.gz: there already\n"))
    #expect(server.requests.count == 4)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func `a signal ends it with what came kept, and the same command goes on`(
    signal: Int32, status: Int32
  ) throws {
    guard let slow = try clothing(pause: 0.02), let server = try clothing() else { return }
    let part = "\(place)/.spar-fetch/train-images-idx3-ubyte.gz.part"
    let command = try Command(["fetch", "fashion-mnist", place, "--from", slow.address])
    func came() -> Int {
      (try? FileManager.default.attributesOfItem(atPath: part)[.size] as? Int) ?? 0
    }
    while command.isRunning, came() < 500_000 { usleep(1_000) }
    command.send(signal)
    let outcome = try command.outcome()
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains("stopped: what came is kept; the same command goes on"))
    let kept = came()
    #expect(kept >= 500_000)
    let again = try spar("fetch", "fashion-mnist", place, "--from", server.address)
    #expect(again.status == 0, "\(again.errors)")
    #expect(server.requests.first?.fields["range"] == "bytes=\(kept)-")
  }

  @Test(arguments: [
    (200, Int32(2), "is another file: 7 bytes found, 26421880 expected"),
    (404, Int32(1), "the server answers 404 (there is no such file)"),
  ])
  func `what a server has instead of the file is told`(
    code: Int, status: Int32, text: String
  ) throws {
    let server = try WebServer { _ in WebServer.Answer(code, Array("nothing".utf8)) }
    let outcome = try spar("fetch", "fashion-mnist", place, "--from", server.address)
    #expect(outcome.status == status)
    #expect(outcome.errors.contains("\(server.address)/train-images-idx3-ubyte.gz: \(text)"))
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["imagenet", "cityscapes"])
  func `a set that its terms keep back is told with what to do`(name: String) throws {
    let outcome = try spar("fetch", name, place)
    #expect(outcome.status == 2)
    #expect(outcome.output.contains("\n3. "))
    #expect(outcome.errors.contains("\(name) cannot be fetched for you"))
    #expect(!FileManager.default.fileExists(atPath: place))
  }

  @Test(arguments: [
    (["cifar"], "no data set is called 'cifar'; did you mean cifar10?"),
    (["coco2017", "--part", "test"], "coco2017 has no part 'test'; there are annotations, val"),
    (["cifar10", "--part", "train"], "cifar10 has no part 'train'; it has no parts."),
    (["coco2017", "--part", ""], "It names no part; leave --part out for all."),
    (["coco2017", "--part", ","], "It names no part"),
    (["cifar10", "--from", "/mnt/data"], "not an address that starts with http:// or https://"),
    (["--part", "val"], "Options need the name of a data set"),
  ])
  func `what cannot be fetched is refused before anything is made`(
    arguments: [String], text: String
  ) throws {
    let command = try Command(["fetch"] + arguments, in: folder.path)
    let outcome = try command.outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
