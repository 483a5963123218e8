import { statfsSync } from "node:fs";

/** File systems of the network, by the number that Linux has for them: NFS, SMB, CIFS, SMB 2. @source statfs(2) */
const NETWORK_TYPES: readonly number[] = [0x6969, 0x517b, 0xff534d42, 0xfe534d42];

/**
 * How SQLite makes commits in a folder safe: by a write-ahead log, whose readers and writer share memory, or on a file system
 * of the network, where there is none, by a journal of what was there before.
 * @source https://sqlite.org/wal.html, https://sqlite.org/useovernet.html
 */
export function journalModeIn(folder: string, typeOf = fileSystemType): "WAL" | "TRUNCATE" {
  return NETWORK_TYPES.includes(typeOf(folder)) ? "TRUNCATE" : "WAL";
}

function fileSystemType(folder: string): number {
  return statfsSync(folder).type >>> 0;
}
