/** A checkout's own comparison of its server with raw Fastify and SQLite; both lie in that checkout. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figures } from "./measured.ts";

type Row = { medianPerSecond: number; rawPerSecond: number; ratio: number; ratioChecked?: number };

/** Requests per second of pushes and reads, and their ratios to the raw limit. */
export async function serverStage(checkout: string): Promise<Figures> {
  const path = pathToFileURL(join(checkout, "e2e/bench/server.ts")).href;
  const { benchServer } = (await import(path)) as {
    benchServer(): Promise<{ rows: [Row, Row]; memoryMB: number }>;
  };
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
