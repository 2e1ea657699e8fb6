/** Parts of sealed files over the transport [protocol: Attachments]. A part that is sent twice is one part: asking again is always safe. */
import { ok } from "../../../shared/failures.ts";
import type { FileExchange } from "./team-view.ts";
import type { Transport } from "./transport.ts";

/** The exchange of files over this transport. */
export function fileExchange(transport: Pick<Transport, "call">): FileExchange {
  return {
    async put(vault, part) {
      const answer = await transport.call("upload", { vault, ...part });
      return answer.ok ? ok(answer.value.parts) : answer;
    },
    async space() {
      const answer = await transport.call("space", {});
      return answer.ok ? ok(answer.value.bytes) : answer;
    },
    async get(vault, part) {
      const answer = await transport.call("download", { vault, ...part });
      return answer.ok ? ok(answer.value.bytes) : answer;
    },
  };
}
