import { open } from "node:fs/promises";

/** The first bytes of a file, fewer where it is shorter. @throws what the system throws */
export async function readStart(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
