import { createServer } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { forkCore, linkCore } from "./core-link.ts";

/**
 * A page in a thread of its own, so that it goes on while the host is busy: asks as soon as its line stands. It has no
 * clock, because the first of them waits until the core stands: a page whose hello is lost is closed by the core, and one
 * whose question is lost asks for ever.
 */
const page = `
const { workerData, parentPort } = require("node:worker_threads");
function ask() {
  return new Promise((resolve) => {
    const line = new WebSocket("ws://127.0.0.1:" + workerData + "/channel");
    line.onopen = () => {
      line.send(JSON.stringify({ kind: "hello", proof: "page" }));
      line.send(JSON.stringify({ kind: "call", id: 1, name: "account.status", input: {} }));
    };
    line.onmessage = ({ data }) => {
      if (JSON.parse(data).kind === "hello") return;
      resolve(true);
      line.close();
    };
    line.onclose = () => resolve(false);
    line.onerror = () => resolve(false);
  });
}
(async () => {
  const answered = [];
  for (let page = 0; page < 50; page++) answered.push(await ask());
  parentPort.postMessage(answered.filter((it) => !it).length);
})();`;

const keepBusy = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

it("loses no page's first words, however busy the host is while it hands the socket over", async () => {
  const link = linkCore(
    forkCore,
    { dataDir: scratchDir(), clipboard: "tools", deviceName: "", kdf: "floor" },
    { movedTo: () => null, replaced: () => {}, startServer: async () => null },
  );
  let handed = 0;
  const server = createServer().on("upgrade", (request, socket, head) => {
    if (!(socket instanceof Socket)) throw new Error("the server is a plain one");
    socket.removeAllListeners();
    const headers = request.headers as Record<string, string>;
    link.handOver({ headers, head: head.toString("base64"), proofs: { page: "page", host: "host" } }, socket, "main");
    setImmediate(keepBusy, handed++ % 5);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const worker = new Worker(page, { eval: true, workerData: (server.address() as AddressInfo).port });
  const lost = await new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject));
  link.close();
  server.close();
  expect(lost).toBe(0);
});
