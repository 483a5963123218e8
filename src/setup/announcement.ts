import { access } from "node:fs/promises";
import { join } from "node:path";
import type { SetupPlan } from "./plan.ts";
import { planFile } from "./planned-files.ts";

/** Ports at which other machines find a service of the kiosk, by its type of DNS-SD. */
export type AnnouncedPorts = Readonly<Partial<Record<"_mqtt._tcp" | "_http._tcp", number>>>;

/** Folder of Avahi's service files, which Avahi watches. @source avahi.service(5) */
const FOLDER = "/etc/avahi/services";

/** This machine in its network. */
export interface NetworkName {
  /** First address; absent while it has none. */
  readonly address?: string;
  readonly hostname: string;
}

/** Announces the services by mDNS where Avahi is, and says under which name other machines find this one. */
export async function announcementSteps(
  root: string,
  ports: AnnouncedPorts,
  { address, hostname }: NetworkName,
): Promise<Partial<SetupPlan>> {
  const name = `${FOLDER}/wattframe.service`;
  const isAnnounced = Object.keys(ports).length > 0;
  const hasAvahi = await access(join(root, FOLDER)).then(
    () => true,
    () => false, // not installed
  );
  const contentsOf = () => (isAnnounced ? serviceFile(ports) : undefined);
  const file = hasAvahi ? await planFile({ path: join(root, name), name, contentsOf }) : undefined;
  const files = file === undefined || (file.contents === undefined && file.before === undefined) ? [] : [file];
  if (!isAnnounced) return { files };
  const local = `${hostname}.local`;
  const found = `Other machines find this one as ${address === undefined ? "" : `${address}, and as `}${local}`;
  return {
    files,
    notes: [
      hasAvahi
        ? `${found}; it announces itself by mDNS.`
        : `${found} once mDNS is installed: sudo apt install avahi-daemon; then run setup again.`,
    ],
  };
}

function serviceFile(ports: AnnouncedPorts): string {
  const services = Object.entries(ports).map(
    ([type, port]) => `  <service>\n    <type>${type}</type>\n    <port>${port}</port>\n  </service>\n`,
  );
  return `<?xml version="1.0" standalone="no"?>
<!-- Written by wattframe setup. -->
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name replace-wildcards="yes">Wattframe on %h</name>
${services.join("")}</service-group>
`;
}
