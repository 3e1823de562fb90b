import Testing
import Torch

@Suite struct DeviceTests {
  @Test(arguments: ["cpu", "cuda", "cuda:0", "cuda:1", "cuda:127"])
  func `a device is read from the text it writes`(text: String) {
    #expect(Device(text)?.description == text)
  }

  @Test func `a device has a kind and an index`() {
    #expect(Device("cpu") == .cpu)
    #expect(Device("cuda:3") == .cuda(3))
    #expect(Device("cuda")?.kind == .cuda)
    #expect(Device("cuda")?.index == nil)
  }

  @Test(arguments: [
    "", "CPU", "cpu:0", "cuda:", "cuda:-1", "cuda:128", "cuda:1.0", "cuda: 1", "gpu", "cuda1",
  ])
  func `another text is no device`(text: String) {
    #expect(Device(text) == nil)
  }

  @Test func `a device that is not here is an error with libtorch's cause`() throws {
    let absent = Device.cuda(Engine.cudaDevices)
    let error = try #require(throws: TorchError.self) { try Tensor.zeros([2], device: absent) }
    #expect(error.description.hasPrefix("full [2] on no tensor failed: "))
    #expect(throws: TorchError.self) { try Tensor([1.0]).to(absent) }
  }
}
