import { WattframeError } from "../errors.ts";
import type { Controller } from "./controller/controller.ts";
import { CONTROLLERS } from "./controllers.ts";
import { jobFault } from "./job-fault.ts";
import type { Panel } from "./panel.ts";
import type { RefreshJob } from "./refresh-job.ts";
import type { Steps } from "./step.ts";

/**
 * The steps of one refresh, from the state that the job names to the picture on the glass and the controller idle or asleep.
 * Nothing touches hardware; a bus runs the steps.
 * @throws WattframeError `PANEL_REFUSED` before the first step when the panel cannot do this
 */
export function refreshSteps(panel: Panel, job: RefreshJob): Steps {
  const fault = jobFault(panel, job);
  if (fault !== undefined) {
    throw new WattframeError("PANEL_REFUSED", `${panel.id}: ${fault.message}`, { hint: fault.hint });
  }
  return controllerOf(panel).refresh(panel, job);
}

/** The steps that power a controller off and put it to deep sleep, where its RAM is lost; from idle, or from whatever state a failure left. */
export function sleepSteps(panel: Panel): Steps {
  return controllerOf(panel).sleep(panel);
}

function controllerOf(panel: Panel): Controller {
  const controller = CONTROLLERS.find(({ id }) => id === panel.controller);
  if (controller === undefined) {
    throw new WattframeError(
      "PANEL_UNKNOWN",
      `${panel.id} names a controller "${panel.controller}" that is not there.`,
    );
  }
  return controller; // the id ties a panel's data to its controller: a panel's type carries it as a literal
}
