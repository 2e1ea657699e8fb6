/** A checkout's own removal of a person from a large team, and how its cost grows; both lie in that checkout. */
import { loadFrom } from "./load-checkout.ts";
import type { Figures } from "./measured.ts";

type Removal = { benchRemoval(items: number): Promise<Figures>; benchGrowth(): Promise<Figures> };
const removalOf = (checkout: string) => loadFrom<Removal>(checkout, "e2e/bench/large-removal.ts");

/** One removal from a team of 60 people, with twice as many items as the other stages have. */
export async function removalStage(checkout: string, count: number): Promise<Figures> {
  return (await removalOf(checkout)).benchRemoval(count);
}

/** The same in small teams, each of their numbers doubled. */
export async function growthStage(checkout: string): Promise<Figures> {
  return (await removalOf(checkout)).benchGrowth();
}
