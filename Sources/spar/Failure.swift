import Adversary
import ArgumentParser
import Fetching
import Foundation
import Networks
import Pictures
import Settings
import Torch
import Training

/// Runs a command's work; says on standard error what went wrong, and ends with 2 where what was
/// asked or given is at fault, with 1 where the run failed.
func reporting(_ work: () throws -> Void) throws {
  do {
    try work()
  } catch {
    note("spar: \(describe(error))")
    throw ExitCode(isFaultOfInput(error) ? 2 : 1)
  }
}

private func describe(_ error: any Error) -> String {
  (error as? CocoaError)?.localizedDescription ?? String(describing: error)
}

private func isFaultOfInput(_ error: any Error) -> Bool {
  switch error {
  case let error as TrainingError:
    switch error {
    case .lossNotFinite, .cannotWrite: false
    default: true
    }
  case let error as NetworkError:
    switch error {
    case .stageFailed(_, let cause): isFaultOfInput(cause)
    default: true
    }
  case let error as SafetensorsError:
    switch error {
    case .cannotCreate, .cannotWrite: false
    default: true
    }
  case is PthError: true
  case let error as FetchError: error.isFaultOfInput
  case is SettingsError, is PicturesError, is ImageSetError, is ImageError, is MaskError,
    is AdversaryError:
    true
  default: false
  }
}
