/** Says on the document which place stands on the screen, for tests that walk all of them. Nothing is kept in the address. */
import { useEffect } from "react";
import type { Route } from "./routes.ts";

/** Call it from the component that draws the place; what was below comes back when it goes. */
export function useRoute(route: Route): void {
  useEffect(() => {
    const place = document.documentElement.dataset;
    const below = place.route;
    place.route = route;
    return () => {
      if (below === undefined) delete place.route;
      else place.route = below;
    };
  }, [route]);
}
