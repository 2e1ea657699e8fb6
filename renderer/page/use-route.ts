/** Says on the document which place stands on the screen, and leads the focus to its beginning. Nothing is kept in the address. */
import { useEffect } from "react";
import { begin } from "./first-focus.ts";
import type { Route, Step } from "./routes.ts";

/** Call it from the component that draws the place; what was below comes back when it goes. */
export function useRoute(route: Route): void {
  useEffect(() => {
    const place = document.documentElement.dataset;
    const below = place.route;
    place.route = route;
    begin(route);
    return () => {
      if (below === undefined) delete place.route;
      else place.route = below;
    };
  }, [route]);
}

/** The same for what comes in place of what the screen showed; null: what the screen shows at first. */
export function useStep(step: Step | null): void {
  useEffect(() => {
    if (step === null) return;
    const place = document.documentElement.dataset;
    const below = place.step;
    place.step = step;
    begin(step);
    return () => {
      if (below === undefined) delete place.step;
      else place.step = below;
    };
  }, [step]);
}
