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

FlashText refusal_words(Cause cause, Detail detail) {
  switch (detail) {
    case Detail::kNone: return cause_words(cause);
    case Detail::kTooLong: return FLASH_TEXT("no end within 3072 bytes");
    case Detail::kNoData: return FLASH_TEXT("an intact telegram without any object");
    case Detail::kNoLlc: return FLASH_TEXT("an intact frame whose content does not begin with a DLMS header");
    case Detail::kOtherApdu: return FLASH_TEXT("an intact frame with another service than data-notification, perhaps encrypted");
    case Detail::kBlockTransfer: return FLASH_TEXT("general block transfer is not read here");
    case Detail::kNoCodes: return FLASH_TEXT("a list without codes: only its maker knows what its numbers mean");
    case Detail::kNoUnits: return FLASH_TEXT("a list without units, as Norwegian meters send");
    case Detail::kEndsEarly: return FLASH_TEXT("the list ends before its own count says");
    case Detail::kTrailingBytes: return FLASH_TEXT("bytes follow after the end of the list");
    case Detail::kUnknownType: return FLASH_TEXT("a data type that is not read here");
    case Detail::kTooDeep: return FLASH_TEXT("lists are nested too deeply");
  }
  return cause_words(cause);
}

}  // namespace wattframe
