import CFuzzer

/// What libFuzzer calls to change an input: changes that keep lengths and check sums right reach
/// what lies behind them.
///
/// Every fourth change is libFuzzer's own, and leaves them wrong.
@_cdecl("LLVMFuzzerCustomMutator")
func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32) -> Int
{
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  var changed: [UInt8]?
  if seed % 4 > 0 {
    let odd = seed / 4 % 2 == 1
    switch check.name {
    case "png", "mask":
      changed = odd ? PNGChunks.mutatedPixels(input, most) : PNGChunks.mutated(input, most)
    case "idx": changed = mutatedGzip(input, most)
    case "sbd": changed = mutatedVariable(input, most)
    case "tar": changed = mutatedTar(input, most)
    case "pth": changed = PthEntries.mutated(input, most)
    case "safetensors": changed = mutatedHeader(input, most)
    default: break
    }
  }
  guard let changed, !changed.isEmpty, changed.count <= most else {
    return fuzzer_mutate(bytes, count, most)
  }
  for (place, byte) in changed.enumerated() { bytes[place] = byte }
  return changed.count
}

/// `bytes` as libFuzzer changes them, `most` of them or fewer.
func changed(_ bytes: [UInt8], _ most: Int) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: max(most, bytes.count)) { buffer, initialized in
    _ = buffer.update(fromContentsOf: bytes)
    initialized = buffer.baseAddress.map { fuzzer_mutate($0, bytes.count, buffer.count) } ?? 0
  }
}

/// What zlib's or gzip's data inflate to, as far as they do.
func inflated(_ bytes: [UInt8]) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
    initialized = fuzzer_inflate(bytes, bytes.count, buffer.baseAddress, buffer.count)
  }
}

/// `bytes` deflated.
func deflated(_ bytes: [UInt8], asGzip isGzip: Bool) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: bytes.count + 1_024) { buffer, initialized in
    initialized = fuzzer_deflate(
      bytes, bytes.count, isGzip ? 1 : 0, buffer.baseAddress, buffer.count)
  }
}

/// A gzip file whose contents are changed; `nil` for another file.
private func mutatedGzip(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
  guard bytes.starts(with: [0x1f, 0x8b]) else { return nil }
  return deflated(changed(inflated(bytes), most), asGzip: true)
}

/// A MATLAB file whose compressed variable is changed, and is one whole variable again; `nil` for
/// another file.
private func mutatedVariable(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
  guard bytes.count > 136, bytes[128] == 15 else { return nil }
  var variable = changed(inflated(Array(bytes[136...])), 1 << 15)
  if variable.count >= 8 { variable.replaceSubrange(4..<8, with: little(variable.count - 8)) }
  let data = deflated(variable, asGzip: false)
  return bytes[..<132] + little(data.count) + data
}

private func little(_ number: Int) -> [UInt8] {
  [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
}

/// An archive that is changed, its headers' check sums right.
private func mutatedTar(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
  var bytes = changed(bytes, most)
  var place = 0
  while place + 512 <= bytes.count {
    let header = place..<(place + 512)
    guard bytes[header].contains(where: { $0 != 0 }) else { break }
    for offset in 148..<156 { bytes[place + offset] = 32 }
    let sum = String(bytes[header].reduce(0) { $0 + Int($1) }, radix: 8) + "\0"
    for (offset, byte) in sum.utf8.enumerated() { bytes[place + 148 + offset] = byte }
    let digits = bytes[(place + 124)..<(place + 136)].prefix { (48...55).contains($0) }
    let size = Int(String(decoding: digits, as: UTF8.self), radix: 8) ?? 0
    guard size < bytes.count else { break }
    place += 512 + (size + 511) / 512 * 512
  }
  return bytes
}

/// A safetensors file whose header is changed, its length right.
private func mutatedHeader(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
  guard bytes.count > 8, bytes[2..<8].allSatisfy({ $0 == 0 }) else { return nil }
  let length = Int(bytes[0]) | Int(bytes[1]) << 8
  guard length <= bytes.count - 8 else { return nil }
  let data = bytes[(8 + length)...]
  let header = changed(Array(bytes[8..<(8 + length)]), most - 8 - data.count)
  let prefix = [UInt8(header.count & 255), UInt8(header.count >> 8 & 255), 0, 0, 0, 0, 0, 0]
  return prefix + header + data
}
