/** The steps of acts on items (`act-steps.spec.ts`). */
import { actSteps } from "./kit/act-faults.ts";
import { itemScenarios } from "./kit/stepped-items.ts";

actSteps(itemScenarios);
