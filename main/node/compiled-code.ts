/** WebAssembly of the engine, which Node has and its types do not name: code that was compiled, and an instance with a memory of its own. */

/** Code alone: the engine shares it between threads, and no instance can change it. */
export type CompiledCode = { readonly compiled: "code" };
type Engine = {
  compile(bytes: Uint8Array): Promise<CompiledCode>;
  instantiate(code: CompiledCode, imports: object): Promise<object>;
};
const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;

export const compileCode = (bytes: Uint8Array): Promise<CompiledCode> => engine.compile(bytes);
export const instanceOf = (code: CompiledCode, imports: object): Promise<object> => engine.instantiate(code, imports);
