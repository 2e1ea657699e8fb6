/** A process in one checkout, with that checkout's packages: does the stage that it is asked for and answers its figures. */
import { type Bench, type ClientStage, clientStages } from "./client-stages.ts";
import { codesStage } from "./codes-stage.ts";
import { growthStage, removalStage } from "./large-team-stages.ts";
import { logStage } from "./log-stage.ts";
import { serverStage } from "./server-stage.ts";
import { windowStage } from "./window-stage.ts";

const checkoutStages = {
  log: logStage,
  removal: removalStage,
  growth: growthStage,
  server: serverStage,
  window: windowStage,
  codes: codesStage,
} satisfies Record<string, (checkout: string, count: number) => Promise<Record<string, number>>>;
export type Stage = ClientStage | keyof typeof checkoutStages;
export type Ask = { stage: Stage };
export type Told = { figures: Record<string, number> } | { missing: string };

const [checkout = "", first = "", second = "", password = "", count = "0"] = process.argv.slice(2);
const bench: Bench = { checkout, files: [first, second], password, count: Number(count), pair: null, second: "" };

process.on("message", ({ stage }: Ask) => {
  const doing =
    stage in checkoutStages
      ? checkoutStages[stage as keyof typeof checkoutStages](checkout, bench.count)
      : clientStages[stage as ClientStage](bench);
  doing.then(
    (figures) => process.send?.({ figures } satisfies Told),
    (error: unknown) => process.send?.({ missing: String(error) } satisfies Told),
  );
});
process.on("disconnect", () => process.exit(0));
