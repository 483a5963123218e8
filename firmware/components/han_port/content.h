#pragma once

#include "sealed.h"
#include "telegram.h"

namespace wattframe {

/// The APDU that checked frames carry, moved to the front of the same memory: without headers, checks and LLC. False with the reason when there is none.
bool apdu_in_frames(Format format, uint8_t *frames, size_t length, Slice &apdu, Detail &detail);

/// How an encrypted telegram is read.
struct Unsealing {
  Cipher *cipher;  ///< nullptr where there is no key
  bool allow_no_crc;
};

/// Fills body, clock and values of a telegram from an APDU, sealed or not. The format says what its plain text is.
/// False with cause and detail when nothing in it can be believed.
bool read_apdu(Telegram &telegram, Slice apdu, const Unsealing &unsealing, Cause &cause, Detail &detail);

}  // namespace wattframe
