/** A checkout's own comparison of its server with raw Fastify and SQLite; both lie in that checkout. */
import { loadFrom } from "./load-checkout.ts";
import type { Figures } from "./measured.ts";

type Bench = { benchServer(): Promise<{ rows: [Row, Row]; memoryMB: number }> };
type Row = { medianPerSecond: number; rawPerSecond: number; ratio: number; ratioChecked?: number };

/** Requests per second of pushes and reads, and their ratios to the raw limit. */
export async function serverStage(checkout: string): Promise<Figures> {
  const { benchServer } = await loadFrom<Bench>(checkout, "e2e/bench/server.ts");
  const {
    rows: [push, read],
    memoryMB,
  } = await benchServer();
  return {
    pushPerSecond: push.medianPerSecond,
    pushRatio: push.ratio,
    pushChecked: push.ratioChecked ?? Number.NaN,
    readPerSecond: read.medianPerSecond,
    readRatio: read.ratio,
    readChecked: read.ratioChecked ?? Number.NaN,
    serverMB: memoryMB,
  };
}
