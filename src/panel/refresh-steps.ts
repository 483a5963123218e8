import { WattframeError } from "../errors.ts";
import { type ControlledPanel, withController } from "./controllers.ts";
import { jobFault } from "./job-fault.ts";
import type { RefreshJob } from "./refresh-job.ts";
import type { Steps } from "./step.ts";

/**
 * The steps of one refresh, from the state that the job names to the picture on the glass and the controller idle or asleep.
 * Nothing touches hardware; a bus runs the steps.
 * @throws WattframeError `PANEL_REFUSED` before the first step when the panel cannot do this
 */
export function refreshSteps(panel: ControlledPanel, job: RefreshJob): Steps {
  const fault = jobFault(panel, job);
  if (fault !== undefined) {
    throw new WattframeError("PANEL_REFUSED", `${panel.id}: ${fault.message}`, { hint: fault.hint });
  }
  return withController(panel, (controller, its) => controller.refresh(its, job));
}

/** The steps that power a controller off and put it to deep sleep, where its RAM is lost; from idle, or from whatever state a failure left. */
export function sleepSteps(panel: ControlledPanel): Steps {
  return withController(panel, (controller, its) => controller.sleep(its));
}
