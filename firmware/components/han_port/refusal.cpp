#include "refusal.h"

namespace wattframe {

namespace {

FlashText cause_words(Cause cause) {
  switch (cause) {
    case Cause::kCrcMismatch: return FLASH_TEXT("the checksum behind '!' does not fit: bytes were changed or lost on the way");
    case Cause::kNoCrc: return FLASH_TEXT("no checksum behind '!'; allow_no_crc accepts telegrams of meters that never send one");
    case Cause::kHcsMismatch: return FLASH_TEXT("the checksum of the frame header does not fit: bytes were changed or lost on the way");
    case Cause::kFcsMismatch: return FLASH_TEXT("the checksum of the frame does not fit: bytes were changed or lost on the way");
    case Cause::kTruncated: return FLASH_TEXT("the telegram stops before its end");
    case Cause::kUnsupported: return FLASH_TEXT("an intact telegram of a kind that is not read here");
    case Cause::kMalformed: return FLASH_TEXT("the telegram passed its check, but its content contradicts itself");
  }
  return FLASH_TEXT("");
}

}  // namespace

bool cause_of(Step step, Cause &cause) {
  switch (step) {
    case Step::kHcsMismatch: cause = Cause::kHcsMismatch; return true;
    case Step::kFcsMismatch: cause = Cause::kFcsMismatch; return true;
    case Step::kCrcMismatch: cause = Cause::kCrcMismatch; return true;
    case Step::kNoCrc: cause = Cause::kNoCrc; return true;
    case Step::kTruncated: cause = Cause::kTruncated; return true;
    default: return false;
  }
}

FlashText refusal_words(Cause cause, Detail detail) {
  switch (detail) {
    case Detail::kNone: return cause_words(cause);
    case Detail::kTooLong: return FLASH_TEXT("no end within 3072 bytes");
    case Detail::kNoData: return FLASH_TEXT("an intact telegram without any object");
    case Detail::kNoLlc: return FLASH_TEXT("an intact frame whose content does not begin with a DLMS header");
    case Detail::kOtherApdu: return FLASH_TEXT("an intact frame with another service than data-notification");
    case Detail::kBlockTransfer: return FLASH_TEXT("general block transfer is not read here");
    case Detail::kNoCodes: return FLASH_TEXT("a list without codes: only its maker knows what its numbers mean");
    case Detail::kNoUnits: return FLASH_TEXT("a list without units, as Norwegian meters send");
    case Detail::kEndsEarly: return FLASH_TEXT("the list ends before its own count says");
    case Detail::kTrailingBytes: return FLASH_TEXT("bytes follow after the end of the list");
    case Detail::kUnknownType: return FLASH_TEXT("a data type that is not read here");
    case Detail::kTooDeep: return FLASH_TEXT("lists are nested too deeply");
    case Detail::kSealedLength: return FLASH_TEXT("encrypted, and its length does not fit");
    case Detail::kSealedSuite: return FLASH_TEXT("encrypted with a security suite that is not read here (keys of 256 bits)");
    case Detail::kSealedCompressed: return FLASH_TEXT("encrypted and compressed, which is not read here");
    case Detail::kSealedEmpty: return FLASH_TEXT("encrypted and empty");
    case Detail::kNoKey: return FLASH_TEXT("encrypted, and this reader has no key: set decryption_key, or let the display decrypt raw bytes");
    case Detail::kOtherKey: return FLASH_TEXT("encrypted, and does not open with decryption_key: compare it with what the grid company sent");
    case Detail::kOtherAuthentication: return FLASH_TEXT("encrypted, opens, but does not pass authentication_key");
    case Detail::kNoTelegram: return FLASH_TEXT("encrypted, opens, but is no telegram");
  }
  return cause_words(cause);
}

}  // namespace wattframe
