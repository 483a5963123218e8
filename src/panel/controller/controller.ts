import type { Panel } from "../panel.ts";
import type { RefreshJob } from "../refresh-job.ts";
import type { Steps } from "../step.ts";

/** A controller chip: how a refresh of one of its panels is done. Jobs were checked before they come here. */
export interface Controller<P extends Panel = Panel> {
  readonly id: P["controller"];
  /** From whatever state the job names to the picture on the glass, and then idle or asleep as it asks. */
  refresh(panel: P, job: RefreshJob): Steps;
  /** Off and to deep sleep, where the RAM is lost; from idle, or from whatever state a failure left. */
  sleep(panel: P): Steps;
}
