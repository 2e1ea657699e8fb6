/**
 * Every act with more than one durable step (`main/core/durable-steps.ts`), killed before and after each of them, and with
 * the answer of each post lost: afterwards it is there whole or not at all, and asked for again it is the same act. An ordinary
 * run takes one of these faults at each step by its seed, `LATCHKEY_FULL=1` all of them. Acts on items and those on people and
 * their computers have files of their own beside this one, which run at the same time.
 */
import { actSteps } from "./kit/act-faults.ts";
import { scenarios } from "./kit/stepped-acts.ts";
import { deviceScenarios } from "./kit/stepped-devices.ts";
import { itemScenarios } from "./kit/stepped-items.ts";
import { peopleScenarios } from "./kit/stepped-people.ts";

const elsewhere = new Set(Object.keys({ ...deviceScenarios, ...itemScenarios, ...peopleScenarios }));
actSteps(Object.fromEntries(Object.entries(scenarios).filter(([name]) => !elsewhere.has(name))));
