/** Stands in front of the packed app's main process: which platform it believes in, its arguments and its place as Electron gives them, and who is `electron`. */
import { registerHooks } from "node:module";

const fake = new URL("./electron.ts", import.meta.url).href;
Object.defineProperty(process, "platform", { value: process.env.FAKE_PLATFORM ?? process.platform });
// Where what is packed beside the app lies.
Object.defineProperty(process, "resourcesPath", { value: process.env.FAKE_RESOURCES });
// A packed app has no script among its arguments.
process.argv.splice(1, 1);
registerHooks({
  resolve: (name, context, next) => (name === "electron" ? { url: fake, shortCircuit: true } : next(name, context)),
});
