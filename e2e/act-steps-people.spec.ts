/** The steps of acts on people, groups, invites and computers (`act-steps.spec.ts`). */
import { actSteps } from "./kit/act-faults.ts";
import { deviceScenarios } from "./kit/stepped-devices.ts";
import { peopleScenarios } from "./kit/stepped-people.ts";

actSteps({ ...deviceScenarios, ...peopleScenarios });
