import Testing

@Suite struct MobileNetV2Tests {
  @Test func `logits, loss and gradients are the reference's`() throws {
    try GoldenNetwork.mobileNet.expectTrainingParity()
  }

  @Test func `averages after three batches and evaluation by them are the reference's`() throws {
    try GoldenNetwork.mobileNet.expectStatisticsParity()
  }
}
