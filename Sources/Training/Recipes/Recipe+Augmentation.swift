import Pictures

// A policy changes the pictures; or, where the method learns from views of them, the views alone.

extension Recipe {
  /// What is done to each training picture after it was read: its cropping, and then `changes`.
  ///
  /// - Throws: `SettingsError` where a policy's file is still to be read, and cannot be.
  public var augmentation: [any Transform] {
    get throws { try data.cropping + changes }
  }

  /// What is done to each training picture after its cropping.
  ///
  /// - Throws: `SettingsError` where a policy's file is still to be read, and cannot be.
  public var changes: [any Transform] {
    get throws { try data.changes(normalization, policy: method.settings.viewCount == 0) }
  }

  /// What is done after the same cropping for each view that the method learns from.
  ///
  /// - Throws: `SettingsError` where a policy's file is still to be read, and cannot be.
  public var views: [any Transform] {
    get throws {
      try (0..<method.settings.viewCount).map { _ in
        try data.changes(normalization, policy: true)
      }
    }
  }
}
