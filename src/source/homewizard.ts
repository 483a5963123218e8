import type { Log } from "../log.ts";
import { HOMEWIZARD_TOPICS } from "../meter/wire/homewizard.ts";
import {
  HOMEWIZARD_PACE,
  type HomeWizardDevice,
  type HomeWizardPace,
  type MeasurementEvents,
} from "./homewizard-device.ts";
import { homewizardPoll } from "./homewizard-poll.ts";
import { homewizardSocket } from "./homewizard-socket.ts";
import { onlyReads } from "./only-reads.ts";
import { type Attempt, Reconnection } from "./reconnection.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";

/** Source of a device's measurements, which come as messages on the path of the interface below the prefix. It reconnects without limit. */
export function homewizardSource(
  device: HomeWizardDevice,
  prefix: string,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  pace: HomeWizardPace = HOMEWIZARD_PACE,
): Source {
  const { host, token, ca } = device;
  const version = token === undefined ? "v1" : "v2";
  const topic = `${prefix}/${HOMEWIZARD_TOPICS[version]}`;
  const open = (ours: MeasurementEvents): Attempt =>
    token === undefined ? homewizardPoll(host, ours, pace) : homewizardSocket({ host, token, ca }, ours, pace);
  const reconnection = new Reconnection({
    end: "reader",
    place: host,
    attempt: (ours) =>
      open({
        ...ours,
        measurement: (json) => {
          const payload = new Uint8Array(Buffer.byteLength(json));
          payload.set(Buffer.from(json));
          reconnection.guard(() => events.message({ topic, payload, retained: false, qos: 0, at: clock() }));
        },
      }),
    onState: (state) => events.state(state),
    clock,
    log,
    pace,
  });
  reconnection.start();
  return onlyReads(host, () => reconnection.stop());
}
