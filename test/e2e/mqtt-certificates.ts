import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Paths and texts of freshly made PEM files: an authority, a broker on 127.0.0.1 and a client, both signed by it. */
export interface Certificates {
  readonly paths: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly ca: string;
  /** A device that is named by its serial number, signed by the authority too. */
  readonly appliance: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
  /** Another authority, which has signed nothing of the above. */
  readonly strangerCa: string;
  remove(): Promise<void>;
}

/** Makes them with openssl in a temporary folder; they are good for two days. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-certificates-"));
  const at = (name: string): string => join(folder, name);
  /** Runs openssl with these words, parted by spaces. */
  const openssl = (words: string): void =>
    void execFileSync("openssl", words.split(" "), { cwd: folder, stdio: "pipe" });
  const newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  const authority = (name: string): void =>
    openssl(`req -x509 ${newKey} -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`);
  const signed = async (name: string, commonName = name): Promise<void> => {
    openssl(`req ${newKey} -subj /CN=${commonName} -keyout ${name}.key -out ${name}.csr`);
    await writeFile(at(`${name}.ext`), "subjectAltName=IP:127.0.0.1\n");
    const by = "-CA ca.crt -CAkey ca.key -CAcreateserial";
    openssl(`x509 -req -in ${name}.csr ${by} -days 2 -extfile ${name}.ext -out ${name}.crt`);
  };
  authority("ca");
  authority("stranger");
  await signed("broker");
  await signed("client");
  await signed("appliance", "appliance\\/p1dongle\\/0a0b0c0d0e0f");
  const read = (name: string): Promise<string> => readFile(at(name), "utf8");
  return {
    paths: { ca: at("ca.crt"), cert: at("broker.crt"), key: at("broker.key") },
    ca: await read("ca.crt"),
    appliance: { cert: await read("appliance.crt"), key: await read("appliance.key") },
    client: { cert: await read("client.crt"), key: await read("client.key") },
    strangerCa: await read("stranger.crt"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
